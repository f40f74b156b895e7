import { ChevronsUpDown, LogOut } from "lucide-react";

import { useMe } from "@/auth/me";
import { setTheme, useTheme } from "@/lib/theme";
import { setLanguage, useLanguage } from "@/lib/words";
import { Menu, MenuChoice, MenuItem, MenuLine } from "@/ui/menu";

import { LANGUAGES, useThemes } from "../choices";
import { useSignOut } from "../sign-out";
import { useWords } from "../words.id";

export function AccountMenu() {
  const w = useWords();
  const me = useMe();
  const language = useLanguage();
  const theme = useTheme();
  const signOut = useSignOut();
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" aria-label={`${w.account}: ${me.name}`} className="flex w-full items-center gap-2 rounded-md px-2 py-1 text-left hover:bg-sunken">
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{me.name}</span>
            <span className="block text-meta text-muted">{w.role[me.role]}</span>
          </span>
          <ChevronsUpDown size={16} aria-hidden className="text-muted" />
        </button>
      }
    >
      <MenuChoice label={w.language} value={language} onChange={setLanguage} options={LANGUAGES} />
      <MenuLine />
      <MenuChoice label={w.theme} value={theme} onChange={setTheme} options={useThemes()} />
      <MenuLine />
      <MenuItem icon={<LogOut size={16} aria-hidden />} onSelect={signOut}>
        {w.sign_out}
      </MenuItem>
    </Menu>
  );
}
