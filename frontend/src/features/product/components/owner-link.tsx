import { useMe } from "@/auth/me";
import type { Schema } from "@/api/client";
import { useChannelName } from "@/ui/channel";

import type { Product } from "../form";
import { useSheet } from "../use-sheet";
import { useWords } from "../words.id";

/** The source of the master's value, with a link to the sheet that changes it. */
export function OwnerLink({ product, field, variant }: { product: Product; field: Schema<"Field"> | "base_price"; variant?: string }) {
  const w = useWords();
  const { open } = useSheet();
  const { may } = useMe();
  const from = useSourceName();
  const source = product.sources[variant ? `${field}/${variant}` : field];
  if (!source && !may("member")) return null;
  const rule = source ? (w.rule as Record<string, string>)[source.rule] : undefined;
  return (
    <button type="button" onClick={() => open({ sheet: "owner", field: variant ? `${field}/${variant}` : field })} className="min-h-11 self-start rounded-md text-left text-meta text-muted underline decoration-line underline-offset-4 hover:text-ink md:min-h-6">
      {w.owner}: {source ? `${from(source.from)}${rule && source.from !== "person" ? `, ${rule}` : ""}` : w.person}
    </button>
  );
}

/** The readable name of a value's source. */
export function useSourceName(): (from: string) => string {
  const w = useWords();
  const channelName = useChannelName();
  return (from) => (from === "person" ? w.person : channelName(from.split(":")[0] ?? from));
}
