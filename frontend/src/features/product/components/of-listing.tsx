import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, Navigate } from "@tanstack/react-router";

import { ApiError } from "@/api/problem";
import { Button } from "@/ui/button";
import { Empty } from "@/ui/empty";
import { PageHeader } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { listingQuery } from "../queries";
import { useWords } from "../words.id";

const route = getRouteApi("/_app/listings/$listing");

/** Leads from a listing to its product, for what names a listing only, such as a notice. */
export function OfListing() {
  const w = useWords();
  const { listing: key } = route.useParams();
  const { data, error, refetch } = useQuery(listingQuery(key));
  const head = <PageHeader title={w.one} />;
  if (data?.product_id) return <Navigate to="/products/$product" params={{ product: data.product_id }} replace />;
  if (data) {
    return (
      <>
        {head}
        <Empty
          title={w.no_product}
          action={
            <PageLink to={`/matches?listing=${encodeURIComponent(key)}`} button="plain">
              {w.find_partner}
            </PageLink>
          }
        >
          {data.observed.title}
        </Empty>
      </>
    );
  }
  if (error instanceof ApiError && error.status === 404) {
    return (
      <>
        {head}
        <Empty
          title={w.no_listing}
          action={
            <Button asChild>
              <Link to="/products">{w.back}</Link>
            </Button>
          }
        >
          {error.said}
        </Empty>
      </>
    );
  }
  return (
    <>
      {head}
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : <SkeletonRows rows={12} />}
    </>
  );
}
