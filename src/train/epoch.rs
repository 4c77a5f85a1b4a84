//! What an epoch reads in which order, from the seed and its number alone: a run that goes on from a checkpoint needs no
//! state of a random generator.

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

use super::examples::Example;

/// The random numbers for the `number`-th thing of a sort; different for every seed, sort and number.
pub(super) fn random(seed: u64, sort: &str, number: usize) -> StdRng {
    StdRng::from_seed(Sha256::digest(format!("{seed} {sort} {number}")).into())
}

/// Batches of an epoch over `examples` examples of `batch` each.
pub(super) fn steps(examples: usize, batch: usize) -> usize {
    examples.div_ceil(batch)
}

/// Indexes of the examples in the order of an epoch (counted from 1), in batches of similar length.
pub(super) fn batches(pool: &[Example], size: usize, seed: u64, epoch: usize) -> Vec<Vec<usize>> {
    let mut random = random(seed, "epoch", epoch);
    let mut order: Vec<usize> = (0..pool.len()).collect();
    order.shuffle(&mut random);
    let mut batches: Vec<Vec<usize>> = Vec::new();
    for stretch in order.chunks_mut(size * 16) {
        stretch.sort_by_key(|&i| (pool[i].encoded.ids.len(), i));
        batches.extend(stretch.chunks(size).map(<[usize]>::to_vec));
    }
    batches.shuffle(&mut random);
    batches
}

/// The example with some tokens outside its values replaced by the token `unknown`.
pub(super) fn hide(example: &Example, probability: f64, unknown: Option<u32>, random: &mut StdRng) -> Example {
    let mut example = example.clone();
    if let Some(unknown) = unknown.filter(|_| probability > 0.0) {
        let encoded = &mut example.encoded;
        for (i, id) in encoded.ids.iter_mut().enumerate() {
            if !encoded.spans[i].is_empty() && encoded.markers[i] == 0 && random.random_bool(probability) {
                *id = unknown;
            }
        }
    }
    example
}
