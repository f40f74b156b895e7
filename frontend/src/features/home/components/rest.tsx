import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { Section } from "@/ui/page";

import { useWords } from "../words.id";
import { Activity } from "./activity";
import { Channels } from "./channels";
import { Imports } from "./imports";
import { Pushes } from "./pushes";
import { Running } from "./running";

/** Running work, pushes, the state of the shops, and what was done last. */
export default function Rest({ dashboard }: { dashboard: Schema<"Dashboard"> }) {
  const w = useWords();
  const { number } = useFormat();
  return (
    <>
      <Running runs={dashboard.runs} />
      <Pushes today={dashboard.pushes_today} days={dashboard.pushes} />
      <Section title={w.catalogue}>
        <p className="flex flex-wrap gap-x-4 px-4 pb-4">
          <span>{w.active(number(dashboard.products["active"] ?? 0))}</span>
          <span className="text-muted">{w.archived(number(dashboard.products["archived"] ?? 0))}</span>
        </p>
      </Section>
      <Channels channels={dashboard.channels} />
      <Imports imports={dashboard.imports} />
      <Activity entries={dashboard.activity} />
    </>
  );
}
