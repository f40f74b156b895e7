import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data, once, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";
import { live } from "@/lib/poll";

export type Run = Schema<"Run">;
export type Job = Schema<"Job">;
export type JobState = Schema<"JobState">;

/** Whether the run has ended and will not change without a person. */
export const isOver = (run: Pick<Run, "state">) => run.state === "finished" || run.state === "cancelled";

/** The API makes an undo plan only while no job is being pushed. */
export const canUndo = (run: Pick<Run, "state">) => run.state !== "starting" && run.state !== "running";

/** Polls a run; an unchanged one is a 304. */
export const runQuery = (id: string) =>
  live({
    key: keys.run(id),
    ask: (headers, signal) => api.GET("/v1/runs/{id}", { params: { path: { id } }, headers, signal }),
    every: (run) => (run === undefined ? false : everyOf(run)),
  });

function everyOf(run: Run): number | false {
  if (run.state === "starting" || run.state === "running") return 1500;
  if (!isOver(run)) return 10_000;
  // Edits that the channel still audits end later.
  return run.done < run.jobs ? 15_000 : false;
}

export const runsQuery = infiniteQueryOptions({
  queryKey: keys.runList({}),
  queryFn: ({ pageParam, signal }) => data(api.GET("/v1/runs", { params: { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
  initialPageParam: "",
  getNextPageParam: (page) => page.next,
  refetchInterval: (query) => (query.state.data?.pages.some((page) => page.items.some((run) => !isOver(run))) ? 5000 : false),
});

/** The filter of a run's jobs; all of it is in the address. */
export type JobFilter = { state?: JobState | undefined; channel?: string | undefined; wave?: number | undefined; code?: string | undefined };

export const jobsQuery = (id: string, filter: JobFilter) =>
  infiniteQueryOptions({
    queryKey: keys.runJobs(id, filter),
    queryFn: ({ pageParam, signal }) => {
      const query = Object.fromEntries(Object.entries({ ...filter, cursor: pageParam || undefined, limit: 50 }).filter(([, value]) => value !== undefined));
      return data(api.GET("/v1/runs/{id}/jobs", { params: { path: { id }, query }, signal }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });

export const failuresQuery = (id: string) =>
  queryOptions({ queryKey: keys.runFailures(id), queryFn: ({ signal }) => data(api.GET("/v1/runs/{id}/failures", { params: { path: { id } }, signal })) });

export const jobQuery = (id: string, job: string) =>
  queryOptions({ queryKey: keys.runJob(id, job), queryFn: ({ signal }) => data(api.GET("/v1/runs/{id}/jobs/{job}", { params: { path: { id, job } }, signal })) });

export type Wish = { do: "pause" | "resume" | "cancel" } | { do: "approve"; key: string; wave: number } | { do: "retry"; key: string; only?: Schema<"NewRetry"> };

/** Sends an action to a run; the answer is the run afterwards. */
export function useSteer(id: string) {
  const queries = useQueryClient();
  const path = { id };
  const params = { path };
  return useMutation({
    mutationFn: (wish: Wish) => {
      if (wish.do === "approve") return data(api.POST("/v1/runs/{id}/approve", { params: { path, header: once(wish.key) }, body: { wave: wish.wave } }));
      if (wish.do === "retry") return data(api.POST("/v1/runs/{id}/retry", { params: { path, header: once(wish.key) }, ...(wish.only ? { body: wish.only } : {}) }));
      if (wish.do === "pause") return data(api.POST("/v1/runs/{id}/pause", { params }));
      if (wish.do === "resume") return data(api.POST("/v1/runs/{id}/resume", { params }));
      return data(api.POST("/v1/runs/{id}/cancel", { params }));
    },
    onSuccess: (run) => queries.setQueryData(keys.run(id), run),
    onSettled: () => Promise.all([keys.runs, keys.dashboard].map((queryKey) => queries.invalidateQueries({ queryKey, refetchType: "active" }))),
  });
}

/** Makes the plan that restores what a run or a part of it changed. This pushes nothing. */
export function useUndo() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ run, key, part }: { run: string; key: string; part?: Schema<"NewUndo"> }) =>
      data(api.POST("/v1/runs/{id}/undo", { params: { path: { id: run }, header: once(key) }, ...(part ? { body: part } : {}) })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.plans, refetchType: "active" }),
  });
}
