import type { English } from "@/lib/words";

import type { words as indonesian } from "./words.id";

export const words = {
  title: "Build again from the shops",
  help: "The master is made again of its listings by the rules. What a person typed stays. No shop changes, and nothing is synced.",
  looked: (changed: string, looked: string) => `${changed} would change of ${looked} products looked at`,
  nothing: "Nothing would change.",
  nothing_help: "The masters already say what their listings make of them.",
  choose: (title: string) => `Apply to ${title}`,
  apply: (count: string) => `Apply ${count}`,
  apply_all: "Apply all without a warning",
  apply_all_help: "For all selected products, also those not seen here yet. Those with a warning are left.",
  applied: (count: string) => `${count} products applied. No shop changes until you sync.`,
  working: (count: string) => `${count} products looked at; the rest is done in the background.`,
  stalled: "It stopped halfway. See the dead letters.",
  outcome: {
    applied: "applied",
    unchanged: "unchanged",
    stale: "changed since it was looked at; open this again to see what is new",
    not_found: "not there any more",
    warned: "left, because there is a warning",
    refused: "refused",
  },
  more: "Look at the next 50 products",
  again: "Look again",
} satisfies English<typeof indonesian>;
