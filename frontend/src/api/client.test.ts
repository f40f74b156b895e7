import { expect, it, vi } from "vitest";

import { setLanguage } from "@/lib/words";
import { answer, breakOff, problem, refuse } from "@/test/server";

import { api, data, ifMatch, isStale, once, openDoor, tagged } from "./client";
import { ApiError } from "./problem";

const me = { subject: "1", name: "Sari", role: "owner" } as const;

it("sends the access token", async () => {
  answer("get", "/v1/me", ({ request }) => ({ ...me, name: request.headers.get("Authorization") ?? "" }));
  expect((await data(api.GET("/v1/me"))).name).toBe("Bearer token-of-the-test");
});

it("throws a problem with its texts, code and request id", async () => {
  refuse("get", "/v1/me", 403, "role_missing");
  const error = await data(api.GET("/v1/me")).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ code: "role_missing", status: 403, text: "role_missing (id)", text_en: "role_missing (en)", requestId: "request-1" });
  expect((error as ApiError).said).toBe("role_missing (id)");
  setLanguage("en");
  expect((error as ApiError).said).toBe("role_missing (en)");
});

it("says that there was no answer", async () => {
  breakOff("get", "/v1/me");
  await expect(data(api.GET("/v1/me"))).rejects.toMatchObject({ code: "no_answer", status: 0, passing: true });
});

it("tries once more with a fresh token, with the same body and key", async () => {
  const asked: boolean[] = [];
  openDoor({ token: async ({ fresh }) => (asked.push(fresh), fresh ? "new" : "old"), refused: () => {} });
  const bodies: unknown[] = [];
  answer("post", "/v1/imports", async ({ request }) => {
    bodies.push([await request.clone().json(), request.headers.get("Idempotency-Key")]);
    return request.headers.get("Authorization") === "Bearer new" ? problem(409, "import_running") : problem(401, "token_expired");
  });
  await expect(data(api.POST("/v1/imports", { params: { header: once("key-1") }, body: { channels: ["shopee"] } }))).rejects.toMatchObject({ code: "import_running" });
  expect(asked).toEqual([false, true]);
  expect(bodies).toEqual([
    [{ channels: ["shopee"] }, "key-1"],
    [{ channels: ["shopee"] }, "key-1"],
  ]);
});

it("ends the session when even a fresh token is refused", async () => {
  const refused = vi.fn();
  openDoor({ token: async () => "old", refused });
  refuse("get", "/v1/me", 401, "token_invalid");
  await expect(data(api.GET("/v1/me"))).rejects.toMatchObject({ status: 401 });
  expect(refused).toHaveBeenCalledOnce();
});

it("gives the tag with which a record is written back, and knows a lost race", async () => {
  answer("get", "/v1/price-rules/{channel}", problem(404, "rule_missing") as never);
  refuse("delete", "/v1/products/{id}", 412, "version_stale");
  const error = await data(api.DELETE("/v1/products/{id}", { params: { path: { id: "1" }, header: ifMatch('"3"') } })).catch((reason: unknown) => reason);
  expect(isStale(error)).toBe(true);
  answer("get", "/v1/me", me, { etag: '"7"' });
  expect(await tagged(api.GET("/v1/me"))).toEqual({ data: me, etag: '"7"' });
});
