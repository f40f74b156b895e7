import { usePlace } from "../use-place";
import { RuleSheet } from "./rule-sheet";

/** The sheet that the address names; an address that names nothing shows none. */
export function Sheets({ channels }: { channels: readonly string[] }) {
  const { sheet, channel } = usePlace();
  if (!channel || !channels.includes(channel)) return null;
  if (sheet === "rule") return <RuleSheet key={channel} channel={channel} />;
  return null;
}
