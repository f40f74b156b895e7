//! One shop within one import: where a message belongs, and what is marked there.

use domain::{Channel, ImportId, ShopId};

use crate::{
    ChannelError, Marketplace, Ports, StoreError, WorkError,
    message::ImportMessage,
    ports::{Import, ImportPhase, PageMark, PageResult, Part, PartOf, ShopProgress},
};

/// How the slices of an import of changes are named.
pub(super) const CHANGES: &str = "since-";

/// One shop within one import: where a message belongs.
#[derive(Debug, Clone)]
pub(super) struct At {
    pub import: ImportId,
    pub channel: Channel,
    pub shop: ShopId,
}

/// Where a message belongs; nowhere for one that is not of an import.
pub(super) fn place(message: &ImportMessage) -> Option<At> {
    match message {
        ImportMessage::List { import, channel, shop, .. }
        | ImportMessage::Details { import, channel, shop, .. }
        | ImportMessage::Pictures { import, channel, shop, .. }
        | ImportMessage::Match { import, channel, shop, .. }
        | ImportMessage::Build { import, channel, shop, .. } => {
            Some(At { import: import.clone(), channel: channel.clone(), shop: shop.clone() })
        }
        ImportMessage::FieldReport { .. } | ImportMessage::Sheet { .. } => None,
    }
}

impl At {
    pub fn marketplace(&self, ports: &Ports) -> Result<std::sync::Arc<dyn Marketplace>, WorkError> {
        ports.marketplaces.get(&self.channel).ok_or_else(|| ChannelError::NotConnected.into())
    }

    pub async fn is_marked(&self, ports: &Ports, name: &str) -> Result<bool, StoreError> {
        ports.imports.is_marked(&self.import, &self.channel, &self.shop, name).await
    }

    pub async fn part(&self, ports: &Ports, of: PartOf<'_>) -> Result<Option<Part>, StoreError> {
        ports.imports.part(&self.import, &self.channel, &self.shop, of).await
    }

    pub async fn mark(&self, ports: &Ports, mark: &PageMark) -> Result<PageResult, StoreError> {
        ports.imports.mark(&self.import, &self.channel, &self.shop, mark).await
    }
}

/// Every shop of the import is pulled, pictures included.
pub(super) fn is_pulled(import: &Import) -> bool {
    import.shops.iter().all(ShopProgress::is_pulled)
}

/// Moves the import on; `true` for exactly one caller.
pub(super) async fn begin_building(ports: &Ports, import: &Import) -> Result<bool, StoreError> {
    let now = ports.clock.now();
    ports.imports.advance(&import.id, ImportPhase::Pulling, ImportPhase::Building, now, None).await
}

/// The import's shops in the order in which masters prefer them as a source.
pub(super) fn shops_in_order(ports: &Ports, import: &Import) -> Vec<At> {
    let of_channel = |channel: &domain::Channel| {
        let channel = channel.clone();
        import.shops.iter().filter(move |shop| shop.channel == channel).map(|shop| At {
            import: import.id.clone(),
            channel: shop.channel.clone(),
            shop: shop.shop.clone(),
        })
    };
    ports
        .marketplaces
        .all()
        .iter()
        .flat_map(|m| of_channel(&m.capabilities().channel).collect::<Vec<_>>())
        .collect()
}
