import { clsx } from "clsx";
import { ExternalLink } from "lucide-react";

import type { Schema } from "@/api/client";
import { said, useLanguage } from "@/lib/words";
import { Age } from "@/ui/age";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { useWhy } from "@/ui/failure/failure";
import { useFieldName } from "@/ui/field-name";
import { StateGlyph } from "@/ui/glyph";
import { PageLink } from "@/ui/page-link";
import { ListingStatus } from "@/ui/status";

import { useSheet } from "../use-sheet";
import { useWords } from "../words.id";
import { Keep } from "./keep";
import { ListingMenu } from "./listing-menu";

/** The seller's own store. It has no listings to search for. */
const OWN = "website";

/** Where the product is sold: the state of each listing, and a link to it. */
export function Channels({ listings, missing }: { listings: readonly Schema<"Listing">[]; missing: readonly string[] }) {
  const w = useWords();
  const channelName = useChannelName();
  const fieldName = useFieldName();
  const why = useWhy();
  useLanguage();
  if (listings.length === 0 && missing.length === 0) return <p className="border-t px-4 py-3 text-muted">{w.nothing_listed}</p>;
  const [only, another] = listings.filter(({ gone, channel }) => !gone && channel !== OWN);
  return (
    <>
      <ul>
        {listings.map((listing) => (
          <li key={listing.key} className="flex flex-wrap items-center gap-x-4 border-t px-4 py-1 max-md:min-h-11">
            <span className="font-medium md:w-48">{channelName(listing.channel)}</span>
            <ListingStatus state={listing.state.state} />
            {listing.state.fields.length > 0 ? <span className="text-muted">{listing.state.fields.map(fieldName).join(", ")}</span> : null}
            {listing.state.state === "drift" && listing.state.fields.length > 0 ? <Keep listing={listing} /> : null}
            {listing.state.state === "conflict" && listing.product_id ? (
              <PageLink to={`/conflicts?product=${listing.product_id}&channel=${listing.channel}`} className="inline-flex min-h-11 items-center font-medium text-accent underline md:min-h-9">
                {w.see_conflicts}
              </PageLink>
            ) : null}
            {listing.state.run_id ? (
              <PageLink to={`/sync/runs/${listing.state.run_id}`} className="inline-flex min-h-11 items-center font-medium text-accent underline md:min-h-9">
                {w.see_run}
              </PageLink>
            ) : null}
            <Age at={listing.seen_at} className="ml-auto" />
            <ShopLink to={listing.url} label={w.to_shop} />
            <ShopLink to={listing.seller_url} label={w.to_seller} />
            <ListingMenu listing={listing} remote={listing.channel !== OWN} />
            <Why state={listing.state.state} why={why(listing.state)} />
            {listing.limits_hit.map((limit) => (
              <p key={limit.code} className="basis-full pb-1 text-fail">
                {w.limit}: {said(limit.text, limit.text_en)}
              </p>
            ))}
          </li>
        ))}
        {missing.map((channel) => (
          <NotListed key={channel} channel={channel} />
        ))}
      </ul>
      {only && !another ? (
        <p className="border-t px-4 py-1">
          <PageLink to={`/matches?listing=${only.key}`} className="inline-flex min-h-11 items-center text-accent underline md:min-h-9">
            {w.find_partner}
          </PageLink>
        </p>
      ) : null}
    </>
  );
}

/** A connected shop that does not have the product: the one next step is to create it there. */
function NotListed({ channel }: { channel: string }) {
  const w = useWords();
  const channelName = useChannelName();
  const { open } = useSheet();
  return (
    <li className="flex flex-wrap items-center gap-x-4 border-t px-4 py-1 max-md:min-h-11">
      <span className="font-medium max-md:hidden md:w-48">{channelName(channel)}</span>
      <span className="inline-flex items-center gap-1 text-muted">
        <StateGlyph state="not_listed" />
        {w.not_listed_on(channelName(channel))}
      </span>
      <Button className="ml-auto" aria-label={w.create_on(channelName(channel))} onClick={() => open({ sheet: "new-listing", channel })}>
        {w.create}
      </Button>
    </li>
  );
}

function Why({ state, why }: { state: Schema<"SyncState">; why: string | undefined }) {
  if (!why) return null;
  return <p className={clsx("basis-full pb-1", state === "failed" || state === "refused" ? "text-fail" : "text-wait")}>{why}</p>;
}

function ShopLink({ to, label }: { to: string | null | undefined; label: string }) {
  if (!to || !to.startsWith("https://")) return null;
  return (
    <a href={to} target="_blank" rel="noreferrer" className="inline-flex min-h-11 items-center gap-1 rounded-md text-accent max-md:hidden md:min-h-9">
      {label}
      <ExternalLink size={14} aria-hidden />
    </a>
  );
}
