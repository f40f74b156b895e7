import { FileUp } from "lucide-react";

import { useMe } from "@/auth/me";
import { Button } from "@/ui/button";
import { Problem } from "@/ui/problem";

import { useFile } from "../use-file";
import { useWords } from "../words.id";

/** Chooses a sheet right where the products are; its changes are reviewed before anything is written. */
export function UploadButton() {
  const w = useWords();
  const { may } = useMe();
  const { field, choose, busy, large, error } = useFile();
  if (!may("member")) return null;
  return (
    <>
      {field}
      <Button icon={<FileUp size={16} aria-hidden />} aria-label={w.upload_sheet} busy={busy} onClick={choose}>
        <span className="max-md:hidden">{busy ? w.reading : w.upload_sheet}</span>
      </Button>
      {large ? (
        <p role="alert" className="basis-full text-fail">
          {w.too_large}
        </p>
      ) : null}
      {error ? (
        <div className="basis-full">
          <Problem error={error} />
        </div>
      ) : null}
    </>
  );
}
