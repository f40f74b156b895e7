import { useQueries } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { ruleQuery } from "@/api/prices";
import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Field, Input } from "@/ui/field";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";

import { useSaveRules } from "../queries";
import type { Progress } from "../steps";
import { useWords } from "../words.id";

const MOST = 500;

/** `12,5` and `12.5` are the same; null is no percentage. */
export function percentOf(typed: string): number | null {
  const text = typed.trim().replace(/\s*%$/, "").replace(",", ".");
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(text)) return null;
  const percent = Number(text);
  return percent <= MOST ? percent : null;
}

/** The first rule of each channel that has none: a mark-up on the base price. */
export function RulesStep({ progress: { connected, ruleless } }: { progress: Progress }) {
  const w = useWords();
  const { may } = useMe();
  const channelName = useChannelName();
  const save = useSaveRules();
  const [errors, setErrors] = useState<ReadonlySet<string>>(new Set());
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const percents = ruleless.map((channel) => [channel, percentOf(String(typed.get(channel) ?? ""))] as const);
    setErrors(new Set(percents.filter(([, percent]) => percent === null).map(([channel]) => channel)));
    if (percents.every((one): one is readonly [string, number] => one[1] !== null)) save.mutate(new Map(percents));
  };
  return (
    <div className="flex flex-col gap-4 px-4 pb-4">
      <Known channels={connected.filter((channel) => !ruleless.includes(channel))} />
      {ruleless.length > 0 ? (
        <form noValidate onSubmit={submit} className="flex max-w-xl flex-col gap-4">
          {ruleless.map((channel, at) => (
            <Field key={channel} label={w.markup(channelName(channel))} hint={at === 0 ? w.markup_hint : undefined} error={errors.has(channel) ? w.markup_wrong : undefined}>
              <Input name={channel} inputMode="decimal" figures className="max-w-32" disabled={!may("admin")} />
            </Field>
          ))}
          <p className="text-muted">{w.rules_help}</p>
          <div className="flex gap-2 max-md:*:flex-1">
            <PageLink to="/prices" button="plain">
              {w.to_prices}
            </PageLink>
            <Button type="submit" look="primary" busy={save.isPending} disabled={!may("admin")}>
              {w.rules_save}
            </Button>
          </div>
          <RoleNote needs="admin" />
        </form>
      ) : null}
      {save.error ? <Problem error={save.error} /> : null}
    </div>
  );
}

function Known({ channels }: { channels: readonly string[] }) {
  const w = useWords();
  const { change } = useFormat();
  const channelName = useChannelName();
  const rules = useQueries({ queries: channels.map(ruleQuery) });
  const lines = channels.map((channel, at) => {
    const rule = rules[at]?.data?.rule;
    return rule?.method === "markup" && typeof rule.markup_percent === "number" ? w.rule_of(channelName(channel), change(rule.markup_percent)) : w.rule_other(channelName(channel));
  });
  if (lines.length === 0) return null;
  return (
    <p>
      {lines.join(" · ")} · <PageLink to="/prices">{w.to_prices}</PageLink>
    </p>
  );
}
