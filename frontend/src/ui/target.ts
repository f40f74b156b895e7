import type { Schema } from "@/api/client";

type Target = Schema<"Target">;

const PAGES: Partial<Record<Target["kind"], (id: string) => string>> = {
  product: (id) => `/products/${id}`,
  listing: (id) => `/listings/${id}`,
  plan: (id) => `/sync/plans/${id}`,
  run: (id) => `/sync/runs/${id}`,
  import: () => "/imports",
  match: () => "/matches",
  sheet: (id) => `/sheets/${id}`,
  field_report: () => "/field-report",
  field_mapping: () => "/field-report",
  verification: () => "/verification",
  connection: () => "/settings",
  price_rule: (id) => `/prices?sheet=rule&channel=${id}`,
  fee_schedule: (id) => `/prices?sheet=fees&channel=${id}`,
  repricing: () => "/prices",
  title_rule: (id) => `/titles?tab=rules&rule=${encodeURIComponent(id)}`,
};

/** The page of what a notice or a log entry is about; undefined if there is none. */
export function pageOf(target: Target | null | undefined): string | undefined {
  return target ? PAGES[target.kind]?.(target.id) : undefined;
}
