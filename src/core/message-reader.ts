/** What comes over a border between page, workers and processes is checked before anybody believes it. */
import * as v from "valibot";

interface Typed {
  readonly type: string;
}

/** One schema for each type of message: the compiler sees that none is missing. */
export type MessageSchemas<Message extends Typed> = {
  readonly [Type in Message["type"]]: v.GenericSchema<Extract<Message, { readonly type: Type }>>;
};

/** Gives what came, itself and no copy; null where it is none of these messages. */
export type ReadMessage<Message> = (data: unknown) => Message | null;

/** For all that one side may say; of a typed array only class and length are looked at. */
export function messageReader<Message extends Typed>(schemas: MessageSchemas<Message>): ReadMessage<Message> {
  const byType = new Map<unknown, v.GenericSchema<Message>>(Object.entries(schemas));
  return (data) => {
    const type = typeof data === "object" && data !== null && "type" in data ? data.type : null;
    const schema = byType.get(type);
    return schema && v.is(schema, data) ? data : null;
  };
}
