import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { lazy, Suspense } from "react";

import { isNoAnswer } from "@/api/problem";
import { Updated } from "@/ui/age";
import { PageHeader } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { dashboardQuery } from "../queries";
import { useWords } from "../words.id";
import { NeedsYou } from "./needs-you";

// The part below "what needs the seller". Beranda is useful before it is loaded.
const Rest = lazy(() => import("./rest"));

/** First what needs the seller today, then running work, then the state of the shops. */
export function Home() {
  const w = useWords();
  const { data, error, dataUpdatedAt, refetch } = useQuery(dashboardQuery);
  return (
    <>
      <PageHeader title={w.title} meta={data ? <Updated at={dataUpdatedAt} /> : null} />
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
          <Suspense>
            <Rest dashboard={data} />
          </Suspense>
        </>
      ) : error ? null : (
        <SkeletonRows />
      )}
    </>
  );
}
