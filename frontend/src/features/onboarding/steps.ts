// Which of the first steps are done, derived only from the server's data.
import { useQueries, useQuery } from "@tanstack/react-query";

import { channelsQuery, connectionsQuery } from "@/api/channels";
import { isReading, ruleQuery, type Task, tasksQuery } from "@/api/prices";

import { anyRunQuery, importsQuery, newestPlanQuery, openMatchesQuery } from "./queries";

export const STEPS = ["connect", "import", "rules", "reading", "matches", "plan", "approve"] as const;
export type Step = (typeof STEPS)[number];

export type Progress = {
  done: Readonly<Record<Step, boolean>>;
  /** Steps that can be done now; later ones only show their description. */
  reachable: Readonly<Record<Step, boolean>>;
  /** The first step that is not done. */
  current: Step | undefined;
  connected: readonly string[];
  missing: readonly string[];
  imports: NonNullable<ReturnType<typeof useImports>["data"]>;
  /** Channels that have no price rule. */
  ruleless: readonly string[];
  /** The newest task that read base prices, or that undid such a task. */
  task: Task | undefined;
  plan: string | undefined;
};

const useImports = () => useQuery(importsQuery);

/** `progress` is undefined while it is unknown; `error` is the first error. */
export function useProgress(): { progress: Progress | undefined; error: unknown; retry: () => void } {
  const channels = useQuery(channelsQuery);
  const connections = useQuery(connectionsQuery);
  const imports = useImports();
  const connected = (connections.data ?? []).filter(({ state }) => state === "connected").map(({ channel }) => channel);
  const finished = (imports.data ?? []).filter(({ phase }) => phase === "finished");
  const imported = finished.length > 0;
  // A shop that was connected after an import still needs an import of its own.
  const allImported = connected.every((channel) => finished.some(({ shops }) => shops.some((shop) => shop.channel === channel)));
  const rules = useQueries({ queries: connected.map((channel) => ({ ...ruleQuery(channel), enabled: imported })) });
  const tasks = useQuery({ ...tasksQuery, enabled: imported });
  const matches = useQuery({ ...openMatchesQuery, enabled: imported });
  const plan = useQuery({ ...newestPlanQuery, enabled: imported });
  const runs = useQuery({ ...anyRunQuery, enabled: imported });

  const needed = [channels, connections, imports, ...(imported ? [...rules, tasks, matches, plan, runs] : [])];
  const failed = needed.find(({ error, data }) => error && data === undefined);
  const retry = () => void Promise.all(needed.filter(({ error }) => error).map(({ refetch }) => refetch()));
  if (failed || needed.some(({ data }) => data === undefined)) return { progress: undefined, error: failed?.error, retry };

  const missing = (channels.data ?? []).filter(({ channel, remote }) => remote && !connected.includes(channel)).map(({ channel }) => channel);
  const ruleless = connected.filter((_, at) => rules[at]?.data === null);
  const task = (tasks.data ?? []).find(isReading);
  const ran = runs.data === true;
  const ruled = imported && connected.length > 0 && ruleless.length === 0;
  const done: Record<Step, boolean> = {
    connect: connected.length > 0 && (missing.length === 0 || imported),
    import: imported && allImported,
    rules: ruled,
    reading: ruled && task?.kind === "base_reading" && Boolean(task.finished_at),
    matches: imported && matches.data === false,
    plan: imported && (plan.data !== null || ran),
    approve: ran,
  };
  const reachable: Record<Step, boolean> = {
    connect: true,
    import: connected.length > 0,
    rules: imported && connected.length > 0,
    reading: ruled,
    matches: imported,
    plan: ruled,
    approve: Boolean(plan.data),
  };
  const current = STEPS.find((step) => !done[step]);
  return { progress: { done, reachable, current, connected, missing, imports: imports.data ?? [], ruleless, task, plan: plan.data?.id }, error: undefined, retry };
}
