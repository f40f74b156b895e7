// Texts that stand in the wrong language, by the dictionaries themselves.
import { pseudo } from "../src/lib/pseudo";
import type { Words } from "../src/lib/words";
import type { Answers } from "./open";

type Dictionary = { words: Words };
const indonesian = import.meta.glob<Dictionary>("../src/**/words.id.ts", { eager: true });
const english = import.meta.glob<Dictionary>("../src/**/words.en.ts", { eager: true });

const longer = Object.fromEntries(Object.entries(indonesian).map(([file, { words }]) => [file, { words: pseudo(words) }]));
const all = { id: textsOf(indonesian), en: textsOf(english), pseudo: textsOf(longer) };

/** Of these texts, those that only the other language's dictionaries have, and those that no language has. What the API gave is no text of ours. */
export function strangers(texts: readonly string[], language: "id" | "en", given: Answers): string[] {
  const data = JSON.stringify(given);
  const [own, other] = language === "id" ? [all.id, all.en] : [all.en, all.id];
  return texts.flatMap((text) => {
    if (other.has(text) && !own.has(text) && !data.includes(JSON.stringify(text))) return [`${language}: “${text}” is of the other language`];
    return /^(undefined|null|NaN|\[object \w+\])$/.test(text) || /\b(undefined|NaN)\b|\[object /.test(text) ? [`${language}: “${text}”`] : [];
  });
}

/** Of these texts, those that are the dashboard's own, without any of the seller's data in them. */
export function ours(texts: readonly string[], language: keyof typeof all): string[] {
  return texts.filter((text) => all[language].has(text));
}

/** Texts without gaps. */
function textsOf(files: Record<string, Dictionary>): Set<string> {
  const found = new Set<string>();
  const walk = (words: Words) => {
    for (const entry of Object.values(words)) {
      if (typeof entry === "string") found.add(entry.trim());
      else if (typeof entry === "object") walk(entry);
    }
  };
  for (const { words } of Object.values(files)) walk(words);
  return found;
}
