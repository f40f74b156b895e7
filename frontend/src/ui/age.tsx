import { clsx } from "clsx";

import { useFormat } from "@/lib/format";
import { useNow } from "@/lib/now";

import { useWords } from "./words.id";

const HOUR = 3_600_000;

/** When a live value was read from its channel: "terbaca 3 mnt lalu"; grey after an hour. `at` in RFC 3339 or milliseconds. */
export function Age({ at, className }: { at: string | number | null | undefined; className?: string }) {
  const w = useWords();
  const { ago, dateTime } = useFormat();
  const now = useNow();
  if (at === null || at === undefined) return <span className={clsx("text-meta text-muted italic", className)}>{w.read_never}</span>;
  const time = new Date(at);
  const old = now - time.getTime() > HOUR;
  return (
    <time dateTime={time.toISOString()} title={dateTime(time)} className={clsx("text-meta whitespace-nowrap", old ? "text-muted italic" : "text-ink", className)}>
      {w.read(ago(time, now))}
    </time>
  );
}

/** When what a page shows was last fetched from SyncStore: "diperbarui 3 mnt lalu". It says nothing of when a channel was read; `Age` does. */
export function Updated({ at }: { at: string | number }) {
  const w = useWords();
  const { ago, dateTime } = useFormat();
  const now = useNow();
  const time = new Date(at);
  return (
    <time dateTime={time.toISOString()} title={dateTime(time)} className={clsx("text-meta whitespace-nowrap", now - time.getTime() > HOUR ? "text-muted italic" : "text-ink")}>
      {w.updated(ago(time, now))}
    </time>
  );
}

/** A past moment in relative words, with the exact time on hover. */
export function Ago({ at, className }: { at: string | number; className?: string }) {
  const { ago, dateTime } = useFormat();
  const now = useNow();
  const time = new Date(at);
  return (
    <time dateTime={time.toISOString()} title={dateTime(time)} className={clsx("whitespace-nowrap", className)}>
      {ago(time, now)}
    </time>
  );
}
