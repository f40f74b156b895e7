//! The results of a part: rows for people, facts for the monthly bill.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value};

/// One line of the table.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    pub figure: String,
    pub actual: String,
    /// The target, as in `docs/BENCH.md`; `None` for a figure without one.
    pub target: Option<String>,
    pub met: Option<bool>,
}

/// All results of one part.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    pub rows: Vec<Row>,
    /// Numbers by name, which other parts use in their calculations.
    pub facts: Map<String, Value>,
}

impl Report {
    /// Adds a figure without a target.
    pub fn tell(&mut self, figure: impl Into<String>, actual: impl Into<String>) {
        self.rows.push(Row { figure: figure.into(), actual: actual.into(), target: None, met: None });
    }

    pub fn judge(
        &mut self,
        figure: impl Into<String>,
        actual: impl Into<String>,
        target: impl Into<String>,
        met: bool,
    ) {
        self.rows.push(Row {
            figure: figure.into(),
            actual: actual.into(),
            target: Some(target.into()),
            met: Some(met),
        });
    }

    pub fn fact(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.facts.insert(name.into(), value.into());
    }

    #[expect(clippy::print_stdout, reason = "the report is what the program is for")]
    pub fn print(&self, json: bool) -> anyhow::Result<()> {
        if json {
            println!("{}", serde_json::to_string(self)?);
            return Ok(());
        }
        for row in &self.rows {
            let target = row.target.as_deref().unwrap_or_default();
            let mark = match row.met {
                Some(true) => "ok",
                Some(false) => "MISS",
                None => "",
            };
            println!("{:<64} {:>28}  {target:<14} {mark}", row.figure, row.actual);
        }
        Ok(())
    }
}

/// Milliseconds, with a suitable number of decimals.
pub fn ms(duration: Duration) -> String {
    let millis = as_ms(duration);
    if millis < 1.0 { format!("{:.0} µs", millis * 1e3) } else { format!("{millis:.1} ms") }
}

pub fn as_ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// The value at this percentile of sorted values.
pub fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let last = sorted.len().saturating_sub(1);
    sorted.get((sorted.len() * percent / 100).min(last)).copied().unwrap_or_default()
}

/// A count as `f64`, for divisions. Counts of the bench are far below 2^32.
pub fn number(count: impl TryInto<u32>) -> f64 {
    count.try_into().map_or(f64::NAN, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let sorted: Vec<Duration> = (1..=100).map(Duration::from_millis).collect();
        assert_eq!(percentile(&sorted, 50), Duration::from_millis(51));
        assert_eq!(percentile(&sorted, 99), Duration::from_millis(100));
        assert_eq!(percentile(&sorted[..1], 99), Duration::from_millis(1));
        assert_eq!(percentile(&[], 50), Duration::ZERO);
    }

    #[test]
    fn short_times_are_shown_in_microseconds() {
        assert_eq!(ms(Duration::from_micros(412)), "412 µs");
        assert_eq!(ms(Duration::from_micros(12_340)), "12.3 ms");
    }
}
