import type { Theme } from "@/lib/theme";

import { useWords } from "./words.id";

export function useThemes(): { value: Theme; label: string }[] {
  const { theme_of } = useWords();
  return (["system", "light", "dark"] as const).map((value) => ({ value, label: theme_of[value] }));
}
