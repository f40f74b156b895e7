//! The seller's own pictures in a bucket of S3.
//!
//! Five plain requests, signed with the SDK's own signer. The S3 client itself would switch on event streams in every
//! AWS crate of the workspace, and it would be the largest part of three functions (docs/adr/0008-pictures.md).

use std::{collections::BTreeMap, fmt};

use app::{
    StoreError,
    ports::{Clock, Media},
};
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_sqs::config::ProvideCredentials;
use aws_sigv4::{
    http_request::{
        PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
        UriPathNormalizationMode, sign,
    },
    sign::v4::SigningParams,
};
use aws_smithy_xml::decode::{Document, ScopedDecoder, try_data};
use bytes::Bytes;
use domain::ContentHash;
use jiff::Timestamp;
use reqwest::{Client, Method, Response, StatusCode};
use url::Url;

use crate::clock::SystemClock;

const PICTURES: &str = "images/";
/// Empty objects with the names of pictures that nothing uses.
const MARKS: &str = "unused/";

/// The pictures of one bucket: `images/{hash}` and `unused/{hash}`.
#[derive(Clone)]
pub struct S3Media {
    http: Client,
    aws: SdkConfig,
    base: String,
}

impl fmt::Debug for S3Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3Media").field("base", &self.base).finish_non_exhaustive()
    }
}

impl S3Media {
    /// `bucket` is the setting `MEDIA_BUCKET`.
    pub fn new(aws: &SdkConfig, http: &Client, bucket: &str) -> Self {
        let base = if let Some(endpoint) = aws.endpoint_url() {
            format!("{}/{bucket}", endpoint.trim_end_matches('/'))
        } else {
            let region = aws.region().map_or("us-east-1", AsRef::as_ref);
            format!("https://{bucket}.s3.{region}.amazonaws.com")
        };
        Self { http: http.clone(), aws: aws.clone(), base }
    }

    fn url(&self, folder: &str, name: &ContentHash) -> String {
        format!("{}/{folder}{name}", self.base)
    }

    async fn send(&self, method: Method, url: &str, body: Bytes) -> Result<Response, StoreError> {
        let credentials =
            self.aws.credentials_provider().ok_or_else(|| unavailable("there are no credentials"))?;
        let identity =
            credentials.provide_credentials().await.map_err(|e| unavailable(crate::aws::chain(&e)))?.into();
        let mut settings = SigningSettings::default();
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        let params = SigningParams::builder()
            .identity(&identity)
            .region(self.aws.region().map_or("us-east-1", AsRef::as_ref))
            .name("s3")
            .time(SystemClock.now().into())
            .settings(settings)
            .build()
            .map_err(|error| unavailable(crate::aws::chain(&error)))?
            .into();
        let request =
            SignableRequest::new(method.as_str(), url, std::iter::empty(), SignableBody::Bytes(&body));
        let signed = request.and_then(|request| sign(request, &params));
        let (signed, _) = signed.map_err(|error| unavailable(crate::aws::chain(&error)))?.into_parts();
        let mut request = self.http.request(method, url).body(body);
        for (name, value) in signed.headers() {
            request = request.header(name, value);
        }
        request.send().await.map_err(|error| unavailable(crate::aws::chain(&error.without_url())))
    }

    /// Sends a request that must succeed.
    async fn done(&self, method: Method, url: &str, body: Bytes) -> Result<Bytes, StoreError> {
        let response = self.send(method, url, body).await?;
        if !response.status().is_success() {
            return Err(refused(response.status()));
        }
        read(response).await
    }

    fn list_url(&self, folder: &str, next: Option<&str>) -> Result<Url, StoreError> {
        let mut url = Url::parse(&self.base).map_err(unavailable)?;
        let mut query = url.query_pairs_mut();
        if let Some(token) = next {
            query.append_pair("continuation-token", token);
        }
        query.append_pair("list-type", "2").append_pair("prefix", folder);
        drop(query);
        Ok(url)
    }

    async fn list(&self, folder: &str) -> Result<BTreeMap<ContentHash, Timestamp>, StoreError> {
        let mut found = BTreeMap::new();
        let mut next: Option<String> = None;
        loop {
            let url = self.list_url(folder, next.as_deref())?;
            let page = self.done(Method::GET, url.as_str(), Bytes::new()).await?;
            let page = Page::read(&page, folder)?;
            found.extend(page.found);
            next = page.next;
            if next.is_none() {
                return Ok(found);
            }
        }
    }
}

#[async_trait]
impl Media for S3Media {
    async fn put(&self, name: &ContentHash, picture: Bytes) -> Result<(), StoreError> {
        self.done(Method::PUT, &self.url(PICTURES, name), picture).await?;
        self.mark_used(name).await
    }

    async fn get(&self, name: &ContentHash) -> Result<Option<Bytes>, StoreError> {
        let response = self.send(Method::GET, &self.url(PICTURES, name), Bytes::new()).await?;
        match response.status() {
            StatusCode::OK => read(response).await.map(Some),
            StatusCode::NOT_FOUND => Ok(None),
            status => Err(refused(status)),
        }
    }

    async fn all(&self) -> Result<BTreeMap<ContentHash, Timestamp>, StoreError> {
        self.list(PICTURES).await
    }

    async fn unused(&self) -> Result<BTreeMap<ContentHash, Timestamp>, StoreError> {
        self.list(MARKS).await
    }

    async fn mark_unused(&self, name: &ContentHash) -> Result<(), StoreError> {
        self.done(Method::PUT, &self.url(MARKS, name), Bytes::new()).await.map(drop)
    }

    async fn mark_used(&self, name: &ContentHash) -> Result<(), StoreError> {
        self.done(Method::DELETE, &self.url(MARKS, name), Bytes::new()).await.map(drop)
    }

    async fn remove(&self, name: &ContentHash) -> Result<(), StoreError> {
        self.done(Method::DELETE, &self.url(PICTURES, name), Bytes::new()).await?;
        self.mark_used(name).await
    }
}

/// One page of a bucket's list.
struct Page {
    found: BTreeMap<ContentHash, Timestamp>,
    next: Option<String>,
}

impl Page {
    fn read(xml: &[u8], folder: &str) -> Result<Self, StoreError> {
        let broken =
            |error: &dyn std::error::Error| unavailable(format!("the list is not readable: {error}"));
        let text = std::str::from_utf8(xml).map_err(|error| broken(&error))?;
        let mut document = Document::new(text);
        let mut root = document.root_element().map_err(|error| broken(&error))?;
        let mut page = Self { found: BTreeMap::new(), next: None };
        while let Some(mut tag) = root.next_tag() {
            match tag.start_el().local() {
                "NextContinuationToken" => {
                    page.next = Some(try_data(&mut tag).map_err(|error| broken(&error))?.into_owned());
                }
                "Contents" => page.found.extend(entry(&mut tag, folder)?),
                _ => {}
            }
        }
        page.next = page.next.filter(|token| !token.is_empty());
        Ok(page)
    }
}

/// One object of the list; `None` for a file that somebody else put there.
fn entry(
    tag: &mut ScopedDecoder<'_, '_>,
    folder: &str,
) -> Result<Option<(ContentHash, Timestamp)>, StoreError> {
    let (mut name, mut at) = (None, None);
    while let Some(mut part) = tag.next_tag() {
        let field = part.start_el().local().to_owned();
        let text = match field.as_str() {
            "Key" | "LastModified" => try_data(&mut part).map_err(|error| broken(&error))?,
            _ => continue,
        };
        if field == "Key" {
            name = text.strip_prefix(folder).and_then(ContentHash::parse);
        } else {
            at = Some(text.parse::<Timestamp>().map_err(|error| broken(&error))?);
        }
    }
    Ok(name.zip(at))
}

fn broken(error: &dyn std::error::Error) -> StoreError {
    unavailable(format!("the list is not readable: {error}"))
}

async fn read(response: Response) -> Result<Bytes, StoreError> {
    response.bytes().await.map_err(|error| unavailable(crate::aws::chain(&error.without_url())))
}

fn refused(status: StatusCode) -> StoreError {
    unavailable(format!("the bucket answered {status}"))
}

fn unavailable(problem: impl fmt::Display) -> StoreError {
    StoreError::Unavailable(format!("s3: {problem}"))
}

/// For a function that has nothing to do with pictures.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoMedia;

#[async_trait]
impl Media for NoMedia {
    async fn put(&self, _: &ContentHash, _: Bytes) -> Result<(), StoreError> {
        Err(no_media())
    }
    async fn get(&self, _: &ContentHash) -> Result<Option<Bytes>, StoreError> {
        Err(no_media())
    }
    async fn all(&self) -> Result<BTreeMap<ContentHash, Timestamp>, StoreError> {
        Err(no_media())
    }
    async fn unused(&self) -> Result<BTreeMap<ContentHash, Timestamp>, StoreError> {
        Err(no_media())
    }
    async fn mark_unused(&self, _: &ContentHash) -> Result<(), StoreError> {
        Err(no_media())
    }
    async fn mark_used(&self, _: &ContentHash) -> Result<(), StoreError> {
        Err(no_media())
    }
    async fn remove(&self, _: &ContentHash) -> Result<(), StoreError> {
        Err(no_media())
    }
}

fn no_media() -> StoreError {
    unavailable("this function reads no pictures")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_the_list_names_our_pictures_and_the_next_page() {
        let name = ContentHash::of_bytes(b"one");
        let xml = format!(
            "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
             <IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;b=</NextContinuationToken>\
             <Contents><Key>images/{name}</Key><LastModified>2026-12-01T01:02:03.000Z</LastModified><Size>3</Size></Contents>\
             <Contents><Key>images/notes.txt</Key><LastModified>2026-12-01T01:02:03.000Z</LastModified></Contents>\
             </ListBucketResult>"
        );
        let page = Page::read(xml.as_bytes(), PICTURES).unwrap();
        assert_eq!(page.next.as_deref(), Some("a&b="));
        let at: Timestamp = "2026-12-01T01:02:03Z".parse().unwrap();
        assert_eq!(page.found, BTreeMap::from([(name, at)]));
        assert!(Page::read(b"<html>", PICTURES).is_err() || Page::read(b"", PICTURES).is_err());
    }
}
