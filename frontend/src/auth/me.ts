import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";

import { type Schema, api, data } from "@/api/client";
import { keys } from "@/lib/keys";

import { account } from "./session";

export type Role = Schema<"Role">;

const RANK: Record<Role, number> = { viewer: 0, member: 1, admin: 2, owner: 3 };

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => data(api.GET("/v1/me", { signal })),
  staleTime: 5 * 60_000,
  meta: { kept: true },
});

/** The signed-in person, and `may("admin")`: whether their role is at least that. Only for use below the signed-in routes. */
export function useMe() {
  const { data: me } = useSuspenseQuery(meQuery);
  // An account without a name is shown by the e-mail address that signed in.
  const name = me.name === me.subject ? (account() ?? me.name) : me.name;
  return { ...me, name, may: (role: Role) => RANK[me.role] >= RANK[role] };
}
