/** What a link holds, before anything of it is taken over. */
import { useEffect, useMemo, useRef, type ReactNode } from "react";
import { estimateOf } from "../../client/estimate.ts";
import { isUnderWay } from "../../client/live-run.ts";
import { oversizeOf } from "../../client/oversize.ts";
import type { Changes } from "../../client/settings.ts";
import { leadOf } from "../../client/settings.ts";
import { toPlan } from "../../core/document.ts";
import { resultsFor } from "../../core/expectation.ts";
import type { Link } from "../../core/link.ts";
import { setToGive } from "../../core/paper/presets.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { integer } from "../numbers.ts";
import { TimeText } from "../setup/estimate-of-plan.tsx";
import { settingIn, setupSentence } from "../setup/problem.ts";
import { showView } from "./view-store.ts";
import "./link-card.css";

export function LinkCard(): ReactNode {
  const lab = useLab();
  const { link, problems } = useMessages();
  const proposal = useLabState((state) => state.proposal);
  const badLink = useLabState((state) => state.badLink);
  const dismiss = () => lab.dismissLink();
  if (proposal) return <Proposal key={proposal.document.name} {...proposal} />;
  if (badLink === null) return null;
  return (
    <section className="link-card" role="alert">
      <h2>{link.bad}</h2>
      <p>{problems.sentence(badLink, settingIn(badLink))}</p>
      <div className="link-buttons">
        <button type="button" onClick={dismiss}>
          {link.dismiss}
        </button>
      </div>
    </section>
  );
}

function Proposal({ document, view, expectation }: Link): ReactNode {
  const lab = useLab();
  const messages = useMessages();
  const { link, setup, sharing } = messages;
  const measured = useLabState((state) => state.measured);
  const endsRun = useLabState((state) => isUnderWay(state.run));
  const openButton = useRef<HTMLButtonElement>(null);
  useEffect(() => openButton.current?.focus(), []);
  const plan = toPlan(document);
  const { student, teacher, data, method } = leadOf(plan);
  const estimate = useMemo(() => estimateOf(toPlan(document), measured, "gpu" in navigator), [document, measured]);
  const oversize = useMemo(() => oversizeOf(document), [document]);
  const fitting = oversize?.fitting;
  const expected = expectation ? resultsFor(expectation, plan).length : 0;
  const open = (changes: Changes | null) => {
    lab.openProposal();
    if (changes) lab.change(changes);
    showView(view);
  };
  return (
    <section className="link-card" aria-label={link.title}>
      <h2>{link.title}</h2>
      <p className="link-name">{link.plan(plan.name, plan.experiments.length, plan.seeds.length)}</p>
      <ul>
        <li>{link.student(student)}</li>
        {method.kind !== "none" && <li>{link.teacher(teacher.network)}</li>}
        <li>
          {link.trains(
            data.training,
            setToGive(plan) ?? (data.kind === "stored" ? data.name : setup.dataKinds[data.kind]),
          )}
        </li>
      </ul>
      <dl>
        <dt>{setup.time}</dt>
        <dd>
          <TimeText time={estimate.time} />
        </dd>
        <dt>{setup.memory}</dt>
        <dd>{setup.memoryAbout(estimate.bytes)}</dd>
      </dl>
      {expectation && <p>{sharing.expects(expected, expectation.results.length - expected)}</p>}
      <p>
        {oversize && (
          <strong className="link-oversize">
            {setupSentence(messages, oversize.problem)} {link.opensOversize}
          </strong>
        )}{" "}
        {link.nothingRuns} {endsRun && link.endsRun}
      </p>
      <div className="link-buttons">
        <button ref={openButton} type="button" className="primary" onClick={() => open(null)}>
          {link.open}
        </button>
        {fitting && (
          <button type="button" onClick={() => open(fitting.changes)}>
            {fitting.batch === null ? link.openNarrower : link.openWithBatch(integer(fitting.batch))}
          </button>
        )}
        <button type="button" onClick={() => lab.dismissLink()}>
          {link.dismiss}
        </button>
      </div>
    </section>
  );
}
