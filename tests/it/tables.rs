//! Tables of publishers, good and bad: what is mapped, what each error says, and the real ones that lie beside the
//! repository.

use std::io::Write as _;
use std::path::PathBuf;

use figcheck::facts::{Fact, Mapping, import};

use crate::command::{Folder, TRUE, check, root};

const SDMX: &str = "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,REF_AREA_LABEL,INDICATOR,INDICATOR_LABEL,SEX,SEX_LABEL,UNIT_MEASURE,\
UNIT_MEASURE_LABEL,TIME_PERIOD,OBS_VALUE,UNIT_MULT,UNIT_MULT_LABEL,OBS_STATUS,OBS_STATUS_LABEL\n\
dataflow,X:SERVICES(1.0),I,CHN,China,ST,Services trade,_T,Total,CNY,Yuan,2024,7.5,12,Trillions,A,Normal value\n\
dataflow,X:SERVICES(1.0),I,CHN,China,ST,Services trade,F,Female,CNY,Yuan,2024-Q1,1.9,12,Trillions,A,Normal value\n\
dataflow,X:SERVICES(1.0),I,CHN,China,ST,Services trade,_T,Total,CNY,Yuan,2023,,12,Trillions,M,Missing value\n";

const SDMX_LABELS: &str = "DATAFLOW,REF_AREA: Reference area,MEASURE: Measure,UNIT_MEASURE: Unit,TIME_PERIOD: Time,OBS_VALUE,UNIT_MULT: Multiplier\n\
X:Y(1.0),CHN: China,ST: Services trade,CNY: Yuan,2024,7.5,12: Trillions\n";

const WORLD_BANK: &str = "\"Data Source\",\"World Development Indicators\",\n\n\"Last Updated Date\",\"2025-07-01\",\n\n\
\"Country Name\",\"Country Code\",\"Indicator Name\",\"Indicator Code\",\"2019\",\"2020\",\n\
\"Ghana\",\"GHA\",\"Access to electricity (% of population)\",\"EG.ELC.ACCS.ZS\",\"83.5\",\"85.9\",\n\
\"Ghana\",\"GHA\",\"GDP (constant 2015 US$)\",\"NY.GDP.MKTP.KD\",\"\",\"6.1e10\",\n";

const OWID: &str = "Date,GHA,FRA,OWID_WRL,XYZ\n2019,83.5,100.0,90.1,1\n2020,85.9,,90.4,\n";
const METADATA: &str = r#"[{"filename": "electricity.csv", "title": "Share of the population with access to electricity",
    "description": "…", "unit": "%"}]"#;

fn read(folder: &Folder, name: &str) -> Vec<Fact> {
    let mut facts = Vec::new();
    let read = import(&folder.path(name), None, &mut |fact| facts.push(fact)).unwrap();
    assert_eq!(read.bad_rows, 0, "{:?}", read.bad);
    facts
}

fn figure(fact: &Fact) -> (String, String, String, String, String) {
    let value = format!("{} {}", fact.value, fact.unit.code());
    (fact.measure.clone(), fact.entity.clone(), fact.period.to_string(), value, fact.id.clone())
}

fn row(texts: [&str; 5]) -> (String, String, String, String, String) {
    let [measure, entity, period, value, id] = texts.map(str::to_owned);
    (measure, entity, period, value, id)
}

#[test]
fn sdmx_csv_carries_labels_multipliers_and_dimensions() {
    let folder = Folder::new().with("s.csv", SDMX).with("l.csv", SDMX_LABELS);
    let facts = read(&folder, "s.csv");
    assert_eq!(figure(&facts[0]), row(["Services trade", "China", "2024", "7500000000000 CNY", "s.csv:2"]));
    assert_eq!(facts[0].resolution.to_string(), "100000000000");
    assert!(facts[0].qualifiers.is_empty(), "a total is no qualifier: {:?}", facts[0].qualifiers);
    assert_eq!(facts[1].qualifiers, [("sex".to_owned(), "Female".to_owned())]);
    assert_eq!(facts.len(), 2, "a missing observation is left out");
    assert_eq!(figure(&read(&folder, "l.csv")[0]).0, "Services trade");
}

#[test]
fn a_world_bank_table_is_read_behind_its_preamble() {
    let facts = read(&Folder::new().with("wb.csv", WORLD_BANK), "wb.csv");
    let all: Vec<_> = facts.iter().map(figure).collect();
    assert_eq!(all[0], row(["Access to electricity", "Ghana", "2019", "83.5 %", "wb.csv:6:2019"]));
    assert_eq!(all[2], row(["GDP, real", "Ghana", "2020", "61000000000 USD", "wb.csv:7:2020"]));
    assert_eq!(facts[0].of.as_deref(), Some("population"));
}

#[test]
fn a_table_with_a_column_a_place_takes_its_name_from_its_metadata() {
    let folder = Folder::new().with("csv/electricity.csv", OWID).with("metadata.json", METADATA);
    let all: Vec<_> = read(&folder, "csv/electricity.csv").iter().map(figure).collect();
    let measure = "Share of the population with access to electricity";
    assert_eq!(all[0], row([measure, "Ghana", "2019", "83.5 %", "electricity.csv:2:GHA"]));
    assert_eq!(all[2].1, "World");
    assert_eq!(all.len(), 5);
}

#[test]
fn a_publishers_table_decides_without_an_import() {
    let folder = Folder::new().with("s.csv", SDMX).with("good.txt", TRUE);
    let run = folder.run(&check(&["--facts", "s.csv", "--format", "jsonl", "-q", "good.txt"]));
    assert_eq!(run.documents()[0]["claims"][0]["verdict"], "supported", "{}", run.err);
}

#[test]
fn an_import_says_what_it_mapped_and_writes_what_is_read_again() {
    let folder = Folder::new().with("s.csv", SDMX);
    let run = folder.run(&["facts", "import", "s.csv", "-o", "out.csv"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    for said in [
        "SDMX-CSV table, 2 rows of 1 measure and 1 entity, 2024",
        "UNIT_MULT",
        "→ scale",
        "left out: 1 ",
        "out.csv: 2 rows",
    ] {
        assert!(run.err.contains(said), "{said}: {}", run.err);
    }
    let again = read(&folder, "out.csv");
    assert_eq!(
        again.iter().map(figure).collect::<Vec<_>>(),
        read(&folder, "s.csv").iter().map(figure).collect::<Vec<_>>()
    );
    assert_eq!(folder.run(&["facts", "check", "out.csv"]).code, Some(0));
}

#[test]
fn measures_are_found_by_words_and_tables_described() {
    let folder = Folder::new().with("csv/electricity.csv", OWID).with("metadata.json", METADATA).with("s.csv", SDMX);
    let run = folder.run(&["facts", "search", "--facts", "csv", "electricity", "access", "--entity", "Ghana"]);
    assert!(run.out.contains("Share of the population with access to electricity, 2 rows"), "{}", run.out);
    assert!(run.out.contains("Ghana, 2020: 85.9 % (electricity.csv:3:GHA)"), "{}", run.out);
    assert!(!run.out.contains("France"), "{}", run.out);
    let run = folder.run(&["facts", "search", "--facts", "csv", "--words-only", "unheard"]);
    assert!(run.out.contains("no measure fits \"unheard\""), "{}", run.out);
    // No word is shared; the meaning is.
    let run = folder.run(&["facts", "search", "--facts", "csv", "people with power at home"]);
    assert!(run.out.contains("access to electricity, 5 rows"), "{}", run.out);
    let run = folder.run(&["facts", "info", "--facts", "csv"]);
    for said in ["5 rows, 2019 to 2020", "1 measure", "3 entities", "%"] {
        assert!(run.out.contains(said), "{said}: {}", run.out);
    }
}

/// The one message of a table that is refused.
fn refused(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let folder = Folder::new().with(name, bytes).with("good.txt", TRUE);
    let run = folder.run(&check(&["--facts", name, "-q", "good.txt"]));
    assert_eq!(run.code, Some(2), "{name}: {}", run.err);
    run.messages()[0].to_owned()
}

#[test]
fn each_bad_table_says_what_where_and_what_was_expected() {
    let head = "measure,entity,period,value,unit\n";
    let wide = format!("Date{}\n2020\n", ",GHA".repeat(1_000_000));
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("t.csv", format!("{head}a,b,2025-13,1,%\n").into(), "t.csv:2: column \"period\": "),
        ("t.csv", format!("{head}a,b,2025-02-30,1,%\n").into(), "t.csv:2: column \"period\": "),
        ("t.csv", format!("{head}a,b,2025/2024,1,%\n").into(), "t.csv:2: column \"period\": "),
        ("t.csv", format!("{head}a,b,2025,1,furlongs\n").into(), "t.csv:2: column \"unit\": "),
        ("t.csv", wide.into(), "t.csv:1: the header is longer than 1048576 bytes"),
        ("t.csv", b"measure,entity,period,value,unit\na,\xff,2024,1,%\n".to_vec(), "is no UTF-8, expected UTF-8 text"),
        ("t.csv", format!("{head}a,\"b,2025,1,%\n").into(), "t.csv:2: a quoted cell that starts here is never closed"),
        ("t.csv", Vec::new(), "t.csv:1: the table is empty, expected a header"),
        ("t.csv", b"STRUCTURE,REF_AREA,TIME_PERIOD\n".to_vec(), "t.csv:1: an SDMX-CSV table needs a column OBS_VALUE"),
        ("t.csv", b"Year,GHA,FRA\n2020,1,2\n".to_vec(), "expected a metadata.json beside it"),
        ("t.csv", b"Entity,Year,Score\nGhana,2020,1\n".to_vec(), "no column of numbers gives its unit"),
        ("t.csv.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03torn".to_vec(), "t.csv.gz: "),
        ("t.jsonl", b"{\"measure\": {\"a\": 1}}\n".to_vec(), "t.jsonl:1: column \"measure\": is an object"),
    ];
    for (name, bytes, message) in cases {
        let found = refused(name, bytes);
        assert!(found.contains(message), "{message:?}: {found}");
    }
}

#[test]
fn rows_that_disagree_are_told_and_bad_ones_left_out_when_asked() {
    let table = "measure,entity,period,value,unit\na b,China,2024,1,%\na b,China,2024,2,%\na b,China,2024-13,2,%\n";
    let folder = Folder::new().with("t.csv", table).with("two.csv", &table[..table.len() - 22]);
    let run = folder.run(&["facts", "check", "two.csv"]);
    assert!(run.out.contains("rows two.csv:2 and two.csv:3 say 1 and 2 % of the same thing"), "{}", run.out);
    let run = folder.run(&["facts", "import", "t.csv", "-o", "out.csv"]);
    assert_eq!((run.code, folder.path("out.csv").exists()), (Some(2), false), "{}", run.err);
    let run = folder.run(&["facts", "import", "t.csv", "-o", "out.csv", "--skip-bad-rows"]);
    assert!(run.code == Some(0) && run.err.contains("1 bad row") && run.err.contains("2 rows written"), "{}", run.err);
}

#[test]
fn a_mapping_with_an_unknown_key_is_named_with_its_place() {
    let folder = Folder::new().with("t.csv", "a,b\n1,2\n").with("m.toml", "[columns]\nvalue = \"a\"\n[colums]\n");
    let run = folder.run(&["facts", "import", "t.csv", "--mapping", "m.toml"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("m.toml:3:"), "{}", run.err);
}

/// A file of the real tables beside the repository, or nothing, said aloud.
fn real(name: &str) -> Option<PathBuf> {
    let path = root().join("../shared/data/tables").join(name);
    if path.exists() {
        return Some(path);
    }
    let _ = writeln!(std::io::stderr(), "SKIPPED: no table at {}, so nothing was read here", path.display());
    None
}

#[test]
fn real_digital_services_of_unctad() {
    let Some(path) = real("ref_unctad_digital/datasets/UNCTAD_DE.csv") else { return };
    let mut found = Vec::new();
    let read = import(&path, None, &mut |fact| {
        if &*fact.entity == "World" && fact.period.to_string() == "2010" {
            found.push(fact);
        }
    })
    .unwrap();
    assert_eq!((read.format, read.bad_rows), ("SDMX-CSV", 0));
    let exports = found.iter().find(|f| f.measure.contains("International exports in digitally"));
    // The raw value is 1835732.0 in millions of US dollars.
    let exports = exports.map(|f| format!("{} {}", f.value.normalize(), f.unit.code()));
    assert_eq!(exports.as_deref(), Some("1835732000000 USD"));
}

#[test]
fn real_headline_series_of_the_uk_by_their_mapping() {
    let Some(path) = real("ons_2014_headline_series.tsv.gz") else { return };
    let mapping = Mapping::read_file(&root().join("eval/mappings/ons_headline.toml")).unwrap();
    let mut borrowing = None;
    let read = import(&path, Some(&mapping), &mut |fact| {
        if fact.period.to_string() == "2014-05" && fact.measure.starts_with("Public sector net debt excluding banks as")
        {
            borrowing = Some(format!("{} {}", fact.value.normalize(), fact.unit.code()));
        }
    })
    .unwrap();
    // Of 43,041 rows 58 have a period such as "1998/99", which is a fiscal year of no named country, and others belong to
    // titles that the mapping leaves out.
    let skipped: usize = read.skipped.values().sum();
    assert_eq!((read.bad_rows, read.facts + read.bad_rows + skipped), (58, 43_041));
    assert!(read.facts > 39_000, "{}", read.facts);
    assert!(borrowing.is_some_and(|b| b.ends_with(" %")));
}
