import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Search } from "lucide-react";

import { isNoAnswer } from "@/api/problem";
import { useFormat } from "@/lib/format";
import { Age } from "@/ui/age";
import { PageHeader, Section } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { dashboardQuery } from "../queries";
import { useWords } from "../words.id";
import { Channels } from "./channels";
import { Imports } from "./imports";
import { NeedsYou } from "./needs-you";
import { Pushes } from "./pushes";
import { Running } from "./running";

/** What needs the seller today, without a tap; then what is at work; then how the shops are. */
export function Home() {
  const w = useWords();
  const { number } = useFormat();
  const { data, error, dataUpdatedAt, refetch } = useQuery(dashboardQuery);
  return (
    <>
      <PageHeader title={w.title} meta={data ? <Age at={dataUpdatedAt} /> : null} />
      <div className="px-4 pb-3 md:hidden">
        <Link to="/products" hash="find" className="flex min-h-11 items-center gap-2 rounded-md border border-edge bg-surface px-3 text-muted">
          <Search size={16} aria-hidden />
          {w.find}
        </Link>
      </div>
      {error && !(data && isNoAnswer(error)) ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {data ? (
        <>
          <NeedsYou dashboard={data} />
          <Running runs={data.runs} />
          <Pushes today={data.pushes_today} days={data.pushes} />
          <Section title={w.catalogue}>
            <p className="flex flex-wrap gap-x-4 px-4 pb-4">
              <span>{w.active(number(data.products["active"] ?? 0))}</span>
              <span className="text-muted">{w.archived(number(data.products["archived"] ?? 0))}</span>
            </p>
          </Section>
          <Channels connections={data.connections} />
          <Imports imports={data.imports} />
        </>
      ) : error ? null : (
        <SkeletonRows />
      )}
    </>
  );
}
