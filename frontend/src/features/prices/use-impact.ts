import { useQuery } from "@tanstack/react-query";

import { taskQuery } from "@/api/prices";

import { type Preview, type PreviewRequest, previewQuery } from "./queries";

export type Impact = {
  /** What was found: of a large catalogue so far. */
  preview: Preview | undefined;
  /** Products counted by the queue; undefined where the answer came at once. */
  counted: number | undefined;
  finished: boolean;
  stalled: boolean;
  error: unknown;
  again: () => void;
};

/** What a change would do over the whole catalogue; null asks nothing. */
export function useImpact(body: PreviewRequest | null): Impact {
  const asked = useQuery({ ...previewQuery(body ?? { channel: "" }), enabled: body !== null });
  const id = asked.data && "task" in asked.data ? asked.data.task : undefined;
  const task = useQuery({ ...taskQuery(id ?? ""), enabled: id !== undefined });
  const preview = asked.data && "preview" in asked.data ? asked.data.preview : (task.data?.preview ?? undefined);
  return {
    preview,
    counted: id === undefined ? undefined : (task.data?.looked_at ?? 0),
    finished: id === undefined ? preview !== undefined : Boolean(task.data?.finished_at),
    stalled: task.data?.stalled ?? false,
    error: asked.error ?? (task.data ? null : task.error),
    again: () => void asked.refetch(),
  };
}
