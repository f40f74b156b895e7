// Decisions on many matches: their results, running tasks, and the undo of all of them.
import { type QueryClient, queryOptions, skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Schema } from "@/api/client";
import { keys } from "@/lib/keys";

import { acceptMany, refreshOthers, refreshQueue, rejectMany, undoMany, undoTask } from "./queries";

export type Verb = "accept" | "reject" | "undo";

export type Bulk = {
  verb: Verb;
  /** The matches that the request itself decided. */
  ids: string[];
  refused: { id: string; detail: string; detail_en: string }[];
  /** The task for the rest, which the queue does. */
  task?: Schema<"BulkTask"> | undefined;
};

const BULK = ["match-bulk"] as const;
const bulkQuery = queryOptions<Bulk | null>({ queryKey: BULK, queryFn: skipToken, initialData: null, gcTime: Infinity, staleTime: Infinity });

/** This tab's newest decision on many matches. */
export const useBulk = (): Bulk | null => useQuery(bulkQuery).data ?? null;

export function forgetBulk(queries: QueryClient): void {
  queries.setQueryData<Bulk | null>(BULK, null);
}

/** Stores the result of a task that an earlier visit began. */
export function keepResult(queries: QueryClient, task: Schema<"BulkTask">): void {
  const bulk: Bulk = { verb: verbOf(task.kind), ids: [], refused: [], task };
  queries.setQueryData<Bulk | null>(BULK, bulk);
}

type Result = { id: string; code?: string | null; detail?: string | null; detail_en?: string | null };

function bulkOf(verb: Verb, results: readonly (Result & { done: boolean })[], task: Schema<"BulkTask"> | null | undefined): Bulk {
  return {
    verb,
    ids: results.filter(({ done }) => done).map(({ id }) => id),
    refused: results.filter(({ done }) => !done).map(({ id, code, detail, detail_en }) => ({ id, detail: detail ?? code ?? id, detail_en: detail_en ?? code ?? id })),
    ...(task ? { task } : {}),
  };
}

/** A request, with the idempotency key that was created when its button appeared. */
export type Wish = { key: string; verb: "accept"; which: Schema<"MatchSelection"> } | { key: string; verb: "reject"; which: Schema<"MatchSelection"> } | { key: string; verb: "undo"; of: Bulk };

async function send(wish: Wish): Promise<Bulk> {
  switch (wish.verb) {
    case "accept": {
      const { results, task } = await acceptMany(wish.which, wish.key);
      return bulkOf("accept", results.map((one) => ({ ...one, done: one.accepted })), task);
    }
    case "reject": {
      const { results, task } = await rejectMany(wish.which, wish.key);
      return bulkOf("reject", results.map((one) => ({ ...one, done: one.decided })), task);
    }
    case "undo": {
      const { task, ids } = wish.of;
      if (task) return bulkOf("undo", [], await undoTask(task.id, wish.key));
      const undone = await undoMany(ids, wish.key);
      return bulkOf("undo", undone.results.map((one) => ({ ...one, done: one.decided })), undone.task);
    }
  }
}

export function useDecideMany() {
  const queries = useQueryClient();
  return useMutation({
    scope: { id: "matches" },
    mutationFn: send,
    onSuccess: (bulk) => queries.setQueryData<Bulk | null>(BULK, bulk),
    onSettled: () => refreshAll(queries),
  });
}

export function refreshAll(queries: QueryClient): void {
  refreshQueue(queries);
  refreshOthers(queries);
  void queries.invalidateQueries({ queryKey: [...keys.bulkTasks, "matches"] });
}

/** How many records of a task succeeded, and how many failed. */
export function tallyOf({ counts }: Schema<"BulkTask">): { done: number; failed: number } {
  return { done: (counts["accepted"] ?? 0) + (counts["rejected"] ?? 0) + (counts["undone"] ?? 0), failed: counts["failed"] ?? 0 };
}

export const verbOf = (kind: Schema<"BulkKind">): Verb => (kind === "matches_reject" ? "reject" : kind === "matches_undo" ? "undo" : "accept");
