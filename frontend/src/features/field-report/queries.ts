import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data, ifMatch, once, type Schema, tagged } from "@/api/client";
import { useIdempotencyKey } from "@/lib/idempotency";
import { keys } from "@/lib/keys";
import { live } from "@/lib/poll";

import type { FieldName } from "./search";

export type Report = Schema<"FieldReport">;
export type Counts = Schema<"FieldCounts">;
export type Mapping = Schema<"StoredFieldMapping">;
export type Mapped = Schema<"MappedField">;

/** Milliseconds between two polls of a report that is being computed. */
const STEP = 1500;
const PAGE = 20;

export const reportQuery = live({
  key: keys.fieldReport,
  ask: (headers, signal) => api.GET("/v1/field-report", { headers, signal }),
  every: (state) => (state?.computing ? STEP : false),
});

/** The products that differ in a field according to the report `id`, with their current values. */
export const productsQuery = (id: string, field: FieldName) =>
  infiniteQueryOptions({
    queryKey: [...keys.fieldReport, id, field],
    queryFn: ({ signal, pageParam }) => data(api.GET("/v1/field-report/{field}/products", { params: { path: { field }, query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page: Schema<"Listed_DifferingProduct">) => page.next ?? undefined,
  });

export function useCompute() {
  const queries = useQueryClient();
  const { key, renew } = useIdempotencyKey();
  return useMutation({
    mutationFn: () => data(api.POST("/v1/field-report", { params: { header: once(key) } })),
    onSuccess: renew,
    onSettled: () => queries.invalidateQueries({ queryKey: keys.fieldReport, exact: true }),
  });
}

/** The whole report for a spreadsheet. */
export async function reportFile(): Promise<Blob> {
  return (await data(api.GET("/v1/field-report.csv", { parseAs: "blob" }))) as unknown as Blob;
}

/** All products that differ in a field, for a spreadsheet. The API returns pages, each with its own header line. */
export async function productsFile(field: FieldName): Promise<Blob> {
  const parts: string[] = [];
  let cursor: string | undefined;
  do {
    // Each page says where the next one begins.
    // oxlint-disable-next-line no-await-in-loop
    const { data: part, response } = await api.GET("/v1/field-report/{field}/products", { params: { path: { field }, query: { limit: 50, ...(cursor ? { cursor } : {}) } }, headers: { Accept: "text/csv" }, parseAs: "text" });
    const page = String(part ?? "");
    parts.push(parts.length === 0 ? page : page.slice(page.indexOf("\n") + 1));
    const next = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get("Link") ?? "")?.[1];
    cursor = next ? (new URL(next, location.origin).searchParams.get("cursor") ?? undefined) : undefined;
  } while (cursor);
  // Reading a file as text removes its byte order mark, so it is added again.
  return new Blob(["\uFEFF", ...parts.map((part) => part.replace(/^\uFEFF/, ""))], { type: "text/csv" });
}

export const mappingQuery = (channel: string) =>
  queryOptions({
    queryKey: keys.fieldMapping(channel),
    queryFn: ({ signal }) => tagged(api.GET("/v1/field-mapping/{channel}", { params: { path: { channel } }, signal })),
  });

export function useSaveMapping(channel: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ fields, etag }: { fields: Record<string, Mapped>; etag: string }) => tagged(api.PUT("/v1/field-mapping/{channel}", { params: { path: { channel }, header: ifMatch(etag) }, body: { fields } })),
    onSuccess: (saved) => queries.setQueryData(keys.fieldMapping(channel), saved),
    // Also after a refusal, because another person may have saved first.
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.fieldMapping(channel) });
      void queries.invalidateQueries({ queryKey: keys.plans });
      void queries.invalidateQueries({ queryKey: keys.products });
    },
  });
}
