import { type ReactNode, useState } from "react";

import { later, useSoon, useWhen } from "@/lib/later";

const code = later(() => import("./question"));

export type ConfirmProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What it will do, and how it can be undone. */
  children: ReactNode;
  action: string;
  danger?: boolean;
  busy?: boolean;
  onConfirm: () => void;
};

/** Asks before an action that cannot be undone with one press. */
export function Confirm(props: ConfirmProps) {
  const [wanted, setWanted] = useState(props.open);
  useSoon(code);
  if (props.open && !wanted) setWanted(true);
  const parts = useWhen(code, wanted);
  return parts ? <parts.Question {...props} /> : null;
}
