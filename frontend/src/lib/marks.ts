// Finds the words of a text that another text does not have.

export type Piece = { text: string; differs: boolean };

/** A word as it is written, such as `64D` or `5.8GHz`, and the numbers and words in it. */
const RUN = /[\p{L}\p{N}]+(?:[.,]\p{N}[\p{L}\p{N}]*)*/gu;
const PART = /\p{N}+(?:[.,]\p{N}+)*|\p{L}+/gu;

/** Without case and accents. */
export const plain = (text: string) => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();

/** Splits a title into pieces. Words and numbers that the other title does not have are marked as different, whatever their order and case. */
export function marked(title: string, other: string): Piece[] {
  const shared = new Set(other.match(PART)?.map(plain));
  const pieces: Piece[] = [];
  const add = (text: string, differs: boolean) => {
    const last = pieces.at(-1);
    if (!text) return;
    if (last?.differs === differs) last.text += text;
    else pieces.push({ text, differs });
  };
  let end = 0;
  for (const found of title.matchAll(RUN)) {
    add(title.slice(end, found.index), false);
    add(found[0], !found[0].match(PART)?.every((part) => shared.has(plain(part))));
    end = found.index + found[0].length;
  }
  add(title.slice(end), false);
  return joined(pieces);
}

/** A space between two different words is marked with them. */
function joined(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const [at, piece] of pieces.entries()) {
    const last = out.at(-1);
    const between = !piece.differs && /^[\s-]+$/.test(piece.text) && last?.differs && pieces[at + 1]?.differs;
    if (last && (between || (piece.differs && last.differs))) last.text += piece.text;
    else out.push({ ...piece });
  }
  return out;
}
