import { createFileRoute, redirect, useRouter } from "@tanstack/react-router";
import * as z from "zod/mini";

import { hasSession } from "@/auth/session";
import { SignIn } from "@/features/sign-in/components/sign-in";

export const Route = createFileRoute("/sign-in")({
  // Only a path of this page's own: nobody is sent elsewhere after signing in.
  validateSearch: z.object({ to: z.catch(z.optional(z.string().check(z.regex(/^\/(?![/\\])/))), undefined) }),
  beforeLoad: ({ search }) => {
    if (hasSession()) throw redirect({ href: search.to ?? "/" });
  },
  component: SignInPage,
});

function SignInPage() {
  const router = useRouter();
  const { to = "/" } = Route.useSearch();
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center p-4">
      <SignIn onDone={() => router.history.replace(to)} />
    </main>
  );
}
