import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Dialog as Radix } from "radix-ui";
import { useState } from "react";

import { useAppearance } from "@/auth/prefer";
import { LANGUAGES } from "@/lib/words";
import { useFocusBack } from "@/ui/focus-back";

import { useThemes } from "../choices";
import { usePages } from "../navigation";
import { useSignOut } from "../sign-out";
import { useWords } from "../words.id";
import { PaletteProducts, usePaletteProducts } from "./palette-products";

const ITEM = "flex min-h-11 items-center gap-3 rounded-sm px-3 aria-selected:bg-sunken md:min-h-9";

export default function Palette({ open, onOpenChange, take }: { open: boolean; onOpenChange: (open: boolean) => void; take: () => string | undefined }) {
  const w = useWords();
  const { chooseLanguage, chooseTheme } = useAppearance();
  const pages = usePages();
  const themes = useThemes();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const focusBack = useFocusBack();
  const [text, setText] = useState("");
  const found = usePaletteProducts(text);
  const [chosen, setChosen] = useState("");
  const first = found?.[0]?.id;
  const [chosenFor, setChosenFor] = useState("");
  const foundFor = `${first} ${text}`;
  // They come later than the text, when the list may have chosen nothing: Enter is for the first of them.
  if (first && chosenFor !== foundFor) {
    setChosenFor(foundFor);
    setChosen(first);
  }
  const run = (act: () => void) => () => {
    onOpenChange(false);
    act();
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Radix.Content {...focusBack} aria-describedby={undefined} className="fixed inset-x-2 top-2 z-50 animate-appear overflow-hidden rounded-md bg-surface shadow-overlay outline-none md:inset-x-auto md:top-[16vh] md:left-1/2 md:w-[560px] md:-translate-x-1/2">
          <Radix.Title className="sr-only">{w.palette}</Radix.Title>
          <Command label={w.palette} value={chosen} onValueChange={setChosen}>
            <Command.Input
              value={text}
              onValueChange={setText}
              // With the focus the next key is the field's own: what was typed before has to be in it by then.
              onFocus={({ currentTarget }) => {
                const typed = take();
                if (typed === undefined) return;
                // Into the field at once: React would write it only after the next key.
                currentTarget.setRangeText(typed, 0, currentTarget.value.length, "end");
                setText(typed);
                // The dialog selects its first field with the focus: the next key would replace the text.
                queueMicrotask(() => currentTarget.setSelectionRange(typed.length, typed.length));
              }}
              placeholder={w.palette}
              className="h-12 w-full border-b bg-transparent px-4 outline-none"
            />
            {found?.length ? null : <Command.Empty className="p-4 text-muted">{w.palette_empty}</Command.Empty>}
            <Command.List label={w.palette_found} className="max-h-[60dvh] overflow-y-auto p-2">
              {found?.length ? <PaletteProducts products={found} className={ITEM} onDone={() => onOpenChange(false)} /> : null}
              <Group heading={w.pages}>
                {pages.map(({ name, to, icon: Icon }) => (
                  <Command.Item key={to} value={w.nav[name]} className={ITEM} onSelect={run(() => void navigate({ to }))}>
                    <Icon size={16} aria-hidden />
                    {w.nav[name]}
                  </Command.Item>
                ))}
              </Group>
              <Group heading={w.commands}>
                {LANGUAGES.map(({ value, label }) => (
                  <Command.Item key={value} className={ITEM} onSelect={run(() => chooseLanguage(value))}>
                    {w.language}: {label}
                  </Command.Item>
                ))}
                {themes.map(({ value, label }) => (
                  <Command.Item key={value} className={ITEM} onSelect={run(() => chooseTheme(value))}>
                    {w.theme}: {label}
                  </Command.Item>
                ))}
                <Command.Item className={ITEM} onSelect={run(signOut)}>
                  {w.sign_out}
                </Command.Item>
              </Group>
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Group({ heading, children }: { heading: string; children: React.ReactNode }) {
  return (
    <Command.Group heading={heading} className="**:[[cmdk-group-heading]]:px-3 **:[[cmdk-group-heading]]:py-1 **:[[cmdk-group-heading]]:text-meta **:[[cmdk-group-heading]]:text-muted">
      {children}
    </Command.Group>
  );
}
