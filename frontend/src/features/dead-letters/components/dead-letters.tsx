import { useQuery } from "@tanstack/react-query";

import { useFormat } from "@/lib/format";
import { Empty } from "@/ui/empty";
import { PageHeader } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { SkeletonRows } from "@/ui/skeleton";
import { TabPanel, Tabs } from "@/ui/tabs";

import { lettersQuery, MOST, type Queue } from "../queries";
import { useWords } from "../words.id";
import { LetterLine } from "./letter-line";

type Props = { queue: Queue | undefined; onQueue: (queue: Queue | undefined) => void };

const QUEUES = ["import", "sync", "pricing", "notify"] as const satisfies Queue[];

/** Messages that no function could handle: the cause, and what to do. */
export function DeadLetters({ queue, onQueue }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { data: letters, error, isPending, refetch } = useQuery(lettersQuery(queue));
  return (
    <>
      <PageHeader title={w.title} meta={w.lead} />
      <Tabs
        label={w.queues}
        value={queue ?? "all"}
        onChange={(value) => onQueue(value === "all" ? undefined : value)}
        tabs={[{ value: "all", label: w.all }, ...QUEUES.map((value) => ({ value, label: w.queue[value] }))]}
      >
        <TabPanel value={queue ?? "all"}>
          <div className="px-4 pt-3 empty:hidden">
            <RoleNote needs="admin" />
          </div>
          {error && !letters ? <Problem error={error} onRetry={() => void refetch()} /> : null}
          {isPending ? <SkeletonRows height="h-20" /> : null}
          {letters?.length === 0 ? <Empty title={w.empty}>{w.empty_help}</Empty> : null}
          {letters && letters.length >= MOST ? <p className="px-4 pt-3 text-muted">{w.too_many(number(MOST))}</p> : null}
          <ul>
            {letters?.map((letter) => (
              <li key={`${letter.queue} ${letter.id}`} className="border-b">
                <LetterLine letter={letter} />
              </li>
            ))}
          </ul>
        </TabPanel>
      </Tabs>
    </>
  );
}
