import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FileDown } from "lucide-react";

import { useFormat } from "@/lib/format";
import { useLanguage } from "@/lib/words";
import { Ago } from "@/ui/age";
import { Button } from "@/ui/button";
import { Empty } from "@/ui/empty";
import { LoadMore } from "@/ui/load-more";
import { PageHeader, Section } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";
import { Status } from "@/ui/status";

import { exportsQuery, type Sheet, sheetsQuery, useDownload } from "../queries";
import { useWords } from "../words.id";
import { Upload } from "./upload";

/** Export and import of the catalogue: files to download, the upload field, and earlier uploads. */
export function Sheets() {
  const w = useWords();
  return (
    <>
      <PageHeader title={w.title} meta={w.lead} />
      <Section title={w.upload}>
        <Upload />
      </Section>
      <Section title={w.download}>
        <Downloads />
      </Section>
      <Section title={w.history}>
        <History />
      </Section>
    </>
  );
}

function Downloads() {
  const w = useWords();
  const language = useLanguage();
  const { data: files = [], error, isPending, refetch } = useQuery(exportsQuery);
  const download = useDownload();
  const busy = (path: string, format: string) => download.isPending && download.variables.path === path && download.variables.format === format;
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (isPending) return <SkeletonRows rows={2} height="h-14" />;
  return (
    <div className="flex flex-col gap-4 px-4 pb-4">
      <p className="max-w-prose text-muted">{w.download_help}</p>
      <ul className="flex flex-col gap-4">
        {files.map((file) => (
          <li key={file.name} className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <span className="min-w-0 basis-72">{language === "en" ? file.label_en : file.label}</span>
            <span className="flex gap-2">
              {file.formats
                .toSorted((a, b) => b.localeCompare(a))
                .map((format) => (
                  <Button key={format} icon={<FileDown size={16} aria-hidden />} busy={busy(file.path, format)} onClick={() => download.mutate({ path: file.path, format, name: file.name })}>
                    {busy(file.path, format) ? w.downloading : format.toUpperCase()}
                  </Button>
                ))}
            </span>
          </li>
        ))}
      </ul>
      {download.error ? <Problem error={download.error} /> : null}
    </div>
  );
}

function History() {
  const w = useWords();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(sheetsQuery);
  const sheets = data?.pages.flatMap((page) => page.items) ?? [];
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (isPending) return <SkeletonRows rows={3} height="h-14" />;
  if (sheets.length === 0) return <Empty title={w.history_empty}>{w.history_empty_help}</Empty>;
  return (
    <>
      <ul className="border-t">
        {sheets.map((sheet) => (
          <li key={sheet.id} className="border-b last:border-b-0">
            <Past sheet={sheet} />
          </li>
        ))}
      </ul>
      {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </>
  );
}

function Past({ sheet }: { sheet: Sheet }) {
  const w = useWords();
  const { number } = useFormat();
  const counts = [
    w.rows(number(sheet.rows)),
    ...(["creates", "updates", "rejected"] as const).filter((name) => sheet[name] > 0).map((name) => `${number(sheet[name])} ${w[name]}`),
    sheet.errors > 0 ? w.errors(number(sheet.errors)) : null,
  ].filter(Boolean);
  return (
    <Link to="/sheets/$sheetId" params={{ sheetId: sheet.id }} className="flex min-h-14 flex-col justify-center px-4 py-2 hover:bg-sunken">
      <span className="flex flex-wrap items-baseline gap-x-3">
        <Ago at={sheet.created_at} className="font-medium" />
        <span className="text-meta text-muted">{sheet.format.toUpperCase()}</span>
        <Status tone={sheet.phase === "finished" ? (sheet.failed + sheet.conflicts > 0 ? "fail" : "ok") : "wait"}>{w.phase[sheet.phase]}</Status>
      </span>
      <span className="text-meta text-muted">{counts.join(" · ")}</span>
    </Link>
  );
}
