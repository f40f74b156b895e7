import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Download, Ellipsis, Eye, EyeOff, Hammer, Pencil, RefreshCw } from "lucide-react";
import { useState } from "react";
import { toast } from "@/lib/toast";

import type { Schema } from "@/api/client";
import { ApiError } from "@/api/problem";
import { useMe } from "@/auth/me";
import { useIdempotencyKey } from "@/lib/idempotency";
import { saveFile } from "@/lib/save-file";
import { type Picked, selectionOf } from "@/lib/selection";
import { BulkBar } from "@/ui/bulk-bar";
import { Button, IconButton } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Menu, MenuCheck, MenuItem, MenuLine } from "@/ui/menu";
import { RoleNote } from "@/ui/role-note";

import { channelsQuery, fileOf, makePlan } from "../queries";
import type { Filter } from "../search";
import { useWords } from "../words.id";

const FORMATS = ["xlsx", "csv"] as const;

type Props = { picked: Picked; onPick: (picked: Picked) => void; filter: Filter; total: number; onEdit: () => void; onRebuild: () => void };

/** The actions for all ticked products. */
export function BulkActions({ picked, onPick, filter, total, onEdit, onRebuild }: Props) {
  const w = useWords();
  const { may } = useMe();
  const navigate = useNavigate();
  const channelName = useChannelName();
  const { data: channels = [] } = useQuery(channelsQuery);
  const { key, renew } = useIdempotencyKey();
  const [create, setCreate] = useState(false);
  const plan = useMutation({
    mutationFn: ({ to, visibility }: { to: string[]; visibility?: Schema<"Visibility"> }) =>
      makePlan({ selection: selectionOf(picked, filter), ...(visibility ? { visibility } : create ? { create } : {}) }, to, key),
    onSuccess: ({ id }) => {
      renew();
      void navigate({ to: "/sync/plans/$planId", params: { planId: id } });
    },
    onError: (error) => {
      // Another choice is a new piece of work.
      renew();
      toast.error(error instanceof ApiError ? error.said : String(error));
    },
  });
  const file = useMutation({
    mutationFn: async (format: (typeof FORMATS)[number]) => saveFile(await fileOf(selectionOf(picked, filter), format), `syncstore-produk.${format}`),
    onError: (error) => toast.error(error instanceof ApiError ? error.said : String(error)),
  });
  return (
    <BulkBar picked={picked} onPick={onPick} total={total}>
      <Button icon={<Pencil size={16} aria-hidden />} disabled={!may("member")} onClick={onEdit}>
        {w.bulk_edit}
      </Button>
      <Menu
        trigger={
          <Button look="primary" busy={plan.isPending} disabled={!may("member")} icon={<RefreshCw size={16} aria-hidden />}>
            {plan.isPending ? w.making_plan : w.sync}
          </Button>
        }
      >
        <MenuItem onSelect={() => plan.mutate({ to: [] })}>{w.sync_both}</MenuItem>
        <MenuLine />
        {channels.map(({ channel }) => (
          <MenuItem key={channel} onSelect={() => plan.mutate({ to: [channel] })}>
            {channelName(channel)}
          </MenuItem>
        ))}
        <MenuLine />
        <MenuCheck label={w.sync_create} hint={w.sync_create_help} checked={create} onChange={setCreate} />
      </Menu>
      <Menu
        trigger={
          <IconButton label={w.more_actions} className="border border-edge max-md:flex-none!" disabled={file.isPending}>
            <Ellipsis size={20} aria-hidden />
          </IconButton>
        }
      >
        {FORMATS.map((format) => (
          <MenuItem key={format} icon={<Download size={16} aria-hidden />} onSelect={() => file.mutate(format)}>
            {w.download_as(format.toUpperCase())}
          </MenuItem>
        ))}
        <MenuLine />
        {channels
          .filter(({ remote }) => remote)
          .flatMap(({ channel }) =>
            ([["unlisted", EyeOff], ["listed", Eye]] as const).map(([visibility, Icon]) => (
              <MenuItem key={`${channel} ${visibility}`} icon={<Icon size={16} aria-hidden />} disabled={!may("member") || plan.isPending} onSelect={() => plan.mutate({ to: [channel], visibility })}>
                {w.visibility_on[visibility](channelName(channel))}
              </MenuItem>
            )),
          )}
        <MenuLine />
        <MenuItem icon={<Hammer size={16} aria-hidden />} onSelect={onRebuild}>
          {w.rebuild}
        </MenuItem>
      </Menu>
      <RoleNote needs="member" />
    </BulkBar>
  );
}
