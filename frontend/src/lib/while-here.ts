// What is typed reaches the address a moment later. Who has pressed a link meanwhile is on the way to another page, and a
// late address of this one would take them back.
import { useMatch, useRouter } from "@tanstack/react-router";
import { useCallback } from "react";

const bare = (path: string) => path.replace(/\/$/, "");

/** Runs what writes to this page's own address, unless the person has already left for another page. */
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
