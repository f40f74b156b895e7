import { useQuery } from "@tanstack/react-query";

import { importQuery, importsQuery, isAtWork } from "../queries";
import { ImportProgress } from "./import-progress";
import { ImportResult } from "./import-result";
import { StartImport } from "./start-import";

/** The import as one of the first steps: the button, then its progress, then its result. */
export function ImportStep({ next }: { next: boolean }) {
  const { data: imports = [] } = useQuery(importsQuery);
  const known = imports[0];
  const { data: one = known } = useQuery({ ...importQuery(known?.id ?? ""), enabled: known !== undefined });
  if (one && isAtWork(one)) return <ImportProgress one={one} />;
  return (
    <>
      {one ? (
        <div className="px-4 pb-4">
          <ImportResult one={one} />
        </div>
      ) : null}
      <StartImport simple next={next} />
    </>
  );
}
