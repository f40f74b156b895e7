import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useId, useState } from "react";

import { api, data, type Schema } from "@/api/client";
import { useDraft } from "@/lib/draft";
import { useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { keys } from "@/lib/keys";
import { Button } from "@/ui/button";
import { Sheet } from "@/ui/dialog";
import { Checkbox, Field, Textarea } from "@/ui/field";
import { useChannelName } from "@/ui/channel";
import { useFieldName } from "@/ui/field-name";
import { Problem } from "@/ui/problem";
import { Restored } from "@/ui/restored";
import { Skeleton } from "@/ui/skeleton";

import { type Field as FieldName, makePlan, makesListings, moved, type Plan, planQuery, wishOf } from "../queries";
import { useWords } from "../words.id";

/** The fields to which a plan can be limited: those that can be pushed. */
const PUSHED: readonly FieldName[] = ["price", "stock", "title", "description", "images", "weight", "dimensions", "pre_order", "variants", "sku"];

const channelsQuery = queryOptions({ queryKey: keys.channels, queryFn: ({ signal }) => data(api.GET("/v1/channels", { signal })), staleTime: Infinity });

type Props = {
  /** The plan that was to be made again and has more products than a request can name. */
  again?: string | undefined;
  /** The guard that was chosen for it. */
  guard?: number | undefined;
  onClose: () => void;
};

/** Asks what to plan: channels, fields and products. This syncs nothing. */
export function NewPlan({ again, guard, onClose }: Props) {
  const { data: plan, error } = useQuery({ ...planQuery(again ?? ""), enabled: again !== undefined });
  // The form begins with the channels and fields of that plan.
  if (again && !plan && !error) return null;
  return <NewPlanForm plan={plan} many={again !== undefined} guard={guard} onClose={onClose} />;
}

/** What was chosen: channels that are left out, the only fields, SKUs, and whether listings are created; null is what the form begins with. */
type Typed = { off: string[] | null; only: FieldName[] | null; skus: string | null; create?: boolean };

type FormProps = { plan: Plan | undefined; many: boolean; guard: number | undefined; onClose: () => void };

function NewPlanForm({ plan, many, guard, onClose }: FormProps) {
  const w = useWords();
  const { decimal } = useFormat();
  const form = useId();
  const { key, renew } = useIdempotencyKey();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const wish = plan ? wishOf(plan) : {};
  const guarded = guard ?? wish.guard_percent;
  const { draft, keep, drop } = useDraft<Typed>({ kind: "plan", id: plan?.id ?? "new" });
  const [now, setNow] = useState<Typed>();
  const begin: Typed = { off: null, only: wish.fields ?? null, skus: null, ...(plan && makesListings(plan) ? { create: true } : {}) };
  const typed = now ?? draft?.values ?? begin;
  const type = (change: Partial<Typed>) => {
    const next = { ...typed, ...change };
    setNow(next);
    keep(null, next);
  };
  const { skus, create = false } = typed;
  // A listing is created whole, so that all fields are planned.
  const only = create ? null : typed.only && new Set(typed.only);
  const [missing, setMissing] = useState<"channels" | "fields" | "skus" | null>(null);
  const known = useQuery(channelsQuery);
  const channels = known.data?.items.map((one) => one.channel) ?? [];
  const off = new Set(typed.off ?? (wish.channels?.length ? channels.filter((channel) => !wish.channels?.includes(channel)) : []));
  const make = useMutation({
    mutationFn: (body: Schema<"NewPlan">) => makePlan(body, key),
    onSuccess: (plan) => {
      void drop();
      void moved(queries);
      void navigate({ to: "/sync/plans/$planId", params: { planId: plan.id } });
    },
    // A changed form is a new piece of work.
    onError: renew,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const chosen = channels.filter((channel) => !off.has(channel));
    const named = skus?.split(/[\s,;]+/).filter(Boolean) ?? [];
    const lacks = chosen.length === 0 ? "channels" : only?.size === 0 ? "fields" : skus !== null && named.length === 0 ? "skus" : null;
    setMissing(lacks);
    if (lacks) return;
    make.mutate({ channels: chosen, ...(create ? { create } : {}), ...(only ? { fields: [...only] } : {}), ...(guarded ? { guard_percent: guarded } : {}), ...(skus === null ? { filter: { status: "active" } } : { skus: named }) });
  };
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={w.new}
      description={w.new_help}
      foot={
        <Button look="primary" type="submit" form={form} busy={make.isPending}>
          {w.make}
        </Button>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-5" noValidate>
        {many ? (
          <p className="border-l-2 border-wait pl-3">
            {w.new_many} {plan ? w.new_many_kept : null} {guarded ? w.new_guard(decimal(guarded)) : null}
          </p>
        ) : null}
        {draft && !now ? (
          <Restored
            onStartOver={() => {
              void drop();
              setNow(begin);
            }}
          />
        ) : null}
        <Group legend={w.new_channels} error={missing === "channels" ? w.new_channels_missing : undefined}>
          {known.data ? <Channels channels={channels} off={off} onOff={(next) => type({ off: [...next] })} /> : <Skeleton className="h-11" />}
        </Group>
        <Group legend={w.new_listings}>
          <Checkbox label={w.new_create} hint={w.new_create_help} checked={create} onChange={(event) => type({ create: event.target.checked })} />
        </Group>
        <Group legend={w.new_what} error={missing === "fields" ? w.new_fields_missing : undefined}>
          <Checkbox label={w.new_all_fields} hint={create ? w.new_create_all_fields : undefined} disabled={create} checked={only === null} onChange={(event) => type({ only: event.target.checked ? null : ["price"] })} />
          {only ? <Fields only={only} onOnly={(next) => type({ only: [...next] })} /> : null}
        </Group>
        <Group legend={w.new_products}>
          <Checkbox label={w.new_all_products} checked={skus === null} onChange={(event) => type({ skus: event.target.checked ? null : "" })} />
          {skus === null ? null : (
            <Field label={w.new_skus} error={missing === "skus" ? w.new_skus_missing : undefined}>
              <Textarea rows={4} className="font-mono" autoCapitalize="characters" spellCheck={false} value={skus} onChange={(event) => type({ skus: event.target.value })} />
            </Field>
          )}
        </Group>
        {known.error ? <Problem error={known.error} onRetry={() => void known.refetch()} /> : null}
        {make.error ? <Problem error={make.error} /> : null}
      </form>
    </Sheet>
  );
}

function Group({ legend, error, children }: { legend: string; error?: string | undefined; children: ReactNode }) {
  return (
    <fieldset>
      <legend className="font-medium">{legend}</legend>
      {children}
      <p role="alert" className={error ? "text-meta text-fail" : "hidden"}>
        {error}
      </p>
    </fieldset>
  );
}

function Channels({ channels, off, onOff }: { channels: readonly string[]; off: ReadonlySet<string>; onOff: (off: ReadonlySet<string>) => void }) {
  const channelName = useChannelName();
  return channels.map((channel) => <Checkbox key={channel} label={channelName(channel)} checked={!off.has(channel)} onChange={(event) => onOff(toggled(off, channel, !event.target.checked))} />);
}

function Fields({ only, onOnly }: { only: ReadonlySet<FieldName>; onOnly: (only: ReadonlySet<FieldName>) => void }) {
  const fieldName = useFieldName();
  return (
    <div className="grid grid-cols-2 gap-x-4 pl-8">
      {PUSHED.map((one) => (
        <Checkbox key={one} label={fieldName(one)} checked={only.has(one)} onChange={(event) => onOnly(toggled(only, one, event.target.checked))} />
      ))}
    </div>
  );
}

function toggled<T>(set: ReadonlySet<T>, one: T, on: boolean): ReadonlySet<T> {
  const next = new Set(set);
  if (on) next.add(one);
  else next.delete(one);
  return next;
}
