import type { Schema } from "@/api/client";
import { useChannelName } from "@/ui/channel";
import { Grid, type GridAside, type GridChanges, type GridColumn } from "@/ui/grid";

import { change, type Changes, read, rowsOf, variantPath } from "../form";
import type { Form } from "../use-form";
import { useWords } from "../words.id";
import { useErrors } from "./field-input";
import { Quoted } from "./quoted";
import { useVariantName } from "./variants";

type Props = { form: Form; view: Schema<"ProductView">; listings: readonly Schema<"Listing">[]; readOnly: boolean };

/** Rows and columns as in a spreadsheet; beside them each channel's price and the amount kept of it. */
export function VariantGrid({ form, view, listings, readOnly }: Props) {
  const w = useWords();
  const aside = useAside(form, view, listings);
  const nameOf = useVariantName(form);
  const errorAt = useErrors(form);
  const { product, changes } = form;
  const columns: GridColumn[] = [
    ...product.options.map((option, at): GridColumn => ({ id: `option/${at}`, header: option, width: "minmax(84px, 1fr)", kind: "text" })),
    { id: "sku", header: w.field.sku, width: "minmax(130px, 1.5fr)", kind: "text" },
    { id: "base_price", header: w.field.base_price_rp, width: "116px", kind: "number" },
    { id: "cost", header: w.field.cost_rp, width: "92px", kind: "number" },
    { id: "stock", header: w.field.stock, width: "60px", kind: "number" },
    { id: "weight_g", header: w.field.weight_g, width: "84px", kind: "number" },
  ];
  const ids = rowsOf(product, changes);
  const fields = columns.map((column) => column.id);
  const rows = ids.map((id) => ({ id, name: nameOf(id), values: Object.fromEntries(fields.map((field) => [field, read(product, variantPath(id, field)) ?? ""])) }));
  const typed: Record<string, Record<string, string>> = {};
  const errors: Record<string, Record<string, string>> = {};
  for (const id of ids) {
    for (const field of fields) {
      const path = variantPath(id, field);
      const to = changes[path]?.to;
      const error = errorAt(path);
      if (to !== undefined) (typed[id] ??= {})[field] = to;
      if (error) (errors[id] ??= {})[field] = error;
    }
  }
  const onChange = (next: GridChanges) => {
    const others: Changes = Object.fromEntries(Object.entries(changes).filter(([path]) => !path.startsWith("variant/")));
    form.replace(Object.entries(next).reduce((all, [id, row]) => Object.entries(row).reduce((sum, [field, to]) => change(product, sum, variantPath(id, field), to), all), others));
  };
  return (
    <Grid
      label={w.prices}
      nameHeader={w.variant}
      columns={columns}
      rows={rows}
      changes={typed}
      onChange={onChange}
      errors={errors}
      readOnly={readOnly}
      aside={aside}
    />
  );
}

/** Each channel's price, and the amount kept of it. */
function useAside(form: Form, view: Schema<"ProductView">, listings: readonly Schema<"Listing">[]): GridAside[] {
  const w = useWords();
  const channelName = useChannelName();
  return listings.map((listing) => ({
    id: listing.key,
    header: w.asks(channelName(listing.channel)),
    width: "minmax(164px, 1fr)",
    cell: (id) => <Quoted form={form} view={view} listing={listing} variant={id} align="right" />,
  }));
}
