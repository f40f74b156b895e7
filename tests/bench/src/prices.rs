//! Quoting in `domain`: every offer of a large catalogue, with the rules and fees that apply to it.

use std::time::{Duration, Instant};

use clap::Args;
use domain::{
    BasisPoints, Product, Rupiah, VariantId,
    pricing::{Fee, FeeGroup, FeeKind, FeeSchedule, NetTarget, PriceBook, PriceRule, Rounding, Scope},
};
use testkit::build::a_product_named;

use crate::report::{Report, ms};

/// The limit for the processor time of all offers.
const TARGET: Duration = Duration::from_secs(2);
const VARIANTS: usize = 10;

#[derive(Debug, Args)]
pub struct Options {
    #[arg(long, default_value_t = 100_000)]
    offers: usize,
}

pub fn run(options: &Options) -> anyhow::Result<Report> {
    let products = products(options.offers)?;
    let mut report = Report::default();
    let target = format!("≤ {} s", TARGET.as_secs());
    for (name, book) in [("mark-up, floor, charm ending", marked_up()), ("keep my net, five fees", net())] {
        let (began, before) = (Instant::now(), processor_time());
        let quotes =
            products.iter().flat_map(|product| product.variants.iter().map(|v| book.quote(product, v)));
        let priced = quotes.filter(|outcome| outcome.price().is_some()).count();
        let wall = began.elapsed();
        let took = before.zip(processor_time()).map_or(wall, |(before, after)| after.saturating_sub(before));
        let figure = format!("{} offers quoted in the domain: {name} ({priced} priced)", options.offers);
        report.judge(figure, format!("{} of CPU", ms(took)), &target, took <= TARGET);
    }
    Ok(report)
}

fn products(offers: usize) -> anyhow::Result<Vec<Product>> {
    let mut products = Vec::with_capacity(offers / VARIANTS);
    for n in 0..offers / VARIANTS {
        let mut product = a_product_named(&format!("Frame FPV {n}"));
        product.category = Some(["Frame", "Dudukan", "Antena"][n % 3].to_owned());
        let first = product.variants.remove(0);
        for v in 0..VARIANTS {
            let mut variant = first.clone();
            variant.id = VariantId::derived(&["bench", &n.to_string(), &v.to_string()]);
            let base = i64::try_from(10_000 + (n * 7_919 + v * 104_729) % 900_000)?;
            variant.base_price = Some(Rupiah::new(base));
            variant.cost = Some(Rupiah::new(base / 2));
            product.variants.push(variant);
        }
        products.push(product);
    }
    Ok(products)
}

/// A rule for the channel and an exception, so that every quote has to find the most specific rule.
fn marked_up() -> PriceBook {
    let rule = PriceRule {
        rounding: Rounding::Charm { ending: 900 },
        minimum_margin: Some(BasisPoints::percent(10)),
        ..PriceRule::of_markup(BasisPoints::percent(15))
    };
    book(rule)
}

fn net() -> PriceBook {
    book(PriceRule { rounding: Rounding::Up500, ..PriceRule::of_net(NetTarget::Base) })
}

fn book(rule: PriceRule) -> PriceBook {
    let mut book = PriceBook::default();
    let antenna = Scope::Category { category: "antena".to_owned() };
    book.rules.insert(antenna, (PriceRule { ceiling: Some(Rupiah::MAX_PRICE), ..rule.clone() }, 1));
    book.rules.insert(Scope::Channel, (rule, 1));
    book.fees.insert(Scope::Channel, (fees(), 1));
    book
}

fn fees() -> FeeSchedule {
    let percent =
        |rate, cap: Option<i64>| FeeKind::Percent { rate: BasisPoints(rate), cap: cap.map(Rupiah::new) };
    let kinds = [
        percent(825, None),
        percent(650, Some(40_000)),
        percent(450, Some(60_000)),
        percent(300, None),
        FeeKind::PerOrder { amount: Rupiah::new(1_250) },
    ];
    let fee = |kind| Fee { name: "biaya".to_owned(), kind, enabled: true, group: FeeGroup::Commission };
    FeeSchedule { fees: kinds.into_iter().map(fee).collect(), ..FeeSchedule::none() }
}

/// The processor time of this thread, if the system reports it. Other processes do not affect it.
fn processor_time() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
