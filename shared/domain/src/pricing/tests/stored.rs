//! JSON that was stored before: it still decodes, recomputes, and is written as it was.

use super::*;

const RULE: &str = r#"{"markup":1500,"rounding":"up1000","minimum_margin":1000,"ceiling":null,"guard":3000}"#;
const FEES: &str = r#"{"fees":[{"name":"Biaya administrasi","kind":"percent","rate":825,"cap":null,"enabled":true},{"name":"Biaya proses pesanan","kind":"per_order","amount":1250,"enabled":true}],"source":"tabel","valid_from":"2026-01-01"}"#;
const QUOTE: &str = r#"{"base":150000,"price":173000,"rule_version":3,"fee_version":7,"steps":[{"what":"base","price":150000},{"what":"markup","price":172500},{"what":"rounding","price":173000}],"fees":[{"name":"Biaya administrasi","amount":14273},{"name":"Biaya proses pesanan","amount":1250}],"keeps":157477}"#;

#[test]
fn a_quote_of_the_first_version_recomputes_from_the_rule_and_fees_of_the_first_version() {
    let (rule, fees): (PriceRule, FeeSchedule) =
        (serde_json::from_str(RULE).unwrap(), serde_json::from_str(FEES).unwrap());
    let quote: Quote = serde_json::from_str(QUOTE).unwrap();
    assert_eq!(recompute(&quote, &rule, &fees), QuoteOutcome::Quoted(quote));
}

#[test]
fn what_the_first_version_wrote_is_written_the_same() {
    let same = |json: &str, again: String| assert_eq!(again, json);
    same(RULE, serde_json::to_string(&serde_json::from_str::<PriceRule>(RULE).unwrap()).unwrap());
    same(FEES, serde_json::to_string(&serde_json::from_str::<FeeSchedule>(FEES).unwrap()).unwrap());
    same(QUOTE, serde_json::to_string(&serde_json::from_str::<Quote>(QUOTE).unwrap()).unwrap());
}

#[test]
fn rules_of_every_method_are_stored_in_words() {
    let rule = PriceRule { rounding: Rounding::Charm { ending: 900 }, ..PriceRule::of_net(NetTarget::Base) };
    let json = serde_json::to_string(&rule).unwrap();
    assert!(json.contains(r#""method":{"kind":"keep_net","target":{"of":"base"}}"#), "{json}");
    assert!(json.contains(r#""rounding":{"charm":{"ending":900}}"#), "{json}");
    assert_eq!(serde_json::from_str::<PriceRule>(&json).unwrap(), rule);
}

#[test]
fn a_quote_names_the_level_whose_rule_applied() {
    let product = crate::ProductId::derived(&["p"]);
    let scope = Scope::Product { product };
    let rule = PriceRule::base_prices();
    let fees = schedule(vec![]);
    let outcome = quote_item(
        Item { base: Some(rp(5)), cost: None, margin: None },
        Some(Chosen { value: &rule, version: 2, scope: &scope }),
        Some(Chosen { value: &fees, version: 1, scope: &Scope::Channel }),
    );
    let json = serde_json::to_string(&outcome).unwrap();
    assert!(json.contains(r#""rule_scope":{"level":"product","product":"prd_"#), "{json}");
    assert_eq!(serde_json::from_str::<QuoteOutcome>(&json).unwrap(), outcome);
}

#[test]
fn another_version_with_the_same_figures_is_nothing_to_write() {
    let (rule, fees) = (PriceRule::of_markup(BasisPoints(1500)), schedule(vec![per_order(1_250)]));
    let at =
        |version, fees: &FeeSchedule| quote(Some(rp(1_000)), None, Some((&rule, version)), Some((fees, 1)));
    assert_ne!(at(1, &fees), at(2, &fees));
    assert!(at(1, &fees).same_figures(&at(2, &fees)));
    assert!(!at(1, &fees).same_figures(&at(1, &schedule(vec![per_order(1_251)]))));
}
