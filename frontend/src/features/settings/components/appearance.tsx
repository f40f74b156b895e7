import { type Density, setDensity, useDensity } from "@/lib/density";
import { setTheme, type Theme, useTheme } from "@/lib/theme";
import { type Language, setLanguage, useLanguage } from "@/lib/words";
import { Field, Select } from "@/ui/field";
import { Section } from "@/ui/page";

import { useWords } from "../words.id";

/** Each language by its own name. */
const LANGUAGES: { value: Language; label: string }[] = [
  { value: "id", label: "Bahasa Indonesia" },
  { value: "en", label: "English" },
];

export function Appearance() {
  const w = useWords();
  const themes = (["system", "light", "dark"] as const satisfies Theme[]).map((value) => ({ value, label: w.themes[value] }));
  const densities = (["comfortable", "compact"] as const satisfies Density[]).map((value) => ({ value, label: w.densities[value] }));
  return (
    <Section title={w.look} meta={w.look_help}>
      <div className="grid max-w-3xl gap-4 px-4 pb-6 md:grid-cols-3">
        <Field label={w.language}>
          <Select value={useLanguage()} onChange={(event) => setLanguage(event.target.value === "en" ? "en" : "id")} options={LANGUAGES} />
        </Field>
        <Field label={w.theme}>
          <Select value={useTheme()} onChange={(event) => setTheme(themes.find(({ value }) => value === event.target.value)?.value ?? "system")} options={themes} />
        </Field>
        <Field label={w.density}>
          <Select value={useDensity()} onChange={(event) => setDensity(event.target.value === "compact" ? "compact" : "comfortable")} options={densities} />
        </Field>
      </div>
    </Section>
  );
}
