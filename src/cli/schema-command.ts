import { toJsonSchema } from "@valibot/to-json-schema";
import { BadInput } from "../core/bad-input.ts";
import { experimentSchema, planSchema } from "../core/experiment.ts";

export async function schemaCommand(args: string[]): Promise<void> {
  if (args.length > 0) throw new BadInput(`schema takes nothing behind it; leave out "${args.join(" ")}".`);
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "An experiment or a plan of FSP Lab, version 1",
    anyOf: [toJsonSchema(experimentSchema), toJsonSchema(planSchema)].map(({ $schema: _, ...rest }) => rest),
  };
  process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
}
