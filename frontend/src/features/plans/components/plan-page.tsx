import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronLeft, Download } from "lucide-react";
import { type ReactNode, useState } from "react";

import { shortHash, useFormat } from "@/lib/format";
import { saveFile } from "@/lib/save-file";
import { said, useLanguage } from "@/lib/words";
import { Actor } from "@/ui/actor";
import { Ago } from "@/ui/age";
import { Button } from "@/ui/button";
import { Empty } from "@/ui/empty";
import { useFieldName } from "@/ui/field-name";
import { PageHeader } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { type Fill } from "../lacks";
import { entriesQuery, isNew, makesListings, type Plan, planFile, planQuery } from "../queries";
import type { PlanSearch } from "../search";
import { filterOf, sectionsOf } from "../sections";
import { useViewed } from "../viewed";
import { useWords } from "../words.id";
import { PlanFilters } from "./plan-filters";
import { PlanFoot } from "./plan-foot";
import { PlanNotices } from "./plan-notices";
import { PlanSection } from "./plan-section";

/** A bulk edit that begins with what is missing, of these products. */
export type Filling = { plan: Plan; fill: Fill; products: readonly string[]; onClose: () => void };

type Props = { id: string; search: PlanSearch; onSearch: (search: PlanSearch) => void; filling: (filling: Filling) => ReactNode };

/** The exact changes, where they are made, and the money; approved by the plan's hash. */
export function PlanPage({ id, search, onSearch, filling }: Props) {
  const w = useWords();
  const { data: plan, error, refetch } = useQuery(planQuery(id));
  if (!plan) {
    return (
      <>
        <PageHeader title={w.title} />
        {error ? <Problem error={error} onRetry={() => void refetch()} /> : <SkeletonRows />}
      </>
    );
  }
  return (
    <>
      <Head plan={plan} />
      <PlanNotices plan={plan} />
      {plan.state === "ready" ? <Ready plan={plan} search={search} onSearch={onSearch} filling={filling} /> : null}
    </>
  );
}

function Head({ plan }: { plan: Plan }) {
  const w = useWords();
  const { number } = useFormat();
  const fieldName = useFieldName();
  const creates = useCreates(plan);
  return (
    <PageHeader
      back={
        <Link to="/sync" search={{ tab: "plans" }} className="inline-flex min-h-8 items-center text-muted hover:text-ink">
          <ChevronLeft size={16} aria-hidden />
          {w.back}
        </Link>
      }
      title={plan.deletes ? w.title_delete : plan.undoes ? w.title_undo : plan.visibility ? w.title_visibility[plan.visibility] : w.title}
      actions={plan.state === "ready" && plan.listings > 0 ? <FileButton plan={plan} /> : null}
      meta={
        <p className="dotted">
          <span>
            {w.made} <Actor subject={plan.created_by} /> <Ago at={plan.created_at} />
          </span>
          {plan.state === "ready" ? <span>{w.looked(number(plan.listings))}</span> : null}
          {plan.money.prices > 0 ? <span>{w.prices(number(plan.money.prices), number(plan.money.raised), number(plan.money.lowered))}</span> : null}
          {creates ? <span>{w.with_new}</span> : null}
          {plan.fields && !plan.visibility ? <span>{w.only_fields(plan.fields.map((one) => fieldName(one)).join(", "))}</span> : null}
        </p>
      }
    />
  );
}

/** Whether it creates listings. A plan does not say so itself; its codes do, or the first entries that it pushes, which the page reads anyway. */
function useCreates(plan: Plan): boolean {
  const { data } = useInfiniteQuery({ ...entriesQuery(plan.id, filterOf("push", {})), enabled: plan.state === "ready" && !plan.undoes && plan.changes > 0 && !makesListings(plan) });
  return !plan.undoes && (makesListings(plan) || Boolean(data?.pages.some(({ items }) => items.some(isNew))));
}

function FileButton({ plan }: { plan: Plan }) {
  const w = useWords();
  const file = useMutation({ mutationFn: async () => saveFile(await planFile(plan.id, {}), `syncstore-rencana-${shortHash(plan.hash ?? plan.id).replace("·", "")}.csv`) });
  return (
    <div className="max-md:hidden">
      <Button busy={file.isPending} icon={<Download size={16} aria-hidden />} onClick={() => file.mutate()}>
        {w.csv}
      </Button>
      {file.error ? <Problem error={file.error} /> : null}
    </div>
  );
}

function Ready({ plan, search, onSearch, filling }: { plan: Plan } & Pick<Props, "search" | "onSearch" | "filling">) {
  const w = useWords();
  const { viewed, view } = useViewed(plan.hash ?? plan.id);
  const [products, setProducts] = useState<readonly string[]>([]);
  return (
    <>
      {plan.changes === 0 ? (
        <Empty title={plan.blocked + plan.conflicts > 0 ? w.empty_blocked : w.empty}>{plan.blocked + plan.conflicts > 0 ? w.empty_blocked_help : w.empty_help}</Empty>
      ) : null}
      <Unplanned plan={plan} />
      <PlanFilters plan={plan} search={search} onSearch={onSearch} />
      <div>
        {sectionsOf(plan, search).map((section) => (
          <PlanSection key={section} plan={plan} section={section} search={search} viewed={viewed} onView={view} onSearch={onSearch} onFill={(fill, ids) => {
            setProducts(ids);
            onSearch({ ...search, fill });
          }} />
        ))}
      </div>
      {/* Every section is empty: they then draw nothing at all. */}
      <p className="hidden px-4 py-8 text-muted [:empty+&]:block">{w.nothing_found}</p>
      {search.fill ? filling({ plan, fill: search.fill, products, onClose: () => onSearch({ ...search, fill: undefined }) }) : null}
      <PlanFoot plan={plan} viewed={viewed.size} />
    </>
  );
}

function Unplanned({ plan }: { plan: Plan }) {
  const w = useWords();
  const { number } = useFormat();
  useLanguage();
  const left = plan.unplanned.length + plan.nothing_planned.reduce((sum, one) => sum + one.count, 0);
  if (left === 0) return null;
  return (
    <details className="border-t px-4" open={plan.listings_changed === 0}>
      <summary className="flex min-h-11 items-center font-medium text-wait">{w.unplanned(number(left))}</summary>
      <ul className="flex flex-col gap-2 pb-3">
        {plan.unplanned.map((one) => (
          <li key={one.named}>
            <PageLink to={`/products/${one.product_id}`} className="font-mono text-meta underline">
              {one.named}
            </PageLink>{" "}
            {said(one.text, one.text_en)}
          </li>
        ))}
        {plan.nothing_planned.map((one) => (
          <li key={one.code}>{said(one.text, one.text_en)}</li>
        ))}
      </ul>
    </details>
  );
}
