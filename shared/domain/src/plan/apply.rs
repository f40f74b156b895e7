//! The content of a listing after a step: for a channel that needs no call, for stand-ins, and as the start of a push's
//! next step.

use super::{ContentEdit, Step};
use crate::{ListingContent, ListingImage, ListingStatus, Offer, OfferId, identity};

impl ListingContent {
    /// The listing after `step`. New offers get the id of their variant until the channel names them.
    #[must_use]
    pub fn applied(&self, step: &Step) -> Self {
        let mut after = self.clone();
        match step {
            Step::AddVariants { options, offers } => {
                after.options.clone_from(options);
                for new in offers {
                    if after
                        .offers
                        .iter()
                        .any(|offer| identity::same_all(&offer.option_values, &new.option_values))
                    {
                        continue;
                    }
                    after.offers.push(Offer {
                        id: OfferId::parse(new.variant.as_str()).unwrap_or_else(|_| OfferId::only()),
                        sku: new.sku.clone(),
                        option_values: new.option_values.clone(),
                        price: Some(new.price),
                        stock: Some(new.stock),
                        weight: new.weight,
                        image: None,
                        price_locked: false,
                    });
                }
            }
            Step::Skus { offers } => each(&mut after, offers, |offer, sku| offer.sku = Some(sku.clone())),
            Step::Content(edit) => edit_content(&mut after, edit),
            Step::Prices { offers } => each(&mut after, offers, |offer, price| offer.price = Some(*price)),
            Step::Stock { offers } => each(&mut after, offers, |offer, stock| offer.stock = Some(*stock)),
            Step::Visibility { listed } => {
                after.status = if *listed { ListingStatus::Live } else { ListingStatus::Unlisted };
            }
        }
        after
    }
}

fn each<T>(content: &mut ListingContent, offers: &[(OfferId, T)], set: impl Fn(&mut Offer, &T)) {
    for (id, value) in offers {
        if let Some(offer) = content.offers.iter_mut().find(|offer| &offer.id == id) {
            set(offer, value);
        }
    }
}

fn edit_content(content: &mut ListingContent, edit: &ContentEdit) {
    if let Some(title) = &edit.title {
        content.title.clone_from(title);
    }
    if let Some(description) = &edit.description {
        content.description.clone_from(description);
    }
    if let Some(images) = &edit.images {
        content.images = images
            .iter()
            .map(|image| ListingImage {
                reference: image.reference.clone().unwrap_or_else(|| image.url.clone()),
                url: Some(image.url.clone()),
            })
            .collect();
    }
    content.weight = edit.weight.or(content.weight);
    content.dimensions = edit.dimensions.or(content.dimensions);
    if let Some(pre_order) = edit.pre_order {
        content.pre_order = pre_order;
    }
}
