//! Fits weighted sums by Newton's method. The problems are convex and nothing is random, so the result is the same on
//! every machine.

/// A table of features by row, scaled so that each column has mean 0 and standard deviation 1. The last column is
/// always 1.
#[derive(Debug)]
pub struct Table {
    width: usize,
    cells: Vec<f64>,
    mean: Vec<f64>,
    deviation: Vec<f64>,
}

impl Table {
    pub fn new<'a>(width: usize, rows: impl Iterator<Item = &'a [f64]> + Clone) -> Self {
        let count = crate::report::number(rows.clone().count()).max(1.0);
        let mut mean = vec![0.0; width];
        for row in rows.clone() {
            for (sum, value) in mean.iter_mut().zip(row) {
                *sum += value / count;
            }
        }
        let mut deviation = vec![0.0; width];
        for row in rows.clone() {
            for ((sum, value), mean) in deviation.iter_mut().zip(row).zip(&mean) {
                *sum += (value - mean).powi(2) / count;
            }
        }
        for value in &mut deviation {
            *value = value.sqrt().max(1e-9);
        }
        let mut cells = Vec::new();
        for row in rows {
            cells.extend(
                row.iter().zip(&mean).zip(&deviation).map(|((v, mean), deviation)| (v - mean) / deviation),
            );
            cells.push(1.0);
        }
        Self { width: width + 1, cells, mean, deviation }
    }

    fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.cells.chunks_exact(self.width)
    }

    fn sums(&self, weights: &[f64]) -> Vec<f64> {
        self.rows().map(|row| row.iter().zip(weights).map(|(x, w)| x * w).sum()).collect()
    }

    /// Weights and bias for unscaled rows.
    fn unscaled(&self, weights: &[f64]) -> (Vec<f64>, f64) {
        let (bias, weights) = weights.split_last().expect("the last column is 1");
        let plain: Vec<f64> =
            weights.iter().zip(&self.deviation).map(|(w, deviation)| w / deviation).collect();
        let shift: f64 = plain.iter().zip(&self.mean).map(|(w, mean)| w * mean).sum();
        (plain, bias - shift)
    }
}

/// Loss, gradient and curvature (the Hessian) at given weights.
struct Slope {
    loss: f64,
    gradient: Vec<f64>,
    /// Full square matrix, row after row.
    curvature: Vec<f64>,
}

impl Slope {
    /// Adds up the rows. `lean` and `bend` are the first and second derivative of the loss by each row's sum.
    fn of(table: &Table, loss: f64, lean: &[f64], bend: &[f64]) -> Self {
        let width = table.width;
        let mut slope = Self { loss, gradient: vec![0.0; width], curvature: vec![0.0; width * width] };
        for ((row, lean), bend) in table.rows().zip(lean).zip(bend) {
            for (sum, x) in slope.gradient.iter_mut().zip(row) {
                *sum += lean * x;
            }
            if *bend > 1e-12 {
                for (i, x) in row.iter().enumerate() {
                    let scaled = bend * x;
                    for (cell, x) in slope.curvature[i * width..=i * width + i].iter_mut().zip(row) {
                        *cell += scaled * x;
                    }
                }
            }
        }
        for i in 0..width {
            for j in 0..i {
                slope.curvature[j * width + i] = slope.curvature[i * width + j];
            }
        }
        slope
    }

    /// Adds a penalty that keeps weights small: `strength` times the square of each weight except the bias.
    fn ridge(&mut self, weights: &[f64], strength: f64) {
        let width = weights.len();
        for (i, weight) in weights.iter().enumerate() {
            let strength = if i + 1 == width { 1e-6 } else { strength };
            self.loss += strength * weight * weight;
            self.gradient[i] += 2.0 * strength * weight;
            self.curvature[i * width + i] += 2.0 * strength;
        }
    }
}

/// Finds the weights with the least loss.
fn newton(width: usize, slope: impl Fn(&[f64]) -> Slope) -> Vec<f64> {
    let mut weights = vec![0.0; width];
    let mut here = slope(&weights);
    for _ in 0..40 {
        let step = solve(&here.curvature, &here.gradient);
        let mut part = 1.0;
        let (next, there) = loop {
            let next: Vec<f64> = weights.iter().zip(&step).map(|(w, step)| w - part * step).collect();
            let there = slope(&next);
            if there.loss <= here.loss || part < 1e-4 {
                break (next, there);
            }
            part /= 2.0;
        };
        let gain = here.loss - there.loss;
        (weights, here) = (next, there);
        if gain < 1e-7 * here.loss.abs() {
            break;
        }
    }
    weights
}

/// Solves a symmetric positive system by Cholesky's method.
fn solve(matrix: &[f64], right: &[f64]) -> Vec<f64> {
    let n = right.len();
    let mut low = matrix.to_vec();
    for i in 0..n {
        for j in 0..=i {
            let dot: f64 = (0..j).map(|k| low[i * n + k] * low[j * n + k]).sum();
            let rest = low[i * n + j] - dot;
            low[i * n + j] = if i == j { rest.max(1e-9).sqrt() } else { rest / low[j * n + j] };
        }
    }
    let mut x = right.to_vec();
    for i in 0..n {
        let dot: f64 = (0..i).map(|k| low[i * n + k] * x[k]).sum();
        x[i] = (x[i] - dot) / low[i * n + i];
    }
    for i in (0..n).rev() {
        let dot: f64 = (i + 1..n).map(|k| low[k * n + i] * x[k]).sum();
        x[i] = (x[i] - dot) / low[i * n + i];
    }
    x
}

/// Plain logistic regression: weights and bias.
pub fn logistic(table: &Table, yes: &[bool], ridge: f64) -> (Vec<f64>, f64) {
    let weights = newton(table.width, |weights| {
        let mut loss = 0.0;
        let (mut lean, mut bend) = (Vec::new(), Vec::new());
        for (sum, yes) in table.sums(weights).into_iter().zip(yes) {
            let chance = 1.0 / (1.0 + (-sum).exp());
            let truth = f64::from(u8::from(*yes));
            loss += sum.max(0.0) + (-sum.abs()).exp().ln_1p() - truth * sum;
            lean.push(chance - truth);
            bend.push(chance * (1.0 - chance));
        }
        let mut slope = Slope::of(table, loss, &lean, &bend);
        slope.ridge(weights, ridge);
        slope
    });
    table.unscaled(&weights)
}

/// Fits the weights and bias of a choice model: each listing of either side chooses one of its candidates or none, and
/// the fit makes the true choices most likely. `sides` has, for the left and the right, the listing of each pair as a
/// number without gaps. `None` means that this listing's choice is not used for the fit.
pub fn choice(table: &Table, sides: [&[Option<usize>]; 2], yes: &[bool], ridge: f64) -> (Vec<f64>, f64) {
    let width = table.width;
    let weights = newton(width, |weights| {
        let sums: Vec<f64> = table.sums(weights).into_iter().map(|sum| sum.clamp(-50.0, 50.0)).collect();
        let mut loss = 0.0;
        let (mut lean, mut bend) = (vec![0.0; sums.len()], vec![0.0; sums.len()]);
        let mut shared = vec![0.0; width * width];
        for nodes in sides {
            let count = nodes.iter().flatten().max().map_or(0, |last| last + 1);
            // The choice of no candidate has log-odds 0.
            let mut total = vec![1.0; count];
            for (node, sum) in nodes.iter().zip(&sums) {
                if let Some(node) = node {
                    total[*node] += sum.exp();
                }
            }
            loss += total.iter().map(|total: &f64| total.ln()).sum::<f64>();
            let mut means = vec![0.0; count * width];
            for (i, row) in table.rows().enumerate() {
                let Some(node) = nodes[i] else { continue };
                let chance = sums[i].exp() / total[node];
                let truth = f64::from(u8::from(yes[i]));
                loss -= truth * sums[i];
                lean[i] += chance - truth;
                bend[i] += chance;
                let mean = &mut means[node * width..(node + 1) * width];
                mean.iter_mut().zip(row).for_each(|(mean, x)| *mean += chance * x);
            }
            for mean in means.chunks_exact(width) {
                for i in 0..width {
                    let cells = &mut shared[i * width..(i + 1) * width];
                    cells.iter_mut().zip(mean).for_each(|(cell, x)| *cell += mean[i] * x);
                }
            }
        }
        let mut slope = Slope::of(table, loss, &lean, &bend);
        slope.curvature.iter_mut().zip(shared).for_each(|(cell, shared)| *cell -= shared);
        slope.ridge(weights, ridge);
        slope
    });
    table.unscaled(&weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logistic_regression_finds_the_odds() {
        let rows: Vec<Vec<f64>> = (0..100).map(|n| vec![f64::from(n % 2)]).collect();
        let yes: Vec<bool> = (0..100).map(|n| if n % 2 == 0 { n % 10 == 0 } else { n % 10 != 1 }).collect();
        let table = Table::new(1, rows.iter().map(Vec::as_slice));
        let (weights, bias) = logistic(&table, &yes, 1e-6);
        assert!((bias - (0.2f64 / 0.8).ln()).abs() < 1e-3);
        assert!((weights[0] + bias - (0.8f64 / 0.2).ln()).abs() < 1e-3);
    }
}
