//! Products of matrices on the calling thread: `f32`, and 8-bit integers where the processor multiplies them.
//!
//! The right factor is laid out in panels of [`PANEL`] columns, which a kernel reads front to back while the left factor
//! stays where it lies. Weights are laid out once, when a model is loaded. The kernels are written for AVX-512, where they
//! reach 95 % of the core's multiply-add peak and twice what the `gemm` crate's AVX2 kernels do; elsewhere that crate
//! multiplies panel by panel. The 8-bit kernel wants VNNI, and [`Codes::supported`] says whether it is there.

#[cfg(target_arch = "x86_64")]
mod avx512;

/// Columns of a panel: two registers of sixteen numbers.
pub const PANEL: usize = 32;
/// Bytes of the left factor that are multiplied with all panels before the next ones are: they stay in the second cache.
const BLOCK_BYTES: usize = 384 << 10;
/// Rows that a kernel takes at a time.
const TILE: usize = 12;

/// A matrix that lies somewhere in a slice.
#[derive(Clone, Copy, Debug)]
pub struct Matrix<'a> {
    values: &'a [f32],
    rows: usize,
    columns: usize,
    row_stride: usize,
    column_stride: usize,
}

impl<'a> Matrix<'a> {
    /// `rows` rows of `columns` numbers, each row `stride` after the one before it.
    #[must_use]
    pub fn new(values: &'a [f32], rows: usize, columns: usize, stride: usize) -> Self {
        let matrix = Self { values, rows, columns, row_stride: stride, column_stride: 1 };
        matrix.assert_inside();
        matrix
    }

    /// The same numbers with rows and columns exchanged.
    #[must_use]
    pub fn transposed(self) -> Self {
        Self {
            values: self.values,
            rows: self.columns,
            columns: self.rows,
            row_stride: self.column_stride,
            column_stride: self.row_stride,
        }
    }

    /// The kernels read what this says is there.
    fn assert_inside(&self) {
        if self.rows > 0 && self.columns > 0 {
            let last = (self.rows - 1) * self.row_stride + (self.columns - 1) * self.column_stride;
            assert!(last < self.values.len(), "a matrix reaches beyond its numbers");
        }
    }
}

/// Where a product goes: rows that start `stride` after one another.
#[derive(Debug)]
pub struct Target<'a> {
    values: &'a mut [f32],
    stride: usize,
}

impl<'a> Target<'a> {
    /// Rows in `values`, each `stride` after the one before it.
    #[must_use]
    pub fn new(values: &'a mut [f32], stride: usize) -> Self {
        Self { values, stride }
    }

    fn assert_holds(&self, rows: usize, columns: usize) {
        if rows > 0 && columns > 0 {
            assert!(columns <= self.stride || rows == 1, "rows of a product would overlap");
            assert!((rows - 1) * self.stride + columns <= self.values.len(), "a product reaches beyond its place");
        }
    }
}

/// A right factor `[inputs, outputs]` in panels: for each, `inputs` runs of [`PANEL`] numbers, the last filled up with
/// zeros.
#[derive(Clone, Debug, Default)]
pub struct Panels {
    inputs: usize,
    outputs: usize,
    values: Vec<f32>,
}

impl Panels {
    /// The panels of `matrix`.
    #[must_use]
    pub fn new(matrix: Matrix<'_>) -> Self {
        let mut panels = Self::default();
        panels.pack(matrix, 1.0);
        panels
    }

    /// Becomes the panels of `matrix` times `scale`, in the memory that is there.
    pub fn pack(&mut self, matrix: Matrix<'_>, scale: f32) {
        (self.inputs, self.outputs) = (matrix.rows, matrix.columns);
        let size = self.inputs * PANEL;
        self.values.resize(self.outputs.div_ceil(PANEL) * size, 0.0);
        for (n, panel) in self.values.chunks_exact_mut(size.max(1)).enumerate() {
            let first = n * PANEL;
            let width = PANEL.min(self.outputs - first);
            if width < PANEL {
                panel.fill(0.0);
            }
            if matrix.column_stride == 1 {
                for (i, run) in panel.chunks_exact_mut(PANEL).enumerate() {
                    let from = &matrix.values[i * matrix.row_stride + first..][..width];
                    run.iter_mut().zip(from).for_each(|(to, x)| *to = x * scale);
                }
            } else {
                for column in 0..width {
                    let from = (first + column) * matrix.column_stride;
                    for i in 0..self.inputs {
                        panel[i * PANEL + column] = matrix.values[from + i * matrix.row_stride] * scale;
                    }
                }
            }
        }
    }

    /// Width of what comes out.
    #[must_use]
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// `x` times the panels, plus `bias` in every row if there is one; what `out` held is overwritten.
    ///
    /// # Panics
    /// If the factors, the bias or the place do not fit each other.
    pub fn multiply(&self, x: Matrix<'_>, bias: Option<&[f32]>, out: &mut Target<'_>) {
        assert_eq!(x.columns, self.inputs, "the factors do not fit");
        assert!(bias.is_none_or(|b| b.len() == self.outputs), "the bias does not fit");
        x.assert_inside();
        out.assert_holds(x.rows, self.outputs);
        if self.inputs == 0 {
            for row in 0..x.rows {
                let out = &mut out.values[row * out.stride..][..self.outputs];
                match bias {
                    Some(bias) => out.copy_from_slice(bias),
                    None => out.fill(0.0),
                }
            }
            return;
        }
        #[cfg(target_arch = "x86_64")]
        if avx512::supported() {
            avx512::multiply(self, x, bias, out);
            return;
        }
        self.multiply_anywhere(x, bias, out);
    }

    /// The product on processors without AVX-512, by the `gemm` crate.
    #[expect(unsafe_code, reason = "the gemm crate's interface is raw pointers with strides")]
    fn multiply_anywhere(&self, x: Matrix<'_>, bias: Option<&[f32]>, out: &mut Target<'_>) {
        let stride = |n: usize| n.cast_signed();
        for (n, panel) in self.values.chunks_exact(self.inputs * PANEL).enumerate() {
            let first = n * PANEL;
            let width = PANEL.min(self.outputs - first);
            if let Some(bias) = bias {
                for row in 0..x.rows {
                    out.values[row * out.stride + first..][..width].copy_from_slice(&bias[first..first + width]);
                }
            }
            let to = out.values[first..].as_mut_ptr();
            // SAFETY: `assert_inside` and `assert_holds` have checked that the left factor and the product lie inside
            // their slices, a panel holds `inputs * PANEL` numbers, and the product overlaps neither.
            unsafe {
                gemm::gemm(
                    x.rows,
                    width,
                    self.inputs,
                    to,
                    1,
                    stride(out.stride),
                    bias.is_some(),
                    x.values.as_ptr(),
                    stride(x.column_stride),
                    stride(x.row_stride),
                    panel.as_ptr(),
                    1,
                    stride(PANEL),
                    1.0,
                    1.0,
                    false,
                    false,
                    false,
                    gemm::Parallelism::None,
                );
            }
        }
    }
}

/// Inputs that the 8-bit kernel multiplies and adds in one step.
const GROUP: usize = 4;
/// What a code of the left factor has been raised by, to be unsigned.
pub const ZERO: i32 = 128;

/// A right factor in 8 bits: whole numbers with one scale for each column.
#[derive(Clone, Debug)]
pub struct Codes {
    inputs: usize,
    outputs: usize,
    /// For each panel `inputs / GROUP` runs of [`PANEL`] columns of [`GROUP`] codes.
    panels: Vec<i8>,
    /// The scale of each column, filled up to whole panels.
    scales: Vec<f32>,
    /// What the left factor's raised codes add to each column.
    raised: Vec<i32>,
}

/// Rows of a left factor in 8 bits.
#[derive(Debug, Default)]
pub struct CodedRows {
    /// `[rows, inputs]` codes, raised by [`ZERO`].
    pub codes: Vec<u8>,
    /// The scale of each row.
    pub scales: Vec<f32>,
}

impl Codes {
    /// Whether this processor has the instructions for products of 8-bit numbers.
    #[must_use]
    pub fn supported() -> bool {
        #[cfg(target_arch = "x86_64")]
        return avx512::multiplies_bytes();
        #[cfg(not(target_arch = "x86_64"))]
        false
    }

    /// The codes of `matrix`, if its rows are whole groups: each column by its largest magnitude, symmetrically.
    #[expect(clippy::cast_possible_truncation, reason = "the quotient lies within -127 and 127")]
    #[must_use]
    pub fn new(matrix: Matrix<'_>) -> Option<Self> {
        let (inputs, outputs) = (matrix.rows, matrix.columns);
        if !inputs.is_multiple_of(GROUP) || inputs == 0 {
            return None;
        }
        let panels = outputs.div_ceil(PANEL);
        let mut coded = Self {
            inputs,
            outputs,
            panels: vec![0; panels * PANEL * inputs],
            scales: vec![0.0; panels * PANEL],
            raised: vec![0; panels * PANEL],
        };
        let at = |i: usize, o: usize| matrix.values[i * matrix.row_stride + o * matrix.column_stride];
        // Row by row, as the numbers lie, or the caches would be missed at every step.
        let mut most = vec![0f32; outputs];
        for i in 0..inputs {
            most.iter_mut().enumerate().for_each(|(o, most)| *most = most.max(at(i, o).abs()));
        }
        for (scale, most) in coded.scales.iter_mut().zip(&most) {
            *scale = if *most > 0.0 { most / 127.0 } else { 1.0 };
        }
        for i in 0..inputs {
            for o in 0..outputs {
                let code = (at(i, o) / coded.scales[o]).round() as i8;
                coded.raised[o] += ZERO * i32::from(code);
                let run = (o / PANEL) * inputs * PANEL + (i / GROUP) * PANEL * GROUP;
                coded.panels[run + (o % PANEL) * GROUP + i % GROUP] = code;
            }
        }
        Some(coded)
    }

    /// `x` times the codes, as `f32`, plus `bias` in every row. Sums of products are exact.
    ///
    /// # Panics
    /// If the factors, the bias or the place do not fit each other.
    pub fn multiply(&self, x: &CodedRows, rows: usize, bias: &[f32], out: &mut Target<'_>) {
        assert!(x.codes.len() >= rows * self.inputs && x.scales.len() >= rows, "the factors do not fit");
        assert_eq!(bias.len(), self.outputs, "the bias does not fit");
        out.assert_holds(rows, self.outputs);
        #[cfg(target_arch = "x86_64")]
        if avx512::multiplies_bytes() {
            avx512::multiply_bytes(self, x, rows, bias, out);
            return;
        }
        self.multiply_anywhere(x, rows, bias, out);
    }

    /// The definition of the product, number by number: what the kernel is tested against.
    #[expect(clippy::cast_precision_loss, reason = "the sums of a few thousand products of bytes are below 2^24")]
    fn multiply_anywhere(&self, x: &CodedRows, rows: usize, bias: &[f32], out: &mut Target<'_>) {
        for row in 0..rows {
            let codes = &x.codes[row * self.inputs..][..self.inputs];
            for o in 0..self.outputs {
                let panel = &self.panels[(o / PANEL) * self.inputs * PANEL..][..self.inputs * PANEL];
                let runs = panel.chunks_exact(PANEL * GROUP).map(|run| &run[(o % PANEL) * GROUP..][..GROUP]);
                let sum: i32 = codes.iter().zip(runs.flatten()).map(|(x, y)| i32::from(*x) * i32::from(*y)).sum();
                let product = (sum - self.raised[o]) as f32 * (x.scales[row] * self.scales[o]);
                out.values[row * out.stride + o] = product + bias[o];
            }
        }
    }
}

/// First row and number of rows of each stretch of a left factor that stays in the cache.
fn blocks(rows: usize, inputs: usize, bytes: usize) -> impl Iterator<Item = (usize, usize)> {
    let most = (BLOCK_BYTES / (inputs * bytes).max(1)).max(TILE).next_multiple_of(TILE);
    (0..rows).step_by(most).map(move |first| (first, most.min(rows - first)))
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
mod tests {
    use super::*;

    fn sample(count: usize) -> Vec<f32> {
        (0..count).map(|i| ((i * 37 % 101) as f32 / 17.0 - 3.0).sin()).collect()
    }

    /// Row by row, number by number.
    fn expected(x: Matrix<'_>, y: Matrix<'_>, bias: Option<&[f32]>) -> Vec<f32> {
        let at = |m: Matrix<'_>, r: usize, c: usize| f64::from(m.values[r * m.row_stride + c * m.column_stride]);
        let mut all = Vec::new();
        for r in 0..x.rows {
            for c in 0..y.columns {
                let sum: f64 = (0..x.columns).map(|i| at(x, r, i) * at(y, i, c)).sum();
                #[expect(clippy::cast_possible_truncation, reason = "compared within 1e-4")]
                all.push((sum + bias.map_or(0.0, |b| f64::from(b[c]))) as f32);
            }
        }
        all
    }

    fn assert_close(ours: &[f32], expected: &[f32], within: f32) {
        assert_eq!(ours.len(), expected.len());
        for (a, b) in ours.iter().zip(expected) {
            // Written so that a NaN on either side fails.
            assert!((a - b).abs() <= within * b.abs().max(1.0), "{a} is not {b}");
        }
    }

    #[test]
    fn products_of_every_shape_equal_the_definition() {
        for (rows, inputs, outputs) in [(1, 1, 1), (13, 7, 33), (12, 40, 32), (29, 16, 70), (300, 384, 31), (5, 0, 3)] {
            let (x, y, bias) = (sample(rows * inputs), sample(inputs * outputs), sample(outputs));
            let (upright, lying) =
                (Matrix::new(&x, rows, inputs, inputs), Matrix::new(&x, inputs, rows, rows).transposed());
            let (right, turned) =
                (Matrix::new(&y, inputs, outputs, outputs), Matrix::new(&y, outputs, inputs, inputs).transposed());
            for (x, y) in [(upright, right), (lying, right), (upright, turned), (lying, turned)] {
                for bias in [None, Some(bias.as_slice())] {
                    let panels = Panels::new(y);
                    let wanted = expected(x, y, bias);
                    let mut out = vec![f32::NAN; rows * outputs];
                    panels.multiply(x, bias, &mut Target::new(&mut out, outputs));
                    assert_close(&out, &wanted, 5e-5);
                    if inputs > 0 {
                        let mut out = vec![f32::NAN; rows * outputs];
                        panels.multiply_anywhere(x, bias, &mut Target::new(&mut out, outputs));
                        assert_close(&out, &wanted, 5e-5);
                    }
                }
            }
        }
    }

    #[test]
    fn a_product_leaves_what_is_between_its_rows() {
        let (x, y) = (sample(15 * 8), sample(8 * 5));
        let mut out = vec![7.0; 15 * 9];
        Panels::new(Matrix::new(&y, 8, 5, 5)).multiply(Matrix::new(&x, 15, 8, 8), None, &mut Target::new(&mut out, 9));
        assert!(out.chunks_exact(9).all(|row| row[5..].iter().all(|v| v.to_bits() == 7f32.to_bits())));
    }

    #[test]
    fn byte_products_are_exact_whatever_computes_them() {
        for (rows, inputs, outputs) in [(1, 4, 1), (13, 40, 33), (30, 384, 70)] {
            let codes = Codes::new(Matrix::new(&sample(inputs * outputs), inputs, outputs, outputs)).unwrap();
            let x = CodedRows {
                codes: (0..rows * inputs).map(|i| u8::try_from(i * 31 % 255 + 1).unwrap()).collect(),
                scales: (0..rows).map(|i| 0.01 + i as f32 / 1000.0).collect(),
            };
            let bias = sample(outputs);
            let (mut ours, mut wanted) = (vec![f32::NAN; rows * outputs], vec![f32::NAN; rows * outputs]);
            codes.multiply(&x, rows, &bias, &mut Target::new(&mut ours, outputs));
            codes.multiply_anywhere(&x, rows, &bias, &mut Target::new(&mut wanted, outputs));
            assert_close(&ours, &wanted, 1e-5);
        }
    }

    #[test]
    #[should_panic(expected = "a matrix reaches beyond its numbers")]
    fn a_matrix_larger_than_its_numbers_is_refused() {
        let _ = Matrix::new(&[0.0; 5], 2, 3, 3);
    }
}
