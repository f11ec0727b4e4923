/** What a group of runs is called. */
import type { RunGroup } from "../../client/runs/groups.ts";
import type { Messages } from "../messages/messages.ts";

/** Where it mixes settings, by what they have in common. */
export function groupName({ app, regions }: Messages, { records, isOneSetting, key }: RunGroup): string {
  const [first] = records;
  const names = [...new Set(records.map(({ experiment }) => experiment.name))];
  if (!first) return key;
  if (isOneSetting && names.length === 1) {
    return records.length === 1
      ? regions.seedOf(first.experiment.name, first.run.seed)
      : regions.experiment(first.experiment.name);
  }
  const shown = names.slice(0, mostNames).map(regions.experiment);
  return app.list(names.length > mostNames ? [...shown, "…"] : shown);
}

const mostNames = 3;
