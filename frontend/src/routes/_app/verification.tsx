import { createFileRoute } from "@tanstack/react-router";

import { Verification } from "@/features/verification/components/verification";
import { verificationQuery } from "@/api/verification";
import { oneOf, searchOf } from "@/lib/search";

export const Route = createFileRoute("/_app/verification")({
  validateSearch: searchOf({ check: oneOf("prices", "titles", "titles_differ", "mapping") }),
  loader: ({ context }) => void context.queries.prefetchQuery(verificationQuery),
  component: VerificationPage,
});

function VerificationPage() {
  const navigate = Route.useNavigate();
  return <Verification open={Route.useSearch().check} onOpen={(check) => void navigate({ search: { check }, replace: true, resetScroll: false })} />;
}
