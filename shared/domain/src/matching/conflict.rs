//! What two listings can contradict each other in.

use serde::{Deserialize, Serialize};

/// A point in which the two listings contradict each other. A pair with a conflict is never linked automatically.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conflict {
    /// 250 ml against 500 ml, 5 inch against 3 inch, 4S against 6S
    Quantity,
    /// isi 2 against isi 4
    Pieces,
    /// size 38 against size 40
    Size,
    /// kiri against kanan
    Side,
    /// hitam against putih
    Colour,
    /// pria against wanita
    Wearer,
    /// MBT 3030 against MBT 3031
    Model,
    /// plain numbers, none in common
    Number,
    /// a tas against a dompet
    Thing,
    /// equal SKUs, but title and price both say otherwise
    SkuDoubtful,
    /// equal SKUs, but nothing else speaks for it
    SkuAlone,
    /// other SKUs, between two shops whose SKUs agree
    Sku,
    /// other pictures, between two shops whose pictures agree
    Picture,
    /// one word in place of another, and all else is equal: batik parang against batik kawung
    Word,
}
