import { Plus } from "lucide-react";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { useDesk } from "@/lib/media";
import { Button } from "@/ui/button";

import { NEW, rowsOf, rupiahOf, valueOf, variantPath } from "../form";
import type { Form } from "../use-form";
import { useWords } from "../words.id";
import { VariantGrid } from "./variant-grid";
import { VariantLine } from "./variant-line";

type Props = { form: Form; view: Schema<"ProductView">; listings: readonly Schema<"Listing">[]; readOnly: boolean };

/** The variants with their prices: a grid on wide screens, a list on the phone. */
export function Variants({ form, view, listings, readOnly }: Props) {
  const w = useWords();
  const desk = useDesk();
  const rows = rowsOf(view, form.changes);
  const add = () => {
    const id = `${NEW}${rows.filter((row) => row.startsWith(NEW)).length + 1}`;
    form.set(variantPath(id, "option/0"), w.variant_new(String(rows.length + 1)));
  };
  return (
    <>
      {desk ? (
        <>
          <VariantGrid form={form} view={view} listings={listings} readOnly={readOnly} />
          <div className="flex items-center gap-2 px-4 py-2">
            <p className="flex-1 text-meta text-muted">{w.grid_hint}</p>
            <Button look="quiet" disabled={!form.undo} onClick={form.undo}>
              {w.undo}
            </Button>
            <Button look="quiet" disabled={!form.redo} onClick={form.redo}>
              {w.redo}
            </Button>
          </div>
        </>
      ) : (
        <ul>
          {rows.map((id) => (
            <VariantLine key={id} id={id} form={form} view={view} listings={listings} readOnly={readOnly} />
          ))}
        </ul>
      )}
      {view.options.length > 0 && !readOnly ? (
        <div className="flex flex-wrap gap-2 px-4 pt-2 pb-4">
          <SamePrice form={form} rows={rows} />
          <Button icon={<Plus size={16} aria-hidden />} onClick={add}>
            {w.variant_add}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** After one price was typed: a button that sets the other variants to the same price. */
function SamePrice({ form, rows }: { form: Form; rows: readonly string[] }) {
  const w = useWords();
  const { rupiah } = useFormat();
  const typed = [...new Set(rows.flatMap((id) => form.changes[variantPath(id, "base_price")]?.to ?? []))];
  const [only] = typed;
  const amount = only === undefined ? undefined : rupiahOf(only);
  const others = rows.filter((id) => only !== undefined && rupiahOf(valueOf(form.product, form.changes, variantPath(id, "base_price"))) !== amount);
  if (typed.length !== 1 || only === undefined || amount === null || amount === undefined || others.length === 0) return null;
  return <Button onClick={() => form.setMany(others.map((id) => ({ path: variantPath(id, "base_price"), to: only })))}>{w.same_price(rupiah(amount))}</Button>;
}

/** A variant by its options, else by its SKU. */
export function useVariantName(form: Form): (id: string) => string {
  const w = useWords();
  const { product, changes } = form;
  return (id) => {
    const variant = product.variants.find((one) => one.id === id);
    const options = product.options.map((_, at) => changes[variantPath(id, `option/${at}`)]?.to ?? variant?.option_values[at] ?? "").filter(Boolean);
    return options.join(" / ") || (product.variants.length > 1 && variant?.sku) || w.variant_one;
  };
}
