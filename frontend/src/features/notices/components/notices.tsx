import { useInfiniteQuery } from "@tanstack/react-query";
import { CheckCheck } from "lucide-react";

import { useMe } from "@/auth/me";
import { usePreferences } from "@/auth/preferences";
import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { Days } from "@/ui/days";
import { Empty } from "@/ui/empty";
import { LoadMore } from "@/ui/load-more";
import { PageHeader } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { SkeletonRows } from "@/ui/skeleton";

import { isShown } from "../muted";
import { noticesQuery, useMarkRead } from "../queries";
import { useUnread } from "../unread";
import { useWords } from "../words.id";
import { NoticeLine } from "./notice-line";

export function Notices() {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(noticesQuery);
  const mark = useMarkRead();
  const { muted } = usePreferences().notices;
  const notices = data?.pages.flatMap((page) => page.items).filter((notice) => isShown(notice, muted)) ?? [];
  const counted = useUnread();
  const unread = muted.length > 0 ? counted : (data?.pages[0]?.unread ?? 0);
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
      {muted.length > 0 ? (
        <p className="flex flex-wrap items-center gap-x-3 px-4 py-2 text-meta text-muted">
          {w.muted(number(muted.length))}
          <PageLink to="/settings" className="inline-flex min-h-11 items-center text-accent underline md:min-h-6">
            {w.choose}
          </PageLink>
        </p>
      ) : null}
      {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </>
  );
}
