// Which titles of a product a view shows, and what can be done with them.
import { isPicked, type Picked } from "@/lib/selection";

import type { ListingTitle, ProductTitles, Risk } from "./queries";
import type { Show } from "./search";

export type Risks = ReadonlyMap<string, readonly Risk[]>;

/** A product with those of its titles that are shown. */
export type Row = { product: string; master: string; titles: ListingTitle[] };

/** Something is proposed that is not the title already. */
export function isOpen({ locked, proposal, target }: ListingTitle): boolean {
  return !locked && Boolean(proposal.title) && proposal.title !== target;
}

/** What a decision changed and no plan has brought to the shop yet. */
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

/** Every risk under both of its listings. */
export function byListing(risks: readonly Risk[]): Risks {
  const found = new Map<string, Risk[]>();
  const add = (key: string, risk: Risk) => void found.set(key, [...(found.get(key) ?? []), risk]);
  for (const risk of risks) {
    add(risk.listing, risk);
    add(risk.other_listing, risk);
  }
  return found;
}

/** Of a risk, the side that is not this listing. */
export function other({ listing, title, other_listing, other_title }: Risk, key: string): { listing: string; title: string } {
  return listing === key ? { listing: other_listing, title: other_title } : { listing, title };
}

/** A title with the product that it is of. */
export type Held = { product: string; title: ListingTitle };

/** What is ticked, of what is loaded. */
export function heldOf(rows: readonly Row[], picked: Picked): Held[] {
  return rows.filter((row) => isPicked(picked, row.product)).flatMap((row) => row.titles.map((title) => ({ product: row.product, title })));
}

/** Only these views hold exactly what "accept all that is proposed" of the API takes. */
export const TAKES_ALL: ReadonlySet<Show> = new Set(["open", "outdated"]);

/** Characters as the shops count them. */
export const lengthOf = (text: string) => [...text].length;
