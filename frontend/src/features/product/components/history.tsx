import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { Ago } from "@/ui/age";
import { Button } from "@/ui/button";
import { Section } from "@/ui/page";

import { useSheet } from "../use-sheet";
import { useWords } from "../words.id";

const FEW = 5;

/** The newest entries of the product's log. */
export function History({ newest }: { id: string; newest: Schema<"Listed_AuditEntry"> | null | undefined }) {
  const w = useWords();
  const { open } = useSheet();
  if (!newest) return null;
  return (
    <Section title={w.history}>
      {newest.items.length === 0 ? <p className="px-4 pb-4 text-muted">{w.no_history}</p> : null}
      <HistoryList entries={newest.items.slice(0, FEW)} />
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

export function HistoryList({ entries }: { entries: readonly Schema<"AuditEntry">[] }) {
  const w = useWords();
  return (
    <ul>
      {entries.map((entry) => (
        <li key={entry.id} className="border-t px-4 py-2">
          <p>
            <span className="font-medium">{entry.actor}</span> {(w.action as Record<string, string>)[entry.action] ?? entry.action} <Ago at={entry.at} className="text-meta text-muted" />
          </p>
          <Details entry={entry} />
        </li>
      ))}
    </ul>
  );
}

type Line = { name: string; text: string };

function Details({ entry }: { entry: Schema<"AuditEntry"> }) {
  const w = useWords();
  const { rupiah } = useFormat();
  const say = (name: string, value: unknown): string => {
    if (value === null || value === undefined || value === "") return w.nothing;
    if (typeof value === "number" && /price|cost/.test(name)) return rupiah(value);
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  };
  const typed = entry.changes.map(({ field, from, to }) => ({ name: field, text: w.from_to(say(field, from), say(field, to)) }));
  const lines = typed.length > 0 ? typed : linesOf(entry.details as Record<string, unknown>, say, w.from_to);
  if (lines.length === 0) return null;
  return (
    <ul className="text-meta text-muted">
      {lines.map((line, at) => (
        <li key={`${line.name} ${at}`} className="break-words">
          {(w.field as Record<string, string>)[line.name] ?? line.name}: {line.text}
        </li>
      ))}
    </ul>
  );
}

/** The lines for details of the shapes `{from: {…}, to: {…}}` and `{field: {from, to}}`; other details by their name. */
function linesOf(details: Record<string, unknown>, say: (name: string, value: unknown) => string, fromTo: (from: string, to: string) => string): Line[] {
  const { from, to } = details;
  if (isObject(from) && isObject(to)) {
    return [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((name) => JSON.stringify(from[name]) !== JSON.stringify(to[name])).map((name) => ({ name, text: fromTo(say(name, from[name]), say(name, to[name])) }));
  }
  return Object.entries(details).map(([name, value]) => ({ name, text: isObject(value) && "to" in value ? fromTo(say(name, value["from"]), say(name, value["to"])) : say(name, value) }));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
