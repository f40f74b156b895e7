import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { useNow } from "@/lib/now";
import { Button } from "@/ui/button";

import type { Values } from "../merge";
import type { Edit } from "../use-edit";
import { useWords } from "../words.id";

type Props<V extends Values> = {
  edit: Edit<V>;
  groupName: (group: string) => string;
  /** One group's values in words. */
  say: (group: string, values: V) => string;
};

/** A restored draft, or another person's save in between: what was taken from that save, and what both changed. */
export function Meeting<V extends Values>({ edit, groupName, say }: Props<V>) {
  const w = useWords();
  const who = useWho();
  const { conflict } = edit;
  if (!conflict) {
    return edit.restored && edit.changed ? (
      <p role="status" className="mb-4 flex flex-wrap items-center gap-x-3 border-l-2 border-wait pl-3">
        {w.draft}
        <Button look="quiet" onClick={() => void edit.drop()}>
          {w.draft_drop}
        </Button>
      </p>
    ) : null;
  }
  return (
    <div role="alert" className="mb-4 flex flex-col gap-2 border-l-2 border-wait pl-3">
      <p className="font-medium">{who(conflict.by)}</p>
      {conflict.taken.length > 0 ? <p>{w.moved_taken(conflict.taken.map(groupName).join(", "))}</p> : null}
      {conflict.clashes.length > 0 ? (
        <>
          <p>{w.moved_clash}</p>
          <ul className="flex flex-col gap-3">
            {conflict.clashes.map((group) => (
              <li key={group}>
                <p className="font-medium first-letter:uppercase">{groupName(group)}</p>
                <div className="flex flex-wrap gap-2">
                  <Button onClick={() => edit.choose(group, "mine")} className="md:whitespace-normal">{w.mine(say(group, edit.typed) || w.empty_value)}</Button>
                  <Button onClick={() => edit.choose(group, "theirs")} className="md:whitespace-normal">{w.theirs(say(group, conflict.theirs) || w.empty_value)}</Button>
                </div>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="text-muted">{w.moved_none}</p>
      )}
    </div>
  );
}

/** Who saved first and when, if the log has it. */
function useWho() {
  const w = useWords();
  const { subject } = useMe();
  const { ago } = useFormat();
  const now = useNow();
  return (entry: { actor: string; at: string } | undefined): string => {
    if (!entry) return w.moved;
    const name = entry.actor === subject ? w.moved_you : entry.actor.includes("@") ? entry.actor : w.moved_other;
    return w.moved_by(name, ago(entry.at, Math.max(now, Date.parse(entry.at))));
  };
}
