//! Weights by name: kept as `f32`, written in 8 bits a row.
//!
//! Linear layers are stored `[out, in]` as everywhere, and kept `[in, out]`, which multiplies faster; embeddings stay as
//! they are.

use std::collections::BTreeMap;

use candle_core::{Device, Tensor};
use safetensors::tensor::{Dtype, View};

use super::weight_file::WeightFile;
use crate::error::{Error, Result};

/// Suffix of the tensor that holds the row scales of an 8-bit matrix.
pub(super) const SCALES: &str = ".scales";

/// Named `f32` tensors on the CPU, linear weights as `[in, out]`.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    tensors: BTreeMap<String, Tensor>,
}

/// Whether a tensor is the weight of a linear layer, which is kept transposed.
pub(super) fn is_linear(name: &str, dims: usize) -> bool {
    dims == 2 && name.ends_with(".weight") && !name.contains("embedding")
}

impl Weights {
    /// An empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads every weight of a safetensors file that lies in memory, as for training; see [`WeightFile::read`] for files
    /// whose shapes are known.
    ///
    /// # Errors
    /// If it is no safetensors file, truncated, of a number type other than `F32`, `F16`, `BF16` and `I8`, or holds
    /// numbers that are not finite.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let file = WeightFile::parse(bytes)?;
        let mut weights = Self::new();
        for (name, shape) in file.weights() {
            // A checkpoint of a bare encoder and one of a larger model differ by this prefix only.
            let plain = name.strip_prefix("bert.").unwrap_or(&name);
            weights.insert_stored(plain, file.numbers(&name)?, &shape)?;
        }
        Ok(weights)
    }

    /// Adds a tensor in the layout of files: linear weights as `[out, in]`.
    pub(super) fn insert_stored(&mut self, name: &str, values: Vec<f32>, shape: &[usize]) -> Result<()> {
        let tensor = Tensor::from_vec(values, shape, &Device::Cpu)
            .and_then(|t| if is_linear(name, shape.len()) { t.t()?.contiguous() } else { Ok(t) });
        let tensor = tensor.map_err(|e| Error::model(format!("{name}: {e}")).caused_by(e))?;
        self.tensors.insert(name.to_owned(), tensor);
        Ok(())
    }

    /// Adds or replaces a tensor, in the layout of this set: linear weights as `[in, out]`.
    pub fn insert(&mut self, name: impl Into<String>, tensor: Tensor) {
        self.tensors.insert(name.into(), tensor);
    }

    /// The tensor `name`, which must have `shape`.
    ///
    /// # Errors
    /// If it is missing or has another shape.
    pub fn get(&self, name: &str, shape: &[usize]) -> Result<Tensor> {
        let tensor = self.tensors.get(name);
        let tensor = tensor.ok_or_else(|| Error::model(format!("weight {name} is missing")))?;
        if tensor.dims() != shape {
            let found = tensor.dims();
            return Err(Error::model(format!("weight {name} has shape {found:?}, expected {shape:?}")));
        }
        Ok(tensor.clone())
    }

    /// Names and tensors, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Tensor)> {
        self.tensors.iter().map(|(name, tensor)| (name.as_str(), tensor))
    }

    /// Keeps the tensors whose name `keep` accepts.
    pub fn retain(&mut self, mut keep: impl FnMut(&str) -> bool) {
        self.tensors.retain(|name, _| keep(name));
    }

    /// The bytes of a safetensors file: matrices in 8 bits with one scale a row, everything else in `f32`.
    ///
    /// Symmetric quantization by the largest magnitude of each row; a model that was trained in `f32` loses nothing that
    /// its scores show.
    ///
    /// # Errors
    /// If a tensor cannot be read back.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut stored: Vec<(String, Stored)> = Vec::new();
        for (name, tensor) in &self.tensors {
            let read = |t: &Tensor| t.flatten_all()?.to_vec1::<f32>();
            let linear = is_linear(name, tensor.rank());
            let upright = if linear { tensor.t().and_then(|t| t.contiguous()) } else { Ok(tensor.clone()) };
            let (values, shape) = upright
                .and_then(|t| Ok((read(&t)?, t.dims().to_vec())))
                .map_err(|e| Error::model(format!("{name}: {e}")).caused_by(e))?;
            if shape.len() == 2 {
                let (codes, scales) = rows_to_8_bits(&values, shape[1]);
                let rows = shape[0];
                stored.push((name.clone(), Stored { dtype: Dtype::I8, shape, bytes: codes }));
                let bytes = scales.iter().flat_map(|s| s.to_le_bytes()).collect();
                stored.push((format!("{name}{SCALES}"), Stored { dtype: Dtype::F32, shape: vec![rows], bytes }));
            } else {
                let bytes = values.iter().flat_map(|s| s.to_le_bytes()).collect();
                stored.push((name.clone(), Stored { dtype: Dtype::F32, shape, bytes }));
            }
        }
        safetensors::serialize(stored, None).map_err(|e| Error::model(e.to_string()).caused_by(e))
    }
}

/// A tensor as it goes into a file.
struct Stored {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl View for Stored {
    fn dtype(&self) -> Dtype {
        self.dtype
    }

    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn data(&self) -> std::borrow::Cow<'_, [u8]> {
        (&self.bytes).into()
    }

    fn data_len(&self) -> usize {
        self.bytes.len()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the quotient lies within -127 and 127")]
fn rows_to_8_bits(values: &[f32], columns: usize) -> (Vec<u8>, Vec<f32>) {
    let mut codes = Vec::with_capacity(values.len());
    let mut scales = Vec::new();
    for row in values.chunks_exact(columns) {
        let most = row.iter().fold(0f32, |most, v| most.max(v.abs()));
        let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
        codes.extend(row.iter().map(|v| ((v / scale).round() as i8).cast_unsigned()));
        scales.push(scale);
    }
    (codes, scales)
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
mod tests {
    use super::*;

    fn sample() -> Weights {
        let mut weights = Weights::new();
        let values: Vec<f32> = (0..12).map(|i| (i as f32 - 5.5) / 3.0).collect();
        weights.insert("a.weight", Tensor::from_vec(values.clone(), (4, 3), &Device::Cpu).unwrap());
        weights.insert("word_embeddings.weight", Tensor::from_vec(values, (4, 3), &Device::Cpu).unwrap());
        weights.insert("a.bias", Tensor::from_vec(vec![0.1f32, 0.2, 0.3], 3, &Device::Cpu).unwrap());
        weights
    }

    #[test]
    fn eight_bits_a_row_come_back_within_half_a_step() {
        let weights = sample();
        let back = Weights::parse(&weights.to_bytes().unwrap()).unwrap();
        for (name, tensor) in weights.iter() {
            let other = back.get(name, tensor.dims()).unwrap();
            let (a, b) = (tensor.flatten_all().unwrap(), other.flatten_all().unwrap());
            for (a, b) in a.to_vec1::<f32>().unwrap().iter().zip(&b.to_vec1::<f32>().unwrap()) {
                assert!((a - b).abs() <= 2.0 / 127.0 / 2.0 + 1e-6, "{name}: {a} came back as {b}");
            }
        }
    }

    #[test]
    fn a_truncated_or_foreign_file_is_refused() {
        let bytes = sample().to_bytes().unwrap();
        for bad in [&bytes[..bytes.len() - 1], &bytes[..7], b"", b"%PDF-1.7 and so on and on", &[0xff; 64]] {
            assert!(Weights::parse(bad).unwrap_err().is_model());
        }
    }

    #[test]
    fn a_missing_or_misshapen_weight_is_named() {
        let weights = sample();
        assert!(weights.get("b.weight", &[1]).unwrap_err().to_string().contains("b.weight is missing"));
        assert!(weights.get("a.bias", &[4]).unwrap_err().to_string().contains("[3], expected [4]"));
    }
}
