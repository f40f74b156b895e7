import { useState } from "react";

import { toast } from "@/lib/toast";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";

import { useChoices, useChoose } from "../choices";
import type { ProductSearch } from "../search";
import { useWords } from "../words.id";

/** Saves the current filters, order and columns under a name. */
export function SaveView({ search, onClose }: { search: ProductSearch; onClose: () => void }) {
  const w = useWords();
  const { columns } = useChoices();
  const choose = useChoose();
  const [name, setName] = useState("");
  const [missing, setMissing] = useState(false);
  const save = () => {
    const called = name.trim();
    setMissing(called === "");
    if (called === "") return;
    const { sheet: _, ...kept } = search;
    choose.saveView({ name: called, search: kept, columns });
    toast(w.view_saved(called));
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={w.view_save_title}
      foot={
        <Button look="primary" onClick={save}>
          {w.view_save_title}
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Field label={w.view_name} hint={w.view_name_hint} error={missing ? w.view_name_missing : undefined}>
          <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
