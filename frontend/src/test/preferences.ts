import type { Schema } from "@/api/client";

import { answer, problem } from "./server";

type Preferences = Schema<"Preferences">;

/** The preferences of the person as the API keeps them; what it gives back reads what is kept now. */
export function preferences(first: Partial<Preferences> = {}): () => Preferences {
  let kept: Preferences = { views: {}, columns: {}, notices: { muted: [] }, ...first };
  let version = 0;
  const tag = () => ({ headers: { ETag: `"${version}"` } });
  answer("get", "/v1/me/preferences", () => Response.json(kept, tag()));
  answer("patch", "/v1/me/preferences", async ({ request }) => {
    if (request.headers.get("If-Match") !== `"${version}"`) return problem(412, "version_stale");
    const { views, columns, ...rest } = (await request.json()) as Partial<Preferences>;
    kept = { ...kept, ...rest, views: { ...kept.views, ...views }, columns: { ...kept.columns, ...columns } };
    version += 1;
    return Response.json(kept, tag());
  });
  return () => kept;
}
