use domain::{
    ExternalId, MatchId, VerificationId,
    diff::Field,
    ids::{BulkTaskId, ReportId, RepricingId},
    pricing::Scope,
};
use insta::assert_snapshot;

use super::*;

fn listing(text: &str) -> ListingKey {
    ListingKey::parse(text).unwrap()
}

fn at() -> Timestamp {
    "2026-11-20T01:02:03.5Z".parse().unwrap()
}

fn every_key() -> String {
    let (shopee, shop) = (Channel::parse("shopee").unwrap(), ShopId::parse("14701711").unwrap());
    let key = listing("shopee:14701711:2500139861");
    let (product_id, import_id) =
        (ProductId::parse("prd_0199c0ffee").unwrap(), ImportId::parse("imp_0199c0ffee").unwrap());
    let (plan_id, run_id) =
        (PlanId::parse("pln_0199c0ffee").unwrap(), RunId::parse("run_0199c0ffee").unwrap());
    let job_id = JobId::parse("job_0199c0ffee").unwrap();
    let sheet_id = SheetId::parse("sht_0199c0ffee").unwrap();
    let image = ImageId::parse("img_0199c0ffee").unwrap();
    let check = VerificationId::parse("vrf_0199c0ffee").unwrap();
    let note = NotificationId::parse("ntf_0199c0ffee").unwrap();
    let keys = [
        product(&product_id),
        listing_edge(&product_id, &key),
        claim_fence(&product_id),
        sku("MTK-01A"),
        observed(&key),
        state(&key),
        prices(&key),
        listing_card(&key),
        push_day(jiff::civil::date(2026, 11, 20), &shopee),
        shop_row(&key),
        latest_import(&shopee, &shop),
        image_reference(&shopee, &shop, &image),
        image_look(&shopee, &shop, "id-11134207-7r98o-a1"),
        match_record(&MatchId::parse("mat_0199c0ffee").unwrap()),
        merger(&MatchId::parse("mat_0199c0ffee").unwrap()),
        standing(&MatchId::parse("mat_0199c0ffee").unwrap()),
        match_row(&key, &listing("tiktok_shop:749:1729"), true),
        match_row(&key, &listing("tiktok_shop:749:1729"), false),
        import(&import_id),
        import_mark(&import_id, &shopee, &shop, "list-0"),
        plan(&plan_id),
        plan_source(&plan_id),
        plan_entry(&plan_id, 3, &key),
        plan_rows(&plan_id, 120),
        run(&run_id),
        open_run(&run_id),
        job(&run_id, &job_id),
        job_row(&run_id, 500),
        sheet(&sheet_id),
        sheet_entries(&sheet_id, 7),
        sheet_errors(&sheet_id, 0),
        sheet_results(&sheet_id, 7),
        rule("PRICE", &shopee, 3),
        rule("MAPPING", &shopee, 2),
        sku_rules(2),
        sku_pattern(2),
        current_report(),
        report_in_making(),
        report_moved(),
        open_products(&ReportId::parse("rep_0199c0ffee").unwrap(), Field::Price, 12),
        scoped_rule("FEES", &shopee, &Scope::category("Frame").unwrap(), 2),
        price_override(&shopee, &Scope::Product { product: product_id.clone() }),
        repricing(&RepricingId::parse("rpr_0199c0ffee").unwrap()),
        bulk_task(&BulkTaskId::parse("blk_0199c0ffee").unwrap()),
        bulk_row(&BulkTaskId::parse("blk_0199c0ffee").unwrap(), 12, "prd_0199c0ffee"),
        bulk_alone("base_prices"),
        category_head(&shopee),
        category_part(&shopee, at(), 2),
        verification(&check),
        verified_page(&check, 12),
        title_risks(&check, 3),
        connection(&shopee),
        lock("refresh#shopee"),
        budget(&shopee, &shop),
        idempotency("0199c0ff-ee00"),
        event(&shopee, "msg-1"),
        kept_event(&shopee, "99", "msg-1"),
        event_count(&shopee, "99"),
        audit("shopee", at(), "aud-1"),
        notification(&note),
        unread(),
        preferences("sub-1"),
    ];
    let mut lines: Vec<String> = keys.iter().map(|key| format!("{} | {}", key.pk, key.sk)).collect();
    for list in [
        Newest::Imports,
        Newest::Plans,
        Newest::Runs,
        Newest::Sheets,
        Newest::Audit,
        Newest::Notifications,
        Newest::Repricings,
        Newest::BulkTasks,
        Newest::Verifications,
    ] {
        let mut item = Item::new();
        list.index(&mut item, at(), "the-id");
        let part = |name| crate::db::text(&item, name).unwrap_or_default().to_owned();
        lines.push(format!("gsi1: {} | {}", part("g1pk"), part("g1sk")));
    }
    let shard = catalogue_partition(catalogue_shard(&product_id));
    lines.push(format!("catalogue: {shard} | {}", catalogue_place(at(), &product_id)));
    let shard = catalogue_partition(listing_shard(&key));
    lines.push(format!("catalogue: {shard} | {}", listing_place(at(), &key)));
    lines.join("\n")
}

#[test]
fn every_key_keeps_its_shape() {
    assert_snapshot!(every_key(), @r"
    P#prd_0199c0ffee | PRODUCT
    P#prd_0199c0ffee | LISTING#shopee#14701711#2500139861
    P#prd_0199c0ffee | CLAIMING
    SKU#MTK-01A | SKU
    L#shopee:14701711:2500139861 | OBSERVED
    L#shopee:14701711:2500139861 | STATE
    L#shopee:14701711:2500139861 | PRICES
    LC#shopee:14701711:2500139861 | CARD
    PUSHES | 2026-11-20#shopee
    SHOP#shopee#14701711 | LISTING#2500139861
    SHOP#shopee#14701711 | IMPORT
    SHOP#shopee#14701711 | IMAGE#img_0199c0ffee
    LOOK#shopee#14701711#id-11134207-7r98o-a1 | LOOK
    MATCH#mat_0199c0ffee | MATCH
    MATCH#mat_0199c0ffee | MERGER
    MATCH#mat_0199c0ffee | STANDING
    MATCHES#shopee#14701711 | OPEN#2500139861#tiktok_shop#749#1729
    MATCHES#shopee#14701711 | DECIDED#2500139861#tiktok_shop#749#1729
    IMPORT#imp_0199c0ffee | IMPORT
    IMPORT#imp_0199c0ffee | MARK#shopee#14701711#list-0
    PLAN#pln_0199c0ffee | PLAN
    PLAN#pln_0199c0ffee | SOURCE
    PLAN#pln_0199c0ffee#000003 | ENTRY#shopee#14701711#2500139861
    PLAN#pln_0199c0ffee#ROWS#000002 | PAGE#000120
    RUN#run_0199c0ffee | RUN
    OPENRUNS | run_0199c0ffee
    RUN#run_0199c0ffee#job_0199c0ffee | JOB
    RUN#run_0199c0ffee#000002 | ROW#00000500
    SHEET#sht_0199c0ffee | SHEET
    SHEET#sht_0199c0ffee | ENTRY#000007
    SHEET#sht_0199c0ffee | ERROR#000000
    SHEET#sht_0199c0ffee | RESULT#000007
    PRICE#shopee | V#0000000003
    MAPPING#shopee | V#0000000002
    SKURULES | V#0000000002
    SKUPATTERN | V#0000000002
    FIELDREPORT | CURRENT
    FIELDREPORT | MAKING
    FIELDREPORT | MOVED
    FIELDREPORT#rep_0199c0ffee | price#00000012
    FEES#shopee | S#category:frame#V#0000000002
    OVERRIDE#shopee | product:prd_0199c0ffee
    REPRICING#rpr_0199c0ffee | REPRICING
    BULK#blk_0199c0ffee | BULK
    BULK#blk_0199c0ffee#000012 | ROW#prd_0199c0ffee
    BULKALONE#base_prices | TASK
    CATEGORIES#shopee | HEAD
    CATEGORIES#shopee | PART#2026-11-20T01:02:03.500000000Z#002
    VERIFY#vrf_0199c0ffee | VERIFY
    VERIFY#vrf_0199c0ffee | PAGE#000012
    VERIFY#vrf_0199c0ffee | RISKS#000003
    CONNECTIONS | shopee
    LOCK#refresh#shopee | LOCK
    BUDGET#shopee#14701711 | BUDGET
    IDEMPOTENCY#0199c0ff-ee00 | IDEMPOTENCY
    EVENT#shopee#msg-1 | EVENT
    KEPT#shopee#99 | EVENT#msg-1
    KEPT#shopee | COUNT#99
    AUDIT#shopee | 2026-11-20T01:02:03.500000000Z#aud-1
    NOTE#ntf_0199c0ffee | NOTE
    NOTES | UNREAD
    PERSON#sub-1 | PREFERENCES
    gsi1: IMPORTS | 2026-11-20T01:02:03.500000000Z#the-id
    gsi1: PLANS | 2026-11-20T01:02:03.500000000Z#the-id
    gsi1: RUNS | 2026-11-20T01:02:03.500000000Z#the-id
    gsi1: SHEETS | 2026-11-20T01:02:03.500000000Z#the-id
    gsi1: AUDIT | 2026-11-20T01:02:03.500000000Z#the-id
    gsi1: NOTES | 2026-11-20T01:02:03.500000000Z#the-id
    gsi1: REPRICINGS | 2026-11-20T01:02:03.500000000Z#the-id
    gsi1: BULKTASKS | 2026-11-20T01:02:03.500000000Z#the-id
    gsi1: VERIFICATIONS | 2026-11-20T01:02:03.500000000Z#the-id
    catalogue: CAT#1 | 2026-11-20T01:02:03.500000000Z#prd_0199c0ffee
    catalogue: CAT#5 | 2026-11-20T01:02:03.500000000Z#shopee:14701711:2500139861
    ");
}

#[test]
fn text_order_is_listing_order() {
    // `1` sorts before `10`, and a hyphen sorts after the end of a part.
    let mut keys =
        ["shopee:1:9", "shopee:10:1", "shopee:1:90", "shop:2:1", "shopee:1-a:1", "tiktok_shop:1:1"]
            .map(listing);
    keys.sort();
    let plan = PlanId::parse("pln_0199c0ffee").unwrap();
    let texts: Vec<String> = keys.iter().map(|key| plan_entry(&plan, 0, key).sk).collect();
    assert!(texts.is_sorted(), "{texts:?}");
}

#[test]
fn moments_sort_as_text() {
    let moments: Vec<String> = [
        "2026-11-20T01:02:03Z",
        "2026-11-20T01:02:03.000000001Z",
        "2026-11-20T01:02:03.5Z",
        "2026-11-20T01:02:04Z",
    ]
    .iter()
    .map(|text| moment(text.parse().unwrap()))
    .collect();
    assert!(moments.is_sorted(), "{moments:?}");
    assert_eq!(moments.iter().map(String::len).collect::<std::collections::BTreeSet<_>>().len(), 1);
}

#[test]
fn a_long_text_from_outside_still_makes_a_key() {
    let long = "x".repeat(5000);
    assert!(idempotency(&long).pk.len() < 200);
    assert_ne!(idempotency(&long), idempotency(&"x".repeat(5001)));
}

#[test]
fn a_listing_of_one_shop_is_never_in_the_list_of_another() {
    let (one, two) = (listing("shopee:1:2"), listing("shopee:12:2"));
    assert!(!shop_row(&two).pk.starts_with(&format!("{}#", shop_row(&one).pk)));
    assert_ne!(shop_row(&one).pk, shop_row(&two).pk);
    let longest = ListingKey::new(
        Channel::parse(&"a".repeat(32)).unwrap(),
        ShopId::parse(&"1".repeat(64)).unwrap(),
        ExternalId::parse(&"2".repeat(64)).unwrap(),
    );
    assert!(listing_edge(&ProductId::derived(&["x"]), &longest).sk.len() <= 1024);
}

#[test]
fn the_catalogue_spreads_over_its_shards() {
    let mut sizes = [0_u32; CATALOGUE_SHARDS as usize];
    for nth in 0..4000 {
        sizes[usize::from(catalogue_shard(&ProductId::derived(&[&nth.to_string()])))] += 1;
    }
    assert!(sizes.iter().all(|size| (400..600).contains(size)), "{sizes:?}");
}
