import { QueryClient } from "@tanstack/react-query";

import { ApiError } from "./problem";

const TRIES = 3;

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Requests are sent even if the browser reports offline, because it can be wrong. Stored data is shown meanwhile.
        networkMode: "offlineFirst",
        staleTime: 10_000,
        gcTime: 30 * 60_000,
        retry: (failed, error) => failed < TRIES && error instanceof ApiError && error.passing,
        retryDelay: (failed, error) =>
          error instanceof ApiError && error.retryAfter ? error.retryAfter * 1000 : Math.min(500 * 2 ** failed, 8000),
      },
      // Only the person repeats a write, with the same Idempotency-Key; it is never repeated automatically.
      mutations: { retry: false },
    },
  });
}
