import type { ReactNode } from "react";
import { useMemo, useState } from "react";
import type { RunView } from "../../client/run-view.ts";
import type { At, Look, Side, Subject } from "../../core/look.ts";
import { mostChannels } from "../../core/look.ts";
import type { Network } from "../../core/network.ts";
import { mapShapeOf } from "../../core/network.ts";
import { ColourBar } from "../matrices/colour-bar.tsx";
import { HeatCanvas } from "../matrices/heat-canvas.tsx";
import { scaleOf } from "../matrices/scales.ts";
import { useMessages } from "../messages/messages.ts";
import { LookState } from "../predictions/look-state.tsx";
import { useHeldAnswer } from "../predictions/use-held-answer.ts";
import { useLook } from "../predictions/use-look.ts";
import { channelMaps } from "./tap-choice.ts";

interface ChannelGridProps {
  readonly of: Side["of"];
  readonly run: RunView;
  readonly at: At;
  readonly subject: Subject;
  readonly layer: string;
  readonly network: Network;
  readonly going: boolean;
}

/** A map's side, CSS pixels. */
const side = 48;

/** One layer's channels, all in one scale, so that a dark map is a quiet channel. */
export function ChannelGrid({ of, run, at, subject, layer, network, going }: ChannelGridProps): ReactNode {
  const { features: words, matrices } = useMessages();
  const [height, width, channels] = mapShapeOf(network, layer);
  const [from, setFrom] = useState(0);
  const count = Math.min(mostChannels, channels - from);
  const look = useMemo((): Look => {
    const asked = Array.from({ length: count }, (_, index) => from + index);
    return { type: "features", side: of === "teacher" ? { of } : { of, at }, subject, layer, channels: asked };
  }, [of, at, subject, layer, from, count]);
  const looked = useLook(run.run, look, going && of === "student" && at === "now");
  const { answer, isCurrent } = useHeldAnswer(looked, "features", run.run, `${layer} ${from}`);
  const maps = useMemo(() => answer && channelMaps(answer.maps, count), [answer, count]);
  const scale = useMemo(() => answer && scaleOf(answer.maps), [answer]);
  const quiet = maps?.filter((map) => map.every((value) => value === 0)).length ?? 0;
  return (
    <section className={`features-side matrices-${of}`} aria-label={matrices.captions[of]} aria-busy={!isCurrent}>
      <p>
        <strong>{matrices.captions[of]}</strong> <span>{words.layerShape(layer, [height, width, channels])}</span>{" "}
        {answer?.moment && <span>{matrices.after(answer.moment)}</span>}
      </p>
      {channels > mostChannels && (
        <p className="features-paging">
          <button type="button" disabled={from === 0} onClick={() => setFrom(from - mostChannels)}>
            {words.earlierChannels}
          </button>
          {words.channelsShown(from, from + count - 1, channels)}
          <button type="button" disabled={from + count >= channels} onClick={() => setFrom(from + mostChannels)}>
            {words.laterChannels}
          </button>
        </p>
      )}
      {maps && scale ? (
        <>
          <ul className="features-maps">
            {maps.map((map, index) => (
              <li key={from + index}>
                <HeatCanvas values={map} shape={[height, width]} scale={scale} cell={side / Math.max(height, width)} />
                <span>{from + index}</span>
              </li>
            ))}
          </ul>
          <div className="features-scale">
            <ColourBar scale={scale} label={words.oneScale} />
          </div>
          <p>{words.quietChannels(quiet, count)}</p>
        </>
      ) : (
        <LookState looked={looked} />
      )}
    </section>
  );
}
