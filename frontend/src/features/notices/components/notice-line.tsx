import { clsx } from "clsx";
import { Check, CircleAlert, Info, OctagonAlert } from "lucide-react";

import { useLanguage } from "@/lib/words";
import { Ago } from "@/ui/age";
import { IconButton } from "@/ui/button";
import { PageLink } from "@/ui/page-link";

import type { Notice } from "../queries";
import { pageOf } from "@/ui/target";
import { useWords } from "../words.id";

const LOOK = { info: { icon: Info, tone: "text-muted" }, warning: { icon: CircleAlert, tone: "text-wait" }, urgent: { icon: OctagonAlert, tone: "text-fail" } } as const;

/** `onRead` is absent where the person may not mark notices. */
export function NoticeLine({ notice, onRead }: { notice: Notice; onRead: (() => void) | undefined }) {
  const w = useWords();
  const language = useLanguage();
  const { icon: Icon, tone } = LOOK[notice.severity];
  const to = pageOf(notice.target);
  return (
    <article className="flex items-start gap-3 py-3 pr-2 pl-4">
      <Icon size={20} role="img" aria-label={w.severity[notice.severity]} className={clsx("mt-0.5 shrink-0", tone)} />
      <div className="min-w-0 flex-1">
        <p className={clsx(!notice.read && "font-medium")}>{language === "en" ? notice.text_en : notice.text}</p>
        <p className="flex flex-wrap items-center gap-x-3 text-meta text-muted">
          <Ago at={notice.at} />
          {notice.read ? null : <span className="font-medium text-accent">{w.new}</span>}
          {to ? (
            <span onClickCapture={notice.read ? undefined : onRead}>
              <PageLink to={to} className="inline-flex min-h-11 items-center text-accent underline md:min-h-6">
                {w.look}
              </PageLink>
            </span>
          ) : null}
        </p>
      </div>
      {notice.read || !onRead ? null : (
        <IconButton label={w.mark_read} onClick={onRead}>
          <Check size={20} aria-hidden />
        </IconButton>
      )}
    </article>
  );
}
