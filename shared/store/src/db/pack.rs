//! Many small transactions in a few requests.
//!
//! Each group of writes is all or nothing. Several groups share a transaction of up to 100 items. When a transaction is
//! cancelled, the reasons say which groups failed, and the other groups are sent again without them.

use std::collections::HashSet;

use app::StoreError;
use futures::{StreamExt, TryStreamExt, stream};

use super::{
    CONCURRENCY, Outcome,
    write::{TRANSACTION, Write},
};
use crate::{Store, keys::Key};

/// A group with its index in the caller's list.
type Placed = (usize, Vec<Write>);

impl Store {
    /// Writes each group completely or not at all. Returns one outcome per group, in the order of `groups`. A group has
    /// at most [`TRANSACTION`] writes. If two groups write the same item, the earlier group is written first.
    pub(crate) async fn write_groups(&self, groups: Vec<Vec<Write>>) -> Result<Vec<Outcome>, StoreError> {
        let mut outcomes = vec![Outcome::Written; groups.len()];
        let mut waiting: Vec<Placed> =
            groups.into_iter().enumerate().filter(|(_, g)| !g.is_empty()).collect();
        while !waiting.is_empty() {
            let (now, later) = apart(waiting);
            waiting = later;
            let done: Vec<Vec<(usize, Outcome)>> =
                stream::iter(packs(now).into_iter().map(|pack| self.write_pack(pack)))
                    .buffer_unordered(CONCURRENCY)
                    .try_collect()
                    .await?;
            for (place, outcome) in done.into_iter().flatten() {
                if let Some(slot) = outcomes.get_mut(place) {
                    *slot = outcome;
                }
            }
        }
        Ok(outcomes)
    }

    async fn write_pack(&self, mut pack: Vec<Placed>) -> Result<Vec<(usize, Outcome)>, StoreError> {
        let mut outcomes = Vec::new();
        while !pack.is_empty() {
            if let [(place, group)] = pack.as_slice()
                && let [write] = group.as_slice()
            {
                outcomes.push((*place, self.write(write.clone()).await?));
                break;
            }
            let writes = pack.iter().flat_map(|(_, group)| group.iter().cloned()).collect();
            let Outcome::Refused(mut refused) = self.transact(writes).await? else {
                outcomes.extend(pack.iter().map(|(place, _)| (*place, Outcome::Written)));
                break;
            };
            // Assigns each refused write to its group, and keeps the groups without a refused write for the next round.
            let mut first = 0;
            pack.retain(|(place, group)| {
                let own = first..first + group.len();
                let mine: Vec<_> = refused.extract_if(.., |(at, _)| own.contains(at)).collect();
                let refused_here: Vec<_> = mine.into_iter().map(|(at, item)| (at - first, item)).collect();
                first = own.end;
                let keep = refused_here.is_empty();
                if !keep {
                    outcomes.push((*place, Outcome::Refused(refused_here)));
                }
                keep
            });
        }
        Ok(outcomes)
    }
}

/// Splits off the groups that write an item of an earlier group: one transaction may not name an item twice.
fn apart(groups: Vec<Placed>) -> (Vec<Placed>, Vec<Placed>) {
    let mut named: HashSet<Key> = HashSet::new();
    groups.into_iter().partition(|(_, group)| {
        let keys: Vec<Key> = group.iter().map(Write::key).collect();
        let fresh = keys.iter().all(|key| !named.contains(key));
        // Include the keys of a group that has to wait, so that a third group cannot overtake it.
        named.extend(keys);
        fresh
    })
}

/// Distributes groups over transactions. A group of one write is cheaper as a plain write, so it gets a pack of its
/// own.
fn packs(groups: Vec<Placed>) -> Vec<Vec<Placed>> {
    let (single, several): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(_, group)| group.len() == 1);
    let mut packs: Vec<Vec<Placed>> = single.into_iter().map(|group| vec![group]).collect();
    let (mut pack, mut size) = (Vec::new(), 0);
    for group in several {
        if size + group.1.len() > TRANSACTION {
            packs.push(std::mem::take(&mut pack));
            size = 0;
        }
        size += group.1.len();
        pack.push(group);
    }
    if !pack.is_empty() {
        packs.push(pack);
    }
    packs.retain(|pack| !pack.is_empty());
    packs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(keys: &[&str]) -> Vec<Write> {
        keys.iter().map(|key| Write::delete(Key::new(*key, "x"))).collect()
    }

    #[test]
    fn groups_that_meet_at_an_item_are_kept_apart_in_order() {
        let groups =
            vec![(0, group(&["a", "b"])), (1, group(&["b", "c"])), (2, group(&["c"])), (3, group(&["d"]))];
        let (now, later) = apart(groups);
        assert_eq!(now.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [0, 3]);
        assert_eq!(later.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn a_transaction_never_holds_more_than_a_hundred_items() {
        let keys: Vec<String> = (0..60).map(|n| n.to_string()).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let packs =
            packs(vec![(0, group(&keys)), (1, group(&keys)), (2, group(&["z"])), (3, group(&["y", "x"]))]);
        let sizes: Vec<usize> = packs.iter().map(|p| p.iter().map(|(_, g)| g.len()).sum()).collect();
        assert_eq!(sizes, [1, 60, 62]);
    }
}
