// Typed text is written to the address a moment later. If the person has followed a link meanwhile, the page is changing, and a
// late write to this page's address would bring them back.
import { useMatch, useRouter } from "@tanstack/react-router";
import { useCallback } from "react";

const bare = (path: string) => path.replace(/\/$/, "");

/** Runs a write to this page's address, unless the person has already left for another page. */
export function useWhileHere(): (write: () => void) => void {
  const router = useRouter();
  const { pathname } = useMatch({ strict: false });
  return useCallback(
    (write: () => void) => {
      if (bare(router.history.location.pathname) === bare(pathname)) write();
    },
    [router, pathname],
  );
}
