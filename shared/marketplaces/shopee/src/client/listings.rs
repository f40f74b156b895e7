//! Reading listings: names in pages, whole ones in batches, one by SKU.

use std::collections::BTreeSet;

use app::{
    ChannelError,
    marketplace::{FetchedListing, FetchedPart, ListedItem, ListingPage, ShopSession, one_by_one},
};
use domain::{ExternalId, Sku};
use jiff::Timestamp;

use super::call::Call;
use crate::{
    Promotion, Shopee, mapping,
    wire::listing::{BaseInfo, Item, ItemList, Models, SearchResult},
};

mod cursor;
use cursor::{Cursor, PAGE};

/// What `get_item_base_info` takes at once.
const DETAIL_BATCH: usize = 50;
/// How many model lists are read at the same time: enough to use a budget of ten calls a second at 300 ms each.
const MODEL_CALLS: usize = 4;
impl Shopee {
    pub(crate) async fn list_page(
        &self,
        session: &dyn ShopSession,
        cursor: Option<&str>,
        changed_since: Option<Timestamp>,
    ) -> Result<ListingPage, ChannelError> {
        let mut cursor = match cursor {
            Some(text) => Cursor::parse(text).ok_or_else(|| {
                domain::Invalid::new("cursor", "cursor_malformed", "not a cursor of this channel")
            })?,
            None => Cursor::start(changed_since, session.now()),
        };
        loop {
            let reply = match self.call::<ItemList>(session, list_call(&cursor)).await {
                Err(error) if is_offset_limit(&error) => {
                    cursor = cursor.beyond_offset_limit(session.now())?;
                    continue;
                }
                other => other?.value,
            };
            let total = reply.total_count.map(|total| total.0.unsigned_abs());
            if let Some(narrower) = cursor.narrowed(total) {
                cursor = narrower;
                continue;
            }
            // An empty shop is `total_count: 0`; an answer without both fields says nothing.
            if reply.item.is_empty() && total.is_none() && reply.has_next_page.is_none() {
                let reason = "the list of items says nothing".to_owned();
                return Err(ChannelError::Unavailable { reason });
            }
            let next_offset = next_offset(&cursor, &reply)?;
            let listings = reply
                .item
                .iter()
                .map(|item| {
                    let id = mapping::external_id(item.item_id.0)?;
                    Ok(ListedItem { id, updated_at: item.update_time.time() })
                })
                .collect::<Result<Vec<_>, ChannelError>>()?;
            // A window reports only its own count, not the shop's.
            let total = total.filter(|_| cursor.is_whole());
            return Ok(ListingPage {
                listings,
                next: cursor.next(next_offset).map(|next| next.to_string()),
                total,
            });
        }
    }

    pub(crate) async fn fetch_all(
        &self,
        session: &dyn ShopSession,
        ids: &[ExternalId],
    ) -> Result<Vec<FetchedListing>, ChannelError> {
        self.fetch_in_parts(session, ids).await?.whole()
    }

    /// When an error stops it, what was read before is kept.
    pub(crate) async fn fetch_in_parts(
        &self,
        session: &dyn ShopSession,
        ids: &[ExternalId],
    ) -> Result<FetchedPart, ChannelError> {
        let mut part = FetchedPart::default();
        for batch in ids.chunks(DETAIL_BATCH) {
            if part.stopped.is_some() {
                part.left.extend(batch.iter().cloned());
                continue;
            }
            match self.fetch_batch(session, batch).await {
                Ok(more) => part.add(more),
                Err(error) if part.listings.is_empty() => return Err(error),
                Err(error) => part.stop(error, batch.iter().cloned()),
            }
        }
        Ok(part)
    }

    /// At most [`DETAIL_BATCH`] listings. An error concerns all of them.
    async fn fetch_batch(
        &self,
        session: &dyn ShopSession,
        ids: &[ExternalId],
    ) -> Result<FetchedPart, ChannelError> {
        let items = self.base_info(session, ids.iter().map(ExternalId::as_str)).await?;
        let promoted = items.iter().filter(|item| item.has_promotion.0);
        let promoted = promoted.map(|item| mapping::external_id(item.item_id.0));
        let promotions = self.running(session, promoted.collect::<Result<_, _>>()?).await?;
        let asked = items
            .into_iter()
            .map(|item| Ok((mapping::external_id(item.item_id.0)?, item)))
            .collect::<Result<Vec<_>, ChannelError>>()?;
        let read = |_, item| self.with_models(session, item);
        let mut part = one_by_one(session, asked, MODEL_CALLS, read).await;
        for listing in &mut part.listings {
            mapping::promotion::mark(listing, &promotions);
        }
        Ok(part)
    }

    /// The promotions of items that have one. Where the channel does not show them, the push is refused later.
    async fn running(
        &self,
        session: &dyn ShopSession,
        items: Vec<ExternalId>,
    ) -> Result<Vec<Promotion>, ChannelError> {
        if items.is_empty() {
            return Ok(Vec::new());
        }
        match self.promotions(session, &items).await {
            Err(ChannelError::Rejected { code, reason, .. }) => {
                tracing::warn!(shopee.error = code, reason, "promotions cannot be read");
                Ok(Vec::new())
            }
            answer => answer,
        }
    }

    /// `None` when the item was deleted between the two calls.
    async fn with_models(
        &self,
        session: &dyn ShopSession,
        item: Item,
    ) -> Result<Option<FetchedListing>, ChannelError> {
        if !item.has_model.0 {
            return mapping::listing(item, None).map(Some);
        }
        let Some(id) = item.item_id.id() else { return Ok(None) };
        match self.models(session, id).await {
            Ok(models) => mapping::listing(item, Some(&models)).map(Some),
            Err(ChannelError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// At most [`DETAIL_BATCH`] items; unknown and deleted ones are left out, and so is an id that is not a number.
    pub(crate) async fn base_info<'a>(
        &self,
        session: &dyn ShopSession,
        ids: impl Iterator<Item = &'a str>,
    ) -> Result<Vec<Item>, ChannelError> {
        let ids: Vec<&str> = ids.filter(|id| id.parse::<u64>().is_ok()).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let call = Call::get("/api/v2/product/get_item_base_info", vec![("item_id_list", ids.join(","))]);
        match self.call::<BaseInfo>(session, call).await {
            Ok(reply) => asked_for(&ids, reply.value.item_list),
            Err(ChannelError::NotFound { .. }) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    pub(crate) async fn models(&self, session: &dyn ShopSession, item: u64) -> Result<Models, ChannelError> {
        let call = Call::get("/api/v2/product/get_model_list", vec![("item_id", item.to_string())]);
        Ok(self.call::<Models>(session, call).await?.value)
    }

    /// Searches items by their own SKU, which is the first variant's on all items that SyncStore made, and accepts
    /// a hit only when the item or one of its models really has one of `skus`: the search is not documented to be
    /// exact.
    pub(crate) async fn search_sku(
        &self,
        session: &dyn ShopSession,
        skus: &[&str],
    ) -> Result<Option<ExternalId>, ChannelError> {
        let folded: BTreeSet<String> =
            skus.iter().filter_map(|sku| Sku::parse(sku).ok()).map(|sku| sku.folded()).collect();
        let matches = |text: &str| mapping::sku(text).is_some_and(|sku| folded.contains(&sku.folded()));
        let mut asked = BTreeSet::new();
        for sku in skus.iter().filter(|sku| !sku.trim().is_empty()) {
            if !asked.insert(sku.trim()) {
                continue;
            }
            let query = vec![("page_size", "50".to_owned()), ("item_sku", sku.trim().to_owned())];
            let call = Call::get("/api/v2/product/search_item", query);
            let found = self.call::<SearchResult>(session, call).await?.value.item_id_list;
            let ids: Vec<String> = found.iter().take(DETAIL_BATCH).map(|id| id.0.to_string()).collect();
            for item in self.base_info(session, ids.iter().map(String::as_str)).await? {
                let mut same = matches(&item.item_sku);
                if let (false, true, Some(id)) = (same, item.has_model.0, item.item_id.id()) {
                    same =
                        self.models(session, id).await?.model.iter().any(|model| matches(&model.model_sku));
                }
                if same {
                    return mapping::external_id(item.item_id.0).map(Some);
                }
            }
        }
        Ok(None)
    }
}

/// Where the next page begins. Every page must lead further, or the reading would never end: an empty page with more to
/// follow is in no document, and neither is an offset that does not change.
fn next_offset(cursor: &Cursor, page: &ItemList) -> Result<Option<usize>, ChannelError> {
    if !page.has_next_page.is_some_and(|more| more.0) {
        return Ok(None);
    }
    let stuck =
        |problem: String| Err(ChannelError::Unexpected { reason: format!("get_item_list {problem}") });
    let offset = cursor.offset;
    if page.item.is_empty() {
        return stuck(format!("promises more items behind an empty page at offset {offset}"));
    }
    // The last page has no `next_offset`; after another page without one, the offset is counted.
    let told = page.next_offset.and_then(|next| usize::try_from(next.0).ok()).filter(|next| *next > 0);
    let next = told.unwrap_or(offset + PAGE);
    if next <= offset {
        return stuck(format!("goes on at offset {next} after offset {offset}"));
    }
    let total = page.total_count.and_then(|total| usize::try_from(total.0).ok()).filter(|total| *total > 0);
    // Items that are made while the shop is read may add some pages.
    match total {
        Some(total) if next > total + total / 2 + 20 * PAGE => {
            stuck(format!("goes on at offset {next} although it counts {total} items"))
        }
        _ => Ok(Some(next)),
    }
}

/// Without the deleted ones. An answer that lacks requested items and has other items instead
/// says nothing about the missing ones.
fn asked_for(ids: &[&str], items: Vec<Item>) -> Result<Vec<Item>, ChannelError> {
    let came = items.len();
    let asked: Vec<Item> =
        items.into_iter().filter(|item| ids.contains(&item.item_id.0.to_string().as_str())).collect();
    if asked.len() < ids.len() && asked.len() < came {
        let reason = "get_item_base_info answers with other items than those asked for".to_owned();
        return Err(ChannelError::Unavailable { reason });
    }
    Ok(asked.into_iter().filter(|item| !mapping::is_gone(item)).collect())
}

fn list_call(cursor: &Cursor) -> Call {
    let mut query = vec![("offset", cursor.offset.to_string()), ("page_size", PAGE.to_string())];
    if let Some((from, to)) = cursor.window() {
        query.push(("update_time_from", from.to_string()));
        query.push(("update_time_to", to.to_string()));
    }
    // Deleted items are gone for us.
    query.extend(mapping::status::listed().map(|status| ("item_status", status.to_owned())));
    Call::get("/api/v2/product/get_item_list", query)
}

/// "get items offset over limit, please use the next field"
fn is_offset_limit(error: &ChannelError) -> bool {
    matches!(error, ChannelError::Rejected { reason, .. } if reason.to_ascii_lowercase().contains("offset over limit"))
}
