import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";

import { ApiError } from "@/api/problem";
import { Button } from "@/ui/button";
import { Empty } from "@/ui/empty";
import { PageHeader } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { productQuery } from "../queries";
import { useWords } from "../words.id";
import { ProductPage } from "./product-page";

const route = getRouteApi("/_app/products/$product");

/** One product: the master beside each channel, one form, and the sync buttons. */
export function Product() {
  const w = useWords();
  const { product: id } = route.useParams();
  const { data, error, refetch } = useQuery(productQuery(id));
  if (data) return <ProductPage key={id} view={data} />;
  if (error instanceof ApiError && error.status === 404) {
    return (
      <>
        <PageHeader title={w.one} />
        <Empty
          title={w.not_found}
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
      <PageHeader title={w.one} />
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : <SkeletonRows rows={12} />}
    </>
  );
}
