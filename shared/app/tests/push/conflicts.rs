//! A field that changed on both sides: decided each of the three ways, taken back, and never lost on the way.

use std::time::Duration;

use app::{
    catalogue::products::{self, DimensionsEdit, ImageEdit, ProductEdit, VariantEdit},
    ports::{BulkRow, BulkTask},
    publishing::{
        conflicts::{self, Conflict, ConflictQuery, Resolution, SeenConflict, Selection, Typed},
        observe::observe,
    },
    worker,
};
use domain::{
    Grams, ListingContent, PreOrderDays, Product, Rupiah,
    diff::{Field, Value, observed_value, offer_value},
    ids::BulkTaskId,
    listing::ListingImage,
};
use rstest::rstest;
use testkit::build::*;

use crate::desk::Desk;

const SECOND: Duration = Duration::from_secs(1);
const OWNER: &str = "owner@example.test";

/// A field, how each side changes it, and a third value; none where nobody types one.
struct Case {
    field: Field,
    ours: fn(&Product) -> ProductEdit,
    theirs: fn(&mut ListingContent),
    typed: Option<(Typed, Value)>,
}

fn text(text: &str) -> (Typed, Value) {
    (Typed::Text(text.to_owned()), Value::Text(text.to_owned()))
}

fn of_variant(product: &Product, edit: VariantEdit) -> ProductEdit {
    let edit = VariantEdit { id: Some(product.variants[0].id.to_string()), ..edit };
    ProductEdit { variants: Some(vec![edit]), ..ProductEdit::default() }
}

fn title() -> Case {
    Case {
        field: Field::Title,
        ours: |_| ProductEdit {
            title: Some("Dudukan Kamera Master untuk Drone FPV".into()),
            ..Default::default()
        },
        theirs: |content| content.title = "Dudukan Kamera Kanal untuk Drone FPV".into(),
        typed: Some(text("Dudukan Kamera Bersama untuk Drone FPV")),
    }
}

fn description() -> Case {
    Case {
        field: Field::Description,
        ours: |_| ProductEdit { description: Some("Kata master.".into()), ..Default::default() },
        theirs: |content| content.description = "Kata kanal.".into(),
        typed: Some(text("Kata bersama.")),
    }
}

fn price() -> Case {
    Case {
        field: Field::Price,
        ours: |product| {
            of_variant(
                product,
                VariantEdit { base_price: Some(Some(Rupiah::new(160_000))), ..Default::default() },
            )
        },
        theirs: |content| content.offers[0].price = Some(Rupiah::new(178_250)),
        typed: Some((Typed::Money(Rupiah::new(170_000)), Value::Money(Rupiah::new(195_500)))),
    }
}

fn stock() -> Case {
    Case {
        field: Field::Stock,
        ours: |product| of_variant(product, VariantEdit { stock: Some(Some(20)), ..Default::default() }),
        theirs: |content| content.offers[0].stock = Some(7),
        typed: Some((Typed::Stock(12), Value::Count(12))),
    }
}

fn pre_order() -> Case {
    Case {
        field: Field::PreOrder,
        ours: |_| ProductEdit { pre_order_days: Some(Some(7)), ..Default::default() },
        theirs: |content| content.pre_order = PreOrderDays::parse(9).ok(),
        typed: Some((Typed::PreOrderDays(Some(8)), Value::Days(PreOrderDays::parse(8).unwrap()))),
    }
}

fn pictures() -> Case {
    Case {
        field: Field::Images,
        ours: |product| {
            let url = product.images[0].url.replace(".png", "-baru.png");
            ProductEdit {
                images: Some(vec![ImageEdit { id: None, url: Some(url) }]),
                ..ProductEdit::default()
            }
        },
        theirs: |content| {
            content.images = vec![ListingImage {
                reference: "kanal-1".into(),
                url: Some("https://images.test/kanal-1.png".into()),
            }];
        },
        typed: None,
    }
}

fn weight() -> Case {
    Case {
        field: Field::Weight,
        ours: |_| ProductEdit { weight: Some(Some(30)), ..Default::default() },
        theirs: |content| content.weight = Grams::parse(40).ok(),
        typed: Some((Typed::Weight(35), Value::Weight(grams(35)))),
    }
}

fn dimensions() -> Case {
    let sides = ["9", "7", "5"].map(str::to_owned);
    let [length, width, height] = sides;
    Case {
        field: Field::Dimensions,
        ours: |_| {
            let sides = DimensionsEdit { length: "10".into(), width: "6".into(), height: "4".into() };
            ProductEdit { dimensions: Some(Some(sides)), ..Default::default() }
        },
        theirs: |content| content.dimensions = Some(centimetres(11, 6, 4)),
        typed: Some((Typed::Dimensions(length, width, height), Value::Dimensions(centimetres(9, 7, 5)))),
    }
}

fn sku() -> Case {
    Case {
        field: Field::Sku,
        ours: |product| {
            of_variant(product, VariantEdit { sku: Some(Some("MTK-MASTER".into())), ..Default::default() })
        },
        theirs: |content| content.offers[0].sku = Some(a_sku("MTK-KANAL")),
        typed: Some((Typed::Text("MTK-BERSAMA".into()), Value::Sku(a_sku("MTK-BERSAMA")))),
    }
}

impl Desk {
    /// A listing that agrees with its product, and then both sides change `case.field`.
    async fn in_conflict(&self, id: &str, case: &Case) -> Product {
        let product = self.listed(id).await;
        self.set(&product, stock_of(&product, 10)).await;
        self.synced(&product).await;
        self.set(&product, (case.ours)(&product)).await;
        self.theirs(id, case.theirs).await;
        product
    }

    async fn set(&self, product: &Product, edit: ProductEdit) {
        self.fakes.clock.advance(SECOND);
        products::edit(&self.ports, OWNER, &product.id, None, edit).await.unwrap();
        self.priced().await;
    }

    async fn theirs(&self, id: &str, change: impl FnOnce(&mut ListingContent)) {
        self.fakes.clock.advance(SECOND);
        self.shopee.edit(&self.shop, &an_external_id(id), change);
        observe(&self.ports, &self.key(id), "test").await.unwrap();
        self.fakes.clock.advance(SECOND);
    }

    /// Everything that differs is pushed.
    async fn synced(&self, product: &Product) {
        let plan = self.plan(&[product]).await;
        if plan.changes > 0 {
            self.start(&plan).await;
            self.deliver_all().await;
        }
        assert_eq!(self.plan(&[product]).await.changes, 0);
    }

    async fn priced(&self) {
        while let Some(message) = self.fakes.outbox.next_pricing() {
            worker::pricing::handle(&self.ports, message).await.unwrap();
        }
    }

    async fn conflicts(&self) -> Vec<Conflict> {
        let found = conflicts::list(&self.ports, &ConflictQuery::default(), None, 200).await.unwrap();
        assert_eq!(found.total, found.conflicts.len() as u64);
        found.conflicts
    }

    async fn resolve(&self, seen: Vec<SeenConflict>, to: Resolution) -> BulkTask {
        let id = BulkTaskId::from_unique(&self.ports.ids.unique());
        conflicts::resolve(&self.ports, OWNER, id, Selection::Ids(seen), to).await.unwrap()
    }

    async fn undone(&self, task: &BulkTask) -> BulkTask {
        let undone = conflicts::undo(&self.ports, OWNER, &task.id).await.unwrap();
        self.priced().await;
        undone
    }

    async fn row(&self, task: &BulkTask) -> BulkRow {
        self.ports.bulk_tasks.rows(&task.id, 0).await.unwrap().remove(0)
    }

    /// What the shop shows.
    fn shown(&self, field: Field) -> Value {
        let content = self.live("1");
        if field.is_per_offer() {
            offer_value(&content.offers[0], field)
        } else {
            observed_value(&content, field)
        }
    }

    async fn stored_product(&self, product: &Product) -> Product {
        self.ports.products.get(&product.id).await.unwrap().unwrap().value
    }
}

fn stock_of(product: &Product, pieces: u32) -> ProductEdit {
    of_variant(product, VariantEdit { stock: Some(Some(pieces)), ..VariantEdit::default() })
}

fn only(mut found: Vec<Conflict>) -> Conflict {
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[rstest]
#[case(title())]
#[case(description())]
#[case(price())]
#[case(stock())]
#[case(pre_order())]
#[case(pictures())]
#[case(weight())]
#[case(dimensions())]
#[case(sku())]
#[tokio::test]
async fn what_is_decided_for_the_master_is_pushed_and_agreed_on(#[case] case: Case) {
    let desk = Desk::new().await;
    let product = desk.in_conflict("1", &case).await;
    let conflict = only(desk.conflicts().await);
    let theirs = desk.shown(case.field);
    assert_eq!((conflict.change.field, &conflict.change.from), (case.field, &theirs));
    let task = desk.resolve(vec![conflict.seen()], Resolution::Master).await;
    assert_eq!((task.counts["resolved"], task.is_finished()), (1, true));
    desk.priced().await;
    assert_eq!(desk.conflicts().await, []);
    assert_eq!(desk.shown(case.field), theirs, "no shop changes without a plan");
    assert_eq!(desk.undone(&task).await.counts["restored"], 1);
    let again = only(desk.conflicts().await);
    assert_eq!((again.seen(), &again.change), (conflict.seen(), &conflict.change));
    desk.resolve(vec![again.seen()], Resolution::Master).await;
    desk.priced().await;
    let plan = desk.plan(&[&product]).await;
    assert_eq!((plan.changes, plan.conflicts), (1, 0));
    desk.synced(&product).await;
    assert_ne!(desk.shown(case.field), theirs);
    if case.field != Field::Images {
        assert_eq!(desk.shown(case.field), conflict.change.to);
    }
    observe(&desk.ports, &desk.key("1"), "test").await.unwrap();
    assert_eq!(desk.conflicts().await, []);
}

#[rstest]
#[case(title())]
#[case(description())]
#[case(price())]
#[case(stock())]
#[case(pre_order())]
#[case(pictures())]
#[case(weight())]
#[case(dimensions())]
#[case(sku())]
#[tokio::test]
async fn what_is_decided_for_the_channel_is_the_masters_and_never_found_again(#[case] case: Case) {
    let desk = Desk::new().await;
    let product = desk.in_conflict("1", &case).await;
    let conflict = only(desk.conflicts().await);
    let (theirs, before) = (desk.shown(case.field), desk.stored_product(&product).await);
    let task = desk.resolve(vec![conflict.seen()], Resolution::Channel).await;
    assert_eq!(task.counts["resolved"], 1, "{:?}", desk.row(&task).await);
    assert_eq!(desk.conflicts().await, [], "the cards are made again at once");
    desk.priced().await;
    let after = desk.stored_product(&product).await;
    assert_ne!(after, before);
    assert_eq!(desk.plan(&[&product]).await.changes, 0);
    // The next import says the same of the listing, and another thing of another field.
    desk.theirs("1", |content| content.category = None).await;
    assert_eq!((desk.conflicts().await, desk.shown(case.field)), (vec![], theirs));
    assert_eq!(desk.undone(&task).await.counts["restored"], 1);
    let restored = desk.stored_product(&product).await;
    let same = Product { updated_at: before.updated_at, ..restored };
    assert_eq!(same, before, "the product is what it was");
    assert_eq!(only(desk.conflicts().await).seen(), conflict.seen());
}

#[rstest]
#[case(title())]
#[case(description())]
#[case(price())]
#[case(stock())]
#[case(pre_order())]
#[case(weight())]
#[case(dimensions())]
#[case(sku())]
#[tokio::test]
async fn a_third_value_is_the_masters_and_is_pushed(#[case] case: Case) {
    let desk = Desk::new().await;
    let product = desk.in_conflict("1", &case).await;
    let (typed, shown) = case.typed.unwrap();
    let conflict = only(desk.conflicts().await);
    let task = desk.resolve(vec![conflict.seen()], Resolution::Value(typed.clone())).await;
    assert_eq!(task.counts["resolved"], 1, "{:?}", desk.row(&task).await);
    desk.priced().await;
    assert_eq!(desk.undone(&task).await.counts["restored"], 1);
    assert_eq!(only(desk.conflicts().await).seen(), conflict.seen());
    desk.resolve(vec![conflict.seen()], Resolution::Value(typed)).await;
    desk.priced().await;
    assert_eq!(desk.conflicts().await, []);
    desk.synced(&product).await;
    assert_eq!((desk.shown(case.field), desk.conflicts().await), (shown, vec![]));
}

#[tokio::test]
async fn nobody_types_pictures_and_a_sku_of_another_product_is_refused() {
    let desk = Desk::new().await;
    let product = desk.in_conflict("1", &pictures()).await;
    let seen = only(desk.conflicts().await).seen();
    let task = desk.resolve(vec![seen], Resolution::Value(Typed::Text("gambar".into()))).await;
    assert_eq!(desk.row(&task).await.details["code"], "value_type_wrong");
    desk.listed("2").await;
    let other = desk.in_conflict("3", &sku()).await;
    let found = desk.conflicts().await;
    let found = found.into_iter().find(|conflict| conflict.product == other.id).unwrap();
    let taken = Resolution::Value(Typed::Text("MTK-2".into()));
    let task = desk.resolve(vec![found.seen()], taken).await;
    assert_eq!(task.counts["refused"], 1);
    assert_eq!(desk.row(&task).await.details["code"], "sku_taken");
    assert_eq!(desk.conflicts().await.len(), 2, "both are still to decide");
    assert_eq!(desk.stored_product(&product).await.images.len(), 1);
}

#[rstest]
#[case::the_shop(true)]
#[case::the_master(false)]
#[tokio::test]
async fn a_side_that_moved_since_the_look_is_refused_and_nothing_is_lost(
    #[case] there: bool,
    #[values(
        Resolution::Master,
        Resolution::Channel,
        Resolution::Value(Typed::Text("Judul ketiga".into()))
    )]
    to: Resolution,
) {
    let desk = Desk::new().await;
    let product = desk.in_conflict("1", &title()).await;
    let seen = only(desk.conflicts().await).seen();
    if there {
        desk.theirs("1", |content| content.title = "Judul kanal yang lebih baru".into()).await;
    } else {
        let edit = ProductEdit { title: Some("Judul master yang lebih baru".into()), ..Default::default() };
        desk.set(&product, edit).await;
    }
    let (now, before) = (only(desk.conflicts().await), desk.stored_product(&product).await);
    assert_ne!(now.seen(), seen);
    let task = desk.resolve(vec![seen], to.clone()).await;
    assert_eq!((task.counts.len(), task.counts["refused"]), (1, 1));
    let row = desk.row(&task).await;
    assert_eq!(row.details["code"], "conflict_moved");
    assert!(row.details["text"].as_str().unwrap().contains("berubah lagi"));
    assert_eq!(desk.stored_product(&product).await, before);
    assert_eq!(only(desk.conflicts().await).change, now.change, "both newer values are there");
    assert_eq!(desk.resolve(vec![now.seen()], to).await.counts["resolved"], 1);
}

#[tokio::test]
async fn a_channel_that_moves_after_the_decision_is_a_conflict_again_and_is_not_overwritten() {
    let desk = Desk::new().await;
    let product = desk.in_conflict("1", &title()).await;
    let seen = only(desk.conflicts().await).seen();
    desk.resolve(vec![seen], Resolution::Master).await;
    desk.theirs("1", |content| content.title = "Judul kanal kedua".into()).await;
    let plan = desk.plan(&[&product]).await;
    assert_eq!((plan.changes, plan.conflicts), (0, 1));
    assert_eq!(desk.live("1").title, "Judul kanal kedua");
}
