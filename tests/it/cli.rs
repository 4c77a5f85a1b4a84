//! What people and scripts see of the command: help, exit codes, streams, colours, files.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use crate::command::{FALSE, Folder, TABLE, TRUE, check};

fn articles() -> Folder {
    Folder::new().with("facts.csv", TABLE).with("true.txt", TRUE).with("false.txt", FALSE)
}

#[test]
fn help_names_every_command_and_the_exit_codes() {
    let run = Folder::new().run(&["--help"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    for word in ["check", "tag", "facts", "model", "train", "eval", "Exit codes", "--format jsonl"] {
        assert!(run.out.contains(word), "{word} is not in\n{}", run.out);
    }
    let check = Folder::new().run(&["check", "--help"]);
    for option in
        ["--facts", "--model", "--format", "--output", "--published", "--jobs", "--exit-zero", "--only", "--across"]
    {
        assert!(check.out.contains(option), "{option} is not in\n{}", check.out);
    }
}

#[test]
fn the_exit_code_tells_what_was_found() {
    let folder = articles();
    let code = |args: &[&str]| folder.run(&check(&[&["--facts", "facts.csv"], args].concat())).code;
    assert_eq!(code(&["true.txt"]), Some(0));
    assert_eq!(code(&["true.txt", "false.txt"]), Some(1));
    assert_eq!(code(&["false.txt", "--exit-zero"]), Some(0));
    assert_eq!(code(&["false.txt", "gone.txt"]), Some(2));
    assert_eq!(code(&["false.txt", "gone.txt", "--exit-zero"]), Some(2));
    assert_eq!(code(&["--no-such-option"]), Some(2));
    assert_eq!(folder.run(&[]).code, Some(2));
    assert_eq!(folder.run(&["tag", "--model", "rules", "false.txt"]).code, Some(0));
}

#[test]
fn the_report_shows_the_sentence_the_verdict_and_the_row() {
    let run = articles().run(&check(&["--facts", "facts.csv", "false.txt"]));
    let expected = "\
refuted: services trade of China, 2024: 7.5 trillion CNY (facts.csv:2); the text says 5.7 trillion
         yuan; two digits are swapped: 5.7 trillion for 7.5 trillion
--> false.txt:1:32
 |
 | China's services trade reached 5.7 trillion yuan in 2024.
 |                                ^^^^^^^^^^^^^^^^^ the table says 7.5 trillion CNY
 |
 = from: facts.csv:2

1 document, 1 claim: 0 supported, 1 refuted, 0 not enough info; 0 inconsistencies; 0 unreadable
";
    assert_eq!(run.out, expected);
    assert_eq!(run.err, "");
}

#[test]
fn the_concise_report_is_a_line_a_claim() {
    let run = articles().run(&check(&["--facts", "facts.csv", "--format", "concise", "true.txt", "false.txt"]));
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(lines[0].starts_with("true.txt:1:32: supported: 7.5 trillion yuan: services trade of China, 2024: "));
    assert!(lines[1].starts_with("false.txt:1:32: refuted: 5.7 trillion yuan: services trade of China, 2024: "));
    assert_eq!(lines.len(), 3);
}

#[test]
fn a_report_can_be_limited_to_some_verdicts() {
    let folder = articles();
    let run = folder.run(&check(&[
        "--facts",
        "facts.csv",
        "--format",
        "concise",
        "--only",
        "refuted",
        "true.txt",
        "false.txt",
    ]));
    assert!(run.out.starts_with("false.txt:1:32: refuted") && run.out.lines().count() == 2, "{}", run.out);
    assert!(run.out.ends_with(
        "2 documents, 2 claims: 1 supported, 1 refuted, 0 not enough info; 0 inconsistencies; 0 unreadable\n"
    ));
    let run = folder.run(&check(&["--format", "jsonl", "--only", "refuted", "true.txt"]));
    assert_eq!((run.code, run.messages().len()), (Some(2), 1));
}

#[test]
fn the_tables_that_ship_are_the_default() {
    let run = Folder::new().with("a.txt", TRUE).run(&check(&["a.txt"]));
    assert!(run.out.starts_with("supported: ") && run.out.contains("services_trade.csv:"), "{}", run.out);
}

#[test]
fn standard_input_is_read_without_paths_and_for_a_dash() {
    let folder = articles();
    for args in [&["--facts", "facts.csv"][..], &["--facts", "facts.csv", "-"]] {
        let run = folder.run_with(&check(args), FALSE.as_bytes(), &[]);
        assert!(run.out.contains("--> -:1:32"), "{}", run.out);
        assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    }
}

#[test]
fn json_lines_go_through_a_pipe() {
    let lines = format!("{{\"id\":\"a\",\"text\":{TRUE:?}}}\n{{\"id\":\"b\",\"text\":{FALSE:?}}}\n");
    let args = ["--facts", "facts.csv", "--stdin-format", "jsonl", "--format", "jsonl", "-q"];
    let run = articles().run_with(&check(&args), lines.as_bytes(), &[]);
    let verdicts: Vec<String> =
        run.documents().iter().map(|d| format!("{} {}", d["id"], d["claims"][0]["verdict"])).collect();
    assert_eq!(verdicts, ["\"a\" \"supported\"", "\"b\" \"refuted\""]);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
}

#[test]
fn a_date_from_outside_resolves_last_year() {
    let folder = articles().with("last.txt", "China's services trade reached 7.5 trillion yuan last year.\n");
    let verdict = |args: &[&str]| {
        let run = folder.run(&check(&[&["--facts", "facts.csv", "--format", "concise", "last.txt"], args].concat()));
        run.out.split(": ").nth(1).unwrap().to_owned()
    };
    assert_eq!(verdict(&["--published", "2025-03-01"]), "supported");
    assert_ne!(verdict(&["--published", "2024-03-01"]), "supported");
    assert_eq!(folder.run(&check(&["--published", "yesterday", "last.txt"])).code, Some(2));
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let folder = articles();
    let coloured = |args: &[&str], env: &[(&str, &str)]| {
        let run = folder.run_with(&check(&[&["--facts", "facts.csv", "false.txt"], args].concat()), &[], env);
        run.out.contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]));
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn an_article_cannot_steer_the_terminal() {
    let hostile = "\u{1b}]0;gone\u{7}\u{1b}[2J China's services\u{202e} trade reached 5.7 trillion yuan in 2024.\n";
    let folder = articles().with("\u{1b}[31m.txt", hostile);
    for format in ["full", "concise"] {
        let run = folder.run(&check(&["--facts", "facts.csv", "--format", format, "."]));
        assert!(!run.out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{:?}", run.out);
        assert!(run.out.contains("5.7 trillion yuan"), "{:?}", run.out);
    }
}

#[test]
fn a_file_appears_whole_and_alone() {
    let folder = articles();
    let run = folder.run(&check(&["--facts", "facts.csv", "--format", "jsonl", "-o", "out.jsonl", "true.txt"]));
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""));
    assert_eq!(
        run.messages(),
        ["1 document, 1 claim: 1 supported, 0 refuted, 0 not enough info; 0 inconsistencies; 0 unreadable"]
    );
    assert!(folder.read("out.jsonl").starts_with("{\"schema\":\"figcheck/1\",\"id\":\"true.txt\""));
    assert_eq!(folder.names(), ["facts.csv", "false.txt", "out.jsonl", "true.txt"]);
}

#[test]
fn a_run_that_fails_leaves_the_file_that_was_there() {
    let folder = articles().with("out.jsonl", "before");
    let run = folder.run(&check(&["--facts", "gone.csv", "-o", "out.jsonl", "true.txt"]));
    assert_eq!((run.code, folder.read("out.jsonl").as_str()), (Some(2), "before"));
    assert!(!folder.names().contains(&"out.jsonl.part".to_owned()));
}

#[test]
fn claims_alone_and_other_quantities() {
    let folder = Folder::new()
        .with("a.txt", "China's services trade reached 7.5 trillion yuan in 2024.\nA bolt of 5 mm held.\n");
    let claims =
        |args: &[&str]| folder.run(&[&["tag", "--model", "rules", "--format", "jsonl", "a.txt"], args].concat());
    let (alone, all) = (claims(&[]).documents(), claims(&["--all"]).documents());
    assert!(alone[0]["claims"][0].get("verdict").is_none() && alone[0].get("consistency").is_none());
    let alone = alone[0]["claims"].as_array().unwrap();
    assert!(alone.iter().all(|c| c["kind"] != "none"));
    assert!(all[0]["claims"].as_array().unwrap().len() >= alone.len());
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    let folder = articles();
    let lines = format!("{{\"text\":{TRUE:?}}}\n").repeat(20_000);
    let folder = folder.with("many.jsonl", lines);
    let mut command = folder.command(&check(&["--facts", "facts.csv", "--format", "jsonl", "many.jsonl"]));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::with_capacity(1 << 10, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with("{\"schema\""));
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}

#[test]
fn tables_are_validated() {
    let folder = articles().with("bad.csv", "measure,entity,period,value,unit\nx,China,soon,1,CNY\n");
    let run = folder.run(&["facts", "check", "facts.csv", "bad.csv"]);
    assert_eq!((run.code, run.out.as_str()), (Some(2), "facts.csv: 1 row, in order\n"));
    assert!(run.messages()[0].starts_with("bad.csv:2: ") && run.messages()[0].contains("soon"), "{}", run.err);
}

#[test]
fn results_are_scored_against_gold() {
    let gold = format!(
        "{{\"schema\": \"figcheck/1\", \"id\": \"a\", \"text\": {FALSE:?}, \"claims\": [{{\"start\": 31, \"end\": 48, \
         \"text\": \"5.7 trillion yuan\", \"kind\": \"level\", \"value\": 5700000000000, \"unit\": \"CNY\", \
         \"comparator\": \"=\", \"verdict\": \"refuted\"}}]}}\n"
    );
    let folder = articles().with("gold.jsonl", &gold).with("tool.jsonl", gold.replace("5700000000000", "570"));
    let own = folder.run(&["eval", "--gold", "gold.jsonl", "--model", "rules", "--facts", "facts.csv"]);
    assert_eq!((own.code, own.err.as_str()), (Some(0), ""));
    let value = |out: &str| {
        let line = out.lines().find(|line| line.starts_with("value ")).map(str::to_owned);
        line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok())
    };
    assert_eq!(value(&own.out), Some(100.0), "{}", own.out);
    let tool = folder.run(&["eval", "--gold", "gold.jsonl", "--predictions", "tool.jsonl", "--misses"]);
    assert_eq!(tool.code, Some(0));
    assert_eq!(value(&tool.out), Some(0.0));
    assert!(tool.out.contains("a: value: \"5.7 trillion yuan\""), "{}", tool.out);
    let gone = folder.run(&["eval", "--gold", "gone.jsonl", "--model", "rules"]);
    assert_eq!((gone.code, gone.err.as_str()), (Some(2), "figcheck: gone.jsonl: no such file or folder\n"));
}
