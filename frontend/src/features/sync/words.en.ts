import type { English } from "@/lib/words";

import type { words as indonesian } from "./words.id";

export const words = {
  title: "Sync",
  views: "Views",
  runs: "Runs",
  plans: "Plans",
  new: "New plan",
} satisfies English<typeof indonesian>;
