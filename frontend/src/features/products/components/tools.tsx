import { useNavigate } from "@tanstack/react-router";
import { Filter as FilterIcon } from "lucide-react";
import { memo } from "react";

import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";

import { useChoose, type View } from "../choices";
import { type ProductSearch, SHEET_FILTERS } from "../search";
import { useWords } from "../words.id";
import { ViewMenu } from "./view-menu";

type Props = { search: ProductSearch; desk: boolean; onChange: (change: Partial<ProductSearch>, replace?: boolean) => void };

/** The controls beside the search box: the filters, and how the list looks. They do not render again while a person types. */
export const Tools = memo(function Tools({ search, desk, onChange }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const navigate = useNavigate();
  const choose = useChoose();
  const held = SHEET_FILTERS.filter((name) => search[name] !== undefined).length;
  const showView = (view: View) => {
    choose.columns(view.columns);
    void navigate({ to: "/products", search: view.search });
  };
  return (
    <>
      <Button icon={<FilterIcon size={16} aria-hidden />} aria-label={w.filter_count(number(held))} onClick={() => onChange({ sheet: "filter" }, false)}>
        <span className="max-md:hidden">{held > 0 ? w.filter_count(number(held)) : w.filter}</span>
        {held > 0 ? <span className="md:hidden">{number(held)}</span> : null}
      </Button>
      <ViewMenu search={search} desk={desk} onChange={(next) => onChange(next, next.sheet === undefined)} onView={showView} />
    </>
  );
});
