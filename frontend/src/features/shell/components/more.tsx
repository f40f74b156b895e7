import { Link } from "@tanstack/react-router";
import { LogOut } from "lucide-react";

import { useMe } from "@/auth/me";
import { useAppearance } from "@/auth/prefer";
import { useTheme } from "@/lib/theme";
import { LANGUAGES, useLanguage } from "@/lib/words";
import { Button } from "@/ui/button";
import { Field, Select } from "@/ui/field";
import { PageHeader, Section } from "@/ui/page";

import { useThemes } from "../choices";
import { useBadges } from "../badges";
import { usePages } from "../navigation";
import { useSignOut } from "../sign-out";
import { useWords } from "../words.id";
import { Badge } from "./badge";
import { PaletteButton } from "./palette-button";

/** On the phone: everything that has no tab, and the account. */
export function More() {
  const w = useWords();
  const { chooseLanguage, chooseTheme } = useAppearance();
  const badges = useBadges();
  const me = useMe();
  const language = useLanguage();
  const theme = useTheme();
  const themes = useThemes();
  const signOut = useSignOut();
  const pages = usePages().filter((page) => !page.tab);
  return (
    <>
      <PageHeader title={w.nav.more} />
      <div className="px-4 pb-4 md:hidden">
        <PaletteButton />
      </div>
      <ul className="border-t empty:hidden">
        {pages.map(({ name, to, icon: Icon }) => (
          <li key={name}>
            <Link to={to} className="flex min-h-12 items-center gap-4 border-b px-4 hover:bg-sunken">
              <Icon size={20} aria-hidden className="text-muted" />
              {w.nav[name]}
              <Badge count={badges[name]} />
            </Link>
          </li>
        ))}
      </ul>
      <Section title={w.account} meta={`${me.name} · ${w.role[me.role]}`}>
        <div className="flex max-w-md flex-col gap-4 px-4 pb-6">
          <Field label={w.language}>
            <Select value={language} onChange={(event) => chooseLanguage(event.target.value === "en" ? "en" : "id")} options={LANGUAGES} />
          </Field>
          <Field label={w.theme}>
            <Select value={theme} onChange={(event) => chooseTheme(themes.find(({ value }) => value === event.target.value)?.value ?? "system")} options={themes} />
          </Field>
          <Button icon={<LogOut size={16} aria-hidden />} onClick={signOut}>
            {w.sign_out}
          </Button>
        </div>
      </Section>
    </>
  );
}
