import type { Schema } from "@/api/client";
import { useChannelName } from "@/ui/channel";

import { useSheet } from "../use-sheet";
import type { Rules } from "./queries";
import { type Lack, lacksOf } from "./said";
import { useWords } from "./words.id";

/** What the channel asks that the product itself lacks, each with the way to its field. */
export function Lacks({ product, rules, channel }: { product: Schema<"Product">; rules: Rules | undefined; channel: string }) {
  const w = useWords();
  const channelName = useChannelName();
  const { open } = useSheet();
  const lacks = lacksOf(product, rules);
  if (lacks.length === 0) return null;
  const fill = (lack: Lack) => {
    if ("field" in lack) return () => open({ field: lack.field });
    if (lack.what === "sku") return () => open({ sheet: "variant", variant: lack.variant });
    if (lack.what === "base_price") return () => open({ field: `variant/${lack.variant}/base_price` });
    return undefined;
  };
  return (
    <section aria-label={w.lacks} className="border-l-2 border-wait pl-3">
      <h3 className="font-semibold">{w.lacks}</h3>
      <p className="text-meta text-muted">{w.lacks_help}</p>
      <ul>
        {lacks.map((lack) => {
          const text = lack.what === "document" ? w.document(lack.name, channelName(channel)) : w.lack[lack.what];
          const go = fill(lack);
          return (
            <li key={text} className="flex flex-wrap items-center gap-x-3">
              <span className="min-w-0">{text}</span>
              {go ? (
                <button type="button" aria-label={`${w.fill}: ${text}`} className="inline-flex min-h-11 items-center font-medium text-accent underline md:min-h-9" onClick={go}>
                  {w.fill}
                </button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
