//! What holds whatever two shops have and whatever a person decides.

use std::collections::{BTreeMap, BTreeSet};

use app::{
    UseCaseError,
    catalogue::matches::{self, To},
    marketplace::FetchedListing,
    ports::{Decision, MatchRecord, MatchRow, Versioned},
};
use domain::{Channel, ListingKey, MatchId, OfferId, Product, VariantId};
use proptest::{prelude::*, sample::Index};
use testkit::{
    Kind,
    build::{ListingVerbs, a_listing, an_offer_id},
};

use crate::{
    matches::said,
    world::{World, shop, shopee, tiktok},
};

const TITLES: [&str; 4] = [
    "Dudukan Kamera GoPro TPU untuk Drone FPV Mark 4",
    "Dudukan Kamera GoPro TPU untuk Drone FPV Mark 5",
    "Tas Baterai LiPo Tahan Api",
    "Propeler 5 inci Tiga Bilah untuk Drone",
];

/// A listing of two small words: which title, which SKU, how many variants.
#[derive(Debug, Clone, Copy)]
struct Small {
    title: usize,
    sku: usize,
    variants: usize,
    price: i64,
}

fn small() -> impl Strategy<Value = Small> {
    (0..TITLES.len(), 0..4_usize, 1..3_usize, 0..2_i64).prop_map(|(title, sku, variants, price)| Small {
        title,
        sku,
        variants,
        price: 150_000 + price * 10_000,
    })
}

#[derive(Debug, Clone)]
enum Act {
    Accept(Index),
    Reject(Index),
    Undo(Index),
    Link(Index, Index),
    Unlink(Index),
    /// A listing is deleted at its channel and made again there, as another.
    Anew(Index),
    Import,
}

fn act() -> impl Strategy<Value = Act> {
    let one = any::<Index>;
    prop_oneof![
        3 => one().prop_map(Act::Accept),
        2 => one().prop_map(Act::Reject),
        2 => one().prop_map(Act::Undo),
        2 => (one(), one()).prop_map(|(a, b)| Act::Link(a, b)),
        2 => one().prop_map(Act::Unlink),
        1 => one().prop_map(Act::Anew),
        1 => Just(Act::Import),
    ]
}

fn listing(id: &str, small: Small) -> FetchedListing {
    let Small { title, sku, variants, price } = small;
    a_listing(id).with_title(TITLES[title]).with(|content| {
        content.images.clear();
        let one = content.offers[0].clone();
        let offer = |nth: usize| domain::Offer {
            id: an_offer_id(&(nth + 1).to_string()),
            // The last word means none.
            sku: (sku < 3).then(|| domain::Sku::parse(&format!("MTK-{sku}-{nth}")).unwrap()),
            option_values: if variants > 1 { vec![format!("{nth} mm")] } else { Vec::new() },
            price: Some(domain::Rupiah::new(price)),
            ..one.clone()
        };
        content.options = if variants > 1 { vec!["Ukuran".to_owned()] } else { Vec::new() };
        content.offers = (0..variants).map(offer).collect();
    })
}

/// Where every listing is, and what its product says.
type Picture = BTreeMap<ListingKey, (Option<Product>, BTreeMap<OfferId, VariantId>)>;

struct Shops {
    world: World,
    next: u32,
}

impl Shops {
    async fn new(ours: &[Small], theirs: &[Small]) -> Self {
        let world = World::connected().await;
        for (channel, smalls) in [(shopee(), ours), (tiktok(), theirs)] {
            for (nth, small) in smalls.iter().enumerate() {
                world.put(&channel, listing(&format!("{}", nth + 1), *small));
            }
        }
        world.import().await;
        Self { world, next: 100 }
    }

    async fn keys(&self) -> Vec<ListingKey> {
        let mut keys = Vec::new();
        for channel in [shopee(), tiktok()] {
            let page = self.world.ports.listings.of_shop(&channel, &shop(&channel), None, 100).await.unwrap();
            keys.extend(page.items.into_iter().filter(|row| !row.gone).map(|row| row.key));
        }
        keys
    }

    async fn rows(&self) -> Vec<MatchRow> {
        let (channel, mut rows) = (tiktok(), Vec::new());
        for open in [true, false] {
            let page =
                self.world.ports.matches.of_shop(&channel, &shop(&channel), open, None, 500).await.unwrap();
            rows.extend(page.items);
        }
        rows
    }

    async fn decided(&self) -> BTreeMap<MatchId, Versioned<MatchRecord>> {
        let ids: Vec<MatchId> = self
            .rows()
            .await
            .into_iter()
            .filter(|row| row.decision.is_by_person())
            .map(|row| row.id)
            .collect();
        let records = self.world.ports.matches.get_many(&ids).await.unwrap();
        records.into_iter().map(|record| (record.value.id.clone(), record)).collect()
    }

    async fn picture(&self) -> Picture {
        let mut picture = Picture::new();
        for listing in self.world.ports.listings.get_many(&self.keys().await).await.unwrap() {
            let state = listing.state.value;
            let product = match &state.product {
                Some(id) => {
                    let product = self.world.ports.products.get(id).await.unwrap().unwrap().value;
                    Some(said(&product))
                }
                None => None,
            };
            picture.insert(state.key, (product, state.links));
        }
        picture
    }

    /// No product has two listings of one shop, and none that is archived has any.
    async fn check(&self) {
        let mut places: BTreeSet<(domain::ProductId, Channel)> = BTreeSet::new();
        for (key, (product, _)) in self.picture().await {
            let Some(product) = product else { continue };
            assert_eq!(product.merged_into, None, "{key} is in a product that went elsewhere");
            assert!(places.insert((product.id, key.channel.clone())), "{key} meets another of its shop");
        }
    }

    /// An import leaves what people decided; another one right after it writes nothing.
    async fn import(&self) {
        let before = self.decided().await;
        self.world.import().await;
        assert_eq!(self.decided().await, before, "a person's decision stands");
        let picture = self.picture().await;
        self.world.fakes.memory.forget_writes();
        self.world.import().await;
        let writes = self.world.fakes.memory.writes();
        for kind in [Kind::Match, Kind::Product, Kind::Observed, Kind::ListingState] {
            assert_eq!(writes.get(&kind), None, "{kind:?}");
        }
        assert_eq!(self.picture().await, picture);
    }

    async fn act(&mut self, act: &Act) {
        let ports = &self.world.ports;
        let (rows, keys) = (self.rows().await, self.keys().await);
        let row = |index: &Index| (!rows.is_empty()).then(|| rows[index.index(rows.len())].id.clone());
        let before = self.picture().await;
        let decided: Result<Option<MatchId>, UseCaseError> = match act {
            Act::Accept(one) => match row(one) {
                Some(id) => matches::accept(ports, "rina", &id, None).await.map(|_| Some(id)),
                None => Ok(None),
            },
            Act::Reject(one) => match row(one) {
                Some(id) => matches::reject(ports, "rina", &id, None).await.map(|_| Some(id)),
                None => Ok(None),
            },
            Act::Undo(one) => match row(one) {
                Some(id) => matches::undo(ports, "rina", &id, None).await.map(|_| None),
                None => Ok(None),
            },
            Act::Link(a, b) => {
                let (a, b) = (&keys[a.index(keys.len())], &keys[b.index(keys.len())]);
                let linked = matches::link(ports, "rina", a, &To::Listing(b.clone())).await;
                linked.map(|linked| linked.matches.first().map(|record| record.value.id.clone()))
            }
            Act::Unlink(one) => {
                let unlinked = matches::unlink(ports, "rina", &keys[one.index(keys.len())]).await;
                unlinked.map(|unlinked| unlinked.matches.first().map(|record| record.value.id.clone()))
            }
            Act::Anew(one) => {
                let key = &keys[one.index(keys.len())];
                let channel = self.world.channel(&key.channel);
                let content = channel.listing(&key.shop, &key.external_id).unwrap();
                channel.remove(&key.shop, &key.external_id);
                self.next += 1;
                self.world.put(&key.channel, FetchedListing { content, ..a_listing(&self.next.to_string()) });
                self.import().await;
                Ok(None)
            }
            Act::Import => {
                self.import().await;
                Ok(None)
            }
        };
        match decided {
            Ok(Some(id)) if before != self.picture().await => {
                Box::pin(self.undo_and_do_again(&id, &before)).await;
            }
            Ok(_) => {}
            Err(UseCaseError::Refused { .. } | UseCaseError::NotFound { .. }) => {
                assert_eq!(self.picture().await, before, "what is refused changes nothing");
            }
            Err(error) => panic!("{act:?}: {error:?}"),
        }
        self.check().await;
    }

    /// Taken back at once, all is as it was.
    async fn undo_and_do_again(&self, id: &MatchId, before: &Picture) {
        let ports = &self.world.ports;
        let record = ports.matches.get(id).await.unwrap().unwrap().value;
        let after = self.picture().await;
        matches::undo(ports, "rina", id, None).await.unwrap();
        assert_eq!(&self.picture().await, before, "undoing {:?}", record.decision);
        match record.decision {
            Decision::Accepted => matches::accept(ports, "rina", id, None).await.map(drop),
            Decision::LinkedByHand => {
                matches::link(ports, "rina", &record.left, &To::Listing(record.right)).await.map(drop)
            }
            Decision::UnlinkedByHand => matches::unlink(ports, "rina", &record.right).await.map(drop),
            _ => matches::reject(ports, "rina", id, None).await.map(drop),
        }
        .unwrap();
        assert_eq!(self.picture().await.len(), after.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_decided_stays_decided_and_can_be_undone(
        ours in prop::collection::vec(small(), 1..4),
        theirs in prop::collection::vec(small(), 1..4),
        acts in prop::collection::vec(act(), 0..8),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let mut shops = Shops::new(&ours, &theirs).await;
            shops.check().await;
            for act in &acts {
                Box::pin(shops.act(act)).await;
            }
            shops.import().await;
            shops.check().await;
            // Everything that is offered is accepted where it can be: the next import finds nothing to do.
            for row in shops.rows().await {
                let _: Result<_, _> = matches::accept(&shops.world.ports, "rina", &row.id, None).await;
                shops.check().await;
            }
            let picture = shops.picture().await;
            shops.import().await;
            assert_eq!(shops.picture().await, picture);
        });
    }
}
