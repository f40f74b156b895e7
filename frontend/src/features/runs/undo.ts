import { useNavigate } from "@tanstack/react-router";

import type { Schema } from "@/api/client";

import { useUndo } from "./queries";

/** Makes the plan that restores what a run or a part of it changed, and opens it. */
export function useGoUndo() {
  const { mutateAsync } = useUndo();
  const navigate = useNavigate();
  return async (run: string, key: string, part?: Schema<"NewUndo">) => {
    const plan = await mutateAsync({ run, key, ...(part ? { part } : {}) });
    await navigate({ to: "/sync/plans/$planId", params: { planId: plan.id } });
  };
}
