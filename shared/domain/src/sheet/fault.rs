//! What can be wrong with a file, a heading, a row or a cell. The sentences are `app::words`.

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident $({ $($value:ident),* })? = $code:literal;)*) => {
        /// Why a cell, a row or a heading is not accepted. Where it stands is the caller's to say.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Fault {
            $($(#[$doc])* $name $({ $($value: String),* })?,)*
        }

        impl Fault {
            /// The stable word for it, as in `docs/SHEETS.md`.
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$name $({ $($value: _),* })? => $code,)* }
            }

            /// Every fault, with `…` in place of its values.
            pub fn all() -> Vec<Self> {
                vec![$(Self::$name $({ $($value: "…".to_owned()),* })?,)*]
            }
        }
    };
}

faults! {
    /// No row names a column by which products are found; `row` is the one that looks most like headings.
    HeadingMissing { row } = "sheet_heading_missing";
    HeadingTwice = "sheet_heading_twice";
    /// The headings are those of another program's file.
    Foreign { program } = "sheet_foreign";
    TooManyRows = "sheet_too_many_rows";
    /// A quote that begins in this row is never closed.
    QuoteOpen { row } = "sheet_quote_open";
    /// A row with more cells than there are headings.
    RowRagged { row, cells, headings } = "sheet_row_ragged";
    /// The formula of a cell failed, such as `#REF!`.
    CellError = "sheet_cell_error";
    CellDate = "sheet_cell_date";
    /// A cell of the kind true or false, in a column that holds texts or numbers.
    CellBoolean = "sheet_cell_boolean";
    /// A number with decimals in a column that holds texts.
    CellDecimal = "sheet_cell_decimal";
    Scientific = "sheet_scientific";
    /// Digits of a SKU are lost, and this one is the only SKU that begins with those that are left.
    ScientificSku { stored } = "sheet_sku_digits_lost";
    /// A SKU became a date, and this one is the only SKU that a spreadsheet reads as that day.
    SkuDate { stored } = "sheet_sku_date";
    SkuZerosLost { stored } = "sheet_sku_zeros_lost";
    MoneyMalformed = "sheet_money_malformed";
    MoneyAmbiguous = "sheet_money_ambiguous";
    NumberMalformed = "sheet_number_malformed";
    NumberTooLarge { max } = "sheet_number_too_large";
    LengthMalformed = "sheet_length_malformed";
    DimensionsIncomplete = "sheet_dimensions_incomplete";
    StatusUnknown = "sheet_status_unknown";
    MarkUnknown = "sheet_mark_unknown";
    CannotClear = "sheet_cannot_clear";
    RowsDisagree { other } = "sheet_rows_disagree";
    ProductUnclear = "sheet_product_unclear";
    ProductUnknown = "sheet_product_unknown";
    VariantUnknown = "sheet_variant_unknown";
    VariantTwice { row } = "sheet_variant_twice";
    VariantUnclear = "sheet_variant_unclear";
    OptionsGap = "sheet_options_gap";
    VersionStale { version } = "sheet_version_stale";
    SkuInUse { product } = "sheet_sku_in_use";
    SkuTwice { row } = "sheet_sku_twice";
}
