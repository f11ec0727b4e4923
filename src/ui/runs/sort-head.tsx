/** The head of a column by which rows can be sorted: one press sorts, the next turns the order round. */
import type { ReactNode } from "react";
import type { Order, Sorting } from "../../client/runs/sorting.ts";

interface SortHeadProps {
  readonly name: string;
  readonly by: Sorting;
  readonly order: Order;
  readonly onSort: (by: Sorting) => void;
}

export function SortHead({ name, by, order, onSort }: SortHeadProps): ReactNode {
  const direction = order.by === by ? order.direction : undefined;
  return (
    <th scope="col" aria-sort={direction}>
      <button type="button" className="runs-sort" onClick={() => onSort(by)}>
        {name}
        <span aria-hidden="true">{direction === undefined ? "" : direction === "ascending" ? " ▲" : " ▼"}</span>
      </button>
    </th>
  );
}
