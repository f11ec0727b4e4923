/** A row for each group of runs. */
import { useId, useState, type ReactNode } from "react";
import type { GroupSummary, RunGroup } from "../../client/runs/groups.ts";
import { paperFigureOf, type PaperFigure } from "../../client/runs/paper-figure.ts";
import { changeOf } from "../../client/runs/parents.ts";
import type { RecordState, RunRecord } from "../../client/runs/run-records.ts";
import type { Order, Sorting } from "../../client/runs/sorting.ts";
import { settingsOf } from "../../client/settings.ts";
import type { Reach } from "../../core/statistics/plan-summary.ts";
import type { Spread } from "../../core/statistics/spread.ts";
import { meanText, secondsText, studentIterations } from "../../core/statistics/texts.ts";
import { useMessages } from "../messages/messages.ts";
import { exact, integer } from "../numbers.ts";
import { valueText } from "../setup/value-text.ts";
import { groupName } from "./group-name.ts";
import { SortHead } from "./sort-head.tsx";

const rowsAtOnce = 50;
const mostSeeds = 8;
const mostChanges = 2;

interface RunsTableProps {
  readonly rows: readonly GroupSummary[];
  /** Every run, for what those in the rows were made from. */
  readonly all: readonly RunRecord[];
  readonly order: Order;
  /** Of the column whose head was pressed. */
  readonly onSort: (by: Sorting) => void;
  /** Keys of groups. */
  readonly selected: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
}

export function RunsTable({ rows, all, order, onSort, selected, onToggle }: RunsTableProps): ReactNode {
  const { runs: words } = useMessages();
  const [count, setCount] = useState(rowsAtOnce);
  const { columns } = words;
  const figures = rows.map(({ group }) => paperFigureOf(group));
  const hasFigures = figures.some((figure) => figure !== null);
  const hasIterations = figures.some((figure) => figure !== null && figure.row.iterations !== null);
  const shared = figures.find((figure) => figure?.sharesStageOne);
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls where it is narrow */}
      <section className="runs-table" tabIndex={0} aria-label={words.title}>
        <table>
          <thead>
            <tr>
              <SortHead name={columns.name} by="name" order={order} onSort={onSort} />
              <SortHead name={columns.last} by="last" order={order} onSort={onSort} />
              <SortHead name={columns.best} by="best" order={order} onSort={onSort} />
              {hasFigures && <th scope="col">{columns.paper}</th>}
              {hasIterations && <th scope="col">{columns.paperIterations}</th>}
              <SortHead name={columns.seeds} by="runs" order={order} onSort={onSort} />
              <SortHead name={columns.method} by="method" order={order} onSort={onSort} />
              <th scope="col">{columns.changed}</th>
              <SortHead name={columns.iterations} by="iterations" order={order} onSort={onSort} />
              <SortHead name={columns.rate} by="rate" order={order} onSort={onSort} />
              <SortHead name={columns.reached} by="reach" order={order} onSort={onSort} />
              <SortHead name={columns.seconds} by="seconds" order={order} onSort={onSort} />
              <SortHead name={columns.state} by="state" order={order} onSort={onSort} />
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, count).map((row, index) => (
              <GroupRow
                key={row.group.key}
                row={row}
                figure={hasFigures ? figures[index]! : undefined}
                hasIterations={hasIterations}
                all={all}
                selected={selected.has(row.group.key)}
                onToggle={() => onToggle(row.group.key)}
              />
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > count && (
        <button type="button" onClick={() => setCount(count + rowsAtOnce)}>
          {words.showMore}
        </button>
      )}
      {hasFigures && (
        <div className="runs-note">
          <p>{words.paperNote}</p>
          {hasIterations && <p>{words.paperIterations}</p>}
          {shared && <p>{words.sharedStageOne(shared.row.name)}</p>}
        </div>
      )}
      <Failures rows={rows} />
    </>
  );
}

interface GroupRowProps {
  readonly row: GroupSummary;
  /** Null where the paper has none; undefined where no row has one. */
  readonly figure: PaperFigure | null | undefined;
  /** Whether the paper says iterations of a row. */
  readonly hasIterations: boolean;
  readonly all: readonly RunRecord[];
  readonly selected: boolean;
  readonly onToggle: () => void;
}

function GroupRow({ row, figure, hasIterations, all, selected, onToggle }: GroupRowProps): ReactNode {
  const messages = useMessages();
  const { runs: words, setup } = messages;
  const { group, iterations, test, reach, seconds } = row;
  const name = groupName(messages, group);
  const id = useId();
  const methods = [...new Set(group.records.map(({ experiment }) => experiment.method.kind))];
  const mean = (spread: Spread | undefined) => (spread ? words.mean(meanText(spread, "±"), spread.n) : "–");
  return (
    <tr data-group={name} aria-selected={selected}>
      <th scope="row">
        <input id={id} type="checkbox" aria-label={words.select(name)} checked={selected} onChange={onToggle} />{" "}
        <label htmlFor={id}>{name}</label>
      </th>
      <td>{mean(test?.last)}</td>
      <td>{mean(test?.best)}</td>
      {figure !== undefined && (
        <td className="runs-wraps">
          {figure ? words.paperFigure(figure.table, figure.row.name, figure.row.accuracy) : "–"}
        </td>
      )}
      {hasIterations && <td>{figure?.row.iterations ? integer(figure.row.iterations) : "–"}</td>}
      <td>{messages.app.list(seedsIn(group.records))}</td>
      <td className="runs-wraps">{messages.app.list(methods.map((kind) => setup.methods[kind]))}</td>
      <td className="runs-changed">
        <Changed record={group.records[0]!} all={all} mixed={!group.isOneSetting} />
      </td>
      <td>{iterations && group.isOneSetting ? studentIterations(iterations) : "–"}</td>
      <td>{group.isOneSetting ? exact(group.records[0]!.experiment.task.rate) : "–"}</td>
      <td>
        <Reached reach={reach} />
      </td>
      <td>{seconds === null ? "–" : secondsText(seconds)}</td>
      <td>
        <States group={group} />
      </td>
    </tr>
  );
}

function seedsIn(records: readonly RunRecord[]): string[] {
  const seeds = [...new Set(records.map(({ run }) => run.seed))].toSorted((a, b) => a - b);
  const shown = seeds.slice(0, mostSeeds).map(String);
  return seeds.length > mostSeeds ? [...shown, "…"] : shown;
}

interface ChangedProps {
  readonly record: RunRecord;
  readonly all: readonly RunRecord[];
  readonly mixed: boolean;
}

/** Against what it was made from; a group that mixes settings has no one parent. */
function Changed({ record, all, mixed }: ChangedProps): ReactNode {
  const messages = useMessages();
  const { app, runs: words, header, setup, regions } = messages;
  const change = mixed ? null : changeOf(record, all);
  if (!change) return "–";
  const parent = regions.experiment(change.parent.name);
  if (change.settings.length === 0 && change.rates.length === 0) return words.asParent(parent);
  const [before, after] = [settingsOf(change.parent), settingsOf(record.experiment)];
  const sentences = [
    ...change.rates.map(({ stage, done, was, now }) => words.rateFrom(stage, done, exact(was), exact(now))),
    ...change.settings.map((key) =>
      header.change(setup.settings[key], valueText(messages, key, before), valueText(messages, key, after)),
    ),
  ];
  const left = sentences.length - mostChanges;
  return (
    <span title={[words.from(parent), ...sentences].join("\n")}>
      {app.sentences([...sentences.slice(0, mostChanges), ...(left > 0 ? [words.moreChanges(left)] : [])])}
    </span>
  );
}

function Reached({ reach }: { readonly reach: Reach | null }): ReactNode {
  const { runs: words } = useMessages();
  if (!reach) return "–";
  const { bySeed, median } = reach;
  const count = bySeed.filter(({ steps }) => steps !== null).length;
  const each = bySeed.map(({ seed, steps }) => words.pair(seed, steps === null ? words.never : integer(steps)));
  return (
    <span title={each.join("\n")}>
      {words.reachedIn(median === null ? words.never : integer(median), count, bySeed.length)}
    </span>
  );
}

function States({ group: { records, counted } }: { readonly group: RunGroup }): ReactNode {
  const { app, runs: words } = useMessages();
  const counts = new Map<RecordState, number>();
  for (const { state } of records) counts.set(state, (counts.get(state) ?? 0) + 1);
  const repeated = (counts.get("finished") ?? 0) - counted.length;
  return (
    <span title={repeated > 0 ? words.repeated(repeated) : undefined}>
      {[...counts].map(([state, count], index) => (
        <span key={state} data-state={state}>
          {index > 0 && app.between}
          {words.stateCount(state, count, counts.size === 1)}
        </span>
      ))}
      {repeated > 0 && "*"}
    </span>
  );
}

/** Why runs failed, those of a row for one reason together; they are in none of the numbers. */
function Failures({ rows }: { readonly rows: readonly GroupSummary[] }): ReactNode {
  const { runs: words } = useMessages();
  const failed = rows.flatMap(({ group }) => {
    const alike = new Map<string, { key: string; experiment: string; seeds: number[]; why: string }>();
    for (const { key, run, end } of group.records) {
      if (end?.how.kind !== "failed") continue;
      const same = `${run.experiment} ${end.how.reason}`;
      const first = alike.get(same);
      if (first) first.seeds.push(run.seed);
      else alike.set(same, { key, experiment: run.experiment, seeds: [run.seed], why: end.how.reason });
    }
    return [...alike.values()];
  });
  if (failed.length === 0) return null;
  return (
    <ul className="runs-failures">
      {failed.slice(0, rowsAtOnce).map(({ key, experiment, seeds, why }) => (
        <li key={key}>{words.failedWhy(experiment, seeds, why)}</li>
      ))}
    </ul>
  );
}
