//! A weight or a size of the whole item overwrites those of all its models. Models with their own values get them back
//! afterwards.

use std::time::Duration;

use app::{
    ChannelError,
    marketplace::{ShopSession, call::Effect},
};
use domain::{ListingContent, plan::ContentEdit};

use super::{OFFERS_PER_CALL, done};
use crate::{
    Shopee,
    client::call::Call,
    mapping::{
        self,
        write::{dimension, kilograms},
    },
    wire::{
        edit::{ModelEdit, UpdateModels},
        envelope::Nothing,
        listing::Model,
    },
};

/// This write is tried more often than others: after the item's edit only this process knows the models' values.
const TRIES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

impl Shopee {
    /// What `content` will overwrite, to be read before it is sent.
    pub(super) async fn own_parcels(
        &self,
        session: &dyn ShopSession,
        item: u64,
        before: &ListingContent,
        content: &ContentEdit,
    ) -> Result<Vec<ModelEdit>, ChannelError> {
        if before.options.is_empty() || (content.weight.is_none() && content.dimensions.is_none()) {
            return Ok(Vec::new());
        }
        let models = self.models(session, item).await?;
        Ok(models.model.iter().filter_map(|model| own_parcel(model, before, content)).collect())
    }

    pub(super) async fn give_back(
        &self,
        session: &dyn ShopSession,
        item: u64,
        parcels: &[ModelEdit],
    ) -> Result<Vec<String>, ChannelError> {
        let mut warnings = Vec::new();
        for chunk in parcels.chunks(OFFERS_PER_CALL) {
            match self.insist(session, item, chunk).await {
                Ok(warning) => warnings.extend(warning),
                Err(error) => return Err(lost(chunk, &error)),
            }
        }
        Ok(warnings)
    }

    async fn insist(
        &self,
        session: &dyn ShopSession,
        item: u64,
        parcels: &[ModelEdit],
    ) -> Result<Option<String>, ChannelError> {
        let body = UpdateModels { item_id: item, model: parcels.to_vec() };
        let call = Call::post("/api/v2/product/update_model", Effect::Set, &body)?.about("weight");
        let mut tries = 1;
        loop {
            let answer = self.call::<Nothing>(session, call.clone()).await;
            match answer.and_then(|reply| done(reply, "update_model", "weight")) {
                Err(error) if error.is_retryable() && tries < TRIES => {
                    let pause = match &error {
                        ChannelError::RateLimited { retry_after } => *retry_after,
                        _ => PAUSE * 2_u32.pow(tries),
                    };
                    tokio::time::sleep(pause.min(LONGEST_PAUSE)).await;
                    tries += 1;
                }
                answer => return answer,
            }
        }
    }
}

/// The model's own weight and size, when the edit would replace them.
fn own_parcel(model: &Model, before: &ListingContent, content: &ContentEdit) -> Option<ModelEdit> {
    let weight = mapping::weight(&model.weight)
        .filter(|own| content.weight.is_some_and(|new| new != *own) && before.weight != Some(*own));
    let size = model.dimension.as_ref().and_then(mapping::dimensions).filter(|own| {
        content.dimensions.is_some_and(|new| new != *own) && before.dimensions.as_ref() != Some(own)
    });
    if weight.is_none() && size.is_none() {
        return None;
    }
    Some(ModelEdit {
        model_id: model.model_id.id()?,
        // Always required.
        model_sku: model.model_sku.clone(),
        weight: weight.and_then(kilograms),
        dimension: size.map(dimension),
    })
}

fn lost(parcels: &[ModelEdit], error: &ChannelError) -> ChannelError {
    let models: Vec<String> = parcels.iter().map(|parcel| parcel.model_id.to_string()).collect();
    ChannelError::Rejected {
        code: "variant_parcels_lost".to_owned(),
        field: Some("weight".to_owned()),
        reason: format!(
            "the listing's weight and size are set, and Shopee gave them to all variants; the models {} had their \
             own, which could not be set again ({error}): set them in the shop",
            models.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::{Dimensions, Grams, Length, ListingStatus};

    use super::*;

    fn model(weight: &str, length: u32) -> Model {
        let json = format!(
            r#"{{"model_id":7,"model_sku":"A","weight":"{weight}",
                "dimension":{{"package_length":{length},"package_width":10,"package_height":5}}}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    fn size(length: u32) -> Dimensions {
        let cm = |cm: u32| Length::parse(cm * 100).unwrap();
        Dimensions { length: cm(length), width: cm(10), height: cm(5) }
    }

    fn before() -> ListingContent {
        ListingContent {
            title: String::new(),
            description: String::new(),
            images: Vec::new(),
            category: None,
            attributes: Vec::new(),
            brand: None,
            weight: Some(Grams::parse(250).unwrap()),
            dimensions: Some(size(20)),
            pre_order: None,
            shipping: Vec::new(),
            storefronts: Vec::new(),
            status: ListingStatus::Live,
            storefront_status: BTreeMap::new(),
            promotion: None,
            options: vec!["Warna".to_owned()],
            offers: Vec::new(),
        }
    }

    fn sent(model: &Model, content: &ContentEdit) -> Option<String> {
        own_parcel(model, &before(), content).map(|edit| serde_json::to_string(&edit).unwrap())
    }

    #[test]
    fn only_what_is_the_models_own_and_would_be_overwritten_is_sent_again() {
        let weight = ContentEdit { weight: Some(Grams::parse(400).unwrap()), ..ContentEdit::default() };
        let both = ContentEdit { dimensions: Some(size(30)), ..weight.clone() };
        assert_eq!(sent(&model("0.25", 20), &both), None, "the listing's own");
        assert_eq!(sent(&model("0.4", 30), &both), None, "it will be so anyway");
        assert_eq!(
            sent(&model("0.3", 25), &weight).unwrap(),
            r#"{"model_id":7,"model_sku":"A","weight":0.3}"#,
            "sizes stay where only the weight is set"
        );
        let json = sent(&model("0.25", 25), &both).unwrap();
        assert!(json.contains(r#""package_length":25"#) && !json.contains(r#""weight""#), "{json}");
    }
}
