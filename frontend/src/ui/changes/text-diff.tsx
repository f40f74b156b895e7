import { clsx } from "clsx";
import { useMemo, useState } from "react";

import { readable } from "@/lib/html-text";
import { type Piece, wordDiff } from "@/lib/word-diff";

import { useWords } from "./words.id";

/** Unchanged text beside a change that is shown before it is shortened, in characters. */
const BESIDE = 40;

/** Two texts as one, with only the changed words marked; long unchanged parts are folded, unless `unfolded`. */
export function TextDiff({ from, to, unfolded = false }: { from: string; to: string; unfolded?: boolean }) {
  const w = useWords();
  const [opened, setWhole] = useState(false);
  const whole = opened || unfolded;
  const pieces = useMemo(() => differences(from, to), [from, to]);
  const shown = whole ? pieces : pieces.map(shorten);
  const folded = !unfolded && pieces.some((piece, at) => shorten(piece, at, pieces) !== piece);
  return (
    <div>
      <p className="whitespace-pre-line">
        {shown.map((piece, at) => (
          <Marked key={at} piece={piece} replaced={shown[at + 1]?.kind === "added"} />
        ))}
      </p>
      {folded ? (
        <button type="button" className="-ml-1 min-h-11 rounded-md px-1 text-meta text-muted underline hover:text-ink md:min-h-8" onClick={() => setWhole(!whole)}>
          {whole ? w.show_less : w.show_all}
        </button>
      ) : null}
    </div>
  );
}

/** Tags are left out where the texts differ without them. */
function differences(from: string, to: string): Piece[] {
  const before = readable(from);
  const after = readable(to);
  return before === after ? wordDiff(from, to) : wordDiff(before, after);
}

function Marked({ piece: { kind, text }, replaced }: { piece: Piece; replaced: boolean }) {
  const w = useWords();
  if (kind === "same") return text;
  const [, before = "", words = "", after = ""] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
  return (
    <>
      {before}
      {kind === "removed" ? (
        <del className={clsx("text-muted decoration-fail", replaced && "mr-1")}>
          <span className="sr-only">{w.removed} </span>
          {words}
        </del>
      ) : (
        <ins className="rounded-sm bg-sunken font-medium decoration-ok decoration-2 underline-offset-2">
          <span className="sr-only">{w.added} </span>
          {words}
        </ins>
      )}
      {replaced ? null : after}
    </>
  );
}

function shorten(piece: Piece, at: number, all: readonly Piece[]): Piece {
  const { kind, text } = piece;
  const first = at === 0;
  const last = at === all.length - 1;
  if (kind !== "same" || text.length <= BESIDE * (first || last ? 2 : 3)) return piece;
  const head = first ? "" : text.slice(0, text.indexOf(" ", BESIDE) + 1 || BESIDE);
  const tail = last ? "" : text.slice(text.lastIndexOf(" ", text.length - BESIDE) + 1 || text.length - BESIDE);
  return { kind, text: `${head.trimEnd()} … ${tail.trimStart()}` };
}
