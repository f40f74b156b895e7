import "./styles.css";

import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { config } from "zod/v4/core";

import { openDoor } from "@/api/client";
import { makeQueryClient } from "@/api/query-client";
import { accessToken, end } from "@/auth/session";

import { makeRouter } from "./router";

// zod compiles its checks with `new Function`, which the content security policy refuses.
config({ jitless: true });

openDoor({ token: accessToken, refused: end });

const queries = makeQueryClient();
const router = makeRouter(queries);

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
