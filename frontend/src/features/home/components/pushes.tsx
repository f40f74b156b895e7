import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { Section } from "@/ui/page";

import { useWords } from "../words.id";

type Props = { today: Schema<"Pushes">; days: readonly Schema<"PushDay">[] };

/** The pushes of today, and one bar per day for the last 30 days: its height is the number, its red part the failures. */
export function Pushes({ today, days }: Props) {
  const w = useWords();
  const { number, date } = useFormat();
  const most = Math.max(...days.map(({ succeeded, failed }) => succeeded + failed), 0);
  return (
    <Section title={w.pushes} meta={w.pushes_today(number(today.succeeded), number(today.failed))}>
      {most === 0 ? (
        <p className="px-4 pb-4 text-muted">{w.no_pushes}</p>
      ) : (
        <ol aria-label={w.pushes_days} className="flex h-16 items-end gap-0.5 px-4 pb-4">
          {days.map((day) => {
            const said = w.push_day(date(`${day.date}T12:00:00+07:00`), number(day.succeeded), number(day.failed));
            return (
              <li key={day.date} title={said} className="flex h-full max-w-4 flex-1 flex-col justify-end">
                <span className="sr-only">{said}</span>
                <span aria-hidden className="bg-ok" style={{ height: `${(day.succeeded / most) * 100}%` }} />
                <span aria-hidden className="bg-fail" style={{ height: `${(day.failed / most) * 100}%` }} />
                <span aria-hidden className="h-px bg-line" />
              </li>
            );
          })}
        </ol>
      )}
    </Section>
  );
}
