import { useQueries, useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";

import { channelsQuery } from "@/api/channels";
import { ruleQuery } from "@/api/prices";
import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { Empty } from "@/ui/empty";
import { CHANNELS } from "@/ui/glyph";
import { PageHeader } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { countsQuery } from "../queries";
import { usePlace } from "../use-place";
import { useWords } from "../words.id";
import { ChannelSection } from "./channel-section";
import { Meaning } from "./meaning";
import { Repricings, Working } from "./repricings";
import { Sheets } from "./sheets";

const place = (channel: string) => (CHANNELS.includes(channel) ? CHANNELS.indexOf(channel) : CHANNELS.length);

/** How each channel's prices follow from the base price, and how much of them the seller keeps. */
export function Prices() {
  const w = useWords();
  const { open } = usePlace();
  const { data, error, refetch } = useQuery(channelsQuery);
  const channels = data?.toSorted((a, b) => place(a.channel) - place(b.channel));
  const rules = useQueries({ queries: (channels ?? []).map(({ channel }) => ruleQuery(channel)) });
  const ruleless = rules.findIndex(({ data: rule }) => rule === null);
  return (
    <>
      <PageHeader
        title={w.title}
        meta={w.lead}
        actions={
          <Button onClick={() => open({ sheet: "calculator" })}>
            {w.calculator}
          </Button>
        }
      />
      <Working />
      <UnderFloor />
      {error && !channels ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {!channels && !error ? <SkeletonRows rows={9} height="h-14" /> : null}
      {channels?.length === 0 ? (
        <Empty title={w.no_channels} action={<PageLink to="/settings" button="primary">{w.to_first_steps}</PageLink>}>
          {w.no_channels_help}
        </Empty>
      ) : null}
      {channels?.map((channel, at) => <ChannelSection key={channel.channel} channel={channel} next={at === ruleless} />)}
      {channels && channels.length > 0 ? <Meaning channel={channels.find((_, at) => rules[at]?.data)?.channel} /> : null}
      {channels ? <Repricings /> : null}
      {channels ? <Sheets channels={channels.map(({ channel }) => channel)} /> : null}
    </>
  );
}

/** What the rules refuse today, with links. */
function UnderFloor() {
  const w = useWords();
  const { number } = useFormat();
  const { data } = useQuery(countsQuery());
  if (!data?.under_floor) return null;
  return (
    <PageLink to="/products?under_floor=true" className="flex min-h-11 items-center gap-2 px-4 pb-2 text-fail hover:underline">
      <TriangleAlert size={16} aria-hidden className="shrink-0" />
      {w.under_floor_products(number(data.under_floor))}
    </PageLink>
  );
}
