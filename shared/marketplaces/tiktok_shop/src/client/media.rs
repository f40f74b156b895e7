//! Pictures: uploaded as files, never named by address.

use app::{ChannelError, marketplace::ShopSession};
use bytes::Bytes;
use domain::Invalid;

use super::call::Call;
use crate::{TiktokShop, wire::listing::UploadedImage};

const UPLOAD: &str = "/product/202309/images/upload";
const LARGEST_IMAGE: usize = 10 * 1024 * 1024;

impl TiktokShop {
    /// Uploads a product picture. The channel takes files only, never addresses.
    pub(crate) async fn upload(
        &self,
        session: &dyn ShopSession,
        bytes: Bytes,
        file_name: &str,
    ) -> Result<String, ChannelError> {
        let invalid = |code, problem: &str| Invalid::new("images", code, problem);
        if bytes.is_empty() || bytes.len() > LARGEST_IMAGE {
            return Err(invalid("image_size", "a picture has at most 10 MB").into());
        }
        let mime = mime_of(&bytes)
            .ok_or_else(|| invalid("image_format", "a picture is a JPEG, PNG, WebP, HEIC or BMP file"))?;
        let call = Call::upload(UPLOAD, bytes, file_name, mime, "MAIN_IMAGE").without_cipher();
        let uploaded: UploadedImage = self.call(session, &call).await?.value;
        if uploaded.uri.is_empty() {
            // A second copy does no harm.
            return Err(ChannelError::Unavailable { reason: "an uploaded picture without a uri".to_owned() });
        }
        Ok(uploaded.uri)
    }
}

/// By the first bytes, because file names can be wrong.
fn mime_of(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'B', b'M', ..] => Some("image/bmp"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'h', b'e', ..] => Some("image/heic"),
        _ => None,
    }
}
