//! Which series a claim speaks of: `TSVer`'s real dev claims (CC BY-SA 4.0) against the titles of 400 series, by words, by
//! meaning and by both.

use std::collections::BTreeSet;

use figcheck::facts::{BadRows, FactTable, Found, MeasureVectors, topic};
use figcheck::tag::ModelTagger;
use figcheck::tag::engine::Precision;
use serde_json::{Value, json};

use super::{json, suite};

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn the_right_series_is_among_the_first_three() {
    let Some(folder) = suite("TSVer") else { return };
    let metadata = json(&folder.join("data/time_series/metadata.json"));
    // One row a series, whose id is the file's name: retrieval looks at names alone.
    let rows: Vec<String> = metadata.as_array().unwrap().iter().map(|series| {
        let id = series["filename"].as_str().unwrap().trim_end_matches(".csv");
        json!({"id": id, "measure": series["title"], "entity": "World", "period": "2020", "value": "1", "unit": "1"}).to_string()
    }).collect();
    let table = FactTable::from_jsonl("t.jsonl", rows.join("\n").as_bytes(), BadRows::Refuse).unwrap().table;
    let tagger = ModelTagger::embedded(Precision::F32).unwrap();
    let vectors = MeasureVectors::new(&table, |texts| tagger.vectors(texts)).unwrap();

    let claims = lines(&std::fs::read_to_string(folder.join("data/tsver_dev.jsonl")).unwrap());
    let rank = |found: &[Found], gold: &BTreeSet<&str>| {
        let ids = |found: &Found| found.rows.iter().any(|&row| gold.contains(table.fact(row).id.as_str()));
        found.iter().position(ids).map_or(usize::MAX, |place| place + 1)
    };
    let mut ranks: [Vec<usize>; 3] = Default::default();
    for claim in &claims {
        let gold: BTreeSet<&str> = claim["TimeSeries"].as_object().unwrap().keys().map(String::as_str).collect();
        let text = topic(claim["Claim"].as_str().unwrap());
        let vector = &tagger.vectors(&[&text]).unwrap()[0];
        let both = table.search_by_meaning(&text, (&vectors, vector), None, None);
        let words = table.search(&text, None, None);
        let meaning = table.search_by_meaning("", (&vectors, vector), None, None);
        for (ranks, found) in ranks.iter_mut().zip([words, meaning, both]) {
            ranks.push(rank(&found, &gold));
        }
        if std::env::var_os("FIGCHECK_MISSES").is_some() && ranks[2].last() > Some(&3) {
            eprintln!("    {:?} {text:?}: {gold:?}", ranks.each_ref().map(|r| r.last()));
        }
    }
    let within = |ranks: &[usize], most: usize| ranks.iter().filter(|&&r| r <= most).count();
    for (name, ranks) in ["words", "meaning", "both"].iter().zip(&ranks) {
        let [first, three, ten] = [1, 3, 10].map(|most| within(ranks, most));
        eprintln!(
            "TSVer series by {name:8} first {first:2}, among three {three:2}, among ten {ten:2} of {}",
            ranks.len()
        );
    }
    assert!(within(&ranks[2], 3) * 100 >= 80 * claims.len(), "{:?}", ranks[2]);
}
