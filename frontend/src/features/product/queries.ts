import { queryOptions } from "@tanstack/react-query";

import { api, data, ifMatch, once, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";
import { live } from "@/lib/poll";

const SOON = 700;
const WHILE = 60_000;

/** The product with its listings, titles and newest history, in one request. */
export const productQuery = (id: string) =>
  live({
    key: keys.product(id),
    ask: (headers, signal) => api.GET("/v1/products/{id}", { params: { path: { id }, query: { include: "listings,titles,history" } }, headers, signal }),
    every: (view) => (view && isQuoting(view) ? SOON : view?.listings?.some(({ state }) => MOVING.has(state.state)) ? 5000 : false),
  });

/** One listing, to find the product that it belongs to. */
export const listingQuery = (key: string) =>
  queryOptions({ queryKey: keys.listing(key), queryFn: ({ signal }) => data(api.GET("/v1/listings/{key}", { params: { path: { key } }, signal })) });

const MOVING = new Set<Schema<"SyncState">>(["pushing", "auditing"]);

/** Whether a quote still belongs to the earlier base price. The channels' prices follow an edit within moments. */
export function isQuoting({ variants, listings, updated_at }: Schema<"ProductView">): boolean {
  if (Date.now() - new Date(updated_at).getTime() > WHILE) return false;
  const base = new Map(variants.map((variant) => [variant.id, variant.base_price]));
  return (listings ?? []).some(({ prices }) => prices.some(({ variant_id, quote }) => quote.outcome === "quoted" && base.has(variant_id) && quote.base !== base.get(variant_id)));
}

/** Reads the current product without its listings. */
export const freshProduct = (id: string): Promise<Schema<"Product">> => data(api.GET("/v1/products/{id}", { params: { path: { id } } }));

export const saveProduct = (id: string, version: number, body: Schema<"ProductPatch">) => data(api.PATCH("/v1/products/{id}", { params: { path: { id }, header: ifMatch(`"${version}"`) }, body }));

export const archiveProduct = (id: string, version: number) => data(api.DELETE("/v1/products/{id}", { params: { path: { id }, header: ifMatch(`"${version}"`) } }));

export const followSource = (id: string, version: number, body: Schema<"SourcesPatch">) => data(api.PATCH("/v1/products/{id}/sources", { params: { path: { id }, header: ifMatch(`"${version}"`) }, body }));

export const editListing = (key: string, version: number, body: Schema<"ListingPatch">) => data(api.PATCH("/v1/listings/{key}", { params: { path: { key }, header: ifMatch(`"${version}"`) }, body }));

/** The listing keeps what it says now in these fields. */
export const keepListing = (key: string, version: number, fields: Schema<"Field">[]) => data(api.POST("/v1/listings/{key}/keep", { params: { path: { key }, header: ifMatch(`"${version}"`) }, body: { fields } }));

export const lockTitle = (id: string, key: string, version: number, title: string) =>
  data(api.PUT("/v1/products/{id}/titles/{key}", { params: { path: { id, key }, header: ifMatch(`"${version}"`) }, body: { title } }));

export const unlockTitle = (id: string, key: string, version: number) => data(api.DELETE("/v1/products/{id}/titles/{key}", { params: { path: { id, key }, header: ifMatch(`"${version}"`) } }));

/** The exact plan of this product for the channels; with `create` also of the listings that it does not have there yet. */
export const makePlan = (id: string, channels: string[], key: string, create = false) =>
  data(api.POST("/v1/plans", { params: { header: once(key) }, body: { products: [id], channels, ...(create ? { create } : {}) } }));

/** The exact plan that shows or hides what the channel has of this product. */
export const planVisibility = (id: string, channel: string, visibility: Schema<"Visibility">, key: string) =>
  data(api.POST("/v1/plans", { params: { header: once(key) }, body: { products: [id], channels: [channel], visibility } }));

/** The plan that deletes a listing. */
export const planDeletion = (listing: string, key: string) => data(api.POST("/v1/deletion-plans", { params: { header: once(key) }, body: { listings: [listing] } }));

export const channelsQuery = queryOptions({
  queryKey: keys.channels,
  queryFn: async ({ signal }) => (await data(api.GET("/v1/channels", { signal }))).items,
  staleTime: Infinity,
});
