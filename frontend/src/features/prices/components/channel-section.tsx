import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";

import type { Channel } from "@/api/channels";
import { ruleQuery } from "@/api/prices";
import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Section } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { Skeleton } from "@/ui/skeleton";

import { exceptionsQuery, feesQuery } from "../queries";
import { useSayFees } from "../use-say-fees";
import { usePlace } from "../use-place";
import { useSentences } from "../use-sentence";
import { useWords } from "../words.id";

/** One channel: its rule as sentences, today's and planned fees, exceptions; each opens its sheet. `next`: the first rule is the next step. */
export function ChannelSection({ channel: { channel, limits }, next }: { channel: Channel; next: boolean }) {
  const w = useWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  const { open, channel: named, sheet } = usePlace();
  const { may } = useMe();
  const rule = useQuery(ruleQuery(channel));
  const fees = useQuery(feesQuery(channel));
  const exceptions = useInfiniteQuery(exceptionsQuery(channel));
  const sentences = useSentences();
  const { summary, planned } = useSayFees();
  const name = channelName(channel);
  const failed = [rule, fees, exceptions].find(({ error, data }) => error && data === undefined);
  // An address may name the channel without a sheet, as the links of Beranda do.
  const place = useRef<HTMLDivElement>(null);
  const wanted = named === channel && sheet === undefined && rule.data !== undefined;
  useEffect(() => {
    if (wanted) place.current?.scrollIntoView({ block: "start" });
  }, [wanted]);
  const count = exceptions.data?.pages[0]?.items.length ?? 0;
  return (
    <div ref={place}>
      <Section title={name}>
        {failed ? <Problem error={failed.error} onRetry={() => void failed.refetch()} /> : null}
        <div className="flex flex-wrap items-start gap-x-6 gap-y-3 px-4 pb-3">
          <div className="min-w-0 flex-1 basis-72">
            {rule.data === undefined ? (
              rule.error ? null : <Skeleton className="h-10" />
            ) : rule.data ? (
              <>
                {sentences(rule.data.rule, { spread: limits.price_spread }).map((sentence, at) => (
                  <p key={sentence} className={at === 0 ? "font-medium" : "text-muted"}>
                    {sentence}
                  </p>
                ))}
              </>
            ) : (
              <p className="text-wait">{w.no_rule}</p>
            )}
          </div>
          <Button look={next && may("admin") ? "primary" : "plain"} disabled={rule.data === undefined} onClick={() => open({ sheet: "rule", channel })} aria-label={rule.data === null ? `${w.first_rule}: ${name}` : w.edit_of(name)} className="max-md:w-full">
            {rule.data === null ? w.first_rule : w.edit_rule}
          </Button>
        </div>
        <ul className="border-t">
          <Row name={w.fees} of={name} onOpen={() => open({ sheet: "fees", channel })}>
            {fees.data ? (
              <>
                {summary(fees.data) ?? <span className="text-wait">{w.no_fees}</span>}
                {planned(fees.data).map((line) => (
                  <span key={line} className="block font-medium text-ink">
                    {line}
                  </span>
                ))}
              </>
            ) : null}
          </Row>
          <Row name={w.exceptions} of={name} onOpen={() => open({ sheet: "exceptions", channel })}>
            {exceptions.data ? (count === 0 ? w.no_exceptions : exceptions.hasNextPage ? w.exceptions_many(number(count)) : w.exceptions_count(number(count))) : null}
          </Row>
        </ul>
      </Section>
    </div>
  );
}

function Row({ name, of, onOpen, children }: { name: string; of: string; onOpen: () => void; children: ReactNode }) {
  return (
    <li className="border-b last:border-b-0">
      <button type="button" onClick={onOpen} className="flex min-h-12 w-full items-center gap-3 px-4 py-2 text-left hover:bg-sunken">
        <span className="min-w-0 flex-1 md:flex md:gap-4">
          <span className="block font-medium md:w-32 md:shrink-0">
            {name}
            <span className="sr-only"> {of}</span>
          </span>
          <span className="block min-w-0 text-muted">{children}</span>
        </span>
        <ChevronRight size={16} aria-hidden className="shrink-0 text-muted" />
      </button>
    </li>
  );
}
