import { createFileRoute } from "@tanstack/react-router";

import { ConflictPage } from "@/features/conflicts/components/conflict-page";
import { conflictsQuery } from "@/features/conflicts/queries";
import { flag, searchOf, text } from "@/lib/search";

const validateSearch = searchOf({ product: text, channel: text, q: text, at: text, decided: flag });

export const Route = createFileRoute("/_app/conflicts")({
  validateSearch,
  loaderDeps: ({ search: { product, channel, q } }) => ({ product, channel, q }),
  loader: ({ context, deps }) => void context.queries.prefetchInfiniteQuery(conflictsQuery(deps)),
  component: Page,
});

function Page() {
  const navigate = Route.useNavigate();
  return <ConflictPage search={Route.useSearch()} onSearch={(search) => void navigate({ search, replace: true })} />;
}
