import { ChevronDown, ChevronRight, Plus } from "lucide-react";
import { useState } from "react";

import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { Field, Input, Select, Textarea } from "@/ui/field";
import { Section } from "@/ui/page";

import { type Keyword, NAMES, put, words } from "../rule";
import type { RuleForm } from "../use-rule";
import { useWords } from "../words.id";
import { RowMenu } from "./row-menu";

/** Words for search that may be added to a title, the best first. */
export function Keywords({ form }: { form: RuleForm }) {
  const w = useWords();
  const { keywords } = form.rule;
  const [open, setOpen] = useState<number | null>(null);
  const set = (next: Keyword[]) => {
    setOpen(null);
    form.set({ keywords: next });
  };
  return (
    <Section title={w.rule_part.keywords} meta={w.keywords_help}>
      <ol className="empty:hidden">
        {keywords.map((keyword, at) => {
          const name = keyword.text || w.keyword_new;
          const shown = open === at;
          const wrong = [...form.wrong, ...form.refused.keys()].some((field) => field.startsWith(`keywords[${at}]`));
          return (
            // The same words may be there twice; the place is the name.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={at} className="border-t px-4 first:border-t-0">
              <div className="flex items-center gap-2">
                <button type="button" aria-expanded={shown} onClick={() => setOpen(shown ? null : at)} className="flex min-h-11 min-w-0 flex-1 items-center gap-2 py-1.5 text-left">
                  {shown ? <ChevronDown size={16} aria-hidden className="shrink-0 text-muted" /> : <ChevronRight size={16} aria-hidden className="shrink-0 text-muted" />}
                  <span className="min-w-0">
                    <span className={wrong ? "font-medium text-fail" : "font-medium"}>{name}</span>
                    <Where keyword={keyword} />
                  </span>
                </button>
                <RowMenu name={name} list={keywords} at={at} onChange={set} />
              </div>
              {shown || wrong ? <Edit form={form} keyword={keyword} at={at} onDone={() => setOpen(null)} /> : null}
            </li>
          );
        })}
      </ol>
      <div className="px-4 py-3">
        <Button
          icon={<Plus size={16} aria-hidden />}
          onClick={() => {
            form.set({ keywords: [...keywords, { text: "", when: [], place: "end" }] });
            setOpen(keywords.length);
          }}
        >
          {w.keyword_add}
        </Button>
      </div>
    </Section>
  );
}

const FEW = 3;

function Where({ keyword: { when = [], place = "end" } }: { keyword: Keyword }) {
  const w = useWords();
  const { number } = useFormat();
  const few = when.slice(0, FEW).join(", ");
  return (
    <span className="block text-meta text-muted">
      {w.place[place]} · {when.length === 0 ? w.keyword_every : w.keyword_when_few(few)}
      {when.length > FEW ? ` ${w.keyword_when_more(number(when.length - FEW))}` : null}
    </span>
  );
}

type EditProps = { form: RuleForm; keyword: Keyword; at: number; onDone: () => void };

function Edit({ form, keyword, at, onDone }: EditProps) {
  const w = useWords();
  const { keywords } = form.rule;
  const [typed, setTyped] = useState<string | null>(null);
  const set = (next: Partial<Keyword>) => form.set({ keywords: put(keywords, at, { ...keyword, ...next }) });
  const wrong = (field: string) => [...form.refused].find(([name]) => name.startsWith(`keywords[${at}].${field}`))?.[1] ?? ([...form.wrong].some((name) => name.startsWith(`keywords[${at}].${field}`)) ? w.too_long_phrase : undefined);
  return (
    <div className="flex flex-col gap-3 pb-4 pl-6 md:max-w-2xl">
      <Field label={w.keyword_text} error={wrong("text")}>
        <Input value={keyword.text} onChange={(event) => set({ text: event.target.value })} />
      </Field>
      <div className="flex flex-wrap gap-2">
        {NAMES.map((name) => (
          <Button key={name} aria-label={w.insert(name)} className="font-mono" onClick={() => set({ text: [keyword.text.trim(), name].filter(Boolean).join(" ") })}>
            {name}
          </Button>
        ))}
      </div>
      <Field label={w.keyword_when} hint={w.keyword_when_hint} error={wrong("when")} optional>
        <Textarea
          rows={3}
          value={typed ?? (keyword.when ?? []).join(", ")}
          onChange={(event) => {
            setTyped(event.target.value);
            set({ when: words(event.target.value) });
          }}
          onBlur={() => setTyped(null)}
        />
      </Field>
      <Field label={w.keyword_place}>
        <Select value={keyword.place ?? "end"} onChange={(event) => set({ place: event.target.value === "after_kind" ? "after_kind" : "end" })} options={(["end", "after_kind"] as const).map((value) => ({ value, label: w.place[value] }))} />
      </Field>
      <div>
        <Button onClick={onDone}>{w.done}</Button>
      </div>
    </div>
  );
}
