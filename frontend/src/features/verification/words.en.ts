import type { English } from "@/lib/words";

import type { words as indonesian } from "./words.id";

export const words = {
  title: "Verification",
  lead: "Checks every listing from SyncStore's own records. Nothing changes and no channel is asked.",
  start: "Check now",
  again: "Check again",
  starting: "Starting…",
  never: "The catalogue was never checked.",
  never_help: "The check makes sure that prices equal their quotes, that titles follow their rules, and that no field is left out.",
  running: "Checking",
  looked_at: (count: string) => `${count} listings checked`,
  stalled: "The check stopped half-way. A message waits in the dead letters; send it again from there.",
  to_dead: "Dead letters",
  all_right: "Everything is right.",
  some_wrong: (count: string) => `${count} to be corrected`,
  show: "See what is wrong",
  to_product: "Open the product",
  to_mapping: "Open the field mapping",
  titles: "Titles",
  title_origin: { master: "follow the product", accepted: "accepted proposals", locked: "locked" },
  outdated: (count: string) => `${count} accepted titles are behind their rule`,
  risks: (count: string) => `${count} titles are too near to another`,
  to_titles: "Go to Titles",
} satisfies English<typeof indonesian>;
