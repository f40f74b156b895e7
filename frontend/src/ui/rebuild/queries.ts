import { infiniteQueryOptions } from "@tanstack/react-query";

import { api, data, once, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";
import { live } from "@/lib/poll";

export type Selection = Schema<"Selection">;
export type Preview = Schema<"MasterPreview">;
export type Result = Schema<"MasterResult">;

/** Products that one page of a preview looks at. */
const PAGE = 50;
/** What one request accepts at most. */
const MOST = 200;

/** What building the selected products again would change; products that would not change are left out. */
export const previewQuery = (selection: Selection) =>
  infiniteQueryOptions({
    queryKey: [...keys.products, "rebuild", selection],
    queryFn: ({ pageParam, signal }) => data(api.POST("/v1/masters/preview", { body: { selection, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }, signal })),
    initialPageParam: "",
    getNextPageParam: (page: Schema<"MasterPreviews">) => page.next ?? undefined,
    // What is accepted is what was seen, so nothing changes it while it is looked at.
    staleTime: Infinity,
    gcTime: 0,
  });

/** Applies exactly what was previewed, product by product. */
export async function accept(previews: readonly Preview[], key: string): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < previews.length; at += MOST) {
    const items = previews.slice(at, at + MOST).map(({ product_id, hash }) => ({ product_id, hash }));
    // One after the other: each is a piece of work of its own.
    // oxlint-disable-next-line no-await-in-loop
    results.push(...(await data(api.POST("/v1/masters/accept", { params: { header: once(`${key}-${at}`) }, body: { items } }))).items);
  }
  return results;
}

/** Applies what has no warning in the whole selection; what a request has no time for is done by a task. */
export const acceptAll = (selection: Selection, key: string) => data(api.POST("/v1/masters/accept", { params: { header: once(key) }, body: { without_warnings: { selection } } }));

export const taskQuery = (id: string) =>
  live({
    key: keys.bulkTask(id),
    ask: (headers, signal) => api.GET("/v1/bulk-tasks/{id}", { params: { path: { id } }, headers, signal }),
    every: (task) => (task?.finished_at || task?.stalled ? false : 1500),
  });
