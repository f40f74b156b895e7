import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useEffect, useState } from "react";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { known } from "@/lib/known";
import { useChannelName } from "@/ui/channel";
import { Sheet } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import type { Named } from "../decisions";
import { productsQuery } from "../queries";
import { useWords } from "../words.id";
import { Picture } from "./picture";

/** Milliseconds after the last key until the search is sent. */
const PAUSE = 200;
/** The search begins with this many words of the listing's own title. */
const WORDS = 3;

type Props = { listing: Named; onLink: (product: { id: string; title: string }) => void; onClose: () => void };

/** Links the listing to a product, found by words or SKU among the products without a listing on its channel. */
export function LinkSheet({ listing, onLink, onClose }: Props) {
  const w = useWords();
  const channelName = useChannelName();
  const title = listing.title ?? w.unnamed(listing.external_id);
  const [typed, setTyped] = useState(() => (listing.title?.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, WORDS).join(" "));
  const [asked, setAsked] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data, error, isPending, refetch } = useQuery({ ...productsQuery(asked, listing.channel), placeholderData: keepPreviousData });
  return (
    <Sheet open onOpenChange={onClose} title={w.link_title} description={listing.title ? w.link_lead(title) : title}>
      <Field label={w.link_search} quiet className="relative">
        <Search size={16} aria-hidden className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-muted" />
        <Input type="search" value={typed} placeholder={w.link_search} autoComplete="off" onChange={(event) => setTyped(event.target.value)} className="pl-9" />
      </Field>
      <p className="pt-2 text-meta text-muted">{w.link_missing(channelName(listing.channel))}</p>
      {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <SkeletonRows rows={5} height="h-16" /> : null}
      {data?.items.length === 0 ? <p className="py-4 text-muted">{w.link_nothing}</p> : null}
      <ul className="mt-3 border-t empty:hidden">
        {data?.items.map((card) => (
          <Product key={card.id} card={card} onLink={() => onLink({ id: card.id, title: card.title })} />
        ))}
      </ul>
    </Sheet>
  );
}

function Product({ card, onLink }: { card: Schema<"ProductCard">; onLink: () => void }) {
  const w = useWords();
  const { rupiah } = useFormat();
  const channelName = useChannelName();
  return (
    <li className="border-b">
      <button type="button" onClick={onLink} className="flex min-h-16 w-full items-center gap-3 py-2 text-left hover:bg-sunken">
        <Picture src={card.thumbnail ?? card.image} alt="" className="size-12 shrink-0 rounded-sm" />
        <span className="min-w-0 flex-1">
          <span className="line-clamp-3">{card.title}</span>
          <span className="block truncate text-meta text-muted">{[card.skus.slice(0, 3).join(", "), card.channels.map(channelName).join(", ")].filter(Boolean).join(" · ")}</span>
          {known(card.min_price) ? <span className="block text-meta">{rupiah(card.min_price)}</span> : null}
        </span>
        <span className="shrink-0 font-medium text-accent">{w.link_do}</span>
      </button>
    </li>
  );
}
