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

/// One trained tensor, with what the optimizer remembers of it.
#[derive(Debug)]
pub(super) struct Parameter {
    /// Its name in the weights.
    pub name: String,
    /// The tensor that the network computes with.
    pub var: Var,
    /// Whether it belongs to the heads rather than the encoder.
    pub head: bool,
    /// The tensor's elements.
    values: Vec<f32>,
    /// Running mean of the gradient.
    mean: Vec<f32>,
    /// Running mean of the gradient's square.
    square: Vec<f32>,
    /// Moving average of the elements; empty if none is kept.
    average: Vec<f32>,
}

impl Parameter {
    /// A parameter that starts at `tensor`, with a moving average if it is `averaged`.
    ///
    /// # Errors
    /// If the tensor cannot be read.
    pub(super) fn new(name: &str, tensor: &Tensor, head: bool, averaged: bool) -> Result<Self> {
        let values = tensor.flatten_all()?.to_vec1::<f32>()?;
        let zeros = vec![0.0; values.len()];
        let var = Var::from_tensor(&tensor.copy()?)?;
        let average = if averaged { values.clone() } else { Vec::new() };
        Ok(Self { name: name.to_owned(), var, head, mean: zeros.clone(), square: zeros, average, values })
    }

    /// The elements to score and to publish: the average where there is one.
    pub(super) fn settled(&self) -> &[f32] {
        if self.average.is_empty() { &self.values } else { &self.average }
    }

    /// Everything that a checkpoint has to hold of it, by name.
    pub(super) fn vectors(&self) -> [(&'static str, &[f32]); 4] {
        [("value", &self.values), ("mean", &self.mean), ("square", &self.square), ("average", &self.average)]
    }

    /// Takes back what [`Parameter::vectors`] gave, in its order.
    ///
    /// # Errors
    /// If the vectors are not as long as before.
    pub(super) fn restore(&mut self, [values, mean, square, average]: [Vec<f32>; 4]) -> Result<()> {
        self.var.set(&Tensor::from_slice(&values, self.var.shape(), &Device::Cpu)?)?;
        (self.values, self.mean, self.square, self.average) = (values, mean, square, average);
        Ok(())
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
    /// Decay of the moving average.
    pub average: f64,
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
    // The average of a young run follows faster, or it would long hold the first weights.
    let young = f64::from(1 + number) / f64::from(10 + number);
    let kept = rates.average.min(young) as f32;
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
        for (average, value) in parameter.average.iter_mut().zip(&parameter.values) {
            *average = kept * *average + (1.0 - kept) * value;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps along the gradient of the sum of squares; the values and their average after each.
    fn descend(average: f64, steps: i32) -> (Vec<f32>, Vec<Vec<f32>>) {
        let start = Tensor::new(&[1f32, -2.0], &Device::Cpu).unwrap();
        let mut parameters = vec![Parameter::new("w", &start, true, average > 0.0).unwrap()];
        let rates = Rates { encoder: 0.0, heads: 0.1, weight_decay: 0.0, average };
        let mut path = Vec::new();
        for number in 1..=steps {
            let loss = parameters[0].var.sqr().unwrap().sum_all().unwrap();
            step(&mut parameters, &[loss.backward().unwrap()], 1.0, rates, number).unwrap();
            path.push(parameters[0].values.clone());
        }
        (parameters[0].settled().to_vec(), path)
    }

    #[test]
    fn the_first_step_is_as_long_as_the_rate() {
        let (settled, path) = descend(0.0, 1);
        assert_eq!(settled, path[0]);
        assert!((path[0][0] - 0.9).abs() < 1e-4 && (path[0][1] + 1.9).abs() < 1e-4, "{path:?}");
    }

    #[test]
    fn the_average_follows_the_values() {
        let (settled, path) = descend(0.999, 2);
        // Young averages keep 2/11 and 3/12 of what they were.
        let first = 2.0 / 11.0 + 9.0 / 11.0 * path[0][0];
        let second = 0.25 * first + 0.75 * path[1][0];
        assert!((settled[0] - second).abs() < 1e-6, "{settled:?} {path:?}");
    }
}
