import { useQuery } from "@tanstack/react-query";

import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/field";
import { Problem } from "@/ui/problem";
import { Restored } from "@/ui/restored";
import { Skeleton } from "@/ui/skeleton";

import { Attributes } from "./attributes";
import { Brand } from "./brand";
import { Category } from "./category";
import { Lacks } from "./lacks";
import type { SheetProps } from "./new-listing-sheet";
import { useNotListed } from "../use-not-listed";
import { useSheet } from "../use-sheet";
import { rulesQuery, type Stored } from "./queries";
import { useSaid } from "./use-said";
import { useWords } from "./words.id";

type Props = SheetProps & { id: string; stored: Stored; storefronts: readonly string[] };

/** `id`: the form's, for the button below it. */
export function NewListingForm(props: Props) {
  const { id, view, channel, to, stored, storefronts, unsaved, readOnly } = props;
  const w = useWords();
  const notListed = useNotListed(view);
  const { open } = useSheet();
  const others = to.filter((one) => one !== channel && notListed.includes(one));
  const form = useSaid({ product: view.id, channel, to, others, stored, storefronts, onNext: (next) => open({ sheet: "new-listing", channel: next, to: [...to] }) });
  const { said, put } = form;
  const category = said.category?.id;
  const { data: rules, error, refetch } = useQuery({ ...rulesQuery(channel, category ?? ""), enabled: category !== undefined });
  const missing = form.missing(rules);
  /** A press that comes before the category's rules are there waits for them. */
  const save = async (shown: HTMLFormElement) => {
    const known = category === undefined ? undefined : (rules ?? (await refetch({ cancelRefetch: false })).data);
    if (category !== undefined && !known) return;
    form.save(known);
    requestAnimationFrame(() => showFirstMistake(shown));
  };
  return (
    <form
      id={id}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save(event.currentTarget);
      }}
      className="flex flex-col gap-6"
    >
      {form.restored ? <Restored onStartOver={form.startOver} /> : null}
      {unsaved ? <p className="border-l-2 border-wait pl-3">{w.unsaved}</p> : null}
      {form.clashes.length > 0 ? (
        <div role="alert" className="flex flex-col gap-2 border-l-2 border-wait pl-3">
          <p>{w.clash(form.clashes.map((part) => w.part[part]).join(", "))}</p>
          <div className="flex flex-wrap gap-2">
            <Button onClick={form.useMine}>{w.use_mine}</Button>
            <Button onClick={form.useTheirs}>{w.use_theirs}</Button>
          </div>
        </div>
      ) : null}
      {form.error ? <Problem error={form.error} /> : null}
      <Category product={view.id} channel={channel} value={said.category} rules={rules} missing={missing.has("category")} readOnly={readOnly} onChange={(next) => put({ category: next })} />
      {category === undefined ? null : error ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : !rules ? (
        <Skeleton className="h-28" />
      ) : (
        <>
          <Lacks product={view} rules={rules} channel={channel} />
          <Attributes rules={rules} said={said} listings={view.listings ?? []} missing={missing} refused={form.refused} readOnly={readOnly} onChange={(id, values) => put({ attributes: { ...said.attributes, [id]: values } })} />
          <Brand channel={channel} category={category} value={said.brand} own={view.brand} required={rules.brand_required} missing={missing.has("brand")} readOnly={readOnly} onChange={(brand) => put({ brand })} />
        </>
      )}
      {storefronts.length > 1 ? (
        <fieldset disabled={readOnly}>
          <legend className="font-semibold">{w.sold_on}</legend>
          {storefronts.map((one) => (
            <Checkbox
              key={one}
              label={(w.storefront as Record<string, string>)[one] ?? one}
              checked={said.storefronts.includes(one)}
              onChange={(event) => put({ storefronts: storefronts.filter((name) => (name === one ? event.target.checked : said.storefronts.includes(name))) })}
            />
          ))}
          <p role="alert" className={missing.has("storefronts") ? "text-meta text-fail" : "hidden"}>
            {w.storefronts_missing}
          </p>
        </fieldset>
      ) : null}
      <Checkbox disabled={readOnly} label={w.hidden} hint={w.hidden_help} checked={said.hidden} onChange={(event) => put({ hidden: event.target.checked })} />
    </form>
  );
}

/** What is missing may be above or below what is seen. */
function showFirstMistake(form: HTMLFormElement): void {
  const found = form.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]:not(.hidden)');
  found?.scrollIntoView({ block: "center" });
  if (found?.matches("[aria-invalid]")) found.focus({ preventScroll: true });
}
