import type { JobState } from "./queries";

export const JOB_STATES = ["waiting", "queued", "pushing", "accepted", "succeeded", "unchanged", "stale", "failed", "dropped"] as const satisfies readonly JobState[];
