// Finds the changed words of a text: Myers' shortest edit script over words, spaces and punctuation.

export type Piece = { kind: "same" | "removed" | "added"; text: string };

/** With more different words than this, the texts are shown as completely removed and added. */
const MOST = 800;

/** The pieces of both texts in reading order; a removed piece comes before the one that replaces it. */
export function wordDiff(from: string, to: string): Piece[] {
  const before = words(from);
  const after = words(to);
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const middle = edits(before.slice(start, before.length - end), after.slice(start, after.length - end));
  return joined([
    { kind: "same", text: before.slice(0, start).join("") },
    ...middle,
    { kind: "same", text: before.slice(before.length - end).join("") },
  ]);
}

function words(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];
}

function edits(before: readonly string[], after: readonly string[]): Piece[] {
  const trace = shortest(before, after);
  if (!trace) {
    return [
      { kind: "removed", text: before.join("") },
      { kind: "added", text: after.join("") },
    ];
  }
  const pieces: Piece[] = [];
  let x = before.length;
  let y = after.length;
  for (let step = trace.length - 1; step >= 0; step -= 1) {
    const reached = trace[step] as Int32Array;
    const middle = (reached.length - 1) / 2;
    const at = (diagonal: number) => reached[middle + diagonal] ?? -1;
    const diagonal = x - y;
    const down = step > 0 && (diagonal === -step || (diagonal !== step && at(diagonal - 1) < at(diagonal + 1)));
    const from = step === 0 ? 0 : down ? diagonal + 1 : diagonal - 1;
    const fromX = step === 0 ? 0 : at(from);
    const fromY = step === 0 ? 0 : fromX - from;
    while (x > fromX && y > fromY && before[x - 1] === after[y - 1]) {
      pieces.push({ kind: "same", text: before[x - 1] as string });
      x -= 1;
      y -= 1;
    }
    if (step === 0) break;
    if (down) pieces.push({ kind: "added", text: after[fromY] as string });
    else pieces.push({ kind: "removed", text: before[fromX] as string });
    x = fromX;
    y = fromY;
  }
  return pieces.toReversed();
}

/** The furthest point on each diagonal before each step, or nothing when the texts differ too much. */
function shortest(before: readonly string[], after: readonly string[]): Int32Array[] | undefined {
  const longest = Math.min(before.length + after.length, MOST);
  const reached = new Int32Array(2 * longest + 3);
  const middle = longest + 1;
  const trace: Int32Array[] = [];
  for (let step = 0; step <= longest; step += 1) {
    trace.push(reached.slice(middle - step, middle + step + 1));
    for (let diagonal = -step; diagonal <= step; diagonal += 2) {
      const below = reached[middle + diagonal - 1] ?? -1;
      const above = reached[middle + diagonal + 1] ?? -1;
      let x = diagonal === -step || (diagonal !== step && below < above) ? above : below + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      reached[middle + diagonal] = x;
      if (x >= before.length && x - diagonal >= after.length) return trace;
    }
  }
  return undefined;
}

/** Joins neighbouring pieces of one kind. A space between two changes is part of them, so that a phrase is marked as one. */
function joined(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  let removed = "";
  let added = "";
  const flush = () => {
    if (removed) out.push({ kind: "removed", text: removed });
    if (added) out.push({ kind: "added", text: added });
    removed = "";
    added = "";
  };
  for (const [at, { kind, text }] of pieces.entries()) {
    const within = kind === "same" && /^\s+$/.test(text) && (removed || added) && changes(pieces[at + 1]);
    if (kind === "removed" || within) removed += text;
    if (kind === "added" || within) added += text;
    if (kind !== "same" || within || !text) continue;
    flush();
    const last = out.at(-1);
    if (last?.kind === "same") last.text += text;
    else out.push({ kind, text });
  }
  flush();
  return out;
}

function changes(piece: Piece | undefined): boolean {
  return piece !== undefined && piece.kind !== "same";
}
