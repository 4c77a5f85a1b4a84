//! The forward pass against other ways to compute the same network, on one core, in one run: `cargo bench --bench forward`.
//!
//! Same weights, same passages, from token ids to token vectors. Ours are packed without padding; candle's stock
//! `BertModel` gets them in batches of similar length, padded. The last rows are what tagging costs: the encoder with its
//! layers by value and the heads; tokens are counted once. The model is the one that ships, or
//! that of the folder `FIGCHECK_BENCH_MODEL`. With `FIGCHECK_BENCH_TOKENS=FILE` the token ids are also written to a file
//! for `benches/engines.py`, which runs ONNX Runtime and `PyTorch` on them.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::cast_precision_loss, reason = "counts of tokens")]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::bert::{BertModel, Config as StockConfig};
use figcheck::gold;
use figcheck::ingest::text;
use figcheck::quantity::DocumentUnits;
use figcheck::segment::sentences;
use figcheck::tag::config::Config;
use figcheck::tag::engine::{Engine, Precision, Scratch};
use figcheck::tag::features::{Encoded, Reader};
use figcheck::tag::passages as passages_of;
use figcheck::tag::product::{Matrix, Panels, Target};
use figcheck::tag::weights::Weights;

/// Tokens of a batch, as in the tagger.
const BATCH_TOKENS: usize = 1024;
/// Rounds in which every engine takes its turn; the best one counts.
const ROUNDS: usize = 7;

fn main() {
    // candle would otherwise spread products and element-wise work over all cores.
    #[expect(unsafe_code, reason = "changing the environment is unsafe beside other threads")]
    // SAFETY: no other thread runs yet.
    unsafe {
        std::env::set_var("RAYON_NUM_THREADS", "1");
        std::env::set_var("CANDLE_NUM_THREADS", "1");
    }
    let shipped = || Path::new(env!("CARGO_MANIFEST_DIR")).join("models/default");
    let folder = std::env::var_os("FIGCHECK_BENCH_MODEL").map_or_else(shipped, PathBuf::from);
    let read = |name: &str| fs::read(folder.join(name)).expect("a model folder");
    let json = read("config.json");
    let config = Config::parse(&json).expect("a configuration");
    let weights = Weights::parse(&read("model.safetensors")).expect("weights");
    let reader = Reader::new(&read("tokenizer.json"), config.max_position_embeddings).expect("a tokenizer");
    let passages = passages(&reader);
    let tokens: usize = passages.iter().map(|p| p.ids.len()).sum();
    println!("{} passages of {} tokens on average", passages.len(), tokens / passages.len());
    if let Some(file) = std::env::var_os("FIGCHECK_BENCH_TOKENS") {
        let ids: Vec<&[u32]> = passages.iter().map(|p| p.ids.as_slice()).collect();
        fs::write(&file, serde_json::to_vec(&ids).expect("numbers")).expect("the file can be written");
    }

    let packed = batches(passages.iter().collect(), |lengths| lengths.iter().sum());
    let mut sorted: Vec<&Encoded> = passages.iter().collect();
    sorted.sort_by_key(|p| p.ids.len());
    let padded = batches(sorted, |lengths| lengths.len() * lengths.iter().max().unwrap_or(&0));
    let stock = stock(&json, &weights);
    let engine = |precision| Engine::load(&weights, &config, precision).expect("an engine");
    let (exact, fast) = (engine(Precision::F32), engine(Precision::fastest()));

    let (mut times, mut peak) = ([f64::INFINITY; 7], 0f64);
    for _ in 0..ROUNDS {
        peak = peak.max(gemm_peak());
        let runs: [&dyn Fn(); 7] = [
            &|| run(&packed, |batch, scratch| drop(black_box(exact.token_vectors(batch, scratch)))),
            &|| run(&packed, |batch, scratch| drop(black_box(fast.token_vectors(batch, scratch)))),
            &|| padded.iter().for_each(|batch| run_stock(&stock, batch)),
            &|| run(&packed, |batch, scratch| drop(black_box(exact.forward(batch, scratch)))),
            &|| run(&packed, |batch, scratch| drop(black_box(fast.forward(batch, scratch)))),
            &|| run_on_two(&exact, &packed),
            &|| run_on_two(&fast, &packed),
        ];
        for (time, run) in times.iter_mut().zip(runs) {
            let start = Instant::now();
            run();
            *time = time.min(start.elapsed().as_secs_f64());
        }
    }
    let work = work(&config, &passages);
    println!("f32 GEMM peak of this core: {peak:.0} GFLOP/s\n");
    println!("{:26} {:>9} {:>9} {:>8} {:>9}", "encoder, one core", "tokens/s", "GFLOP/s", "of peak", "x candle");
    for (n, name) in ["figcheck, f32", "figcheck, fastest", "candle BertModel, f32"].iter().enumerate() {
        let flops = work / times[n] / 1e9;
        let (of_peak, ratio) = (100.0 * flops / peak, times[2] / times[n]);
        println!("{name:26} {:9.0} {flops:9.0} {of_peak:7.0}% {ratio:9.2}", tokens as f64 / times[n]);
    }
    println!("\n{:26} {:>9} {:>21}", "all of the network", "tokens/s", "two cores");
    for (name, one, two) in [("figcheck, f32", times[3], times[5]), ("figcheck, fastest", times[4], times[6])] {
        println!("{name:26} {:9.0} {:>20.2}x", tokens as f64 / one, one / two);
    }
}

/// The passages of the training texts that ship: news of all sorts.
fn passages(reader: &Reader) -> Vec<Encoded> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("eval/train/trade_macro.jsonl");
    let gold = gold::read(&file).expect("the training data is there");
    let encoded = gold.into_iter().flat_map(|gold| {
        let document = text::document(&gold.id, gold.text);
        let units = DocumentUnits::of(&document.text);
        let blocks = document.prose().map(|block| sentences(&document.text, block.span));
        let passages = blocks.flat_map(|sentences| passages_of(&document.text, &units, &sentences));
        passages.map(|p| reader.read(&p).expect("a passage")).collect::<Vec<_>>()
    });
    encoded.filter(|p| !p.values.is_empty()).collect()
}

/// Passages in groups whose `cost` stays within the budget.
fn batches(passages: Vec<&Encoded>, cost: impl Fn(&[usize]) -> usize) -> Vec<Vec<&Encoded>> {
    let mut groups: Vec<Vec<&Encoded>> = vec![Vec::new()];
    for passage in passages {
        let group = groups.last_mut().expect("one at least");
        let lengths: Vec<usize> = group.iter().map(|p| p.ids.len()).chain([passage.ids.len()]).collect();
        if group.is_empty() || cost(&lengths) <= BATCH_TOKENS {
            group.push(passage);
        } else {
            groups.push(vec![passage]);
        }
    }
    groups
}

fn run(batches: &[Vec<&Encoded>], compute: impl Fn(&[&Encoded], &mut Scratch)) {
    let mut scratch = Scratch::default();
    for batch in batches {
        compute(batch, &mut scratch);
    }
}

/// Every second batch on each of two threads.
fn run_on_two(engine: &Engine, batches: &[Vec<&Encoded>]) {
    thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || {
                let mut scratch = Scratch::default();
                for batch in batches.iter().skip(half).step_by(2) {
                    black_box(engine.forward(batch, &mut scratch));
                }
            });
        }
    });
}

/// candle's own model with our weights.
fn stock(json: &[u8], weights: &Weights) -> BertModel {
    let tensors = weights.iter().map(|(name, tensor)| {
        // Ours lie transposed.
        let linear = tensor.rank() == 2 && !name.contains("embedding");
        let tensor = if linear { tensor.t().and_then(|t| t.contiguous()) } else { Ok(tensor.clone()) };
        (name.to_owned(), tensor.expect("a tensor"))
    });
    let builder = VarBuilder::from_tensors(tensors.collect(), DType::F32, &Device::Cpu);
    let config: StockConfig = serde_json::from_slice(&with_defaults(json)).expect("a configuration");
    BertModel::load(builder, &config).expect("the same network")
}

/// The configuration with the keys that candle insists on.
fn with_defaults(json: &[u8]) -> Vec<u8> {
    let mut config: serde_json::Value = serde_json::from_slice(json).expect("JSON");
    config["hidden_dropout_prob"] = 0.0.into();
    config["initializer_range"] = 0.02.into();
    config["pad_token_id"] = 0.into();
    serde_json::to_vec(&config).expect("JSON")
}

fn run_stock(model: &BertModel, batch: &[&Encoded]) {
    let length = batch.iter().map(|p| p.ids.len()).max().unwrap_or(0);
    let (mut ids, mut mask) = (Vec::new(), Vec::new());
    for passage in batch {
        let padding = length - passage.ids.len();
        ids.extend(passage.ids.iter().copied().chain(std::iter::repeat_n(0, padding)));
        mask.extend(std::iter::repeat_n(1f32, passage.ids.len()).chain(std::iter::repeat_n(0.0, padding)));
    }
    let shape = (batch.len(), length);
    let ids = Tensor::from_vec(ids, shape, &Device::Cpu).expect("a tensor");
    let mask = Tensor::from_vec(mask, shape, &Device::Cpu).expect("a tensor");
    let types = ids.zeros_like().expect("a tensor");
    black_box(model.forward(&ids, &types, Some(&mask)).expect("a batch that fits"));
}

/// Multiplications and additions of the encoder on the passages.
fn work(config: &Config, passages: &[Encoded]) -> f64 {
    let (hidden, inner) = (config.hidden_size, config.intermediate_size);
    let of = |length: usize| {
        let linear = 2 * length * (4 * hidden * hidden + 2 * hidden * inner);
        config.num_hidden_layers * (linear + 4 * length * length * hidden)
    };
    passages.iter().map(|p| of(p.ids.len())).sum::<usize>() as f64
}

/// GFLOP/s of one large product: the most that this core gives.
fn gemm_peak() -> f64 {
    const SIZE: usize = 960;
    let values = vec![0.5f32; SIZE * SIZE];
    let mut product = vec![0f32; SIZE * SIZE];
    let matrix = Matrix::new(&values, SIZE, SIZE, SIZE);
    let panels = Panels::new(matrix);
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let start = Instant::now();
        panels.multiply(matrix, None, &mut Target::new(&mut product, SIZE));
        best = best.min(start.elapsed().as_secs_f64());
        black_box(&product);
    }
    2.0 * (SIZE * SIZE * SIZE) as f64 / best / 1e9
}
