import type { English } from "@/lib/words";

import type { words as indonesian } from "./words.id";

export const words = {
  title: "Stock",
  lead: "Stock in SyncStore and what each shop showed last. Stock does not follow sales yet.",
  search: "Find a name or SKU",
  count: (count: string) => `${count} products`,
  empty: "No products yet.",
  empty_help: "Import the shops' listings first.",
  to_imports: "Go to Import",
  nothing: (q: string) => `No product for “${q}”.`,
  of: (title: string) => `Stock of ${title}`,
  close: "Back to the list",
  sku: "SKU",
  no_sku: "Without a SKU",
  no_sku_help: "Give it a SKU on the product's page, so that its stock can be set here.",
  master: "Stock in SyncStore",
  not_set: "set in the shops",
  observed: "Seen in the shops",
  not_seen: "not read yet",
  differs: "differs",
  edit: "Change",
  cancel: "Cancel",
  save: "Save",
  release: "Leave it to the shops",
  hint: "A whole number, 0 or more. It reaches the shops only after a plan is approved.",
  wrong: "Write a whole number from 0 to 10,000,000.",
  saved: (sku: string) => `The stock of ${sku} is saved. Sync to bring it to the shops.`,
  to_product: "Open the product",
} satisfies English<typeof indonesian>;
