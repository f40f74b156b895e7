//! Logs: one JSON object per line on standard output. `docs/LOGGING.md` lists the fields, and what is never logged.

use tracing::Level;
use tracing_subscriber::{filter::Targets, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::config::{ConfigError, Env};

/// Crates that log requests, headers or bodies at more detailed levels than warning.
const QUIET: [&str; 16] = [
    "aws_config",
    "aws_runtime",
    "aws_sdk_dynamodb",
    "aws_sdk_secretsmanager",
    "aws_sdk_sesv2",
    "aws_sdk_sqs",
    "aws_sdk_sts",
    "aws_sigv4",
    "aws_smithy_http_client",
    "aws_smithy_runtime",
    "aws_smithy_runtime_api",
    "h2",
    "hyper",
    "reqwest",
    "rustls",
    "tower",
];

/// Starts logging at `LOG_LEVEL` (`info` when it is not set). Calling it again in one process changes nothing.
pub fn start(env: &Env) -> Result<(), ConfigError> {
    let level: Level = env.parsed_or("LOG_LEVEL", Level::INFO)?;
    let lines = fmt::layer().json().flatten_event(true).with_current_span(true).with_span_list(false);
    // This fails on a second call, when the subscriber of the first call is already installed. That is fine.
    let _ = tracing_subscriber::registry().with(targets(level)).with(lines).try_init();
    Ok(())
}

/// Our own crates log at `level`. The crates in `QUIET` log only warnings and errors, whatever `level` is.
fn targets(level: Level) -> Targets {
    let quiet = if level < Level::WARN { Level::ERROR } else { Level::WARN };
    let below = QUIET.iter().map(|name| (*name, quiet));
    Targets::new().with_default(level).with_target("lambda_runtime", Level::INFO).with_targets(below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_level_is_refused_by_name() {
        let refused = start(&Env::from_iter([("LOG_LEVEL", "loud")])).unwrap_err();
        assert!(refused.to_string().contains("LOG_LEVEL"));
    }

    #[test]
    fn clients_stay_quiet_at_trace() {
        let all = targets(Level::TRACE);
        assert!(all.would_enable("shopee::client", &Level::TRACE));
        for client in ["aws_smithy_runtime::client", "hyper", "rustls"] {
            assert!(all.would_enable(client, &Level::WARN) && !all.would_enable(client, &Level::INFO));
        }
        assert!(!targets(Level::ERROR).would_enable("hyper", &Level::WARN));
    }
}
