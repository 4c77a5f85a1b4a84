//! What training minimizes: the surprise at the right kind, modality and spans.

use candle_core::backprop::GradStore;
use candle_core::{D, Device, Result, Tensor};

use super::examples::Example;
use crate::tag::Network;
use crate::tag::batch::Batch;
use crate::tag::heads::{LONGEST_SPAN, PARTS, Scores};

/// The summed loss of the examples' values, and its gradients.
///
/// # Errors
/// If an example does not fit the network.
pub(super) fn gradients(network: &Network, examples: &[&Example], roles_weight: f64) -> Result<(f64, GradStore)> {
    let batch = Batch::new(&examples.iter().map(|e| &e.encoded).collect::<Vec<_>>())?;
    let scores = network.forward(&batch)?;
    let targets: Vec<_> = examples.iter().flat_map(|e| &e.targets).collect();
    let device = &Device::Cpu;
    let count = targets.len();

    let kinds = Tensor::from_iter(targets.iter().map(|t| t.kind), device)?.unsqueeze(1)?;
    let mut loss = surprise(&scores.kinds, &kinds)?.sum_all()?;

    // Modality and roles are learned from claims alone: other quantities have none.
    let claims = Tensor::from_iter(targets.iter().map(|t| if t.kind > 0 { 1f32 } else { 0.0 }), device)?;
    let modalities = Tensor::from_iter(targets.iter().map(|t| t.modality), device)?.unsqueeze(1)?;
    let modality = surprise(&scores.modalities, &modalities)?.squeeze(1)?;
    loss = (loss + (modality * &claims)?.sum_all()?)?;

    let width = batch.length;
    let span = |place: &Option<(usize, usize)>| place.map_or(0, |(first, last)| 1 + first * width + last);
    #[expect(clippy::cast_possible_truncation, reason = "a span's index is below 512 squared")]
    let spans: Vec<u32> = targets.iter().flat_map(|t| t.roles.iter().map(|r| span(r) as u32)).collect();
    let roles = spans.len() / count.max(1);
    let targets = Tensor::from_vec(spans, (count, roles, 1), device)?;
    let role = surprise(&spans_of(&scores, &batch)?, &targets)?.squeeze(2)?.sum(1)?;
    // An annotated span that the masks forbid (inside a word, too long) would cost thousands: it is not learned from.
    let role = role.minimum(500.0)?;
    loss = (loss + ((role * claims)?.sum_all()? * roles_weight)?)?;
    let value = f64::from(loss.to_scalar::<f32>()?);
    Ok((value, loss.backward()?))
}

/// What a forbidden span scores.
const FORBIDDEN: f32 = -1e4;

/// `[values, roles, 1 + length * length]`: the score of no span, 0, then of every span by its first and last token.
fn spans_of(scores: &Scores, batch: &Batch) -> Result<Tensor> {
    let (count, length, width) = scores.parts.dims3()?;
    let roles = width / PARTS;
    let device = &Device::Cpu;
    // [values, length, roles, parts] -> one [values, roles, length] for each part.
    let parts = scores.parts.reshape((count, length, roles, PARTS))?.permute((3, 0, 2, 1))?.contiguous()?;
    let (begins, inside, ends) = (parts.get(0)?, parts.get(1)?, parts.get(2)?);
    let mask = |n: usize| {
        let allowed = batch.values.bounds.iter().map(|b| if b[n] { 0.0 } else { FORBIDDEN });
        Tensor::from_vec(allowed.collect::<Vec<f32>>(), (count, 1, length), device)
    };
    // The sum over the inside of a span is a difference of two running sums.
    let upper = Tensor::triu2(length, inside.dtype(), device)?;
    let up_to = inside.reshape((count * roles, length))?.matmul(&upper)?.reshape((count, roles, length))?;
    let before = (&up_to - &inside)?;
    let begins = (begins - before)?.broadcast_add(&mask(0)?)?;
    let ends = (ends + up_to)?.broadcast_add(&mask(1)?)?;
    let fits = |first: usize, last: usize| first <= last && last < first + LONGEST_SPAN;
    let band = (0..length * length).map(|i| if fits(i / length, i % length) { 0.0 } else { FORBIDDEN });
    let band = Tensor::from_vec(band.collect::<Vec<f32>>(), (length, length), device)?;
    let spans = begins.unsqueeze(D::Minus1)?.broadcast_add(&ends.unsqueeze(2)?)?.broadcast_add(&band)?;
    let none = Tensor::zeros((count, roles, 1), spans.dtype(), device)?;
    Tensor::cat(&[&none, &spans.reshape((count, roles, length * length))?], 2)
}

/// Negative log probability of the target along the last dimension.
fn surprise(logits: &Tensor, targets: &Tensor) -> Result<Tensor> {
    let most = logits.max_keepdim(D::Minus1)?.detach();
    let sum = logits.broadcast_sub(&most)?.exp()?.sum_keepdim(D::Minus1)?;
    (sum.log()? + most)? - logits.gather(targets, D::Minus1)?
}
