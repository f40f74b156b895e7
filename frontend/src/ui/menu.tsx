import type { ReactNode } from "react";

import { later } from "@/lib/later";

import { Opener } from "./opener";

const code = later(() => import("./menu-open"));

export type MenuProps = { trigger: ReactNode; children: ReactNode; align?: "start" | "end" };

/** `trigger` is a button; the children are `MenuItem`, `MenuChoice`, `MenuCheck` and `MenuLine`. */
export function Menu(props: MenuProps) {
  return (
    <Opener code={code} kind="menu" trigger={props.trigger}>
      {(parts) => <parts.Menu {...props} />}
    </Opener>
  );
}

export type ItemProps = { icon?: ReactNode; children: ReactNode; onSelect?: () => void; disabled?: boolean; danger?: boolean; asChild?: boolean };

export function MenuItem(props: ItemProps) {
  const parts = code.use();
  return <parts.MenuItem {...props} />;
}

export type MenuChoiceProps<T extends string> = { label: string; value: T; onChange: (value: T) => void; options: { value: T; label: string }[] };

/** One of a few, within a menu. */
export function MenuChoice<T extends string>(props: MenuChoiceProps<T>) {
  const parts = code.use();
  return <parts.MenuChoice {...props} />;
}

export type MenuCheckProps = { label: string; hint: string; checked: boolean; onChange: (checked: boolean) => void };

/** A yes or no within a menu, with its consequence in words; the menu stays open. */
export function MenuCheck(props: MenuCheckProps) {
  const parts = code.use();
  return <parts.MenuCheck {...props} />;
}

export function MenuLine() {
  const parts = code.use();
  return <parts.MenuLine />;
}
