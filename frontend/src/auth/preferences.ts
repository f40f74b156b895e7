// The dashboard settings of the signed-in person. The server's values apply on every device; a device first shows its own copy.
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { api, type Schema, tagged } from "@/api/client";
import { setDensity } from "@/lib/density";
import { keys } from "@/lib/keys";
import { setTheme } from "@/lib/theme";
import { language as languageNow, setLanguage } from "@/lib/words";

export type Preferences = Schema<"Preferences">;

const NONE: Preferences = { views: {}, columns: {}, notices: { muted: [] } };

export const preferencesQuery = queryOptions({
  queryKey: keys.preferences,
  queryFn: ({ signal }) => tagged(api.GET("/v1/me/preferences", { signal })),
  staleTime: 5 * 60_000,
  // Stored, so that the next first paint has them before the server answers.
  meta: { kept: true },
});

/** The preferences, if they are loaded; otherwise an empty object. */
export function usePreferences(): Preferences {
  return useQuery(preferencesQuery).data?.data ?? NONE;
}

/** Used once, around every page: applies to this device what was chosen on another one. */
export function useFollowPreferences(): void {
  const queries = useQueryClient();
  const { data } = useQuery(preferencesQuery);
  useEffect(() => {
    // A change made here a moment ago is newer.
    if (!data || queries.isMutating({ mutationKey: keys.preferences }) > 0) return;
    const { language, theme, density } = data.data;
    if (language && languageNow() !== "pseudo" && language !== languageNow()) setLanguage(language);
    if (theme) setTheme(theme);
    if (density) setDensity(density);
  }, [data, queries]);
}
