import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check } from "lucide-react";

import { isStale, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Sheet } from "@/ui/dialog";
import { Field, Select } from "@/ui/field";
import { Problem } from "@/ui/problem";

import { editListing, followSource } from "../queries";
import { useWords } from "../words.id";
import { useSourceName } from "./owner-link";

type Props = { view: Schema<"ProductView">; field: string; readOnly: boolean; onClose: () => void };
const CHOICES = ["default", "master", "channel", "ask"] as const;

/** Who decides a field: the source that the master follows, and whose value wins when a channel differs. */
export function OwnerSheet({ view, field, readOnly, onClose }: Props) {
  const w = useWords();
  const channelName = useChannelName();
  const sourceName = useSourceName();
  const queries = useQueryClient();
  const refresh = () => void queries.invalidateQueries({ queryKey: keys.product(view.id) });
  const follow = useMutation({ mutationFn: (from: string) => followSource(view.id, view.version, { [field]: from }), onSettled: refresh });
  const decide = useMutation({
    mutationFn: ({ listing, owner }: { listing: Schema<"Listing">; owner: (typeof CHOICES)[number] }) => editListing(listing.key, listing.version, { owners: { [kind]: owner } as Record<string, never> }),
    onSettled: refresh,
  });
  const name = field.split("/")[0] ?? field;
  // A listing has one field for the price: `price`, not `base_price`.
  const kind = (name === "base_price" ? "price" : name) as Schema<"Field">;
  const source = view.sources[field];
  const label = (w.field as Record<string, string>)[name === "weight" ? "weight_g" : name === "pre_order" ? "pre_order_days" : name] ?? name;
  const error = follow.error ?? decide.error;
  const listings = (view.listings ?? []).filter((listing) => !listing.gone);
  const says = (key: string) => source?.others.find((other) => other.from === key)?.value;
  return (
    <Sheet open onOpenChange={onClose} title={w.owner_title(label)}>
      {error ? isStale(error) ? <p role="alert">{w.stale_listing}</p> : <Problem error={error} /> : null}
      <h3 className="font-semibold">{w.owner_from}</h3>
      <p className="text-muted">{source ? `${sourceName(source.from)} · ${(w.rule as Record<string, string>)[source.rule] ?? source.rule}` : w.person}</p>
      <ul className="mt-2">
        {listings.map((listing) => (
          <li key={listing.key} className="flex flex-wrap items-center gap-2 border-t py-2">
            <span className="min-w-0 flex-1 basis-40">
              <span className="font-medium">{channelName(listing.channel)}</span>
              {says(listing.key) ? <span className="block break-words text-meta text-muted">{says(listing.key)}</span> : null}
            </span>
            <Following now={source?.from === listing.key} text={w.following}>
              <Button disabled={readOnly} busy={follow.isPending && follow.variables === listing.key} onClick={() => follow.mutate(listing.key)}>
                {w.follow(channelName(listing.channel))}
              </Button>
            </Following>
          </li>
        ))}
        <li className="flex flex-wrap gap-2 border-t py-2">
          <Button disabled={readOnly} busy={follow.isPending && follow.variables === "rules"} onClick={() => follow.mutate("rules")}>
            {w.follow_rules}
          </Button>
          <Following now={source?.from === "person"} text={w.person}>
            <Button disabled={readOnly} busy={follow.isPending && follow.variables === "person"} onClick={() => follow.mutate("person")}>
              {w.follow_person}
            </Button>
          </Following>
        </li>
      </ul>
      <div className="mt-4 flex flex-col gap-3">
        {listings.map((listing) => (
          <Field key={listing.key} label={w.listing_owner(channelName(listing.channel))}>
            <Select
              disabled={readOnly || decide.isPending}
              value={listing.owners[kind] ?? "default"}
              onChange={(event) => decide.mutate({ listing, owner: event.target.value as (typeof CHOICES)[number] })}
              options={CHOICES.map((value) => ({ value, label: w.owner_choice[value] }))}
            />
          </Field>
        ))}
      </div>
    </Sheet>
  );
}

function Following({ now, text, children }: { now: boolean; text: string; children: React.ReactNode }) {
  if (!now) return children;
  return (
    <span className="inline-flex min-h-11 items-center gap-1 text-ok md:min-h-9">
      <Check size={16} aria-hidden />
      {text}
    </span>
  );
}
