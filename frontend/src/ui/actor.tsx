import { useMe } from "@/auth/me";

import { useWords } from "./words.id";

/** Who did something: the API names people by their subject, which only says whether it was the reader. */
export function Actor({ subject }: { subject: string }) {
  const w = useWords();
  const { subject: mine } = useMe();
  if (subject === mine) return w.actor.you;
  return <span title={subject}>{subject.includes("@") ? subject : subject === "system" ? w.actor.system : w.actor.somebody}</span>;
}
