/** One cell of a CSV line, in quotation marks where it needs them (RFC 4180). */
export function quotedCell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
