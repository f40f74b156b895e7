import { useInfiniteQuery } from "@tanstack/react-query";

import { api, data, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";
import { Button } from "@/ui/button";
import { Sheet } from "@/ui/dialog";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { useWords } from "../words.id";
import { HistoryList } from "./history";

/** The product's whole log, the newest first. */
export function HistorySheet({ view: { id, variants }, onClose }: { view: Pick<Schema<"ProductView">, "id" | "variants">; onClose: () => void }) {
  const w = useWords();
  const pages = useInfiniteQuery({
    queryKey: keys.productPart(id, "history"),
    queryFn: ({ pageParam, signal }) => data(api.GET("/v1/products/{id}/history", { params: { path: { id }, query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });
  return (
    <Sheet open onOpenChange={onClose} title={w.history}>
      {pages.error ? <Problem error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isPending ? <SkeletonRows /> : null}
      {pages.data?.pages[0]?.items.length === 0 ? <p className="text-muted">{w.no_history}</p> : null}
      <div className="-mx-4">
        <HistoryList entries={pages.data?.pages.flatMap((page) => page.items) ?? []} variants={variants} />
      </div>
      {pages.hasNextPage ? (
        <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {w.loading_more}
        </Button>
      ) : null}
    </Sheet>
  );
}
