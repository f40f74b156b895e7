import type { Schema } from "@/api/client";
import { Actor } from "@/ui/actor";
import { Ago } from "@/ui/age";
import { Button } from "@/ui/button";
import { useActionName } from "@/ui/log/action";
import { Details } from "@/ui/log/details";
import { Section } from "@/ui/page";

import { useSheet } from "../use-sheet";
import { useWords } from "../words.id";

const FEW = 5;

type Variants = readonly Schema<"Variant">[];

/** The newest entries of the product's log. */
export function History({ newest, variants }: { newest: Schema<"Listed_AuditEntry"> | null | undefined; variants: Variants }) {
  const w = useWords();
  const { open } = useSheet();
  if (!newest) return null;
  return (
    <Section title={w.history}>
      {newest.items.length === 0 ? <p className="px-4 pb-4 text-muted">{w.no_history}</p> : null}
      <HistoryList entries={newest.items.slice(0, FEW)} variants={variants} />
      {newest.items.length > FEW || newest.next ? (
        <div className="px-4 py-2">
          <Button look="quiet" onClick={() => open({ sheet: "history" })}>
            {w.history_all}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

export function HistoryList({ entries, variants }: { entries: readonly Schema<"AuditEntry">[]; variants: Variants }) {
  const actionName = useActionName();
  const variantName = (id: string) => {
    const variant = variants.find((one) => one.id === id);
    return variant && (variant.option_values.join(" / ") || variant.sku || undefined);
  };
  return (
    <ul>
      {entries.map((entry) => (
        <li key={entry.id} className="border-t px-4 py-2">
          <p>
            <Actor subject={entry.actor} className="font-medium first-letter:uppercase" /> {actionName(entry.action)} <Ago at={entry.at} className="text-meta text-muted" />
          </p>
          <Details entry={entry} variantName={variantName} />
        </li>
      ))}
    </ul>
  );
}
