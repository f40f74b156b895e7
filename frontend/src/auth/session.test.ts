import { http, HttpResponse } from "msw";
import { beforeEach, expect, it, vi } from "vitest";

import { server } from "@/test/server";

import { accessToken, begin, end, hasSession, signOut } from "./session";

let seen: { operation: string; body: Record<string, unknown> }[] = [];
let refreshed: () => Response = () => HttpResponse.json({ AuthenticationResult: { AccessToken: "second", ExpiresIn: 3600 } });

beforeEach(() => {
  seen = [];
  server.use(
    http.get("*/config.json", () =>
      HttpResponse.json({ stage: "test", cognito: { endpoint: "/sign-in-service", region: "r", pool_id: "r_p", client_id: "client" } }),
    ),
    http.post("*/sign-in-service", async ({ request }) => {
      const operation = request.headers.get("X-Amz-Target")?.split(".")[1] ?? "";
      seen.push({ operation, body: (await request.json()) as Record<string, unknown> });
      return operation === "RevokeToken" ? HttpResponse.json({}) : refreshed();
    }),
  );
});

it("uses the access token until shortly before its end, and then renews it once for all who ask", async () => {
  begin({ access: "first", refresh: "refresh", expiresIn: 3600 }, false);
  expect(await accessToken()).toBe("first");
  expect(seen).toEqual([]);
  begin({ access: "old", refresh: "refresh", expiresIn: 30 }, false);
  expect(await Promise.all([accessToken(), accessToken(), accessToken()])).toEqual(["second", "second", "second"]);
  expect(seen).toEqual([
    { operation: "InitiateAuth", body: { ClientId: "client", AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN: "refresh" } } },
  ]);
});

it("keeps the access token out of every storage", () => {
  begin({ access: "only-in-memory", refresh: "refresh", expiresIn: 3600 }, true);
  expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }])).not.toContain("only-in-memory");
});

it("ends when the refresh token is refused, and not when nobody answers", async () => {
  begin({ access: "old", refresh: "refresh", expiresIn: 1 }, true);
  refreshed = () => HttpResponse.error() as unknown as Response;
  await expect(accessToken()).rejects.toThrow();
  expect(hasSession()).toBe(true);
  refreshed = () => HttpResponse.json({ __type: "NotAuthorizedException" }, { status: 400 });
  expect(await accessToken()).toBeNull();
  expect(hasSession()).toBe(false);
});

it("is not ended by a busy sign-in service", async () => {
  begin({ access: "old", refresh: "refresh", expiresIn: 1 }, true);
  refreshed = () => HttpResponse.json({ __type: "TooManyRequestsException" }, { status: 400 });
  await expect(accessToken()).rejects.toThrow();
  expect(hasSession()).toBe(true);
});

it("revokes the refresh token on sign-out and forgets it first", async () => {
  begin({ access: "first", refresh: "refresh", expiresIn: 3600 }, true);
  const leaving = signOut();
  expect(hasSession()).toBe(false);
  await leaving;
  expect(seen).toEqual([{ operation: "RevokeToken", body: { Token: "refresh", ClientId: "client" } }]);
});

it("follows another tab that signed out", async () => {
  begin({ access: "first", refresh: "refresh", expiresIn: 3600 }, true);
  localStorage.removeItem("session");
  dispatchEvent(new StorageEvent("storage", { key: "session", oldValue: "refresh", newValue: null }));
  expect(await accessToken()).toBeNull();
  end();
  vi.restoreAllMocks();
});
