import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { saveFile } from "@/lib/save-file";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Sheet } from "@/ui/dialog";
import { useFieldName } from "@/ui/field-name";
import { LoadMore } from "@/ui/load-more";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";
import { Status } from "@/ui/status";

import { type Counts, productsFile, productsQuery, type Report } from "../queries";
import { useWords } from "../words.id";
import { Value } from "./value";

type Props = { report: Report; counts: Counts; onClose: () => void };

/** One field: between which channels it differs, and every product with what each listing says now. */
export function FieldSheet({ report, counts, onClose }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const name = useFieldName()(counts.field);
  const said = [counts.differ > 0 ? `${number(counts.differ)} ${w.differ}` : "", counts.lacking > 0 ? `${number(counts.lacking)} ${w.lacking}` : ""].filter(Boolean);
  const file = useMutation({ mutationFn: async () => saveFile(await productsFile(counts.field), `syncstore-laporan-${counts.field}.csv`) });
  return (
    <Sheet
      open
      onOpenChange={onClose}
      title={name}
      description={w.sheet_summary(said.join(", "), number(report.shared))}
      foot={
        <Button icon={<Download size={16} aria-hidden />} busy={file.isPending} onClick={() => file.mutate()}>
          {w.csv}
        </Button>
      }
    >
      <div className="flex flex-col gap-5">
        {file.error ? <Problem error={file.error} /> : null}
        <section aria-label={w.compared}>
          <h3 className="font-semibold">{w.compared}</h3>
          <p className="text-muted">{w.compared_by[counts.field]}</p>
          {counts.identical > 0 ? <p className="text-meta text-muted">{w.identical(number(counts.identical))}</p> : null}
        </section>
        <Pairs pairs={counts.pairs} />
        <Products report={report} counts={counts} />
      </div>
    </Sheet>
  );
}

function Pairs({ pairs }: { pairs: Counts["pairs"] }) {
  const w = useWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  return (
    <section aria-label={w.pairs}>
      <h3 className="font-semibold">{w.pairs}</h3>
      <ul>
        {pairs.map(({ first, second, agree, differ, only_first, only_second, partly, variants }) => {
          const parts: [number, string][] = [
            [agree, w.agree],
            [differ, w.differ],
            [only_first, w.only_in(channelName(first))],
            [only_second, w.only_in(channelName(second))],
            [partly, w.partly],
          ];
          return (
            <li key={`${first} ${second}`} className="py-1">
              <p>
                <span className="font-medium">{w.pair(channelName(first), channelName(second))}:</span>{" "}
                {parts
                  .filter(([count]) => count > 0)
                  .map(([count, what]) => `${number(count)} ${what}`)
                  .join(", ")}
              </p>
              {variants.agree + variants.differ + variants.lacking > 0 ? <p className="text-meta text-muted">{w.by_variant(number(variants.agree), number(variants.differ), number(variants.lacking))}</p> : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Products({ report, counts }: { report: Report; counts: Counts }) {
  const w = useWords();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(productsQuery(report.id, counts.field));
  const products = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section aria-label={w.products}>
      <h3 className="pb-1 font-semibold">{w.products}</h3>
      {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <SkeletonRows rows={4} height="h-24" /> : null}
      {data && products.length === 0 && !hasNextPage ? <p className="text-muted">{w.no_products}</p> : null}
      <ul className="border-t empty:hidden">
        {products.map((product) => (
          <li key={product.product_id} className="border-b py-3">
            <Product product={product} counts={counts} />
          </li>
        ))}
      </ul>
      {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </section>
  );
}

type Differing = Schema<"Listed_DifferingProduct">["items"][number];

function Product({ product, counts }: { product: Differing; counts: Counts }) {
  const w = useWords();
  const channelName = useChannelName();
  const { product_id, title, verdict, reported, values } = product;
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <PageLink to={`/products/${product_id}`} className="inline-flex min-h-11 items-center text-accent underline md:min-h-6">
          {title}
        </PageLink>
        {verdict === reported ? null : <Status tone={verdict === "agree" ? "ok" : "wait"}>{w.now[verdict]}</Status>}
      </p>
      <dl className="grid gap-x-4 gap-y-2 md:grid-cols-2">
        {values.map(({ listing, channel, value }) => (
          <div key={listing} className="min-w-0">
            <dt className="text-meta text-muted">{channelName(channel)}</dt>
            <dd>
              <Value field={counts.field} value={value} others={values.flatMap((one) => (one.listing !== listing && one.value ? [one.value] : []))} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
