import { useNavigate } from "@tanstack/react-router";
import { clsx } from "clsx";
import { FileUp } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";

import { useMe } from "@/auth/me";
import { Button } from "@/ui/button";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";

import { useUpload } from "../queries";
import { useWords } from "../words.id";

/** The largest file that the API accepts, in bytes. */
const MOST = 4_000_000;

/** Uploads a file that is chosen or dropped, and opens the page with the changes that it would make. */
export function Upload() {
  const w = useWords();
  const { may } = useMe();
  const navigate = useNavigate();
  const upload = useUpload();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [large, setLarge] = useState(false);
  const send = (file: File | undefined) => {
    if (!file || upload.isPending || !may("member")) return;
    setLarge(file.size > MOST);
    if (file.size <= MOST) upload.mutate(file, { onSuccess: (sheet) => void navigate({ to: "/sheets/$sheetId", params: { sheetId: sheet.id } }) });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    send(event.dataTransfer.files[0]);
  };
  return (
    <div className="flex flex-col gap-3 px-4 pb-4">
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={clsx("flex flex-col items-start gap-3 rounded-md border border-dashed p-4 max-md:items-stretch", over ? "border-accent bg-sunken" : "border-edge")}
      >
        <p className="max-w-prose text-muted">{over ? w.drop : w.upload_help}</p>
        <input
          ref={input}
          type="file"
          tabIndex={-1}
          // The button below opens it.
          aria-hidden
          aria-label={w.choose_file}
          accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          className="sr-only"
          onChange={(event) => {
            send(event.target.files?.[0]);
            // Choosing the same file again, after a correction, must fire `change` too.
            event.target.value = "";
          }}
        />
        <Button look="primary" icon={<FileUp size={16} aria-hidden />} busy={upload.isPending} disabled={!may("member")} onClick={() => input.current?.click()}>
          {upload.isPending ? w.reading : w.choose_file}
        </Button>
        <RoleNote needs="member" />
      </div>
      {large ? (
        <p role="alert" className="text-fail">
          {w.too_large}
        </p>
      ) : null}
      {upload.error ? <Problem error={upload.error} /> : null}
    </div>
  );
}
