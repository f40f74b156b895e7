import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Package } from "lucide-react";

import { api, data, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";
import { useFormat } from "@/lib/format";

import { useWords } from "../words.id";

const MOST = 6;
const LEAST = 2;

/** The products that match the typed text; undefined while nothing is asked. */
export function usePaletteProducts(text: string): readonly Schema<"ProductCard">[] | undefined {
  const q = text.trim();
  const query = { q, limit: MOST };
  const { data: found } = useQuery({
    queryKey: keys.productList(query),
    queryFn: ({ signal }) => data(api.GET("/v1/products", { params: { query }, signal })),
    enabled: q.length >= LEAST,
    placeholderData: keepPreviousData,
  });
  return q.length < LEAST ? undefined : found?.items;
}

type Props = { products: readonly Schema<"ProductCard">[]; className: string; onDone: () => void };

/** Products by title or SKU, as they are typed. */
export function PaletteProducts({ products, className, onDone }: Props) {
  const w = useWords();
  const { rupiah } = useFormat();
  const navigate = useNavigate();
  return (
    <Command.Group forceMount heading={w.nav.products} className="**:[[cmdk-group-heading]]:px-3 **:[[cmdk-group-heading]]:py-1 **:[[cmdk-group-heading]]:text-meta **:[[cmdk-group-heading]]:text-muted">
      {products.map((card) => (
        <Command.Item
          key={card.id}
          forceMount
          value={card.id}
          className={className}
          onSelect={() => {
            onDone();
            void navigate({ to: "/products/$product", params: { product: card.id }, hash: "price" });
          }}
        >
          <Package size={16} aria-hidden className="shrink-0" />
          <span className="line-clamp-1 flex-1">{card.title}</span>
          {card.min_price === null || card.min_price === undefined ? null : <span className="text-meta text-muted tabular-nums">{rupiah(card.min_price)}</span>}
        </Command.Item>
      ))}
    </Command.Group>
  );
}
