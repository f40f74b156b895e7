import { type ComponentProps, useState } from "react";

import { Input } from "./field";
import { useWords } from "./words.id";

export function PasswordInput(props: Omit<ComponentProps<typeof Input>, "type">) {
  const w = useWords();
  const [shown, setShown] = useState(false);
  return (
    <div className="relative">
      <Input {...props} type={shown ? "text" : "password"} className="pr-28" autoCapitalize="off" spellCheck={false} />
      <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)} className="absolute inset-y-0 right-0 px-3 text-meta font-medium text-muted hover:text-ink">
        {shown ? w.hide_password : w.show_password}
      </button>
    </div>
  );
}
