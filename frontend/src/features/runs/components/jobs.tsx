import { useInfiniteQuery } from "@tanstack/react-query";
import { X } from "lucide-react";

import { useFormat } from "@/lib/format";
import { Ago } from "@/ui/age";
import { IconButton } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Field, Select } from "@/ui/field";
import { useFailureName } from "@/ui/failure/failure";
import { useFieldName } from "@/ui/field-name";
import { channelLetter } from "@/ui/glyph";
import { LoadMore } from "@/ui/load-more";
import { Section } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";
import { Thumbnail } from "@/ui/thumbnail";

import { type Job, type JobFilter, jobsQuery, type JobState, type Run } from "../queries";
import { useWords } from "../words.id";
import { JobStatus } from "./job-status";
import type { RunSearch } from "./run-page";

type Props = { run: Run; search: RunSearch; onSearch: (search: RunSearch) => void };

/** The listings of a run in the order in which they are pushed. */
export function Jobs({ run, search, onSearch }: Props) {
  const w = useWords();
  const { state, channel, wave, code } = search;
  const filter: JobFilter = { state, channel, wave, code };
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(jobsQuery(run.id, filter));
  const jobs = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title={w.jobs}>
      <Filters run={run} filter={filter} onFilter={onSearch} />
      {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <SkeletonRows rows={Math.min(run.jobs, 8)} height="h-16" /> : null}
      {data && jobs.length === 0 && !hasNextPage ? <p className="px-4 py-8 text-muted">{w.jobs_empty}</p> : null}
      <ol className="border-t empty:hidden">
        {jobs.map((job) => (
          <li key={job.id} className="border-b [contain-intrinsic-size:auto_64px] [content-visibility:auto] last:border-b-0">
            <JobRow job={job} onOpen={() => onSearch({ ...search, job: job.id })} />
          </li>
        ))}
      </ol>
      {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </Section>
  );
}

function JobRow({ job, onOpen }: { job: Job; onOpen: () => void }) {
  const w = useWords();
  const { number, time } = useFormat();
  const fieldName = useFieldName();
  const channelName = useChannelName();
  const name = useFailureName();
  const fields = [...new Set(job.changes.map((change) => fieldName(change.field)))];
  return (
    <button type="button" onClick={onOpen} className="flex min-h-16 w-full items-center gap-3 px-4 py-2 text-left hover:bg-sunken">
      <Thumbnail src={job.thumbnail} />
      <span className="min-w-0 flex-1">
        <span className="line-clamp-2 font-medium">{job.title || job.listing}</span>
        <span className="flex flex-wrap gap-x-2 text-meta text-muted">
          <span title={channelName(job.channel)}>
            <span aria-hidden className="font-medium text-ink">
              {channelLetter(job.channel)}
            </span>
            <span className="sr-only">{channelName(job.channel)}</span>
          </span>
          <JobStatus state={job.state} className="text-ink md:hidden" />
          <span>{fields.length > 3 ? w.changes(number(job.changes.length)) : fields.join(", ")}</span>
          {job.failure ? <span className="text-fail">{name(job.failure.code)}</span> : null}
          {job.next_attempt_at ? <span className="text-wait tabular-nums">{w.again_at(time(job.next_attempt_at))}</span> : null}
        </span>
      </span>
      <span className="flex shrink-0 flex-col items-end gap-0.5 text-right">
        <JobStatus state={job.state} className="max-md:hidden" />
        {job.ended_at ? <Ago at={job.ended_at} className="text-meta text-muted" /> : null}
      </span>
    </button>
  );
}

type FilterProps = { run: Run; filter: JobFilter; onFilter: (filter: JobFilter) => void };

function Filters({ run, filter, onFilter }: FilterProps) {
  const w = useWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  const name = useFailureName();
  const states = Object.entries(run.counts).filter(([, count]) => count > 0);
  const channels = Object.keys(run.by_channel);
  const narrowed = filter.state ?? filter.channel ?? filter.wave ?? filter.code;
  if (states.length < 2 && channels.length < 2 && narrowed === undefined) return null;
  return (
    <div role="search" aria-label={w.jobs_filter} className="flex flex-wrap items-center gap-2 px-4 pb-2 max-md:*:min-w-36 max-md:*:flex-1">
      <Field label={w.show_state} quiet>
        <Select
          value={filter.state ?? ""}
          onChange={(event) => onFilter({ ...filter, state: (event.target.value || undefined) as JobState | undefined })}
          options={[{ value: "", label: w.every_state }, ...states.map(([state, count]) => ({ value: state, label: `${w.job_state[state as JobState]} (${number(count)})` }))]}
        />
      </Field>
      {channels.length > 1 ? (
        <Field label={w.show_channel} quiet>
          <Select value={filter.channel ?? ""} onChange={(event) => onFilter({ ...filter, channel: event.target.value || undefined })} options={[{ value: "", label: w.every_channel }, ...channels.map((value) => ({ value, label: channelName(value) }))]} />
        </Field>
      ) : null}
      {run.waves.length > 1 ? (
        <Field label={w.waves} quiet>
          <Select
            value={filter.wave === undefined ? "" : String(filter.wave)}
            onChange={(event) => onFilter({ ...filter, wave: event.target.value ? Number(event.target.value) : undefined })}
            options={[{ value: "", label: w.every_wave }, ...run.waves.map((_, at) => ({ value: String(at), label: w.wave(number(at + 1)) }))]}
          />
        </Field>
      ) : null}
      {filter.code ? <span className="max-md:basis-full">{w.only_code(name(filter.code))}</span> : null}
      {narrowed === undefined ? null : (
        <IconButton label={w.clear} onClick={() => onFilter({})} className="max-md:min-w-11! max-md:flex-none!">
          <X size={20} aria-hidden />
        </IconButton>
      )}
    </div>
  );
}
