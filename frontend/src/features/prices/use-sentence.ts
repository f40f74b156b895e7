import { useFormat } from "@/lib/format";

import type { Rule } from "./rule-form";
import { useWords } from "./words.id";

const STEPS: Record<string, number> = { "100": 100, "500": 500, "1000": 1000 };

/** A rule in the seller's words, sentence by sentence. `wider`: an exception, which leaves the floor to the next wider rule. */
export function useSentences(): (rule: Rule, more?: { wider?: boolean; spread?: number | null | undefined }) => string[] {
  const { say } = useWords();
  const { percent, rupiah } = useFormat();
  const method = ({ method = "markup", markup_percent, net_of, net_margin_percent, fixed_price }: Rule): string => {
    if (method === "fixed") return say.fixed(rupiah(fixed_price ?? 0));
    if (method === "keep_net") return net_of === "cost" ? say.keep_cost(percent(net_margin_percent ?? 0)) : say.keep_base;
    const added = markup_percent ?? 0;
    return added === 0 ? say.same : added > 0 ? say.plus(percent(added)) : say.minus(percent(Math.abs(added)));
  };
  const rounding = ({ rounding = "none", charm_ending }: Rule): string | null => {
    if (rounding === "none") return null;
    if (rounding === "charm") return say.charm(String(charm_ending ?? 0).padStart(3, "0"));
    const [, way = "", step = ""] = /^(up|down|nearest)(\d+)$/.exec(rounding) ?? [];
    return say[way as "up" | "down" | "nearest"](rupiah(STEPS[step] ?? 0));
  };
  const floor = (least: number | null | undefined, wider: boolean): string => {
    if (least === null || least === undefined) return wider ? say.floor_wider : say.floor_none;
    if (least <= -100) return say.floor_none;
    return least === 0 ? say.floor_cost : least < 0 ? say.floor_loss(percent(Math.abs(least))) : say.floor(percent(least));
  };
  return (rule, { wider = false, spread } = {}) => [
    `${[method(rule), rule.method === "fixed" ? null : rounding(rule)].filter(Boolean).join(", ")}.`,
    floor(rule.minimum_margin_percent, wider),
    ...(rule.ceiling ? [say.ceiling(rupiah(rule.ceiling))] : []),
    ...(rule.guard_percent ? [say.guard(percent(rule.guard_percent))] : []),
    ...(spread ? [say.spread(String(spread))] : []),
  ];
}
