//! Mail over SES.

use app::{StoreError, ports::Mailer};
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_sesv2::{
    Client,
    types::{Body, Content, Destination, EmailContent, Message},
};

use crate::{
    aws::{self, Late, late},
    config::Mail,
};

/// Sends plain-text mail from and to the addresses of the deployment.
#[derive(Debug, Clone)]
pub struct SesMailer {
    client: Late<Client>,
    mail: Option<Mail>,
}

impl SesMailer {
    /// Without addresses nothing is sent. That is a choice of the deployment and not an error.
    pub fn new(config: &SdkConfig, mail: Option<Mail>) -> Self {
        Self { client: late(config, Client::new), mail }
    }
}

#[async_trait]
impl Mailer for SesMailer {
    async fn send(&self, subject: &str, text: &str) -> Result<(), StoreError> {
        let Some(mail) = &self.mail else {
            tracing::debug!("mail is switched off; the notification stays in the dashboard");
            return Ok(());
        };
        let content = |text: &str| Content::builder().data(text).charset("UTF-8").build();
        let unusable = |problem| StoreError::Corrupt(format!("a mail cannot be built: {problem}"));
        let message = Message::builder()
            .subject(content(&one_line(subject)).map_err(unusable)?)
            .body(Body::builder().text(content(text).map_err(unusable)?).build())
            .build();
        self.client
            .send_email()
            .from_email_address(&mail.from)
            .destination(Destination::builder().to_addresses(&mail.to).build())
            .content(EmailContent::builder().simple(message).build())
            .send()
            .await
            .map(|_| ())
            .map_err(|error| aws::unavailable("SES", &error))
    }
}

/// A mailer for the functions that send no mail themselves; they put a message on the notify queue.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoMail;

#[async_trait]
impl Mailer for NoMail {
    async fn send(&self, _subject: &str, _text: &str) -> Result<(), StoreError> {
        Err(StoreError::Unavailable("this function sends no mail".to_owned()))
    }
}

/// A subject is one line of at most 200 characters.
fn one_line(subject: &str) -> String {
    subject.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_cannot_break_into_headers() {
        assert_eq!(one_line("Impor selesai\r\nBcc: x@y.z"), "Impor selesai Bcc: x@y.z");
        assert_eq!(one_line(&"a".repeat(300)).len(), 200);
    }
}
