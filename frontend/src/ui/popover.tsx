import type { ReactNode } from "react";

import { later } from "@/lib/later";

import { Opener } from "./opener";

const code = later(() => import("./popover-open"));

export type PopoverProps = { trigger: ReactNode; children: ReactNode; open?: boolean; onOpenChange?: (open: boolean) => void; align?: "start" | "center" | "end" };

/** A small explanation or choice beside its button. Until it is opened only the button is rendered, because a long list has hundreds of them. */
export function Popover(props: PopoverProps) {
  const { trigger, open, onOpenChange } = props;
  return (
    <Opener code={code} kind="dialog" trigger={trigger} open={open} onOpen={() => onOpenChange?.(true)}>
      {({ PopoverOpen }) => <PopoverOpen {...props} />}
    </Opener>
  );
}
