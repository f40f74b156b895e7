import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Ellipsis, Eye, EyeOff, Trash2 } from "lucide-react";
import { useState } from "react";

import type { Schema } from "@/api/client";
import { ApiError } from "@/api/problem";
import { useMe } from "@/auth/me";
import { useIdempotencyKey } from "@/lib/idempotency";
import { toast } from "@/lib/toast";
import { IconButton } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Confirm } from "@/ui/confirm";
import { Menu, MenuItem } from "@/ui/menu";

import { planDeletion, planVisibility } from "../queries";
import { useWords } from "../words.id";

type Act = Schema<"Visibility"> | "delete";

/** What can be done with a listing that is there: hide it, show it again, delete it. Each makes its exact plan and opens it. */
export function ListingMenu({ listing, remote }: { listing: Schema<"Listing">; remote: boolean }) {
  const w = useWords();
  const { may } = useMe();
  const name = useChannelName()(listing.channel);
  const navigate = useNavigate();
  const { key, renew } = useIdempotencyKey();
  const [asking, setAsking] = useState(false);
  const plan = useMutation({
    mutationFn: (act: Act) => (act === "delete" ? planDeletion(listing.key, key) : planVisibility(listing.product_id ?? "", listing.channel, act, key)),
    onSuccess: (made) => void navigate({ to: "/sync/plans/$planId", params: { planId: made.id } }),
    onSettled: renew,
    onError: (error) => toast.error(error instanceof ApiError ? error.said : String(error)),
  });
  const { status } = listing.observed;
  // In every other state the channel decides what buyers see.
  const to: Schema<"Visibility"> | undefined = status === "live" ? "unlisted" : status === "unlisted" ? "listed" : undefined;
  const deletable = remote && status !== "frozen";
  if (listing.gone || !listing.product_id || (!to && !deletable)) return null;
  return (
    <>
      <Menu
        trigger={
          <IconButton label={w.listing_more(name)}>
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        }
      >
        {to ? (
          <MenuItem icon={to === "unlisted" ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />} disabled={!may("member") || plan.isPending} onSelect={() => plan.mutate(to)}>
            {to === "unlisted" ? w.hide : w.show}
          </MenuItem>
        ) : null}
        {deletable ? (
          <MenuItem danger icon={<Trash2 size={16} aria-hidden />} disabled={!may("admin") || plan.isPending} onSelect={() => setAsking(true)}>
            {w.delete_there}
          </MenuItem>
        ) : null}
      </Menu>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={w.delete_title(name)}
        action={w.delete_plan}
        danger
        onConfirm={() => {
          setAsking(false);
          plan.mutate("delete");
        }}
      >
        {w.delete_help}
      </Confirm>
    </>
  );
}
