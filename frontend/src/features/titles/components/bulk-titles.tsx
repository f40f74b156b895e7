import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Ellipsis } from "lucide-react";
import { useState } from "react";

import { ApiError } from "@/api/problem";
import { useMe } from "@/auth/me";
import { keys } from "@/lib/keys";
import { useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { countPicked, nothing, type Picked, selectionOf } from "@/lib/selection";
import { toast } from "@/lib/toast";
import { BulkBar } from "@/ui/bulk-bar";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Confirm } from "@/ui/confirm";
import { Menu, MenuItem } from "@/ui/menu";
import { RoleNote } from "@/ui/role-note";

import { acceptAll, MOST_NAMED } from "../queries";
import { heldOf, isOpen, type Row } from "../rows";
import { productsOf, type TitleFilter } from "../search";
import type { useDecide } from "../use-decide";
import { useWords } from "../words.id";

type Props = { picked: Picked; onPick: (picked: Picked) => void; rows: readonly Row[]; filter: TitleFilter; total: number; decide: ReturnType<typeof useDecide>; onTask: (id: string, done: number) => void };

/** What can be done with everything that is ticked. */
export function BulkTitles({ picked, onPick, rows, filter, total, decide, onTask }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const channelName = useChannelName();
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const { key, renew } = useIdempotencyKey();
  const count = countPicked(picked, total);
  const held = picked.all ? [] : heldOf(rows, picked);
  const open = held.filter(({ title }) => isOpen(title));
  const member = may("member");
  const busy = decide.take.isPending || decide.keep.isPending || decide.release.isPending;

  const every = useMutation({
    mutationFn: () => acceptAll({ selection: selectionOf(picked, productsOf(filter)), channels: filter.channel ? [filter.channel] : [], outdated: filter.outdated ?? false }, key),
    onSuccess: ({ counts, task }) => {
      renew();
      setAsked(false);
      onPick(nothing);
      void queries.resetQueries({ queryKey: keys.titleProposals });
      for (const queryKey of [keys.products, keys.dashboard, keys.bulkTasks]) void queries.invalidateQueries({ queryKey });
      if (task) onTask(task.id, counts.accepted ?? 0);
      else toast.success(w.accepted(number(counts.accepted ?? 0)), { description: w.not_live_yet });
    },
    onError: (error) => {
      setAsked(false);
      toast.error(error instanceof ApiError ? error.said : w.failed);
    },
  });
  const some = (act: typeof decide.keep) => {
    if (held.length > MOST_NAMED) toast.error(w.too_many(number(MOST_NAMED)));
    else act.mutate(held, { onSuccess: () => onPick(nothing) });
  };
  const take = () => {
    if (picked.all) setAsked(true);
    else decide.take.mutate(open, { onSuccess: ({ tasks, counts }) => { onPick(nothing); if (tasks[0]) onTask(tasks[0].id, counts.accepted ?? 0); } });
  };
  const unlocked = held.filter(({ title }) => !title.locked).length;
  const own = held.filter(({ title }) => title.origin !== "master").length;
  return (
    <>
      <BulkBar picked={picked} onPick={onPick} total={total}>
        {picked.all || open.length > 0 ? (
          <>
            <Menu
              trigger={
                <Button icon={<Ellipsis size={16} aria-hidden />} disabled={!member || picked.all || busy}>
                  {w.more_actions}
                </Button>
              }
            >
              <MenuItem disabled={unlocked === 0} onSelect={() => some(decide.keep)}>
                {w.lock_many}
              </MenuItem>
              <MenuItem disabled={own === 0} onSelect={() => some(decide.release)}>
                {w.release_many}
              </MenuItem>
            </Menu>
            <Button look="primary" icon={<Check size={16} aria-hidden />} busy={busy || every.isPending} disabled={!member} onClick={take}>
              {picked.all ? w.accept_every : w.accept_many(number(open.length))}
            </Button>
          </>
        ) : (
          <>
            {unlocked > 0 ? (
              <Button busy={busy} disabled={!member} onClick={() => some(decide.keep)}>
                {w.lock_many}
              </Button>
            ) : null}
            {own > 0 ? (
              <Button busy={busy} disabled={!member} onClick={() => some(decide.release)}>
                {w.release_many}
              </Button>
            ) : null}
          </>
        )}
        <RoleNote needs="member" />
      </BulkBar>
      <Confirm open={asked} onOpenChange={setAsked} title={w.confirm_title(number(count))} action={w.accept_every} busy={every.isPending} onConfirm={() => every.mutate()}>
        <p>{w.confirm_text(filter.channel ? channelName(filter.channel) : w.confirm_everywhere)}</p>
        <p className="mt-2">{w.confirm_undo}</p>
      </Confirm>
    </>
  );
}
