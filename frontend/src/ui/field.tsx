import { clsx } from "clsx";
import { createContext, type ComponentProps, type ReactNode, use, useId } from "react";

import { useWords } from "./words.id";

type Ids = { control: string; hint: string; error: string; described: string | undefined; invalid: boolean };
const Ids = createContext<Ids | null>(null);

type Props = {
  label: string;
  /** Where it is not obvious what to type. */
  hint?: ReactNode;
  /** What is wrong and what to do; announced when it appears. */
  error?: string | undefined;
  optional?: boolean;
  /** Hides the label from the eye, where the place explains it. */
  quiet?: boolean;
  className?: string;
  children: ReactNode;
};

/** Label, hint and error of one control; `Input`, `Textarea`, `Select`, `Combobox` within it are named and described by them. */
export function Field({ label, hint, error, optional = false, quiet = false, className, children }: Props) {
  const w = useWords();
  const id = useId();
  const described = clsx(hint ? `${id}-hint` : null, error ? `${id}-error` : null) || undefined;
  return (
    <Ids value={{ control: id, hint: `${id}-hint`, error: `${id}-error`, described, invalid: Boolean(error) }}>
      <div className={clsx("flex flex-col gap-1", className)}>
        <label htmlFor={id} className={quiet ? "sr-only" : "font-medium"}>
          {label}
          {optional ? <span className="ml-2 text-meta font-normal whitespace-nowrap text-muted">{w.optional}</span> : null}
        </label>
        {children}
        {hint ? (
          <p id={`${id}-hint`} className="text-meta text-muted">
            {hint}
          </p>
        ) : null}
        <p id={`${id}-error`} role="alert" className={error ? "text-meta text-fail" : "hidden"}>
          {error}
        </p>
      </div>
    </Ids>
  );
}

/** The attributes that tie a control to its field. */
export function useFieldControl() {
  const ids = use(Ids);
  if (!ids) return {};
  return { id: ids.control, "aria-describedby": ids.described, "aria-invalid": ids.invalid || undefined };
}

export const CONTROL =
  "w-full min-h-11 rounded-md border border-edge bg-surface px-3 text-body text-ink md:min-h-9 aria-invalid:border-fail disabled:opacity-50 [&[readonly]]:bg-sunken";

/** `figures`: right-aligned, for numbers and money. */
export function Input({ className, figures = false, ...rest }: ComponentProps<"input"> & { figures?: boolean }) {
  return <input {...useFieldControl()} className={clsx(CONTROL, figures && "text-right", className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea {...useFieldControl()} className={clsx(CONTROL, "py-2", className)} rows={5} {...rest} />;
}

/** The system's own list, which is the best one on a phone. */
export function Select({ className, options, ...rest }: Omit<ComponentProps<"select">, "children"> & { options: { value: string; label: string }[] }) {
  return (
    <select {...useFieldControl()} className={clsx(CONTROL, "pr-8", className)} {...rest}>
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}

/** One yes or no with its words beside it. */
export function Checkbox({ label, hint, className, ...rest }: Omit<ComponentProps<"input">, "type"> & { label: ReactNode; hint?: ReactNode }) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="flex min-h-11 items-center gap-3 md:min-h-9">
        <input id={id} type="checkbox" className="size-5 shrink-0 accent-accent md:size-4" {...(hint ? { "aria-describedby": `${id}-hint` } : {})} {...rest} />
        <span>{label}</span>
      </label>
      {hint ? (
        <p id={`${id}-hint`} className="pl-8 text-meta text-muted">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
