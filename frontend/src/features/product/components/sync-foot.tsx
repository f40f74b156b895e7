import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { toast } from "@/lib/toast";

import type { Schema } from "@/api/client";
import { ApiError } from "@/api/problem";
import { useMe } from "@/auth/me";
import { useIdempotencyKey } from "@/lib/idempotency";
import { useDesk } from "@/lib/media";
import { useShortcut } from "@/lib/shortcuts";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Foot } from "@/ui/page";
import { RoleNote } from "@/ui/role-note";

import { detailsQuery } from "../new-listing/queries";
import { channelsQuery, makePlan } from "../queries";
import { useNotListed } from "../use-not-listed";
import { useSheet } from "../use-sheet";
import { useWords } from "../words.id";

/** The sync buttons: to one shop, to the other, to both. Each makes the exact plan and opens it. */
export function SyncFoot({ view, saved }: { view: Schema<"ProductView">; saved: boolean }) {
  const w = useWords();
  const { may } = useMe();
  const desk = useDesk();
  const channelName = useChannelName();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { key, renew } = useIdempotencyKey();
  const { data: channels = [] } = useQuery(channelsQuery);
  const shops = channels.filter((channel) => channel.remote).map((channel) => channel.channel);
  const { open } = useSheet();
  const notListed = useNotListed(view);
  const plan = useMutation({
    mutationFn: async (to: string[]) => {
      const created = to.filter((channel) => notListed.includes(channel));
      // A listing is created only after a person has said what the channel asks of it.
      const said = await Promise.all(created.map((channel) => queries.fetchQuery(detailsQuery(view.id, channel))));
      const unsaid = created.filter((_, at) => !said[at]?.details.category);
      // A channel without a listing does not stop the others: it is asked about by its own button.
      const ready = to.filter((channel) => !unsaid.includes(channel));
      const [first] = unsaid;
      if (first && ready.length === 0) return { sheet: "new-listing" as const, channel: first, to };
      return makePlan(view.id, ready, key, created.length > unsaid.length);
    },
    onSuccess: (next) => ("sheet" in next ? open(next) : void navigate({ to: "/sync/plans/$planId", params: { planId: next.id } })),
    onSettled: renew,
    onError: (error) => toast.error(error instanceof ApiError ? error.said : String(error)),
  });
  const off = view.status === "archived" || Boolean(view.merged_into);
  useShortcut("mod+Enter", w.sync_both, () => plan.mutate(shops), off || shops.length !== 2 || !may("member") || plan.isPending);
  if (off) return null;
  const busy = (to: string[]) => plan.isPending && plan.variables?.join() === to.join();
  const short = (channel: string) => (w.short as Record<string, string>)[channel] ?? channelName(channel);
  return (
    <Foot
      actions={
        <>
          {shops.map((channel) => (
            <Button key={channel} aria-label={w.sync_one(desk ? channelName(channel) : short(channel))} disabled={!may("member")} busy={busy([channel])} onClick={() => plan.mutate([channel])} className="max-md:min-w-0 max-md:shrink max-md:px-1 max-md:text-[0.875rem] max-md:leading-4 max-md:whitespace-normal">
              {desk ? w.sync_one(channelName(channel)) : short(channel)}
            </Button>
          ))}
          {shops.length === 2 ? (
            <Button look="primary" aria-label={w.sync_both} aria-keyshortcuts="Control+Enter" disabled={!may("member")} busy={busy(shops)} onClick={() => plan.mutate(shops)} className="max-md:px-2">
              {desk ? w.sync_both : w.both}
            </Button>
          ) : null}
        </>
      }
    >
      <span role="status">{plan.isPending ? w.making_plan : saved ? w.saved : desk ? w.sync_help : w.sync_to}</span>
      <RoleNote needs="member" />
    </Foot>
  );
}
