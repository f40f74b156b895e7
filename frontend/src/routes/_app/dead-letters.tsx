import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";

import { DeadLetters } from "@/features/dead-letters/components/dead-letters";
import { lettersQuery } from "@/features/dead-letters/queries";

export const Route = createFileRoute("/_app/dead-letters")({
  validateSearch: z.object({ queue: z.catch(z.optional(z.enum(["import", "sync", "pricing", "notify"])), undefined) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.queries.prefetchQuery(lettersQuery(deps.queue)),
  component: DeadLettersPage,
});

function DeadLettersPage() {
  const navigate = Route.useNavigate();
  return <DeadLetters queue={Route.useSearch().queue} onQueue={(queue) => void navigate({ search: { queue } })} />;
}
