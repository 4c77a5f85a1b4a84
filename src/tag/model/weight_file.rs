//! A safetensors file, which may come from a stranger.
//!
//! Its header is checked against the file, and the shapes in it against those that are expected, before a number is read;
//! what nobody asks for is never read. Numbers are 32, 16 or 8 bits wide.

use std::collections::BTreeMap;

use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use serde::Deserialize;

use super::weights::{SCALES, Weights, is_linear};
use crate::error::{Error, Result};

/// A weight that is asked of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its name in the set that it is read into.
    pub name: String,
    /// Its name in the file.
    pub stored: String,
    /// The shape that it must have, as it will be kept: linear weights `[in, out]`.
    pub shape: Vec<usize>,
}

impl Wanted {
    /// A weight that has the same name in the file and in the set.
    pub fn new(name: impl Into<String>, shape: Vec<usize>) -> Self {
        let name = name.into();
        Self { stored: name.clone(), name, shape }
    }

    /// The shape that it must have in the file.
    fn stored_shape(&self) -> Vec<usize> {
        let mut shape = self.shape.clone();
        if is_linear(&self.name, shape.len()) {
            shape.reverse();
        }
        shape
    }
}

/// A safetensors file in memory whose header is sound; its numbers are read when they are asked for.
#[derive(Debug)]
pub struct WeightFile<'a> {
    tensors: SafeTensors<'a>,
}

/// Longest header in bytes: some hundred times that of the largest encoder.
const LONGEST_HEADER: u64 = 4 << 20;
/// Most numbers that are kept of one file: 4 GiB of `f32`.
const MOST_NUMBERS: usize = 1 << 30;

impl<'a> WeightFile<'a> {
    /// Checks the header of a safetensors file that lies in memory.
    ///
    /// # Errors
    /// If it is no safetensors file, truncated, or its header is longer than 4 MiB or speaks of bytes that are not there
    /// or belong to two tensors.
    pub fn parse(bytes: &'a [u8]) -> Result<Self> {
        let foreign = |e: String| Error::model(format!("not a whole safetensors file: {e}"));
        let length = bytes.first_chunk::<8>().map(|b| u64::from_le_bytes(*b));
        let length = length.ok_or_else(|| foreign(format!("{} bytes, expected a header", bytes.len())))?;
        if length > LONGEST_HEADER {
            return Err(foreign(format!("a header of {length} bytes, expected at most {LONGEST_HEADER}")));
        }
        // Within the limit, so it fits every usize.
        let data = 8 + usize::try_from(length).unwrap_or(usize::MAX - 8);
        let header = bytes.get(8..data).ok_or_else(|| {
            foreign(format!("a header of {length} bytes in a file of {}, expected it to end within", bytes.len()))
        })?;
        // `SafeTensors` adds offsets up without a check for overflow: none may leave the file before it sees them.
        let places: BTreeMap<String, Place> = serde_json::from_slice(header).map_err(|e| foreign(e.to_string()))?;
        for (name, place) in places {
            if let Some((from, to)) = place.data_offsets.filter(|(from, to)| from > to || *to > bytes.len() - data) {
                let data = bytes.len() - data;
                return Err(foreign(format!("{name:?} at bytes {from} to {to} of {data}, expected it within")));
            }
        }
        let tensors = SafeTensors::deserialize(bytes).map_err(|e| foreign(e.to_string()).caused_by(e))?;
        Ok(Self { tensors })
    }

    /// Names and shapes of all weights, sorted by name.
    #[must_use]
    pub fn weights(&self) -> BTreeMap<String, Vec<usize>> {
        // Position ids, which some checkpoints carry, and the scales of rows are no weights.
        let weights = self.tensors.iter().filter(|(name, view)| !name.ends_with(SCALES) && view.dtype() != Dtype::I64);
        weights.map(|(name, view)| (name.to_owned(), view.shape().to_vec())).collect()
    }

    /// What of `wanted` is missing, misshapen or of a number type that is not known; no number is read.
    #[must_use]
    pub fn problems(&self, wanted: &[Wanted]) -> Vec<Error> {
        let mut problems: Vec<Error> = wanted.iter().filter_map(|w| self.find(w).err()).collect();
        let count = |w: &Wanted| w.shape.iter().try_fold(1usize, |a, b| a.checked_mul(*b));
        let total = wanted.iter().try_fold(0usize, |sum, w| sum.checked_add(count(w)?));
        if total.is_none_or(|total| total > MOST_NUMBERS) {
            let total = total.map_or_else(|| "more than fit an address".to_owned(), |t| t.to_string());
            problems.push(Error::model(format!("{total} numbers, expected at most {MOST_NUMBERS}")));
        }
        problems
    }

    /// Reads what is asked for, and nothing else.
    ///
    /// # Errors
    /// The first of the [`Self::problems`], or a number that is not finite.
    pub fn read(&self, wanted: &[Wanted]) -> Result<Weights> {
        if let Some(problem) = self.problems(wanted).into_iter().next() {
            return Err(problem);
        }
        let mut weights = Weights::new();
        for wanted in wanted {
            let (name, view) = self.find(wanted)?;
            weights.insert_stored(&wanted.name, self.numbers(&name)?, view.shape())?;
        }
        Ok(weights)
    }

    /// The tensor that is asked for, with its full name, if it is as it must be.
    fn find(&self, wanted: &Wanted) -> Result<(String, TensorView<'a>)> {
        let stored = &wanted.stored;
        // Checkpoints that were converted from TensorFlow keep its names of gain and bias.
        let old = stored.strip_suffix("LayerNorm.weight").map(|layer| format!("{layer}LayerNorm.gamma"));
        let old = old.or_else(|| stored.strip_suffix("LayerNorm.bias").map(|layer| format!("{layer}LayerNorm.beta")));
        let names = [Some(stored.clone()), old].into_iter().flatten();
        let found = names.into_iter().find_map(|name| Some((self.tensors.tensor(&name).ok()?, name)));
        let (view, name) = found.ok_or_else(|| Error::model(format!("weight {stored} is missing")))?;
        let expected = wanted.stored_shape();
        if view.shape() != expected {
            let found = view.shape();
            return Err(Error::model(format!("weight {name} has shape {found:?}, expected {expected:?}")));
        }
        if !matches!(view.dtype(), Dtype::F32 | Dtype::F16 | Dtype::BF16 | Dtype::I8) {
            return Err(unknown_type(&name, view.dtype()));
        }
        Ok((name, view))
    }

    /// The numbers of a tensor as `f32`, all of them finite.
    ///
    /// # Errors
    /// If there is no such tensor, it is of another number type, or some number is not finite.
    pub fn numbers(&self, name: &str) -> Result<Vec<f32>> {
        let view = self.tensors.tensor(name).map_err(|e| Error::model(format!("weight {name}: {e}")).caused_by(e))?;
        let values = match view.dtype() {
            Dtype::I8 => rows_from_8_bits(&self.tensors, name, &view)?,
            _ => floats(name, &view)?,
        };
        if let Some(at) = values.iter().position(|v| !v.is_finite()) {
            return Err(Error::model(format!("{name}: element {at} is {}, expected a finite number", values[at])));
        }
        Ok(values)
    }

    /// Whether there is a tensor of this name.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.tensors.tensor(name).is_ok()
    }
}

/// Where a header says that a tensor is, or nothing for the header's own notes.
#[derive(Deserialize)]
struct Place {
    #[serde(default)]
    data_offsets: Option<(usize, usize)>,
}

fn unknown_type(name: &str, found: Dtype) -> Error {
    Error::model(format!("weight {name} has type {found:?}, expected F32, F16, BF16 or I8"))
}

fn floats(name: &str, view: &TensorView<'_>) -> Result<Vec<f32>> {
    let bytes = view.data();
    let halves = || bytes.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]]));
    match view.dtype() {
        Dtype::F32 => Ok(bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()),
        Dtype::BF16 => Ok(halves().map(|h| f32::from_bits(u32::from(h) << 16)).collect()),
        Dtype::F16 => Ok(halves().map(half_to_float).collect()),
        other => Err(unknown_type(name, other)),
    }
}

/// IEEE 754 binary16 to binary32, exactly.
fn half_to_float(half: u16) -> f32 {
    let sign = if half & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(half >> 10 & 0x1f), f32::from(half & 0x3ff));
    sign * match exponent {
        0 => fraction * 2f32.powi(-24),
        31 => {
            if fraction == 0.0 {
                f32::INFINITY
            } else {
                f32::NAN
            }
        }
        _ => (1.0 + fraction / 1024.0) * 2f32.powi(exponent - 15),
    }
}

fn rows_from_8_bits(file: &SafeTensors<'_>, name: &str, view: &TensorView<'_>) -> Result<Vec<f32>> {
    let &[rows, columns] = view.shape() else {
        return Err(Error::model(format!("8-bit weight {name} has shape {:?}, expected a matrix", view.shape())));
    };
    let scales = file
        .tensor(&format!("{name}{SCALES}"))
        .map_err(|e| Error::model(format!("8-bit weight {name} lacks its row scales")).caused_by(e))?;
    if scales.shape() != [rows] {
        return Err(Error::model(format!("weight {name} has row scales {:?}, expected [{rows}]", scales.shape())));
    }
    let scales = floats(name, &scales)?;
    let mut values = Vec::with_capacity(rows * columns);
    for (row, scale) in view.data().chunks_exact(columns.max(1)).zip(&scales) {
        values.extend(row.iter().map(|&code| f32::from(code.cast_signed()) * scale));
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use candle_core::{DType, Device, Tensor};

    use super::*;

    /// A file with this header and so many bytes of numbers, all of them 0.
    fn file(header: &str, data: usize) -> Vec<u8> {
        [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &vec![0; data]].concat()
    }

    #[test]
    fn a_header_that_lies_is_refused() {
        let whole = r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#;
        assert!(WeightFile::parse(&file(whole, 8)).is_ok());
        let most = u64::MAX;
        let eighth = 1u64 << 61;
        let wrap: Vec<String> = (0..8)
            .map(|i| {
                let (from, to) =
                    (eighth.wrapping_mul(i), (u128::from(eighth) * u128::from(i + 1)).min(u128::from(most)));
                let shape = to - u128::from(from);
                format!(r#""t{i}":{{"dtype":"I8","shape":[{shape}],"data_offsets":[{from},{to}]}}"#)
            })
            .collect();
        for (what, bytes) in [
            ("a longer header than the file", [&999u64.to_le_bytes()[..], b"{}"].concat()),
            ("a header past all memory", [&most.to_le_bytes()[..], b"{}"].concat()),
            ("a header past the limit", file(&" ".repeat(5 << 20), 0)),
            ("more numbers than bytes", file(&whole.replace("[2]", "[200000000000]"), 8)),
            ("a shape that overflows", file(&whole.replace("[2]", &format!("[{most},{most}]")), 8)),
            ("a range past the end", file(&whole.replace("[0,8]", "[0,16]").replace("[2]", "[4]"), 8)),
            ("a range that ends before it begins", file(&whole.replace("[0,8]", "[8,0]"), 8)),
            ("ranges whose sum wraps around", file(&format!("{{{}}}", wrap.join(",")), 8)),
            ("a negative range", file(&whole.replace("[0,8]", "[-8,0]"), 8)),
            ("bytes of no tensor", file(whole, 12)),
            (
                "ranges that overlap",
                file(
                    r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
                    12,
                ),
            ),
            (
                "one name twice",
                file(
                    r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#,
                    12,
                ),
            ),
            ("a tensor that is none", file(r#"{"a":7}"#, 0)),
            ("deep nesting", file(&"[".repeat(100_000), 0)),
        ] {
            let error = WeightFile::parse(&bytes).map(|_| what).unwrap_err();
            assert!(error.is_model() && error.message().starts_with("not a whole safetensors file"), "{what}: {error}");
        }
    }

    #[test]
    fn what_nobody_asks_for_is_not_read() {
        // Of a type that cannot be read at all, so reading it would fail.
        let header = r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},
            "other":{"dtype":"F64","shape":[100],"data_offsets":[8,808]}}"#;
        let bytes = file(header, 808);
        let file = WeightFile::parse(&bytes).unwrap();
        let weights = file.read(&[Wanted::new("a", vec![2])]).unwrap();
        assert_eq!(weights.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["a"]);
        assert!(file.read(&[Wanted::new("other", vec![100])]).unwrap_err().to_string().contains("type F64"));
    }

    #[test]
    fn every_misfit_is_a_problem_before_a_number_is_read() {
        let mut sample = Weights::new();
        sample.insert("a.weight", Tensor::zeros((4, 3), DType::F32, &Device::Cpu).unwrap());
        sample.insert("a.bias", Tensor::zeros(3, DType::F32, &Device::Cpu).unwrap());
        let bytes = sample.to_bytes().unwrap();
        let file = WeightFile::parse(&bytes).unwrap();
        let wanted =
            [Wanted::new("a.weight", vec![4, 4]), Wanted::new("gone", vec![1]), Wanted::new("a.bias", vec![3])];
        let problems: Vec<String> = file.problems(&wanted).iter().map(ToString::to_string).collect();
        assert_eq!(problems, ["weight a.weight has shape [3, 4], expected [4, 4]", "weight gone is missing"]);
        for huge in [vec![1 << 31], vec![usize::MAX, usize::MAX], vec![1 << 40, 1 << 40]] {
            let problems = file.problems(&[Wanted::new("gone", huge.clone())]);
            assert!(problems.iter().any(|p| p.to_string().contains("expected at most 1073741824")), "{huge:?}");
        }
    }

    #[test]
    fn the_names_of_converted_checkpoints_are_known() {
        let header = r#"{"LayerNorm.gamma":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#;
        let bytes = file(header, 8);
        let weights = WeightFile::parse(&bytes).unwrap().read(&[Wanted::new("LayerNorm.weight", vec![2])]).unwrap();
        assert_eq!(weights.get("LayerNorm.weight", &[2]).unwrap().dims(), [2]);
    }

    #[test]
    fn row_scales_that_do_not_fit_are_refused() {
        for scales in ["[3]", "[2,1]"] {
            let count = if scales == "[3]" { 12 } else { 8 };
            let header = format!(
                r#"{{"a":{{"dtype":"I8","shape":[2,2],"data_offsets":[0,4]}},
                    "a.scales":{{"dtype":"F32","shape":{scales},"data_offsets":[4,{}]}}}}"#,
                4 + count
            );
            let bytes = file(&header, 4 + count);
            let error = WeightFile::parse(&bytes).unwrap().read(&[Wanted::new("a", vec![2, 2])]).unwrap_err();
            assert!(error.to_string().contains("row scales"), "{error}");
        }
    }

    #[test]
    fn half_floats_are_exact() {
        for (half, float) in [(0x3c00, 1.0), (0xc000, -2.0), (0x3555, 0.333_251_95), (0x0001, 5.960_464_5e-8), (0, 0.0)]
        {
            assert_eq!(half_to_float(half).to_bits(), f32::to_bits(float));
        }
    }
}
