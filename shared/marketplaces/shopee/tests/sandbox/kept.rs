//! An edit of one field leaves everything else of the item's own record as it was, also what our model cannot say.

use app::marketplace::ListingWriter;
use domain::{
    Dimensions, Grams, ImageId, Length, PreOrderDays, Rupiah, Sku,
    plan::{ContentEdit, Step, TargetImage},
};
use serde_json::{Value, json};

use crate::world::*;

/// An item with a description of texts and pictures, tall pictures, and models with weights of their own.
async fn laid_out() -> World {
    let world = World::start().await;
    let fields = json!([
        { "field_type": "text", "text": "Pembuka" },
        { "field_type": "image", "image_info": { "image_id": "id-side", "image_url": "" } },
        { "field_type": "text", "text": "Penutup" },
        { "field_type": "image", "image_info": { "image_id": "id-cover", "image_url": "" } },
    ]);
    let edit = json!({ "item_id": 1002, "description_fields": fields, "image_ratio": "3:4" });
    world.tell("edit", edit).await;
    world
}

async fn raw(world: &World) -> Value {
    world.ask("items/1002").await
}

fn without(mut record: Value, keys: &[&str]) -> Value {
    for key in keys.iter().chain(&["updated"]) {
        record.as_object_mut().unwrap().remove(*key);
    }
    record
}

#[tokio::test]
async fn an_edit_of_one_field_changes_nothing_else() {
    let cm = |length: u32| Length::parse(length * 100).unwrap();
    let content = |edit: ContentEdit| Step::Content(edit);
    let none = ContentEdit::default;
    let size = Dimensions { length: cm(30), width: cm(10), height: cm(5) };
    let picture = TargetImage {
        id: ImageId::derived(&["side"]),
        url: String::new(),
        reference: Some("id-side".to_owned()),
    };
    let edits: [(&[&str], Step); 9] = [
        (&["name"], content(ContentEdit { title: Some("Mount kamera baru".to_owned()), ..none() })),
        (
            &["description", "description_fields"],
            content(ContentEdit {
                description: Some("Pembuka\nPenutup, kirim cepat sekali".to_owned()),
                ..none()
            }),
        ),
        (&["images"], content(ContentEdit { images: Some(vec![picture]), ..none() })),
        (&["weight_grams"], content(ContentEdit { weight: Grams::parse(400).ok(), ..none() })),
        (&["size"], content(ContentEdit { dimensions: Some(size), ..none() })),
        (&["pre_order"], content(ContentEdit { pre_order: Some(PreOrderDays::parse(9).ok()), ..none() })),
        (&["models"], Step::Prices { offers: vec![(offer("2001"), Rupiah::new(110_000))] }),
        (&["models"], Step::Stock { offers: vec![(offer("2001"), 3)] }),
        (&["models"], Step::Skus { offers: vec![(offer("2001"), Sku::parse("MTK-NEU").unwrap())] }),
    ];
    for (keys, step) in edits {
        let world = laid_out().await;
        let (before, known) = (raw(&world).await, world.content(COLOURS).await);
        world.shopee.apply(&world.session, &id(COLOURS), &known, &step).await.unwrap();
        let after = raw(&world).await;
        assert_ne!(before[keys[keys.len() - 1]], after[keys[keys.len() - 1]], "{keys:?} was edited");
        assert_eq!(without(before, keys), without(after, keys), "{keys:?}");
    }
}

#[tokio::test]
async fn the_pictures_of_a_description_stay_between_its_texts() {
    let world = laid_out().await;
    let known = world.content(COLOURS).await;
    assert_eq!(known.description, "Pembuka\nPenutup");
    let description = Some("Pembuka\nPenutup, kirim cepat".to_owned());
    let step = Step::Content(ContentEdit { description, ..ContentEdit::default() });
    world.shopee.apply(&world.session, &id(COLOURS), &known, &step).await.unwrap();
    let fields = raw(&world).await["description_fields"].clone();
    let said: Vec<&str> = fields
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["text"].as_str().or(field["image_info"]["image_id"].as_str()).unwrap())
        .collect();
    assert_eq!(said, ["Pembuka", "id-side", "Penutup, kirim cepat", "id-cover"]);
}
