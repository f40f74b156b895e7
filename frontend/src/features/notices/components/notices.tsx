import { useInfiniteQuery } from "@tanstack/react-query";
import { CheckCheck } from "lucide-react";

import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { Days } from "@/ui/days";
import { Empty } from "@/ui/empty";
import { LoadMore } from "@/ui/load-more";
import { PageHeader } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { SkeletonRows } from "@/ui/skeleton";

import { noticesQuery, useMarkRead } from "../queries";
import { useWords } from "../words.id";
import { NoticeLine } from "./notice-line";

export function Notices() {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(noticesQuery);
  const mark = useMarkRead();
  const notices = data?.pages.flatMap((page) => page.items) ?? [];
  const unread = data?.pages[0]?.unread ?? 0;
  return (
    <>
      <PageHeader
        title={w.title}
        meta={data && notices.length > 0 ? (unread > 0 ? w.unread(number(unread)) : w.all_read) : null}
        actions={
          unread > 0 ? (
            <Button icon={<CheckCheck size={16} aria-hidden />} disabled={!may("member")} onClick={() => mark.mutate("all")}>
              {w.read_all}
            </Button>
          ) : null
        }
      />
      {unread > 0 ? (
        <div className="px-4 pb-2 empty:hidden">
          <RoleNote needs="member" />
        </div>
      ) : null}
      {mark.error ? <Problem error={mark.error} /> : null}
      {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <SkeletonRows height="h-16" /> : null}
      {data && notices.length === 0 ? <Empty title={w.empty}>{w.empty_help}</Empty> : null}
      <Days items={notices} at={({ at }) => at} id={({ id }) => id}>
        {(notice) => <NoticeLine notice={notice} onRead={may("member") ? () => mark.mutate(notice.id) : undefined} />}
      </Days>
      {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </>
  );
}
