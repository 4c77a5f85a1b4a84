//! Bad tables, vintages and look-up.

use super::*;
use crate::facts::{BadRows, Loaded, Refused};

const HEADER: &str = "measure,entity,period,value,unit";

fn read(csv: &str) -> Result<Loaded, Refused> {
    FactTable::from_csv("folder/t.csv", csv.as_bytes(), BadRows::Refuse)
}

fn table(csv: &str) -> FactTable {
    read(csv).unwrap_or_else(|e| panic!("{e}")).table
}

fn first(table: &FactTable) -> Arc<Fact> {
    table.facts().next().unwrap()
}

fn lines(table: &FactTable, rows: &[RowId]) -> Vec<usize> {
    rows.iter().map(|&row| table.fact(row).line).collect()
}

#[test]
fn a_row_is_read_whole() {
    let csv = "Measure,ENTITY,period,value,unit,scale,counterpart,aliases,published,source,url,adjustment\n\
               bilateral trade,China,2025-01/2025-11,6.82,CNY,12,ASEAN,trade| total trade ,2025-12-09,GAC,https://x,none\n\
               \"exports, goods\",China,2024,25.45,CNY,12,,,,,,\n";
    let table = table(csv);
    let fact = first(&table);
    assert_eq!(fact.value, "6820000000000".parse().unwrap());
    assert_eq!(fact.resolution, "10000000000".parse().unwrap());
    assert_eq!(fact.aliases, ["trade", "total trade"]);
    assert_eq!((fact.id.as_str(), fact.line, &*fact.table), ("t.csv:2", 2, "t.csv"));
    assert_eq!(fact.qualifiers, [("adjustment".to_owned(), "none".to_owned())]);
    assert_eq!((fact.kind, fact.modality), (Kind::Level, Modality::Actual));
    assert_eq!(table.get("t.csv:3").unwrap().measure, "exports, goods");
}

#[test]
fn a_bad_cell_names_line_column_and_what_was_expected() {
    let cases = [
        ("kind", "m,China,2024,5,CNY,levels", "column \"kind\": kind \"levels\" is none of level"),
        (
            "kind",
            "m,China,2024,5,CNY,growth",
            "column \"unit\": \"CNY\" cannot be the unit of kind growth, expected \"%\"",
        ),
        ("scale", "m,China,2024,5,CNY,1.5", "column \"scale\": \"1.5\" is no power of ten"),
        ("scale", "m,China,2024,\"7,500\",CNY,", "column \"value\": \"7,500\" has thousands separators"),
        ("scale", "m,China,2024,5,kg of,", "column \"unit\""),
        ("scale", "m,China,2025-13,5,CNY,", "column \"period\""),
        ("scale", "m,China,2025-11/2025-01,5,CNY,", "ends before it starts"),
        ("scale", "m,,2024,5,CNY,", "column \"entity\": is empty, expected of whom or where"),
        ("scale", "m,China,2024,5,CNY", "the row has 5 cells, expected 6"),
        ("published", "m,China,2024,5,CNY,9 Dec 2025", "column \"published\": \"9 Dec 2025\" is no date"),
        ("modality", "m,China,2024,5,CNY,planned", "column \"modality\": modality \"planned\" is none of"),
        ("base_period", "m,China,2024,5,CNY,2025", "column \"base_period\": 2025 lies after the period 2024"),
    ];
    for (extra, row, expected) in cases {
        let refused = read(&format!("{HEADER},{extra}\nok,China,2024,1,CNY,\n{row}\n")).unwrap_err();
        let text = refused.to_string();
        assert!(text.starts_with("folder/t.csv:3: ") && text.contains(expected), "{row}: {text}");
    }
}

#[test]
fn every_error_of_a_table_is_returned_and_twenty_shown() {
    let rows: String =
        (10..40).map(|year| ["m,China,20".to_owned(), year.to_string(), ",x,zzz\n".to_owned()].concat()).collect();
    let refused = read(&format!("{HEADER}\n{rows}")).unwrap_err();
    assert_eq!(refused.errors().len(), 60, "two bad cells a row");
    let text = refused.to_string();
    assert_eq!(text.lines().count(), 21);
    assert!(text.ends_with("and 40 more errors"), "{text}");
}

#[test]
fn a_table_without_its_columns_is_refused() {
    let cases: [(&[u8], &str); 7] = [
        (
            b"measure,entity,value,unit\n",
            "folder/t.csv:1: the header lacks the column period, expected measure, entity, period, value, unit",
        ),
        (b"a,b\n1,2\n", "the columns a, b are none that figcheck maps by itself"),
        (b"", "the table is empty"),
        (b"measure,entity,period,value,unit,Unit\n", "the column \"Unit\" occurs twice"),
        (
            b"measure,entity,period,value,unit\nm,\"China,2024,5,CNY\nm,China,2024,5,CNY\n",
            ":2: a quoted cell that starts here is never closed",
        ),
        (b"measure,entity,period,value,unit\nm,Chin\xff,2024,5,CNY\n", ":2: column \"entity\": is no UTF-8"),
        (b"measure,entity,\xff\n", "the name of column 3 is no UTF-8"),
    ];
    for (bytes, expected) in cases {
        let refused = FactTable::from_csv("folder/t.csv", bytes, BadRows::Refuse).unwrap_err();
        assert!(refused.to_string().contains(expected), "{refused}");
        assert!(refused.errors()[0].is_table());
    }
    let wide = vec!["c"; 5000].join(",");
    assert!(read(&wide).unwrap_err().to_string().contains("5000 columns"));
}

#[test]
fn bad_rows_are_skipped_and_reported_when_asked() {
    let csv = format!("{HEADER},id\nm,China,2024,5,CNY,a\nm,China,2025,x,CNY,b\nm,China,2023,5,CNY,a\n");
    let loaded = FactTable::from_csv("t.csv", csv.as_bytes(), BadRows::Skip).unwrap();
    assert_eq!((loaded.table.len(), loaded.skipped.len()), (1, 2));
    assert!(loaded.skipped[1].to_string().contains("\"a\" is also the id of t.csv:2"), "{}", loaded.skipped[1]);
    assert!(read(&csv).is_err());
}

#[test]
fn a_byte_order_mark_and_blank_lines_are_no_rows() {
    let csv = format!("\u{feff}{HEADER}\r\n\r\nm,China,2024,5,CNY\r\n\r\n");
    let table = table(&csv);
    assert_eq!(table.len(), 1);
    assert_eq!(first(&table).line, 3);
}

#[test]
fn json_lines_carry_the_same_columns() {
    let lines = "{\"measure\":\"services trade\",\"entity\":\"China\",\"period\":\"2024\",\"value\":7.50,\"scale\":12,\"unit\":\"CNY\",\"aliases\":[\"trade in services\"],\"note\":\"x\"}\n\n{\"measure\":1}\nnonsense\n";
    let loaded = FactTable::from_jsonl("t.jsonl", lines.as_bytes(), BadRows::Skip).unwrap();
    let fact = first(&loaded.table);
    assert_eq!(fact.resolution, "10000000000".parse().unwrap());
    assert_eq!((fact.id.as_str(), fact.aliases.len(), fact.qualifiers.len()), ("t.jsonl:1", 1, 1));
    assert!(loaded.skipped.iter().any(|e| e.line() == Some(4)));
}

#[test]
fn of_two_rows_for_the_same_thing_the_later_published_is_current() {
    let csv = format!(
        "{HEADER},published,note\nservices trade,China,2024,7.4,CNY,2025-01-30,first\nService trade,China,2024-01/2024-12,7.5,CNY,2025-06-30,\nservices trade,China,2023,6.6,CNY,2024-01-30,\n"
    );
    let table = table(&csv);
    let later: Vec<Option<RowId>> = table.rows_in_order().map(|row| table.superseded_by(row)).collect();
    assert_eq!(later[0].map(|row| table.fact(row).line), Some(3));
    assert_eq!(later[1..], [None, None]);
    assert!(table.problems().is_empty());
}

#[test]
fn a_contradiction_is_reported_and_nothing_dropped() {
    let csv = format!("{HEADER},adjustment\nm,China,2024,7.4,CNY,a\nm,China,2024,7.5,CNY,a\nm,China,2024,7.6,CNY,b\n");
    let table = table(&csv);
    assert_eq!(table.len(), 3);
    assert_eq!(table.problems().len(), 1, "another adjustment is another thing: {:?}", table.problems());
    assert!(table.problems()[0].contains("t.csv:2 and t.csv:3"));
}

#[test]
fn rows_are_found_by_words_and_entity() {
    let csv = format!(
        "{HEADER},counterpart\nexports of services,PRC,2024,1,CNY,\nexports of services,China,2023,2,CNY,\nGDP,China,2024,3,CNY,\ngoods trade,China,2024,4,CNY,ASEAN\n"
    );
    let table = table(&csv);
    let found = table.measures_like(&MeasureName::parse("service exports"));
    assert_eq!(found.len(), 1);
    assert_eq!(lines(&table, &table.rows_at(found[0], &EntityName::parse("Chinese"))), [3, 2]);
    let trade = table.measures_like(&MeasureName::parse("trade"));
    assert_eq!(lines(&table, &table.rows_with(trade[0], &EntityName::parse("ASEAN"))), [5]);
    assert!(table.measures_like(&MeasureName::parse("unemployment")).is_empty());
}

#[test]
fn a_folder_is_its_tables_in_name_order() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("b.csv"), format!("{HEADER}\nm,China,2024,1,CNY\n")).unwrap();
    std::fs::write(folder.path().join("a.CSV"), format!("{HEADER}\nm,China,2023,1,CNY\n")).unwrap();
    std::fs::write(folder.path().join("README.md"), "no table").unwrap();
    let loaded = FactTable::read(folder.path(), BadRows::Refuse).unwrap();
    let ids: Vec<String> = loaded.table.facts().map(|f| f.id.clone()).collect();
    assert_eq!(ids, ["a.CSV:2", "b.csv:2"]);
    let empty = tempfile::tempdir().unwrap();
    assert!(FactTable::read(empty.path(), BadRows::Refuse).unwrap_err().to_string().contains("holds no table"));
    let missing = FactTable::read(folder.path().join("none.csv"), BadRows::Skip).unwrap_err();
    assert!(missing.errors()[0].is_io() && missing.to_string().contains("no such file"), "{missing}");
}
