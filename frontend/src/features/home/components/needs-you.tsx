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

function useNeeds({ needs, imports }: Schema<"Dashboard">): Need[] {
  const text = useNeedText();
  const w = useWords();
  const waiting = needs.map((need) => ({ key: [need.kind, need.state, need.tier, need.channel, need.run_id, need.queue].filter(Boolean).join(" "), text: text(need), to: pageOf(need) }));
  return imports[0]?.phase === "failed" ? [...waiting, { key: "import", text: w.import_failed, to: "/imports" }] : waiting;
}

function useNeedText(): (need: Schema<"Need">) => string {
  const w = useWords();
  const { number, date } = useFormat();
  const channelName = useChannelName();
  return ({ kind, count, state, tier, channel, expires_at, queue }) => {
    switch (kind) {
      case "connection":
        return expires_at ? w.ends(channelName(channel ?? ""), date(expires_at)) : w.renew(channelName(channel ?? ""));
      case "wave":
        return w.approval;
      case "products":
        return state ? w.products_in[state](number(count)) : w.attention(number(count));
      case "under_floor":
        return w.under_floor(number(count));
      case "matches":
        return tier ? w.matches_of[tier](number(count)) : w.matches_of.review(number(count));
      case "dead_letters":
        return queue ? `${w.dead(number(count))} · ${w.dead_in[queue]}` : w.dead(number(count));
      case "attention":
        return w.attention(number(count));
    }
  };
}

/** The page that lists exactly these items. Lists of the API and of the dashboard have the same filter names. */
function pageOf({ kind, path, state, run_id }: Schema<"Need">): string {
  if (kind === "connection") return "/settings";
  if (kind === "products" && state === "conflict") return "/conflicts";
  if (kind === "wave") return run_id ? `/sync/runs/${run_id}` : "/sync";
  const { pathname, searchParams } = new URL(path, location.origin);
  // The list shows active products by default.
  if (searchParams.get("status") === "active") searchParams.delete("status");
  const search = searchParams.toString();
  return `${pathname.replace(/^\/v1/, "")}${search ? `?${search}` : ""}`;
}
