import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { type Check, type Offence, offencesQuery } from "@/api/verification";

import { useChannelName } from "../channel";
import { LoadMore } from "../load-more";
import { Problem } from "../problem";
import { SkeletonRows } from "../skeleton";
import { useReason } from "./reason";
import { useWords } from "./words.id";

type Props = {
  id: string;
  check: Check;
  /** What can be done about a row. */
  children: (row: Offence) => ReactNode;
};

/** What a line of a check found wrong, each with what can be done about it. */
export function Offences({ id, check, children }: Props) {
  const w = useWords();
  const channelName = useChannelName();
  const reason = useReason();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(offencesQuery(id, check));
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={3} height="h-16" />;
  const rows = data.pages.flatMap(({ items }) => items);
  if (rows.length === 0 && !hasNextPage) return <p className="text-muted">{w.no_rows}</p>;
  return (
    <>
      <h3 className="text-meta text-muted">{w.rows}</h3>
      <ul className="-mx-4 border-t" aria-label={w.rows}>
        {rows.map((row, at) => {
          const [channel, , number] = (row.listing ?? row.channel ?? "").split(":");
          return (
            <li key={`${row.listing} ${row.offer} ${at}`} className="flex flex-wrap items-start gap-x-4 gap-y-1 border-b px-4 py-2">
              <div className="min-w-0 flex-1 basis-60">
                <p className="font-medium">{reason(row.reason)}</p>
                <p className="text-meta text-muted">
                  {channel ? channelName(channel) : null}
                  {number ? <span className="font-mono"> {w.listing(number)}</span> : null}
                </p>
                <p className="font-mono text-meta break-words">{row.details}</p>
              </div>
              {children(row)}
            </li>
          );
        })}
      </ul>
      {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </>
  );
}
