import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/lib/toast";

import { api, data, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";

export type Letter = Schema<"DeadLetter">;
export type Queue = Schema<"Queue">;

/** The most of each queue that are shown at once; queues have no order, and what is handled makes room. */
export const MOST = 100;

export const lettersQuery = (queue: Queue | undefined) =>
  queryOptions({
    queryKey: [...keys.deadLetters, queue ?? "all"],
    queryFn: async ({ signal }) => (await data(api.GET("/v1/dead-letters", { params: { query: { limit: MOST, ...(queue ? { queue } : {}) } }, signal }))).items,
  });

/** Both are safe to repeat; a letter that is gone already is a 404, and then the list is simply read again. */
function useHandle(act: (letter: Letter) => Promise<unknown>, said: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    // Said from here, because the line of the letter goes with it.
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
