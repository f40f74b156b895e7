import { LogOut } from "lucide-react";
import type { ReactNode } from "react";

import { useAppearance } from "@/auth/prefer";
import { useTheme } from "@/lib/theme";
import { LANGUAGES, useLanguage } from "@/lib/words";
import { Menu, MenuChoice, MenuItem, MenuLine } from "@/ui/menu-open";

import { useThemes } from "../choices";
import { useSignOut } from "../sign-out";
import { useWords } from "../words.id";

/** Open from the start, because its code loads only when the button is first pressed. */
export default function AccountMenu({ trigger }: { trigger: ReactNode }) {
  const w = useWords();
  const { chooseLanguage, chooseTheme } = useAppearance();
  const language = useLanguage();
  const theme = useTheme();
  const signOut = useSignOut();
  return (
    <Menu align="start" trigger={trigger}>
      <MenuChoice label={w.language} value={language} onChange={chooseLanguage} options={LANGUAGES} />
      <MenuLine />
      <MenuChoice label={w.theme} value={theme} onChange={chooseTheme} options={useThemes()} />
      <MenuLine />
      <MenuItem icon={<LogOut size={16} aria-hidden />} onSelect={signOut}>
        {w.sign_out}
      </MenuItem>
    </Menu>
  );
}
