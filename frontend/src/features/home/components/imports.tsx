import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { Ago } from "@/ui/age";
import { useChannelName } from "@/ui/channel";
import { Section } from "@/ui/page";

import { useWords } from "../words.id";

export function Imports({ imports }: { imports: readonly Schema<"Import">[] }) {
  const w = useWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  return (
    <Section title={w.imports}>
      {imports.length === 0 ? <p className="px-4 pb-4 text-muted">{w.no_import}</p> : null}
      <ul className="border-t empty:hidden">
        {imports.map(({ id, phase, shops, started_at }) => (
          <li key={id} className="flex min-h-12 flex-wrap items-center gap-x-4 border-b px-4 py-2 last:border-b-0">
            <Ago at={started_at} className="text-muted" />
            <span className={phase === "failed" ? "font-medium text-fail" : "font-medium"}>{w.phase[phase]}</span>
            {shops.map((shop) => (
              <span key={`${shop.channel} ${shop.shop}`} className="text-muted">
                {channelName(shop.channel)} {w.found(number(shop.found))}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </Section>
  );
}
