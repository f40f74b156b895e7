import { dictionary } from "@/lib/words";

export const words = {
  title: "Pengaturan",
  look: "Bahasa dan tampilan",
  look_help: "Ikut ke semua perangkat tempat Anda masuk.",
  language: "Bahasa",
  theme: "Tampilan",
  themes: { system: "Ikut perangkat", light: "Terang", dark: "Gelap" },
  density: "Tinggi baris tabel",
  densities: { comfortable: "Lega", compact: "Rapat" },
  account: "Akun",
  name: "Nama",
  role: "Peran",
  may: {
    viewer: "Bisa melihat semuanya, tidak bisa mengubah.",
    member: "Bisa mengubah produk dan stok, mengimpor, dan membuat rencana.",
    admin: "Bisa juga menyetujui dan menjalankan sinkron, mengubah aturan, dan memberi izin toko.",
    owner: "Bisa semuanya, termasuk menyimpan kunci dan memutuskan koneksi.",
  },
};

export const useWords = dictionary(words, () => import("./words.en"));
