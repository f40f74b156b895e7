import { marked } from "@/lib/marks";

/** A text compared with another: words that only this one has are underlined, common words are dimmed. */
export function Marked({ text, other }: { text: string; other: string }) {
  return (
    <span className="text-muted">
      {marked(text, other).map((piece, at) =>
        piece.differs ? (
          // The pieces of a text have no name but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <mark key={at} className="bg-transparent font-semibold text-ink underline decoration-wait decoration-2 underline-offset-3">
            {piece.text}
          </mark>
        ) : (
          piece.text
        ),
      )}
    </span>
  );
}
