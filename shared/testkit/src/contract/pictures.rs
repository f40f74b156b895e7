//! [`app::ports::ImageHashes`]: the hash of a picture is stored per shop, and replaced by a later one.

use std::collections::BTreeMap;

use app::ports::{ImageHashes, Look};
use domain::ImageHash;

use super::{moment, own_channel, own_shop};

/// The whole contract.
pub async fn image_hashes(hashes: &dyn ImageHashes) {
    let (channel, shop) = (own_channel(), own_shop());
    let long = "tos-alisg-i-aphluv4xwc-sg/".to_owned() + &"f".repeat(300);
    let hash = |bits| Look::Hash { hash: ImageHash::new(bits) };
    let looks = BTreeMap::from([
        ("id-1".to_owned(), hash(0xfedc_ba98_7654_3210)),
        ("id-2".to_owned(), Look::Nothing),
        ("id-3".to_owned(), Look::Unreachable { at: moment() }),
        (long.clone(), hash(7)),
    ]);
    let mut names: Vec<String> = looks.keys().cloned().collect();
    assert_eq!(hashes.image_looks(&channel, &shop, &names).await, Ok(BTreeMap::new()), "nobody looked yet");
    hashes.put_image_looks(&channel, &shop, &looks).await.expect("looks can be stored");
    names.extend(["id-1".to_owned(), "unknown".to_owned()]);
    assert_eq!(
        hashes.image_looks(&channel, &shop, &names).await,
        Ok(looks.clone()),
        "each that is known once, whatever its name looks like"
    );
    assert_eq!(
        hashes.image_looks(&channel, &own_shop(), &names).await,
        Ok(BTreeMap::new()),
        "another shop's pictures are others"
    );

    let later = BTreeMap::from([("id-3".to_owned(), hash(3))]);
    hashes.put_image_looks(&channel, &shop, &later).await.expect("looks can be stored");
    let third = hashes.image_looks(&channel, &shop, &["id-3".to_owned()]).await;
    assert_eq!(third, Ok(later), "the later look replaces the earlier one");

    let many: BTreeMap<String, Look> = (0..230).map(|n| (format!("many-{n:03}"), hash(n))).collect();
    hashes.put_image_looks(&channel, &shop, &many).await.expect("looks can be stored");
    let names: Vec<String> = many.keys().cloned().collect();
    assert_eq!(hashes.image_looks(&channel, &shop, &names).await, Ok(many), "however many there are");
    assert_eq!(hashes.put_image_looks(&channel, &shop, &BTreeMap::new()).await, Ok(()));
    assert_eq!(hashes.image_looks(&channel, &shop, &[]).await, Ok(BTreeMap::new()));
}
