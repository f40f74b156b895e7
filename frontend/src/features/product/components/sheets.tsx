import type { Schema } from "@/api/client";
import { Sheet } from "@/ui/dialog";
import { RebuildSheet } from "@/ui/rebuild/rebuild-sheet";

import { variantPath } from "../form";
import { NewListingSheet } from "../new-listing/new-listing-sheet";
import { useSheet } from "../use-sheet";
import type { Form } from "../use-form";
import { useWords } from "../words.id";
import { FieldInput } from "./field-input";
import { HistorySheet } from "./history-sheet";
import { MoneyInput } from "./money-input";
import { OwnerSheet } from "./owner-sheet";
import { QuoteSheet } from "./quote-sheet";
import { shownQuote } from "./quoted";
import { TitleSheet } from "./title-sheet";
import { useVariantName } from "./variants";

/** The sheet that the address names, if any. */
export function Sheets({ form, view, readOnly }: { form: Form; view: Schema<"ProductView">; readOnly: boolean }) {
  const { sheet, listing: key, variant, field, channel, to, close } = useSheet();
  const nameOf = useVariantName(form);
  const listing = view.listings?.find((one) => one.key === key);
  if (sheet === "history") return <HistorySheet view={view} onClose={close} />;
  if (sheet === "rebuild") return <RebuildSheet selection={{ ids: [view.id] }} onClose={close} />;
  if (sheet === "new-listing" && channel) return <NewListingSheet view={view} channel={channel} to={to ?? [channel]} unsaved={form.count > 0} readOnly={readOnly} onClose={close} />;
  if (sheet === "owner" && field) return <OwnerSheet view={view} field={field} readOnly={readOnly} onClose={close} />;
  if (sheet === "variant" && variant) return <VariantSheet id={variant} form={form} readOnly={readOnly} onClose={close} />;
  if (sheet === "quote" && listing && variant) {
    const quote = shownQuote(form, listing, variant);
    return quote ? <QuoteSheet channel={listing.channel} variant={nameOf(variant)} quote={quote} onClose={close} /> : null;
  }
  if (sheet === "title") {
    const title = view.titles?.listings.find((one) => one.listing === key);
    return title ? <TitleSheet key={title.version} product={view.id} title={title} readOnly={readOnly} onClose={close} /> : null;
  }
  return null;
}

function VariantSheet({ id, form, readOnly, onClose }: { id: string; form: Form; readOnly: boolean; onClose: () => void }) {
  const w = useWords();
  const nameOf = useVariantName(form);
  const { options } = form.product;
  return (
    <Sheet open onOpenChange={onClose} title={w.variant_sheet(nameOf(id))}>
      <div className="flex flex-col gap-4">
        {options.map((option, at) => (
          <FieldInput key={option} form={form} path={variantPath(id, `option/${at}`)} label={option} readOnly={readOnly} />
        ))}
        <FieldInput form={form} path={variantPath(id, "sku")} label={w.field.sku} readOnly={readOnly} />
        <MoneyInput form={form} path={variantPath(id, "cost")} label={w.field.cost_rp} readOnly={readOnly} />
        <FieldInput form={form} path={variantPath(id, "stock")} label={w.field.stock} kind="whole" hint={w.stock_hint} readOnly={readOnly} />
        <FieldInput form={form} path={variantPath(id, "weight_g")} label={w.field.weight_g} kind="whole" readOnly={readOnly} />
      </div>
    </Sheet>
  );
}
