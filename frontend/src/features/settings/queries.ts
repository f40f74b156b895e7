import { queryOptions } from "@tanstack/react-query";

import { api, data, ifMatch } from "@/api/client";
import { keys } from "@/lib/keys";

export const skuPatternQuery = queryOptions({
  queryKey: keys.skuPattern,
  queryFn: ({ signal }) => data(api.GET("/v1/products/sku-pattern", { signal })),
});

export const saveSkuPattern = (pattern: string, version: number) =>
  data(api.PUT("/v1/products/sku-pattern", { params: { header: ifMatch(`"${version}"`) }, body: { pattern } }));
