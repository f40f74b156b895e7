//! The counters of a run by wave and channel, as they are read back.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{RunCounts, Tallies, WaveTally},
};
use domain::Channel;

use super::{STATES, TALLY};
use crate::{
    body,
    db::{Item, number},
};

pub(super) fn read_tallies(item: &Item) -> Result<Tallies, StoreError> {
    let mut tallies: BTreeMap<(u32, Channel), WaveTally> = BTreeMap::new();
    for name in item.keys().filter_map(|name| name.strip_prefix(TALLY)) {
        let read = || {
            let mut parts = name.splitn(3, '_');
            let (wave, what, channel) = (parts.next()?, parts.next()?, parts.next()?);
            let count: u64 = number(item, &format!("{TALLY}{name}"))?;
            Some((wave.parse().ok()?, what, Channel::parse(channel).ok()?, count))
        };
        let Some((wave, what, channel, count)) = read() else {
            return Err(body::unreadable(item, "no counter of jobs"));
        };
        let tally = tallies.entry((wave, channel.clone())).or_insert_with(|| WaveTally {
            wave,
            channel,
            made: 0,
            started: RunCounts::default(),
        });
        match STATES.iter().find(|(_, word)| *word == what) {
            Some((state, _)) if count > 0 => drop(tally.started.0.insert(*state, count)),
            Some(_) => {}
            None => tally.made = count,
        }
    }
    Ok(Tallies(tallies.into_values().collect()))
}
