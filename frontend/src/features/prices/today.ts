import { useNow } from "@/lib/now";

const DAY = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Jakarta" });

/** The day in Jakarta, as the API takes it: `2026-11-30`. */
export const useToday = (): string => DAY.format(useNow());
