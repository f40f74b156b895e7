import { createFileRoute } from "@tanstack/react-router";

import { Products } from "@/features/products/components/products";
import { pageQuery } from "@/features/products/queries";
import { filterOf, orderOf, productSearch } from "@/features/products/search";
import { UploadButton } from "@/features/sheets/components/upload-button";

export const Route = createFileRoute("/_app/products/")({
  validateSearch: productSearch,
  // No `loaderDeps`: another search would be another page to the router, which on a slow phone takes the search box away while one types.
  loader: ({ context, location }) => {
    const search = productSearch(location.search);
    void context.queries.prefetchQuery(pageQuery(filterOf(search), orderOf(search), 0));
  },
  component: Page,
});

function Page() {
  return <Products actions={<UploadButton />} />;
}
