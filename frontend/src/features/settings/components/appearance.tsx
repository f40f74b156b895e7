import { useAppearance } from "@/auth/prefer";
import { type Density, useDensity } from "@/lib/density";
import { type Theme, useTheme } from "@/lib/theme";
import { LANGUAGES, useLanguage } from "@/lib/words";
import { Field, Select } from "@/ui/field";
import { Section } from "@/ui/page";

import { useWords } from "../words.id";

export function Appearance() {
  const w = useWords();
  const { chooseLanguage, chooseTheme, chooseDensity } = useAppearance();
  const themes = (["system", "light", "dark"] as const satisfies Theme[]).map((value) => ({ value, label: w.themes[value] }));
  const densities = (["comfortable", "compact"] as const satisfies Density[]).map((value) => ({ value, label: w.densities[value] }));
  return (
    <Section title={w.look} meta={w.look_help}>
      <div className="grid max-w-3xl gap-4 px-4 pb-6 md:grid-cols-3">
        <Field label={w.language}>
          <Select value={useLanguage()} onChange={(event) => chooseLanguage(event.target.value === "en" ? "en" : "id")} options={LANGUAGES} />
        </Field>
        <Field label={w.theme}>
          <Select value={useTheme()} onChange={(event) => chooseTheme(themes.find(({ value }) => value === event.target.value)?.value ?? "system")} options={themes} />
        </Field>
        <Field label={w.density}>
          <Select value={useDensity()} onChange={(event) => chooseDensity(event.target.value === "compact" ? "compact" : "comfortable")} options={densities} />
        </Field>
      </div>
    </Section>
  );
}
