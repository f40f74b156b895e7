//! The stand-ins of the two marketplaces with the seeded catalogue, as a program of its own.
//!
//! Owns: the demo's credentials, the seed, and keeping what the shops were given over a restart.
//! Refuses: everything that the stand-ins themselves are; that is `shopee::sandbox` and `tiktok_shop::sandbox`.

use std::process::ExitCode;

use clap::Parser as _;
use sandbox::{Options, run};

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    sandbox::log(&options.log_level);
    match run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            // In one line and without a backtrace: whoever started it reads this.
            tracing::error!("{problem:#}");
            ExitCode::FAILURE
        }
    }
}
