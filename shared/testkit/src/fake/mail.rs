//! A mailer that keeps the mails instead of sending them.

use std::sync::{Mutex, PoisonError};

use app::{StoreError, ports::Mailer};
use async_trait::async_trait;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub subject: String,
    pub text: String,
}

#[derive(Debug, Default)]
pub struct RecordingMailer {
    sent: Mutex<Vec<Mail>>,
    refusal: Mutex<Option<StoreError>>,
}

impl RecordingMailer {
    /// All mails sent so far, in order.
    pub fn sent(&self) -> Vec<Mail> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The next mail is not sent and fails with `error`.
    pub fn refuse_next(&self, error: StoreError) {
        *self.refusal.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }
}

#[async_trait]
impl Mailer for RecordingMailer {
    async fn send(&self, subject: &str, text: &str) -> Result<(), StoreError> {
        if let Some(error) = self.refusal.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(error);
        }
        let mail = Mail { subject: subject.to_owned(), text: text.to_owned() };
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
        Ok(())
    }
}
