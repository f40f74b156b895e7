// Parses percentages and amounts as people type them. There is no arithmetic here.

const MOST_RUPIAH = 100_000_000;

/** In percent: `12,5`, `12.5` and `12,5 %` are the same. Null if it is no percentage or out of bounds. */
export function percentOf(typed: string, least: number, most: number): number | null {
  const text = typed.trim().replace(/\s*%$/, "").replace("−", "-").replace(",", ".");
  if (!/^[+-]?\d{1,4}(\.\d{1,2})?$/.test(text)) return null;
  const percent = Number(text);
  return percent >= least && percent <= most ? percent : null;
}

/** In whole rupiah: `Rp150.000`, `150.000` and `150000` are the same. Null if it is no amount or below `least`. */
export function rupiahOf(typed: string, least = 1): number | null {
  const text = typed.trim().replace(/^Rp\s*/i, "");
  if (!/^(\d{1,9}|\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+)$/.test(text)) return null;
  const amount = Number(text.replaceAll(/[.,]/g, ""));
  return amount >= least && amount <= MOST_RUPIAH ? amount : null;
}

/** A number of the API as it is typed in Indonesian: `12,5`. */
export const typedOf = (value: number | null | undefined): string => (value === null || value === undefined ? "" : String(value).replace(".", ","));
