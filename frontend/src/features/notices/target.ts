/** The page on which something can be done about a notice, by its kind. */
const PAGES: Record<string, string> = {
  import_finished: "/imports",
  import_failed: "/imports",
  listing_unreadable: "/imports",
  listings_missing: "/imports",
  changes_unreadable: "/imports",
  connection_ill: "/settings",
  shop_deauthorized: "/settings",
  authorization_needed: "/settings",
  authorization_expiring: "/settings",
  authorization_ending: "/settings",
  sheet_stopped: "/sheets",
  sheet_applied: "/sheets",
  listing_drift: "/products",
  listing_gone: "/products",
  listing_violation: "/products",
  listing_taken_down: "/products",
  listing_successor: "/products",
  listing_without_product: "/products",
  variant_gone: "/products",
};

export function targetOf(kind: string, subject: string): string | undefined {
  // A run's notices are about `run_…`, with the number of the telling behind it.
  const run = /^(run_[0-9a-f]+)/.exec(subject)?.[1];
  return run ? `/sync/runs/${run}` : PAGES[kind];
}
