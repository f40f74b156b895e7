import { listOf, oneOf, searchOf, text } from "@/lib/search";

/** The open sheet of the product page, and its subject. */
export const sheetSearch = searchOf({ sheet: oneOf("quote", "title", "owner", "variant", "history", "rebuild", "new-listing"), listing: text, variant: text, field: text, channel: text, to: listOf(text) });

export type SheetSearch = ReturnType<typeof sheetSearch>;
