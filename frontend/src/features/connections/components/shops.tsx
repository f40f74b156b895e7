import { clsx } from "clsx";

import { useFormat } from "@/lib/format";
import { useNow } from "@/lib/now";
import { Ago } from "@/ui/age";

import type { Connection } from "@/api/channels";
import { useWords } from "../words.id";

const DAY = 86_400_000;
/** If access ends within this many days, the remaining days are shown. */
const SOON = 60;
/** If access ends within this many days, the seller should act. */
const NEAR = 14;

/** The shops of a connection, and how long access to them is valid. */
export function Shops({ shops }: { shops: Connection["shops"] }) {
  const w = useWords();
  if (shops.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2">
      {shops.map((shop) => (
        <li key={shop.shop}>
          <p className="font-medium">{shop.name ? w.shop(shop.name, shop.shop) : shop.shop}</p>
          <Until at={shop.authorization_expires_at} />
          <p className="text-meta text-muted">
            {w.renews} <Ago at={shop.last_refresh_at} />
          </p>
        </li>
      ))}
    </ul>
  );
}

function Until({ at }: { at: string | null | undefined }) {
  const w = useWords();
  const { date, number } = useFormat();
  const now = useNow();
  if (!at) return <p className="text-meta text-muted">{w.until_unknown}</p>;
  const days = Math.floor((Date.parse(at) - now) / DAY);
  const text = days < 0 ? w.until_past(date(at)) : days < SOON ? w.until_days(date(at), number(days)) : w.until(date(at));
  return <p className={clsx("text-meta", days < 0 ? "font-medium text-fail" : days < NEAR ? "font-medium text-wait" : "text-muted")}>{text}</p>;
}
