import type { Theme } from "@/lib/theme";
import type { Language } from "@/lib/words";

import { useWords } from "./words.id";

/** Each language by its own name. */
export const LANGUAGES: { value: Language; label: string }[] = [
  { value: "id", label: "Bahasa Indonesia" },
  { value: "en", label: "English" },
];

export function useThemes(): { value: Theme; label: string }[] {
  const { theme_of } = useWords();
  return (["system", "light", "dark"] as const).map((value) => ({ value, label: theme_of[value] }));
}
