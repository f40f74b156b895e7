import { useMutation } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Ellipsis } from "lucide-react";

import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { IconButton } from "@/ui/button";
import { Menu, MenuItem } from "@/ui/menu";
import { Section } from "@/ui/page";
import { Problem } from "@/ui/problem";

import { counted } from "../counts";
import { canUndo, isOver, type Run, useSteer } from "../queries";
import { useGoUndo } from "../undo";
import { useWords } from "../words.id";

type Wave = { at: number; jobs: number; counts: Run["counts"] };
type Standing = "done" | "now" | "approval" | "audits" | "paused" | "later" | "dropped";

const DOT: Record<Standing, string> = {
  done: "border-ok bg-ok",
  now: "border-wait bg-surface",
  approval: "border-accent bg-surface",
  audits: "border-wait bg-surface",
  paused: "border-wait bg-surface",
  later: "border-edge bg-surface",
  dropped: "border-edge bg-edge",
};

/** The waves of a run: which are done, which is running, and what the others wait for. */
export function Waves({ run, onShow }: { run: Run; onShow: (wave: number) => void }) {
  const w = useWords();
  const { may } = useMe();
  const { key, renew } = useIdempotencyKey();
  const go = useGoUndo();
  const undo = useMutation({ mutationFn: (wave: number) => go(run.id, `${key}-${wave}`, { wave }), onSuccess: renew });
  const steer = useSteer(run.id);
  const waves = run.waves.map((jobs, at) => ({ at, jobs, counts: run.by_wave[at]?.counts ?? {} }));
  return (
    <Section title={w.waves}>
      <ol className="px-4 pb-3">
        {waves.map((wave) => (
          <Step key={wave.at} run={run} wave={wave} last={wave.at === waves.length - 1} onShow={() => onShow(wave.at)} onUndo={may("member") && canUndo(run) ? () => undo.mutate(wave.at) : undefined} onRetry={may("admin") ? () => steer.mutate({ do: "retry", key: `${key}-retry-${wave.at}`, only: { wave: wave.at } }, { onSuccess: renew }) : undefined} />
        ))}
      </ol>
      {steer.error ? <Problem error={steer.error} /> : null}
      {undo.error ? <Problem error={undo.error} /> : null}
    </Section>
  );
}

type StepProps = { run: Run; wave: Wave; last: boolean; onShow: () => void; onUndo: (() => void) | undefined; onRetry: (() => void) | undefined };

function Step({ run, wave, last, onShow, onUndo, onRetry }: StepProps) {
  const w = useWords();
  const { number } = useFormat();
  const standing = standingOf(run, wave);
  const { succeeded, audited, failed } = counted(wave.counts);
  const name = number(wave.at + 1);
  return (
    <li aria-current={standing === "now" ? "step" : undefined} className="grid grid-cols-[16px_1fr_auto] gap-x-3">
      <span aria-hidden className="flex flex-col items-center">
        <span className={clsx("mt-3.5 size-4 shrink-0 rounded-full border-2", DOT[standing])} />
        {last ? null : <span className={clsx("-mb-3.5 w-0.5 flex-1", standing === "done" ? "bg-ok" : "bg-line")} />}
      </span>
      <div className="py-3">
        <p className="flex flex-wrap gap-x-3">
          <span className="font-medium">{w.wave(name)}</span>
          <span className="text-muted tabular-nums">{w.wave_size(number(wave.jobs))}</span>
          <span className={standing === "approval" ? "font-medium text-accent" : "text-muted"}>{w.wave_state[standing]}</span>
        </p>
        <p className="flex flex-wrap gap-x-3 text-meta text-muted tabular-nums empty:hidden">
          {succeeded > 0 ? <span className="text-ok">{`${w.share.succeeded} ${number(succeeded)}`}</span> : null}
          {audited > 0 ? <span className="text-wait">{`${w.share.audited} ${number(audited)}`}</span> : null}
          {failed > 0 ? <span className="text-fail">{`${w.share.failed} ${number(failed)}`}</span> : null}
        </p>
      </div>
      <Menu
        trigger={
          <IconButton label={w.wave_more(name)} className="self-start">
            <Ellipsis size={20} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem onSelect={onShow}>{w.wave_jobs}</MenuItem>
        {onRetry && failed > 0 ? <MenuItem onSelect={onRetry}>{w.wave_retry(number(failed))}</MenuItem> : null}
        {onUndo && succeeded + audited > 0 ? <MenuItem onSelect={onUndo}>{w.wave_undo}</MenuItem> : null}
      </Menu>
    </li>
  );
}

function standingOf(run: Run, wave: Wave): Standing {
  const { left, dropped, audited } = counted(wave.counts);
  if (wave.at > run.wave) {
    if (dropped > 0 || run.state === "cancelled") return "dropped";
    return run.state === "awaiting_approval" && wave.at === run.wave + 1 ? "approval" : "later";
  }
  if (left > 0 && !isOver(run)) return run.state === "paused" ? "paused" : "now";
  if (audited > 0) return "audits";
  return dropped === wave.jobs ? "dropped" : "done";
}
