import { useQuery } from "@tanstack/react-query";

import { useFormat } from "@/lib/format";
import { Ago } from "@/ui/age";
import { Empty } from "@/ui/empty";
import { PageHeader, Section } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";
import { Status } from "@/ui/status";

import { type Import, importQuery, importsQuery, isAtWork } from "../queries";
import { useWords } from "../words.id";
import { ImportProgress } from "./import-progress";
import { ImportResult } from "./import-result";
import { StartImport } from "./start-import";

/** Starts an import, shows its progress, and lists earlier ones. */
export function Imports() {
  const w = useWords();
  const imports = useQuery(importsQuery);
  const newest = imports.data?.[0];
  return (
    <>
      <PageHeader title={w.title} meta={w.lead} />
      {imports.error && !imports.data ? <Problem error={imports.error} onRetry={() => void imports.refetch()} /> : null}
      {imports.isPending ? <SkeletonRows /> : null}
      {newest ? <Newest id={newest.id} known={newest} /> : imports.data ? <StartImport /> : null}
      {imports.data ? (
        <Section title={w.history}>
          {imports.data.length === 0 ? <Empty title={w.history_empty}>{w.history_empty_help}</Empty> : null}
          <ul className="border-t empty:hidden">
            {imports.data.map((one) => (
              <Past key={one.id} one={one} />
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}

function Newest({ id, known }: { id: string; known: Import }) {
  const w = useWords();
  const { data: one = known } = useQuery(importQuery(id));
  if (isAtWork(one)) {
    return (
      <Section title={w.running} meta={<Ago at={one.started_at} />}>
        <ImportProgress one={one} />
      </Section>
    );
  }
  const waits = one.matches_suggested + one.matches_review > 0;
  return (
    <>
      <Section title={one.phase === "failed" ? w.failed : w.found} meta={<Ago at={one.finished_at ?? one.started_at} />}>
        <div className="flex flex-col gap-4 px-4 pb-4">
          <ImportResult one={one} />
          <div className="flex flex-wrap gap-2">
            {waits ? (
              <PageLink to="/matches" button="primary">
                {w.see_matches}
              </PageLink>
            ) : null}
            {one.phase === "finished" ? (
              <PageLink to="/products" button="plain">
                {w.see_products}
              </PageLink>
            ) : null}
          </div>
        </div>
      </Section>
      <Section title={w.again}>
        <StartImport next={!waits} />
      </Section>
    </>
  );
}

function Past({ one: known }: { one: Import }) {
  const w = useWords();
  const { duration } = useFormat();
  const { data: one = known } = useQuery({ ...importQuery(known.id), enabled: false });
  const tone = one.phase === "finished" ? "ok" : one.phase === "failed" ? "fail" : "wait";
  return (
    <li className="flex flex-col gap-2 border-b px-4 py-3 last:border-b-0">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <Ago at={one.started_at} className="font-medium" />
        <Status tone={tone}>{w.phase[one.phase]}</Status>
        {one.finished_at ? <span className="text-meta text-muted">{w.took(duration((Date.parse(one.finished_at) - Date.parse(one.started_at)) / 1000))}</span> : null}
      </p>
      {isAtWork(one) ? null : <ImportResult one={one} />}
    </li>
  );
}
