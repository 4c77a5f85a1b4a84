//! Passages side by side in tensors.

use candle_core::{Device, Result, Tensor};

use super::features::Encoded;
use super::heads::Values;

/// Passages padded to a common length, with their values.
#[derive(Debug)]
pub struct Batch {
    /// `[batch, length]` token ids.
    pub ids: Tensor,
    /// The marker of each token, passage by passage.
    pub markers: Vec<u32>,
    /// `[batch, length]`: 1 for tokens, 0 for padding.
    pub mask: Tensor,
    /// All values of the batch, passage by passage.
    pub values: Values,
    /// Common length in tokens.
    pub length: usize,
}

impl Batch {
    /// Lays passages that hold at least one value each side by side.
    ///
    /// # Errors
    /// If a tensor cannot be made, as of an empty batch.
    pub fn new(passages: &[&Encoded]) -> Result<Self> {
        let device = &Device::Cpu;
        let (batch, length) = (passages.len(), passages.iter().map(|p| p.ids.len()).max().unwrap_or(0));
        let mut ids = Vec::with_capacity(batch * length);
        let mut markers = Vec::with_capacity(batch * length);
        let mut mask = Vec::with_capacity(batch * length);
        let mut own = Vec::new();
        let mut values = Values {
            own: Tensor::zeros((1, 1), candle_core::DType::F32, device)?,
            passages: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
            markers: Vec::new(),
            places: Vec::new(),
            bounds: Vec::new(),
        };
        for (row, passage) in passages.iter().enumerate() {
            let padding = length - passage.ids.len();
            ids.extend(passage.ids.iter().copied().chain(std::iter::repeat_n(0, padding)));
            markers.extend(passage.markers.iter().copied().chain(std::iter::repeat_n(0, padding)));
            mask.extend(std::iter::repeat_n(1f32, passage.ids.len()).chain(std::iter::repeat_n(0.0, padding)));
            let last_token = passage.ids.len() - 1;
            for (n, value) in passage.values.iter().enumerate() {
                let inside = |i: usize| (value.first..=value.last).contains(&i);
                #[expect(clippy::cast_precision_loss, reason = "a value has a few tokens")]
                let weight = 1.0 / (value.last - value.first + 1) as f32;
                own.extend((0..length).map(|i| if inside(i) { weight } else { 0.0 }));
                let at = values.passages.len() * length;
                values.passages.push(index(row));
                values.before.push(index(at + value.first.saturating_sub(1)));
                values.after.push(index(at + (value.last + 1).min(last_token)));
                values.markers.push(value.marker as u32);
                values.places.extend(passage.places(n).into_iter().chain(std::iter::repeat_n([0; 3], padding)));
                values.bounds.extend(passage.bounds(n).chain(std::iter::repeat_n([false; 2], padding)));
            }
        }
        values.own = Tensor::from_vec(own, (values.passages.len(), length), device)?;
        Ok(Self {
            ids: Tensor::from_vec(ids, (batch, length), device)?,
            markers,
            mask: Tensor::from_vec(mask, (batch, length), device)?,
            values,
            length,
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a batch holds some thousand tokens")]
fn index(i: usize) -> u32 {
    i as u32
}
