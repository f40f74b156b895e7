import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Archive, ArrowLeft, Ellipsis, ExternalLink, Hammer, History as HistoryIcon } from "lucide-react";
import { useState } from "react";
import { toast } from "@/lib/toast";

import type { Schema } from "@/api/client";
import { ApiError } from "@/api/problem";
import { useMe } from "@/auth/me";
import { keys } from "@/lib/keys";
import { Ago } from "@/ui/age";
import { IconButton } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Confirm } from "@/ui/confirm";
import { Menu, MenuItem } from "@/ui/menu";
import { PageHeader } from "@/ui/page";

import { archiveProduct, saveProduct } from "../queries";
import { useSheet } from "../use-sheet";
import { useWords } from "../words.id";

export function Head({ view }: { view: Schema<"ProductView"> }) {
  const w = useWords();
  const { may } = useMe();
  const queries = useQueryClient();
  const channelName = useChannelName();
  const { open } = useSheet();
  const [asking, setAsking] = useState(false);
  const archived = view.status === "archived";
  const move = useMutation({
    mutationFn: () => (archived ? saveProduct(view.id, view.version, { status: "active" }) : archiveProduct(view.id, view.version)),
    onSettled: () => void queries.invalidateQueries({ queryKey: keys.products }),
    onSuccess: () => setAsking(false),
    onError: (error) => toast.error(error instanceof ApiError ? error.said : String(error)),
  });
  return (
    <>
      <PageHeader
        title={view.title}
        back={
          <Link to="/products" className="inline-flex min-h-11 items-center gap-1 rounded-md px-1 text-muted hover:text-ink md:min-h-7">
            <ArrowLeft size={14} aria-hidden />
            {w.back}
          </Link>
        }
        meta={
          <>
            <span className="font-mono">{view.variants[0]?.sku ?? w.no_sku}</span> · {view.category} · <Ago at={view.updated_at} />
          </>
        }
        actions={
          <Menu
            trigger={
              <IconButton label={w.more}>
                <Ellipsis size={20} aria-hidden />
              </IconButton>
            }
          >
            <MenuItem icon={<HistoryIcon size={16} aria-hidden />} onSelect={() => open({ sheet: "history" })}>
              {w.history_all}
            </MenuItem>
            {archived ? null : (
              <MenuItem icon={<Hammer size={16} aria-hidden />} onSelect={() => open({ sheet: "rebuild" })}>
                {w.rebuild}
              </MenuItem>
            )}
            {(view.listings ?? []).map((listing) =>
              listing.url?.startsWith("https://") ? (
                <MenuItem key={listing.key} asChild>
                  <a href={listing.url} target="_blank" rel="noreferrer">
                    <ExternalLink size={16} aria-hidden />
                    {w.see_in(channelName(listing.channel))}
                  </a>
                </MenuItem>
              ) : null,
            )}
            {may("member") ? (
              <MenuItem icon={<Archive size={16} aria-hidden />} onSelect={() => (archived ? move.mutate() : setAsking(true))}>
                {archived ? w.activate : w.archive}
              </MenuItem>
            ) : null}
          </Menu>
        }
      />
      <Confirm open={asking} onOpenChange={setAsking} title={w.archive_title} action={w.archive} danger busy={move.isPending} onConfirm={() => move.mutate()}>
        {w.archive_help}
      </Confirm>
    </>
  );
}
