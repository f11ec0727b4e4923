import type { ReactNode } from "react";
import { useMemo, useState } from "react";
import type { RunView } from "../../client/run-view.ts";
import type { TapMaps } from "../../core/fsp-demonstrations.ts";
import { matrixOf } from "../../core/fsp-demonstrations.ts";
import type { At, Look, LookAnswer, Side } from "../../core/look.ts";
import type { Match } from "../../core/pairs.ts";
import type { WholeKind } from "../../core/relations/settings.ts";
import { HeatCanvas } from "../matrices/heat-canvas.tsx";
import { scaleOf } from "../matrices/scales.ts";
import { Segmented } from "../matrices/segmented.tsx";
import { useMessages } from "../messages/messages.ts";
import { significant } from "../numbers.ts";
import { LookState } from "../predictions/look-state.tsx";
import { useHeldAnswer } from "../predictions/use-held-answer.ts";
import { useLook } from "../predictions/use-look.ts";
import type { Shuffles, Shuffling } from "./shuffled.ts";
import { shuffled } from "./shuffled.ts";
import { channelMaps } from "./tap-choice.ts";

interface DemonstrationProps {
  readonly run: RunView;
  readonly at: At;
  readonly going: boolean;
  readonly match: Match;
  /** A held-out one. */
  readonly image: number;
  /** What the run compares instead of cells; null where it compares cells. */
  readonly relation: WholeKind | null;
}

const asTheyAre: Shuffles = { positions: 0, channels: 0 };

/** What an FSP matrix keeps of the features and what it forgets, tried on one image's own maps. */
export function Demonstration({ run, at, going, match, image, relation }: DemonstrationProps): ReactNode {
  const { features: words, predictions } = useMessages();
  const [of, setOf] = useState<Side["of"]>("teacher");
  const [shuffles, setShuffles] = useState(asTheyAre);
  const look = useMemo(
    (): Look => ({
      type: "maps",
      side: of === "teacher" ? { of } : { of, at },
      subject: { kind: "image", index: image },
      pair: match.name,
    }),
    [of, at, image, match.name],
  );
  const looked = useLook(run.run, look, going && of === "student" && at === "now");
  const { answer, isCurrent } = useHeldAnswer(looked, "maps", run.run, `${of} ${match.name}`);
  const original = useMemo(() => answer && tapMapsOf(answer), [answer]);
  const size = answer?.maps.size;
  const result = useMemo(() => original && shuffled(original, shuffles), [original, shuffles]);
  const done: Shuffling = shuffles.positions > 0 ? "positions" : shuffles.channels > 0 ? "channels" : "nothing";
  const again = (what: keyof Shuffles) => setShuffles({ ...asTheyAre, [what]: shuffles[what] + 1 });
  return (
    <section className="features-demonstration" aria-label={words.demonstration} aria-busy={!isCurrent}>
      <h3>{words.demonstration}</h3>
      <p>{words.demonstrated.of(match.name, image + 1)}</p>
      <div className="matrices-tools">
        <Segmented<Side["of"]>
          legend={predictions.whose}
          options={[
            { value: "teacher", label: predictions.sides.teacher },
            { value: "student", label: predictions.sides.student },
          ]}
          value={of}
          onChange={setOf}
        />
        <button type="button" aria-pressed={shuffles.positions > 0} onClick={() => again("positions")}>
          {words.permutePositions}
        </button>
        <button type="button" aria-pressed={shuffles.channels > 0} onClick={() => again("channels")}>
          {words.shuffleChannels}
        </button>
        <button type="button" aria-disabled={done === "nothing"} onClick={() => setShuffles(asTheyAre)}>
          {words.putBack}
        </button>
      </div>
      {original && result && size ? (
        <>
          <div className={`features-rows matrices-${of}`}>
            <Row name={words.asTheyAre} maps={original} matrix={matrixOf(original)} size={size} />
            {done !== "nothing" && (
              <Row name={words.done[done]} maps={result.maps} matrix={result.matrix} size={size} />
            )}
          </div>
          <p aria-live="polite">
            {done === "nothing" ? (
              words.demonstrated.nothing
            ) : (
              <>
                {words.demonstrated.apart(significant(result.mapsApart), significant(result.matricesApart))}{" "}
                {words.demonstrated[done][relation ?? "cells"](
                  significant(relation === "traces" ? result.rootsApart : result.distance),
                )}
              </>
            )}
          </p>
        </>
      ) : (
        <LookState looked={looked} />
      )}
    </section>
  );
}

function tapMapsOf({ maps, shape }: Extract<LookAnswer, { type: "maps" }>): TapMaps {
  const { first, last, size } = maps;
  return { first, last, positions: size[0] * size[1], shape };
}

interface RowProps {
  readonly name: string;
  readonly maps: TapMaps;
  readonly matrix: Float64Array;
  readonly size: readonly [height: number, width: number];
}

/** So many channels of each tap: enough to see what happened to them. */
const shownChannels = 3;
const mapSide = 40;
const matrixSide = 64;

function Row({ name, maps, matrix, size }: RowProps): ReactNode {
  const { features: words } = useMessages();
  const values = useMemo(() => Float32Array.from(matrix), [matrix]);
  const taps = useMemo(
    () => [
      { name: "F1", scale: scaleOf(maps.first), channels: channelMaps(maps.first, maps.shape[0]) },
      { name: "F2", scale: scaleOf(maps.last), channels: channelMaps(maps.last, maps.shape[1]) },
    ],
    [maps],
  );
  return (
    <figure className="features-row">
      <figcaption>{name}</figcaption>
      {taps.map((tap) => (
        <span key={tap.name} className="features-tap">
          {tap.channels.slice(0, shownChannels).map((channel, index) => (
            <span key={index} className="matrices-picture">
              <HeatCanvas values={channel} shape={size} scale={tap.scale} cell={mapSide / Math.max(...size)} />
              <span>{`${tap.name}[${index}]`}</span>
            </span>
          ))}
        </span>
      ))}
      <span className="matrices-picture">
        <HeatCanvas
          values={values}
          shape={maps.shape}
          scale={scaleOf(values)}
          cell={matrixSide / Math.max(...maps.shape)}
        />
        <span>{words.theMatrix}</span>
      </span>
    </figure>
  );
}
