import { dictionary } from "@/lib/words";

export const words = {
  title: "Stok",
  lead: "Stok di SyncStore dan yang terakhir terlihat di tiap toko. Stok belum mengikuti penjualan.",
  search: "Cari nama atau SKU",
  count: (count: string) => `${count} produk`,
  empty: "Belum ada produk.",
  empty_help: "Impor dulu listing dari toko.",
  to_imports: "Ke Impor",
  nothing: (q: string) => `Tidak ada produk untuk “${q}”.`,
  of: (title: string) => `Stok ${title}`,
  close: "Kembali ke daftar",
  sku: "SKU",
  no_sku: "Tanpa SKU",
  no_sku_help: "Beri SKU di halaman produk agar stoknya bisa diatur di sini.",
  master: "Stok di SyncStore",
  not_set: "diatur di toko",
  observed: "Terlihat di toko",
  not_seen: "belum terbaca",
  differs: "berbeda",
  edit: "Ubah",
  cancel: "Batal",
  save: "Simpan",
  release: "Biarkan toko yang mengatur",
  hint: "Angka bulat, 0 atau lebih. Ke toko baru setelah rencana disetujui.",
  wrong: "Tulis angka bulat, 0 sampai 10.000.000.",
  saved: (sku: string) => `Stok ${sku} tersimpan. Sinkronkan untuk membawanya ke toko.`,
  to_product: "Buka produk",
};

export const useWords = dictionary(words, () => import("./words.en"));
