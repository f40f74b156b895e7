import { ExternalLink } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { toast } from "@/lib/toast";

import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { useNow } from "@/lib/now";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";

import { type Connection, isPending } from "@/api/channels";
import { useWords } from "../words.id";
import { useAuthorize } from "../writes";

/** Opens the channel's consent page in another tab and waits for the result. */
export function Allow({ connection, next }: { connection: Connection; next: boolean }) {
  const w = useWords();
  const { may } = useMe();
  const { time } = useFormat();
  const channelName = useChannelName();
  const now = useNow();
  const authorize = useAuthorize(connection.channel);
  const [asked, setAsked] = useState(false);
  const pending = isPending(connection, now);
  const name = channelName(connection.channel);
  const connected = connection.state === "connected";
  const late = useLate(asked && authorize.isSuccess && !pending && !connected);
  const was = useRef(pending);
  useEffect(() => {
    if (was.current && !pending && connected) toast.success(w.connected_now(name));
    was.current = pending;
  }, [pending, connected, name, w]);

  const start = () => {
    // Opened during the tap, because browsers do not allow a page to open a tab later.
    const tab = window.open("", "_blank");
    setAsked(true);
    const open = (link: string) => {
      if (!tab) return location.assign(link);
      tab.opener = null;
      tab.location.replace(link);
    };
    authorize.mutate(open, { onError: () => tab?.close() });
  };

  return (
    <div className="flex flex-col gap-2">
      <div className="flex gap-2 max-md:*:flex-1">
        <Button look={next && !pending ? "primary" : "plain"} icon={<ExternalLink size={16} aria-hidden />} busy={authorize.isPending} disabled={!may("admin")} onClick={start}>
          {connected ? w.allow_again : w.allow(name)}
        </Button>
      </div>
      <RoleNote needs="admin" />
      <div role="status" className="flex flex-col gap-1 text-meta text-muted">
        {pending ? (
          <>
            <p>{w.waiting(time(connection.authorization_pending_until ?? ""))}</p>
            <p>{w.waiting_help}</p>
          </>
        ) : connected ? null : late ? (
          <p className="text-fail">{w.not_finished}</p>
        ) : (
          <p>{w.allow_help}</p>
        )}
      </div>
      {authorize.error ? <Problem error={authorize.error} /> : null}
    </div>
  );
}

/** Milliseconds within which a channel should name the shops after its consent was used. */
const PATIENCE = 8000;

/** Whether `open` has been true for too long to expect a result. */
function useLate(open: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!open) return;
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [open]);
  return open && late;
}
