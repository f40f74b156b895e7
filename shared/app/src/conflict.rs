//! Writes that another writer may be ahead of.

use crate::StoreError;

/// Reads, decides and writes with `attempt`; again, up to `tries` times in all, while the write ends with
/// [`StoreError::Conflict`] because somebody else wrote first. Each try must read the record itself, so that it decides
/// from what is stored now. What follows a write belongs behind this call: it must not happen twice.
///
/// # Errors
/// The error of `attempt`; `Conflict` after the last try.
pub(crate) async fn retry<T, E, F>(tries: usize, attempt: impl Fn() -> F) -> Result<T, E>
where
    F: Future<Output = Result<T, E>>,
    E: From<StoreError> + PartialEq,
{
    let conflict = E::from(StoreError::Conflict);
    for _ in 0..tries {
        match attempt().await {
            Err(error) if error == conflict => {}
            done => return done,
        }
    }
    Err(conflict)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    async fn tries_until(ends: usize) -> (usize, Result<(), StoreError>) {
        let tries = Cell::new(0);
        let result = retry(3, || async {
            tries.set(tries.get() + 1);
            if tries.get() == ends { Ok(()) } else { Err(StoreError::Conflict) }
        });
        let result = result.await;
        (tries.get(), result)
    }

    #[tokio::test]
    async fn a_write_is_tried_until_nobody_else_was_first() {
        assert_eq!(tries_until(2).await, (2, Ok(())));
        assert_eq!(tries_until(9).await, (3, Err(StoreError::Conflict)));
    }

    #[tokio::test]
    async fn another_failure_ends_it() {
        let lost = StoreError::Unavailable("no table".to_owned());
        assert_eq!(retry::<(), _, _>(3, || async { Err(lost.clone()) }).await, Err(lost.clone()));
    }
}
