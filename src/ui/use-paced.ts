import { useEffect, useRef, useState } from "react";

/** The latest value, but at most one in so many milliseconds; at once where it is of something else, as `key` tells. */
export function usePaced<Value>(value: Value, milliseconds: number, key: string): Value {
  const [shown, setShown] = useState({ value, key });
  const since = useRef(0);
  useEffect(() => {
    if (shown.value === value) return undefined;
    const take = () => {
      since.current = performance.now();
      setShown({ value, key });
    };
    const timer = setTimeout(take, Math.max(0, since.current + milliseconds - performance.now()));
    return () => clearTimeout(timer);
  }, [value, key, shown, milliseconds]);
  return shown.key === key ? shown.value : value;
}
