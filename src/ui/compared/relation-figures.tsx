import type { ReactNode } from "react";
import { useMemo } from "react";
import type { RelationParts } from "../../core/relations/relation-parts.ts";
import { HeatCanvas } from "../matrices/heat-canvas.tsx";
import { scaleOf } from "../matrices/scales.ts";
import { useMessages } from "../messages/messages.ts";
import { percent, significant } from "../numbers.ts";
import "./compared.css";

interface RelationFiguresProps {
  readonly parts: RelationParts;
}

/** What is compared instead of cells, and what it comes to. */
export function RelationFigures({ parts }: RelationFiguresProps): ReactNode {
  switch (parts.kind) {
    case "cka":
      return <Products parts={parts} />;
    case "traces":
      return <Roots parts={parts} />;
    default:
      return parts satisfies never;
  }
}

/** Of one picture, CSS pixels. */
const side = 96;

/** Both networks' images among each other, and the product whose sum is CKA. */
function Products({ parts }: { readonly parts: Extract<RelationParts, { kind: "cka" }> }): ReactNode {
  const { compared: words } = useMessages();
  const { images, teacher, student, loss } = parts;
  const product = useMemo(() => teacher.map((value, i) => value * student[i]!), [teacher, student]);
  const pictures = [
    { name: "teacher", sign: null, values: teacher },
    { name: "student", sign: "×", values: student },
    { name: "product", sign: "=", values: product },
  ] as const;
  return (
    <>
      <p>{words.ckaIs(significant(1 - loss), significant(loss))}</p>
      <div className="compared-products">
        {pictures.map(({ name, sign, values }) => (
          <span key={name} className="matrices-factor">
            {sign && <span aria-hidden="true">{sign}</span>}
            <span className={`matrices-picture compared-${name}`}>
              <HeatCanvas values={values} shape={[images, images]} scale={scaleOf(values)} cell={side / images} />
              <span>{words.images[name]}</span>
            </span>
          </span>
        ))}
      </div>
      <p className="matrices-hint">{words.imagesNote(images)}</p>
    </>
  );
}

function Roots({ parts }: { readonly parts: Extract<RelationParts, { kind: "traces" }> }): ReactNode {
  const { compared: words } = useMessages();
  const { teacher, student, loss } = parts;
  const { columns } = words;
  return (
    <>
      <p>{words.loss(significant(loss))}</p>
      <table className="compared-roots" aria-label={words.roots}>
        <thead>
          <tr>
            {[columns.root, columns.teacher, columns.student, columns.part, columns.share].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from(parts.parts, (part, index) => (
            <tr key={index}>
              <th scope="row">{words.root(index + 1)}</th>
              <td>{significant(teacher[index]!)}</td>
              <td>{significant(student[index]!)}</td>
              <td>{significant(part)}</td>
              <td>{percent(loss > 0 ? part / loss : 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="matrices-hint">{words.rootsNote}</p>
    </>
  );
}
