import { useQuery } from "@tanstack/react-query";

import { taskQuery } from "@/api/prices";

import { type Preview, type PreviewRequest, previewQuery } from "./queries";

export type Impact = {
  /** The preview; for a large catalogue, the part that is counted so far. */
  preview: Preview | undefined;
  /** Products that the queue has counted; undefined when the answer came at once. */
  counted: number | undefined;
  finished: boolean;
  stalled: boolean;
  error: unknown;
  again: () => void;
};

/** The effect of a change on the whole catalogue. With null, nothing is asked. */
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
