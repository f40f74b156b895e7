import type { Schema } from "@/api/client";

import { useWords } from "./words.id";

/** The seller's name for a field of a product or listing. */
export function useFieldName(): (field: Schema<"Field">) => string {
  const w = useWords();
  return (field) => w.field[field];
}
