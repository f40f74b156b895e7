import type { English } from "@/lib/words";

import type { words as indonesian } from "./words.id";

export const words = {
  computing: "Computing both readings of the prices…",
  computing_count: (count: string) => `${count} products computed`,
  question: "The prices that the shops show now:",
  reading: {
    shop_prices_include_fees: "Shop prices include the fees",
    shop_prices_are_base: "Shop prices are base prices",
  },
  help: {
    shop_prices_include_fees: "Prices in the shops stay. Base prices are led back through the rules.",
    shop_prices_are_base: "Base price = price in the shop. Prices in the shops will become what the rules make of them, by a plan that you approve.",
  },
  usual: "most common",
  open: (count: string) => `${count} prices wait for this answer`,
  moves: { stay: "stay", raised: "rise", lowered: "fall", unpriced: "without a price" },
  moves_why: "What goes up or down: you typed its base price yourself, or the two shops truly differ.",
  bases: (count: string) => `${count} base prices become another figure`,
  disagreeing: (count: string) => `${count} products truly cost differently in the shops`,
  unreadable: (count: string) => `${count} products cannot be read`,
  examples: "Examples",
  base: "Base price",
  stays: "stays",
  no_price: "no price",
  choose: "Use this answer",
  choose_help: "It can be undone. Prices that you typed yourself are not touched.",
  running: "Base prices are being computed",
  stalled: "The computation stopped half-way. A message waits in the dead letters; send it again from there.",
  to_dead: "Dead letters",
  done: (seen: string, changed: string) => `Answered: ${seen} products looked at, the base prices of ${changed} changed.`,
  undone: "The answer was taken back.",
  undo: "Take this answer back",
  settled: "No price waits for an answer.",
} satisfies English<typeof indonesian>;
