//! How many pushes of a day succeeded and failed, an item for each day and channel.

use app::{StoreError, ports::PushDay};
use domain::Channel;
use jiff::civil::Date;

use crate::{
    body,
    db::{Expr, Item, Write, n, number, s, text},
    keys,
};

/// Adds one push to the counts of a day.
pub(crate) fn counted(date: Date, channel: &Channel, succeeded: bool) -> Write {
    let what = if succeeded { "succeeded" } else { "failed" };
    let more = Expr::new(format!("SET #date = :date, #channel = :channel ADD #{what} :one"))
        .value(":date", s(date.to_string()))
        .value(":channel", s(channel.as_str()))
        .value(":one", n(1));
    Write::update(keys::push_day(date, channel), more)
}

/// Reads a day back.
pub(crate) fn read_push_day(item: &Item) -> Result<PushDay, StoreError> {
    let read = || {
        Some(PushDay {
            date: text(item, "date")?.parse().ok()?,
            channel: Channel::parse(text(item, "channel")?).ok()?,
            succeeded: number(item, "succeeded").unwrap_or(0),
            failed: number(item, "failed").unwrap_or(0),
        })
    };
    read().ok_or_else(|| body::unreadable(item, "no day of pushes"))
}
