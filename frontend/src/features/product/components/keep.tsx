import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { isStale, type Schema } from "@/api/client";
import { useMe } from "@/auth/me";
import { keys } from "@/lib/keys";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Confirm } from "@/ui/confirm";
import { useFieldName } from "@/ui/field-name";
import { Problem } from "@/ui/problem";

import { keepListing } from "../queries";
import { useWords } from "../words.id";

/** Accepts what somebody changed in the shop: the listing keeps it, and the channel decides these fields from now on. */
export function Keep({ listing }: { listing: Schema<"Listing"> }) {
  const w = useWords();
  const { may } = useMe();
  const channelName = useChannelName();
  const fieldName = useFieldName();
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const keep = useMutation({
    mutationFn: () => keepListing(listing.key, listing.version, listing.state.fields),
    onSettled: () => Promise.all([keys.products, keys.dashboard].map((queryKey) => queries.invalidateQueries({ queryKey, refetchType: "active" }))),
  });
  return (
    <>
      <Button look="quiet" busy={keep.isPending} disabled={!may("member")} onClick={() => setAsked(true)}>
        {w.keep}
      </Button>
      {keep.error ? <div className="basis-full">{isStale(keep.error) ? <p role="alert">{w.stale_listing}</p> : <Problem error={keep.error} />}</div> : null}
      <Confirm
        open={asked}
        onOpenChange={setAsked}
        title={w.keep_title(channelName(listing.channel))}
        action={w.keep}
        onConfirm={() => {
          setAsked(false);
          keep.mutate();
        }}
      >
        {listing.state.fields.every((field) => field === "visibility") ? w.keep_visibility : w.keep_help(listing.state.fields.map(fieldName).join(", "))}
      </Confirm>
    </>
  );
}
