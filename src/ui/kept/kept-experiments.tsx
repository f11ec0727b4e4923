import type { ReactNode } from "react";
import { isUnderWay } from "../../client/live-run.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { DeleteButton } from "./delete-button.tsx";
import { FileButton } from "./file-button.tsx";
import { useSaved } from "./use-saved.ts";

interface Props {
  /** Something was taken to the screen. */
  readonly onOpened: () => void;
}

export function KeptExperiments({ onOpened }: Props): ReactNode {
  const lab = useLab();
  const { kept, sharing } = useMessages();
  const experiments = useSaved((state) => state.experiments);
  const going = useLabState((state) => isUnderWay(state.run));
  return (
    <section className="kept-part">
      <h3>{kept.experiments}</h3>
      {experiments.length === 0 && <p>{kept.noExperiments}</p>}
      {experiments.length > 0 && (
        <div className="kept-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{kept.name}</th>
                <th scope="col">{kept.savedAt}</th>
                <th scope="col">{kept.actions}</th>
              </tr>
            </thead>
            <tbody>
              {experiments.map(({ id, document: { name }, savedAt }) => (
                <tr key={id}>
                  <th scope="row">{name}</th>
                  <td>{kept.when(savedAt)}</td>
                  <td className="kept-actions">
                    {!going && (
                      <button
                        type="button"
                        aria-label={kept.of(kept.openOne, name)}
                        onClick={() => {
                          lab.earlier.openExperiment(id);
                          onOpened();
                        }}
                      >
                        {kept.openOne}
                      </button>
                    )}
                    <DeleteButton
                      label={kept.deleteOne}
                      ofName={kept.of(kept.deleteOne, name)}
                      question={kept.deleteSetUp(name)}
                      onDelete={() => void lab.saved.removeExperiment(id)}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!going && <FileButton>{sharing.openFile}</FileButton>}
    </section>
  );
}
