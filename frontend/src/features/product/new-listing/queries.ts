import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, data, ifMatch, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";

export type Leaf = Schema<"CategoryLeaf">;
export type Rules = Schema<"CategoryRules">;
export type Asked = Schema<"CategoryAttribute">;
export type Named = Schema<"Named">;
export type Value = Schema<"DetailsValue">;
export type Details = Schema<"ListingDetails">;
export type Stored = Schema<"StoredListingDetails">;

export const detailsQuery = (product: string, channel: string) =>
  queryOptions({ queryKey: keys.productPart(product, `details/${channel}`), queryFn: ({ signal }) => readDetails(product, channel, signal) });

export async function readDetails(product: string, channel: string, signal?: AbortSignal): Promise<Stored> {
  return data(api.GET("/v1/products/{id}/details/{channel}", { params: { path: { id: product, channel } }, ...(signal ? { signal } : {}) }));
}

export async function saveDetails(product: string, channel: string, { details, version }: Stored): Promise<Stored> {
  return data(api.PUT("/v1/products/{id}/details/{channel}", { params: { path: { id: product, channel }, header: ifMatch(`"${version}"`) }, body: details }));
}

/** Categories for a product, the best first. */
export const suggestedQuery = (product: string, channel: string) =>
  queryOptions({
    queryKey: keys.channelCategories(channel, { product }),
    queryFn: async ({ signal }) => (await data(api.GET("/v1/channels/{channel}/categories", { params: { path: { channel }, query: { product_id: product } }, signal }))).items,
  });

/** Categories by words of their path. */
export const foundQuery = (channel: string, q: string) =>
  queryOptions({
    queryKey: keys.channelCategories(channel, { q }),
    queryFn: async ({ signal }) => (await data(api.GET("/v1/channels/{channel}/categories", { params: { path: { channel }, query: { q } }, signal }))).items,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

/** What a category asks of its listings. */
export const rulesQuery = (channel: string, category: string) =>
  queryOptions({
    queryKey: keys.channelCategory(channel, category),
    queryFn: ({ signal }) => data(api.GET("/v1/channels/{channel}/categories/{category}", { params: { path: { channel, category } }, signal })),
    staleTime: 60_000,
  });

/** Brands of a category, by the beginning of their name. */
export const brandsQuery = (channel: string, category: string, q: string) =>
  queryOptions({
    queryKey: keys.channelBrands(channel, category, q),
    queryFn: async ({ signal }) => (await data(api.GET("/v1/channels/{channel}/brands", { params: { path: { channel }, query: { category, q } }, signal }))).items,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
