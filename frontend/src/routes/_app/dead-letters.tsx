import { createFileRoute } from "@tanstack/react-router";

import { DeadLetters } from "@/features/dead-letters/components/dead-letters";
import { lettersQuery } from "@/features/dead-letters/queries";
import { oneOf, searchOf } from "@/lib/search";

// Typed before the route: within it, `loaderDeps` hides the type.
const search = searchOf({ queue: oneOf("import", "sync", "pricing", "notify") });

export const Route = createFileRoute("/_app/dead-letters")({
  validateSearch: search,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.queries.prefetchQuery(lettersQuery(deps.queue)),
  component: DeadLettersPage,
});

function DeadLettersPage() {
  const navigate = Route.useNavigate();
  return <DeadLetters queue={Route.useSearch().queue} onQueue={(queue) => void navigate({ search: { queue } })} />;
}
