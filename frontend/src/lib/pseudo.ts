// A pseudo language for tests: 40 % longer and with accents, so that overflow and untranslated texts are visible.
import type { Words } from "./words";

const ACCENTS: Record<string, string> = { a: "á", e: "é", i: "í", o: "ó", u: "ú", A: "Á", E: "É", I: "Í", O: "Ó", U: "Ú" };

export function pseudo<W extends Words>(words: W): W {
  return Object.fromEntries(Object.entries(words).map(([key, entry]) => [key, lengthen(entry)])) as W;
}

function lengthen(entry: Words[string]): Words[string] {
  if (typeof entry === "string") return stretch(entry);
  if (typeof entry === "function") return (...values) => stretch(entry(...values));
  return pseudo(entry);
}

function stretch(text: string): string {
  const accented = text.replace(/[aeiou]/gi, (letter) => ACCENTS[letter] ?? letter);
  return `⟦${accented}${" ~".repeat(Math.ceil(text.length / 5))}⟧`;
}
