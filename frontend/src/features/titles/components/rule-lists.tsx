import { ArrowRight, Plus } from "lucide-react";
import { useState } from "react";

import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { Field, Input, Textarea } from "@/ui/field";
import { Section } from "@/ui/page";

import { lines, put, TITLE_PARTS } from "../rule";
import type { RuleForm } from "../use-rule";
import { useWords } from "../words.id";
import { RowMenu } from "./row-menu";

type Props = { form: RuleForm };

/** The order of the parts of a title. */
export function Pattern({ form }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { pattern } = form.rule;
  const left = TITLE_PARTS.filter((part) => !pattern.includes(part));
  return (
    <Section title={w.rule_part.pattern} meta={w.pattern_help}>
      <ol className="px-4 empty:hidden">
        {pattern.map((part, at) => (
          <li key={part} className="flex items-center gap-3 border-b">
            <span className="w-5 text-right text-muted tabular-nums">{number(at + 1)}</span>
            <span className="flex-1">{w.part[part]}</span>
            <RowMenu name={w.part[part]} list={pattern} at={at} onChange={(next) => form.set({ pattern: next })} />
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-2 px-4 py-3">
        {pattern.length === 0 ? <p className="basis-full text-muted">{w.pattern_empty}</p> : null}
        {left.map((part) => (
          <Button key={part} icon={<Plus size={16} aria-hidden />} aria-label={`${w.pattern_add}: ${w.part[part]}`} onClick={() => form.set({ pattern: [...pattern, part] })}>
            {w.part[part]}
          </Button>
        ))}
      </div>
    </Section>
  );
}

/** Words that this channel's buyers use in place of others. */
export function Swaps({ form }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { swaps } = form.rule;
  const wrong = (field: string) => form.refused.get(field) ?? (form.wrong.has(field) ? w.too_long_phrase : undefined);
  return (
    <Section title={w.rule_part.swaps} meta={w.swaps_help}>
      <ol className="flex flex-col gap-2 px-4 empty:hidden">
        {swaps.map((swap, at) => (
          // A swap has no id, so its index is its key.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at} className="flex items-start gap-2 md:max-w-2xl">
            <Field quiet label={`${w.swap_from}, ${w.swap_name(number(at + 1))}`} error={wrong(`swaps[${at}].from`) ?? form.refused.get(`swaps[${at}]`)} className="min-w-0 flex-1">
              <Input value={swap.from} onChange={(event) => form.set({ swaps: put(swaps, at, { ...swap, from: event.target.value }) })} />
            </Field>
            <ArrowRight size={16} aria-hidden className="mt-3.5 shrink-0 text-muted md:mt-2.5" />
            <Field quiet label={`${w.swap_to}, ${w.swap_name(number(at + 1))}`} error={wrong(`swaps[${at}].to`)} className="min-w-0 flex-1">
              <Input value={swap.to} onChange={(event) => form.set({ swaps: put(swaps, at, { ...swap, to: event.target.value }) })} />
            </Field>
            <RowMenu name={w.swap_name(number(at + 1))} list={swaps} at={at} onChange={(next) => form.set({ swaps: next })} />
          </li>
        ))}
      </ol>
      <div className="px-4 py-3">
        <Button icon={<Plus size={16} aria-hidden />} onClick={() => form.set({ swaps: [...swaps, { from: "", to: "" }] })}>
          {w.swap_add}
        </Button>
      </div>
    </Section>
  );
}

/** Words that may not stand in a title here. */
export function Banned({ form }: Props) {
  const w = useWords();
  const { banned } = form.rule;
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = [...form.wrong].some((field) => field.startsWith("banned[")) ? w.too_long_phrase : [...form.refused].find(([field]) => field.startsWith("banned["))?.[1];
  return (
    <Section title={w.rule_part.banned}>
      <div className="px-4 pb-6">
        <Field label={w.rule_part.banned} quiet hint={w.banned_help} error={wrong} className="md:max-w-2xl">
          <Textarea
            rows={4}
            value={typed ?? banned.join("\n")}
            onChange={(event) => {
              setTyped(event.target.value);
              form.set({ banned: lines(event.target.value) });
            }}
            onBlur={() => setTyped(null)}
          />
        </Field>
      </div>
    </Section>
  );
}
