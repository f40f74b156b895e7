import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { toast } from "@/lib/toast";

import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";

import { counted } from "../counts";
import { isOver, type Run, runQuery } from "../queries";
import { useGoUndo } from "../undo";
import { unwatchRun, useWatched } from "../watched";
import { useWords } from "../words.id";

/** Shows one toast on any page when a run that was seen running has ended, with an undo. */
export default function RunWatch() {
  return useWatched().map((id) => <Watch key={id} id={id} />);
}

function Watch({ id }: { id: string }) {
  const queries = useQueryClient();
  const { data } = useQuery(runQuery(id));
  const tell = useTell();
  const over = data !== undefined && isOver(data);
  useEffect(() => {
    if (!over || !data) return;
    unwatchRun(queries, id);
    tell(data);
    // Runs once at the end, with the values of that moment.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [over]);
  return null;
}

function useTell() {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const go = useGoUndo();
  return (run: Run) => {
    const { succeeded, audited, failed } = counted(run.counts);
    const changed = succeeded + audited > 0;
    const text = failed > 0 ? w.toast_failed(number(failed)) : audited > 0 ? w.finished_auditing(number(audited)) : run.undoes ? w.toast_undone(number(succeeded)) : w.toast_done(number(succeeded));
    const say = failed > 0 ? toast.error : audited > 0 ? toast : toast.success;
    // One key per toast, so that a second press is the same undo.
    const key = crypto.randomUUID();
    const undo = () => void go(run.id, key).catch(() => toast.error(w.toast_undo_failed));
    say(text, { id: run.id, duration: 12_000, actionButtonStyle: { minHeight: 44, paddingInline: 16 }, ...(changed && !run.undoes && may("member") ? { action: { label: w.undo_short, onClick: undo } } : {}) });
  };
}
