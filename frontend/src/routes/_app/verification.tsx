import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";

import { Verification } from "@/features/verification/components/verification";
import { verificationQuery } from "@/features/verification/queries";

export const Route = createFileRoute("/_app/verification")({
  validateSearch: z.object({ check: z.catch(z.optional(z.enum(["prices", "titles", "titles_differ", "mapping"])), undefined) }),
  loader: ({ context }) => void context.queries.prefetchQuery(verificationQuery),
  component: VerificationPage,
});

function VerificationPage() {
  const navigate = Route.useNavigate();
  return <Verification open={Route.useSearch().check} onOpen={(check) => void navigate({ search: { check }, replace: true, resetScroll: false })} />;
}
