import { dictionary } from "@/lib/words";

export const words = {
  title: "Pemberitahuan",
  unread: (count: string) => `${count} belum dibaca`,
  all_read: "Semua sudah dibaca",
  read_all: "Tandai semua dibaca",
  mark_read: "Tandai dibaca",
  new: "baru",
  look: "Lihat",
  severity: { info: "Info", warning: "Peringatan", urgent: "Penting" },
  muted: (count: string) => `${count} jenis tidak ditampilkan.`,
  choose: "Atur di Pengaturan",
  empty: "Belum ada pemberitahuan.",
  empty_help: "Hasil impor dan sinkron, izin yang hampir habis, dan perubahan di toko muncul di sini. Yang mendesak juga dikirim lewat surel.",
};

export const useWords = dictionary(words, () => import("./words.en"));
