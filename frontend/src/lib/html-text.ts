const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** A description as a buyer reads it: paragraphs and list entries as lines, without tags. A text without tags is unchanged. */
export function readable(text: string): string {
  if (!/<\/?(p|br|div|ul|ol|li|b|strong|i|em|u|span|h[1-6]|img)\b[^>]*>/i.test(text)) return text;
  return text
    .replaceAll(/\s*<li\b[^>]*>\s*/gi, "\n• ")
    .replaceAll(/\s*(<br\s*\/?>|<\/(p|div|ul|ol|h[1-6])>)\s*/gi, "\n")
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => ENTITIES[name] ?? "")
    .trim();
}
