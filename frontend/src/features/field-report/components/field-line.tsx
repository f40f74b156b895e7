import { ChevronRight } from "lucide-react";

import { useFormat } from "@/lib/format";
import { useChannelName } from "@/ui/channel";
import { useFieldName } from "@/ui/field-name";
import { Progress } from "@/ui/progress";

import type { Counts } from "../queries";
import { useWords } from "../words.id";

type Props = { counts: Counts; shared: number; only: string | undefined; onOpen: () => void };

/** One field: how many products agree, differ or lack it. A press lists those that do not agree. */
export function FieldLine({ counts, shared, only, onOpen }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const fieldName = useFieldName();
  const channelName = useChannelName();
  const { field, agree, differ, lacking, absent, incomparable, channels } = counts;
  const name = fieldName(field);
  const open = differ + lacking > 0;
  const empty = Object.entries(channels).filter(([, { has, lacks }]) => lacks > 0 && has > 0);
  const notes = [only ? w.only_on(channelName(only)) : undefined, ...empty.map(([channel, { lacks }]) => w.lacks(channelName(channel), number(lacks)))].filter(Boolean);
  const line = (
    <>
      <span className="min-w-0 flex-1 md:flex md:items-center md:gap-6">
        <span className="block font-medium md:w-40 md:shrink-0">{name}</span>
        <span className="block min-w-0 flex-1 pt-1 md:pt-0">
          <Progress
            label={name}
            total={shared}
            shares={[
              { label: w.agree, value: agree, tone: "ok" },
              { label: w.differ, value: differ, tone: "wait" },
              { label: w.lacking, value: lacking, tone: only ? "plain" : "fail" },
            ]}
            rest={[
              { label: w.absent, value: absent },
              { label: w.incomparable, value: incomparable },
            ]}
          />
          {notes.length > 0 ? <span className="block text-meta text-muted">{notes.join(" · ")}</span> : null}
        </span>
      </span>
      {open ? <ChevronRight size={16} aria-hidden className="shrink-0 text-muted" /> : <span className="w-4 shrink-0" />}
    </>
  );
  if (!open) return <div className="flex min-h-16 items-center gap-3 px-4 py-3">{line}</div>;
  return (
    <div className="relative flex min-h-16 items-center gap-3 px-4 py-3 hover:bg-sunken">
      {line}
      <button type="button" aria-label={w.open_field(name)} onClick={onOpen} className="absolute inset-0" />
    </div>
  );
}
