// What two listings have in common and where they differ, for reading; what counts as evidence is the server's.
import type { Schema } from "@/api/client";

type Offer = Schema<"Offer">;
export type Piece = { text: string; differs: boolean };

const WORD = /\p{N}+(?:[.,]\p{N}+)*|\p{L}+/gu;
const plain = (text: string) => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();

/** A title in pieces: words and numbers that the other one does not have differ, whatever their order and case. */
export function marked(title: string, other: string): Piece[] {
  const shared = new Set(other.match(WORD)?.map(plain));
  const pieces: Piece[] = [];
  const add = (text: string, differs: boolean) => {
    const last = pieces.at(-1);
    if (!text) return;
    if (last?.differs === differs) last.text += text;
    else pieces.push({ text, differs });
  };
  let end = 0;
  for (const found of title.matchAll(WORD)) {
    add(title.slice(end, found.index), false);
    add(found[0], !shared.has(plain(found[0])));
    end = found.index + found[0].length;
  }
  add(title.slice(end), false);
  return joined(pieces);
}

/** A space between two words that differ is marked with them. */
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

export type VariantRow = { key: string; label: string; left?: Offer; right?: Offer };

/** Variants beside each other: those with the same options, else with the same SKU; then those that only one side has. */
export function variantRows(left: readonly Offer[], right: readonly Offer[]): VariantRow[] {
  const rest = [...right];
  const take = (fits: (offer: Offer) => boolean) => {
    const at = rest.findIndex(fits);
    return at < 0 ? undefined : rest.splice(at, 1)[0];
  };
  const pairs = left.map((offer) => ({ offer, partner: offer.option_values.length > 0 ? take((other) => optionsOf(other) === optionsOf(offer)) : undefined }));
  const rows = pairs.map(({ offer, partner }): VariantRow => {
    const found = partner ?? (offer.sku ? take((other) => other.sku === offer.sku) : undefined);
    return { key: `left ${offer.id}`, label: labelOf(offer), left: offer, ...(found ? { right: found } : {}) };
  });
  const alone = rest.map((offer): VariantRow => ({ key: `right ${offer.id}`, label: labelOf(offer), right: offer }));
  return [...rows.filter(({ right }) => right), ...rows.filter(({ right }) => !right), ...alone];
}

const optionsOf = ({ option_values }: Offer) => option_values.map((value) => plain(value.trim())).toSorted().join("\n");
const labelOf = ({ option_values, sku, id }: Offer) => option_values.join(" · ") || (sku ?? id);
