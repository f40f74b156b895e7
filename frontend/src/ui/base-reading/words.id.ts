import { dictionary } from "@/lib/words";

export const words = {
  computing: "Menghitung kedua cara membaca harga…",
  computing_count: (count: string) => `${count} produk dihitung`,
  question: "Harga yang tampil di toko sekarang:",
  reading: {
    shop_prices_include_fees: "Harga di toko sudah termasuk biaya",
    shop_prices_are_base: "Harga di toko adalah harga dasar",
  },
  help: {
    shop_prices_include_fees: "Harga di toko tetap. Harga dasar dihitung mundur lewat aturan.",
    shop_prices_are_base: "Harga dasar = harga di toko. Harga di toko akan menjadi hasil aturan, lewat rencana yang Anda setujui.",
  },
  usual: "paling umum",
  open: (count: string) => `${count} harga menunggu jawaban ini`,
  moves: { stay: "tetap", raised: "naik", lowered: "turun", unpriced: "tanpa harga" },
  moves_why: "Yang naik atau turun: harga dasarnya Anda ketik sendiri, atau kedua toko memang berbeda.",
  bases: (count: string) => `${count} harga dasar menjadi angka lain`,
  disagreeing: (count: string) => `${count} produk harganya memang berbeda antar toko`,
  unreadable: (count: string) => `${count} produk tidak bisa dibaca`,
  examples: "Contoh",
  base: "Harga dasar",
  stays: "tetap",
  no_price: "tanpa harga",
  choose: "Pakai jawaban ini",
  choose_help: "Bisa dibatalkan. Harga yang pernah Anda ketik sendiri tidak disentuh.",
  running: "Harga dasar sedang dihitung ulang",
  stalled: "Perhitungan berhenti di tengah jalan. Satu pesan menunggu di Pesan mati; jalankan lagi dari sana.",
  to_dead: "Pesan mati",
  done: (seen: string, changed: string) => `Sudah dijawab: ${seen} produk dilihat, ${changed} harga dasarnya berubah.`,
  undone: "Jawaban dibatalkan.",
  undo: "Batalkan jawaban ini",
  settled: "Tidak ada harga yang menunggu jawaban.",
};

export const useWords = dictionary(words, () => import("./words.en"));
