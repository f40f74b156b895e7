//! [`app::ports::Media`]: one entry for each picture, marked as unused and removed by name.

use app::ports::Media;
use bytes::Bytes;
use domain::ContentHash;

use super::unique;

/// The whole contract.
pub async fn media(media: &dyn Media) {
    let picture = Bytes::from(unique().into_bytes());
    let name = ContentHash::of_bytes(&picture);
    let other = ContentHash::of_bytes(unique().as_bytes());
    assert_eq!(media.get(&name).await, Ok(None), "nobody stored it yet");
    assert_eq!(media.remove(&name).await, Ok(()), "removing nothing does nothing");
    assert_eq!(media.mark_used(&name).await, Ok(()), "without a mark there is nothing to take away");

    for _ in 0..2 {
        media.put(&name, picture.clone()).await.expect("a picture can be stored, also again");
        assert_eq!(media.get(&name).await, Ok(Some(picture.clone())), "it comes back byte for byte");
    }
    assert_eq!(media.get(&other).await, Ok(None), "another picture is another one");
    let all = media.all().await.expect("the pictures can be listed");
    assert!(all.contains_key(&name) && !all.contains_key(&other));

    let is_marked = async || media.unused().await.expect("the marks can be listed").contains_key(&name);
    assert!(!is_marked().await, "a new picture has no mark");
    media.mark_unused(&name).await.expect("it can be marked");
    assert!(is_marked().await);
    assert_eq!(media.get(&name).await, Ok(Some(picture.clone())), "a mark hides nothing");
    media.mark_used(&name).await.expect("the mark can be taken away");
    assert!(!is_marked().await);
    media.mark_unused(&name).await.expect("it can be marked again");
    media.put(&name, picture.clone()).await.expect("it can be stored again");
    assert!(!is_marked().await, "what is stored again is not called unused");

    media.mark_unused(&name).await.expect("it can be marked");
    media.remove(&name).await.expect("it can be removed");
    assert_eq!(media.get(&name).await, Ok(None));
    assert!(!is_marked().await, "the mark goes with the picture");
    assert!(!media.all().await.expect("the pictures can be listed").contains_key(&name));
}
