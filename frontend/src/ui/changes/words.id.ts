import { dictionary } from "@/lib/words";

import { words as ui } from "../words.id";

export const words = {
  field: ui.field,
  status: {
    live: "tayang",
    unlisted: "tidak ditampilkan",
    under_review: "diperiksa kanal",
    refused: "ditolak kanal",
    frozen: "dibekukan",
    draft: "draf",
    deleted: "dihapus",
    unknown: "tidak diketahui",
  },
  nothing: "kosong",
  becomes: "menjadi",
  added: "Ditambahkan:",
  removed: "Dihapus:",
  grams: (count: string) => `${count} g`,
  centimetres: (length: string, width: string, height: string) => `${length} × ${width} × ${height} cm`,
  days: (count: string) => `${count} hari`,
  pieces: (count: string) => `${count} buah`,
  pictures: (count: string) => `${count} gambar`,
  picture: (at: string) => `Gambar ${at}`,
  changed: "Diubah",
  new: "Baru",
  gone: "Dihapus",
  held: "Ditahan",
  asked: "Konflik",
  taken: "Mengikuti toko",
  no_option: "satu-satunya varian",
  you_keep: (amount: string) => `Anda terima ${amount}`,
  you_keep_from: (amount: string) => `sebelumnya ${amount}`,
  show_all: "Tampilkan seluruh teks",
  show_less: "Tampilkan yang berubah saja",
};

export const useWords = dictionary(words, () => import("./words.en"));
