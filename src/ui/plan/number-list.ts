/** Numbers between commas or spaces, each once; null where the text is something else. */
export function numbersIn(text: string): number[] | null {
  const parts = text.split(/[\s,，、]+/).filter((part) => part !== "");
  const numbers = parts.map(Number);
  return numbers.length > 0 && numbers.every(Number.isFinite) && new Set(numbers).size === numbers.length
    ? numbers
    : null;
}
