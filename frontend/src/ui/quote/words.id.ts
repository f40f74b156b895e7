import { dictionary } from "@/lib/words";

export const words = {
  step: { base: "Harga dasar", markup: "Ditambah mark-up", target: "Yang ingin diterima", net: "Agar itu tersisa", fixed: "Harga tetap", rounding: "Dibulatkan", floor: "Dinaikkan ke batas bawah" },
  buyer_pays: "Pembeli membayar barang",
  fees: "Biaya kanal",
  over_base: "Dibanding harga dasar",
  profit: "Laba",
  margin: "Margin atas modal",
  rule_version: (rule: string, fee: string) => `Aturan versi ${rule}, biaya versi ${fee}`,
  keeps: "Anda terima",
  cost: "Modal",
  by_rule: "Menurut aturan kanal",
  by_exception: { category: "Menurut pengecualian kategori", product: "Menurut pengecualian produk ini", variant: "Menurut pengecualian varian ini" },
  by_fees: "Biaya kanal",
  see_rules: "Lihat aturan harga",
};

export const useWords = dictionary(words, () => import("./words.en"));
