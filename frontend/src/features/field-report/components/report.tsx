import { useMutation, useQuery } from "@tanstack/react-query";
import { Download, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";

import { ApiError } from "@/api/problem";
import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { saveFile } from "@/lib/save-file";
import { Ago } from "@/ui/age";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Empty } from "@/ui/empty";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { SkeletonRows } from "@/ui/skeleton";
import { Status } from "@/ui/status";

import { type Counts, type Report as Found, reportFile, reportQuery, useCompute } from "../queries";
import type { FieldName } from "../search";
import { useWords } from "../words.id";
import { FieldLine } from "./field-line";
import { FieldSheet } from "./field-sheet";

type Props = { field: FieldName | undefined; onField: (field: FieldName | undefined) => void };

/** The newest report, and the one that is being computed. */
export function Report({ field, onField }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const { data, error, isPending, refetch } = useQuery(reportQuery);
  const compute = useCompute();
  const never = !data && error instanceof ApiError && error.code === "field_report_not_found";
  const working = Boolean(data?.computing) || compute.isPending;
  const report = data?.report;
  const button = (look: "primary" | "plain") => (
    <Button look={look} icon={<RefreshCw size={16} aria-hidden />} busy={working} disabled={!may("member")} onClick={() => compute.mutate()}>
      {report ? w.again : w.compute}
    </Button>
  );
  const open = report?.fields.find((counts) => counts.field === field);
  return (
    <>
      <div className="px-4 pt-2 empty:hidden">
        <RoleNote needs="member" />
      </div>
      {compute.error ? <Problem error={compute.error} /> : null}
      {error && !data && !never ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <SkeletonRows height="h-20" /> : null}
      {data?.computing ? (
        <p role="status" className="flex flex-wrap gap-x-3 px-4 pt-3">
          <Status tone="wait">{w.computing}</Status>
          <span className="text-muted">{w.looked_at(number(data.computing.listings))}</span>
        </p>
      ) : null}
      {never ? (
        <Empty
          title={w.never}
          action={
            <div className="flex flex-wrap gap-2">
              {button("primary")}
              <PageLink to="/imports" button="plain">
                {w.to_imports}
              </PageLink>
            </div>
          }
        >
          {w.never_help}
        </Empty>
      ) : null}
      {report ? (
        <>
          {data.outdated && !working ? (
            <section aria-label={w.outdated} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3">
              <div className="min-w-0 flex-1 basis-56">
                <p className="font-medium text-wait">{w.outdated}</p>
                <p className="text-meta text-muted">{w.outdated_help}</p>
              </div>
              {button("primary")}
            </section>
          ) : null}
          <Head report={report} again={data.outdated && !working ? null : button("plain")} />
          {report.shared === 0 ? (
            <Empty
              title={w.none_shared}
              action={
                <PageLink to="/matches" button="primary">
                  {w.to_matches}
                </PageLink>
              }
            >
              {w.none_shared_help}
            </Empty>
          ) : (
            <ul className="border-t">
              {sorted(report).map((counts) => (
                <li key={counts.field} className="border-b last:border-b-0">
                  <FieldLine counts={counts} shared={report.shared} only={report.on_one_only[counts.field]} onOpen={() => onField(counts.field)} />
                </li>
              ))}
            </ul>
          )}
        </>
      ) : null}
      {report && open ? <FieldSheet report={report} counts={open} onClose={() => onField(undefined)} /> : null}
    </>
  );
}

/** Fields with the most differences first. A field of one channel only cannot differ. */
function sorted({ fields, on_one_only }: Found) {
  const work = ({ field, differ, lacking }: Counts) => (on_one_only[field] ? 0 : differ + lacking);
  return fields.toSorted((one, other) => work(other) - work(one));
}

function Head({ report, again }: { report: Found; again: ReactNode }) {
  const w = useWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  const file = useMutation({ mutationFn: async () => saveFile(await reportFile(), "syncstore-laporan-kolom.csv") });
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <p>{w.scope(number(report.products), number(report.shared))}</p>
        <p className="text-meta text-muted">
          {Object.entries(report.channels)
            .map(([channel, count]) => w.in_channel(number(count), channelName(channel)))
            .join(" · ")}
          {" · "}
          {w.computed} <Ago at={report.computed_at} />
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button icon={<Download size={16} aria-hidden />} busy={file.isPending} onClick={() => file.mutate()}>
          {w.csv}
        </Button>
        {again}
      </div>
      {file.error ? (
        <div className="basis-full">
          <Problem error={file.error} />
        </div>
      ) : null}
    </div>
  );
}
