import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data, once, type Schema } from "@/api/client";
import { useIdempotencyKey } from "@/lib/idempotency";
import { keys } from "@/lib/keys";
import { saveFile } from "@/lib/save-file";
import { live } from "@/lib/poll";

export type Sheet = Schema<"SheetImport">;
export type Export = Schema<"Export">;

/** Milliseconds between two reads of a sheet that is being applied. */
const STEP = 1500;

export const sheetsQuery = infiniteQueryOptions({
  queryKey: [...keys.sheets, "list"],
  queryFn: ({ signal, pageParam }) => data(api.GET("/v1/products/sheets", { params: { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
  initialPageParam: "",
  getNextPageParam: (page: Schema<"Listed_SheetImport">) => page.next ?? undefined,
});

export const sheetQuery = (id: string) =>
  live({
    key: keys.sheet(id),
    ask: (headers, signal) => api.GET("/v1/products/sheets/{id}", { params: { path: { id } }, headers, signal }),
    every: (sheet) => (sheet?.phase === "applying" ? STEP : false),
  });

/** The sheet's change to each product. Read again once the sheet has finished. */
export const entriesQuery = (id: string, phase: Sheet["phase"]) =>
  infiniteQueryOptions({
    queryKey: [...keys.sheet(id), "entries", phase === "finished"],
    queryFn: ({ signal, pageParam }) => data(api.GET("/v1/products/sheets/{id}/entries", { params: { path: { id }, query: pageParam ? { cursor: pageParam } : {} }, signal })),
    initialPageParam: "",
    getNextPageParam: (page: Schema<"Listed_SheetEntry">) => page.next ?? undefined,
  });

export const errorsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.sheet(id), "errors"],
    queryFn: ({ signal, pageParam }) => data(api.GET("/v1/products/sheets/{id}/errors", { params: { path: { id }, query: pageParam ? { cursor: pageParam } : {} }, signal })),
    initialPageParam: "",
    getNextPageParam: (page: Schema<"Listed_SheetError">) => page.next ?? undefined,
  });

export const exportsQuery = queryOptions({
  queryKey: keys.exports,
  queryFn: async ({ signal }) => (await data(api.GET("/v1/exports", { signal }))).items,
  staleTime: Infinity,
});

/** Uploads a file unchanged. The answer says what it would change; nothing is written yet. */
export function useUpload() {
  const queries = useQueryClient();
  const { key, renew } = useIdempotencyKey();
  return useMutation({
    mutationFn: (file: File) =>
      data(
        api.POST("/v1/products/sheets", {
          params: { query: { name: file.name }, header: once(key) },
          headers: { "Content-Type": "application/octet-stream" },
          body: [],
          bodySerializer: () => file,
        }),
      ),
    onSuccess: (sheet) => {
      queries.setQueryData(keys.sheet(sheet.id), sheet);
      renew();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: sheetsQuery.queryKey }),
  });
}

/** Applies the checked sheet: all of it, or only the products without errors. */
export function useApply(sheet: Sheet) {
  const queries = useQueryClient();
  const { key, renew } = useIdempotencyKey();
  return useMutation({
    mutationFn: (part: Schema<"SheetPart">) => data(api.POST("/v1/products/sheets/{id}/apply", { params: { path: { id: sheet.id }, header: once(key) }, body: { hash: sheet.hash, part } })),
    onSuccess: (applying) => {
      queries.setQueryData(keys.sheet(sheet.id), applying);
      renew();
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.sheets });
      void queries.invalidateQueries({ queryKey: keys.products });
    },
  });
}

/** Downloads a file with the person's token and lets the browser save it. */
export function useDownload() {
  return useMutation({
    mutationFn: async ({ path, format, name }: { path: string; format: string; name: string }) => {
      // The paths come from the API's own list of exports.
      const query = format === "csv" ? "?format=csv&separator=semicolon" : `?format=${format}`;
      const get = api.GET as unknown as (path: string, options: { parseAs: "blob" }) => Promise<{ data?: Blob; response: Response }>;
      const { data: file, response } = await get(path.endsWith(".csv") ? path : path + query, { parseAs: "blob" });
      if (file) saveFile(file, fileName(response) ?? `${name}.${format}`);
    },
  });
}

function fileName(response: Response): string | undefined {
  return /filename="?([^";]+)"?/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
}
