import { type ReactNode, useState } from "react";

import { later, useWhen } from "@/lib/later";

/** The dialog's code, which the shell loads when the browser is idle. */
export const dialogCode = later(() => import("./overlay"));

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  children: ReactNode;
  /** The actions, at the bottom, within reach of the thumb. */
  foot?: ReactNode;
  /** False only if the dialog cannot be closed, for example when the session has ended. */
  closable?: boolean;
};

/** A dialog: in the middle on a desktop, from the bottom on a phone. */
export function Dialog(props: DialogProps) {
  return <Loaded {...props} place="inset-x-0 bottom-0 max-h-[92dvh] rounded-t-md md:inset-auto md:top-[12vh] md:left-1/2 md:max-h-[76vh] md:w-[min(560px,92vw)] md:-translate-x-1/2 md:rounded-md" />;
}

/** Work beside the page: from the right on the desk, from below on phones. Its address is the caller's: `open` comes from the URL. */
export function Sheet(props: DialogProps) {
  return <Loaded {...props} place="inset-x-0 bottom-0 max-h-[92dvh] rounded-t-md md:inset-y-0 md:right-0 md:left-auto md:max-h-none md:w-[min(640px,92vw)] md:rounded-none md:border-l" />;
}

/** Loaded when first opened. It stays mounted afterwards, so that it can close with its animation. */
function Loaded(props: DialogProps & { place: string }) {
  const [wanted, setWanted] = useState(props.open);
  if (props.open && !wanted) setWanted(true);
  const parts = useWhen(dialogCode, wanted);
  return parts ? <parts.Overlay {...props} /> : null;
}
