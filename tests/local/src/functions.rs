//! The functions with what they share: one set of clients for all of them.

use std::{sync::Arc, time::Duration};

use app::Ports;
use platform::{auth::Verifier, batch::Batch, config::Consumed, mail::SesMailer};
use wiring::Wired;

use crate::{
    mapping::{Invoke, Mapping, Shape},
    settings::Settings,
};

/// What the template says of each event source mapping and its function.
pub const IMPORT: Shape = Shape { batch: 5, at_once: 5, time: Duration::from_mins(2) };
pub const SYNC: Shape = Shape { batch: 1, at_once: 5, time: Duration::from_mins(2) };
pub const PRICING: Shape = Shape { batch: 10, at_once: 2, time: Duration::from_mins(1) };
pub const NOTIFY: Shape = Shape { batch: 5, at_once: 2, time: Duration::from_secs(30) };

/// The handler of a queue's function with what it uses. A macro, because the crates share a shape and no trait.
macro_rules! function {
    ($function:ident, $aws:expr, $consumed:expr, $ports:expr) => {{
        let batch = Batch::new($aws, $consumed, $function::LIMITS);
        let deps = Arc::new($function::Deps { ports: $ports, batch });
        let invoke: Invoke = Arc::new(move |event| {
            let deps = deps.clone();
            Box::pin(async move { $function::handler(event, &deps).await })
        });
        invoke
    }};
}

pub struct Functions {
    pub api: api::ApiState,
    pub webhook: Arc<webhook::Deps>,
    pub schedule: Arc<schedule::Deps>,
    queues: Vec<(Mapping, Invoke)>,
}

impl Functions {
    pub async fn start(settings: Settings) -> anyhow::Result<Self> {
        let Wired { ports: impatient, aws, http } = wiring::wire(settings.api.wiring).await?;
        let patience = app::ports::Settings::default().patience;
        let ports = Ports {
            settings: app::ports::Settings { patience, ..impatient.settings.clone() },
            ..impatient.clone()
        };
        let poller = aws_sdk_sqs::Client::new(&aws);
        let verifier = Verifier::new(http, settings.api.oidc, ports.clock.clone());
        verifier.warm_up().await;
        let mapping = |shape: Shape, consumed: &Consumed| {
            Mapping::new(poller.clone(), consumed, shape, ports.clock.clone())
        };
        let notifying = {
            let mailer = Arc::new(SesMailer::new(&aws, settings.notify.mail));
            Ports { mailer, ..ports.clone() }
        };
        let (import, sync) = (settings.import.consumed, settings.sync.consumed);
        let (pricing, notify) = (settings.pricing.consumed, settings.notify.consumed);
        let queues = vec![
            (mapping(IMPORT, &import), function!(import, &aws, import, ports.clone())),
            (mapping(SYNC, &sync), function!(sync, &aws, sync, ports.clone())),
            (mapping(PRICING, &pricing), function!(pricing, &aws, pricing, ports.clone())),
            (mapping(NOTIFY, &notify), function!(notify, &aws, notify, notifying)),
        ];
        Ok(Self {
            api: api::ApiState::new(impatient.clone(), Arc::new(verifier), settings.api.settings),
            webhook: Arc::new(webhook::Deps { ports: impatient }),
            schedule: Arc::new(schedule::Deps { ports }),
            queues,
        })
    }

    /// The mappings with the functions behind them.
    pub fn consumers(&self) -> Vec<(Mapping, Invoke)> {
        self.queues.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after<'a>(text: &'a str, mark: &str) -> &'a str {
        text.split(mark).nth(1).unwrap_or_default()
    }

    fn number(text: &str) -> u64 {
        text.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
    }

    #[test]
    fn the_mappings_are_those_of_the_template() {
        let template = include_str!("../../../infra/template.yaml");
        for (name, shape) in [("Import", IMPORT), ("Sync", SYNC), ("Pricing", PRICING), ("Notify", NOTIFY)] {
            let function = after(template, &format!("\n  {name}Function:\n"));
            let function = function.split("\n  # ---").next().unwrap();
            assert_eq!(number(after(function, "BatchSize: ")), shape.batch as u64, "{name}");
            assert_eq!(number(after(function, "Timeout: ")), shape.time.as_secs(), "{name}");
            if function.contains("MaximumConcurrency") {
                assert_eq!(number(after(function, "MaximumConcurrency: ")), shape.at_once as u64, "{name}");
            }
        }
    }
}
