import { dictionary } from "@/lib/words";

export const words = {
  title: "Pemeriksaan",
  lead: "Memeriksa setiap listing dari catatan SyncStore. Tidak ada yang berubah dan tidak ada kanal yang ditanya.",
  start: "Periksa sekarang",
  again: "Periksa lagi",
  starting: "Memulai…",
  never: "Katalog belum pernah diperiksa.",
  never_help: "Pemeriksaan memastikan harga sesuai rinciannya, judul sesuai aturannya, dan tidak ada kolom yang lepas.",
  running: "Sedang memeriksa",
  looked_at: (count: string) => `${count} listing diperiksa`,
  stalled: "Pemeriksaan berhenti di tengah jalan. Satu pesan menunggu di Pesan mati; jalankan lagi dari sana.",
  to_dead: "Pesan mati",
  all_right: "Semua benar.",
  some_wrong: (count: string) => `${count} perlu diperbaiki`,
  show: "Lihat yang salah",
  to_product: "Buka produk",
  to_mapping: "Buka pemetaan kolom",
  titles: "Judul",
  title_origin: { master: "mengikuti produk", accepted: "usulan yang diterima", locked: "dikunci" },
  outdated: (count: string) => `${count} judul yang diterima sudah ketinggalan aturannya`,
  risks: (count: string) => `${count} judul terlalu mirip dengan judul lain`,
  to_titles: "Ke Judul",
};

export const useWords = dictionary(words, () => import("./words.en"));
