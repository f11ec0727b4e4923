/** What was found, before it is used: classes and counts, some images of each class, and what is odd. */
import { useState, type ReactNode } from "react";
import { missingSets, storedSets } from "../../client/imports.ts";
import { leadOf } from "../../client/settings.ts";
import { BadInput } from "../../core/bad-input.ts";
import type { Data, StoredData } from "../../core/experiment.ts";
import type { FoundImages } from "../../core/found-images.ts";
import type { Problem } from "../../core/problem.ts";
import type { Place } from "../../core/set-summary.ts";
import type { SetOutline } from "../../core/stored-choice.ts";
import { imageCount, storedData, withClasses } from "../../core/stored-choice.ts";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { significant } from "../numbers.ts";
import { settingIn } from "../setup/problem.ts";
import { ClassTable } from "./class-table.tsx";
import { ImageChoices } from "./image-choices.tsx";
import { ImageStrip } from "./image-strip.tsx";
import { useImports, useImportState } from "./imports-context.ts";

export function FoundSet({ found }: { readonly found: FoundImages }): ReactNode {
  const { images } = useMessages();
  const { outline, mean, deviation, unkept, decodedHere } = found;
  const levels = (values: readonly number[]) => values.map((value) => significant(value)).join(" · ");
  return (
    <>
      <section className="images-part">
        <h3>{outline.name}</h3>
        <p>{images.contents(imageCount(outline), outline.size, outline.classes.length)}</p>
        <p className="images-hint">{images.statistics(levels(mean), levels(deviation))}</p>
        <p className="images-hint mono" title={outline.sha256}>
          {images.hash(outline.sha256.slice(0, 16))}
        </p>
        <Asked found={found} />
        {unkept && <p className="images-odd">{images.unkept[unkept.code]}</p>}
        {decodedHere > 0 && <p className="images-hint">{images.decodedHere(decodedHere)}</p>}
      </section>
      <Oddities found={found} />
      <Choosing found={found} />
    </>
  );
}

/** A set that the experiment learns from already is shown as it does. */
function firstChoice(outline: SetOutline, data: Data): StoredData | Problem {
  if (data.kind === "stored" && data.sha256 === outline.sha256) return data;
  try {
    return storedData(outline, data);
  } catch (error) {
    if (error instanceof BadInput) return error.problem;
    throw error;
  }
}

/** What of the set to learn from, or why it cannot be. */
function Choosing({ found }: { readonly found: FoundImages }): ReactNode {
  const imports = useImports();
  const { images, problems } = useMessages();
  const data = useLabState((state) => leadOf(state.plan).data);
  const [choice, setChoice] = useState(() => firstChoice(found.outline, data));
  if ("code" in choice)
    return (
      <div role="alert">
        <p className="images-refused">{problems.sentence(choice, settingIn(choice))}</p>
        <button type="button" onClick={() => imports.cancel()}>
          {images.back}
        </button>
      </div>
    );
  return (
    <>
      <ClassTable
        found={found}
        chosen={choice.subset.classes}
        onChoose={(classes) => setChoice(withClasses(found.classes, choice, classes))}
      />
      <ImageChoices found={found} choice={choice} onChange={setChoice} />
    </>
  );
}

/** Whether it is what the experiment asks for; another set of the same name is not. */
function Asked({ found: { outline } }: { readonly found: FoundImages }): ReactNode {
  const { images } = useMessages();
  const plan = useLabState((state) => state.plan);
  const kept = useImportState((state) => state.kept);
  if (storedSets(plan).some(({ sha256 }) => sha256 === outline.sha256)) return <p>{images.asked}</p>;
  const [missing] = missingSets(plan, kept);
  if (!missing) return null;
  return <p className="images-odd">{images.notAsked(missing.name, missing.sha256.slice(0, 8))}</p>;
}

function Oddities({ found }: { readonly found: FoundImages }): ReactNode {
  const { images } = useMessages();
  const { oddSheet, duplicates, leaks, oneColour, refitted, empty, ignored } = found;
  const at = ({ split, index }: Place) => images.place(split, index + 1);
  // Some of the pictures stand beside the words: `kind` is their place on the sheet.
  const all = [
    {
      text: images.duplicates(duplicates.count),
      examples: duplicates.examples.map(([a, b]) => `${at(a)} = ${at(b)}`),
      count: duplicates.count,
      kind: 0,
    },
    { text: images.leaks(leaks), examples: [], count: leaks, kind: null },
    { text: images.oneColour(oneColour.count), examples: oneColour.examples.map(at), count: oneColour.count, kind: 1 },
    {
      text: images.refitted(refitted.count),
      examples: refitted.examples.map(({ path, size }) => `${path} (${size.replaceAll("x", " × ")})`),
      count: refitted.count,
      kind: 2,
    },
    { text: images.empty(empty.length), examples: empty, count: empty.length, kind: null },
    { text: images.ignored(ignored.count), examples: ignored.examples, count: ignored.count, kind: null },
  ].filter(({ count }) => count > 0);
  return (
    <section className="images-part">
      <h3>{images.odd}</h3>
      {all.length === 0 && <p className="images-hint">{images.nothingOdd}</p>}
      <ul>
        {all.map(({ text, examples, count, kind }) => (
          <li key={text} className="images-odd">
            {examples.length === 0 ? text : <Examples text={text} examples={examples} count={count} />}
            {kind !== null && <ImageStrip sheet={oddSheet} index={kind} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ExamplesProps {
  readonly text: string;
  readonly examples: readonly string[];
  readonly count: number;
}

function Examples({ text, examples, count }: ExamplesProps): ReactNode {
  const { images } = useMessages();
  return (
    <details>
      <summary>{text}</summary>
      <ul className="images-examples">
        {examples.map((example) => (
          <li key={example}>{example}</li>
        ))}
        {count > examples.length && <li>{images.more(count - examples.length)}</li>}
      </ul>
    </details>
  );
}
