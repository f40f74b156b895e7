import { createFileRoute, redirect, useRouter } from "@tanstack/react-router";

import { hasSession } from "@/auth/session";
import { SignIn } from "@/features/sign-in/components/sign-in";
import { ownPath, searchOf } from "@/lib/search";

// Only a path on this site, so that nobody is sent to another site after the sign-in.
const validateSearch = searchOf({ to: ownPath });

export const Route = createFileRoute("/sign-in")({
  validateSearch,
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
