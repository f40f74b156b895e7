import { PageHeader } from "@/ui/page";
import { TabPanel, Tabs } from "@/ui/tabs";

import type { ReportSearch } from "../search";
import { useWords } from "../words.id";
import { Mappings } from "./mappings";
import { Report } from "./report";

type Props = { search: ReportSearch; onSearch: (search: ReportSearch, replace?: boolean) => void };

/** Where the shops agree and differ, field by field; and which field feeds which. */
export function FieldReport({ search, onSearch }: Props) {
  const w = useWords();
  const tab = search.tab ?? "report";
  return (
    <>
      <PageHeader title={w.title} meta={tab === "report" ? w.lead : w.mapping_lead} />
      <Tabs
        label={w.tabs}
        value={tab}
        onChange={(next) => onSearch(next === "mapping" ? { tab: next } : {})}
        tabs={[
          { value: "report", label: w.report },
          { value: "mapping", label: w.mapping },
        ]}
      >
        <TabPanel value={tab}>
          {tab === "report" ? <Report field={search.field} onField={(field) => onSearch({ field })} /> : <Mappings channel={search.channel} onChannel={(channel) => onSearch({ tab: "mapping", channel }, true)} />}
        </TabPanel>
      </Tabs>
    </>
  );
}
