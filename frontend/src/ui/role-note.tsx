import { Lock } from "lucide-react";

import { type Role, useMe } from "@/auth/me";

import { useWords } from "./words.id";

/** Explains a disabled button: shown beside it only if the person's role is lower than `needs`. `what` names the button where another one beside it can be pressed. */
export function RoleNote({ needs, what }: { needs: Exclude<Role, "viewer">; what?: string }) {
  const w = useWords();
  const { may, role } = useMe();
  if (may(needs)) return null;
  return (
    <p className="flex items-center gap-2 text-meta text-muted">
      <Lock size={14} aria-hidden className="shrink-0" />
      {what ? `${what}: ` : null}
      {w.role_needed(w.role_from[needs], w.role[role])}
    </p>
  );
}

/** What a role is called. */
export function useRoleName(): (role: Role) => string {
  const w = useWords();
  return (role) => w.role[role];
}
