//! What is computed row by row between products: layer norm, softmax, GELU, 8-bit codes, and their gradients.
//!
//! Plain loops without branches, over chunks of [`LANES`] numbers where something is summed, so that the compiler turns
//! them into vector instructions; `vectorized!` has each compiled for the processor's widest vectors too and picks at run
//! time.

use super::product::{CodedRows, ZERO};

/// Partial sums that are kept apart: as many as the widest vectors hold.
const LANES: usize = 16;

/// Vector instructions that loops are compiled for beside the platform's least.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
enum Vectors {
    Avx512,
    Avx2,
    Least,
}

#[cfg(target_arch = "x86_64")]
impl Vectors {
    fn detected() -> Self {
        let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        let avx512 = is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl");
        match (avx2, avx512) {
            (true, true) => Self::Avx512,
            (true, false) => Self::Avx2,
            (false, _) => Self::Least,
        }
    }
}

/// Functions whose loops are compiled for every kind of vectors in [`Vectors`]. Everything that a body calls must be
/// `inline(always)`, or it is compiled for the least alone.
macro_rules! vectorized {
    ($($(#[$doc:meta])* fn $name:ident($($arg:ident: $type:ty),* $(,)?) $body:block)*) => {$(
        $(#[$doc])*
        pub(super) fn $name($($arg: $type),*) {
            #[inline(always)]
            fn body($($arg: $type),*) $body

            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")]
                fn avx512($($arg: $type),*) {
                    body($($arg),*);
                }
                #[target_feature(enable = "avx2,fma")]
                fn avx2($($arg: $type),*) {
                    body($($arg),*);
                }
                #[expect(unsafe_code, reason = "the instructions are there: `detected` has asked")]
                match Vectors::detected() {
                    // SAFETY: exactly the features that were detected.
                    Vectors::Avx512 => return unsafe { avx512($($arg),*) },
                    // SAFETY: likewise.
                    Vectors::Avx2 => return unsafe { avx2($($arg),*) },
                    Vectors::Least => {}
                }
            }
            body($($arg),*);
        }
    )*};
}

/// `e^x` to 1e-7 relative, by range reduction and the polynomial of Cephes' `expf`; branch-free, so that the compiler
/// can vectorize the loops that call it.
#[inline(always)]
#[expect(clippy::excessive_precision, reason = "the constants are those of Cephes")]
fn exp(x: f32) -> f32 {
    // Adding 1.5 * 2^23 rounds to a whole number, which then stands in the low bits.
    const ROUND: f32 = 12_582_912.0;
    const VANISHES: f32 = -80.0;
    let x = x.clamp(VANISHES, 88.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = x - n * 0.693_359_375 + n * 2.121_944_4e-4;
    let p = 1.987_569_15e-4_f32;
    let p = p * r + 1.398_199_95e-3;
    let p = p * r + 8.333_451_9e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_55e-1;
    let p = p * r + 5.000_000_1e-1;
    let exponent = shifted.to_bits().wrapping_add(127) << 23;
    let e = (p * r * r + r + 1.0) * f32::from_bits(exponent);
    // What is left of a masked score must be zero, not 1e-38: products with subnormal numbers take a hundred times as long.
    if x <= VANISHES { 0.0 } else { e }
}

/// The standard normal distribution function, to 1e-7 (Abramowitz and Stegun, 7.1.26), and `e^(-x^2/2)`.
#[inline(always)]
fn normal(x: f32) -> (f32, f32) {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let bell = exp(-z * z);
    let tail = t * (0.254_829_6 + t * (-0.284_496_72 + t * (1.421_413_8 + t * (-1.453_152_1 + t * 1.061_405_4))));
    let half = 0.5 * tail * bell;
    (if x < 0.0 { half } else { 1.0 - half }, bell)
}

#[inline(always)]
fn sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0f32; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        sums.iter_mut().zip(chunk).for_each(|(s, x)| *s += of(*x));
    }
    rest.iter().fold(sums.iter().sum::<f32>(), |s, x| s + of(*x))
}

/// The inner product of two rows of one length.
#[inline(always)]
fn dot(x: &[f32], y: &[f32]) -> f32 {
    let mut sums = [0f32; LANES];
    let (x_chunks, x_rest) = x.as_chunks::<LANES>();
    let (y_chunks, y_rest) = y.as_chunks::<LANES>();
    for (x, y) in x_chunks.iter().zip(y_chunks) {
        sums.iter_mut().zip(x).zip(y).for_each(|((s, x), y)| *s += x * y);
    }
    x_rest.iter().zip(y_rest).fold(sums.iter().sum::<f32>(), |s, (x, y)| s + x * y)
}

/// The greater number, in one instruction; `f32::max` would take three to look for NaN.
#[inline(always)]
fn greater(a: f32, b: f32) -> f32 {
    if b > a { b } else { a }
}

#[inline(always)]
fn largest(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut most = [f32::NEG_INFINITY; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        most.iter_mut().zip(chunk).for_each(|(m, x)| *m = greater(*m, of(*x)));
    }
    most.iter().copied().chain(rest.iter().map(|x| of(*x))).fold(f32::NEG_INFINITY, greater)
}

#[inline(always)]
#[expect(clippy::cast_precision_loss, reason = "rows are a few hundred long")]
fn count(n: usize) -> f32 {
    n as f32
}

#[inline(always)]
fn average(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    sum(values, of) / count(values.len())
}

/// Mean and inverse standard deviation of a row.
#[inline(always)]
fn moments(row: &[f32], epsilon: f32) -> (f32, f32) {
    let mean = average(row, |x| x);
    let variance = average(row, |x| (x - mean) * (x - mean));
    (mean, 1.0 / (variance + epsilon).sqrt())
}

vectorized! {
    /// Gaussian error linear unit of each number, exact form: `x * Phi(x)` (Hendrycks and Gimpel, arXiv:1606.08415).
    fn gelu(values: &mut [f32]) {
        for x in values {
            *x *= normal(*x).0;
        }
    }

    /// Turns numbers into the gradients of their GELU, times the gradients `grad`.
    fn gelu_gradient(values: &mut [f32], grad: &[f32]) {
        const FRAC_1_SQRT_2PI: f32 = 0.398_942_3;
        for (x, g) in values.iter_mut().zip(grad) {
            let (phi, bell) = normal(*x);
            *x = g * (phi + *x * bell * FRAC_1_SQRT_2PI);
        }
    }

    /// Softmax of each row of `width` numbers.
    fn softmax(values: &mut [f32], width: usize) {
        for row in values.chunks_exact_mut(width) {
            let most = largest(row, |x| x);
            for x in row.iter_mut() {
                *x = exp(*x - most);
            }
            let scale = 1.0 / sum(row, |x| x);
            for x in row {
                *x *= scale;
            }
        }
    }

    /// Turns the gradients of softmaxes `y`, rows of `width`, into those of what they were taken of.
    fn softmax_gradient(y: &[f32], width: usize, grad: &mut [f32]) {
        for (y, grad) in y.chunks_exact(width).zip(grad.chunks_exact_mut(width)) {
            let along = dot(y, grad);
            grad.iter_mut().zip(y).for_each(|(g, y)| *g = y * (*g - along));
        }
    }

    /// Layer norm of `x + y`, row by row, into `x` (Ba, Kiros and Hinton, arXiv:1607.06450).
    fn add_norm(x: &mut [f32], y: &[f32], gain: &[f32], bias: &[f32], epsilon: f32) {
        for (x, y) in x.chunks_exact_mut(gain.len()).zip(y.chunks_exact(gain.len())) {
            x.iter_mut().zip(y).for_each(|(x, y)| *x += y);
            let (mean, inverse) = moments(x, epsilon);
            x.iter_mut().zip(gain).zip(bias).for_each(|((x, g), b)| *x = (*x - mean) * inverse * g + b);
        }
    }

    /// Turns the gradients of layer norms of the rows of `x` into those of `x`, and adds those of gain and bias.
    fn norm_gradient(
        x: &[f32],
        gain: &[f32],
        epsilon: f32,
        grad: &mut [f32],
        gain_grad: &mut [f32],
        bias_grad: &mut [f32],
    ) {
        let n = gain.len();
        let (mut normed, mut scaled) = (vec![0f32; n], vec![0f32; n]);
        for (row, grad) in x.chunks_exact(n).zip(grad.chunks_exact_mut(n)) {
            let (mean, inverse) = moments(row, epsilon);
            normed.iter_mut().zip(row).for_each(|(y, x)| *y = (x - mean) * inverse);
            scaled.iter_mut().zip(&*grad).zip(gain).for_each(|((y, g), gain)| *y = g * gain);
            gain_grad.iter_mut().zip(&*grad).zip(&normed).for_each(|((d, g), y)| *d += g * y);
            bias_grad.iter_mut().zip(&*grad).for_each(|(d, g)| *d += g);
            let (mean, along) = (average(&scaled, |g| g), dot(&scaled, &normed) / count(n));
            grad.iter_mut().zip(&scaled).zip(&normed).for_each(|((d, g), y)| *d = inverse * (g - mean - y * along));
        }
    }

    /// Rows of `width` numbers in 8 bits, each by its largest magnitude.
    fn encode(rows: &[f32], width: usize, coded: &mut CodedRows) {
        // Adding 1.5 * 2^23 rounds to a whole number, whose low byte is then the low byte of the number's bits.
        #[expect(clippy::cast_precision_loss, reason = "128 is exact")]
        const ROUND: f32 = 12_582_912.0 + ZERO as f32;
        let count = rows.len() / width;
        coded.codes.resize(count * width, 0);
        coded.scales.resize(count, 0.0);
        let places = coded.codes.chunks_exact_mut(width).zip(&mut coded.scales);
        for (row, (codes, scale)) in rows.chunks_exact(width).zip(places) {
            let most = largest(row, f32::abs);
            let inverse = if most > 0.0 { 127.0 / most } else { 0.0 };
            *scale = most / 127.0;
            codes.iter_mut().zip(row).for_each(|(code, x)| *code = (x * inverse + ROUND).to_bits().to_le_bytes()[0]);
        }
    }
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
mod tests {
    use super::*;

    fn sample(count: usize) -> Vec<f32> {
        (0..count).map(|i| ((i * 37 % 101) as f32 / 17.0 - 3.0).sin() * 3.0).collect()
    }

    #[test]
    fn exp_follows_the_exact_function() {
        for i in -3000..3000 {
            let x = i as f32 / 40.0;
            let exact = f64::from(x).exp();
            assert!(((f64::from(exp(x)) - exact) / exact).abs() < 3e-7 || x <= -80.0 && exp(x) == 0.0, "exp({x})");
        }
    }

    #[test]
    fn every_row_of_a_softmax_sums_to_one_and_keeps_its_order() {
        for width in [1, 15, 16, 37] {
            let before = sample(4 * width);
            let mut after = before.clone();
            softmax(&mut after, width);
            for (before, after) in before.chunks_exact(width).zip(after.chunks_exact(width)) {
                let exact: f64 = before.iter().map(|x| f64::from(*x).exp()).sum();
                for (x, y) in before.iter().zip(after) {
                    assert!((f64::from(*x).exp() / exact - f64::from(*y)).abs() < 1e-6, "{x} became {y}");
                }
            }
        }
    }

    #[test]
    fn codes_lie_within_half_a_step() {
        let (rows, width) = (sample(3 * 20), 20);
        let mut coded = CodedRows::default();
        encode(&rows, width, &mut coded);
        for (n, (x, code)) in rows.iter().zip(&coded.codes).enumerate() {
            let scale = coded.scales[n / width];
            let back = (f32::from(*code) - ZERO as f32) * scale;
            assert!((x - back).abs() <= scale * 0.501, "{x} came back as {back}");
        }
        encode(&[0.0; 8], 8, &mut coded);
        assert!(coded.codes.iter().all(|c| i32::from(*c) == ZERO));
    }
}
