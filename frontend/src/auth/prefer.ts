// Changing one's preferences. Reading them is in another file, because it is part of the first load.
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, ifMatch, isStale, type Schema, type Tagged, tagged } from "@/api/client";
import { ApiError } from "@/api/problem";
import { type Density, setDensity } from "@/lib/density";
import { keys } from "@/lib/keys";
import { setTheme, type Theme } from "@/lib/theme";
import { toast } from "@/lib/toast";
import { type Language, setLanguage } from "@/lib/words";

import { type Preferences, preferencesQuery } from "./preferences";

type Patch = Schema<"PreferencesPatch">;
/** A change as a function of the current preferences. It is called again when another device saved first, so it must be safe to repeat. */
export type Change = (now: Preferences) => Patch;

const TRIES = 3;

/** Changes preferences: shown immediately, sent to the server one after the other, reverted if it refuses. */
export function usePrefer(): (change: Change) => void {
  const queries = useQueryClient();
  const { mutate } = useMutation({
    mutationKey: keys.preferences,
    scope: { id: "preferences" },
    mutationFn: (change: Change) => save(queries, change),
    onMutate: async (change) => {
      await queries.cancelQueries({ queryKey: keys.preferences });
      queries.setQueryData(preferencesQuery.queryKey, (known) => known && { ...known, data: patched(known.data, change(known.data)) });
    },
    onSuccess: (saved) => {
      // A change that is not saved yet is already shown.
      const last = queries.isMutating({ mutationKey: keys.preferences }) <= 1;
      queries.setQueryData(preferencesQuery.queryKey, (known) => (last || !known ? saved : { ...known, etag: saved.etag }));
    },
    onError: (error) => {
      toast.error(error instanceof ApiError ? error.said : String(error));
      void queries.invalidateQueries({ queryKey: keys.preferences });
    },
  });
  return mutate;
}

async function save(queries: QueryClient, change: Change): Promise<Tagged<Preferences>> {
  let base = queries.getQueryData(preferencesQuery.queryKey) ?? (await read());
  for (let attempt = 1; ; attempt++) {
    try {
      // Each attempt starts from the answer to the one before.
      // oxlint-disable-next-line no-await-in-loop
      return await tagged(api.PATCH("/v1/me/preferences", { headers: ifMatch(base.etag.replace(/^W\//, "")), body: change(base.data) }));
    } catch (error) {
      if (!isStale(error) || attempt === TRIES) throw error;
      // oxlint-disable-next-line no-await-in-loop
      base = await read();
    }
  }
}

const read = () => tagged(api.GET("/v1/me/preferences"));

/** Applies a merge patch; views and columns are merged list by list, as the server does it. */
function patched(now: Preferences, { views, columns, ...rest }: Patch): Preferences {
  return { ...now, ...rest, notices: rest.notices ?? now.notices, views: merged(now.views, views), columns: merged(now.columns, columns) };
}

function merged<T>(now: Record<string, T>, patch: Record<string, T | null> = {}): Record<string, T> {
  return Object.fromEntries(Object.entries({ ...now, ...patch }).filter((entry): entry is [string, T] => entry[1] !== null));
}

/** Language, theme and density: applied immediately on this device, and saved for the person's other devices. */
export function useAppearance() {
  const prefer = usePrefer();
  return {
    chooseLanguage: (next: Language) => {
      setLanguage(next);
      if (next !== "pseudo") prefer(() => ({ language: next }));
    },
    chooseTheme: (next: Theme) => {
      setTheme(next);
      prefer(() => ({ theme: next }));
    },
    chooseDensity: (next: Density) => {
      setDensity(next);
      prefer(() => ({ density: next }));
    },
  };
}
