//! The kernels for AVX-512: a tile of up to twelve rows and one panel of 32 columns stays in 24 registers while the inputs
//! are gone through, so that each step is two loads of the panel, and for each row one broadcast and two multiply-adds.
#![expect(unsafe_code, reason = "vector instructions and unchecked loads: see SAFETY at each")]

use std::arch::x86_64::{
    __m512, __mmask16, _mm512_add_ps, _mm512_cvtepi32_ps, _mm512_dpbusd_epi32, _mm512_fmadd_ps, _mm512_loadu_ps,
    _mm512_loadu_si512, _mm512_mask_storeu_ps, _mm512_maskz_loadu_ps, _mm512_mul_ps, _mm512_set1_epi32, _mm512_set1_ps,
    _mm512_setzero_ps, _mm512_setzero_si512, _mm512_sub_epi32,
};

use super::{CodedRows, Codes, GROUP, Matrix, PANEL, Panels, TILE, Target, blocks};

/// Numbers of a register.
const LANES: usize = 16;
/// Registers of a panel's row.
const WIDE: usize = PANEL / LANES;

/// Whether the processor has AVX-512.
pub(super) fn supported() -> bool {
    is_x86_feature_detected!("avx512f")
}

/// Whether it also multiplies bytes.
pub(super) fn multiplies_bytes() -> bool {
    supported() && is_x86_feature_detected!("avx512vnni")
}

/// The lanes of each register of a panel's row that hold one of `width` columns.
fn masks(width: usize) -> [__mmask16; WIDE] {
    let mask = |from: usize| match width.saturating_sub(from).min(LANES) {
        LANES => __mmask16::MAX,
        lanes => (1 << lanes) - 1,
    };
    [mask(0), mask(LANES)]
}

/// Left factor of a tile: where it begins, and how far it is to the next row and the next input.
#[derive(Clone, Copy)]
struct Left<T> {
    from: *const T,
    row: usize,
    input: usize,
}

/// Product of a tile: where it begins, how far it is to the next row, which columns there are.
#[derive(Clone, Copy)]
struct Out {
    to: *mut f32,
    row: usize,
    masks: [__mmask16; WIDE],
}

impl Out {
    /// The tile of `out` that begins in row `at` and has `width` columns from `column` on.
    fn new(out: &mut Target<'_>, at: usize, column: usize, width: usize) -> Self {
        let to = out.values[at * out.stride + column..].as_mut_ptr();
        Self { to, row: out.stride, masks: masks(width) }
    }
}

/// See [`Panels::multiply`], whose assertions are what this relies on.
pub(super) fn multiply(panels: &Panels, x: Matrix<'_>, bias: Option<&[f32]>, out: &mut Target<'_>) {
    for (first, rows) in blocks(x.rows, panels.inputs, size_of::<f32>()) {
        for (n, panel) in panels.values.chunks_exact(panels.inputs * PANEL).enumerate() {
            let column = n * PANEL;
            let width = PANEL.min(panels.outputs - column);
            let bias = bias.map(|bias| &bias[column..column + width]);
            tiles(first, rows, |tile, at| {
                let left =
                    Left { from: x.values[at * x.row_stride..].as_ptr(), row: x.row_stride, input: x.column_stride };
                let out = Out::new(out, at, column, width);
                // SAFETY: `supported` has seen the instructions. The callers have checked that every row of the left
                // factor and of the product lies inside its slice; the panel holds `inputs` runs, and stores and loads
                // of the bias are masked to the columns that there are.
                unsafe {
                    match tile {
                        TILE => tile_f32::<TILE>(panel, left, bias, out),
                        4 => tile_f32::<4>(panel, left, bias, out),
                        _ => tile_f32::<1>(panel, left, bias, out),
                    }
                }
            });
        }
    }
}

/// See [`Codes::multiply`], whose assertions are what this relies on.
pub(super) fn multiply_bytes(codes: &Codes, x: &CodedRows, rows: usize, bias: &[f32], out: &mut Target<'_>) {
    for (first, rows) in blocks(rows, codes.inputs, size_of::<u8>()) {
        for (n, panel) in codes.panels.chunks_exact(codes.inputs * PANEL).enumerate() {
            let column = n * PANEL;
            let width = PANEL.min(codes.outputs - column);
            let right = Right {
                panel,
                scales: &codes.scales[column..column + PANEL],
                raised: &codes.raised[column..column + PANEL],
                bias: &bias[column..column + width],
            };
            tiles(first, rows, |tile, at| {
                let left = Left { from: x.codes[at * codes.inputs..].as_ptr(), row: codes.inputs, input: GROUP };
                let scales = &x.scales[at..at + tile];
                let out = Out::new(out, at, column, width);
                // SAFETY: as above, with `multiplies_bytes`; a row of codes is whole groups of four bytes.
                unsafe {
                    match tile {
                        TILE => tile_bytes::<TILE>(right, left, scales, out),
                        4 => tile_bytes::<4>(right, left, scales, out),
                        _ => tile_bytes::<1>(right, left, scales, out),
                    }
                }
            });
        }
    }
}

/// Goes through rows in tiles of twelve, then of four, then of one.
fn tiles(first: usize, rows: usize, mut take: impl FnMut(usize, usize)) {
    let (mut at, end) = (first, first + rows);
    for tile in [TILE, 4, 1] {
        while at + tile <= end {
            take(tile, at);
            at += tile;
        }
    }
}

/// # Safety
/// The processor has AVX-512; `left` has `ROWS` rows of `panel.len() / PANEL` inputs, and `out` room for `ROWS` rows.
#[target_feature(enable = "avx512f")]
unsafe fn tile_f32<const ROWS: usize>(panel: &[f32], left: Left<f32>, bias: Option<&[f32]>, out: Out) {
    let mut sums = [[_mm512_setzero_ps(); WIDE]; ROWS];
    let mut x = left.from;
    for run in panel.chunks_exact(PANEL) {
        // SAFETY: a run is `PANEL` numbers; the caller vouches for the left factor.
        unsafe {
            let right = [_mm512_loadu_ps(run.as_ptr()), _mm512_loadu_ps(run.as_ptr().add(LANES))];
            for (row, sums) in sums.iter_mut().enumerate() {
                let x = _mm512_set1_ps(*x.wrapping_add(row * left.row));
                sums[0] = _mm512_fmadd_ps(x, right[0], sums[0]);
                sums[1] = _mm512_fmadd_ps(x, right[1], sums[1]);
            }
        }
        // Past the last input this points behind the row, where nothing is read.
        x = x.wrapping_add(left.input);
    }
    let bias = bias.map_or([_mm512_setzero_ps(); WIDE], |bias| load(bias, out.masks));
    for (row, sums) in sums.iter().enumerate() {
        let sums = [_mm512_add_ps(sums[0], bias[0]), _mm512_add_ps(sums[1], bias[1])];
        // SAFETY: the caller vouches for the product's rows.
        unsafe { store(sums, row, out) };
    }
}

/// One panel of the right factor in bytes.
#[derive(Clone, Copy)]
struct Right<'a> {
    panel: &'a [i8],
    scales: &'a [f32],
    raised: &'a [i32],
    bias: &'a [f32],
}

/// # Safety
/// The processor has AVX-512 with VNNI; `left` has `ROWS` rows of whole groups, as many as the panel has runs, `scales` is
/// `ROWS` long, and `out` has room for `ROWS` rows.
#[target_feature(enable = "avx512f,avx512vnni")]
unsafe fn tile_bytes<const ROWS: usize>(right: Right<'_>, left: Left<u8>, scales: &[f32], out: Out) {
    let mut sums = [[_mm512_setzero_si512(); WIDE]; ROWS];
    let mut x = left.from;
    for run in right.panel.chunks_exact(PANEL * GROUP) {
        // SAFETY: a run is `PANEL` groups; the caller vouches for the left factor. Groups need not be aligned.
        unsafe {
            let half = |n: usize| run.as_ptr().wrapping_add(n * PANEL * GROUP / WIDE).cast();
            let right = [_mm512_loadu_si512(half(0)), _mm512_loadu_si512(half(1))];
            for (row, sums) in sums.iter_mut().enumerate() {
                let group = x.wrapping_add(row * left.row).cast::<i32>().read_unaligned();
                let group = _mm512_set1_epi32(group);
                sums[0] = _mm512_dpbusd_epi32(sums[0], group, right[0]);
                sums[1] = _mm512_dpbusd_epi32(sums[1], group, right[1]);
            }
        }
        x = x.wrapping_add(left.input);
    }
    let bias = load(right.bias, out.masks);
    for half in 0..WIDE {
        let lanes = half * LANES..(half + 1) * LANES;
        let (columns, raised) = (&right.scales[lanes.clone()], &right.raised[lanes]);
        // SAFETY: both slices are `LANES` long.
        let (columns, raised) =
            unsafe { (_mm512_loadu_ps(columns.as_ptr()), _mm512_loadu_si512(raised.as_ptr().cast())) };
        for (row, sums) in sums.iter_mut().enumerate() {
            let sum = _mm512_cvtepi32_ps(_mm512_sub_epi32(sums[half], raised));
            let scale = _mm512_mul_ps(_mm512_set1_ps(scales[row]), columns);
            let value = _mm512_add_ps(_mm512_mul_ps(sum, scale), bias[half]);
            // SAFETY: the caller vouches for the product's rows.
            unsafe {
                _mm512_mask_storeu_ps(out.to.add(row * out.row).wrapping_add(half * LANES), out.masks[half], value);
            };
        }
    }
}

/// The numbers of `values`, one for each lane of the masks.
#[target_feature(enable = "avx512f")]
fn load(values: &[f32], masks: [__mmask16; WIDE]) -> [__m512; WIDE] {
    // SAFETY: the masks have as many lanes as there are values, and lanes outside a mask are not read.
    let at = |half: usize| unsafe { _mm512_maskz_loadu_ps(masks[half], values.as_ptr().wrapping_add(half * LANES)) };
    [at(0), at(1)]
}

/// # Safety
/// `out` has a row `row` with the columns of its masks.
#[target_feature(enable = "avx512f")]
unsafe fn store(values: [__m512; WIDE], row: usize, out: Out) {
    for (half, value) in values.into_iter().enumerate() {
        // SAFETY: lanes outside the mask are not written.
        unsafe {
            _mm512_mask_storeu_ps(out.to.add(row * out.row).wrapping_add(half * LANES), out.masks[half], value);
        }
    }
}
