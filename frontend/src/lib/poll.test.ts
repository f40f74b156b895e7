import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";

import { api } from "@/api/client";
import { answer } from "@/test/server";

import { live } from "./poll";

const me = { subject: "1", name: "Sari", role: "owner" } as const;
const query = live({ key: ["me"], ask: (headers, signal) => api.GET("/v1/me", { headers, signal }), every: 1000 });

it("sends the tag of what is known and keeps it on a 304", async () => {
  const tags: (string | null)[] = [];
  answer("get", "/v1/me", ({ request }) => {
    tags.push(request.headers.get("If-None-Match"));
    return tags.length === 1 ? new Response(JSON.stringify(me), { headers: { ETag: '"1"' } }) : new Response(null, { status: 304 });
  });
  const queries = new QueryClient();
  const first = await queries.fetchQuery(query);
  const second = await queries.fetchQuery({ ...query, staleTime: 0 });
  expect(tags).toEqual([null, '"1"']);
  expect(second).toBe(first);
});

it("asks without a tag when nothing is known", async () => {
  answer("get", "/v1/me", ({ request }) => ({ ...me, name: String(request.headers.get("If-None-Match")) }), { etag: '"1"' });
  await new QueryClient().fetchQuery(query);
  expect((await new QueryClient().fetchQuery(query)).name).toBe("null");
});

it("sends nothing from a hidden tab", () => {
  expect(query.refetchIntervalInBackground).toBe(false);
});
