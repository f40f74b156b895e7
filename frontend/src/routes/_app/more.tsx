import { createFileRoute } from "@tanstack/react-router";

import { More } from "@/features/shell/components/more";

export const Route = createFileRoute("/_app/more")({ component: More });
