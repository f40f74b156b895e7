// Texts: one typed dictionary per feature. `words.id.ts` calls `dictionary`; `words.en.ts` satisfies the same type and loads on demand.
import { use, useSyncExternalStore } from "react";

export type Language = "id" | "en" | "pseudo";

/** Each language by its own name. */
export const LANGUAGES: { value: Language; label: string }[] = [
  { value: "id", label: "Bahasa Indonesia" },
  { value: "en", label: "English" },
];

/** A text, or a function that makes one, or more of them under a name. */
type Entry = string | ((...values: never[]) => string) | { readonly [key: string]: Entry };
export type Words = { readonly [key: string]: Entry };

/** The type that the English dictionary of a feature must satisfy. */
export type English<W> = {
  readonly [K in keyof W]: W[K] extends string ? string : W[K] extends (...values: never[]) => string ? W[K] : English<W[K]>;
};

let current: Language = stored();
const listeners = new Set<() => void>();

export function language(): Language {
  return current;
}

export function setLanguage(next: Language): void {
  try {
    localStorage.setItem("language", next);
  } catch {
    // Storage is refused: the choice holds until the page is closed.
  }
  follow(next);
}

function follow(next: Language): void {
  current = next;
  document.documentElement.lang = next === "en" ? "en" : "id";
  for (const listener of listeners) listener();
}

// Chosen in another tab.
globalThis.addEventListener?.("storage", ({ key, newValue }) => {
  if (key === "language") follow(languageOf(newValue));
});

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, language, language);
}

/**
 * Makes the hook through which a feature reads its texts.
 * Another language than Indonesian suspends until its file is there.
 */
export function dictionary<W extends Words>(indonesian: W, loadEnglish: () => Promise<{ words: English<W> }>): () => English<W> {
  let english: Promise<English<W>> | undefined;
  let pseudo: Promise<English<W>> | undefined;
  const loadPseudo = async () => (await import("./pseudo")).pseudo(indonesian) as English<W>;
  return function useWords() {
    const language = useLanguage();
    if (language === "en") return use((english ??= loadEnglish().then((file) => file.words)));
    if (language === "pseudo") return use((pseudo ??= loadPseudo()));
    return indonesian as unknown as English<W>;
  };
}

/** What the server says in both languages. */
export function said(text: string, text_en: string): string {
  return current === "en" ? text_en : text;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function stored(): Language {
  try {
    return languageOf(localStorage.getItem("language"));
  } catch {
    return "id";
  }
}

function languageOf(kept: string | null): Language {
  return kept === "en" || kept === "pseudo" ? kept : "id";
}
