import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useRef, useState } from "react";

import { useMe } from "@/auth/me";

import { useUpload } from "./queries";
import { useWords } from "./words.id";

/** The largest file that the API accepts, in bytes. */
const MOST = 4_000_000;

type Chosen = {
  /** The hidden field; it must be on the page. */
  field: ReactNode;
  choose: () => void;
  send: (file: File | undefined) => void;
  busy: boolean;
  /** The last file was larger than the API accepts, and was not sent. */
  large: boolean;
  error: Error | null;
};

/** Uploads a file that is chosen or dropped, and opens the page with the changes that it would make. */
export function useFile(): Chosen {
  const w = useWords();
  const { may } = useMe();
  const navigate = useNavigate();
  const upload = useUpload();
  const input = useRef<HTMLInputElement>(null);
  const [large, setLarge] = useState(false);
  const send = (file: File | undefined) => {
    if (!file || upload.isPending || !may("member")) return;
    setLarge(file.size > MOST);
    if (file.size <= MOST) upload.mutate(file, { onSuccess: (sheet) => void navigate({ to: "/sheets/$sheetId", params: { sheetId: sheet.id } }) });
  };
  const field = (
    <input
      ref={input}
      type="file"
      tabIndex={-1}
      // A button opens it.
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
  );
  return { field, choose: () => input.current?.click(), send, busy: upload.isPending, large, error: upload.error };
}
