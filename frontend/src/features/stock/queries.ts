import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";

export type Stock = Schema<"Stock">;
export type Card = Schema<"ProductCard">;

const PAGE = 50;

export const cardsQuery = (q: string | undefined) =>
  infiniteQueryOptions({
    queryKey: keys.productList({ stock: q ?? "" }),
    queryFn: ({ signal, pageParam }) => data(api.GET("/v1/products", { params: { query: { status: "active", limit: PAGE, ...(q ? { q } : {}), ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page: Schema<"ProductList">) => page.next ?? undefined,
    placeholderData: (previous) => previous,
  });

export const stockQuery = (product: string) =>
  queryOptions({
    queryKey: keys.stock(product),
    queryFn: ({ signal }) => data(api.GET("/v1/stock", { params: { query: { product } }, signal })),
  });

/** Sets a variant's master stock; null leaves stock to the channels. This sends nothing to a shop. */
export function useAdjust(product: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<"StockAdjustment">) => data(api.POST("/v1/stock/adjustments", { body })),
    onSuccess: (stock) => queries.setQueryData(keys.stock(product), stock),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.products }),
  });
}
