import { clsx } from "clsx";
import { FileUp } from "lucide-react";
import { type DragEvent, useState } from "react";

import { useMe } from "@/auth/me";
import { Button } from "@/ui/button";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";

import { useFile } from "../use-file";
import { useWords } from "../words.id";

/** Uploads a file that is chosen or dropped, and opens the page with the changes that it would make. */
export function Upload() {
  const w = useWords();
  const { may } = useMe();
  const { field, choose, send, busy, large, error } = useFile();
  const [over, setOver] = useState(false);
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
        {field}
        <Button look="primary" icon={<FileUp size={16} aria-hidden />} busy={busy} disabled={!may("member")} onClick={choose}>
          {busy ? w.reading : w.choose_file}
        </Button>
        <RoleNote needs="member" />
      </div>
      {large ? (
        <p role="alert" className="text-fail">
          {w.too_large}
        </p>
      ) : null}
      {error ? <Problem error={error} /> : null}
    </div>
  );
}
