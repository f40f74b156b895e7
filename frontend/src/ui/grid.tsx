import { clsx } from "clsx";
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useRef } from "react";

export type GridColumn = {
  id: string;
  header: string;
  /** A track of the CSS grid. */
  width: string;
  /** `number`: right-aligned, with the keyboard of digits. What was typed stays text: the API reads it. */
  kind: "text" | "number";
  readOnly?: boolean;
};

export type GridRow = { id: string; name: string; values: Readonly<Record<string, string>> };

/** The changed values by row and column; an unchanged value is left out. */
export type GridChanges = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A read-only column, such as a price that the API computed. */
export type GridAside = { id: string; header: string; width: string; cell: (row: string) => ReactNode };

type Props = {
  label: string;
  /** The header of the rows' names. */
  nameHeader: string;
  columns: readonly GridColumn[];
  rows: readonly GridRow[];
  changes: GridChanges;
  onChange: (changes: GridChanges) => void;
  /** By row and column: what is wrong with it. */
  errors?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  aside?: readonly GridAside[];
  /** All cells are read-only. */
  readOnly?: boolean;
};

type Cell = { row: number; column: number };

/**
 * A small spreadsheet: arrows and Enter move, a pasted block of rows and columns spreads from where it was pasted,
 * Ctrl+Z takes back and Ctrl+Shift+Z repeats, also a whole block. It holds only what was changed.
 */
export function Grid({ label, nameHeader, columns, rows, changes, onChange, errors, aside = [], readOnly = false }: Props) {
  const table = useRef<HTMLDivElement>(null);
  const past = useRef<GridChanges[]>([]);
  const future = useRef<GridChanges[]>([]);

  const valueAt = (row: GridRow, column: GridColumn) => changes[row.id]?.[column.id] ?? row.values[column.id] ?? "";

  const put = (cells: readonly (Cell & { value: string })[]) => {
    past.current.push(changes);
    future.current = [];
    onChange(cells.reduce((all, cell) => changed(all, rows[cell.row], columns[cell.column], cell.value), changes));
  };

  const step = (from: GridChanges[], to: GridChanges[]) => {
    const next = from.pop();
    if (!next) return;
    to.push(changes);
    onChange(next);
  };

  const focus = ({ row, column }: Cell) => {
    const box = table.current?.querySelector<HTMLInputElement>(`[data-cell="${row}:${column}"]`);
    box?.focus();
    box?.select();
    return Boolean(box);
  };

  const onKey = (event: KeyboardEvent<HTMLInputElement>, at: Cell) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      if (event.shiftKey) step(future.current, past.current);
      else step(past.current, future.current);
      return;
    }
    // With these held a key is the page's own, or the text's: Ctrl+Enter, a word to the left.
    if (event.ctrlKey || event.metaKey) return;
    const to = target(event, at);
    if (to && focus(to)) event.preventDefault();
  };

  const onPaste = (event: ClipboardEvent<HTMLInputElement>, at: Cell) => {
    const block = readBlock(event.clipboardData.getData("text/plain"));
    if (block.length === 1 && block[0]?.length === 1) return;
    event.preventDefault();
    put(
      block.flatMap((line, down) =>
        line
          .map((value, right) => ({ row: at.row + down, column: at.column + right, value }))
          .filter((cell) => !readOnly && rows[cell.row] && columns[cell.column] && !columns[cell.column]?.readOnly),
      ),
    );
  };

  const tracks = { gridTemplateColumns: ["minmax(104px, 1fr)", ...columns.map((column) => column.width), ...aside.map((column) => column.width)].join(" ") };
  return (
    <div className="overflow-x-auto">
      <div ref={table} role="table" aria-label={label} className="min-w-fit">
        <div role="row" className="grid border-b text-meta font-medium text-muted" style={tracks}>
          <div role="columnheader" className="px-4 py-2">
            {nameHeader}
          </div>
          {columns.map((column) => (
            <div key={column.id} role="columnheader" className={clsx("px-2 py-2", column.kind === "number" && "text-right")}>
              {column.header}
            </div>
          ))}
          {aside.map((column) => (
            <div key={column.id} role="columnheader" className="px-4 py-2 text-right">
              {column.header}
            </div>
          ))}
        </div>
        {rows.map((row, down) => (
          <div key={row.id} role="row" className="grid border-b" style={tracks}>
            <div role="rowheader" className="flex items-center px-4">
              {row.name}
            </div>
            {columns.map((column, right) => {
              const at = { row: down, column: right };
              const error = errors?.[row.id]?.[column.id];
              const id = `${row.id}-${column.id}-error`;
              return (
                <div key={column.id} role="cell" className="self-center">
                  <input
                    data-cell={`${down}:${right}`}
                    aria-label={`${row.name}, ${column.header}`}
                    aria-invalid={error ? true : undefined}
                    aria-describedby={error ? id : undefined}
                    readOnly={readOnly || column.readOnly}
                    inputMode={column.kind === "number" ? "decimal" : "text"}
                    value={valueAt(row, column)}
                    onChange={(event) => put([{ ...at, value: event.target.value }])}
                    onKeyDown={(event) => onKey(event, at)}
                    onPaste={(event) => onPaste(event, at)}
                    className={clsx(
                      "row-height w-full border border-transparent bg-transparent px-2 max-md:min-h-11 focus:border-accent focus:outline-none aria-invalid:border-fail",
                      column.kind === "number" && "text-right",
                      column.readOnly && "text-muted",
                      changes[row.id]?.[column.id] !== undefined && "bg-sunken font-medium",
                    )}
                  />
                  {error ? (
                    <p id={id} className="px-2 pb-1 text-meta text-fail">
                      {error}
                    </p>
                  ) : null}
                </div>
              );
            })}
            {aside.map((column) => (
              <div key={column.id} role="cell" className="flex items-center justify-end px-4 py-1">
                {column.cell(row.id)}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

/** The number of changed values. */
export function countChanges(changes: GridChanges): number {
  return Object.values(changes).reduce((sum, row) => sum + Object.keys(row).length, 0);
}

function changed(changes: GridChanges, row: GridRow | undefined, column: GridColumn | undefined, value: string): GridChanges {
  if (!row || !column) return changes;
  const { [row.id]: mine = {}, ...others } = changes;
  const { [column.id]: _, ...rest } = mine;
  const next = value === (row.values[column.id] ?? "") ? rest : { ...rest, [column.id]: value };
  return Object.keys(next).length > 0 ? { ...others, [row.id]: next } : others;
}

function target(event: KeyboardEvent<HTMLInputElement>, { row, column }: Cell): Cell | undefined {
  const box = event.currentTarget;
  const whole = box.selectionStart === 0 && box.selectionEnd === box.value.length;
  switch (event.key) {
    case "ArrowUp":
      return { row: row - 1, column };
    case "ArrowDown":
      return { row: row + 1, column };
    case "Enter":
      return { row: event.shiftKey ? row - 1 : row + 1, column };
    case "ArrowLeft":
      return whole || box.selectionEnd === 0 ? { row, column: column - 1 } : undefined;
    case "ArrowRight":
      return whole || box.selectionStart === box.value.length ? { row, column: column + 1 } : undefined;
    default:
      return undefined;
  }
}

/** Rows and columns as spreadsheets copy them: lines, and tabs within. */
function readBlock(text: string): string[][] {
  return text
    .replace(/\r?\n$/, "")
    .split(/\r?\n/)
    .map((line) => line.split("\t").map((value) => value.trim()));
}
