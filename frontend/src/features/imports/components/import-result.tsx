import { TriangleAlert } from "lucide-react";

import { useFormat } from "@/lib/format";
import { useLanguage } from "@/lib/words";
import { useChannelName } from "@/ui/channel";

import type { Import } from "../queries";
import { useWords } from "../words.id";

/** What an import found, or why it ended without a result. */
export function ImportResult({ one }: { one: Import }) {
  const w = useWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  const reason = useReason(one.failure);
  if (one.phase === "failed") {
    return (
      <div className="flex gap-3">
        <TriangleAlert size={20} aria-hidden className="shrink-0 text-fail" />
        <div>
          <p className="font-medium">{reason ?? w.failed}</p>
          <p className="text-muted">{w.failed_help}</p>
        </div>
      </div>
    );
  }
  const counts = (["masters_created", "masters_joined", "matches_auto", "matches_suggested", "matches_review"] as const).filter((name) => one[name] > 0);
  return (
    <div className="flex flex-col gap-3">
      <ul className="flex flex-wrap gap-x-6 gap-y-1">
        {one.shops.map((shop) => (
          <li key={`${shop.channel} ${shop.shop}`}>
            <span className="font-medium">{channelName(shop.channel)}</span> {w.listings(number(shop.found))}
            {shop.gone > 0 ? <span className="text-wait"> · {w.gone_count(number(shop.gone))}</span> : null}
          </li>
        ))}
      </ul>
      {counts.length === 0 ? null : (
        <dl className="grid max-w-xl grid-cols-[1fr_auto] gap-x-4 gap-y-1">
          {counts.map((name) => (
            <div key={name} className="contents">
              <dt className="text-muted">{w[name]}</dt>
              <dd className="text-right font-medium tabular-nums">{number(one[name])}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

/** The API writes the reason in both languages, one after the other. */
function useReason(failure: string | null | undefined): string | undefined {
  const language = useLanguage();
  if (!failure) return undefined;
  const [id, en, ...more] = failure.split(" — ");
  return en === undefined || more.length > 0 ? failure : language === "en" ? en : id;
}
