import { useInfiniteQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";

import { useFormat } from "@/lib/format";
import { useTypedSearch } from "@/lib/typed-search";
import { useChannelName } from "@/ui/channel";
import { Empty } from "@/ui/empty";
import { LoadMore } from "@/ui/load-more";
import { PageHeader } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { SearchBox } from "@/ui/search-box";
import { SkeletonRows } from "@/ui/skeleton";

import { cardsQuery } from "../queries";
import { useWords } from "../words.id";
import { StockSheet } from "./stock-sheet";

type Search = { q?: string | undefined; product?: string | undefined };
type Props = Search & { onSearch: (search: Search, replace?: boolean) => void };

/** Milliseconds from the last key press to the request. */
const PAUSE = 200;

export function Stock({ q, product, onSearch }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  const [typed, setTyped] = useTypedSearch(q ?? "", (text) => onSearch({ q: text || undefined, product }, true), PAUSE);
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(cardsQuery(q));
  const cards = data?.pages.flatMap((page) => page.items) ?? [];
  const open = cards.find(({ id }) => id === product);
  return (
    <>
      <PageHeader title={w.title} meta={w.lead} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pb-3">
        <SearchBox label={w.search} value={typed} onChange={setTyped} className="md:max-w-sm" />
        <span role="status" className="text-meta text-muted">
          {data ? w.count(number(data.pages[0]?.total ?? 0)) : null}
        </span>
      </div>
      {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <SkeletonRows height="h-14" /> : null}
      {data && cards.length === 0 ? (
        q ? (
          <Empty title={w.nothing(q)} />
        ) : (
          <Empty
            title={w.empty}
            action={
              <PageLink to="/imports" button="primary">
                {w.to_imports}
              </PageLink>
            }
          >
            {w.empty_help}
          </Empty>
        )
      ) : null}
      <ul className="border-t empty:hidden">
        {cards.map((card) => (
          <li key={card.id} className="border-b">
            <button type="button" onClick={() => onSearch({ q, product: card.id })} className="flex min-h-14 w-full items-center gap-3 px-4 py-2 text-left hover:bg-sunken">
              <span className="min-w-0 flex-1">
                <span className="line-clamp-2">{card.title}</span>
                <span className="block truncate text-meta text-muted">
                  <span className="font-mono">{card.skus.slice(0, 4).join(", ")}</span>
                  {card.channels.length > 0 ? ` · ${card.channels.map(channelName).join(", ")}` : null}
                </span>
              </span>
              <ChevronRight size={16} aria-hidden className="shrink-0 text-muted" />
            </button>
          </li>
        ))}
      </ul>
      {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
      {product ? <StockSheet product={product} title={open?.title} onClose={() => onSearch({ q })} /> : null}
    </>
  );
}
