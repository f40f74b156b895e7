import { useFormat } from "@/lib/format";

/** Percent as the API gives it: a decimal number or its text. `signed` for changes: `+15 %`. */
export function Percent({ value, signed = false }: { value: number | string; signed?: boolean }) {
  const { percent, change } = useFormat();
  return <span className="whitespace-nowrap tabular-nums">{signed ? change(value) : percent(value)}</span>;
}
