//! `AdamW` (Loshchilov and Hutter, arXiv:1711.05101) on plain vectors.
//!
//! candle's own optimizer builds a dozen temporary tensors a parameter; one pass over vectors takes a tenth of the time
//! and gives every parameter its own rate.

use candle_core::backprop::GradStore;
use candle_core::{Device, Result, Tensor, Var};

const BETA1: f32 = 0.9;
const BETA2: f32 = 0.999;
const EPSILON: f32 = 1e-8;
/// Gradients longer than this, all parameters together, are scaled down to it.
const LONGEST: f64 = 1.0;

/// One trained tensor.
#[derive(Debug)]
pub struct Parameter {
    /// Its name in the weights.
    pub name: String,
    /// The tensor that the network computes with.
    pub var: Var,
    /// Whether it belongs to the heads rather than the encoder.
    pub head: bool,
    values: Vec<f32>,
    mean: Vec<f32>,
    square: Vec<f32>,
}

impl Parameter {
    /// A parameter that starts at `tensor`.
    ///
    /// # Errors
    /// If the tensor cannot be read.
    pub fn new(name: &str, tensor: &Tensor, head: bool) -> Result<Self> {
        let values = tensor.flatten_all()?.to_vec1::<f32>()?;
        let zeros = vec![0.0; values.len()];
        let var = Var::from_tensor(&tensor.copy()?)?;
        Ok(Self { name: name.to_owned(), var, head, mean: zeros.clone(), square: zeros, values })
    }
}

/// Rates of one step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rates {
    /// Learning rate of the encoder.
    pub encoder: f64,
    /// Learning rate of the heads.
    pub heads: f64,
    /// Decay of matrices; biases and norms do not decay.
    pub weight_decay: f64,
}

/// One step along the sum of the gradients, each multiplied by `scale`; the number of the step counts from 1.
///
/// # Errors
/// If a gradient is missing for every part, or not finite: training would be silently void.
#[expect(clippy::cast_possible_truncation, reason = "training is in f32")]
pub(super) fn step(
    parameters: &mut [Parameter],
    gradients: &[GradStore],
    scale: f32,
    rates: Rates,
    number: i32,
) -> Result<()> {
    let mut summed = Vec::with_capacity(parameters.len());
    let mut square = 0f64;
    for parameter in parameters.iter() {
        let mut sum = vec![0f32; parameter.values.len()];
        for store in gradients {
            // A part without values of some sort has no gradient for their head.
            if let Some(gradient) = store.get(&parameter.var) {
                let gradient = gradient.flatten_all()?.to_vec1::<f32>()?;
                sum.iter_mut().zip(&gradient).for_each(|(s, g)| *s += g * scale);
            }
        }
        square += sum.iter().map(|g| f64::from(*g) * f64::from(*g)).sum::<f64>();
        summed.push(sum);
    }
    let length = square.sqrt();
    if !length.is_finite() {
        candle_core::bail!("the gradient is {length} long in step {number}");
    }
    let clip = if length > LONGEST { (LONGEST / length) as f32 } else { 1.0 };
    let (correct1, correct2) = (1.0 - BETA1.powi(number), 1.0 - BETA2.powi(number));
    for (parameter, gradient) in parameters.iter_mut().zip(summed) {
        let rate = if parameter.head { rates.heads } else { rates.encoder } as f32;
        let decay = if parameter.var.rank() == 2 { 1.0 - rate * rates.weight_decay as f32 } else { 1.0 };
        let Parameter { values, mean, square, .. } = parameter;
        for (((value, mean), square), g) in values.iter_mut().zip(mean).zip(square).zip(gradient) {
            let g = g * clip;
            *mean = BETA1 * *mean + (1.0 - BETA1) * g;
            *square = BETA2 * *square + (1.0 - BETA2) * g * g;
            let update = (*mean / correct1) / ((*square / correct2).sqrt() + EPSILON);
            *value = *value * decay - rate * update;
        }
        let tensor = Tensor::from_slice(&parameter.values, parameter.var.shape(), &Device::Cpu)?;
        parameter.var.set(&tensor)?;
    }
    Ok(())
}
