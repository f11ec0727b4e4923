import type { ReactNode } from "react";
import { classCountOf } from "../../core/set-classes.ts";
import type { TeacherOrigin } from "../../core/teacher-file.ts";
import type { OriginWords } from "../messages/en/kept.ts";
import { useMessages } from "../messages/messages.ts";
import { setName } from "../setup/set-name.ts";

interface OriginTextProps {
  readonly origin: TeacherOrigin;
  readonly className: string;
}

/** With what a trained teacher came to be: network, schedule, images and seed. */
export function OriginText({ origin, className }: OriginTextProps): ReactNode {
  const messages = useMessages();
  const { kept, regions } = messages;
  const { recipe, data, seed } = origin;
  const words: OriginWords = {
    teacher: regions.teacherOf(recipe.network),
    schedule: recipe.schedule,
    batch: recipe.batch,
    images: setName(messages, data),
    training: data.training,
    classes: classCountOf(data),
    seed,
    hadTaskBefore: recipe.before !== undefined,
  };
  return <p className={className}>{kept.origin(words)}</p>;
}
