//! Steps: the requested change is made, everything else stays as before, and a repeat changes nothing.

use app::marketplace::{FetchedListing, StepOutcome};
use bytes::Bytes;
use domain::{
    ExternalId, ImageId, Length, ListingContent, ListingImage, ListingStatus, PreOrderDays, Rupiah, Sku,
    VariantId,
    plan::{ContentEdit, NewOffer, Step, TargetImage},
};

use super::{Suite, comparable};
use crate::{build::grams, contract::unique, fake::png};

impl Suite<'_> {
    /// Applies a step, repeats it and checks what must be true for every step. Returns the listing's content
    /// afterwards.
    async fn does(&self, id: &ExternalId, step: &Step) -> (ListingContent, StepOutcome) {
        // Channels change the layout of descriptions, so only their words are compared.
        let comparable = |content: &ListingContent| {
            let description = self.channel.plain_description(&content.description);
            ListingContent { description, ..comparable(content) }
        };
        let before = self.fetch(id).await;
        let writes = self.harness.write_calls().await;
        let outcome = self.channel.apply(self.session, id, &before, step).await;
        let outcome = outcome.unwrap_or_else(|error| panic!("{step:?} can be applied: {error}"));
        let made = self.harness.write_calls().await - writes;
        assert_eq!(
            made,
            u64::from(self.channel.calls(step)),
            "the plan says how many calls it takes: {step:?}"
        );
        self.harness.settle().await;
        let after = self.fetch(id).await;
        assert_eq!(
            comparable(&after),
            comparable(&expected(&before, step, &outcome)),
            "exactly what was asked for is there, and all else is as before: {step:?}"
        );

        let repeated = self.channel.apply(self.session, id, &after, step).await;
        let repeated = repeated.unwrap_or_else(|error| panic!("{step:?} can be repeated: {error}"));
        self.harness.settle().await;
        assert_eq!(
            comparable(&self.fetch(id).await),
            comparable(&after),
            "a repeat changes nothing: {step:?}"
        );
        assert_eq!(repeated.added, outcome.added, "a repeat finds what the first one added");

        // A worker that did not get the answer repeats the step with the content from before.
        let blind = self.channel.apply(self.session, id, &before, step).await;
        let blind = blind.unwrap_or_else(|error| panic!("{step:?} can be repeated blindly: {error}"));
        self.harness.settle().await;
        assert_eq!(
            comparable(&self.fetch(id).await),
            comparable(&after),
            "nor does a blind repeat: {step:?}"
        );
        assert_eq!(blind.added, outcome.added, "a blind repeat finds what the first one added");
        (after, outcome)
    }

    pub(super) async fn texts_and_parcel_are_edited(&self) {
        let FetchedListing { id, content, .. } = self.a_plain_listing().await;
        let title = format!("Dudukan Uji Coba untuk Drone FPV {}", &unique()[..6]);
        let plain = "Baris pertama & kedua.\nBaris ketiga.\n\nParagraf baru < 5 gram.";
        let description = self.channel.render_description(plain);
        self.does(&id, &edit(ContentEdit { title: Some(title), ..ContentEdit::default() })).await;
        let step = edit(ContentEdit { description: Some(description), ..ContentEdit::default() });
        let (after, _) = self.does(&id, &step).await;
        assert_eq!(
            self.channel.plain_description(&after.description),
            plain,
            "the text comes back as it was typed"
        );

        let side = |cm: u32| Length::parse(cm * 100).expect("a valid length");
        let dimensions = domain::Dimensions { length: side(31), width: side(21), height: side(11) };
        let parcel =
            ContentEdit { weight: Some(grams(345)), dimensions: Some(dimensions), ..ContentEdit::default() };
        self.does(&id, &edit(parcel)).await;

        let limits = self.channel.limits(self.session, category(&content)).await.expect("limits can be read");
        if let Some(days) = limits.pre_order_days {
            let days = PreOrderDays::parse(days.max.min(days.min + 2)).expect("within 1 to 90 days");
            let step = edit(ContentEdit { pre_order: Some(Some(days)), ..ContentEdit::default() });
            self.does(&id, &step).await;
        }

        // All fields in one step, on a listing with variants.
        let varied = self.a_varied_listing().await.id;
        let title = format!("Ducting Uji Coba untuk Drone FPV {}", &unique()[..6]);
        let description = self.channel.render_description("Satu baris saja.");
        let all = ContentEdit {
            title: Some(title),
            description: Some(description),
            weight: Some(grams(120)),
            ..ContentEdit::default()
        };
        self.does(&varied, &edit(all)).await;
    }

    pub(super) async fn pictures_are_edited(&self) {
        let FetchedListing { id, content, .. } = self.a_plain_listing().await;
        let mut images: Vec<TargetImage> = content.images.iter().map(known_image).collect();
        if self.channel.capabilities().uploads_images {
            let writes = self.harness.write_calls().await;
            let bytes = Bytes::from(png(&unique(), 320));
            let uploaded = self.channel.upload_image(self.session, bytes, "foto.png").await;
            let reference = uploaded.expect("a picture can be uploaded");
            assert!(!reference.is_empty());
            assert_eq!(self.harness.write_calls().await - writes, 1, "an upload is one call");
            images.insert(0, known_image(&ListingImage { reference, url: None }));
        } else {
            images.insert(0, image_at("https://images.test/baru.png"));
        }
        images.truncate(9);
        let step = edit(ContentEdit { images: Some(images.clone()), ..ContentEdit::default() });
        self.does(&id, &step).await;
        images.reverse();
        let step = edit(ContentEdit { images: Some(images.clone()), ..ContentEdit::default() });
        let (after, _) = self.does(&id, &step).await;
        let references: Vec<&str> = after.images.iter().map(|image| image.reference.as_str()).collect();
        let wanted: Vec<&str> = images.iter().filter_map(|image| image.reference.as_deref()).collect();
        assert_eq!(references, wanted, "the order is kept");
        images.truncate(1);
        self.does(&id, &edit(ContentEdit { images: Some(images), ..ContentEdit::default() })).await;
    }

    pub(super) async fn prices_and_stock_are_set(&self) {
        for listing in [self.a_plain_listing().await, self.a_varied_listing().await] {
            let FetchedListing { id, content, .. } = listing;
            let raised = |price: Option<Rupiah>| Rupiah::new(price.map_or(50_000, Rupiah::get) + 1_501);
            let prices = content.offers.iter().map(|offer| (offer.id.clone(), raised(offer.price))).collect();
            self.does(&id, &Step::Prices { offers: prices }).await;
            let one = vec![(content.offers[0].id.clone(), raised(content.offers[0].price))];
            self.does(&id, &Step::Prices { offers: one }).await;
            let stock =
                content.offers.iter().zip(3..).map(|(offer, stock)| (offer.id.clone(), stock)).collect();
            self.does(&id, &Step::Stock { offers: stock }).await;
            let sold_out = vec![(content.offers[0].id.clone(), 0)];
            self.does(&id, &Step::Stock { offers: sold_out }).await;
        }
    }

    pub(super) async fn skus_are_named(&self) {
        for listing in [self.a_plain_listing().await, self.a_varied_listing().await] {
            let FetchedListing { id, content, .. } = listing;
            let named = content.offers.iter().map(|offer| (offer.id.clone(), a_new_sku())).collect();
            self.does(&id, &Step::Skus { offers: named }).await;
            let one = vec![(content.offers[0].id.clone(), a_new_sku())];
            self.does(&id, &Step::Skus { offers: one }).await;
        }
    }

    pub(super) async fn a_listing_is_hidden_and_shown(&self) {
        let id = self.a_plain_listing().await.id;
        let (hidden, _) = self.does(&id, &Step::Visibility { listed: false }).await;
        assert_eq!(hidden.status, ListingStatus::Unlisted);
        let (shown, _) = self.does(&id, &Step::Visibility { listed: true }).await;
        assert_eq!(shown.status, ListingStatus::Live);
    }

    pub(super) async fn variants_are_added_and_removed(&self) {
        let FetchedListing { id, content: first, .. } = self.a_varied_listing().await;
        let fresh = format!("Uji {}", &unique()[..6]);
        let mut option_values = first.offers[0].option_values.clone();
        option_values[0] = fresh;
        let variant = VariantId::derived(&[&unique()]);
        let new = NewOffer {
            variant: variant.clone(),
            sku: Some(a_new_sku()),
            option_values,
            price: first.offers[0].price.expect("a seeded offer has a price"),
            stock: 4,
            weight: None,
        };
        let step = Step::AddVariants { options: first.options.clone(), offers: vec![new] };
        let (after, outcome) = self.does(&id, &step).await;
        assert_eq!(after.offers.len(), first.offers.len() + 1);
        let added =
            outcome.added.get(&variant).expect("the answer names the offer of the new variant").clone();
        assert!(after.offer(&added).is_some(), "and it is there");
        for offer in &first.offers {
            assert_eq!(after.offer(&offer.id), Some(offer), "the others stay what they were");
        }

        let removed =
            self.channel.remove_offers(self.session, &id, &after, std::slice::from_ref(&added)).await;
        removed.expect("a variant can be removed");
        self.harness.settle().await;
        assert_eq!(
            comparable(&self.fetch(&id).await),
            comparable(&first),
            "only the removed variant is gone"
        );
    }
}

fn edit(content: ContentEdit) -> Step {
    Step::Content(content)
}

fn category(content: &ListingContent) -> Option<&str> {
    content.category.as_ref().map(|category| category.id.as_str())
}

fn a_new_sku() -> Sku {
    Sku::parse(&format!("UJI-{}", unique().to_uppercase())).expect("a short SKU")
}

fn known_image(image: &ListingImage) -> TargetImage {
    TargetImage {
        id: ImageId::derived(&[&image.reference]),
        url: image.url.clone().unwrap_or_else(|| format!("https://images.test/{}.png", image.reference)),
        reference: Some(image.reference.clone()),
    }
}

/// A picture for a channel that accepts addresses.
fn image_at(url: &str) -> TargetImage {
    TargetImage { id: ImageId::derived(&[url]), url: url.to_owned(), reference: Some(url.to_owned()) }
}

/// The expected content after `step`. Added variants have the ids that the channel gave them.
fn expected(before: &ListingContent, step: &Step, outcome: &StepOutcome) -> ListingContent {
    let mut after = before.applied(step);
    for offer in &mut after.offers {
        let named = outcome.added.iter().find(|(variant, _)| variant.as_str() == offer.id.as_str());
        if let Some((_, id)) = named {
            offer.id = id.clone();
        }
    }
    after
}
