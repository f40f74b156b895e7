import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, data, once, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";

import { shrunk } from "./shrink";

/** Free SKUs for the title and the variants' option values. */
export const skusQuery = (title: string, variants: string[][]) =>
  queryOptions({
    queryKey: keys.skuProposal({ title, variants }),
    queryFn: async ({ signal }) => (await data(api.POST("/v1/products/sku-proposals", { body: { title, variants }, signal }))).skus,
    enabled: title !== "",
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

/** Uploads a photo; the address of the stored picture. */
export async function uploadPhoto(photo: Blob): Promise<string> {
  const file = await shrunk(photo);
  const stored = await data(
    api.POST("/v1/images", {
      headers: { "Content-Type": file.type || "application/octet-stream" },
      // The schema describes raw bytes as a list of numbers.
      body: [],
      bodySerializer: () => file,
    }),
  );
  return stored.url;
}

export const createProduct = (body: Schema<"NewProduct">, key: string) => data(api.POST("/v1/products", { params: { header: once(key) }, body }));
