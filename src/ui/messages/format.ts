/** Numbers as text, by the rules of one language. */

export interface Formats {
  /** A whole number with its separators. */
  count(this: void, n: number): string;
  /** A measured number with 4 significant digits; very small and very large ones with an exponent. */
  significant(this: void, n: number): string;
  /** A fraction as a percentage with one decimal. */
  percent(this: void, fraction: number): string;
  /** Bytes in MB or GB, two digits. */
  bytes(this: void, n: number): string;
  /** Seconds, rounded to what an estimate can mean. */
  duration(this: void, seconds: number): string;
  plural(this: void, n: number, one: string, other: string): string;
}

export function formatsFor(locale: string): Formats {
  const format = (options: Intl.NumberFormatOptions) => {
    const numbers = new Intl.NumberFormat(locale, options);
    return (n: number) => numbers.format(n);
  };
  const unit = (name: string, maximumFractionDigits = 0) =>
    format({ style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits });
  const fourDigits = { minimumSignificantDigits: 4, maximumSignificantDigits: 4 };
  const [plain, scientific] = [format(fourDigits), format({ ...fourDigits, notation: "scientific" })];
  const [megabytes, gigabytes] = [unit("megabyte"), unit("gigabyte", 1)];
  const [seconds, minutes, hours] = [unit("second"), unit("minute"), unit("hour", 1)];
  const rules = new Intl.PluralRules(locale);
  return {
    count: format({ maximumFractionDigits: 0 }),
    significant: (n) => (n !== 0 && (Math.abs(n) < 1e-3 || Math.abs(n) >= 1e6) ? scientific(n) : plain(n)),
    percent: format({ style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    bytes: (n) => (n < 1e9 ? megabytes(Math.max(1, n / 1e6)) : gigabytes(n / 1e9)),
    duration: (n) => {
      if (n < 100) return seconds(Math.max(1, n));
      return n < 100 * 60 ? minutes(n / 60) : hours(n / 3600);
    },
    plural: (n, one, other) => (rules.select(n) === "one" ? one : other),
  };
}
