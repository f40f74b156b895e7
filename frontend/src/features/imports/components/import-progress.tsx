import { useFormat } from "@/lib/format";
import { useChannelName } from "@/ui/channel";
import { Progress } from "@/ui/progress";
import { Status } from "@/ui/status";

import type { Import } from "../queries";
import { useWords } from "../words.id";

/** A running import: the progress of reading each shop, then of building products. */
export function ImportProgress({ one }: { one: Import }) {
  const w = useWords();
  const { number } = useFormat();
  const building = one.phase === "building";
  return (
    <div className="flex flex-col gap-4 px-4 pb-4" aria-live="off">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <Status tone="wait">{w.phase[one.phase]}</Status>
        <span className="text-meta text-muted">{w.step_of(number(building ? 2 : 1), number(2))}</span>
      </p>
      {one.shops.map((shop) => (
        <Shop key={`${shop.channel} ${shop.shop}`} shop={shop} />
      ))}
      <p className="text-muted">{building ? w.build(number(one.masters_created + one.masters_joined)) : w.building_waits}</p>
      <p className="text-meta text-muted">{w.leave}</p>
    </div>
  );
}

function Shop({ shop }: { shop: Import["shops"][number] }) {
  const w = useWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  const read = shop.created + shop.changed + shop.unchanged + shop.missing;
  const total = shop.listed ? shop.found : Math.max(shop.total ?? 0, shop.found);
  const known = shop.listed || Boolean(shop.total);
  const text = known ? w.read_of(number(read), number(total)) : w.read_so_far(number(read));
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium">{channelName(shop.channel)}</span>
        <span className="text-meta text-muted">{text}</span>
      </p>
      <Progress
        label={`${channelName(shop.channel)}: ${text}`}
        total={total}
        shares={[
          { label: w.created, value: shop.created, tone: "accent" },
          { label: w.changed, value: shop.changed, tone: "drift" },
          { label: w.unchanged, value: shop.unchanged, tone: "ok" },
          { label: w.missing, value: shop.missing, tone: "fail" },
        ]}
      />
    </div>
  );
}
