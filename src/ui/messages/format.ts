/** What one language writes its own way. Plain numbers are the same in all of them: see `ui/numbers.ts`. */

export interface Formats {
  /** Bytes in MB or GB, rounded to what an estimate can mean. */
  bytes(this: void, n: number): string;
  /** Seconds, rounded to what an estimate can mean. */
  duration(this: void, seconds: number): string;
  plural(this: void, n: number, one: string, other: string): string;
}

/** In seconds. */
const [minute, hour, day] = [60, 3600, 86_400];

export function formatsFor(locale: string): Formats {
  const unit = (name: string, maximumFractionDigits = 0) => {
    const options = { style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits } as const;
    // Made when first used: each takes tens of milliseconds, and a page shows few of them.
    let numbers: Intl.NumberFormat | undefined;
    return (n: number) => (numbers ??= new Intl.NumberFormat(locale, options)).format(n);
  };
  const [kilobytes, megabytes, gigabytes] = [unit("kilobyte"), unit("megabyte"), unit("gigabyte", 1)];
  const [seconds, minutes, hours] = [unit("second"), unit("minute"), unit("hour", 1)];
  const [days, years] = [unit("day"), unit("year")];
  const rules = new Intl.PluralRules(locale);
  return {
    bytes: (n) => (n < 1e6 ? kilobytes(Math.max(1, n / 1e3)) : n < 1e9 ? megabytes(n / 1e6) : gigabytes(n / 1e9)),
    duration: (n) => {
      if (n < 100) return seconds(Math.max(1, n));
      if (n < 100 * minute) return minutes(n / minute);
      if (n < 100 * hour) return hours(n / hour);
      return n < 1000 * day ? days(n / day) : years(n / (365 * day));
    },
    plural: (n, one, other) => (rules.select(n) === "one" ? one : other),
  };
}
