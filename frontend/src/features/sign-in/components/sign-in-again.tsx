import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense } from "react";

import { Dialog } from "@/ui/dialog";

import { useWords } from "../words.id";

const SignIn = lazy(async () => ({ default: (await import("./sign-in")).SignIn }));

/** Sign-in in a dialog when the session has expired. The page below keeps everything that was typed. */
export default function SignInAgain() {
  const w = useWords();
  const queries = useQueryClient();
  return (
    <Dialog open onOpenChange={() => {}} title={w.again} description={w.again_help} closable={false}>
      <Suspense>
        <SignIn onDone={() => void queries.invalidateQueries()} />
      </Suspense>
    </Dialog>
  );
}
