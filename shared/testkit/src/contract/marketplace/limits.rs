//! A step that the channel would refuse is refused before any call.

use app::ChannelError;
use domain::{
    ImageId, Limits, ListingContent, Rupiah, Sku, VariantId,
    plan::{ContentEdit, NewOffer, Step, TargetImage},
};

use super::{Suite, reading::unknown};

impl Suite<'_> {
    pub(super) async fn what_breaks_a_limit_is_not_sent(&self) {
        let listing = self.a_plain_listing().await;
        let varied = self.a_varied_listing().await;
        let category = listing.content.category.as_ref().map(|category| category.id.as_str());
        let limits = self.channel.limits(self.session, category).await.expect("limits can be read");
        for (id, before, step) in wrong_steps(&limits, &listing.content)
            .into_iter()
            .map(|step| (&listing.id, &listing.content, step))
            .chain(wrong_variants(&limits, &varied.content).map(|step| (&varied.id, &varied.content, step)))
        {
            let writes = self.harness.write_calls().await;
            let result = self.channel.apply(self.session, id, before, &step).await;
            assert!(
                matches!(result, Err(ChannelError::Invalid(_))),
                "the limit is checked before the call: {step:?} gave {result:?}"
            );
            assert_eq!(self.harness.write_calls().await, writes, "no call was made for {step:?}");
        }
        assert_eq!(self.fetch(&listing.id).await.content_hash(), listing.content.content_hash());
        assert_eq!(self.fetch(&varied.id).await.content_hash(), varied.content.content_hash());
    }

    pub(super) async fn an_unknown_listing_is_said_to_be_unknown(&self) {
        // Without a remote shop, a listing becomes known with its first push.
        if !self.channel.capabilities().remote {
            return;
        }
        let listing = self.a_plain_listing().await;
        let offers = vec![(listing.content.offers[0].id.clone(), Rupiah::new(99_000))];
        let result =
            self.channel.apply(self.session, &unknown(), &listing.content, &Step::Prices { offers }).await;
        match result {
            Err(ChannelError::NotFound { .. } | ChannelError::Rejected { .. }) => {}
            other => panic!("an unknown listing cannot be edited, and repeating does not help: {other:?}"),
        }
    }
}

fn wrong_steps(limits: &Limits, content: &ListingContent) -> Vec<Step> {
    let edit = |edit: ContentEdit| Step::Content(edit);
    let text = |length: u32| "ab ".chars().cycle().take(length as usize - 1).chain(['z']).collect::<String>();
    let offer = content.offers[0].id.clone();
    let image = |number: u32| TargetImage {
        id: ImageId::derived(&[&number.to_string()]),
        url: format!("https://images.test/{number}.png"),
        reference: Some(
            content.images.first().map_or_else(|| number.to_string(), |image| image.reference.clone()),
        ),
    };
    let images = (0..=limits.images.max).map(image).collect();
    let mut steps = vec![
        edit(ContentEdit { title: Some(text(limits.title.max + 1)), ..ContentEdit::default() }),
        edit(ContentEdit { description: Some(text(limits.description.max + 1)), ..ContentEdit::default() }),
        edit(ContentEdit { images: Some(images), ..ContentEdit::default() }),
        Step::Prices { offers: vec![(offer.clone(), Rupiah::new(limits.price.max.get() + 1))] },
        Step::Prices { offers: vec![(offer.clone(), Rupiah::new(limits.price.min.get() - 1))] },
        Step::Stock { offers: vec![(offer.clone(), limits.stock.max + 1)] },
    ];
    if limits.title.min > 1 {
        steps.push(edit(ContentEdit { title: Some(text(limits.title.min - 1)), ..ContentEdit::default() }));
    }
    if (limits.sku as usize) < Sku::MAX {
        let long = Sku::parse(&"S".repeat(limits.sku as usize + 1)).expect("within our own limit");
        steps.push(Step::Skus { offers: vec![(offer.clone(), long)] });
    }
    if limits.sku_without_spaces {
        let spaced = Sku::parse("MTK 01").expect("a SKU with a space");
        steps.push(Step::Skus { offers: vec![(offer, spaced)] });
    }
    steps
}

fn wrong_variants(limits: &Limits, content: &ListingContent) -> impl Iterator<Item = Step> {
    let mut values = content.offers[0].option_values.clone();
    values[0] = "x".repeat(limits.option_value as usize + 1);
    let new = NewOffer {
        variant: VariantId::derived(&["wrong"]),
        sku: None,
        option_values: values,
        price: Rupiah::new(50_000),
        stock: 1,
        weight: None,
    };
    std::iter::once(Step::AddVariants { options: content.options.clone(), offers: vec![new] })
}
