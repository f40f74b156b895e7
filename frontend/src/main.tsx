import "./styles.css";

import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { openDoor } from "@/api/client";
import { makeQueryClient } from "@/api/query-client";
import { accessToken, end, hasSession } from "@/auth/session";

import { makeRouter } from "./router";

openDoor({ token: accessToken, refused: end });
// The first request needs the token. It is fetched while the page's code and the kept data load. That request reports a failure.
if (hasSession()) void accessToken().catch(() => undefined);

const queries = makeQueryClient();
// Loaded in parallel, so that the first page does not wait for code that is only needed without a network.
const restored = import("@/lib/kept").then(({ keepAnswers, restoreKept }) => {
  keepAnswers(queries);
  return restoreKept(queries);
});
const router = makeRouter(queries, restored);

// A page that was open during a deployment requests files that no longer exist.
addEventListener("vite:preloadError", (event) => {
  // Without a network a reload would not help, and typed input would be lost.
  if (!navigator.onLine || reloadedLately()) return;
  event.preventDefault();
  location.reload();
});

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}

/** At most once a minute, so that a missing file does not cause endless reloads. */
function reloadedLately(): boolean {
  const last = Number(sessionStorage.getItem("reloaded"));
  sessionStorage.setItem("reloaded", String(Date.now()));
  return Date.now() - last < 60_000;
}
