//! A function's process: its start, its memory and its processor time.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, bail};
use app::ports::Clock;
use platform::clock::SystemClock;
use tokio::time::Instant;

use super::{events::Case, stub::Stub};
use crate::report::{as_ms, number, percentile};

/// Linux counts processor time in hundredths of a second.
const TICK_MS: f64 = 10.0;

/// A built program.
pub struct Program {
    path: PathBuf,
}

/// A process that has polled for its first event. Dropping this value ends the process.
pub struct Started {
    pub to_first_poll: Duration,
    child: Child,
    stub: Stub,
}

/// The resources that one process used.
pub struct Measured {
    /// Processor time up to the first poll, in milliseconds.
    pub start_cpu_ms: f64,
    /// The largest resident memory, in MB.
    pub peak_mb: f64,
    /// The time of the first event, which opens connections and fills caches, in milliseconds.
    pub first_ms: f64,
    /// The median time of the other events, in milliseconds.
    pub event_ms: f64,
    /// Processor time of one of the other events, in milliseconds.
    pub cpu_ms: f64,
}

impl Program {
    pub fn of(folder: &Path, name: &str) -> anyhow::Result<Self> {
        let path = folder.join(name);
        if !path.is_file() {
            bail!("{} is not built: cargo build --release -p {name}", path.display());
        }
        Ok(Self { path })
    }

    /// Starts the program with Lambda's environment variables; the settings come from our own environment.
    pub async fn start(&self) -> anyhow::Result<Started> {
        let mut stub = Stub::start().await?;
        let mut command = Command::new(&self.path);
        command
            .env("AWS_LAMBDA_RUNTIME_API", format!("127.0.0.1:{}", stub.port))
            .env("AWS_LAMBDA_FUNCTION_NAME", "bench")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
            .env("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/bench")
            .env("AWS_LAMBDA_LOG_STREAM_NAME", "bench")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        let begun = Instant::now();
        let child = command.spawn().with_context(|| format!("{} does not start", self.path.display()))?;
        let polled = stub.polled().await;
        let mut started = Started { to_first_poll: Duration::ZERO, child, stub };
        started.to_first_poll = polled? - begun;
        Ok(started)
    }

    /// Starts the program and sends it its events, one after the other.
    pub async fn work(&self, case: &Case, events: usize) -> anyhow::Result<Measured> {
        let mut process = self.start().await?;
        let start_cpu_ms = process.precise_cpu_ms()?;
        let first = process.event(case, 0).await?;
        let before = process.cpu_ms()?;
        let mut took = Vec::with_capacity(events);
        for nth in 1..=events {
            took.push(process.event(case, nth).await?);
        }
        let cpu_ms = (process.cpu_ms()? - before) / number(events.max(1));
        took.sort();
        Ok(Measured {
            start_cpu_ms,
            peak_mb: process.peak_mb()?,
            first_ms: as_ms(first),
            event_ms: as_ms(percentile(&took, 50)),
            cpu_ms,
        })
    }
}

impl Started {
    async fn event(&mut self, case: &Case, nth: usize) -> anyhow::Result<Duration> {
        let now = SystemClock.now();
        let now_ms = u64::try_from(now.as_millisecond())?;
        let (took, answer) = self.stub.invoke(case.event(nth, now), now_ms).await?;
        case.check(&answer)?;
        Ok(took)
    }

    fn read(&self, file: &str) -> anyhow::Result<String> {
        let path = format!("/proc/{}/{file}", self.child.id());
        fs::read_to_string(&path).with_context(|| format!("{path}: these figures need Linux"))
    }

    /// User and system time of all threads, including those that ended.
    fn cpu_ms(&self) -> anyhow::Result<f64> {
        let stat = self.read("stat")?;
        // The name in brackets can contain spaces, so the fields are read after it, starting with field 3.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |field: usize| fields.get(field - 3).and_then(|text| text.parse::<u32>().ok());
        let (user, system) = (ticks(14).context("no utime")?, ticks(15).context("no stime")?);
        Ok(f64::from(user + system) * TICK_MS)
    }

    /// Processor time of the threads that are alive, in nanosecond precision, because a start is short.
    fn precise_cpu_ms(&self) -> anyhow::Result<f64> {
        let threads = fs::read_dir(format!("/proc/{}/task", self.child.id()))?;
        let mut nanoseconds = 0_u64;
        for thread in threads {
            let told = fs::read_to_string(thread?.path().join("schedstat"))?;
            let first = told.split_whitespace().next().context("an empty schedstat")?;
            nanoseconds += first.parse::<u64>()?;
        }
        Ok(as_ms(Duration::from_nanos(nanoseconds)))
    }

    fn peak_mb(&self) -> anyhow::Result<f64> {
        let status = self.read("status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
        let kilobytes: u32 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(f64::from(kilobytes) * 1024.0 / 1e6)
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // Lambda also kills its processes.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
