//! Messages that wait in a queue while a new version is deployed still mean what they meant.

use app::message::{Envelope, ImportMessage, PricingMessage};

const IMPORT_V1: [&str; 5] = [
    r#"{"v":1,"id":"a","type":"list","import":"imp_0199c0ffee","channel":"shopee","shop":"14701711","page":0,"cursor":null}"#,
    r#"{"v":1,"id":"b","type":"details","import":"imp_0199c0ffee","channel":"shopee","shop":"14701711","slice":"0.0","listings":["2500139861"]}"#,
    r#"{"v":1,"id":"c","type":"pictures","import":"imp_0199c0ffee","channel":"shopee","shop":"14701711","slice":"0.0","listings":["2500139861"]}"#,
    r#"{"v":1,"id":"d","type":"match","import":"imp_0199c0ffee","channel":"shopee","shop":"14701711","other_channel":"tiktok_shop","other_shop":"7494049642642441621"}"#,
    r#"{"v":1,"id":"e","type":"build","import":"imp_0199c0ffee","channel":"shopee","shop":"14701711","cursor":null,"batch":3}"#,
];

#[test]
fn every_message_of_the_import_queue_that_was_ever_sent_decodes() {
    for text in IMPORT_V1 {
        let read: Envelope<ImportMessage> =
            serde_json::from_str(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        let (sent, kept): (serde_json::Value, serde_json::Value) =
            (serde_json::from_str(text).unwrap(), serde_json::to_value(&read).unwrap());
        for (name, value) in sent.as_object().unwrap() {
            assert_eq!(&kept[name], value, "{name} of {text}");
        }
    }
}

#[test]
fn a_page_of_a_bulk_task_decodes() {
    let text = r#"{"v":1,"id":"a","type":"bulk","task":"blk_0199c0ffee","page":3}"#;
    let read: Envelope<PricingMessage> = serde_json::from_str(text).unwrap();
    let same: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), same);
}

const PRICING_V1: [&str; 6] = [
    r#"{"v":1,"id":"a","type":"product","product":"prd_0199c0ffee"}"#,
    r#"{"v":1,"id":"b","type":"products","products":["prd_0199c0ffee"]}"#,
    r#"{"v":1,"id":"c","type":"channel","channel":"shopee","cursor":null,"rule_version":3}"#,
    r#"{"v":1,"id":"d","type":"verify","verification":"vrf_0199c0ffee","page":0,"place":null}"#,
    r#"{"v":1,"id":"e","type":"plan","plan":"pln_0199c0ffee"}"#,
    r#"{"v":1,"id":"f","type":"run","run":"run_0199c0ffee"}"#,
];

#[test]
fn every_message_of_the_pricing_queue_that_was_ever_sent_decodes() {
    for text in PRICING_V1 {
        let read: Envelope<PricingMessage> =
            serde_json::from_str(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        let (sent, kept): (serde_json::Value, serde_json::Value) =
            (serde_json::from_str(text).unwrap(), serde_json::to_value(&read).unwrap());
        for (name, value) in sent.as_object().unwrap() {
            assert_eq!(&kept[name], value, "{name} of {text}");
        }
    }
}
