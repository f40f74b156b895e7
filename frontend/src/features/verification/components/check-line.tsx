import type { Schema } from "@/api/client";
import { Button } from "@/ui/button";
import { CheckSummary } from "@/ui/check/check-summary";
import { Offences } from "@/ui/check/offences";
import { PageLink } from "@/ui/page-link";

import { useWords } from "../words.id";

type Props = { id: string; line: Schema<"VerificationCheck">; open: boolean; onOpen: (open: boolean) => void };

/** One line of the checklist. When opened, it lists what failed. */
export function CheckLine({ id, line, open, onOpen }: Props) {
  const w = useWords();
  return (
    <CheckSummary line={line}>
      {line.failed > 0 ? (
        <div>
          <Button aria-expanded={open} onClick={() => onOpen(!open)}>
            {w.show}
          </Button>
        </div>
      ) : null}
      {open && line.failed > 0 ? (
        <Offences id={id} check={line.check}>
          {(row) =>
            row.product_id ? (
              <PageLink to={`/products/${row.product_id}`} button="plain">
                {w.to_product}
              </PageLink>
            ) : line.check === "mapping" ? (
              <PageLink to="/field-report" button="plain">
                {w.to_mapping}
              </PageLink>
            ) : null
          }
        </Offences>
      ) : null}
    </CheckSummary>
  );
}
