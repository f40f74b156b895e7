import { ArrowDown, ArrowUp, EllipsisVertical, Trash2 } from "lucide-react";

import { IconButton } from "@/ui/button";
import { Menu, MenuItem } from "@/ui/menu";

import { move, without } from "../rule";
import { useWords } from "../words.id";

type Props<T> = { name: string; list: readonly T[]; at: number; onChange: (list: T[]) => void };

/** Moves an entry of a list by a place, or takes it out. */
export function RowMenu<T>({ name, list, at, onChange }: Props<T>) {
  const w = useWords();
  return (
    <Menu
      trigger={
        <IconButton label={w.more_of(name)}>
          <EllipsisVertical size={20} aria-hidden />
        </IconButton>
      }
    >
      <MenuItem icon={<ArrowUp size={16} aria-hidden />} disabled={at === 0} onSelect={() => onChange(move(list, at, -1))}>
        {w.up}
      </MenuItem>
      <MenuItem icon={<ArrowDown size={16} aria-hidden />} disabled={at === list.length - 1} onSelect={() => onChange(move(list, at, 1))}>
        {w.down}
      </MenuItem>
      <MenuItem danger icon={<Trash2 size={16} aria-hidden />} onSelect={() => onChange(without(list, at))}>
        {w.remove}
      </MenuItem>
    </Menu>
  );
}
