import { useInfiniteQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";

import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";
import { Thumbnail } from "@/ui/thumbnail";

import { byLack, type Fill, FILLS, type LackGroup, whereTo } from "../lacks";
import { entriesQuery, type Plan } from "../queries";
import type { PlanSearch } from "../search";
import { filterOf } from "../sections";
import { useWords } from "../words.id";
import { AgainButton } from "./again-button";

/** Products of a group that are shown at once. */
const SHOWN = 20;

type Props = { plan: Plan; search: PlanSearch; onFill: (fill: Fill, products: string[]) => void };

/** What new listings lack, each kind once, with the way to complete it. The API does not count kinds, so the counts are those of what is loaded. */
export function Lacking({ plan, search, onFill }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(entriesQuery(plan.id, filterOf("blocked", search)));
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={4} height="h-14" />;
  const entries = data.pages.flatMap((page) => page.items);
  const groups = byLack(entries);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pb-3">
        <p role="status" className="min-w-0 flex-1 basis-48 text-muted">
          {hasNextPage ? w.lacking_loaded(number(entries.length)) : w.lacking_all(number(entries.length))}
        </p>
        {hasNextPage ? (
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {w.lacking_more}
          </Button>
        ) : null}
      </div>
      {groups.length === 0 ? <p className="px-4 pb-4 text-muted">{hasNextPage ? w.lacking_none_yet : w.lacking_none}</p> : null}
      <ul className="border-t empty:hidden">
        {groups.map((group) => (
          <li key={group.id} className="border-b">
            <Group group={group} onFill={onFill} />
          </li>
        ))}
      </ul>
      {plan.undoes ? null : (
        <div className="flex flex-col gap-2 p-4">
          <p className="text-muted">{w.recount_help}</p>
          <AgainButton plan={plan} label={w.recount} look="plain" />
        </div>
      )}
    </>
  );
}

function Group({ group, onFill }: { group: LackGroup; onFill: Props["onFill"] }) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const channelName = useChannelName();
  const [open, setOpen] = useState(false);
  const [most, setMost] = useState(SHOWN);
  const { what, name, channel, products } = group;
  const fill = FILLS.find((one) => one === what);
  const label = [name ? w.lack_named[what === "document" ? "document" : "attribute"](name) : w.lack[what], channel ? channelName(channel) : null].filter(Boolean).join(" · ");
  return (
    <>
      <h3>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} className="flex min-h-12 w-full items-center gap-2 px-4 py-2 text-left hover:bg-sunken">
          {open ? <ChevronDown size={16} aria-hidden className="shrink-0" /> : <ChevronRight size={16} aria-hidden className="shrink-0" />}
          <span className="min-w-0 flex-1 font-medium">{label}</span>
          <span className="shrink-0 text-muted tabular-nums">{w.lack_products(number(products.length))}</span>
        </button>
      </h3>
      {open ? (
        <div className="pb-2 pl-6">
          {fill && may("member") ? (
            <div className="px-4 py-2">
              <Button onClick={() => onFill(fill, products.map(({ id }) => id))}>{w.fill_all[fill](number(products.length))}</Button>
            </div>
          ) : null}
          <ul>
            {products.slice(0, most).map((product) => (
              <li key={product.id}>
                <PageLink to={whereTo(what, product.id, product.channel)} className="flex min-h-14 items-center gap-3 px-4 py-1.5 hover:bg-sunken">
                  <Thumbnail src={product.thumbnail} />
                  <span className="line-clamp-2 min-w-0 flex-1">{product.title}</span>
                  <span className="inline-flex shrink-0 items-center font-medium underline">
                    {w.fill_one}
                    <ChevronRight size={14} aria-hidden />
                  </span>
                </PageLink>
              </li>
            ))}
          </ul>
          {products.length > most ? (
            <button type="button" className="ml-2 min-h-11 px-2 text-muted underline hover:text-ink md:min-h-9" onClick={() => setMost(most + 5 * SHOWN)}>
              {w.more_products(number(products.length - most))}
            </button>
          ) : null}
        </div>
      ) : null}
    </>
  );
}
