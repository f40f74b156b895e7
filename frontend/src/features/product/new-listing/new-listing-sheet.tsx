import { useIsMutating, useQuery } from "@tanstack/react-query";
import { useId } from "react";

import type { Schema } from "@/api/client";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Sheet } from "@/ui/dialog";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { SkeletonRows } from "@/ui/skeleton";

import { channelsQuery } from "../queries";
import { NewListingForm } from "./new-listing-form";
import { detailsQuery } from "./queries";
import { SAVING } from "./use-said";
import { useWords } from "./words.id";

export type SheetProps = {
  view: Schema<"ProductView">;
  channel: string;
  /** The channels of the plan. */
  to: readonly string[];
  /** The product page has changes that are not saved. */
  unsaved: boolean;
  readOnly: boolean;
  onClose: () => void;
};

/** What a channel asks of a listing that is to be created there; then its plan. */
export function NewListingSheet(props: SheetProps) {
  const w = useWords();
  const channelName = useChannelName();
  const { data: channels } = useQuery(channelsQuery);
  const { data: stored, error, refetch } = useQuery(detailsQuery(props.view.id, props.channel));
  const form = useId();
  const busy = useIsMutating({ mutationKey: SAVING }) > 0;
  return (
    <Sheet
      open
      onOpenChange={props.onClose}
      title={w.title(channelName(props.channel))}
      description={w.help}
      foot={
        props.readOnly ? (
          <RoleNote needs="member" />
        ) : (
          <Button look="primary" type="submit" form={form} busy={busy} disabled={!stored || !channels}>
            {w.save}
          </Button>
        )
      }
    >
      {stored && channels ? (
        <NewListingForm key={props.channel} {...props} id={form} stored={stored} storefronts={channels.find((one) => one.channel === props.channel)?.storefronts ?? []} />
      ) : error ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows rows={6} />
      )}
    </Sheet>
  );
}
