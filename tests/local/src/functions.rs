//! The functions and what they share: one set of clients for all of them.

use std::{sync::Arc, time::Duration};

use app::Ports;
use platform::{auth::Verifier, config::Consumed, mail::SesMailer};
use wiring::{Consumer, Wired};

use crate::{
    mapping::{Invoke, Mapping, Shape},
    settings::Settings,
};

/// The event source mappings and their functions, as in the template.
pub const IMPORT: Shape = Shape { batch: 5, at_once: 2, time: Duration::from_mins(2) };
pub const SYNC: Shape = Shape { batch: 5, at_once: 2, time: Duration::from_mins(2) };
pub const PRICING: Shape = Shape { batch: 10, at_once: 2, time: Duration::from_mins(1) };
pub const NOTIFY: Shape = Shape { batch: 5, at_once: 2, time: Duration::from_secs(30) };

/// The handler of a queue's function with its dependencies. It is a macro, because these crates have the same functions
/// but no common trait.
macro_rules! function {
    ($function:ident, $aws:expr, $consumed:expr, $ports:expr) => {{
        let consumer = Arc::new(Consumer::new($ports, $aws, $consumed, $function::LIMITS));
        let invoke: Invoke = Arc::new(move |event| {
            let consumer = consumer.clone();
            Box::pin(async move { $function::handler(event, &consumer).await })
        });
        invoke
    }};
}

/// The same clients for every function, with each function's own settings.
struct PortsOf {
    api: Ports,
    webhook: Ports,
    schedule: Ports,
    import: Ports,
    sync: Ports,
    pricing: Ports,
    notify: Ports,
}

impl PortsOf {
    fn new(shared: &Ports, settings: &Settings) -> Self {
        let with = |wiring: &wiring::Config| Ports { settings: wiring.settings(), ..shared.clone() };
        Self {
            api: with(&settings.api.wiring),
            webhook: with(&settings.webhook.wiring),
            schedule: with(&settings.schedule.wiring),
            import: with(&settings.import.wiring),
            sync: with(&settings.sync.wiring),
            pricing: with(&settings.pricing.wiring),
            notify: with(&settings.notify.consumer.wiring),
        }
    }
}

pub struct Functions {
    pub api: api::ApiState,
    pub webhook: Arc<webhook::Deps>,
    pub schedule: Arc<schedule::Deps>,
    queues: Vec<(Mapping, Invoke)>,
}

impl Functions {
    pub async fn start(settings: Settings) -> anyhow::Result<Self> {
        let Wired { ports, aws, http } = wiring::wire(settings.api.wiring.clone()).await?;
        let ports = PortsOf::new(&ports, &settings);
        let poller = aws_sdk_sqs::Client::new(&aws);
        let verifier = Verifier::new(http, settings.api.oidc, ports.api.clock.clone());
        verifier.warm_up().await;
        let mapping = |shape: Shape, consumed: &Consumed| {
            Mapping::new(poller.clone(), consumed, shape, ports.api.clock.clone())
        };
        let notifying = {
            let mailer = Arc::new(SesMailer::new(&aws, settings.notify.mail));
            Ports { mailer, ..ports.notify }
        };
        let (import, sync) = (settings.import.consumed, settings.sync.consumed);
        let (pricing, notify) = (settings.pricing.consumed, settings.notify.consumer.consumed);
        let queues = vec![
            (mapping(IMPORT, &import), function!(import, &aws, import, ports.import)),
            (mapping(SYNC, &sync), function!(sync, &aws, sync, ports.sync)),
            (mapping(PRICING, &pricing), function!(pricing, &aws, pricing, ports.pricing)),
            (mapping(NOTIFY, &notify), function!(notify, &aws, notify, notifying)),
        ];
        Ok(Self {
            api: api::ApiState::new(ports.api, Arc::new(verifier), settings.api.settings),
            webhook: Arc::new(webhook::Deps { ports: ports.webhook }),
            schedule: Arc::new(schedule::Deps { ports: ports.schedule }),
            queues,
        })
    }

    /// The mappings and their functions.
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
            // The local stack uses the limits of a new AWS account.
            let concurrency = after(function, "MaximumConcurrency: ").lines().next().unwrap_or_default();
            let new_account = concurrency.split([',', ']']).nth(2).unwrap_or(concurrency).trim();
            assert_eq!(number(new_account), shape.at_once as u64, "{name}");
        }
    }

    /// The variables of one function in the template, without those that all functions have.
    fn variables<'a>(template: &'a str, function: &str) -> Vec<&'a str> {
        let resource = after(template, &format!("\n  {function}Function:\n"));
        let own = after(resource.split("\n  # ---").next().unwrap(), "        Variables:\n");
        let shared = after(template, "      Variables:\n").split("\n\n").next().unwrap();
        let names = |text: &'a str, indent: &'a str| {
            let lines = text.lines().map_while(move |line| line.strip_prefix(indent));
            lines.filter_map(|line| line.split_once(": ")).map(|(name, _)| name)
        };
        names(own, "          ").chain(names(shared, "        ")).collect()
    }

    /// Two different valid values of a setting.
    fn values(name: &str) -> [&'static str; 2] {
        match name {
            "HASH_IMAGES" => ["true", "false"],
            "SHOPEE_CALLS_PER_SECOND" | "TIKTOK_CALLS_PER_SECOND" | "API_PORT" | "WEBHOOK_PORT" => ["7", "8"],
            "MAIL_FROM" | "MAIL_TO" => ["a@example.com", "b@example.com"],
            _ => ["http://127.0.0.1:1/a", "http://127.0.0.1:1/b"],
        }
    }

    #[test]
    fn every_setting_of_the_template_reaches_its_function_on_the_desk_too() {
        let template = include_str!("../../../infra/template.yaml");
        let functions = ["Api", "Webhook", "Import", "Sync", "Pricing", "Schedule", "Notify"];
        let names: std::collections::BTreeSet<&str> =
            functions.into_iter().flat_map(|function| variables(template, function)).collect();
        assert!(names.len() > 25, "{names:?}");
        let settings = |changed: &str| {
            let all = names.iter().copied().chain(["API_PORT", "WEBHOOK_PORT"]);
            let env = all.map(|name| (name, values(name)[usize::from(name == changed)])).collect();
            Settings::from_env(&env).unwrap()
        };
        let (shared, _) = testkit::ports([]);
        let of = |settings: &Settings, function: &str| {
            let ports = PortsOf::new(&shared, settings);
            match function {
                "Api" => (format!("{:?}", settings.api), ports.api.settings),
                "Webhook" => (format!("{:?}", settings.webhook), ports.webhook.settings),
                "Import" => (format!("{:?}", settings.import), ports.import.settings),
                "Sync" => (format!("{:?}", settings.sync), ports.sync.settings),
                "Pricing" => (format!("{:?}", settings.pricing), ports.pricing.settings),
                "Schedule" => (format!("{:?}", settings.schedule), ports.schedule.settings),
                _ => (format!("{:?}", settings.notify), ports.notify.settings),
            }
        };
        let before = settings("");
        for function in functions {
            for name in variables(template, function) {
                // All processes read these at their start: the log level, and the stage for the log lines.
                if matches!(name, "STAGE" | "LOG_LEVEL") {
                    continue;
                }
                let ((told, working), (told_then, working_then)) =
                    (of(&settings(name), function), of(&before, function));
                assert_ne!(told, told_then, "{function} does not read {name}");
                let is_for_use_cases = name == "HASH_IMAGES" || name.ends_with("_CALLS_PER_SECOND");
                assert_eq!(working != working_then, is_for_use_cases, "{function} works without {name}");
            }
        }
    }
}
