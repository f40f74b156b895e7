import { useInfiniteQuery } from "@tanstack/react-query";
import { type FormEvent } from "react";

import { useMe } from "@/auth/me";
import { useActorName } from "@/ui/actor";
import { Button } from "@/ui/button";
import { Days } from "@/ui/days";
import { Empty } from "@/ui/empty";
import { Field, Input, Select } from "@/ui/field";
import { LoadMore } from "@/ui/load-more";
import { PageHeader } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { auditQuery, type Entry, type Filter } from "../queries";
import { useWords } from "../words.id";
import { EntryLine } from "./entry-line";

const KINDS = ["product", "products", "listing", "match", "price_rule", "plan", "run", "import", "connection", "sheet", "title"] as const;

type Props = { filter: Filter; onFilter: (filter: Filter) => void };

/** Everything that was done and by whom, the newest first; the filter is in the URL. */
export function Activity({ filter, onFilter }: Props) {
  const w = useWords();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(auditQuery(filter));
  const entries = data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = Object.values(filter).some(Boolean);
  const people = usePeople(entries, filter.actor);
  const kinds = [{ value: "", label: w.any_kind }, ...KINDS.map((value) => ({ value, label: w.kind[value] }))];
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const word = (name: keyof Filter) => String(typed.get(name) ?? "").trim() || undefined;
    onFilter({ subject: word("subject"), kind: word("kind"), actor: word("actor"), since: word("since"), until: word("until") });
  };
  return (
    <>
      <PageHeader title={w.title} meta={w.lead} />
      <form key={Object.values(filter).join(" ")} role="search" onSubmit={submit} className="flex flex-wrap items-end gap-2 px-4 pb-4">
        <Field label={w.subject} className="min-w-0 flex-1 basis-64 md:max-w-sm">
          <Input name="subject" defaultValue={filter.subject ?? ""} placeholder={w.subject_hint} autoCapitalize="off" spellCheck={false} />
        </Field>
        <Field label={w.what} className="flex-1 basis-36 md:max-w-48">
          <Select name="kind" defaultValue={filter.kind ?? ""} options={kinds} />
        </Field>
        <Field label={w.who} className="flex-1 basis-36 md:max-w-48">
          <Select name="actor" defaultValue={filter.actor ?? ""} options={people} />
        </Field>
        <Field label={w.since} className="min-w-0 flex-1 basis-32 md:max-w-44">
          <Input name="since" type="date" defaultValue={filter.since ?? ""} />
        </Field>
        <Field label={w.until} className="min-w-0 flex-1 basis-32 md:max-w-44">
          <Input name="until" type="date" defaultValue={filter.until ?? ""} />
        </Field>
        <Button type="submit">{w.filter}</Button>
        {filtered ? (
          <Button look="quiet" onClick={() => onFilter({})}>
            {w.clear}
          </Button>
        ) : null}
      </form>
      {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <SkeletonRows height="h-14" /> : null}
      {data && entries.length === 0 ? <Empty title={filtered ? w.nothing : w.empty}>{filtered ? null : w.empty_help}</Empty> : null}
      <Days items={entries} at={({ at }) => at} id={({ id }) => id}>
        {(entry) => <EntryLine entry={entry} onSubject={(subject) => onFilter({ ...filter, subject })} onActor={(actor) => onFilter({ ...filter, actor })} />}
      </Days>
      {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </>
  );
}

/** Whom the filter offers: the reader, everybody who is named in the entries that were read, and whoever is asked for. */
function usePeople(entries: readonly Entry[], asked: string | undefined): { value: string; label: string }[] {
  const w = useWords();
  const name = useActorName();
  const { subject } = useMe();
  const people = [...new Set([subject, ...entries.map(({ actor }) => actor), ...(asked ? [asked] : [])])];
  return [{ value: "", label: w.anyone }, ...people.map((value) => ({ value, label: name(value) }))];
}
