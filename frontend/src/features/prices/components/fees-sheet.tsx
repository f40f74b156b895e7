import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { useFormat } from "@/lib/format";
import { said, useLanguage } from "@/lib/words";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Sheet } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { type FeeVersion, feesQuery, presetsQuery } from "../queries";
import { sameFees } from "../same-fees";
import { useImpact } from "../use-impact";
import { usePlace } from "../use-place";
import { categoriesOf, feesOf } from "../use-say-fees";
import { useWords } from "../words.id";
import { FeeList } from "./fee-list";
import { Impact } from "./impact";

/** A channel's fees: today's, planned and former ones, for the channel and for categories with fees of their own. */
export function FeesSheet({ channel }: { channel: string }) {
  const w = useWords();
  const channelName = useChannelName();
  const { step, close, open } = usePlace();
  const { data, error, refetch } = useQuery(feesQuery(channel));
  const planned = data ? feesOf(data).planned : [];
  if (step === "planned" && planned[0]) return <PlannedImpact channel={channel} on={planned[0].schedule.valid_from} />;
  return (
    <Sheet open onOpenChange={close} title={w.fees_of(channelName(channel))}>
      {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <SkeletonRows rows={6} /> : null}
      {data ? (
        <div className="flex flex-col gap-6">
          <Scope channel={channel} versions={data} />
          {categoriesOf(data).map((category) => (
            <section key={category} aria-label={`${w.category} ${category}`}>
              <h3 className="border-b pb-1 text-body font-semibold">
                {w.category} {category}
              </h3>
              <Scope channel={channel} versions={data} category={category} />
            </section>
          ))}
          <AddCategory onGo={(category) => open({ sheet: "fees_edit", channel, category })} />
        </div>
      ) : null}
    </Sheet>
  );
}

function Scope({ channel, versions, category }: { channel: string; versions: readonly FeeVersion[]; category?: string }) {
  const w = useWords();
  const { date } = useFormat();
  const { open, turn } = usePlace();
  const { today, planned, past } = feesOf(versions, category);
  const presets = useQuery(presetsQuery(channel));
  useLanguage();
  const preset = today ? presets.data?.find(({ schedule }) => sameFees(schedule.fees, today.schedule.fees)) : undefined;
  const edit = (from?: FeeVersion) => open({ sheet: "fees_edit", channel, ...(category ? { category } : {}), ...(from ? { version: from.version } : {}) });
  return (
    <>
      {today ? (
        <Block title={w.fees_today} meta={`${w.fees_since(date(today.schedule.valid_from))} · ${w.fees_version(String(today.version))}`} actions={<Button onClick={() => edit(today)}>{w.edit_fees}</Button>}>
          {preset ? <p className="text-meta text-muted">{w.preset_now(said(preset.name, preset.name_en))}</p> : null}
          <FeeList schedule={today.schedule} />
        </Block>
      ) : planned.length === 0 ? (
        <div className="flex flex-col items-start gap-3">
          <p className="text-wait">{w.no_fees}</p>
          <Button onClick={() => edit()}>{w.first_fees}</Button>
        </div>
      ) : null}
      {planned.map((one) => (
        <Block
          key={one.version}
          title={w.fees_planned(date(one.schedule.valid_from))}
          meta={w.fees_version(String(one.version))}
          actions={
            <>
              {category ? null : <Button onClick={() => turn({ step: "planned" })}>{w.planned_impact}</Button>}
              <Button onClick={() => edit(one)}>{w.edit_fees}</Button>
            </>
          }
        >
          <FeeList schedule={one.schedule} />
        </Block>
      ))}
      {past.length > 0 ? (
        <details>
          <summary className="flex min-h-11 items-center text-muted hover:text-ink">{w.fees_past}</summary>
          {past.map((one) => (
            <Block key={one.version} title={w.fees_since(date(one.schedule.valid_from))} meta={w.fees_version(String(one.version))}>
              <FeeList schedule={one.schedule} />
            </Block>
          ))}
        </details>
      ) : null}
    </>
  );
}

function Block({ title, meta, actions, children }: { title: string; meta: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <div className="pt-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pb-1">
        <div className="min-w-0 flex-1 basis-40">
          <h3 className="font-medium first-letter:uppercase">{title}</h3>
          <p className="text-meta text-muted">{meta}</p>
        </div>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </div>
      {children}
    </div>
  );
}

function AddCategory({ onGo }: { onGo: (category: string) => void }) {
  const w = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  if (typed === null) {
    return (
      <div>
        <Button look="quiet" onClick={() => setTyped("")} className="-ml-3">
          {w.category_fees_add}
        </Button>
      </div>
    );
  }
  const category = typed.trim();
  return (
    <form
      noValidate
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (category) onGo(category);
      }}
    >
      <Field label={w.category} hint={w.category_hint} className="min-w-0 flex-1 basis-56">
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- it appears because the person asked for it */}
        <Input value={typed} maxLength={100} autoFocus onChange={(event) => setTyped(event.target.value)} />
      </Field>
      <Button type="submit" disabled={!category}>
        {w.category_go}
      </Button>
    </form>
  );
}

/** The effect of the planned fees on the day when they start. */
function PlannedImpact({ channel, on }: { channel: string; on: string }) {
  const w = useWords();
  const { date } = useFormat();
  const { show, turn, close } = usePlace();
  const impact = useImpact({ channel, on, limit: 50, ...(show ? { show } : {}) });
  return (
    <Sheet open onOpenChange={close} title={w.impact_title(w.fees_planned_line(date(on)))} foot={<Button onClick={() => turn({ step: undefined, show: undefined }, true)}>{w.to_list}</Button>}>
      <Impact channel={channel} impact={impact} />
    </Sheet>
  );
}
