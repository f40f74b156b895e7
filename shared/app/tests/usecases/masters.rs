use std::collections::{BTreeMap, BTreeSet};

use app::{
    catalogue::{
        masters::{self, AcceptItem, Choice, Outcome, Preview, Which},
        products::{self, EditError, ProductEdit, VariantEdit},
    },
    ports::{CatalogueQuery, Listing, TitleFrom},
};
use domain::{
    ListingKey, Product, ProductId,
    diff::{Field, Owner, Value},
    master::{Origin, Rule, field},
};
use testkit::build::{ListingVerbs, a_listing, rupiah};

use crate::world::{World, shopee, tiktok};

const OWNER: &str = "owner@example.test";

/// Two listings that are one product, the TikTok one edited later.
struct Pair {
    world: World,
    ours: ListingKey,
    theirs: ListingKey,
}

impl Pair {
    async fn new() -> Self {
        let world = World::connected().await;
        // Both shops ask base prices.
        for channel in [shopee(), tiktok()] {
            let rule = domain::pricing::PriceRule::base_prices();
            world.ports.rules.put_price_rule(&channel, &rule, 0).await.unwrap();
        }
        let listing =
            |id: &str| a_listing(id).with_sku("A").with_price(150_000).with(|content| content.images.clear());
        let ours =
            world.put(&shopee(), listing("1").with_title("Judul Shopee").with_description("Panjang sekali"));
        let mut later = listing("171").with_title("Judul TikTok").with_description("Pendek");
        later.updated_at = later.updated_at.map(|at| at + jiff_hour());
        let theirs = world.put(&tiktok(), later);
        world.import().await;
        world.price().await;
        Self { world, ours, theirs }
    }

    async fn id(&self) -> ProductId {
        self.listing(&self.ours).await.state.value.product.unwrap()
    }

    async fn product(&self) -> (Product, u64) {
        let stored = self.world.ports.products.get(&self.id().await).await.unwrap().unwrap();
        (stored.value, stored.version)
    }

    async fn listing(&self, key: &ListingKey) -> Listing {
        self.world.ports.listings.get(key).await.unwrap().unwrap()
    }

    /// The seller edits a listing at its channel, and SyncStore looks.
    async fn at_the_channel(&self, key: &ListingKey, edit: impl FnOnce(&mut domain::ListingContent)) {
        self.world.channel(&key.channel).edit(&key.shop, &key.external_id, edit);
        app::publishing::observe::observe(&self.world.ports, key, "test").await.unwrap();
    }

    async fn preview(&self) -> Vec<Preview> {
        let which = Which { products: vec![self.id().await], ..Which::default() };
        masters::preview(&self.world.ports, &which).await.unwrap().items
    }

    async fn accept(&self, item: AcceptItem) -> Outcome {
        let mut done = masters::accept(&self.world.ports, OWNER, &[item]).await.unwrap();
        done.remove(0).outcome
    }

    async fn edit(&self, edit: ProductEdit) {
        products::edit(&self.world.ports, OWNER, &self.id().await, None, edit).await.unwrap();
    }

    async fn choose(&self, name: &str, choice: Choice) -> Result<Product, EditError> {
        let choices = BTreeMap::from([(name.to_owned(), choice)]);
        let chosen = masters::choose(&self.world.ports, OWNER, &self.id().await, None, &choices).await?;
        Ok(chosen.value)
    }
}

fn jiff_hour() -> std::time::Duration {
    std::time::Duration::from_hours(1)
}

fn yes(preview: &Preview) -> AcceptItem {
    AcceptItem {
        product: preview.product.clone(),
        hash: preview.hash.to_string(),
        fields: None,
        keep: BTreeMap::new(),
    }
}

fn titled(title: &str) -> ProductEdit {
    ProductEdit { title: Some(title.to_owned()), ..ProductEdit::default() }
}

#[tokio::test]
async fn joined_listings_make_one_master_by_the_rules_with_the_reasons_kept() {
    let pair = Pair::new().await;
    let (product, _) = pair.product().await;
    assert_eq!(product.title.as_str(), "Judul TikTok");
    assert_eq!(product.description, "Panjang sekali");
    let (title, text) = (&product.sources["title"], &product.sources["description"]);
    assert_eq!((&title.from, title.rule), (&Origin::Listing(pair.theirs.clone()), Rule::NewerEdit));
    assert_eq!(title.others[0].value, "Judul Shopee");
    assert_eq!((&text.from, text.rule), (&Origin::Listing(pair.ours.clone()), Rule::LongerText));
}

#[tokio::test]
async fn a_build_of_what_did_not_move_changes_nothing() {
    let pair = Pair::new().await;
    assert_eq!(pair.preview().await, []);
    let (_, version) = pair.product().await;
    pair.world.fakes.memory.forget_writes();
    let item =
        AcceptItem { product: pair.id().await, hash: String::new(), fields: None, keep: BTreeMap::new() };
    assert_eq!(pair.accept(item).await, Outcome::Unchanged { version });
    assert_eq!(pair.world.fakes.memory.writes(), BTreeMap::new());
}

#[tokio::test]
async fn what_is_previewed_is_what_is_applied() {
    let pair = Pair::new().await;
    pair.at_the_channel(&pair.ours, |content| {
        content.description = "Jauh lebih panjang daripada tadi".into();
    })
    .await;
    let preview = pair.preview().await.remove(0);
    assert_eq!(preview.changes.len(), 1);
    assert_eq!(preview.changes[0].from, Value::Text("Panjang sekali".to_owned()));
    assert_eq!(preview.warnings, BTreeSet::new());
    let Outcome::Applied { version } = pair.accept(yes(&preview)).await else { panic!("applied") };
    let (product, now) = pair.product().await;
    assert_eq!(now, version);
    assert_eq!(product.content_hash(), preview.proposed.content_hash());
    assert_eq!(product.sources, preview.proposed.sources);
    assert_eq!(pair.world.price().await, 0, "the price is the same, and it was asked for");
    let audit = pair.world.ports.audit.list(Some(product.id.as_str()), None, 10).await.unwrap();
    assert_eq!(audit.items[0].action, "product.rebuild");
    assert_eq!(pair.accept(yes(&preview)).await, Outcome::Unchanged { version }, "a repeat does nothing");
}

#[tokio::test]
async fn what_moved_since_the_preview_is_stale_and_nothing_is_written() {
    let pair = Pair::new().await;
    pair.at_the_channel(&pair.ours, |content| {
        content.description = "Jauh lebih panjang daripada tadi".into();
    })
    .await;
    let preview = pair.preview().await.remove(0);
    pair.at_the_channel(&pair.ours, |content| {
        content.description = "Dan lagi lebih panjang daripada tadi".into();
    })
    .await;
    assert_eq!(pair.accept(yes(&preview)).await, Outcome::Stale);
    let preview = pair.preview().await.remove(0);
    pair.edit(titled("Judul orang")).await;
    assert_eq!(pair.accept(yes(&preview)).await, Outcome::Stale);
    assert_eq!(pair.product().await.0.description, "Panjang sekali");
    let gone = AcceptItem { product: ProductId::derived(&["none"]), ..yes(&preview) };
    assert_eq!(pair.accept(gone).await, Outcome::NotFound);
}

#[tokio::test]
async fn a_typed_field_stays_through_joins_and_builds() {
    let pair = Pair::new().await;
    let variant = pair.product().await.0.variants[0].id.clone();
    let edit = VariantEdit {
        id: Some(variant.to_string()),
        base_price: Some(Some(rupiah(155_000))),
        ..VariantEdit::default()
    };
    pair.edit(ProductEdit { variants: Some(vec![edit]), ..titled("Judul orang") }).await;
    assert_eq!(pair.product().await.0.sources["title"].from, Origin::Person);
    pair.at_the_channel(&pair.theirs, |content| {
        content.title = "Judul TikTok baru".into();
        content.offers[0].price = Some(rupiah(190_000));
    })
    .await;
    assert_eq!(pair.preview().await, [], "a person has decided both");
    // Back to the rules: the newer edit, and the price with a warning.
    pair.choose("title", Choice::Rules).await.unwrap();
    pair.choose("base_price", Choice::Rules).await.unwrap();
    let product = pair.product().await.0;
    assert_eq!(product.title.as_str(), "Judul TikTok baru");
    assert_eq!(product.variants[0].base_price, Some(rupiah(190_000)));
    assert!(product.attention.contains("base_price_differs"));
}

#[tokio::test]
async fn a_chosen_source_is_followed_from_now_on() {
    let pair = Pair::new().await;
    let product = pair.choose("title", Choice::Listing(pair.ours.clone())).await.unwrap();
    assert_eq!(product.title.as_str(), "Judul Shopee");
    assert_eq!(product.description, "Panjang sekali", "nothing else moved");
    assert_eq!(product.sources["title"].rule, Rule::Chosen);
    pair.at_the_channel(&pair.theirs, |content| content.title = "TikTok lagi".into()).await;
    assert_eq!(pair.preview().await, []);
    pair.at_the_channel(&pair.ours, |content| content.title = "Shopee lagi".into()).await;
    let preview = pair.preview().await.remove(0);
    assert_eq!(preview.proposed.title.as_str(), "Shopee lagi");
    for (name, listing, code) in [
        ("colour", pair.ours.clone(), "source_field_unknown"),
        ("variants", pair.ours.clone(), "source_field_unknown"),
        ("brand", pair.ours.clone(), "source_silent"),
        ("title", testkit::build::a_key("shopee:1:999"), "source_silent"),
    ] {
        let Err(EditError::Invalid(problems)) = pair.choose(name, Choice::Listing(listing)).await else {
            panic!("{name} was chosen")
        };
        assert_eq!(problems[0].code, code, "{name}");
    }
}

#[tokio::test]
async fn only_the_named_fields_are_taken_and_a_listing_keeps_its_own_value() {
    let pair = Pair::new().await;
    pair.at_the_channel(&pair.theirs, |content| {
        content.title = "Judul TikTok baru".into();
        content.weight = domain::Grams::parse(70).ok();
    })
    .await;
    let preview = pair.preview().await.remove(0);
    assert_eq!(preview.changes.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["title", "weight"]);
    let item = AcceptItem {
        fields: Some(BTreeSet::from(["title".to_owned()])),
        keep: BTreeMap::from([(pair.ours.clone(), BTreeSet::from([Field::Title, Field::Weight]))]),
        ..yes(&preview)
    };
    assert!(matches!(pair.accept(item).await, Outcome::Applied { .. }));
    let (product, _) = pair.product().await;
    assert_eq!((product.title.as_str(), product.weight.unwrap().get()), ("Judul TikTok baru", 25));
    let state = pair.listing(&pair.ours).await.state.value;
    assert_eq!(state.overrides.title.as_deref(), Some("Judul Shopee"), "theirs stays theirs");
    assert_eq!(state.owners.of(Field::Weight), Owner::Channel);
    // Its own title is no source of the master any more.
    pair.at_the_channel(&pair.theirs, |content| content.title = "Judul TikTok ketiga".into()).await;
    assert_eq!(pair.preview().await[0].proposed.sources["title"].others, []);
}

#[tokio::test]
async fn a_name_that_is_no_field_is_refused_and_one_that_changes_nothing_is_told_so() {
    let pair = Pair::new().await;
    pair.at_the_channel(&pair.theirs, |content| content.title = "Judul TikTok baru".into()).await;
    let preview = pair.preview().await.remove(0);
    let (_, version) = pair.product().await;
    let named = |name: &str| AcceptItem { fields: Some(BTreeSet::from([name.to_owned()])), ..yes(&preview) };
    for name in ["titel", "colour/var_0199c0ffee", "sku/x", "sku/var_0199c0ffee", "attention"] {
        let refused = masters::accept(&pair.world.ports, OWNER, &[yes(&preview), named(name)]).await;
        let Err(app::UseCaseError::Invalid(refused)) = refused else { panic!("{name} was taken") };
        assert_eq!((refused.field.as_str(), refused.code), ("items[1].fields", "master_field_unknown"));
    }
    for name in ["brand", "sku", "variants"] {
        assert_eq!(pair.accept(named(name)).await, Outcome::Unchanged { version }, "{name}");
    }
    assert_eq!(pair.product().await.1, version, "nothing was written");
    assert!(matches!(pair.accept(named("title")).await, Outcome::Applied { .. }));
}

#[tokio::test]
async fn one_of_the_added_variants_is_taken_by_its_own_name() {
    let world = World::connected().await;
    let listing = |colours: &[&str]| {
        let offers: Vec<(Vec<&str>, String, i64)> =
            colours.iter().map(|colour| (vec![*colour], format!("A-{colour}"), 50_000)).collect();
        let offers: Vec<(&[&str], &str, i64)> =
            offers.iter().map(|(values, sku, price)| (values.as_slice(), sku.as_str(), *price)).collect();
        a_listing("1").with_offers(&["Warna"], &offers)
    };
    let key = world.put(&shopee(), listing(&["Hitam"]));
    world.import().await;
    let all = listing(&["Hitam", "Merah", "Biru"]).content.offers;
    world.channel(&key.channel).edit(&key.shop, &key.external_id, |content| content.offers = all);
    app::publishing::observe::observe(&world.ports, &key, "test").await.unwrap();
    let product = world.ports.listings.get(&key).await.unwrap().unwrap().state.value.product.unwrap();
    let which = Which { products: vec![product.clone()], ..Which::default() };
    let preview = masters::preview(&world.ports, &which).await.unwrap().items.remove(0);
    let names: Vec<&str> = preview.changes.iter().map(|change| change.name.as_str()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    let item = AcceptItem { fields: Some(BTreeSet::from([names[0].to_owned()])), ..yes(&preview) };
    let done = masters::accept(&world.ports, OWNER, &[item]).await.unwrap();
    assert!(matches!(done[0].outcome, Outcome::Applied { .. }), "{done:?}");
    let stored = world.ports.products.get(&product).await.unwrap().unwrap().value;
    assert_eq!(stored.variants.len(), 2);
    assert!(names[0].ends_with(stored.variants[1].id.as_str()));
    assert_eq!(stored.variants[1].base_price, Some(rupiah(50_000)));
    let links = world.ports.listings.get(&key).await.unwrap().unwrap().state.value.links;
    assert_eq!(links.len(), 2, "the offer of the other variant has none yet");
    let rest = masters::preview(&world.ports, &which).await.unwrap().items.remove(0);
    assert_eq!(rest.changes.iter().map(|change| change.name.as_str()).collect::<Vec<_>>(), [names[1]]);
}

#[tokio::test]
async fn a_listing_keeps_what_it_says_before_the_master_moves() {
    let pair = Pair::new().await;
    let fields = BTreeSet::from([Field::Title, Field::Description]);
    let kept = masters::keep(&pair.world.ports, OWNER, &pair.ours, None, &fields).await.unwrap();
    assert_eq!(kept.value.overrides.title.as_deref(), Some("Judul Shopee"));
    assert_eq!(kept.value.overrides.description.as_deref(), Some("Panjang sekali"));
    let again = masters::keep(&pair.world.ports, OWNER, &pair.ours, None, &fields).await.unwrap();
    assert_eq!(again, kept, "nothing to write");
}

#[tokio::test]
async fn a_title_that_is_kept_is_locked() {
    let pair = Pair::new().await;
    let mut state = pair.listing(&pair.ours).await.state;
    state.value.overrides.title = Some("Usulan".to_owned());
    let from = TitleFrom::Proposal { master: "Judul TikTok".to_owned(), rule_version: 1 };
    state.value.overrides.title_from = from;
    pair.world.ports.listings.put_state(&state.value, state.version).await.unwrap();
    let fields = BTreeSet::from([Field::Title]);
    let kept = masters::keep(&pair.world.ports, OWNER, &pair.ours, None, &fields).await.unwrap();
    assert_eq!(kept.value.overrides.title.as_deref(), Some("Judul Shopee"));
    assert!(kept.value.overrides.title_from.is_hand(), "no proposal takes its place");
}

#[tokio::test]
async fn everything_without_a_warning_is_accepted_and_the_rest_is_named() {
    let pair = Pair::new().await;
    let alone =
        pair.world.put(&shopee(), a_listing("9").with_sku("Z").with(|content| content.images.clear()));
    pair.world.import().await;
    pair.at_the_channel(&alone, |content| content.description = "Kini panjang".into()).await;
    pair.at_the_channel(&pair.theirs, |content| content.offers[0].price = Some(rupiah(190_000))).await;
    let alone = pair.listing(&alone).await.state.value.product.unwrap();
    let which = Which { filter: Some(CatalogueQuery::default()), limit: 50, ..Which::default() };
    let (done, next) = masters::accept_unwarned(&pair.world.ports, OWNER, &which).await.unwrap();
    assert_eq!(next, None);
    let of = |id: &ProductId| &done.iter().find(|one| &one.product == id).unwrap().outcome;
    assert!(matches!(of(&alone), Outcome::Applied { .. }), "{done:?}");
    let Outcome::Warned(warnings) = of(&pair.id().await) else { panic!("{done:?}") };
    let codes: Vec<&str> = warnings.iter().map(String::as_str).collect();
    assert_eq!(codes, ["base_price_differs", "base_price_moves"]);
    assert_eq!(pair.product().await.0.variants[0].base_price, Some(rupiah(150_000)));
}

#[tokio::test]
async fn a_flag_that_was_looked_at_stays_away() {
    let pair = Pair::new().await;
    pair.at_the_channel(&pair.theirs, |content| content.offers[0].price = Some(rupiah(190_000))).await;
    let preview = pair.preview().await.remove(0);
    assert!(preview.warnings.contains("base_price_differs"));
    assert!(matches!(pair.accept(yes(&preview)).await, Outcome::Applied { .. }));
    let seen = ProductEdit { attention: Some(BTreeSet::new()), ..ProductEdit::default() };
    pair.edit(seen).await;
    assert_eq!(pair.preview().await, []);
    pair.at_the_channel(&pair.theirs, |content| content.offers[0].price = Some(rupiah(195_000))).await;
    assert!(pair.preview().await[0].proposed.attention.contains("base_price_differs"), "another reason");
}

#[tokio::test]
async fn the_own_store_is_no_source_of_what_it_shows() {
    let pair = Pair::new().await;
    let (product, _) = pair.product().await;
    assert!(product.sources.keys().any(|name| field::bare(name) == field::BASE_PRICE));
    let preview = pair.preview().await;
    assert!(preview.iter().flat_map(|one| &one.sources).all(|key| key.channel.as_str() != "website"));
    assert_eq!(preview, []);
}
