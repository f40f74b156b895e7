import type { English } from "@/lib/words";

import type { words as indonesian } from "./words.id";

export const words = {
  title: "Activity",
  lead: "Everything that was done, and by whom. This record cannot be changed.",
  subject: "About",
  subject_hint: "A channel or a number, such as shopee or run_…",
  what: "Kind",
  any_kind: "All",
  kind: { product: "Products", products: "Many products", listing: "Listings", match: "Matching", price_rule: "Price rules", plan: "Plans", run: "Syncs", import: "Imports", connection: "Connections", sheet: "Sheets", title: "Titles" },
  since: "Since",
  until: "Until",
  who: "By",
  anyone: "Everybody",
  filter: "Filter",
  clear: "Show everything",
  only: (subject: string) => `Only about ${subject}`,
  this: "this",
  empty: "Nothing was done yet.",
  empty_help: "Every change, import and sync is recorded here.",
  nothing: "Nothing matches this filter.",
  only_by: (name: string) => `Only by ${name}`,
  copy_whole: "Copy the whole entry",
  address: "Network address",
  agent: "Program",
  open: "Open",
} satisfies English<typeof indonesian>;
