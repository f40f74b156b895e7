import { QueryClient } from "@tanstack/react-query";

import { ApiError } from "./problem";

const TRIES = 3;

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Asked also when the browser believes to be offline: the answer tells, and what was kept is shown meanwhile.
        networkMode: "offlineFirst",
        staleTime: 10_000,
        gcTime: 30 * 60_000,
        retry: (failed, error) => failed < TRIES && error instanceof ApiError && error.passing,
        retryDelay: (failed, error) =>
          error instanceof ApiError && error.retryAfter ? error.retryAfter * 1000 : Math.min(500 * 2 ** failed, 8000),
      },
      // A write is repeated by the person, with the same Idempotency-Key, and never by itself.
      mutations: { retry: false },
    },
  });
}
