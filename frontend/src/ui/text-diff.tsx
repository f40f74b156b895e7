import { useMemo } from "react";

type Part = { kind: "same" | "gone" | "new"; text: string };

/** Beyond this many words the texts stand as they are, one after the other. */
const MOST = 1500;

/** The new text with only the changed words marked: what is gone is struck through, what is new is underlined. */
export function TextDiff({ from, to }: { from: string; to: string }) {
  const parts = useMemo(() => diffWords(from, to), [from, to]);
  return (
    <span className="whitespace-pre-line">
      {parts.map((part, at) => {
        const key = `${at}${part.kind}`;
        if (part.kind === "same") return <span key={key}>{part.text}</span>;
        return part.kind === "gone" ? (
          <del key={key} className="text-fail decoration-1">
            {part.text}
          </del>
        ) : (
          <ins key={key} className="font-medium text-ok decoration-1 underline-offset-2">
            {part.text}
          </ins>
        );
      })}
    </span>
  );
}

/** Word by word, by the longest common subsequence. */
export function diffWords(from: string, to: string): Part[] {
  const [a, b] = [words(from), words(to)];
  if (a.length > MOST || b.length > MOST) return from === to ? [{ kind: "same", text: to }] : [{ kind: "gone", text: from }, { kind: "new", text: to }];
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const parts: Part[] = [];
  const add = (kind: Part["kind"], text: string) => {
    const last = parts.at(-1);
    if (last?.kind === kind) last.text += text;
    else parts.push({ kind, text });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add("same", b[j] ?? "");
      i++;
      j++;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) add("gone", a[i++] ?? "");
    else add("new", b[j++] ?? "");
  }
  return parts;
}

/** Words with the space behind them. */
const words = (text: string) => text.match(/\S+\s*|\s+/g) ?? [];
