//! The store against a plain scan of the rows, and against damage.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use super::REMARKS;
use super::layout::{END, VERSION};
use crate::facts::words::canonical_words;
use crate::facts::{EntityName, Fact, FactTable, IndexBuilder, MeasureName, RowId};
use crate::label::{Kind, Modality};
use crate::quantity::{Period, Unit};

fn build(facts: &[Fact], path: &Path) {
    let mut builder = IndexBuilder::new(std::env::temp_dir());
    for fact in facts {
        builder.push(fact).unwrap();
    }
    let (_, summary) = builder.finish(fs::File::create(path).unwrap(), &mut |_, _| {}).unwrap();
    assert_eq!((summary.rows, summary.bytes), (facts.len(), fs::metadata(path).unwrap().len()));
}

fn pick<T: Clone + std::fmt::Debug + 'static>(from: &[T]) -> impl Strategy<Value = T> + use<T> {
    prop::sample::select(from.to_vec())
}

fn fact() -> impl Strategy<Value = Fact> {
    let measures = ["services trade", "Service trade", "goods exports", "GDP", "total", "growth"];
    let what = (pick(&measures), pick(&[vec![], vec!["output"]]), pick(&["China", "PRC", "Ghana", "Acme Ltd"]));
    let party = (pick(&[None, Some("ASEAN"), Some("World"), Some("Ghana")]), pick(&[None, Some("GDP")]));
    let when = (pick(&["2024", "2024-01/2024-12", "2023", "2024-Q1", "2024-12-31"]), pick(&[None, Some("2022")]));
    let how = (pick(&["USD", "%", "{piece}"]), pick(&[Kind::Level, Kind::Change]), pick(Modality::ALL));
    let other = (pick(&[None, Some(1), Some(2)]), pick(&[None, Some(("note", "x")), Some(("adjustment", "sa"))]));
    (what, party, when, how, other, 1..4_i64, pick(&["", ":GHA", "given"])).prop_map(
        |(
            (measure, aliases, entity),
            (counterpart, of),
            (period, base),
            (unit, kind, modality),
            (day, extra),
            value,
            id,
        )| {
            let owned = |text: Option<&str>| text.map(str::to_owned);
            Fact {
                id: id.to_owned(),
                measure: measure.to_owned(),
                aliases: aliases.into_iter().map(str::to_owned).collect(),
                entity: entity.to_owned(),
                counterpart: owned(counterpart),
                of: owned(of),
                period: period.parse().unwrap(),
                base_period: base.map(|b: &str| b.parse().unwrap()),
                value: rust_decimal::Decimal::new(value, 1),
                resolution: rust_decimal::Decimal::new(1, 1),
                unit: Unit::parse(unit).unwrap(),
                kind,
                modality,
                source: owned(of),
                url: owned(counterpart),
                published: day.map(|day| date(2025, 1, day)),
                qualifiers: extra.into_iter().map(|(a, b): (&str, &str)| (a.to_owned(), b.to_owned())).collect(),
                table: "t.csv".into(),
                line: 0,
            }
        },
    )
}

fn facts(most: usize) -> impl Strategy<Value = Vec<Fact>> {
    prop::collection::vec(fact(), 1..most).prop_map(|mut facts| {
        for (index, fact) in facts.iter_mut().enumerate() {
            fact.line = index + 2;
            fact.id = match fact.id.as_str() {
                "given" => format!("row {index}"),
                suffix => format!("t.csv:{}{suffix}", fact.line),
            };
        }
        facts
    })
}

/// Whether two rows are about the same thing, from the rows alone.
fn same_thing(a: &Fact, b: &Fact) -> bool {
    let partner = |f: &Fact| f.counterpart.as_deref().map(EntityName::parse).filter(|c| !c.is_world());
    let told = |f: &Fact| -> Vec<(String, String)> {
        f.qualifiers.iter().filter(|(n, _)| !REMARKS.contains(&n.as_str())).cloned().collect()
    };
    let days = |p: Option<Period>| p.map(|p| (p.start(), p.end()));
    let of = |f: &Fact| f.of.as_deref().map(canonical_words);
    canonical_words(&a.measure) == canonical_words(&b.measure)
        && EntityName::parse(&a.entity).key() == EntityName::parse(&b.entity).key()
        && partner(a).map(|p| p.key().to_owned()) == partner(b).map(|p| p.key().to_owned())
        && of(a) == of(b)
        && a.period.same_days(&b.period)
        && days(a.base_period) == days(b.base_period)
        && (&a.unit, a.kind, a.modality, told(a)) == (&b.unit, b.kind, b.modality, told(b))
}

/// By a scan of every row: the earliest published of the rows of the same thing that were published after it.
fn superseded_by(facts: &[Fact], row: usize) -> Option<usize> {
    let published = facts[row].published?;
    let later = (0..facts.len())
        .filter(|&i| facts[i].published.is_some_and(|p| p > published) && same_thing(&facts[i], &facts[row]));
    later.min_by_key(|&i| (facts[i].published, i))
}

fn agrees(table: &FactTable, facts: &[Fact]) {
    let ids: Vec<RowId> = table.rows_in_order().collect();
    assert_eq!(ids.len(), facts.len());
    for (index, fact) in facts.iter().enumerate() {
        let row = ids[index];
        assert_eq!(*table.fact(row), *fact);
        assert_eq!(table.fact(row).value.scale(), fact.value.scale());
        assert_eq!(*table.get(&fact.id).unwrap(), *fact);
        assert_eq!(table.period(row), fact.period);
        assert_eq!(table.published(row), fact.published);
        assert_eq!(table.superseded_by(row), superseded_by(facts, index).map(|i| ids[i]), "{fact:?}");
        assert_eq!(table.entity(row).key(), EntityName::parse(&fact.entity).key());
        let measure = table.measure(row);
        assert_eq!(table.measure_text(measure), fact.measure);
        // Of a measure that two segments have there are two.
        let alike = |other: &&usize| table.measure(ids[**other]) == measure;
        let all: Vec<usize> = (0..facts.len()).collect();
        let of: Vec<RowId> = all.iter().filter(alike).map(|&i| ids[i]).collect();
        assert_eq!(table.rows_of(measure), of);
        let key = |text: &str| EntityName::parse(text).key().to_owned();
        let mut at: Vec<&usize> =
            all.iter().filter(alike).filter(|i| key(&facts[**i].entity) == key(&fact.entity)).collect();
        at.sort_by_key(|i| (facts[**i].period, **i));
        let at: Vec<RowId> = at.into_iter().map(|&i| ids[i]).collect();
        let mut rows = table.rows_at(measure, &EntityName::parse(&fact.entity));
        rows.sort_by_key(|&row| (table.period(row), row));
        assert_eq!(rows, at);
        for partner in ["ASEAN", "World", "Ghana"] {
            let is = |i: &&usize| facts[**i].counterpart.as_deref() == Some(partner) && partner != "World";
            let with: BTreeSet<RowId> = all.iter().filter(alike).filter(is).map(|&i| ids[i]).collect();
            let found: BTreeSet<RowId> = table.rows_with(measure, &EntityName::parse(partner)).into_iter().collect();
            assert_eq!(found, with);
        }
    }
    for text in ["services trade", "output", "goods", "total", "unheard"] {
        let name = MeasureName::parse(text);
        let words = name.index_words();
        let shares = |names: &[MeasureName]| names.iter().any(|n| n.index_words().iter().any(|w| words.contains(w)));
        let expected: Vec<_> = table.measures().filter(|&m| shares(&table.names(m))).collect();
        assert_eq!(table.measures_like(&name), expected, "{text}");
    }
    assert!(table.get("none").is_none());
    assert!(table.damage().is_none());
    assert!(table.verify(&mut |_, _| {}).is_empty());
}

/// Contradictions by a scan: of every thing the current rows, each that differs from the first of them.
fn contradictions(facts: &[Fact]) -> usize {
    let current = |i: &usize| superseded_by(facts, *i).is_none();
    let mut seen = BTreeSet::new();
    let mut count = 0;
    for i in (0..facts.len()).filter(current) {
        if seen.contains(&i) {
            continue;
        }
        let mut group: Vec<usize> =
            (0..facts.len()).filter(current).filter(|&j| same_thing(&facts[i], &facts[j])).collect();
        group.sort_by_key(|&j| (facts[j].published, j));
        count += group[1..].iter().filter(|&&j| facts[j].value != facts[group[0]].value).count();
        seen.extend(group);
    }
    count
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn in_memory_and_in_a_file_it_answers_as_a_scan_does(facts in facts(24)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("i.figx");
        build(&facts, &path);
        for table in [FactTable::new(facts.clone()).unwrap(), FactTable::open(&path).unwrap()] {
            agrees(&table, &facts);
            prop_assert_eq!(table.problems().len(), contradictions(&facts));
            let superseded = (0..facts.len()).filter(|&i| superseded_by(&facts, i).is_some()).count();
            let totals = table.totals();
            prop_assert_eq!((totals.rows, totals.superseded), (facts.len(), superseded));
            prop_assert_eq!(totals.measures.values().sum::<u64>(), facts.len() as u64);
            prop_assert_eq!(totals.periods.map(|p| p.0.start()), facts.iter().map(|f| f.period.start()).min());
        }
    }

    #[test]
    fn vintages_are_settled_across_segments(facts in facts(24), at in any::<prop::sample::Index>()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("i.figx");
        let (memory, file) = facts.split_at(at.index(facts.len()));
        build(file, &path);
        let tables = [FactTable::new(memory.to_vec()).unwrap(), FactTable::open(&path).unwrap()];
        agrees(&FactTable::merge(tables).unwrap(), &facts);
    }
}

fn sample() -> Vec<Fact> {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    facts(24).new_tree(&mut runner).unwrap().current()
}

fn index(folder: &tempfile::TempDir) -> (PathBuf, Vec<u8>) {
    let path = folder.path().join("i.figx");
    build(&sample(), &path);
    let bytes = fs::read(&path).unwrap();
    (path, bytes)
}

#[test]
fn an_id_that_two_segments_have_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = index(&folder);
    let tables = [FactTable::new(vec![sample()[1].clone()]).unwrap(), FactTable::open(&path).unwrap()];
    let error = FactTable::merge(tables).unwrap_err().to_string();
    assert!(error.contains("is also the id of t.csv:3"), "{error}");
}

#[test]
fn a_changed_byte_is_an_error_or_changes_nothing() {
    let facts = sample();
    let folder = tempfile::tempdir().unwrap();
    let (path, whole) = index(&folder);
    let mut caught = 0;
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&path, &bytes).unwrap();
        let Ok(table) = FactTable::open(&path) else {
            caught += 1;
            continue;
        };
        let read: Vec<_> = table.rows_in_order().map(|row| table.fact(row)).collect();
        let like = table.measures_like(&MeasureName::parse("services trade"));
        let _ = like.iter().map(|&m| table.rows_at(m, &EntityName::parse("China"))).collect::<Vec<_>>();
        let _ = (table.problems(), table.totals(), table.get("row 1"));
        if table.damage().is_some() {
            caught += 1;
        } else {
            assert!(read.iter().map(|f| &**f).eq(&facts), "byte {at}");
        }
        assert!(!table.verify(&mut |_, _| {}).is_empty(), "byte {at} is not missed by a full check");
    }
    assert!(caught > whole.len() / 2, "{caught} of {}", whole.len());
}

#[test]
fn damage_far_from_what_is_read_is_met_where_it_is() {
    // Rows enough for many blocks: those that are whole are read although another is not.
    let mut facts = Vec::new();
    for line in 0..2000 {
        let mut fact = sample()[0].clone();
        (fact.line, fact.id, fact.published) = (line + 2, format!("t.csv:{}", line + 2), None);
        fact.period = Period::year_of(i16::try_from(line).unwrap() + 1).unwrap();
        facts.push(fact);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("i.figx");
    build(&facts, &path);
    let mut bytes = fs::read(&path).unwrap();
    bytes[100_000] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let table = FactTable::open(&path).unwrap();
    let rows: Vec<RowId> = table.rows_in_order().collect();
    assert_eq!(*table.fact(rows[3]), facts[3]);
    assert!(table.damage().is_none());
    // Row 1249 and its neighbours lie in the damaged block.
    assert!(table.try_fact(rows[1249]).is_none());
    let error = table.damage().unwrap().to_string();
    assert!(error.contains("\"rows\"") && error.contains("facts index"), "{error}");
    let all = table.verify(&mut |_, _| {});
    assert!(all.len() == 1 && all[0].to_string().contains("near byte 98304"), "{all:?}");
}

#[test]
fn what_is_cut_short_older_or_no_index_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let (path, whole) = index(&folder);
    let error = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        FactTable::open(&path).unwrap_err().to_string()
    };
    for length in (0..whole.len()).step_by(37).chain([whole.len() - END, whole.len() - 1]) {
        let message = error(&whole[..length]);
        assert!(message.contains("cut short") || length < 16, "{length}: {message}");
    }
    assert!(error(&[&whole[..], b"x"].concat()).contains("cut short, or its end is damaged"));
    let mut old = whole.clone();
    old[8..12].copy_from_slice(&(VERSION - 1).to_le_bytes());
    let message = error(&old);
    assert!(message.contains("written by format 1, this reads 2: build it again"), "{message}");
    old[8..12].copy_from_slice(&(VERSION + 1).to_le_bytes());
    assert!(error(&old).contains("a newer figcheck"));
    assert!(error(&[b'x'; 600]).contains("is no index"));
}
