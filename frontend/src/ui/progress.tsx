import { Progress as Radix } from "radix-ui";

import { useFormat } from "@/lib/format";

import type { Tone } from "./status";
import { useWords } from "./words.id";

const FILL: Record<Tone, string> = { plain: "bg-muted", ok: "bg-ok", wait: "bg-wait", drift: "bg-drift", fail: "bg-fail", accent: "bg-accent" };

export type Share = { label: string; value: number; tone: Tone };

type Props = {
  label: string;
  total: number;
  shares: readonly Share[];
  /** What the bar leaves empty, in words. */
  rest?: readonly Pick<Share, "label" | "value">[];
};

/** One bar split into shares; what is left stays empty. It moves only with data. */
export function Progress({ label, total, shares, rest = [] }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const done = shares.reduce((sum, share) => sum + share.value, 0);
  return (
    <div className="flex flex-col gap-1">
      <Radix.Root value={Math.min(done, total)} max={Math.max(total, 1)} aria-label={label} getValueLabel={(value, max) => w.of(number(value), number(max))} className="flex h-2 overflow-hidden rounded-full bg-sunken">
        {shares.map((share) => (
          <div key={share.label} className={FILL[share.tone]} style={{ width: `${total ? (share.value / total) * 100 : 0}%` }} />
        ))}
      </Radix.Root>
      <p className="flex flex-wrap gap-x-3 text-meta text-muted">
        {shares
          .filter((share) => share.value > 0)
          .map((share) => (
            <span key={share.label} className="inline-flex items-center gap-1">
              <span aria-hidden className={`inline-block size-2 rounded-full ${FILL[share.tone]}`} />
              {share.label} {number(share.value)}
            </span>
          ))}
        {rest
          .filter(({ value }) => value > 0)
          .map(({ label, value }) => (
            <span key={label} className="inline-flex items-center gap-1">
              <span aria-hidden className="inline-block size-2 rounded-full border border-edge" />
              {label} {number(value)}
            </span>
          ))}
      </p>
    </div>
  );
}
