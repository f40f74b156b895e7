import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data, once, type Schema } from "@/api/client";
import { useIdempotencyKey } from "@/lib/idempotency";
import { keys } from "@/lib/keys";
import { saveFile } from "@/lib/save-file";
import { live } from "@/lib/poll";

export type Sheet = Schema<"SheetImport">;
export type Export = Schema<"Export">;

/** Milliseconds between two looks at a sheet that is being applied. */
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

/** What it does to each product; read again when its outcome is known. */
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

/** Sends a file as it is; what it would change comes back, and nothing is changed. */
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

/** Writes what was looked at: everything, or the products without errors. */
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

/** Fetches a file with the person's token and hands it to the browser to keep. */
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
