import { Section } from "@/ui/page";

import { useWords } from "../words.id";
import { Connections } from "./connections";

/** The channels' keys as a part of a page. */
export function ConnectionsSection(props: { editing: string | undefined; onEdit: (channel: string | undefined) => void }) {
  const w = useWords();
  return (
    <Section title={w.title} meta={w.lead}>
      <Connections {...props} />
    </Section>
  );
}
