//! Our own ids: a word for the kind, an underscore, and lower-case letters and digits.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{ContentHash, Invalid};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $field:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads an id that was written by SyncStore.
            pub fn parse(text: &str) -> Result<Self, Invalid> {
                let body = text.strip_prefix(concat!($prefix, "_")).unwrap_or("");
                let fits = (8..=64).contains(&body.len())
                    && body.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
                if fits {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(Invalid::new($field, "id_malformed", concat!("expected an id such as ", $prefix, "_0199c0ffee")))
                }
            }

            /// A new id from a unique text (a UUID without hyphens) of the caller.
            pub fn from_unique(unique: &str) -> Self {
                let body: String = unique.chars().filter(char::is_ascii_alphanumeric).collect();
                Self(format!(concat!($prefix, "_{}"), body.to_ascii_lowercase()))
            }

            /// The id that always belongs to `parts`, so that repeated work finds the same record.
            pub fn derived(parts: &[&str]) -> Self {
                Self(format!(concat!($prefix, "_{}"), &ContentHash::of_parts(parts).as_str()[..26]))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = Invalid;
            fn try_from(text: String) -> Result<Self, Invalid> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

id!(/** A product of the master catalogue. */ ProductId, "prd", "product_id");
id!(/** A sellable version of a product. */ VariantId, "var", "variant_id");
id!(/** A picture of a product, whatever each channel calls its copy. */ ImageId, "img", "image_id");
id!(/** One pull of one or more shops. */ ImportId, "imp", "import_id");
id!(/** A check of the whole catalogue. */ VerificationId, "vrf", "verification_id");
id!(/** An immutable list of changes. */ PlanId, "pln", "plan_id");
id!(/** A channel's listings being quoted again. */ RepricingId, "rpr", "repricing_id");
id!(/** Work over many records that a person asked for once. */ BulkTaskId, "blk", "bulk_task_id");
id!(/** A plan being carried out. */ RunId, "run", "run_id");
id!(/** One listing within a run. */ JobId, "job", "job_id");
id!(/** The claim that two listings are one product. */ MatchId, "mat", "match_id");
id!(/** A field report over the catalogue of one moment. */ ReportId, "rep", "report_id");
id!(/** One spreadsheet of masters that somebody uploaded. */ SheetId, "sht", "sheet_id");
id!(/** Something worth telling a person. */ NotificationId, "ntf", "notification_id");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_keeps_its_kind() {
        assert!(ProductId::parse("prd_0199c0ffee00").is_ok());
        for wrong in ["", "prd_", "var_0199c0ffee00", "prd_0199C0FFEE", "prd_../../etc", "0199c0ffee00"] {
            assert_eq!(ProductId::parse(wrong).unwrap_err().code, "id_malformed", "{wrong}");
        }
    }

    #[test]
    fn a_derived_id_is_the_same_every_time_and_differs_by_part_boundaries() {
        assert_eq!(ProductId::derived(&["shopee", "1"]), ProductId::derived(&["shopee", "1"]));
        assert_ne!(ProductId::derived(&["shopee1", "2"]), ProductId::derived(&["shopee", "12"]));
        assert!(ProductId::parse(ProductId::derived(&["x"]).as_str()).is_ok());
    }
}
