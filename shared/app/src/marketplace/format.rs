//! How a channel keeps and shows what we say. Nothing here calls the channel.

use domain::{Invalid, ListingKey, description::Format, plan::Target};

use super::Addresses;

/// The form of a listing on one channel.
pub trait ListingFormat: Send + Sync {
    /// What a description of ours becomes on this channel.
    fn render_description(&self, plain: &str) -> String {
        plain.to_owned()
    }

    /// A description of ours put into the one that the channel keeps: what a plain text cannot say stays as it is there.
    /// The plain text of the result is `plain` up to formatting.
    fn merge_description(&self, _observed: &str, plain: &str) -> String {
        self.render_description(plain)
    }

    /// The layout that the description `before` has and `after` has no more.
    fn lost_formats(&self, _before: &str, _after: &str) -> Vec<Format> {
        Vec::new()
    }

    /// The plain text of a description as this channel keeps it: the inverse of
    /// [`render_description`](ListingFormat::render_description) up to formatting. Channels tidy what they are given: the
    /// ends of lines, and empty lines around the text, say nothing.
    fn plain_description(&self, observed: &str) -> String {
        let lines: Vec<&str> = observed.lines().map(str::trim_end).collect();
        lines.join("\n").trim().to_owned()
    }

    /// Rounds what we want to what the channel can keep, so that a read-back can be equal: whole centimetres where it
    /// keeps no parts.
    fn fit(&self, _target: &mut Target) {}

    /// Where people find the listing.
    fn addresses(&self, _key: &ListingKey) -> Addresses {
        Addresses::default()
    }

    /// The address of a small copy of a picture that this channel keeps at `url`; none where the picture is not its own, or
    /// where it keeps no small ones.
    fn thumbnail(&self, _url: &str) -> Option<String> {
        None
    }

    /// What the channel refuses in a title beside its length, as `Invalid` of the field `title`.
    fn check_title(&self, _title: &str) -> Result<(), Invalid> {
        Ok(())
    }
}
