//! Small copies of pictures: Shopee's delivery network has one of each, under the same name with `_tn` at its end.

use url::Url;

/// Hosts of the delivery network, with everything below them.
const HOSTS: [&str; 2] = ["susercontent.com", "cf.shopee.co.id"];

/// The address of the small copy. `None` when the picture is not on Shopee's delivery network.
pub(crate) fn address(picture: &str) -> Option<String> {
    let mut url = Url::parse(picture).ok()?;
    let host = url.host_str()?;
    let ours = HOSTS
        .iter()
        .any(|known| host == *known || host.strip_suffix(known).is_some_and(|rest| rest.ends_with('.')));
    let name = url.path().strip_prefix("/file/")?;
    if !ours || name.is_empty() || name.contains('/') {
        return None;
    }
    if !name.ends_with("_tn") {
        let small = format!("/file/{name}_tn");
        url.set_path(&small);
    }
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_of_the_delivery_network_has_a_small_copy() {
        for (picture, small) in [
            (
                "https://cf.shopee.co.id/file/id-11134207-abc",
                "https://cf.shopee.co.id/file/id-11134207-abc_tn",
            ),
            (
                "https://down-id.img.susercontent.com/file/abc",
                "https://down-id.img.susercontent.com/file/abc_tn",
            ),
            ("https://cf.shopee.co.id/file/abc_tn", "https://cf.shopee.co.id/file/abc_tn"),
        ] {
            assert_eq!(address(picture).as_deref(), Some(small));
        }
        for other in [
            "https://images.test/file/abc",
            "https://notsusercontent.com/file/abc",
            "https://cf.shopee.co.id/video/abc",
            "https://cf.shopee.co.id/file/",
            "not an address",
        ] {
            assert_eq!(address(other), None, "{other}");
        }
    }
}
