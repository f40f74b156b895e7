import { useState } from "react";
import { toast } from "@/lib/toast";

import { isStale } from "@/api/client";
import { useMe } from "@/auth/me";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/confirm";
import { useChannelName } from "@/ui/channel";
import { Problem } from "@/ui/problem";

import type { Connection } from "@/api/channels";
import { useWords } from "../words.id";
import { useCut } from "../writes";

/** Ends a connection, after saying what that does and how to come back. */
export function Cut({ connection }: { connection: Connection }) {
  const w = useWords();
  const { may } = useMe();
  const name = useChannelName()(connection.channel);
  const [open, setOpen] = useState(false);
  const cut = useCut(connection.channel);
  const confirm = () =>
    cut.mutate(connection.version, {
      onSuccess: () => {
        setOpen(false);
        toast.success(w.cut_done(name));
      },
    });
  const change = (next: boolean) => {
    setOpen(next);
    if (next) cut.reset();
  };
  return (
    <>
      <Button look="danger" disabled={!may("owner")} onClick={() => change(true)}>
        {w.cut}
      </Button>
      <Confirm open={open} onOpenChange={change} title={w.cut_title(name)} action={w.cut} danger busy={cut.isPending} onConfirm={confirm}>
        <p>{w.cut_text}</p>
        <p className="mt-2">{w.cut_undo}</p>
        {isStale(cut.error) ? <p role="alert" className="mt-2 text-fail">{w.cut_stale}</p> : cut.error ? <Problem error={cut.error} /> : null}
      </Confirm>
    </>
  );
}
