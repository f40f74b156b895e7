// Cheap polling: with an ETag, an unchanged answer is a 304; a hidden tab sends nothing.
import { hashKey, type QueryKey, queryOptions } from "@tanstack/react-query";

/** An answer that may be a 304; `data` is then left out. */
export type Answer<T> = { data?: T | undefined; response: Response };

type Live<T> = {
  key: QueryKey;
  /** Sends the request with the tag of the known answer; the client throws for any status other than 2xx and 304. */
  ask: (tag: Record<"If-None-Match", string> | Record<string, never>, signal: AbortSignal) => Promise<Answer<T>>;
  /** Milliseconds between two requests, or `false` when nothing will change any more. */
  every: number | ((data: T | undefined) => number | false);
  /** Whether it may be shown without a network. */
  kept?: boolean;
};

const tags = new Map<string, string>();

export function live<T>({ key, ask, every, kept = false }: Live<T>) {
  return queryOptions({
    queryKey: key,
    queryFn: async ({ client, signal }): Promise<T> => {
      const known = client.getQueryData<T>(key);
      const tag = tags.get(hashKey(key));
      const { data, response } = await ask(known !== undefined && tag ? { "If-None-Match": tag } : {}, signal);
      if (response.status === 304 && known !== undefined) return known;
      const fresh = response.headers.get("ETag");
      if (fresh) tags.set(hashKey(key), fresh);
      else tags.delete(hashKey(key));
      return data as T;
    },
    refetchInterval: (query) => (typeof every === "number" ? every : every(query.state.data)),
    refetchIntervalInBackground: false,
    meta: { kept },
  });
}

/** For tests: forgets every tag. */
export function forgetTags(): void {
  tags.clear();
}
