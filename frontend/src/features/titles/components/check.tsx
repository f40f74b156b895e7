import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { CheckSummary } from "@/ui/check/check-summary";
import { Offences } from "@/ui/check/offences";
import { Section } from "@/ui/page";
import { PageLink } from "@/ui/page-link";

import { useWords } from "../words.id";
import { useCheck } from "./check-state";

const ABOUT: readonly Schema<"Check">[] = ["titles", "titles_differ"];

/** What the check of the catalogue says of titles: what is right, what has its reason, what is wrong. */
export function Check({ onOpen }: { onOpen: (listing: string) => void }) {
  const w = useWords();
  const { number } = useFormat();
  const { head, check } = useCheck();
  if (!check) return head;
  const origins = Object.entries(check.titles).map(([origin, count]) => `${number(count)} ${(w.origins as Record<string, string>)[origin] ?? origin}`);
  return (
    <>
      {head}
      {check.checks
        .filter((line) => ABOUT.includes(line.check))
        .map((line) => (
          <div key={line.check} className="border-t">
            <CheckSummary line={line}>
              {line.failed > 0 ? (
                <Offences id={check.id} check={line.check}>
                  {({ listing }) => (listing ? <Button onClick={() => onOpen(listing)}>{w.edit}</Button> : null)}
                </Offences>
              ) : null}
            </CheckSummary>
          </div>
        ))}
      <Section title={w.origins_title}>
        <div className="flex flex-col items-start gap-2 px-4 pb-6">
          <p>{origins.join(" · ")}</p>
          {check.titles_outdated > 0 ? (
            <PageLink to="/titles?show=outdated" className="inline-flex min-h-11 items-center text-accent underline md:min-h-6">
              {w.outdated_count(number(check.titles_outdated))}
            </PageLink>
          ) : null}
          {check.title_risks > 0 ? (
            <PageLink to="/titles?tab=risks" className="inline-flex min-h-11 items-center text-accent underline md:min-h-6">
              {w.risks_count(number(check.title_risks))}
            </PageLink>
          ) : null}
          <PageLink to="/verification" button="plain">
            {w.to_check}
          </PageLink>
        </div>
      </Section>
    </>
  );
}
