import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { ApiError } from "@/api/problem";
import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { Ago } from "@/ui/age";
import { Button } from "@/ui/button";
import { Empty } from "@/ui/empty";
import { Foot, PageHeader } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { Progress } from "@/ui/progress";
import { RoleNote } from "@/ui/role-note";
import { SkeletonRows } from "@/ui/skeleton";
import { Status } from "@/ui/status";
import { TabPanel, Tabs } from "@/ui/tabs";

import { type Sheet as Uploaded, sheetQuery, useApply } from "../queries";
import { useWords } from "../words.id";
import { Entries, Errors } from "./sheet-lists";

export type Tab = "changes" | "errors";
type Props = { id: string; tab: Tab | undefined; onTab: (tab: Tab) => void };

/** One uploaded sheet: the changes that it would make, its errors, and the button that applies it. */
export function Sheet({ id, tab, onTab }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { data: sheet, error, refetch } = useQuery(sheetQuery(id));
  const header = (
    <PageHeader
      title={w.review}
      back={
        <Link to="/sheets" className="inline-flex min-h-11 items-center px-1 text-accent underline md:min-h-6">
          {w.back}
        </Link>
      }
      meta={sheet ? <>{[sheet.format.toUpperCase(), w.rows(number(sheet.rows))].join(" · ")} · <Ago at={sheet.created_at} /></> : null}
    />
  );
  if (!sheet) {
    return (
      <>
        {header}
        {error ? <Problem error={error} onRetry={() => void refetch()} /> : <SkeletonRows />}
      </>
    );
  }
  const shown = tab ?? (sheet.creates + sheet.updates === 0 && sheet.errors > 0 ? "errors" : "changes");
  return (
    <>
      {header}
      <Counts sheet={sheet} />
      {sheet.phase === "checked" ? null : <Applied sheet={sheet} />}
      <Tabs
        label={w.tabs}
        value={shown}
        onChange={onTab}
        tabs={[
          { value: "changes", label: w.tab.changes, count: number(sheet.creates + sheet.updates) },
          { value: "errors", label: w.tab.errors, count: number(sheet.errors) },
        ]}
      >
        <TabPanel value="changes">{sheet.creates + sheet.updates === 0 ? <Empty title={w.nothing}>{sheet.errors > 0 ? w.only_errors : w.nothing_help}</Empty> : <Entries sheet={sheet} />}</TabPanel>
        <TabPanel value="errors">{sheet.errors === 0 ? <Empty title={w.no_errors} /> : <Errors sheet={sheet} />}</TabPanel>
      </Tabs>
      {sheet.phase === "checked" && sheet.creates + sheet.updates > 0 ? <Apply sheet={sheet} /> : null}
    </>
  );
}

function Counts({ sheet }: { sheet: Uploaded }) {
  const w = useWords();
  const { number } = useFormat();
  const counts = (["creates", "updates", "unchanged", "rejected"] as const).filter((name) => sheet[name] > 0);
  return (
    <div className="flex flex-col gap-2 px-4 pb-4">
      <ul className="flex flex-wrap gap-x-6 gap-y-1">
        {counts.map((name) => (
          <li key={name} className={name === "rejected" ? "text-fail" : undefined}>
            <span className="font-semibold tabular-nums">{number(sheet[name])}</span> {w[name]}
          </li>
        ))}
      </ul>
      {sheet.ignored.length > 0 ? (
        <p className="text-meta text-muted">
          {w.ignored}: {sheet.ignored.map((one) => one.heading || one.column || one.sheet).join(", ")}
        </p>
      ) : null}
    </div>
  );
}

function Applied({ sheet }: { sheet: Uploaded }) {
  const w = useWords();
  const { number } = useFormat();
  const working = sheet.phase === "applying";
  const total = sheet.creates + sheet.updates;
  return (
    <div className="flex flex-col gap-2 border-t px-4 py-4" role="status">
      <Status tone={working ? "wait" : sheet.failed + sheet.conflicts > 0 ? "fail" : "ok"}>{working ? w.applying : w.finished}</Status>
      <Progress
        label={`${w.applying}: ${number(sheet.applied + sheet.conflicts + sheet.failed)}`}
        total={total}
        shares={[
          { label: w.applied, value: sheet.applied, tone: "ok" },
          { label: w.conflicts, value: sheet.conflicts, tone: "wait" },
          { label: w.failed, value: sheet.failed, tone: "fail" },
        ]}
      />
      {working ? null : (
        <>
          {sheet.conflicts > 0 ? <p>{w.conflict_help}</p> : null}
          <p className="text-muted">{w.finished_help}</p>
          <p>
            <PageLink to="/products" button="plain">
              {w.to_products}
            </PageLink>
          </p>
        </>
      )}
    </div>
  );
}

function Apply({ sheet }: { sheet: Uploaded }) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const apply = useApply(sheet);
  const clean = sheet.errors === 0;
  const count = number(sheet.creates + sheet.updates);
  const stale = apply.error instanceof ApiError && apply.error.status === 409;
  return (
    <>
      {apply.error ? stale ? <p role="alert" className="px-4 py-2 text-fail">{w.stale}</p> : <Problem error={apply.error} /> : null}
      <Foot
        actions={
          <Button look="primary" busy={apply.isPending} disabled={!may("member")} onClick={() => apply.mutate(clean ? "all" : "valid")}>
            {clean ? w.apply_all(count) : w.apply_valid(count)}
          </Button>
        }
      >
        {w.foot(number(sheet.creates), number(sheet.updates))} {sheet.rejected > 0 ? w.foot_rejected(number(sheet.rejected)) : null}
        <RoleNote needs="member" />
      </Foot>
    </>
  );
}
