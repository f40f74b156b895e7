import { getRouteApi } from "@tanstack/react-router";

import type { PricesSearch } from "./search";

const route = getRouteApi("/_app/prices");

/** The open sheet, which is part of the address. */
export function usePlace() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const typed = { base: search.base, cost: search.cost };
  const to = (next: PricesSearch, replace: boolean) => void navigate({ search: { ...typed, ...next }, replace, resetScroll: false });
  return {
    ...search,
    open: (next: PricesSearch) => to(next, false),
    /** Changes parameters within the open sheet. */
    turn: (next: Partial<PricesSearch>, replace = false) => to({ ...search, ...next }, replace),
    close: () => to({}, true),
  };
}
