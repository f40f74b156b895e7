import { useMe } from "@/auth/me";

import { useWords } from "./words.id";

/** Letters of an id that tell two people apart. */
const SHORT = 4;

/** Who did something. Where the API names a person by an id only, the beginning of the id tells people apart; the whole id is its title. */
export function Actor({ subject, className }: { subject: string; className?: string }) {
  const name = useActorName();
  const me = useMe();
  return (
    <span title={subject === me.subject ? me.name : subject} className={className}>
      {name(subject)}
    </span>
  );
}

/** The name of an actor as a text. */
export function useActorName(): (subject: string) => string {
  const { actor } = useWords();
  const me = useMe();
  return (subject) => {
    if (subject === me.subject) return actor.you;
    if (subject === "system") return actor.system;
    if (subject === "import") return actor.importing;
    if (subject === "channel redirect") return actor.redirect;
    // An e-mail address or a user name says who it is; an id does not.
    return /^[0-9a-f]{8}-/.test(subject) ? actor.somebody(subject.slice(0, SHORT)) : subject;
  };
}
