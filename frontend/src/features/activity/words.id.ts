import { dictionary } from "@/lib/words";

export const words = {
  title: "Aktivitas",
  lead: "Semua yang dilakukan, oleh siapa. Catatan ini tidak bisa diubah.",
  subject: "Tentang",
  subject_hint: "Kanal atau nomor, misalnya shopee atau run_…",
  what: "Jenis",
  any_kind: "Semua",
  kind: { product: "Produk", products: "Banyak produk", listing: "Listing", match: "Pencocokan", price_rule: "Aturan harga", plan: "Rencana", run: "Sinkron", import: "Impor", connection: "Koneksi", sheet: "Lembar", title: "Judul" },
  since: "Sejak",
  until: "Sampai",
  who: "Oleh",
  anyone: "Semua orang",
  filter: "Saring",
  clear: "Tampilkan semua",
  only: (subject: string) => `Hanya tentang ${subject}`,
  this: "ini",
  empty: "Belum ada yang dilakukan.",
  empty_help: "Setiap perubahan, impor, dan sinkron tercatat di sini.",
  nothing: "Tidak ada yang cocok dengan saringan ini.",
  only_by: (name: string) => `Hanya oleh ${name}`,
  copy_whole: "Salin catatan lengkap",
  address: "Alamat jaringan",
  agent: "Program",
  open: "Buka",
};

export const useWords = dictionary(words, () => import("./words.en"));
