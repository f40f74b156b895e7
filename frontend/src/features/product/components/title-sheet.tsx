import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "@/lib/toast";

import { isStale, type Schema } from "@/api/client";
import { useDraft } from "@/lib/draft";
import { keys } from "@/lib/keys";
import { useFormat } from "@/lib/format";
import { said, useLanguage } from "@/lib/words";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Sheet } from "@/ui/dialog";
import { Field, Textarea } from "@/ui/field";
import { Problem } from "@/ui/problem";
import { Restored } from "@/ui/restored";
import { TextDiff } from "@/ui/changes/text-diff";

import { lockTitle, unlockTitle } from "../queries";
import { useWords } from "../words.id";
import { TitleNotes } from "./titles";

type Props = { product: string; title: Schema<"ListingTitle">; readOnly: boolean; onClose: () => void };

/** One channel's title: in the shop, the target, the proposal; and a lock for a title of one's own. */
export function TitleSheet({ product, title, readOnly, onClose }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  const queries = useQueryClient();
  useLanguage();
  // The same draft as on the page of all titles.
  const { draft, keep, drop } = useDraft<string>({ kind: "title", id: title.listing });
  const [now, setNow] = useState<string>();
  const typed = now ?? draft?.values ?? title.target;
  const write = (next: string) => {
    setNow(next);
    keep(title.version, next);
  };
  const done = (text: string) => {
    toast.success(text);
    void drop().then(onClose);
  };
  const refresh = () => void queries.invalidateQueries({ queryKey: keys.product(product) });
  const lock = useMutation({ mutationFn: () => lockTitle(product, title.listing, title.version, typed.trim()), onSettled: refresh, onSuccess: () => done(w.title_locked) });
  const unlock = useMutation({ mutationFn: () => unlockTitle(product, title.listing, title.version), onSettled: refresh, onSuccess: () => done(w.title_unlocked) });
  const error = lock.error ?? unlock.error;
  const { proposal } = title;
  const length = [...typed.trim()].length;
  return (
    <Sheet
      open
      onOpenChange={onClose}
      title={w.title_sheet(channelName(title.channel))}
      foot={
        readOnly ? null : (
          <>
            {title.origin === "master" ? null : (
              <Button busy={unlock.isPending} onClick={() => unlock.mutate()}>
                {w.title_unlock}
              </Button>
            )}
            <Button look="primary" busy={lock.isPending} disabled={length === 0} onClick={() => lock.mutate()}>
              {w.title_lock}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {error ? isStale(error) ? <p role="alert">{w.stale_listing}</p> : <Problem error={error} /> : null}
        <Part name={w.title_now}>{title.current}</Part>
        <Part name={w.title_target}>
          <TextDiff from={title.current} to={title.target} />
          <TitleNotes title={title} />
        </Part>
        {proposal.title && proposal.title !== title.target ? (
          <Part name={w.title_proposal}>
            <TextDiff from={title.target} to={proposal.title} />
            {readOnly ? null : (
              <Button className="mt-2 self-start" onClick={() => write(proposal.title ?? "")}>
                {w.title_use}
              </Button>
            )}
          </Part>
        ) : null}
        {proposal.explanations.map((one) => (
          <p key={one.code} className="text-muted">
            {said(one.text, one.text_en)}
          </p>
        ))}
        {now === undefined && draft && draft.values !== title.target ? (
          <Restored
            onStartOver={() => {
              setNow(title.target);
              void drop();
            }}
          />
        ) : null}
        <Field label={w.title_own} hint={w.title_length(number(length), number(title.min_length), number(title.max_length))}>
          <Textarea rows={3} value={typed} readOnly={readOnly} onChange={(event) => write(event.target.value.replaceAll("\n", " "))} />
        </Field>
      </div>
    </Sheet>
  );
}

function Part({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-col">
      <p className="text-meta text-muted">{name}</p>
      {children}
    </div>
  );
}
