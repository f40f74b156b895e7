import { ChevronRight, CircleCheck } from "lucide-react";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { useChannelName } from "@/ui/channel";
import { Section } from "@/ui/page";
import { PageLink } from "@/ui/page-link";

import { useWords } from "../words.id";

type Need = { key: string; text: string; to: string };

export function NeedsYou({ dashboard }: { dashboard: Schema<"Dashboard"> }) {
  const w = useWords();
  const needs = useNeeds(dashboard);
  return (
    <Section title={w.needs_you}>
      {needs.length === 0 ? (
        <div className="flex items-center gap-3 px-4 pb-4">
          <CircleCheck size={20} aria-hidden className="text-ok" />
          <div>
            <p className="font-medium">{w.nothing}</p>
            <p className="text-muted">{w.nothing_help}</p>
          </div>
        </div>
      ) : (
        <ul className="border-t">
          {needs.map((need) => (
            <li key={need.key} className="border-b last:border-b-0">
              <NeedLine need={need} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function NeedLine({ need }: { need: Need }) {
  return (
    <PageLink to={need.to} className="flex min-h-12 items-center gap-3 px-4 py-2 font-medium hover:bg-sunken">
      <span className="flex-1">{need.text}</span>
      <ChevronRight size={16} aria-hidden className="text-muted" />
    </PageLink>
  );
}

function useNeeds({ connections, attention, runs, dead_letters, imports }: Schema<"Dashboard">): Need[] {
  const w = useWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  const needs: Need[] = [];
  for (const { channel, state } of connections) {
    if (state === "needs_authorization") needs.push({ key: channel, text: w.renew(channelName(channel)), to: "/settings" });
    if (state === "awaiting_authorization") needs.push({ key: channel, text: w.allow(channelName(channel)), to: "/settings" });
  }
  for (const run of runs) {
    if (run.state === "awaiting_approval") needs.push({ key: run.id, text: w.approval, to: `/sync/runs/${run.id}` });
  }
  if (attention > 0) needs.push({ key: "attention", text: w.attention(number(attention)), to: "/products" });
  if (imports[0]?.phase === "failed") needs.push({ key: "import", text: w.import_failed, to: "/settings" });
  const dead = Object.entries(dead_letters).filter(([, count]) => count > 0);
  for (const [queue, count] of dead) {
    needs.push({ key: `dead ${queue}`, text: `${w.dead(number(count))} · ${(w.dead_in as Record<string, string>)[queue] ?? queue}`, to: "/dead-letters" });
  }
  return needs;
}
