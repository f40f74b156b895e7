import { useBlocker, useLocation } from "@tanstack/react-router";
import { lazy, type RefObject, Suspense, useEffect, useRef, useState } from "react";

import type { Schema } from "@/api/client";
import { useMe } from "@/auth/me";
import { later, useSoon } from "@/lib/later";
import { useDesk } from "@/lib/media";
import { useShortcut } from "@/lib/shortcuts";
import { Confirm } from "@/ui/confirm";
import { Section } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { SaveBar } from "@/ui/save-bar";
import { useWords as useUiWords } from "@/ui/words.id";

import { useFieldFocus } from "../use-field-focus";
import { type Form, useForm } from "../use-form";
import { useNotListed } from "../use-not-listed";
import { useWords } from "../words.id";
import { Attention } from "./attention";
import { Channels } from "./channels";
import { Clashes } from "./clashes";
import { Compare } from "./compare";
import { Head } from "./head";
import { History } from "./history";
import { Pictures } from "./pictures";
import { SyncFoot } from "./sync-foot";
import { Titles } from "./titles";
import { Variants } from "./variants";

const sheets = later(() => import("./sheets"));
const Sheets = lazy(() => sheets.load().then((file) => ({ default: file.Sheets })));

export function ProductPage({ view }: { view: Schema<"ProductView"> }) {
  const w = useWords();
  const ui = useUiWords();
  const { may } = useMe();
  const [saved, setSaved] = useState(false);
  // The foot shows that the form was saved, because the next step is there. A toast would cover it.
  const form = useForm(view, () => setSaved(true));
  const readOnly = !may("member") || form.saving;
  const listings = (view.listings ?? []).filter((listing) => !listing.gone);
  const prices = useRef<HTMLDivElement>(null);
  const notListed = useNotListed(view);
  useFieldFocus();
  useSoon(sheets);
  usePriceFirst(prices);
  useShortcut("mod+s", ui.save, form.save, form.count === 0);

  return (
    <>
      <Head view={view} />
      <Attention view={view} />
      <Clashes form={form} />
      {form.error && Object.keys(form.refused).length === 0 ? <Problem error={form.error} onRetry={form.save} /> : null}
      <Channels listings={listings} missing={notListed} />
      <Section title={w.prices}>
        <div ref={prices}>
          <Variants form={form} view={view} listings={listings} readOnly={readOnly} />
        </div>
      </Section>
      <Section title={w.texts}>
        <Compare form={form} listings={listings} readOnly={readOnly} fields={["title", "description"]} />
      </Section>
      <Section title={w.pictures}>
        <Pictures form={form} listings={listings} readOnly={readOnly} />
      </Section>
      <Section title={w.parcel}>
        <Compare form={form} listings={listings} readOnly={readOnly} fields={["weight_g", "dimensions", "pre_order_days"]} />
      </Section>
      <Section title={w.sorting}>
        <Compare form={form} listings={listings} readOnly={readOnly} fields={["category", "brand"]} />
      </Section>
      <Titles titles={view.titles} />
      <History newest={view.history} variants={view.variants} />
      {form.count > 0 ? <SaveBar changes={form.count} saving={form.saving} onSave={form.save} onDiscard={form.discard} /> : <SyncFoot view={view} saved={saved} />}
      <Suspense>
        <Sheets form={form} view={view} readOnly={readOnly} />
      </Suspense>
      <Leaving form={form} />
    </>
  );
}

/** Focuses the first price if the address has `#price`, as Enter in a search does. On a phone it would cover half of the page with keys. */
function usePriceFirst(box: RefObject<HTMLDivElement | null>) {
  const desk = useDesk();
  const wanted = useLocation({ select: ({ hash }) => hash === "price" }) && desk;
  useEffect(() => {
    const price = wanted ? box.current?.querySelector<HTMLInputElement>('input[inputmode="decimal"]') : null;
    price?.focus({ preventScroll: true });
    price?.select();
  }, [wanted, box]);
}

/** Asks before a person leaves the page with unsaved changes. Opening one of its sheets does not count. */
function Leaving({ form }: { form: Form }) {
  const w = useWords();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => form.count > 0 && current.pathname !== next.pathname,
    enableBeforeUnload: false,
    withResolver: true,
  });
  return (
    <Confirm open={blocker.status === "blocked"} onOpenChange={(open) => !open && blocker.reset?.()} title={w.not_saved_leave} action={w.leave} onConfirm={() => blocker.proceed?.()}>
      {w.not_saved_help}
    </Confirm>
  );
}
