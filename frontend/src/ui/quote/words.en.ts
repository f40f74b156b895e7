import type { English } from "@/lib/words";

import type { words as indonesian } from "./words.id";

export const words = {
  step: { base: "Base price", markup: "With the mark-up", target: "What should be kept", net: "So that it is kept", fixed: "Fixed price", rounding: "Rounded", floor: "Raised to the floor" },
  buyer_pays: "The buyer pays for the item",
  fees: "Fees of the channel",
  over_base: "Compared to the base price",
  profit: "Profit",
  margin: "Margin on the cost",
  rule_version: (rule: string, fee: string) => `Rule version ${rule}, fee version ${fee}`,
  keeps: "You keep",
  cost: "Cost",
  by_rule: "By the channel's rule",
  by_exception: { category: "By the category's exception", product: "By this product's exception", variant: "By this variant's exception" },
  by_fees: "Channel fees",
  see_rules: "See the price rule",
} satisfies English<typeof indonesian>;
