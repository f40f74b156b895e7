import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { signOut } from "@/auth/session";

/** Ends the session here and at the sign-in service, deletes cached data, and shows the sign-in page. */
export function useSignOut(): () => void {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return () => {
    const revoked = signOut();
    void navigate({ to: "/sign-in" }).then(async () => {
      queries.clear();
      const { forgetKept } = await import("@/lib/kept");
      await forgetKept();
    });
    // The person is signed out here in any case. If the service does not answer, its token expires later.
    revoked.catch(() => {});
  };
}
