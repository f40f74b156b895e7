//! The columns of a spreadsheet of masters, with their headings.

use crate::identity;

/// The columns, in the order of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    ProductId,
    Title,
    Description,
    Category,
    Brand,
    Status,
    Weight,
    Length,
    Width,
    Height,
    PreOrder,
    Images,
    Option1,
    Option2,
    Option3,
    VariantId,
    Value1,
    Value2,
    Value3,
    Sku,
    BasePrice,
    Cost,
    Stock,
    VariantWeight,
    Delete,
    Version,
}

/// A column with its name in JSON, its headings in both languages, and other headings that sellers use.
type Row = (Column, &'static str, &'static str, &'static str, &'static [&'static str]);

const TABLE: [Row; 26] = [
    (Column::ProductId, "product_id", "ID produk", "Product ID", &[]),
    (Column::Title, "title", "Judul", "Title", &["Nama produk", "Product name", "Judul produk"]),
    (Column::Description, "description", "Deskripsi", "Description", &["Deskripsi produk"]),
    (Column::Category, "category", "Kategori", "Category", &[]),
    (Column::Brand, "brand", "Merek", "Brand", &["Merk"]),
    (Column::Status, "status", "Status", "Status", &[]),
    (Column::Weight, "weight_g", "Berat (g)", "Weight (g)", &["Berat gram", "Berat (gram)", "Weight gram"]),
    (Column::Length, "length_cm", "Panjang (cm)", "Length (cm)", &[]),
    (Column::Width, "width_cm", "Lebar (cm)", "Width (cm)", &[]),
    (Column::Height, "height_cm", "Tinggi (cm)", "Height (cm)", &[]),
    (Column::PreOrder, "pre_order_days", "Pre-order (hari)", "Pre-order (days)", &["Pre-order", "PO (hari)"]),
    (Column::Images, "images", "Gambar", "Images", &["URL gambar", "Image URLs", "Foto"]),
    (Column::Option1, "option_1", "Opsi 1", "Option 1", &["Nama opsi 1", "Option 1 name"]),
    (Column::Option2, "option_2", "Opsi 2", "Option 2", &["Nama opsi 2", "Option 2 name"]),
    (Column::Option3, "option_3", "Opsi 3", "Option 3", &["Nama opsi 3", "Option 3 name"]),
    (Column::VariantId, "variant_id", "ID varian", "Variant ID", &[]),
    (Column::Value1, "value_1", "Nilai opsi 1", "Option 1 value", &["Nilai 1", "Value 1"]),
    (Column::Value2, "value_2", "Nilai opsi 2", "Option 2 value", &["Nilai 2", "Value 2"]),
    (Column::Value3, "value_3", "Nilai opsi 3", "Option 3 value", &["Nilai 3", "Value 3"]),
    (Column::Sku, "sku", "SKU", "SKU", &["Kode SKU", "Seller SKU"]),
    (Column::BasePrice, "base_price", "Harga dasar (Rp)", "Base price (Rp)", &["Harga dasar", "Base price"]),
    (Column::Cost, "cost", "Modal (Rp)", "Cost (Rp)", &["Modal", "Cost", "HPP"]),
    (Column::Stock, "stock", "Stok", "Stock", &[]),
    (Column::VariantWeight, "variant_weight_g", "Berat varian (g)", "Variant weight (g)", &["Berat varian"]),
    (Column::Delete, "delete_variant", "Hapus varian", "Delete variant", &["Hapus", "Delete"]),
    (Column::Version, "version", "Versi", "Version", &[]),
];

impl Column {
    /// All, in the order of an export.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.0)
    }

    /// The columns of product fields. All others are of variant fields, or identify a product or variant.
    pub const PRODUCT: [Self; 14] = [
        Self::Title,
        Self::Description,
        Self::Category,
        Self::Brand,
        Self::Status,
        Self::Weight,
        Self::Length,
        Self::Width,
        Self::Height,
        Self::PreOrder,
        Self::Images,
        Self::Option1,
        Self::Option2,
        Self::Option3,
    ];
    /// The columns of variant fields.
    pub const VARIANT: [Self; 8] = [
        Self::Value1,
        Self::Value2,
        Self::Value3,
        Self::Sku,
        Self::BasePrice,
        Self::Cost,
        Self::Stock,
        Self::VariantWeight,
    ];
    pub const OPTIONS: [Self; 3] = [Self::Option1, Self::Option2, Self::Option3];
    pub const VALUES: [Self; 3] = [Self::Value1, Self::Value2, Self::Value3];
    pub const SIDES: [Self; 3] = [Self::Length, Self::Width, Self::Height];

    /// Whether the column has texts. A number with decimals, or one too long for a spreadsheet, differs from what was
    /// typed there.
    pub const fn is_text(self) -> bool {
        !matches!(
            self,
            Self::Weight
                | Self::Length
                | Self::Width
                | Self::Height
                | Self::PreOrder
                | Self::BasePrice
                | Self::Cost
                | Self::Stock
                | Self::VariantWeight
                | Self::Delete
                | Self::Version
        )
    }

    /// Its name in JSON, such as `base_price`.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// Its heading in an export, in Bahasa Indonesia.
    pub fn heading(self) -> &'static str {
        self.row().2
    }

    /// Its heading in English.
    pub fn heading_en(self) -> &'static str {
        self.row().3
    }

    /// The column of a heading. Case, punctuation and spaces are ignored. Either language, a few other words that
    /// sellers use, and the column's own name.
    pub fn of_heading(heading: &str) -> Option<Self> {
        let folded = fold(heading);
        if folded.is_empty() {
            return None;
        }
        let means = |(_, name, indonesian, english, others): &&Row| {
            [name, indonesian, english].into_iter().chain(others.iter()).any(|known| fold(known) == folded)
        };
        TABLE.iter().find(means).map(|row| row.0)
    }

    /// Whether an empty cell clears the field. Other columns keep their value, because there an empty cell is most
    /// often only a gap in the sheet. They are cleared by the clear word, if they can be empty.
    pub const fn is_cleared_by_blank(self) -> bool {
        !matches!(
            self,
            Self::Title
                | Self::Status
                | Self::Images
                | Self::Sku
                | Self::BasePrice
                | Self::Option1
                | Self::Option2
                | Self::Option3
                | Self::Value1
                | Self::Value2
                | Self::Value3
        )
    }

    fn row(self) -> &'static Row {
        // The table has every column once and in this order; a test checks that.
        &TABLE[self as usize]
    }
}

/// The compared form of a heading: the letters and digits of its key.
pub(super) fn fold(heading: &str) -> String {
    identity::key(heading).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_column_stands_at_its_place_in_the_table() {
        for (place, column) in Column::all().enumerate() {
            assert_eq!(column as usize, place, "{column:?}");
        }
    }

    #[test]
    fn a_heading_is_known_in_both_languages_and_means_one_column() {
        let mut seen = BTreeMap::new();
        for (column, name, indonesian, english, others) in TABLE {
            for heading in [name, indonesian, english].into_iter().chain(others.iter().copied()) {
                assert_eq!(Column::of_heading(heading), Some(column), "{heading}");
                assert_eq!(
                    *seen.entry(fold(heading)).or_insert(column),
                    column,
                    "{heading} means two columns"
                );
            }
        }
        assert_eq!(Column::of_heading("  HARGA DASAR  "), Some(Column::BasePrice));
        assert_eq!(Column::of_heading("harga_dasar (rp)"), Some(Column::BasePrice));
        assert_eq!(Column::of_heading("Berat"), None, "grams or kilograms is not guessed");
        assert_eq!(Column::of_heading(" - "), None);
    }
}
