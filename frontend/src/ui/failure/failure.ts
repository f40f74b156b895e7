import type { Schema } from "@/api/client";

import { useWords } from "./words.id";

/** A reason in a few words, from its code. */
export function useFailureName(): (code: string) => string {
  const w = useWords();
  return (code) => (w.name as Record<string, string>)[code] ?? w.other;
}

/** Why a listing was not pushed: why the last push failed, or what is held back. Undefined where nothing is in the way. */
export function useWhy(): (standing: Pick<Schema<"ChannelState">, "code" | "blocked">) => string | undefined {
  const w = useWords();
  const name = useFailureName();
  return ({ code, blocked }) => {
    const why = [...(code ? [`${name(code)}.`] : []), ...(blocked.length > 0 ? [w.held(blocked.map(name).join(", "))] : [])];
    return why.length > 0 ? why.join(" ") : undefined;
  };
}
