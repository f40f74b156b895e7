//! An edit of one field leaves everything else of the product's own record as it was, also what our model cannot say.

use app::marketplace::{ListingFormat, ListingWriter};
use domain::{
    Grams, PreOrderDays, Rupiah, Sku,
    plan::{ContentEdit, Step},
};
use serde_json::{Value, json};

use crate::harness::{Bench, bench, id, listing, offer_id};

const DESCRIPTION: &str = "<p>Pembuka</p><ul><li>Poin satu</li></ul><img src=\"https://p16/x.jpeg\" width=\"10\"/><p>Penutup&nbsp;akhir</p>";

/// A product with everything that the documents name and our model has no place for.
async fn laid_out() -> Bench {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000, 160_000])]);
    let mut shop = bench.sandbox.snapshot();
    let live = &mut shop["products"][id(1).as_str()]["live"];
    live["description"] = json!(DESCRIPTION);
    live["video"] = json!({ "id": "v1", "cover_url": "https://p16/v.jpeg" });
    live["certifications"] =
        json!([{ "id": "7", "title": "SNI", "files": [{ "id": "f", "name": "sni.pdf" }] }]);
    live["size_chart"] = json!({ "image": { "uri": "tos/size" } });
    live["is_cod_allowed"] = json!(true);
    live["external_product_id"] = json!("ext-1");
    live["minimum_order_quantity"] = json!(2);
    live["shipping_insurance_requirement"] = json!("REQUIRED");
    live["manufacturer_ids"] = json!(["172"]);
    for (at, sku) in live["skus"].as_array_mut().unwrap().iter_mut().enumerate() {
        sku["external_sku_id"] = json!(format!("ext-{at}"));
        sku["identifier_code"] = json!({ "code": format!("0123456789{at}"), "type": "UPC" });
        sku["extra_identifier_codes"] = json!(["x1"]);
        sku["external_urls"] = json!(["https://motekarfpv.com/p/1"]);
        sku["sku_weight"] = json!({ "value": "0.3", "unit": "KILOGRAM" });
        sku["sku_dimensions"] = json!({ "length": "9", "width": "8", "height": "7", "unit": "CENTIMETER" });
        sku["sku_unit_count"] = json!("2.00");
        sku["combined_skus"] = json!([{ "product_id": "1", "sku_id": "2", "sku_count": 3 }]);
        sku["fees"] = json!([{ "type": "PFAND", "amount": "1" }]);
        sku["inventory"][0]["handling_time"] = json!(4);
        sku["inventory"][0]["backorder_quantity"] = json!(0);
    }
    bench.sandbox.restore(shop).unwrap();
    bench
}

async fn raw(bench: &Bench) -> Value {
    bench.get(&format!("_sandbox/products/{}", id(1))).await["product"].clone()
}

/// The record without the edited key (`skus.price` names one within each SKU) and what an edit always moves.
fn without(mut record: Value, key: &str) -> Value {
    for moves in ["update_time", "audit"] {
        record.as_object_mut().unwrap().remove(moves);
    }
    match key.strip_prefix("skus.") {
        Some(key) => record["skus"].as_array_mut().unwrap().iter_mut().for_each(|sku| {
            sku.as_object_mut().unwrap().remove(key);
        }),
        None => {
            record.as_object_mut().unwrap().remove(key);
        }
    }
    record
}

#[tokio::test]
async fn an_edit_of_one_field_changes_nothing_else() {
    let content = |edit: ContentEdit| Step::Content(edit);
    let none = ContentEdit::default;
    let plain = "Pembuka\n\n- Poin satu\n\nPenutup akhir. Kirim cepat.";
    let bench = laid_out().await;
    let merged = bench.client.merge_description(DESCRIPTION, plain);
    let edits = [
        (
            "title",
            content(ContentEdit { title: Some("Frame Drone FPV Motekar Judul Baru".to_owned()), ..none() }),
        ),
        ("description", content(ContentEdit { description: Some(merged), ..none() })),
        ("package_weight", content(ContentEdit { weight: Grams::parse(400).ok(), ..none() })),
        ("skus.pre_sale", content(ContentEdit { pre_order: Some(PreOrderDays::parse(9).ok()), ..none() })),
        ("skus.seller_sku", Step::Skus { offers: vec![(offer_id(1, 0), Sku::parse("MTK-NEW").unwrap())] }),
        ("skus.price", Step::Prices { offers: vec![(offer_id(1, 0), Rupiah::new(155_000))] }),
        ("skus.inventory", Step::Stock { offers: vec![(offer_id(1, 0), 3)] }),
    ];
    for (key, step) in edits {
        let bench = laid_out().await;
        let (before, known) = (raw(&bench).await, bench.content(&id(1)).await);
        bench.client.apply(&bench.session, &id(1), &known, &step).await.unwrap();
        let after = raw(&bench).await;
        assert_ne!(before, after, "{key} was edited");
        assert_eq!(without(before, key), without(after, key), "{key}");
    }
    let bench = laid_out().await;
    let known = bench.content(&id(1)).await;
    let description = Some(bench.client.merge_description(&known.description, plain));
    let step = content(ContentEdit { description, ..none() });
    bench.client.apply(&bench.session, &id(1), &known, &step).await.unwrap();
    let expected = DESCRIPTION.replace("akhir</p>", "akhir. Kirim cepat.</p>");
    assert_eq!(raw(&bench).await["description"], expected, "the picture and the list are where they were");
}
