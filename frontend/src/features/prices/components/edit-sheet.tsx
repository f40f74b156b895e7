import type { ReactNode } from "react";

import { useMe } from "@/auth/me";
import { Button } from "@/ui/button";
import { Sheet } from "@/ui/dialog";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { SkeletonRows } from "@/ui/skeleton";

import type { Values } from "../merge";
import type { PreviewRequest } from "../queries";
import type { Edit } from "../use-edit";
import { useImpact } from "../use-impact";
import { usePlace } from "../use-place";
import { useWords } from "../words.id";
import { Impact } from "./impact";

/** The most examples in a preview: enough to look through, few enough to send. */
const LIMIT = 50;

type Props<V extends Values> = {
  title: string;
  description?: string;
  channel: string;
  edit: Edit<V>;
  /** The body of the preview request; null while the form has an error. */
  change: Omit<PreviewRequest, "channel" | "show" | "limit"> | null;
  /** Called when the form has errors: shows them. */
  onWrong: () => void;
  /** Shown beside the buttons at the foot. */
  beside?: ReactNode;
  /** A text above the preview. `waiting`: prices that wait for the answer what the shops' prices mean. */
  notice?: (waiting: number) => string | null;
  children: ReactNode;
};

/** A change in two steps, both in the address: the form, then its effect. It is saved from the second. */
export function EditSheet<V extends Values>({ title, description, channel, edit, change, onWrong, beside, notice, children }: Props<V>) {
  const w = useWords();
  const { may } = useMe();
  const { step, show, turn, close } = usePlace();
  // Where two people changed the same group, no preview is asked before a person decides.
  const undecided = (edit.conflict?.clashes.length ?? 0) > 0;
  const looking = step === "impact" && edit.ready && change !== null && !undecided;
  const impact = useImpact(looking ? { ...change, channel, limit: LIMIT, ...(show ? { show } : {}) } : null);
  const waiting = impact.preview?.base_readings.open ?? 0;
  const form = () => turn({ step: undefined, show: undefined }, true);
  const toImpact = () => {
    if (change === null) onWrong();
    else turn({ step: "impact" });
  };
  return (
    <Sheet
      open
      onOpenChange={close}
      title={looking ? w.impact_title(title) : title}
      {...(description ? { description } : {})}
      foot={
        looking ? (
          <>
            <Button onClick={form} disabled={edit.saving}>
              {w.back}
            </Button>
            <Button look="primary" busy={edit.saving} disabled={!may("admin") || !impact.finished} onClick={() => edit.save(waiting)}>
              {w.save}
            </Button>
          </>
        ) : (
          <>
            {beside}
            <Button look="primary" disabled={undecided || !edit.ready} onClick={toImpact}>
              {w.to_impact}
            </Button>
          </>
        )
      }
    >
      {edit.error ? <Problem error={edit.error} /> : null}
      {looking ? (
        <>
          <RoleNote needs="admin" />
          <Notice text={impact.finished && impact.preview ? notice?.(waiting) : null} />
          <Impact channel={channel} impact={impact} />
        </>
      ) : edit.ready ? (
        children
      ) : (
        <SkeletonRows rows={6} />
      )}
    </Sheet>
  );
}

function Notice({ text }: { text: string | null | undefined }) {
  return text ? <p className="mb-4 border-l-2 border-wait pl-3">{text}</p> : null;
}
