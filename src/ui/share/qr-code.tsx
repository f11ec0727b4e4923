import { useMemo, type ReactNode } from "react";
import { encode } from "uqr";
import { useMessages } from "../messages/messages.ts";

/** More, and its squares are too small for a phone's camera at this size. */
export const mostQrCharacters = 1200;

/** Empty squares around it, as the standard wants them. */
const border = 4;

/** Dark on light in both themes: many cameras read nothing else. */
export function QrCode({ text }: { readonly text: string }): ReactNode {
  const { sharing } = useMessages();
  const { path, size } = useMemo(() => pictured(text), [text]);
  return (
    <svg className="share-qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={sharing.qrTitle}>
      <title>{sharing.qrTitle}</title>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

function pictured(text: string): { readonly path: string; readonly size: number } {
  const { data, size } = encode(text, { ecc: "L", border });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return { path, size };
}
