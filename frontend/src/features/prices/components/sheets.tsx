import { scopeOf } from "../scope";
import { usePlace } from "../use-place";
import { Calculator } from "./calculator";
import { ExceptionSheet } from "./exception-sheet";
import { ExceptionsSheet } from "./exceptions-sheet";
import { FeesEdit } from "./fees-edit";
import { FeesSheet } from "./fees-sheet";
import { ReadingSheet } from "./reading-sheet";
import { RuleSheet } from "./rule-sheet";
import { ScopePicker } from "./scope-picker";

/** The sheet that the address names; an address that names nothing shows none. */
export function Sheets({ channels }: { channels: readonly string[] }) {
  const { sheet, channel, scope, category, version, again = false } = usePlace();
  if (sheet === "calculator") return <Calculator channels={channels} />;
  if (!channel || !channels.includes(channel)) return null;
  if (sheet === "rule") return <RuleSheet key={channel} channel={channel} />;
  if (sheet === "fees") return <FeesSheet channel={channel} />;
  if (sheet === "fees_edit") return <FeesEdit key={`${channel} ${category} ${version}`} channel={channel} category={category} version={version} />;
  if (sheet === "exceptions") return <ExceptionsSheet channel={channel} />;
  if (sheet === "exception") return scope && scopeOf(scope) ? <ExceptionSheet key={`${channel} ${scope}`} channel={channel} scope={scope} /> : <ScopePicker channel={channel} />;
  if (sheet === "reading") return <ReadingSheet channel={channel} again={again} />;
  return null;
}
