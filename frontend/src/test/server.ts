// The API in tests: `answer("get", "/v1/me", {...})` takes only what the schema allows.
import { http, HttpResponse, type PathParams } from "msw";
import { setupServer } from "msw/node";

import type { Problem } from "@/api/problem";
import type { paths } from "@/api/schema.gen";

/** Requests that every page makes, with the same answers in all tests. */
export const server = setupServer(
  http.get("*/v1/notifications", () => HttpResponse.json({ items: [], unread: 0 })),
  http.get("*/v1/me/preferences", () => HttpResponse.json({ views: {}, columns: {}, notices: { muted: [] } }, { headers: { ETag: '"0"' } })),
);

type Method = "get" | "post" | "put" | "patch" | "delete";
type Operation<P extends keyof paths, M extends Method> = paths[P][M];
type Success<O> = O extends { responses: infer R } ? Body<R[Extract<keyof R, 200 | 201 | 202 | 204>]> : never;
type Body<A> = A extends { content: { "application/json": infer B } } ? B : undefined;

type Seen = { request: Request; params: PathParams };
type Rest = { status?: number; etag?: string };

/** Sets the API's answer to a call; a function gets the request and returns the answer. */
export function answer<P extends keyof paths, M extends Method>(
  method: M,
  path: P,
  body: Success<Operation<P, M>> | ((seen: Seen) => Success<Operation<P, M>> | Response | Promise<Success<Operation<P, M>> | Response>),
  { status = 200, etag }: Rest = {},
): void {
  server.use(
    http[method](url(path), async (seen) => {
      const made = typeof body === "function" ? await (body as (seen: Seen) => unknown)(seen) : body;
      if (made instanceof Response) return made;
      const headers = etag ? { ETag: etag } : {};
      if (etag && seen.request.headers.get("If-None-Match") === etag) return new HttpResponse(null, { status: 304, headers });
      return made === undefined ? new HttpResponse(null, { status, headers }) : HttpResponse.json(made as object, { status, headers });
    }),
  );
}

/** Makes the API refuse a call. */
export function refuse(method: Method, path: keyof paths, status: number, code: string, more: Partial<Problem> = {}): void {
  server.use(http[method](url(path), () => problem(status, code, more)));
}

export function problem(status: number, code: string, more: Partial<Problem> = {}): Response {
  const body: Problem = { type: `urn:syncstore:error:${code}`, title: code, status, code, detail: `${code} (id)`, detail_en: `${code} (en)`, ...more };
  return HttpResponse.json(body, { status, headers: { "Content-Type": "application/problem+json", "X-Request-Id": "request-1" } });
}

/** Makes a call get no answer at all. */
export function breakOff(method: Method, path: keyof paths): void {
  server.use(http[method](url(path), () => HttpResponse.error()));
}

function url(path: string): string {
  return `*${path.replaceAll(/\{(\w+)\}/g, ":$1")}`;
}
