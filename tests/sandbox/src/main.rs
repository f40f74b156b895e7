//! The stand-ins of the two marketplaces with the seeded catalogue, as a program of its own.
//!
//! Owns: the demo's credentials, the seed, and saving the shops over a restart. Refuses: the behaviour of the stand-ins
//! themselves; that is in `shopee::sandbox` and `tiktok_shop::sandbox`.

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
            // One line without a backtrace, because the person who started it reads this.
            tracing::error!("{problem:#}");
            ExitCode::FAILURE
        }
    }
}
