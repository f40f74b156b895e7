import { useWords } from "./words.id";

/** Why something is right or wrong, in words; a code that this version does not know stays as it is. */
export function useReason(): (code: string) => string {
  const w = useWords();
  return (code) => (w.reason as Record<string, string>)[code] ?? code;
}
