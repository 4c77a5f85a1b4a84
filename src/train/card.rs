//! The model card: what a model is for, what it was made of, how good it is and where it is not.

use std::fmt::Write as _;

use super::publish::Outcome;
use super::score::TagScores;
use crate::tag::Role;

/// The card of a model of `size` bytes, in Markdown.
pub(super) fn card(outcome: &Outcome<'_>, temperature: f32, size: usize) -> String {
    let mut card = String::new();
    about(&mut card, outcome, temperature, size);
    data(&mut card, outcome);
    if !outcome.data.dev.is_empty() {
        scores(&mut card, outcome);
        reliability(&mut card, outcome, temperature);
    }
    card.push_str(
        "\n## Limits\n\nEnglish news, press releases and reports. Measure and entity are named in another sentence for many\n\
         claims, and then they are often missed; irony, headlines without verbs and tables turned into text are weak.\n",
    );
    if !outcome.data.dev.is_empty() {
        card.push_str(
            "Epoch and temperature were chosen on the dev set, so its scores are a little better than those of new texts.\n",
        );
    }
    card
}

#[expect(clippy::cast_precision_loss, reason = "megabytes to one digit")]
fn about(card: &mut String, outcome: &Outcome<'_>, temperature: f32, size: usize) {
    let config = outcome.config;
    let training = &outcome.data.training;
    let claims: usize = training.iter().map(|r| r.gold.claims.len()).sum();
    let epoch = outcome.best.map_or(config.schedule.epochs, |(epoch, _)| epoch);
    let _ = write!(
        card,
        "# {name}\n\n\
         Tells which quantities of an English text are numeric claims, of what kind, and which words name their measure,\n\
         entity, partner, whole, period and base. Written by `figcheck train`; do not edit.\n\n\
         - Base: all-MiniLM-L6-v2 (Apache-2.0), fine-tuned; matrices in 8 bits a row; {size:.1} MB.\n\
         - Trained on {records} passages with {claims} claims, seed {seed}; epoch {epoch} of at most {epochs}{average}.\n\
         - Temperature of its confidences: {temperature}.\n",
        name = config.name,
        size = size as f64 / 1e6,
        records = training.len(),
        seed = config.seed,
        epochs = config.schedule.epochs,
        average = config.schedule.average.map_or(String::new(), |a| format!(", weights averaged with decay {a}")),
    );
}

fn data(card: &mut String, outcome: &Outcome<'_>) {
    card.push_str(
        "\n## Data\n\n| file | licence of the texts | training passages | claims | dev passages | claims |\n\
         | --- | --- | --- | --- | --- | --- |\n",
    );
    for o in outcome.data.origins() {
        let _ = writeln!(
            card,
            "| {} | {} | {} | {} | {} | {} |",
            o.file, o.licence, o.training_records, o.training_claims, o.dev_records, o.dev_claims
        );
    }
    let mut rules = Vec::new();
    let config = outcome.config;
    if config.dev.every > 0 {
        rules.push(format!("one source in {}, by a hash of its name", config.dev.every));
    }
    let mut held_out: Vec<&str> = config.data.iter().flat_map(|d| &d.hold_out_licences).map(String::as_str).collect();
    held_out.sort_unstable();
    held_out.dedup();
    if !held_out.is_empty() {
        rules.push(format!("every text whose licence names {}", held_out.join(" or ")));
    }
    if !rules.is_empty() {
        let _ = writeln!(card, "\nThe dev set is {}; no source is on both sides.", rules.join(", and "));
    }
}

fn scores(card: &mut String, outcome: &Outcome<'_>) {
    let scores = outcome.scores();
    let _ = write!(
        card,
        "\n## Scores\n\nOn {} passages ({} claims) of other sources that it was not trained on:\n\n| what | % |\n| --- | --- |\n",
        outcome.data.dev.len(),
        scores.claims
    );
    let rows = [
        ("claims found, exact value span: precision", scores.precision),
        ("claims found, exact value span: recall", scores.recall),
        ("claims found, exact value span: F1", scores.f1),
        ("kind of found claims", scores.kind),
        ("modality of found claims", scores.modality),
    ];
    for (what, score) in rows {
        let _ = writeln!(card, "| {what} | {} |", percent(score));
    }
    for (role, score) in &scores.roles {
        let _ = writeln!(card, "| {role} of found claims (overlap of at least half) | {} |", percent(*score));
    }
    let _ =
        writeln!(card, "| dev score: mean of F1, kind, measure, entity, period | {} |", percent(scores.dev_score()));

    card.push_str(
        "\nBy part, after the licence of the texts:\n\n\
         | part | passages | claims | F1 | kind | measure | entity | period | dev score |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for (part, (passages, s)) in outcome.parts() {
        let role = |role: Role| role_score(&s, role);
        let _ = writeln!(
            card,
            "| {part} | {passages} | {} | {} | {} | {} | {} | {} | {} |",
            s.claims,
            percent(s.f1),
            percent(s.kind),
            role(Role::Measure),
            role(Role::Entity),
            role(Role::Period),
            percent(s.dev_score()),
        );
    }

    card.push_str(
        "\nBy kind, value span and kind exact:\n\n\
         | kind | claims | precision | recall | F1 |\n| --- | --- | --- | --- | --- |\n",
    );
    for (kind, s) in &scores.kinds {
        let (precision, recall, f1) = (percent(s.precision), percent(s.recall), percent(s.f1));
        let _ = writeln!(card, "| {kind} | {} | {precision} | {recall} | {f1} |", s.claims);
    }
}

fn reliability(card: &mut String, outcome: &Outcome<'_>, temperature: f32) {
    let (before, after) = (&outcome.uncalibrated, &outcome.calibrated);
    let _ = write!(
        card,
        "\n## Reliability\n\nConfidence is the probability of a found claim's kind; right is a claim whose value span and\n\
         kind are exactly the gold's. The expected calibration error is {} % at temperature {temperature} and {} % at\n\
         temperature 1, on the dev set that the temperature was chosen on.\n\n\
         | confidence | claims | mean confidence, % | right, % |\n| --- | --- | --- | --- |\n",
        percent(after.expected_calibration_error),
        percent(before.expected_calibration_error),
    );
    for (n, bin) in after.bins.iter().enumerate() {
        let (from, to) = (n * 100 / after.bins.len(), (n + 1) * 100 / after.bins.len());
        let shares = match bin.count {
            0 => ["-".to_owned(), "-".to_owned()],
            _ => [percent(bin.confidence), percent(bin.accuracy)],
        };
        let _ = writeln!(card, "| {from}-{to} % | {} | {} | {} |", bin.count, shares[0], shares[1]);
    }
}

fn role_score(scores: &TagScores, role: Role) -> String {
    percent(scores.roles.get(role as usize).map_or(0.0, |(_, score)| *score))
}

fn percent(share: f64) -> String {
    format!("{:.1}", share * 100.0)
}
