import * as z from "zod/mini";

const lenient = <T extends z.ZodMiniType>(type: T) => z.catch(z.optional(type), undefined);
const text = lenient(z.string());

/** The open sheet of the product page, and what it is about. */
export const sheetSearch = z.object({
  sheet: lenient(z.enum(["quote", "title", "owner", "variant", "history"])),
  listing: text,
  variant: text,
  field: text,
});

export type SheetSearch = z.infer<typeof sheetSearch>;
