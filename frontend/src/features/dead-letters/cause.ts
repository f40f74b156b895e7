import type { words } from "./words.id";

type Cause = keyof (typeof words)["cause"];

const KNOWN: ReadonlySet<string> = new Set([
  "retries_exhausted", "message_unreadable", "channel_unauthorized", "channel_not_connected", "channel_unavailable", "channel_rate_limited", "channel_quota_exhausted", "channel_rejected",
  "channel_unexpected", "channel_not_found", "listing_pages_broken", "store_unavailable", "store_corrupt", "bulk_task_failed", "matching_failed", "verification_incomplete",
] satisfies Cause[]);

/** What the reason of a dead letter, `code: text`, is about. */
export function causeOf(reason: string | null | undefined): Cause {
  if (!reason) return "none";
  const code = reason.split(":")[0] ?? "";
  if (KNOWN.has(code)) return code as Cause;
  return /_(missing|unknown)$/.test(code) ? "missing" : "other";
}
