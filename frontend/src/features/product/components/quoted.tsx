import { clsx } from "clsx";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { said, useLanguage } from "@/lib/words";
import { useChannelName } from "@/ui/channel";
import { MoneyPair } from "@/ui/money";

import { isRepriced } from "../draft-quotes";
import { useSheet } from "../use-sheet";
import type { Form } from "../use-form";
import { useWords } from "../words.id";

type Props = { form: Form; view: Schema<"ProductView">; listing: Schema<"Listing">; variant: string; align: "left" | "right" };

/** A channel's price for a variant and the amount kept of it; a tap shows the steps. The API computes all numbers. */
export function Quoted({ form, view, listing, variant, align }: Props) {
  const w = useWords();
  const { rupiah } = useFormat();
  const channelName = useChannelName();
  const { open } = useSheet();
  useLanguage();
  const repriced = isRepriced(form.changes, variant);
  const quote = shownQuote(form, listing, variant);
  const base = view.variants.find((one) => one.id === variant)?.base_price;
  const note = "text-meta text-muted";
  if (repriced && !quote) return <span className={clsx(note, "py-2")}>{form.quotes.failed ? w.quote_after_save : w.quoting}</span>;
  if (!quote) return <span className={note}>{w.no_quote}</span>;
  const why = () => open({ sheet: "quote", listing: listing.key, variant });
  if (quote.outcome === "refused") {
    return (
      <button type="button" onClick={why} className={clsx("min-h-11 rounded-md px-1 text-meta text-fail underline hover:bg-sunken", align === "right" ? "text-right" : "text-left")}>
        <span className="sr-only">{w.quote_title(channelName(listing.channel))} </span>
        {said(quote.text, quote.text_en)}
      </button>
    );
  }
  if (!repriced && quote.base !== base) return <span className={clsx(note, "py-2")}>{w.quoting}</span>;
  const live = livePrice(listing, variant);
  return (
    <button type="button" onClick={why} className="relative min-h-11 rounded-md px-1 hover:bg-sunken">
      <span className="sr-only">{w.quote_title(channelName(listing.channel))} </span>
      <MoneyPair price={quote.price} keeps={quote.keeps} align={align} />
      {live !== undefined && live !== quote.price ? <span className={clsx("block text-meta whitespace-nowrap text-wait", align === "right" && "text-right")}>{`${w.live} ${rupiah(live)}`}</span> : null}
    </button>
  );
}

/** The quote at the typed values if they affect the price; else the saved quote. */
export function shownQuote(form: Form, listing: Schema<"Listing">, variant: string): Schema<"Quote"> | undefined {
  return isRepriced(form.changes, variant) ? form.quotes.of(listing.channel, variant) : quoteOf(listing, variant);
}

function quoteOf(listing: Schema<"Listing">, variant: string): Schema<"Quote"> | undefined {
  return listing.prices.find((price) => price.variant_id === variant)?.quote;
}

/** The price in the shop at the last read. */
export function livePrice(listing: Schema<"Listing">, variant: string): number | undefined {
  const offer = listing.observed.offers.find(({ id }) => listing.links[id] === variant);
  return offer?.price ?? undefined;
}
