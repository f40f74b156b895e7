import { useQueryClient } from "@tanstack/react-query";

import { isNoAnswer } from "@/api/problem";
import { Button } from "@/ui/button";
import { Problem } from "@/ui/problem";

import { dismiss, type Failure, useDecide, useFailures, useTakeBack } from "../decisions";
import { useWords } from "../words.id";

/** Decisions that the server refused. The pair is in the queue again, and the reason is shown here until the person has seen it. */
export function Failures({ onSee }: { onSee: (entry: string) => void }) {
  const failures = useFailures();
  return failures.map((failure) => <Refused key={`${failure.said.key} ${failure.undoing}`} failure={failure} onSee={onSee} />);
}

function Refused({ failure, onSee }: { failure: Failure; onSee: (entry: string) => void }) {
  const w = useWords();
  const queries = useQueryClient();
  const decide = useDecide();
  const takeBack = useTakeBack();
  const { said, error, undoing } = failure;
  const close = () => dismiss(queries, failure);
  const again = () => {
    close();
    if (undoing) takeBack.mutate(said);
    else decide.mutate(said);
  };
  return (
    <section aria-label={undoing ? w.undo_failed(said.title) : w.failed(said.title)} className="border-t">
      <p className="px-4 pt-3 font-medium">{undoing ? w.undo_failed(said.title) : w.failed(said.title)}</p>
      <Problem error={error} onRetry={isNoAnswer(error) ? again : undefined} />
      <div className="flex flex-wrap gap-2 px-4 pb-3">
        <Button
          onClick={() => {
            close();
            onSee(said.entry);
          }}
        >
          {w.see_pair}
        </Button>
        <Button look="quiet" onClick={close}>
          {w.dismiss}
        </Button>
      </div>
    </section>
  );
}
