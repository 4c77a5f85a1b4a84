//! The few fused operations that the network is made of, each with a backward pass.
//!
//! `candle_nn`'s fused layer norm and softmax have none and detach silently, and composed ones cost half of the training
//! time in temporaries. All of these run on the calling thread: documents are the axis of parallelism, and candle's own
//! (rayon in products, one spinning pool behind a mutex for all element-wise work) costs two to three times the processor
//! time, and much more where several threads wait for that pool. Products and loops over rows are those of the engine.
//! All operations take `f32` on the CPU.

use std::cell::RefCell;

use candle_core::{CpuStorage, CustomOp1, CustomOp2, CustomOp3, Layout, Result, Shape, Tensor, bail};

use super::product::{Matrix, Panels, Target};
use super::rows;

/// `x` times `y`: `[m, k]` and `[k, n]`, or `[batch, m, k]` and `[batch, k, n]`.
pub(super) fn matmul(x: &Tensor, y: &Tensor) -> Result<Tensor> {
    x.contiguous()?.apply_op2(&y.contiguous()?, MatMul { transpose_x: false, transpose_y: false, scale: 1.0 })
}

/// `x` times the transpose of `y`, times `scale`: `[batch, m, k]` and `[batch, n, k]`.
pub(super) fn matmul_transposed(x: &Tensor, y: &Tensor, scale: f32) -> Result<Tensor> {
    x.contiguous()?.apply_op2(&y.contiguous()?, MatMul { transpose_x: false, transpose_y: true, scale })
}

/// `x` with `bias` added to every row.
pub(super) fn add_bias(x: &Tensor, bias: &Tensor) -> Result<Tensor> {
    x.contiguous()?.apply_op2(&bias.contiguous()?, AddBias)
}

/// Gaussian error linear unit, exact form: `x * Phi(x)` (Hendrycks and Gimpel, arXiv:1606.08415).
pub(super) fn gelu(x: &Tensor) -> Result<Tensor> {
    x.contiguous()?.apply_op1(Gelu)
}

/// Softmax over the last dimension of `scores`, `[batch * heads, length, length]`, with `mask`, `[batch, length]`, added to
/// every row; the mask gets no gradient.
pub(super) fn masked_softmax(scores: &Tensor, mask: &Tensor) -> Result<Tensor> {
    scores.contiguous()?.apply_op2(&mask.contiguous()?, Softmax)
}

/// Layer norm of `x + y` over the last dimension (Ba, Kiros and Hinton, arXiv:1607.06450); `affine` holds the gain, then
/// the bias, each as long as that dimension.
pub(super) fn sum_norm(x: &Tensor, y: &Tensor, affine: &Tensor, epsilon: f32) -> Result<Tensor> {
    x.contiguous()?.apply_op3(&y.contiguous()?, &affine.contiguous()?, SumNorm { epsilon })
}

/// For each entry of `picks` the sum of those rows of `table`.
pub(super) fn sum_rows<const N: usize>(table: &Tensor, picks: Vec<[u32; N]>) -> Result<Tensor> {
    table.contiguous()?.apply_op1(SumRows { picks })
}

/// A product of matrices or of equally many pairs of them, each side transposed or not.
struct MatMul {
    transpose_x: bool,
    transpose_y: bool,
    scale: f32,
}
struct AddBias;
struct ColumnSums;
struct Gelu;
struct GeluBackward;
struct Softmax;
struct SoftmaxBackward;
struct SumNorm {
    epsilon: f32,
}
struct SumNormBackward {
    epsilon: f32,
}
struct SumRows<const N: usize> {
    picks: Vec<[u32; N]>,
}
struct ScatterRows<'a, const N: usize> {
    picks: &'a [[u32; N]],
    rows: usize,
}

fn floats<'a>(storage: &'a CpuStorage, layout: &Layout) -> Result<&'a [f32]> {
    match (storage, layout.contiguous_offsets()) {
        (CpuStorage::F32(values), Some((start, end))) => Ok(&values[start..end]),
        (CpuStorage::F32(_), None) => bail!("expected a contiguous tensor"),
        _ => bail!("expected f32"),
    }
}

fn width(layout: &Layout) -> Result<usize> {
    match layout.dims().last() {
        Some(&n) if n > 0 => Ok(n),
        _ => bail!("expected a last dimension of at least 1"),
    }
}

/// Batch, rows and columns of a matrix or a batch of them.
fn matrices(layout: &Layout) -> Result<(usize, usize, usize)> {
    match *layout.dims() {
        [rows, columns] => Ok((1, rows, columns)),
        [batch, rows, columns] => Ok((batch, rows, columns)),
        ref other => bail!("expected a matrix or a batch of them, got {other:?}"),
    }
}

impl CustomOp2 for MatMul {
    fn name(&self) -> &'static str {
        "matmul"
    }

    fn cpu_fwd(&self, s1: &CpuStorage, l1: &Layout, s2: &CpuStorage, l2: &Layout) -> Result<(CpuStorage, Shape)> {
        thread_local! {
            // The right factor's panels: a thread multiplies matrices of the same few sizes over and over.
            static PANELS: RefCell<Panels> = RefCell::default();
        }
        let (x, y) = (floats(s1, l1)?, floats(s2, l2)?);
        let ((batch, x_rows, x_columns), (y_batch, y_rows, y_columns)) = (matrices(l1)?, matrices(l2)?);
        let (m, k) = if self.transpose_x { (x_columns, x_rows) } else { (x_rows, x_columns) };
        let (inner, n) = if self.transpose_y { (y_columns, y_rows) } else { (y_rows, y_columns) };
        if batch != y_batch || k != inner {
            bail!("{:?} does not multiply with {:?}", l1.dims(), l2.dims());
        }
        let matrix = |values, rows, columns, transposed| {
            let matrix = Matrix::new(values, rows, columns, columns);
            if transposed { matrix.transposed() } else { matrix }
        };
        let mut product = vec![0f32; batch * m * n];
        PANELS.with_borrow_mut(|panels| {
            for b in 0..batch {
                let y = matrix(&y[b * k * n..][..k * n], y_rows, y_columns, self.transpose_y);
                panels.pack(y, self.scale);
                let x = matrix(&x[b * m * k..][..m * k], x_rows, x_columns, self.transpose_x);
                panels.multiply(x, None, &mut Target::new(&mut product[b * m * n..][..m * n], n));
            }
        });
        let shape = if l1.dims().len() == 2 { Shape::from((m, n)) } else { Shape::from((batch, m, n)) };
        Ok((CpuStorage::F32(product), shape))
    }

    fn bwd(&self, x: &Tensor, y: &Tensor, _: &Tensor, grad: &Tensor) -> Result<(Option<Tensor>, Option<Tensor>)> {
        let scale = self.scale;
        let product = |a: &Tensor, b: &Tensor, transpose_x, transpose_y| {
            a.contiguous()?.apply_op2_no_bwd(&b.contiguous()?, &MatMul { transpose_x, transpose_y, scale })
        };
        // The gradient of an untransposed factor is the other factor's transpose on the product's gradient.
        let dx = if !self.transpose_x {
            product(grad, y, false, !self.transpose_y)?
        } else {
            product(y, grad, self.transpose_y, true)?
        };
        let dy = if !self.transpose_y {
            product(x, grad, !self.transpose_x, false)?
        } else {
            product(grad, x, true, self.transpose_x)?
        };
        Ok((Some(dx), Some(dy)))
    }
}

impl CustomOp2 for AddBias {
    fn name(&self) -> &'static str {
        "add-bias"
    }

    fn cpu_fwd(&self, s1: &CpuStorage, l1: &Layout, s2: &CpuStorage, l2: &Layout) -> Result<(CpuStorage, Shape)> {
        let (mut y, bias) = (floats(s1, l1)?.to_vec(), floats(s2, l2)?);
        if width(l1)? != bias.len() {
            bail!("{} biases for rows of {}", bias.len(), width(l1)?);
        }
        for row in y.chunks_exact_mut(bias.len()) {
            row.iter_mut().zip(bias).for_each(|(y, b)| *y += b);
        }
        Ok((CpuStorage::F32(y), l1.shape().clone()))
    }

    fn bwd(&self, _: &Tensor, _: &Tensor, _: &Tensor, grad: &Tensor) -> Result<(Option<Tensor>, Option<Tensor>)> {
        let bias = grad.contiguous()?.apply_op1_no_bwd(&ColumnSums)?;
        Ok((Some(grad.clone()), Some(bias)))
    }
}

impl CustomOp1 for ColumnSums {
    fn name(&self) -> &'static str {
        "column-sums"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let n = width(layout)?;
        let mut sums = vec![0f32; n];
        for row in floats(storage, layout)?.chunks_exact(n) {
            sums.iter_mut().zip(row).for_each(|(s, x)| *s += x);
        }
        Ok((CpuStorage::F32(sums), Shape::from(n)))
    }
}

impl<const N: usize> CustomOp1 for SumRows<N> {
    fn name(&self) -> &'static str {
        "sum-rows"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let (table, n) = (floats(storage, layout)?, width(layout)?);
        let mut y = vec![0f32; self.picks.len() * n];
        for (row, picks) in y.chunks_exact_mut(n).zip(&self.picks) {
            for &pick in picks {
                let Some(picked) = table.get(pick as usize * n..(pick as usize + 1) * n) else {
                    bail!("row {pick} of a table of {}", table.len() / n);
                };
                row.iter_mut().zip(picked).for_each(|(y, t)| *y += t);
            }
        }
        Ok((CpuStorage::F32(y), Shape::from((self.picks.len(), n))))
    }

    fn bwd(&self, table: &Tensor, _: &Tensor, grad: &Tensor) -> Result<Option<Tensor>> {
        let op = ScatterRows { picks: &self.picks, rows: table.dim(0)? };
        grad.contiguous()?.apply_op1_no_bwd(&op).map(Some)
    }
}

impl<const N: usize> CustomOp1 for ScatterRows<'_, N> {
    fn name(&self) -> &'static str {
        "scatter-rows"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let (grad, n) = (floats(storage, layout)?, width(layout)?);
        let mut table = vec![0f32; self.rows * n];
        for (grad, picks) in grad.chunks_exact(n).zip(self.picks) {
            for &pick in picks {
                let row = &mut table[pick as usize * n..][..n];
                row.iter_mut().zip(grad).for_each(|(t, g)| *t += g);
            }
        }
        Ok((CpuStorage::F32(table), Shape::from((self.rows, n))))
    }
}

impl CustomOp1 for Gelu {
    fn name(&self) -> &'static str {
        "gelu"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let mut y = floats(storage, layout)?.to_vec();
        rows::gelu(&mut y);
        Ok((CpuStorage::F32(y), layout.shape().clone()))
    }

    fn bwd(&self, x: &Tensor, _: &Tensor, grad: &Tensor) -> Result<Option<Tensor>> {
        x.contiguous()?.apply_op2_no_bwd(&grad.contiguous()?, &GeluBackward).map(Some)
    }
}

impl CustomOp2 for GeluBackward {
    fn name(&self) -> &'static str {
        "gelu-backward"
    }

    fn cpu_fwd(&self, s1: &CpuStorage, l1: &Layout, s2: &CpuStorage, l2: &Layout) -> Result<(CpuStorage, Shape)> {
        let (mut y, grad) = (floats(s1, l1)?.to_vec(), floats(s2, l2)?);
        rows::gelu_gradient(&mut y, grad);
        Ok((CpuStorage::F32(y), l1.shape().clone()))
    }
}

impl CustomOp2 for Softmax {
    fn name(&self) -> &'static str {
        "masked-softmax"
    }

    fn cpu_fwd(&self, s1: &CpuStorage, l1: &Layout, s2: &CpuStorage, l2: &Layout) -> Result<(CpuStorage, Shape)> {
        let (mut y, mask, n) = (floats(s1, l1)?.to_vec(), floats(s2, l2)?, width(l1)?);
        let batch = mask.len() / n;
        if batch == 0 || width(l2)? != n || y.len() % (batch * n) != 0 {
            bail!("a mask of {:?} for scores of {:?}", l2.dims(), l1.dims());
        }
        let each = y.len() / batch;
        for (scores, mask) in y.chunks_exact_mut(each).zip(mask.chunks_exact(n)) {
            for row in scores.chunks_exact_mut(n) {
                row.iter_mut().zip(mask).for_each(|(s, m)| *s += m);
            }
        }
        rows::softmax(&mut y, n);
        Ok((CpuStorage::F32(y), l1.shape().clone()))
    }

    fn bwd(&self, _: &Tensor, _: &Tensor, y: &Tensor, grad: &Tensor) -> Result<(Option<Tensor>, Option<Tensor>)> {
        Ok((Some(y.apply_op2_no_bwd(&grad.contiguous()?, &SoftmaxBackward)?), None))
    }
}

impl CustomOp2 for SoftmaxBackward {
    fn name(&self) -> &'static str {
        "softmax-backward"
    }

    fn cpu_fwd(&self, s1: &CpuStorage, l1: &Layout, s2: &CpuStorage, l2: &Layout) -> Result<(CpuStorage, Shape)> {
        let (y, grad, n) = (floats(s1, l1)?, floats(s2, l2)?, width(l1)?);
        let mut dx = grad.to_vec();
        rows::softmax_gradient(y, n, &mut dx);
        Ok((CpuStorage::F32(dx), l1.shape().clone()))
    }
}

impl CustomOp3 for SumNorm {
    fn name(&self) -> &'static str {
        "sum-norm"
    }

    fn cpu_fwd(
        &self,
        s1: &CpuStorage,
        l1: &Layout,
        s2: &CpuStorage,
        l2: &Layout,
        s3: &CpuStorage,
        l3: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let (x, y, affine, n) = (floats(s1, l1)?, floats(s2, l2)?, floats(s3, l3)?, width(l1)?);
        if x.len() != y.len() || affine.len() != 2 * n {
            bail!("{:?} and {:?} with {} gains and biases", l1.dims(), l2.dims(), affine.len());
        }
        let (gain, bias) = affine.split_at(n);
        let mut out = x.to_vec();
        rows::add_norm(&mut out, y, gain, bias, self.epsilon);
        Ok((CpuStorage::F32(out), l1.shape().clone()))
    }

    fn bwd(
        &self,
        x: &Tensor,
        y: &Tensor,
        affine: &Tensor,
        _: &Tensor,
        grad: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
        let op = SumNormBackward { epsilon: self.epsilon };
        let sum = (x.contiguous()? + y.contiguous()?)?;
        // One pass gives both: the gradient of the sum, then that of gain and bias.
        let all = sum.apply_op3_no_bwd(&affine.contiguous()?, &grad.contiguous()?, &op)?;
        let size = x.elem_count();
        let dx = all.narrow(0, 0, size)?.reshape(x.shape())?;
        let daffine = all.narrow(0, size, affine.elem_count())?.reshape(affine.shape())?;
        Ok((Some(dx.clone()), Some(dx), Some(daffine)))
    }
}

impl CustomOp3 for SumNormBackward {
    fn name(&self) -> &'static str {
        "sum-norm-backward"
    }

    fn cpu_fwd(
        &self,
        s1: &CpuStorage,
        l1: &Layout,
        s2: &CpuStorage,
        l2: &Layout,
        s3: &CpuStorage,
        l3: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let (x, gain, grad, n) = (floats(s1, l1)?, floats(s2, l2)?, floats(s3, l3)?, width(l1)?);
        // The gradient of the sum, then those of gain and bias.
        let mut out = [grad, &vec![0.0; 2 * n]].concat();
        let (dx, affine) = out.split_at_mut(x.len());
        let (dgain, dbias) = affine.split_at_mut(n);
        rows::norm_gradient(x, &gain[..n], self.epsilon, dx, dgain, dbias);
        let length = out.len();
        Ok((CpuStorage::F32(out), Shape::from(length)))
    }
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
mod tests {
    use candle_core::{Device, Var};

    use super::*;

    fn close(a: &Tensor, b: &Tensor, within: f32) {
        let read = |t: &Tensor| t.flatten_all().unwrap().to_vec1::<f32>().unwrap();
        let (a, b) = (read(a), read(b));
        assert_eq!(a.len(), b.len());
        for (a, b) in a.iter().zip(&b) {
            // Written so that a NaN on either side fails.
            assert!((a - b).abs() <= within, "{a} is not {b} within {within}");
        }
    }

    fn sample(shape: &[usize]) -> Var {
        let n: usize = shape.iter().product();
        let values: Vec<f32> = (0..n).map(|i| ((i * 37 % 101) as f32 / 17.0 - 3.0).sin() * 3.0).collect();
        Var::from_tensor(&Tensor::from_vec(values, shape, &Device::Cpu).unwrap()).unwrap()
    }

    /// The reference: candle's own element-wise operations, which have a backward pass.
    fn reference_norm(x: &Tensor, gain: &Tensor, bias: &Tensor) -> Result<Tensor> {
        let centred = x.broadcast_sub(&x.mean_keepdim(1)?)?;
        let variance = centred.sqr()?.mean_keepdim(1)?;
        centred.broadcast_div(&(variance + 1e-12)?.sqrt()?)?.broadcast_mul(gain)?.broadcast_add(bias)
    }

    fn reference_softmax(x: &Tensor) -> Result<Tensor> {
        let e = x.broadcast_sub(&x.max_keepdim(1)?)?.exp()?;
        e.broadcast_div(&e.sum_keepdim(1)?)
    }

    /// Values and the gradients of `inputs` are the same on both sides.
    fn same(ours: &Tensor, theirs: &Tensor, inputs: &[&Var], within: f32) {
        close(ours, theirs, within);
        let weight = sample(ours.dims()).as_detached_tensor();
        let a = ours.mul(&weight).unwrap().sum_all().unwrap().backward().unwrap();
        let b = theirs.mul(&weight).unwrap().sum_all().unwrap().backward().unwrap();
        for input in inputs {
            close(a.get(input).unwrap(), b.get(input).unwrap(), 10.0 * within);
        }
    }

    #[test]
    fn products_and_their_gradients_equal_candles() {
        let (x, y, z) = (sample(&[2, 5, 7]), sample(&[2, 7, 3]), sample(&[2, 3, 7]));
        same(&matmul(&x, &y).unwrap(), &x.matmul(&y).unwrap(), &[&x, &y], 1e-4);
        let transposed = z.transpose(1, 2).unwrap().contiguous().unwrap();
        let theirs = (x.matmul(&transposed).unwrap() * 0.5).unwrap();
        same(&matmul_transposed(&x, &z, 0.5).unwrap(), &theirs, &[&x, &z], 1e-4);
        assert!(matmul(&x, &z).is_err());
    }

    #[test]
    fn fused_operations_and_their_gradients_equal_the_composed_ones() {
        let (x, y, bias) = (sample(&[5, 8]), sample(&[5, 8]), sample(&[8]));
        same(&add_bias(&x, &bias).unwrap(), &x.broadcast_add(&bias).unwrap(), &[&x, &bias], 1e-5);
        same(&gelu(&x).unwrap(), &x.gelu_erf().unwrap(), &[&x], 1e-5);

        let affine = sample(&[16]);
        let (gain, bias) = (affine.narrow(0, 0, 8).unwrap(), affine.narrow(0, 8, 8).unwrap());
        let theirs = reference_norm(&(x.as_tensor() + y.as_tensor()).unwrap(), &gain, &bias).unwrap();
        same(&sum_norm(&x, &y, &affine, 1e-12).unwrap(), &theirs, &[&x, &y, &affine], 1e-5);

        let scores = sample(&[4, 3, 3]);
        let mask = Tensor::new(&[[0f32, 0.0, -1e4], [0.0, 0.0, 0.0]], &Device::Cpu).unwrap();
        let spread = mask.reshape((2, 1, 1, 3)).unwrap();
        let masked = scores.reshape((2, 2, 3, 3)).unwrap().broadcast_add(&spread).unwrap().reshape((12, 3)).unwrap();
        let theirs = reference_softmax(&masked).unwrap().reshape((4, 3, 3)).unwrap();
        same(&masked_softmax(&scores, &mask).unwrap(), &theirs, &[&scores], 1e-5);

        let rows = |i: &[u32]| x.index_select(&Tensor::new(i, &Device::Cpu).unwrap(), 0).unwrap();
        let theirs = (rows(&[0, 4, 4]) + rows(&[1, 1, 4])).unwrap();
        same(&sum_rows(&x, vec![[0, 1], [4, 1], [4, 4]]).unwrap(), &theirs, &[&x], 1e-5);
        assert!(sum_rows(&x, vec![[5]]).is_err());
    }
}
