import { Link } from "@tanstack/react-router";
import { useMemo } from "react";

import { useFormat } from "@/lib/format";
import { Ago } from "@/ui/age";
import { Percent } from "@/ui/percent";
import { Skeleton } from "@/ui/skeleton";
import type { Column } from "@/ui/table";
import { Thumbnail } from "@/ui/thumbnail";

import { isSketch } from "../catalogue";
import type { ColumnId } from "../choices";
import type { Card } from "../queries";
import { useWords } from "../words.id";
import { BasePrice, ChannelPrice } from "./price";
import { Standing } from "./standing";

/** The columns on wide screens: the product first, then the chosen ones. */
export function useColumns(chosen: readonly ColumnId[], channel: string | undefined): Column<Card>[] {
  const w = useWords();
  const { number } = useFormat();
  return useMemo(() => columnsOf(chosen, channel, w, number), [chosen, channel, w, number]);
}

function columnsOf(chosen: readonly ColumnId[], channel: string | undefined, w: ReturnType<typeof useWords>, number: (value: number) => string): Column<Card>[] {
  const ofChannel = (id: "shopee" | "tiktok_shop" | "website"): Column<Card> => ({
    id,
    header: w.column[id],
    width: "minmax(184px, 1fr)",
    align: "right",
    // The API sorts by a channel's price only within that channel.
    ...(channel === id ? { sort: "channel_price" } : {}),
    cell: (card) => <ChannelPrice standing={card.states[id]} />,
  });
  const all: Record<ColumnId, Column<Card>> = {
    sku: { id: "sku", header: w.column.sku, width: "minmax(140px, 1fr)", sort: "sku", cell: (card) => <Skus skus={card.skus} /> },
    price: { id: "price", header: w.column.price, width: "minmax(184px, 1fr)", align: "right", sort: "price", cell: (card) => <BasePrice card={card} /> },
    states: { id: "states", header: w.column.states, width: "116px", cell: (card) => <Standing card={card} /> },
    shopee: ofChannel("shopee"),
    tiktok_shop: ofChannel("tiktok_shop"),
    website: ofChannel("website"),
    margin: { id: "margin", header: w.column.margin, width: "88px", align: "right", sort: "margin", cell: (card) => (card.margin_percent === null || card.margin_percent === undefined ? <Nothing /> : <Percent value={card.margin_percent} />) },
    stock: { id: "stock", header: w.column.stock, width: "72px", align: "right", cell: (card) => (card.stock === null || card.stock === undefined ? <Nothing /> : number(card.stock)) },
    variants: { id: "variants", header: w.column.variants, width: "72px", align: "right", cell: (card) => number(card.variants) },
    category: { id: "category", header: w.column.category, width: "minmax(100px, 1fr)", cell: (card) => <span className="block truncate text-muted">{card.category}</span> },
    updated: { id: "updated", header: w.column.updated, width: "112px", align: "right", sort: "updated_at", cell: (card) => <Ago at={card.updated_at} className="text-meta text-muted" /> },
  };
  const product: Column<Card> = { id: "product", header: w.column.product, width: "minmax(208px, 3fr)", sort: "title", cell: (card) => <ProductCell card={card} /> };
  return [product, ...chosen.map((id) => (SKETCHED.has(id) ? all[id] : later(all[id])))];
}

/** The columns whose values a sketch of a row has. */
const SKETCHED = new Set<ColumnId>(["sku", "price", "states", "updated"]);

/** A column that shows a skeleton until the server's row is loaded. */
function later(column: Column<Card>): Column<Card> {
  return { ...column, cell: (card) => (isSketch(card) ? <Skeleton className="ml-auto h-3 w-12" /> : column.cell(card)) };
}

function ProductCell({ card }: { card: Card }) {
  const w = useWords();
  const { number } = useFormat();
  return (
    <span className="flex items-center gap-3">
      <Thumbnail src={card.thumbnail ?? card.image} className="size-8" />
      <span className="min-w-0 flex-1">
        <Link to="/products/$product" params={{ product: card.id }} title={card.title} className="block truncate font-medium hover:underline">
          {card.title}
        </Link>
        <span className="block truncate text-meta text-muted">
          <span className="font-mono">{card.skus[0] ?? w.no_sku}</span>
          {card.variants > 1 ? ` · ${w.variants(number(card.variants))}` : null}
          {card.status === "archived" ? ` · ${w.archived}` : null}
        </span>
      </span>
    </span>
  );
}

function Skus({ skus }: { skus: readonly string[] }) {
  const w = useWords();
  if (skus.length === 0) return <span className="text-meta text-muted">{w.no_sku}</span>;
  return (
    <span className="block truncate font-mono text-meta" title={skus.join("\n")}>
      {skus[0]} {skus.length > 1 ? <span className="text-muted">{w.more_skus(String(skus.length - 1))}</span> : null}
    </span>
  );
}

function Nothing() {
  return (
    <span aria-hidden className="text-muted">
      –
    </span>
  );
}
