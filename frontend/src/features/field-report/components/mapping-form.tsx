import { useState } from "react";
import { toast } from "sonner";

import { useMe } from "@/auth/me";
import { useDraft } from "@/lib/draft";
import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { Checkbox, Field, Select } from "@/ui/field";
import { useFieldName } from "@/ui/field-name";
import { Problem } from "@/ui/problem";
import { SaveBar } from "@/ui/save-bar";
import { Status } from "@/ui/status";

import { bodyOf, type Changes, type Row, rowsOf, withChange } from "../mapping";
import { type Mapped, type Mapping, useSaveMapping } from "../queries";
import { useWords } from "../words.id";

const OWNERS = ["master", "channel", "ask"] as const;

type Props = { channel: string; mapping: Mapping; etag: string };

/** Which field corresponds to which, and who decides. Unsaved changes are stored in this browser. */
export function MappingForm({ channel, mapping, etag }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const { draft, keep, drop } = useDraft<Changes>({ kind: "field-mapping", id: channel });
  const [edited, setEdited] = useState<Changes>();
  const save = useSaveMapping(channel);
  const changes = edited ?? draft?.values ?? {};
  const rows = rowsOf(mapping, changes);
  const write = (next: Changes) => {
    setEdited(next);
    keep(mapping.version, next);
  };
  const discard = () => {
    save.reset();
    setEdited({});
    void drop();
  };
  const send = () =>
    save.mutate(
      { fields: bodyOf(mapping, changes), etag },
      {
        onSuccess: () => {
          toast.success(w.saved);
          discard();
        },
      },
    );
  const gaps = rows.filter(({ now, readOnly }) => !now.channel_field && !readOnly).length;
  return (
    <>
      <div className="flex flex-col gap-1 px-4 pb-3 text-meta text-muted">
        {OWNERS.map((owner) => (
          <p key={owner}>{w.owner_help[owner]}</p>
        ))}
        {mapping.version === 0 ? <p>{w.default_mapping}</p> : null}
        {gaps > 0 ? <p className="text-wait">{w.gaps(number(gaps))}</p> : null}
      </div>
      {save.error ? <Problem error={save.error} /> : null}
      <ul className="border-t">
        {rows.map((row) => (
          <li key={row.field} className="border-b">
            <Line row={row} off={!may("admin") || save.isPending} onChange={(to) => write(withChange(mapping, changes, row.field, to))} />
          </li>
        ))}
      </ul>
      <p className="px-4 py-3 text-meta text-muted">{w.mapping_effect}</p>
      <SaveBar changes={rows.filter(({ changed }) => changed).length} saving={save.isPending} onSave={send} onDiscard={discard} />
    </>
  );
}

function Line({ row, off, onChange }: { row: Row; off: boolean; onChange: (to: Mapped) => void }) {
  const w = useWords();
  const fieldName = useFieldName();
  const { field, known, now, changed, other, readOnly } = row;
  const name = fieldName(field);
  const mapped = Boolean(now.channel_field);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-center gap-x-4 gap-y-1 px-4 py-2 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_200px_200px]">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-medium">{name}</span>
        {changed ? <Status tone="wait">{w.changed}</Status> : null}
      </p>
      <p className="font-mono text-meta text-muted max-md:text-right">
        {known}
        {mapped || readOnly ? null : <span className="font-sans text-wait"> · {w.not_mapped}</span>}
      </p>
      {readOnly ? (
        <p className="col-span-2 text-meta text-muted">{w.read_only}</p>
      ) : (
        <>
          <Checkbox label={w.is_mapped} aria-label={w.mapped_of(name)} checked={mapped} disabled={off} onChange={(event) => onChange({ ...now, channel_field: event.target.checked ? known : null })} />
          <Field label={w.owner_of(name)} quiet>
            <Select value={now.owner} disabled={off || !mapped} onChange={(event) => onChange({ ...now, owner: event.target.value as Mapped["owner"] })} options={OWNERS.map((owner) => ({ value: owner, label: w.owners[owner] }))} />
          </Field>
        </>
      )}
      {other ? (
        <p className="flex flex-wrap items-center gap-x-3 col-span-2 text-wait md:col-span-4">
          {w.other_saved(other.channel_field ? w.owners[other.owner] : w.not_mapped)}
          <Button look="quiet" disabled={off} onClick={() => onChange(other)}>
            {w.take_other}
          </Button>
        </p>
      ) : null}
    </div>
  );
}
