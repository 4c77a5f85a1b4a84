//! `figcheck facts index`: what it writes stands for its tables, and what is wrong with it is said.

use std::fs;

use crate::command::{FALSE, Folder, TABLE, TRUE, check};

fn indexed() -> Folder {
    let folder = Folder::new().with("t.csv", TABLE).with("good.txt", TRUE).with("bad.txt", FALSE);
    let run = folder.run(&["facts", "index", "t.csv", "-o", "t.figx"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("t.figx: 1 row in 1 series of 1 measure, "), "{}", run.err);
    assert_eq!(folder.names(), ["bad.txt", "good.txt", "t.csv", "t.figx"]);
    folder
}

#[test]
fn an_index_stands_wherever_tables_are_taken() {
    let folder = indexed();
    for facts in ["t.csv", "t.figx"] {
        let run = folder.run(&check(&["--facts", facts, "--format", "jsonl", "-q", "good.txt", "bad.txt"]));
        let verdicts: Vec<_> = run.documents().iter().map(|d| d["claims"][0]["verdict"].clone()).collect();
        assert_eq!(verdicts, ["supported", "refuted"], "{}", run.err);
        let search = folder.run(&["facts", "search", "--facts", facts, "--words-only", "services"]);
        assert!(search.out.contains("services trade, 1 row"), "{}", search.out);
        let info = folder.run(&["facts", "info", "--facts", facts]);
        assert!(info.out.starts_with("1 row, 2024 to 2024\n") && info.out.contains("China"), "{}", info.out);
        let checked = folder.run(&["facts", "check", facts]);
        assert_eq!((checked.code, checked.out.as_str()), (Some(0), format!("{facts}: 1 row, in order\n").as_str()));
    }
}

#[test]
fn an_index_and_a_table_are_one() {
    let folder = indexed().with("other.csv", TABLE.replace("2024", "2023"));
    let run = folder.run(&["facts", "info", "--facts", "t.figx", "--facts", "other.csv"]);
    assert!(run.out.starts_with("2 rows, 2023 to 2024"), "{}", run.out);
}

#[test]
fn bad_rows_refuse_an_index_or_are_counted() {
    let folder = indexed().with("bad.csv", format!("{TABLE}services trade,China,20x4,7.5,12,CNY\n"));
    let before = fs::read(folder.path("t.figx")).unwrap();
    let run = folder.run(&["facts", "index", "bad.csv", "-o", "t.figx"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("bad.csv:3: column \"period\"") && run.err.contains("1 bad row, refused"), "{}", run.err);
    assert_eq!(fs::read(folder.path("t.figx")).unwrap(), before, "the old index is untouched");
    let run = folder.run(&["facts", "index", "bad.csv", "-o", "t.figx", "--skip-bad-rows"]);
    assert_eq!(run.code, Some(0));
    assert!(run.err.contains("1 row in 1 series of 1 measure, 1 bad row left out"), "{}", run.err);
}

#[test]
fn a_row_that_is_given_twice_is_reported() {
    let folder = indexed().with("more/t.csv", TABLE.replace("7.5", "7.6"));
    let run = folder.run(&["facts", "index", "t.csv", "more", "-o", "two.figx"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("\"t.csv:2\" is also the id of t.csv:2"), "{}", run.err);
    assert!(!folder.path("two.figx").exists());
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let folder = indexed();
    let run = folder.run(&["facts", "index", "t.csv", "-o", "no/such/folder/t.figx"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("no/such/folder/t.figx: no such file or folder"), "{}", run.err);
    let run = folder.run(&["facts", "index", "t.figx", "-o", "again.figx"]);
    assert!(run.err.contains("t.figx: is an index itself"), "{}", run.err);
}

#[test]
fn damage_is_an_error_wherever_it_is_met() {
    let folder = indexed();
    let mut bytes = fs::read(folder.path("t.figx")).unwrap();
    let at = bytes.len() - 512;
    bytes[40] ^= 1;
    fs::write(folder.path("t.figx"), &bytes).unwrap();
    for args in [vec!["facts", "check", "t.figx"], check(&["--facts", "t.figx", "-q", "good.txt"])] {
        let run = folder.run(&args);
        assert_eq!(run.code, Some(2), "{args:?}");
        assert!(run.err.contains("t.figx: ") && run.err.contains("damaged"), "{}", run.err);
    }
    fs::write(folder.path("t.figx"), &bytes[..at]).unwrap();
    let run = folder.run(&check(&["--facts", "t.figx", "-q", "good.txt"]));
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("the index is cut short"), "{}", run.err);
    bytes[8] = 0;
    fs::write(folder.path("t.figx"), &bytes).unwrap();
    let run = folder.run(&["facts", "info", "--facts", "t.figx"]);
    assert!(run.err.contains("written by format 0, this reads 2"), "{}", run.err);
}
