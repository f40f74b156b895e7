// The kinds of notices that a person may leave out, in groups. Urgent ones are always shown.
export const GROUPS = {
  sync: ["run_awaits_approval", "run_watching", "run_finished", "run_cancelled", "run_stopped", "edit_refused"],
  shop: ["listing_drift", "listing_gone", "listings_missing", "variant_gone", "listing_taken_down", "listing_violation", "listing_successor", "listing_without_product"],
  imports: ["import_finished", "import_failed", "listing_unreadable", "changes_unreadable", "sheet_applied", "sheet_stopped"],
  access: ["authorization_ending", "authorization_expiring", "connection_ill"],
  rest: ["fee_schedule_planned", "fee_schedule_began", "pricing_stopped", "repricing_stopped", "bulk_stopped", "verification_stopped", "field_report_failed"],
} as const;

export type Kind = (typeof GROUPS)[keyof typeof GROUPS][number];
