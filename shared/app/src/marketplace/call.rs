//! What the clients of all channels do in the same way around one call: what a lost answer means, after which refusals
//! they repeat, how long they wait, and how much of an answer they read.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use jiff::{SignedDuration, Timestamp};

use super::{Access, ShopSession};
use crate::ChannelError;

/// How long to wait when the channel asks to slow down and does not say for how long.
pub const SLOW_DOWN: Duration = Duration::from_secs(1);
/// How often a call that was refused as one too many is repeated, with a slot of its own each time: such a call had no
/// effect. After that the work waits.
const THROTTLED_REPEATS: u32 = 4;
/// How long such a call waits before it takes its next slot, the first time; doubles.
const THROTTLED_PAUSE: Duration = Duration::from_millis(250);
/// How often a read is repeated at once when the channel failed, and how long it waits before the first repeat; doubles.
const READ_REPEATS: u32 = 2;
const READ_PAUSE: Duration = Duration::from_millis(250);
/// The longest time that a channel can make us wait: a wrong header must not stop a shop for years.
const LONGEST_WAIT: Duration = Duration::from_hours(1);
/// The largest body that is read. Far above the largest documented answer of any channel.
const LARGEST_BODY: usize = 8 * 1024 * 1024;
/// From here on a number of seconds is a moment, below it a life span: 2001-09-09, or 31 years.
const MOMENT: i64 = 1_000_000_000;

/// What a call does to the shop, which decides what a lost answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Changes nothing, or nothing that matters when it is done twice: a lost answer is [`ChannelError::Unavailable`].
    Read,
    /// Sets absolute values: a lost answer is [`ChannelError::OutcomeUnknown`], because the write may have happened.
    Set,
    /// Makes something new and must not happen twice: a failure that the channel reports also leaves the outcome open.
    Make,
}

/// Why a call was refused, with the reasons after which the client can repeat it by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The access token is old or unknown: renew it and repeat once.
    Token(String),
    /// The timestamp is outside the channel's window: sign again and repeat once. The error holds when that fails too.
    Clock(ChannelError),
    /// One call too many, with the time that the channel named. The call had no effect.
    Throttled(Option<Duration>),
    /// The channel failed and may work again in a moment: a read is repeated.
    Passing(ChannelError),
    /// Nothing can be tried.
    Final(ChannelError),
}

impl Refusal {
    /// The error where nothing more is tried.
    pub fn into_error(self) -> ChannelError {
        match self {
            Self::Token(reason) => ChannelError::Unauthorized { reason },
            Self::Throttled(named) => ChannelError::RateLimited { retry_after: named.unwrap_or(SLOW_DOWN) },
            Self::Clock(error) | Self::Passing(error) | Self::Final(error) => error,
        }
    }
}

/// The tokens and a slot of the shop's call budget. The slot comes last: the call begins in it.
pub async fn admitted(session: &dyn ShopSession) -> Result<Access, ChannelError> {
    let access = session.access().await?;
    session.admit().await?;
    Ok(access)
}

/// What was already tried for one call.
#[derive(Debug, Default)]
pub struct Repeats {
    renewed: bool,
    signed_again: bool,
    throttled: u32,
    passing: u32,
}

impl Repeats {
    /// For a write that is made from what was just read: it does not wait for another slot, because what it is made of
    /// would be old.
    pub fn without_waiting() -> Self {
        Self { throttled: THROTTLED_REPEATS, ..Self::default() }
    }

    /// Prepares the repetition of a refused call: renews the token, slows down all workers, or waits. Each of these is
    /// tried only a limited number of times; an error ends the call.
    pub async fn after(
        &mut self,
        refusal: Refusal,
        effect: Effect,
        session: &dyn ShopSession,
        access: &Access,
    ) -> Result<(), ChannelError> {
        match refusal {
            Refusal::Token(_) if !self.renewed => {
                self.renewed = true;
                session.renew(access).await?;
            }
            Refusal::Clock(_) if !self.signed_again => self.signed_again = true,
            Refusal::Throttled(named) => {
                session.throttled(named).await;
                if self.throttled >= THROTTLED_REPEATS {
                    return Err(refusal.into_error());
                }
                if named.is_none() {
                    tokio::time::sleep(THROTTLED_PAUSE * 2_u32.pow(self.throttled)).await;
                }
                self.throttled += 1;
            }
            Refusal::Passing(_) if effect == Effect::Read && self.passing < READ_REPEATS => {
                tokio::time::sleep(READ_PAUSE * 2_u32.pow(self.passing)).await;
                self.passing += 1;
            }
            refusal => return Err(refusal.into_error()),
        }
        Ok(())
    }
}

/// The time that a `Retry-After` header names in seconds; none for a date or anything else.
pub fn retry_after(header: Option<&str>) -> Option<Duration> {
    let seconds = header?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST_WAIT))
}

/// The body of `answer`, whose parts `next` takes from it one by one, up to 8 MiB. `None` when it is larger: a few
/// hundred megabytes would end the worker.
pub async fn whole_body<R, E, F>(mut answer: R, next: impl Fn(R) -> F) -> Result<Option<Bytes>, E>
where
    F: Future<Output = Result<(R, Option<Bytes>), E>>,
{
    let mut body = BytesMut::new();
    loop {
        let (rest, part) = next(answer).await?;
        let Some(part) = part else { return Ok(Some(body.freeze())) };
        if body.len() + part.len() > LARGEST_BODY {
            return Ok(None);
        }
        body.extend_from_slice(&part);
        answer = rest;
    }
}

/// When a token ends whose life is given in `seconds`: as a life span, or as a moment in Unix seconds, because the
/// channels' documents disagree with what they send. `None` for zero, for less, and for what is no time.
pub fn expiry(seconds: i64, now: Timestamp) -> Option<Timestamp> {
    match seconds {
        ..=0 => None,
        1..MOMENT => now.checked_add(SignedDuration::from_secs(seconds)).ok(),
        _ => Timestamp::from_second(seconds).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_read_in_seconds_and_never_longer_than_an_hour() {
        assert_eq!(retry_after(Some(" 7 ")), Some(Duration::from_secs(7)));
        assert_eq!(retry_after(Some("999999999")), Some(LONGEST_WAIT));
        assert_eq!(retry_after(Some("Wed, 21 Oct 2026 07:28:00 GMT")), None);
        assert_eq!(retry_after(None), None);
    }

    #[test]
    fn a_life_span_and_a_moment_are_read_as_the_same_time() {
        let now = Timestamp::from_second(1_766_990_000).unwrap();
        assert_eq!(expiry(14_344, now), expiry(1_766_990_000 + 14_344, now));
        assert_eq!((expiry(0, now), expiry(-1, now), expiry(i64::MAX, now)), (None, None, None));
    }

    #[tokio::test]
    async fn a_body_that_is_too_large_is_not_read_to_its_end() {
        let part = Bytes::from(vec![0; 1024 * 1024]);
        let read = |parts: usize| {
            let part = Some(part.clone()).filter(|_| parts < 8);
            async move { Ok::<_, ()>((parts + 1, part)) }
        };
        assert_eq!(whole_body(0, read).await.unwrap().unwrap().len(), LARGEST_BODY);
        let endless = |asked: usize| {
            assert!(asked < 9, "read on after the limit");
            let part = part.clone();
            async move { Ok::<_, ()>((asked + 1, Some(part))) }
        };
        assert_eq!(whole_body(0, endless).await, Ok(None));
    }
}
