import { known } from "@/lib/known";

import { RULE_GROUPS, ruleOf, type RuleValues } from "./rule-form";
import { useSentences } from "./use-sentence";
import { useWords } from "./words.id";

/** The groups of a rule by name, and the values of one in words, for what two people typed. */
export function useSayRule() {
  const w = useWords();
  const sentences = useSentences();
  return {
    groupName: (group: string) => (w.group as Record<string, string>)[group] ?? group,
    say: (group: string, values: RuleValues): string => {
      if (group === "rounding") return [(w.form.roundings as Record<string, string>)[values.rounding], values.charm_ending].filter(Boolean).join(" ");
      if (group !== "method") return RULE_GROUPS[group as keyof typeof RULE_GROUPS].map((field) => values[field]).join(" ");
      const { rule } = ruleOf({ ...values, rounding: "none", minimum_margin_percent: "", ceiling: "", guard_percent: "" });
      return known(rule) ? (sentences(rule)[0] ?? "") : ((w.form.methods as Record<string, string>)[values.method] ?? "");
    },
  };
}
