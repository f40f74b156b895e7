import { Bookmark, SlidersHorizontal, Trash2 } from "lucide-react";

import { useAppearance } from "@/auth/prefer";
import { useDensity } from "@/lib/density";
import { toast } from "@/lib/toast";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/field";
import { Menu, MenuChoice, MenuItem, MenuLine } from "@/ui/menu";
import { Popover } from "@/ui/popover";

import { COLUMNS, useChoices, useChoose, type View } from "../choices";
import type { ProductSearch } from "../search";
import { useWords } from "../words.id";

const SORTS = ["updated_desc", "title_asc", "price_asc", "price_desc", "margin_asc", "sku_asc"] as const;
type SortChoice = (typeof SORTS)[number];

type Props = { search: ProductSearch; desk: boolean; onChange: (change: Partial<ProductSearch>) => void; onView: (view: View) => void };

/** Order, saved views and density; on wide screens also the columns. */
export function ViewMenu({ search, desk, onChange, onView }: Props) {
  const w = useWords();
  const { views } = useChoices();
  const choose = useChoose();
  const { chooseDensity } = useAppearance();
  const density = useDensity();
  const sort = `${(search.sort ?? "updated_at").replace("_at", "")}_${search.order ?? (search.sort ? "asc" : "desc")}` as SortChoice;
  return (
    <>
      {desk ? <ColumnChoice /> : null}
      <Menu
        trigger={
          <Button icon={<SlidersHorizontal size={16} aria-hidden />} aria-label={w.view_menu}>
            <span className="max-md:hidden">{w.view_menu}</span>
          </Button>
        }
      >
        <MenuChoice
          label={w.sort}
          value={sort}
          onChange={(next) => {
            const at = next.lastIndexOf("_");
            const by = next.slice(0, at);
            onChange({ sort: (by === "updated" ? "updated_at" : by) as ProductSearch["sort"], order: next.slice(at + 1) as ProductSearch["order"] });
          }}
          options={SORTS.map((value) => ({ value, label: w.sort_by[value] }))}
        />
        {desk ? (
          <>
            <MenuLine />
            <MenuChoice
              label={w.density}
              value={density}
              onChange={chooseDensity}
              options={[
                { value: "comfortable", label: w.comfortable },
                { value: "compact", label: w.compact },
              ]}
            />
          </>
        ) : null}
        <MenuLine />
        {views.map((view) => (
          <MenuItem key={view.name} icon={<Bookmark size={16} aria-hidden />} onSelect={() => onView(view)}>
            {view.name}
          </MenuItem>
        ))}
        {views.map((view) => (
          <MenuItem key={view.name} icon={<Trash2 size={16} aria-hidden />} onSelect={() => remove(view)}>
            {w.view_delete(view.name)}
          </MenuItem>
        ))}
        <MenuItem icon={<Bookmark size={16} aria-hidden />} onSelect={() => onChange({ sheet: "view" })}>
          {w.view_save}
        </MenuItem>
      </Menu>
    </>
  );

  function remove(view: View): void {
    choose.removeView(view.name);
    const at = views.indexOf(view);
    toast(w.view_deleted(view.name), { action: { label: w.undo, onClick: () => choose.saveView(view, at) } });
  }
}

function ColumnChoice() {
  const w = useWords();
  const { columns } = useChoices();
  const choose = useChoose();
  return (
    <Popover align="end" trigger={<Button>{w.columns}</Button>}>
      <fieldset>
        <legend className="sr-only">{w.columns}</legend>
        {COLUMNS.map((id) => (
          <Checkbox
            key={id}
            label={w.column[id]}
            checked={columns.includes(id)}
            onChange={(event) => choose.columns(COLUMNS.filter((one) => (one === id ? event.target.checked : columns.includes(one))))}
          />
        ))}
      </fieldset>
    </Popover>
  );
}
