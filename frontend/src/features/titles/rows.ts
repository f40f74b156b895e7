// Which titles of a product a view shows, and which actions they allow.
import { isPicked, type Picked } from "@/lib/selection";

import type { ListingTitle, ProductTitles, Risk } from "./queries";
import type { Show } from "./search";

export type Risks = ReadonlyMap<string, readonly Risk[]>;

/** A product with the titles that the view shows. */
export type Row = { product: string; master: string; titles: ListingTitle[] };

/** There is a proposal, and it differs from the target title. */
export function isOpen({ locked, proposal, target }: ListingTitle): boolean {
  return !locked && Boolean(proposal.title) && proposal.title !== target;
}

/** The title was decided, but no plan has brought it to the shop yet. */
export function waits({ current, target }: ListingTitle): boolean {
  return current !== target;
}

const isOff = ({ proposal }: ListingTitle) => proposal.explanations.some(({ code }) => code === "switched_off");

export function fits(show: Show, title: ListingTitle, risks: Risks): boolean {
  switch (show) {
    case "open":
      return isOpen(title);
    case "band":
      return !title.proposal.in_band && !isOff(title);
    case "outdated":
      return title.outdated;
    case "twin":
      return title.equal_to.length > 0;
    case "risk":
      return risks.has(title.listing);
    case "accepted":
      return title.origin === "accepted";
    case "locked":
      return title.locked;
    case "all":
      return true;
  }
}

export function rowsOf(products: readonly ProductTitles[], show: Show, risks: Risks): Row[] {
  return products.flatMap(({ product_id, master, listings }) => {
    const titles = listings.filter((title) => fits(show, title, risks));
    return titles.length === 0 ? [] : [{ product: product_id, master, titles }];
  });
}

/** The risks by listing; each risk is found under both of its listings. */
export function byListing(risks: readonly Risk[]): Risks {
  const found = new Map<string, Risk[]>();
  const add = (key: string, risk: Risk) => void found.set(key, [...(found.get(key) ?? []), risk]);
  for (const risk of risks) {
    add(risk.listing, risk);
    add(risk.other_listing, risk);
  }
  return found;
}

/** The other listing of a risk. */
export function other({ listing, title, other_listing, other_title }: Risk, key: string): { listing: string; title: string } {
  return listing === key ? { listing: other_listing, title: other_title } : { listing, title };
}

/** A title and the id of its product. */
export type Held = { product: string; title: ListingTitle };

/** The titles of the loaded rows that are ticked. */
export function heldOf(rows: readonly Row[], picked: Picked): Held[] {
  return rows.filter((row) => isPicked(picked, row.product)).flatMap((row) => row.titles.map((title) => ({ product: row.product, title })));
}

/** Only these views show exactly the titles that the API's "accept all proposals" would accept. */
export const TAKES_ALL: ReadonlySet<Show> = new Set(["open", "outdated"]);

/** The length in code points, as the shops count it. */
export const lengthOf = (text: string) => [...text].length;
