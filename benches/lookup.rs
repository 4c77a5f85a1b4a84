//! How fast a table of ten million facts is built, opened and looked into: `cargo bench --bench lookup`.
//!
//! The facts are those of `../shared/data/tables` where that folder is, and made ones up to ten million. Each table
//! is opened in a process of its own, so that its memory is its own. The claims say what rows of the table say; a look-up
//! is everything from the claim to its candidate rows: measures, entity, series, vintages. The last line is how much
//! longer that takes than among ten thousand facts: one in a thousand of the same series, drawn by their names, so that
//! both tables are as varied as each other.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::cast_precision_loss, reason = "counts and times")]

use std::fs::File;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::hint::black_box;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use figcheck::check::{DocumentContext, candidates};
use figcheck::claim::{Claim, Mention};
use figcheck::facts::{Fact, FactTable, IndexBuilder, Mapping, import};
use figcheck::label::{Kind, Modality};
use figcheck::quantity::{Figure, Number, Period, Unit};
use figcheck::span::Span;
use rust_decimal::Decimal;

const FEW: usize = 10_000;
const MANY: usize = 10_000_000;
const CLAIMS: usize = 600;

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    if args.next().as_deref() == Some("open") {
        open(&PathBuf::from(args.next().expect("an index")));
        return;
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let mut medians = Vec::new();
    for rows in [FEW, MANY] {
        let path = folder.join(format!("lookup-{rows}.figx"));
        build(rows, &path);
        let me = std::env::current_exe().expect("this benchmark");
        let output = Command::new(me).arg("open").arg(&path).output().expect("the same program again");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        print!("{text}");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let median = text.split("median ").nth(1).and_then(|rest| rest.split(' ').next());
        medians.push(median.and_then(|n| n.parse::<f64>().ok()).expect("a median"));
        std::fs::remove_file(path).expect("the index");
    }
    println!(
        "{MANY} against {FEW}: {:.2} times the median; the logarithm grows {:.2}-fold",
        medians[1] / medians[0],
        (MANY as f64).ln() / (FEW as f64).ln()
    );
}

/// Builds an index of so many of the ten million rows, whole series of them, and says what that took.
fn build(rows: usize, path: &Path) {
    let started = Instant::now();
    let mut builder = IndexBuilder::new(path.parent().expect("a folder"));
    let one_in = u64::try_from(MANY / rows).expect("a share");
    let mut taken = 0;
    let mut take = |fact: &Fact| {
        if taken < MANY && is_drawn(fact, one_in) {
            builder.push(fact).expect("room for rows");
        }
        taken += 1;
        taken
    };
    let mut given = 0;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (mapping, table) in [
        ("wdi.toml", "wdi_2026.tsv.gz"),
        ("wdi.toml", "wdi_2016_overlap.tsv.gz"),
        ("ons_series.toml", "ons_2014_timeseries.tsv.gz"),
    ] {
        let file = root.join("../shared/data/tables").join(table);
        if !file.exists() {
            continue;
        }
        let mapping = Mapping::read_file(&root.join("eval/mappings").join(mapping)).expect("a mapping");
        let mut read = 0;
        import(&file, Some(&mapping), &mut |fact| {
            take(&fact);
            read += 1;
        })
        .unwrap_or_else(|e| panic!("{e}"));
        println!("{table}: {read} rows");
        given += read;
    }
    for fact in made() {
        if take(&fact) >= MANY {
            break;
        }
    }
    let out = BufWriter::new(File::create(path).expect("a file"));
    let (_, summary) = builder.finish(out, &mut |_, _| {}).expect("room for the index");
    println!(
        "{} rows ({} of the {MANY} made), {} series, {} measures: built in {:.1} s, peak memory {} MB, {} MB on disk",
        summary.rows,
        MANY.saturating_sub(given),
        summary.series,
        summary.measures,
        started.elapsed().as_secs_f64(),
        memory("VmHWM"),
        summary.bytes >> 20,
    );
}

/// Whether the series of a fact is one of those drawn: one in so many, by its measure and place.
fn is_drawn(fact: &Fact, one_in: u64) -> bool {
    let mut hasher = DefaultHasher::new();
    (&fact.measure, &fact.entity).hash(&mut hasher);
    hasher.finish().is_multiple_of(one_in)
}

/// Opens an index, looks claims up, and says what that took.
fn open(path: &Path) {
    let before = memory("VmRSS");
    let started = Instant::now();
    let table = FactTable::open(path).expect("an index");
    let opened = started.elapsed();
    let rows = table.len();
    println!("opened in {:.2} ms, {} MB resident, {} MB before", opened.as_secs_f64() * 1e3, memory("VmRSS"), before);
    let all: Vec<_> = table.rows_in_order().collect();
    let context = DocumentContext::default();
    let mut times = Vec::new();
    let (mut found, mut right) = (0, 0);
    for row in all.iter().step_by((rows / CLAIMS).max(1)) {
        let claim = claim_of(&table.fact(*row)).expect("a row can be claimed");
        let started = Instant::now();
        let rows = black_box(candidates(&claim, &context, &table));
        times.push(started.elapsed().as_secs_f64() * 1e6);
        found += usize::from(!rows.is_empty());
        right += usize::from(rows.iter().take(3).any(|(there, _)| there == row));
    }
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    println!(
        "{} claims, {found} with candidates, {right} with their row among the first three: median {:.1} µs, p90 {:.1} µs, \
         p99 {:.1} µs; {} MB resident",
        times.len(),
        at(50),
        at(90),
        at(99),
        memory("VmRSS")
    );
}

/// Facts by a rule: so many measures and countries that no two have the same words, yearly from 1960 on.
fn made() -> impl Iterator<Item = Fact> {
    const HOW: &[&str] =
        &["gross", "net", "average", "public", "private", "rural", "urban", "seasonal", "foreign", "local"];
    const WHAT: &[&str] =
        &["exports", "imports", "output", "employment", "prices", "investment", "revenue", "debt", "stock", "demand"];
    const OF: &[&str] = &[
        "wheat",
        "rice",
        "steel",
        "cement",
        "timber",
        "coal",
        "copper",
        "cotton",
        "coffee",
        "sugar",
        "paper",
        "glass",
        "ships",
        "aircraft",
        "machinery",
        "tyres",
        "furniture",
        "medicine",
        "software",
        "insurance",
        "tourism",
        "freight",
        "fisheries",
        "poultry",
        "dairy",
        "textiles",
        "toys",
        "ceramics",
        "batteries",
        "turbines",
    ];
    const BY: &[&str] = &["households", "firms", "cooperatives", "ministries"];
    let places: Vec<&'static str> = include_str!("../src/facts/entities.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter(|(_, rest)| rest.starts_with("country"))
        .map(|(name, _)| name)
        .collect();
    let count = places.len();
    let years = 1960..2025_i16;
    (0_usize..).flat_map(move |series| {
        let (measure, place) = (series / count, places[series % count]);
        let (how, rest) = (HOW[measure % HOW.len()], measure / HOW.len());
        let (what, rest) = (WHAT[rest % WHAT.len()], rest / WHAT.len());
        let (of, rest) = (OF[rest % OF.len()], rest / OF.len());
        let by = BY[rest % BY.len()];
        // Beyond the words a number keeps measures apart.
        let edition = match rest / BY.len() {
            0 => String::new(),
            n => format!(", edition {n}"),
        };
        let name = format!("{how} {what} of {of} by {by}{edition}");
        years.clone().map(move |year| Fact {
            id: format!("made.csv:{}", line(series, year)),
            measure: name.clone(),
            aliases: Vec::new(),
            entity: place.to_owned(),
            counterpart: None,
            of: None,
            period: Period::year_of(year).expect("a year"),
            base_period: None,
            value: (i64::try_from(series * 7919 % 90_000).unwrap_or(0) + i64::from(year)).into(),
            resolution: 1.into(),
            unit: Unit::parse("t").expect("tonnes"),
            kind: Kind::Level,
            modality: Modality::Actual,
            source: Some("made by the benchmark".to_owned()),
            url: None,
            published: None,
            qualifiers: Vec::new(),
            table: "made.csv".into(),
            line: line(series, year),
        })
    })
}

fn line(series: usize, year: i16) -> usize {
    series * 65 + usize::try_from(year - 1960).unwrap_or(0) + 2
}

/// Megabytes of this process, where the system tells.
fn memory(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(what));
    line.and_then(|l| l.split_whitespace().nth(1)).and_then(|n| n.parse::<u64>().ok()).map_or(0, |kb| kb >> 10)
}

/// The claim that says what a row says.
fn claim_of(fact: &Fact) -> Option<Claim> {
    let mention = |text: &str| Some(Mention { span: Span::new(0, 1), text: text.to_owned(), carried: false });
    let figure = Figure::Point(Number::written(fact.value, Decimal::ONE)?);
    Some(Claim {
        text: fact.value.to_string(),
        modality: fact.modality,
        measure: mention(&fact.measure),
        entity: mention(&fact.entity),
        counterpart: fact.counterpart.as_deref().and_then(mention),
        period: Some(fact.period),
        base_period: fact.base_period,
        ..Claim::new(Some(fact.kind), figure, fact.unit.clone())
    })
}
