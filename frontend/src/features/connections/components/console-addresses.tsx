import { ChevronRight } from "lucide-react";

import { CopyLine } from "@/ui/copy";

import type { Connection } from "@/api/channels";
import { useWords } from "../words.id";

/** What the seller saves in the channel's console, to copy. */
export function ConsoleAddresses({ connection: { channel, webhook_url } }: { connection: Connection }) {
  const w = useWords();
  const help = channel === "shopee" || channel === "tiktok_shop" ? w.webhook_help[channel] : w.webhook_help.other;
  return (
    <details className="group">
      <summary className="flex min-h-11 list-none items-center gap-2 font-medium md:min-h-9">
        <ChevronRight size={16} aria-hidden className="text-muted group-open:rotate-90" />
        {w.addresses}
      </summary>
      <div className="flex flex-col gap-4 pt-1 pb-2">
        <p className="text-muted">{w.addresses_help}</p>
        <div className="flex flex-col gap-1">
          <p className="font-medium">{w.webhook}</p>
          <CopyLine label={w.webhook} value={webhook_url} />
          <p className="text-meta text-muted">{help}</p>
        </div>
        <div className="flex flex-col gap-1">
          <p className="font-medium">{w.redirect}</p>
          <CopyLine label={w.redirect} value={`${location.origin}/v1/connections/${channel}/callback`} />
          <p className="text-meta text-muted">{w.redirect_help}</p>
        </div>
      </div>
    </details>
  );
}
