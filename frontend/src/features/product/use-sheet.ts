import { getRouteApi, useNavigate } from "@tanstack/react-router";

import type { SheetSearch } from "./search";

const route = getRouteApi("/_app/products/$product");

/** The open sheet, which is part of the address. */
export function useSheet() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/products/$product" });
  return {
    ...search,
    open: (next: SheetSearch) => void navigate({ search: next, resetScroll: false }),
    close: () => void navigate({ search: {}, replace: true, resetScroll: false }),
  };
}
