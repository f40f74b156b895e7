import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";

import { isStale } from "@/api/client";
import { ApiError } from "@/api/problem";
import { useMe } from "@/auth/me";
import { useDraft } from "@/lib/draft";
import { useFormat } from "@/lib/format";
import { Age } from "@/ui/age";
import { Button } from "@/ui/button";
import { TextDiff } from "@/ui/changes/text-diff";
import { useChannelName } from "@/ui/channel";
import { Sheet } from "@/ui/dialog";
import { Field, Textarea } from "@/ui/field";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { SkeletonRows } from "@/ui/skeleton";

import { type ListingTitle, type ProductTitles, risksQuery, titleQuery } from "../queries";
import { byListing, isOpen, lengthOf, waits } from "../rows";
import { useDecide } from "../use-decide";
import { useWords } from "../words.id";
import { Facts, Reasons } from "./title-line";

type Props = { listing: string; onOpen: (listing: string) => void; onClose: () => void };

/** One listing's title: the title in the shop, the proposal, and a field for a title of one's own. */
export function TitleSheet({ listing, onOpen, onClose }: Props) {
  const w = useWords();
  const channelName = useChannelName();
  const { data, error, refetch } = useQuery(titleQuery(listing));
  const name = w.sheet(channelName(listing.split(":")[0] ?? ""));
  if (data?.title && data.titles) return <Open key={listing} name={name} title={data.title} titles={data.titles} seenAt={data.seenAt} sellerUrl={data.sellerUrl} onOpen={onOpen} onClose={onClose} />;
  return (
    <Sheet open onOpenChange={onClose} title={name}>
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : data ? <NoProduct shown={data.shown} /> : <SkeletonRows rows={6} height="h-14" />}
    </Sheet>
  );
}

function NoProduct({ shown }: { shown: string }) {
  const w = useWords();
  return (
    <div className="flex flex-col items-start gap-4">
      <Part name={w.now}>{shown}</Part>
      <p className="text-muted">{w.no_product}</p>
    </div>
  );
}

type OpenProps = { name: string; title: ListingTitle; titles: ProductTitles; seenAt: string; sellerUrl: string | null; onOpen: (listing: string) => void; onClose: () => void };

function Open({ name, title, titles, seenAt, sellerUrl, onOpen, onClose }: OpenProps) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const form = useId();
  const channelName = useChannelName();
  const { data: known } = useInfiniteQuery(risksQuery);
  const risks = byListing(known?.pages.flatMap((page) => page.items) ?? []).get(title.listing);
  const { draft, keep, drop } = useDraft<string>({ kind: "title", id: title.listing });
  const [typed, setTyped] = useState<string | null>(null);
  const decide = useDecide();

  const proposal = title.proposal.title ?? null;
  const open = isOpen(title);
  const words = typed ?? draft?.values ?? (open ? (proposal ?? title.target) : title.target);
  const own = words.trim();
  const length = lengthOf(own);
  const wrong = length > title.max_length ? w.too_long(number(title.max_length)) : length < title.min_length ? w.too_short(number(title.min_length)) : undefined;
  const member = may("member");
  const accepts = open && own === proposal;
  const write = (next: string) => {
    setTyped(next);
    if (decide.write.error) decide.write.reset();
    keep(title.version, next);
  };
  const ended = { onSuccess: () => void drop().then(onClose) };
  const held = { product: titles.product_id, title };
  const save = () => {
    if (!member || wrong) return;
    if (accepts) decide.take.mutate([held], { onSuccess: ({ made }) => (made.length > 0 ? void drop().then(onClose) : undefined) });
    else decide.write.mutate({ ...held, words: own }, ended);
  };
  const { error } = decide.write;
  const refused = error instanceof ApiError && error.field === "title" ? error.said : undefined;
  const others = titles.listings.filter((one) => one.listing !== title.listing);
  return (
    <Sheet
      open
      onOpenChange={onClose}
      title={name}
      foot={
        <>
          {title.origin === "master" ? null : (
            <Button busy={decide.release.isPending} disabled={!member} onClick={() => decide.release.mutate([held], ended)}>
              {title.locked ? w.unlock : w.release}
            </Button>
          )}
          <Button look="primary" type="submit" form={form} busy={decide.write.isPending || decide.take.isPending} disabled={!member || (title.locked && own === title.target)}>
            {accepts ? w.accept_proposal : own === title.target ? w.lock_now : w.save_lock}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {isStale(error) ? (
          <p role="alert" className="border-l-2 border-wait pl-3">
            {w.stale}
          </p>
        ) : error && !refused ? (
          <Problem error={error} />
        ) : null}
        <RoleNote needs="member" />
        <Part name={w.master}>
          <PageLink to={`/products/${titles.product_id}`} className="inline-flex min-h-11 items-center underline md:min-h-6">
            {titles.master}
          </PageLink>
          <Keeps facts={titles.facts} />
        </Part>
        <Part name={w.now} meta={<Age at={seenAt} />}>
          {title.current}
        </Part>
        {waits(title) ? (
          <Part name={w.target}>
            <TextDiff unfolded from={title.current} to={title.target} />
            <Facts title={title} next={title.target} />
          </Part>
        ) : null}
        <Part name={w.proposal}>
          {open && proposal ? (
            <>
              <TextDiff unfolded from={title.target} to={proposal} />
              <Facts title={title} next={proposal} />
            </>
          ) : (
            <>
              <span className="text-muted">{title.locked ? w.lock_help : w.no_proposal}</span>
              {waits(title) ? null : <Facts title={title} next={title.target} />}
            </>
          )}
          <Reasons title={title} risks={risks} />
        </Part>
        <Field label={w.own} hint={w.own_hint(number(length), number(title.min_length), number(title.max_length))} error={refused ?? (length === 0 || typed !== null ? wrong : undefined)}>
          <Textarea rows={3} value={words} readOnly={!member} onChange={(event) => write(event.target.value.replaceAll("\n", " "))} />
        </Field>
        {typed === null && draft ? <p className="text-meta text-muted">{w.draft_kept}</p> : null}
        <div className="flex flex-wrap gap-2">
          {open && proposal && own !== proposal ? (
            <Button disabled={!member} onClick={() => write(proposal)}>
              {w.use_proposal}
            </Button>
          ) : null}
          {own === titles.master ? null : (
            <Button disabled={!member} onClick={() => write(titles.master)}>
              {w.use_master}
            </Button>
          )}
          {sellerUrl ? (
            <Button look="quiet" asChild>
              <a href={sellerUrl} target="_blank" rel="noreferrer">
                {w.at_channel}
              </a>
            </Button>
          ) : null}
        </div>
        {others.length > 0 ? (
          <ul className="-mx-4 border-t" aria-label={w.others}>
            {others.map((one) => (
              <li key={one.listing} className="border-b">
                <button type="button" className="flex min-h-11 w-full flex-col px-4 py-2 text-left hover:bg-sunken" onClick={() => onOpen(one.listing)}>
                  <span className="text-meta text-muted">{channelName(one.channel)}</span>
                  {one.target}
                </button>
              </li>
            ))}
          </ul>
        ) : null}
      </form>
    </Sheet>
  );
}

/** The words that every proposal keeps. */
function Keeps({ facts: { sizes, codes, material, colours } }: { facts: ProductTitles["facts"] }) {
  const w = useWords();
  const all = [...new Set([...codes, ...sizes, ...(material ? [material] : []), ...colours])];
  if (all.length === 0) return null;
  return (
    <span className="text-meta text-muted">
      {w.keeps}: {all.join(" · ")}
    </span>
  );
}

function Part({ name, meta, children }: { name: string; meta?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={name} className="flex flex-col gap-1">
      <p className="flex flex-wrap items-baseline gap-x-3 text-meta text-muted">
        {name}
        {meta}
      </p>
      {children}
    </section>
  );
}
