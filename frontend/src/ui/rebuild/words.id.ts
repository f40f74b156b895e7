import { dictionary } from "@/lib/words";

export const words = {
  title: "Bangun ulang dari toko",
  help: "Isi induk disusun lagi dari listing di toko menurut aturannya. Yang diketik orang tetap. Toko tidak berubah, dan tidak ada yang disinkronkan.",
  looked: (changed: string, looked: string) => `${changed} akan berubah dari ${looked} produk yang dilihat`,
  nothing: "Tidak ada yang akan berubah.",
  nothing_help: "Isi induk sudah sama dengan yang disusun dari listingnya.",
  choose: (title: string) => `Terapkan pada ${title}`,
  apply: (count: string) => `Terapkan ${count}`,
  apply_all: "Terapkan semua tanpa peringatan",
  apply_all_help: "Untuk semua produk yang dipilih, juga yang belum terlihat di sini. Yang punya peringatan dibiarkan.",
  applied: (count: string) => `${count} produk diterapkan. Toko belum berubah sampai disinkronkan.`,
  working: (count: string) => `${count} produk sudah dilihat; sisanya dikerjakan di latar belakang.`,
  stalled: "Berhenti di tengah jalan. Lihat pesan mati.",
  outcome: {
    applied: "diterapkan",
    unchanged: "tetap",
    stale: "berubah sejak dilihat; buka lagi untuk melihat yang baru",
    not_found: "tidak ada lagi",
    warned: "dibiarkan karena ada peringatan",
    refused: "ditolak",
  },
  more: "Lihat 50 produk berikutnya",
  again: "Lihat lagi",
};

export const useWords = dictionary(words, () => import("./words.en"));
