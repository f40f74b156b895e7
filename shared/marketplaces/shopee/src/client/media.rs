//! Pictures: uploaded, never named by address.

use app::{
    ChannelError,
    marketplace::{ShopSession, call::Effect},
};
use bytes::Bytes;
use domain::Invalid;

use super::call::{Body, Call, Signer};
use crate::{Shopee, wire::edit::UploadedImages};

const LARGEST: usize = 10 * 1024 * 1024;

impl Shopee {
    pub(crate) async fn upload(
        &self,
        session: &dyn ShopSession,
        bytes: Bytes,
        file_name: &str,
    ) -> Result<String, ChannelError> {
        let mime = kind(&bytes)?;
        let file_name = clean(file_name);
        let call = Call {
            path: "/api/v2/media_space/upload_image",
            query: Vec::new(),
            body: Body::Image { bytes, file_name, mime },
            // A second copy of a picture does no harm: after a lost answer the upload is repeated.
            effect: Effect::Read,
            // Documented as public: the partner signs, no token is sent.
            signer: Signer::Partner,
            flat: false,
            about: Some("images"),
        };
        let reply = self.call::<UploadedImages>(session, call).await?.value;
        if let Some(entry) = reply.image_info_list.iter().find(|entry| !entry.error.trim().is_empty()) {
            let reason = if entry.message.is_empty() { entry.error.clone() } else { entry.message.clone() };
            let field = Some("images".to_owned());
            return Err(ChannelError::Rejected { code: entry.error.clone(), field, reason });
        }
        let listed = reply.image_info_list.into_iter().next().and_then(|entry| entry.image_info);
        reply
            .image_info
            .or(listed)
            .map(|image| image.image_id)
            .filter(|id| !id.is_empty())
            .ok_or_else(|| ChannelError::Unexpected { reason: "the upload gave no image id".to_owned() })
    }
}

/// JPEG or PNG by the first bytes; the file's name is not used.
fn kind(bytes: &[u8]) -> Result<&'static str, Invalid> {
    if bytes.len() > LARGEST {
        return Err(Invalid::new("images", "image_too_large", "Shopee takes pictures up to 10 MB"));
    }
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        Ok("image/jpeg")
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Ok("image/png")
    } else {
        Err(Invalid::new("images", "image_type", "Shopee takes JPEG and PNG pictures"))
    }
}

fn clean(file_name: &str) -> String {
    let kept: String = file_name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        .take(80)
        .collect();
    if kept.is_empty() { "image".to_owned() } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_bytes() {
        assert_eq!(kind(&[0xff, 0xd8, 0xff, 0xe0]).unwrap(), "image/jpeg");
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n....").unwrap(), "image/png");
        assert_eq!(kind(b"RIFF....WEBP").unwrap_err().code, "image_type");
        assert_eq!(kind(&vec![0xff; LARGEST + 1]).unwrap_err().code, "image_too_large");
    }

    #[test]
    fn a_file_name_cannot_break_the_form() {
        assert_eq!(clean("a\"b\r\nc.jpg"), "abc.jpg");
        assert_eq!(clean("///"), "image");
    }
}
