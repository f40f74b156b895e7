import { useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useState } from "react";

import { useSignedOut } from "@/auth/session";
import { useSoon } from "@/lib/later";
import { useShortcut } from "@/lib/shortcuts";
import { dialogCode } from "@/ui/dialog";

import { Badges } from "../badges";
import { type Page, usePages } from "../navigation";
import { useWords } from "../words.id";
import { BottomTabs } from "./bottom-tabs";
import { OfflineBar } from "./offline-bar";
import { SideNavigation } from "./side-navigation";

const KeyHelp = lazy(() => import("./key-help"));
const Toasts = lazy(() => import("@/ui/toast"));
const Update = lazy(() => import("./update"));

type Props = {
  children: ReactNode;
  /** Asks for the password in a dialog over the page when the session has expired. */
  signInAgain: ReactNode;
  /** The number of things that wait on each page. */
  badges?: Badges;
};

/** The frame around every signed-in page. */
export function Shell({ children, signInAgain, badges = {} }: Props) {
  const w = useWords();
  const pages = usePages();
  const signedOut = useSignedOut();
  const [help, setHelp] = useState(false);
  useSoon(dialogCode);
  useShortcut("?", w.keys, () => setHelp(true));
  return (
    <Badges value={badges}>
      <div className="flex min-h-dvh [--tabs:calc(56px+env(safe-area-inset-bottom))] md:[--tabs:0px]">
        <a href="#main" className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent px-4 py-2 text-on-accent focus:translate-y-0">
          {w.skip}
        </a>
        <SideNavigation />
        <div className="flex min-w-0 flex-1 flex-col">
          <OfflineBar />
          <main id="main" tabIndex={-1} className="min-w-0 flex-1 pb-(--tabs) outline-none">
            {children}
          </main>
        </div>
        <BottomTabs />
        {pages.map((page) => (
          <GoTo key={page.name} page={page} />
        ))}
        <Suspense>
          <Toasts />
          <Update />
          {help ? <KeyHelp open onOpenChange={setHelp} /> : null}
          {signedOut ? signInAgain : null}
        </Suspense>
      </div>
    </Badges>
  );
}

function GoTo({ page }: { page: Page }) {
  const w = useWords();
  const navigate = useNavigate();
  useShortcut(`g ${page.key ?? ""}`, w.go_to(w.nav[page.name]), () => void navigate({ to: page.to }), page.key === undefined);
  return null;
}
