import { dictionary } from "@/lib/words";

export const words = {
  title: "Sinkron",
  views: "Tampilan",
  runs: "Proses",
  plans: "Rencana",
  new: "Rencana baru",
};

export const useWords = dictionary(words, () => import("./words.en"));
