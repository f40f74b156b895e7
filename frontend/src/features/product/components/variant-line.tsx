import { ChevronRight } from "lucide-react";

import type { Schema } from "@/api/client";
import { useChannelName } from "@/ui/channel";
import { StateGlyph } from "@/ui/glyph";

import { variantPath } from "../form";
import { useSheet } from "../use-sheet";
import type { Form } from "../use-form";
import { useWords } from "../words.id";
import { MoneyInput } from "./money-input";
import { Quoted } from "./quoted";
import { useVariantName } from "./variants";

type Props = { id: string; form: Form; view: Schema<"ProductView">; listings: readonly Schema<"Listing">[]; readOnly: boolean };

/** One variant on the phone: the field for its base price, and the resulting price on each channel. */
export function VariantLine({ id, form, view, listings, readOnly }: Props) {
  const w = useWords();
  const channelName = useChannelName();
  const nameOf = useVariantName(form);
  const { open } = useSheet();
  const name = nameOf(id);
  return (
    <li className="border-b px-4 pb-2 last:border-b-0">
      {view.variants.length > 1 || view.options.length > 0 ? <p className="pt-2 font-medium">{name}</p> : null}
      <MoneyInput form={form} path={variantPath(id, "base_price")} label={w.field.base_price_rp} readOnly={readOnly} />
      <ul className="mt-2 flex flex-col gap-1">
        {listings.map((listing) => (
          <li key={listing.key} className="flex items-center gap-2">
            <StateGlyph state={listing.state.state} />
            <span className="flex-1 text-muted">{channelName(listing.channel)}</span>
            <Quoted form={form} view={view} listing={listing} variant={id} align="right" />
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => open({ sheet: "variant", variant: id })} className="-mx-1 flex min-h-11 w-full items-center gap-2 rounded-md px-1 text-left text-muted">
        <span className="flex-1">{w.variant_more}</span>
        <ChevronRight size={16} aria-hidden />
      </button>
    </li>
  );
}
