import { useInfiniteQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";

import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Sheet } from "@/ui/dialog";
import { LoadMore } from "@/ui/load-more";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { type Exception, exceptionsQuery } from "../queries";
import { usePlace } from "../use-place";
import { useScopeName } from "../use-scope-name";
import { useSentences } from "../use-sentence";
import { useWords } from "../words.id";

/** The exceptions from the channel's rule. */
export function ExceptionsSheet({ channel }: { channel: string }) {
  const w = useWords();
  const channelName = useChannelName();
  const { close, open } = usePlace();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(exceptionsQuery(channel));
  const items = data?.pages.flatMap((page) => page.items);
  return (
    <Sheet
      open
      onOpenChange={close}
      title={w.exceptions_of(channelName(channel))}
      description={w.exceptions_help}
      foot={
        <Button look="primary" onClick={() => open({ sheet: "exception", channel })}>
          {w.exception_add}
        </Button>
      }
    >
      {error && !items ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {!items && !error ? <SkeletonRows rows={5} height="h-16" /> : null}
      {items?.length === 0 ? <p className="text-muted">{w.no_exceptions}</p> : null}
      <ul className="-mx-4 -mt-4 empty:hidden">
        {items?.map((exception) => (
          <li key={exception.scope} className="border-b">
            <Line exception={exception} onOpen={() => open({ sheet: "exception", channel, scope: exception.scope })} />
          </li>
        ))}
      </ul>
      {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </Sheet>
  );
}

function Line({ exception, onOpen }: { exception: Exception; onOpen: () => void }) {
  const { level, name } = useScopeName(exception.scope);
  const sentences = useSentences();
  return (
    <button type="button" onClick={onOpen} className="flex min-h-14 w-full items-center gap-3 px-4 py-2 text-left hover:bg-sunken">
      <span className="min-w-0 flex-1">
        <span className="block text-meta text-muted">{level}</span>
        <span className="line-clamp-2 font-medium">{name}</span>
        <span className="block text-muted">{sentences(exception.rule, { wider: true })[0]}</span>
      </span>
      <ChevronRight size={16} aria-hidden className="shrink-0 text-muted" />
    </button>
  );
}
