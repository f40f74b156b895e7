//! Small copies of pictures: the delivery network makes them, and the template behind `~tplv` in a picture's address
//! says of which size.

/// The template of the size in which pictures are sent, and of a small one.
const WHOLE: &str = "-origin-jpeg.jpeg";
const SMALL: &str = "-resize-jpeg:300:300.jpeg";

/// The address of the small copy. `None` when the address names no template.
pub(crate) fn address(picture: &str) -> Option<String> {
    let (before, template) = picture.split_once("~tplv-")?;
    let (name, query) =
        template.split_once('?').map_or((template, None), |(name, query)| (name, Some(query)));
    let small = if let Some(network) = name.strip_suffix(WHOLE) {
        format!("{network}{SMALL}")
    } else if name.contains("-resize-") {
        name.to_owned()
    } else {
        return None;
    };
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("{before}~tplv-{small}{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_of_an_address_says_the_size() {
        let at = |template: &str| {
            format!(
                "https://p16-oec-va.ibyteimg.com/tos-maliva-i-o3syd03w52-us/abc~tplv-o3syd03w52{template}"
            )
        };
        assert_eq!(
            address(&at("-origin-jpeg.jpeg?from=1432613627")),
            Some(at("-resize-jpeg:300:300.jpeg?from=1432613627"))
        );
        assert_eq!(address(&at("-origin-jpeg.jpeg")), Some(at("-resize-jpeg:300:300.jpeg")));
        assert_eq!(address(&at("-resize-jpeg:200:200.jpeg")), Some(at("-resize-jpeg:200:200.jpeg")));
        assert_eq!(address(&at("-other.webp")), None);
        assert_eq!(address("https://images.test/abc.jpg"), None);
    }
}
