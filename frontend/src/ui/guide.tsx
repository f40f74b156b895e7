import { useRouterState } from "@tanstack/react-router";

import { useWords } from "./words.id";

/** The page of the seller's manual that explains each screen, by the beginning of its path; the first that fits. */
const PAGES: readonly (readonly [path: string, page: string])[] = [
  ["/start", "hari-pertama"],
  ["/imports", "hari-pertama#tujuh-langkah"],
  ["/matches", "hari-pertama#mencocokkan-dengan-cepat"],
  ["/products", "produk-dan-harga"],
  ["/listings", "produk-dan-harga"],
  ["/stock", "produk-dan-harga#mengubah-satu-produk"],
  ["/prices", "produk-dan-harga#aturan-harga"],
  ["/titles", "produk-dan-harga#judul"],
  ["/sync", "menyinkronkan-dan-membatalkan"],
  ["/conflicts", "konflik"],
  ["/field-report", "konflik#mengurangi-konflik"],
  ["/sheets", "lembar"],
  ["/verification", "tanya-jawab#apa-itu-pemeriksaan"],
  ["/dead-letters", "pesan-kesalahan#pesan-mati"],
  ["/activity", "tanya-jawab#siapa-yang-mengubah-ini"],
  ["/notices", "tanya-jawab#pemberitahuan-terlalu-banyak"],
  ["/settings", "menghubungkan-toko"],
];

/** The page of the manual for a path of the dashboard; its table of contents where none fits. */
export function guideOf(path: string): string {
  const [page, anchor] = (PAGES.find(([start]) => path.startsWith(start))?.[1] ?? "index").split("#");
  return `/panduan/${page}.html${anchor ? `#${anchor}` : ""}`;
}

type Props = {
  /** A code of the API: the line that explains it, in place of the page about this screen. */
  code?: string;
};

/** Opens the manual in a tab of its own, so that nothing that is typed here is left behind. */
export function Guide({ code }: Props) {
  const w = useWords();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  return (
    <a href={code ? `/panduan/pesan-kesalahan.html#${code}` : guideOf(path)} target="_blank" rel="noreferrer" className="-my-3 inline-flex min-h-11 min-w-11 items-center text-meta text-muted underline hover:text-ink">
      {w.guide}
    </a>
  );
}
