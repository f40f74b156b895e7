import { usePrefer } from "@/auth/prefer";
import { usePreferences } from "@/auth/preferences";
import { Checkbox } from "@/ui/field";
import { Section } from "@/ui/page";

import { GROUPS, type Kind } from "../kinds";
import { useWords } from "../words.id";

/** Which kinds of notices this person wants to see. */
export function NoticeKinds() {
  const w = useWords();
  const prefer = usePrefer();
  const { muted } = usePreferences().notices;
  const mute = (kind: Kind, on: boolean) => prefer(({ notices }) => ({ notices: { muted: on ? [...new Set([...notices.muted, kind])] : notices.muted.filter((one) => one !== kind) } }));
  return (
    <Section title={w.notices} meta={w.notices_help}>
      <div className="grid max-w-4xl gap-x-6 gap-y-4 px-4 pb-6 md:grid-cols-2">
        {Object.entries(GROUPS).map(([group, kinds]) => (
          <fieldset key={group}>
            <legend className="font-medium">{w.notice_group[group as keyof typeof GROUPS]}</legend>
            {kinds.map((kind) => (
              <Checkbox key={kind} label={w.notice_kind[kind]} checked={!muted.includes(kind)} onChange={(event) => mute(kind, !event.target.checked)} />
            ))}
          </fieldset>
        ))}
      </div>
    </Section>
  );
}
