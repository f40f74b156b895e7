import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/lib/toast";

import { api, data, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";

export type Letter = Schema<"DeadLetter">;
export type Queue = Schema<"Queue">;

/** The most letters of each queue that are shown. Queues have no pages; handled letters make room for others. */
export const MOST = 100;

export const lettersQuery = (queue: Queue | undefined) =>
  queryOptions({
    queryKey: [...keys.deadLetters, queue ?? "all"],
    queryFn: async ({ signal }) => (await data(api.GET("/v1/dead-letters", { params: { query: { limit: MOST, ...(queue ? { queue } : {}) } }, signal }))).items,
  });

/** Both actions are safe to repeat. A letter that no longer exists is a 404; then the list is read again. */
function useHandle(act: (letter: Letter) => Promise<unknown>, said: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    // The toast is shown from here, because the letter's line is unmounted.
    onSuccess: (_done, letter) => {
      toast.success(said);
      queries.setQueriesData<Letter[]>({ queryKey: keys.deadLetters }, (all) => all?.filter(({ id, queue }) => id !== letter.id || queue !== letter.queue));
    },
    onError: () => queries.invalidateQueries({ queryKey: keys.deadLetters }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.dashboard }),
  });
}

export const useRedrive = (said: string) => useHandle(({ queue, id }) => data(api.POST("/v1/dead-letters/{queue}/{id}/redrive", { params: { path: { queue, id } } })), said);
export const useDiscard = (said: string) => useHandle(({ queue, id }) => data(api.POST("/v1/dead-letters/{queue}/{id}/discard", { params: { path: { queue, id } } })), said);
