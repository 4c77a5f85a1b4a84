//! When the figures of a document are held against each other, and when not.

use super::*;
use crate::check::fixture::claim;
use crate::span::Span;

/// Claims in text order, ten bytes apart, all in one sentence unless a line begins with `/`.
fn check(lines: &[&str]) -> Vec<(Vec<usize>, &'static str, bool, String)> {
    let mut sentence = 0;
    let claims: Vec<Claim> = lines
        .iter()
        .enumerate()
        .map(|(i, line)| {
            let line = line.strip_prefix('/').inspect(|_| sentence += 1).unwrap_or(line);
            let mut claim = claim(line);
            claim.span = Span::new(i * 20, i * 20 + 10);
            claim.sentence = Span::new(sentence * 1000, sentence * 1000 + 999);
            claim
        })
        .collect();
    consistency("", &claims).into_iter().map(|f| (f.claims, f.check, f.holds, f.explanation)).collect()
}

const INDEX_07: &str = "level 0.226 1 | m=digital technology development index | e=China | p=2007";
const INDEX_21: &str = "level 0.531 1 | m=digital technology development index | e=China | p=2021";

#[test]
fn from_to_and_growth_agree_or_not() {
    let growth = |value: &str| {
        format!("growth {value} % | m=digital technology development index | e=China | p=2021 | b=2007 | t={value} %")
    };
    let found = check(&[INDEX_07, INDEX_21, &growth("135")]);
    assert_eq!(found, [(vec![0, 1, 2], "growth", true, "0.226 to 0.531 is +135.0 %, the text says 135 %".to_owned())]);
    let found = check(&[INDEX_07, INDEX_21, &growth("153")]);
    assert!(!found[0].2 && found.len() == 1, "{found:?}");
}

#[test]
fn a_growth_on_another_base_raises_no_alarm() {
    let cases: &[&[&str]] = &[
        // Year on year, while the levels are fourteen years apart.
        &[INDEX_07, INDEX_21, "growth 3 % | m=digital technology development index | e=China | p=2021"],
        // Of another measure, entity, or time.
        &[INDEX_07, INDEX_21, "growth 3 % | m=digital trade | e=China | p=2021 | b=2007"],
        &[INDEX_07, INDEX_21, "growth 3 % | m=digital technology development index | e=India | p=2021 | b=2007"],
        &[INDEX_07, INDEX_21, "growth 3 % | m=digital technology development index | e=China | p=2020 | b=2007"],
        // Open ends bind nothing.
        &[INDEX_07, INDEX_21, "growth >3 % | m=digital technology development index | e=China | p=2021 | b=2007"],
    ];
    for lines in cases {
        assert!(check(lines).is_empty(), "{:?}", check(lines));
    }
}

/// The alarms of a text whose claims stand where their words do, given as `words => line`.
fn alarms(text: &str, lines: &[(&str, &str)]) -> Vec<(&'static str, String)> {
    let claims: Vec<Claim> = lines
        .iter()
        .map(|(words, line)| {
            let mut claim = claim(line);
            let start = text.find(words).unwrap();
            claim.span = Span::new(start, start + words.len());
            claim.sentence = Span::new(0, text.len());
            (*words).clone_into(&mut claim.text);
            claim
        })
        .collect();
    let found = consistency(text, &claims).into_iter().filter(|f| !f.holds);
    found.map(|f| (f.check, f.explanation)).collect()
}

#[test]
fn a_forecast_is_not_held_against_what_was_measured() {
    for (of_change, of_level) in [(" | mod=forecast", ""), ("", " | mod=forecast")] {
        let growth =
            format!("growth 3 % | m=digital technology development index | e=China | p=2021 | b=2007{of_change}");
        assert!(check(&[INDEX_07, &format!("{INDEX_21}{of_level}"), &growth]).is_empty());
    }
    let whole = "level 41.21e12 CNY | m=total trade | e=China | p=2025 | mod=target";
    let part = "level 6.82e12 CNY | m=bilateral trade | e=China | c=ASEAN | p=2025";
    let share = "share 26.6 % | m=bilateral trade | e=China | c=ASEAN | w=its total trade | p=2025 | t=26.6 percent";
    assert!(check(&[whole, part, share]).is_empty());
}

#[test]
fn a_clause_of_its_own_may_have_a_subject_of_its_own() {
    let lines = [
        ("9.2 million", "level 9.2e6 {user} | m=users | e=Acme | p=2022"),
        ("11.4 million", "level 11.4e6 {user} | m=users | e=Acme | p=2021"),
        ("43.5 percent", "growth -43.5 % | m=users | e=Acme | p=2022"),
    ];
    assert!(
        alarms("It had 9.2 million users, down from 11.4 million, and sales fell 43.5 percent.", &lines).is_empty()
    );
    assert_eq!(alarms("It had 9.2 million users, down from 11.4 million, a fall of 43.5 percent.", &lines).len(), 1);
}

#[test]
fn other_levels_of_the_sentence_leave_it_open_which_the_change_is_on() {
    let lines = [
        ("16.7 percent", "level 16.7 % | m=inflation | e=Kenya | p=2011-08"),
        ("15.5 percent", "level 15.5 % | m=inflation | e=Kenya | p=2011-07"),
        ("five times", "ratio ~5 1 | m=inflation | e=Kenya | p=2011-07 | b=2010-07 | f=w"),
        ("3.6 percent", "level 3.6 % | m=inflation | e=Kenya | p=2010-07"),
    ];
    let text = "Inflation was 16.7 percent, from 15.5 percent, almost five times the 3.6 percent of then.";
    assert!(alarms(text, &lines).is_empty());
    assert_eq!(alarms(text, &lines[1..]).len(), 1);
}

#[test]
fn a_change_far_from_its_levels_raises_no_alarm() {
    let growth = "growth 153 % | m=digital technology development index | e=China | p=2021 | b=2007";
    assert_eq!(check(&[INDEX_07, INDEX_21, growth]).len(), 1);
    assert_eq!(check(&[INDEX_07, &format!("/{INDEX_21}"), growth]).len(), 1);
    assert!(check(&[INDEX_07, INDEX_21, &format!("/{growth}")]).is_empty());
}

#[test]
fn a_multiple_of_something_else_raises_no_alarm() {
    let lines = [
        ("22 percent", "share 22 % | m=debt | e=Chile | p=1981"),
        ("115 percent", "share 115 % | m=debt | e=Chile | p=2007"),
        ("ten times", "ratio ~10 1 | m=debt | e=Chile | p=2007 | b=1981 | f=w"),
    ];
    assert!(alarms("Debt grew from 22 percent to 115 percent, ten times as fast as that of firms.", &lines).is_empty());
    assert_eq!(alarms("Debt grew from 22 percent to 115 percent, ten times its size.", &lines).len(), 1);
}

#[test]
fn a_lost_sign_and_a_base_of_nothing_raise_no_alarm() {
    let index = |value: &str, p: &str| format!("level {value} 1 | m=house price index | e=Wales | p={p}");
    let below = "growth 3.7 % | m=house price index | e=Wales | p=2014-05 | b=2008-01";
    assert!(check(&[&index("222.1", "2008-01"), &index("213.9", "2014-05"), below]).is_empty());
    let rate = |value: &str, p: &str| format!("level {value} % | m=growth of income | e=Wales | p={p}");
    let growth = "growth 6.4 % | m=growth of income | e=Wales | p=2012";
    assert!(check(&[&rate("-0.1", "2011"), &rate("6.4", "2012"), growth]).is_empty());
}

#[test]
fn a_whole_is_neither_the_part_itself_nor_less() {
    let level = |value: &str, m: &str| format!("level {value} {{person}} | m={m} | e=Wales | p=2001");
    let share = "share 23 % | m=armed forces population | e=Wales | w=the armed forces population | p=2001";
    let (a, b) = (level("41000", "armed forces population"), level("37000", "armed forces population"));
    assert!(check(&[&a, share, &b]).is_empty());
    let (part, whole) = (level("55e6", "white population"), level("8", "population"));
    let share = "share 87 % | m=white population | e=Wales | w=the population | p=2001";
    assert!(check(&[&part, share, &whole]).is_empty());
    let whole = level("101e6", "population");
    assert_eq!(check(&[&part, share, &whole]).len(), 1);
    // Which of several parts the share is, the sentence leaves open.
    assert!(check(&[&part, share, &whole, &level("8e6", "other population")]).is_empty());
}

#[test]
fn an_average_rate_said_of_shares_may_be_that_of_the_amounts() {
    let shares = ["share 33.6 % | m=services | e=China | p=2012", "share 55.4 % | m=services | e=China | p=2023"];
    let rate = "average_growth 9.1 % | m=services | e=China | p=2023 | b=2012";
    assert!(check(&[shares[0], shares[1], rate]).is_empty());
}

#[test]
fn two_amounts_side_by_side_are_one_sum_only_if_the_text_says_so() {
    let lines =
        [("A$6.3 million", "level 6.3e6 AUD | m=film | p=1997"), ("US$41 million", "level 41e6 USD | m=film | p=1997")];
    assert!(alarms("It took A$6.3 million at home and US$41 million abroad.", &lines).is_empty());
    assert!(alarms("Two firms lost A$6.3 million and US$41 million.", &lines).is_empty());
    for text in [
        "It took A$6.3 million (US$41 million).",
        "What took A$6.3 million in 1997, came to about US$41 million.",
        "It took A$6.3 million, or about US$41 million, in a year.",
    ] {
        assert_eq!(alarms(text, &lines).len(), 1, "{text}");
    }
}

#[test]
fn average_growth_compounds() {
    let levels = [
        "level 4.59e12 USD | m=digital trade | e=global | p=2020",
        "level 7.23e12 USD | m=digital trade | e=global | p=2024",
    ];
    let rate = |value: &str| {
        format!("average_growth {value} % | m=digital trade | e=global | p=2024 | b=2020 | t={value} percent")
    };
    let found = check(&[levels[0], levels[1], &rate("12.1")]);
    let said = "4.59 trillion to 7.23 trillion is +12.0 % a year, the text says 12.1 percent".to_owned();
    assert_eq!(found, [(vec![0, 1, 2], "average_growth", true, said)]);
    assert!(!check(&[levels[0], levels[1], &rate("14.4")])[0].2);
}

#[test]
fn ratios_and_changes_are_from_to_as_well() {
    let levels = ["level 16e9 USD | m=surplus | e=China | p=2024", "level 33e9 USD | m=surplus | e=China | p=2025"];
    let found = check(&[levels[0], levels[1], "ratio 2 1 | m=surplus | e=China | p=2025 | b=2024 | f=w"]);
    assert!(found[0].1 == "ratio" && found[0].2, "{found:?}");
    let found = check(&[levels[0], levels[1], "change 27e9 USD | m=surplus | e=China | p=2025 | b=2024"]);
    assert!(found[0].1 == "change" && !found[0].2, "{found:?}");
    let shares = ["share 34 % | m=services | e=China | p=2012", "share 41.4 % | m=services | e=China | p=2023"];
    let found = check(&[shares[0], shares[1], "change 7.4 pp | m=services | e=China | p=2023 | b=2012"]);
    assert!(found[0].2 && found[0].3.starts_with("34 to 41.4 is +7.4 pp"), "{found:?}");
}

#[test]
fn part_whole_and_share() {
    let whole = "level 41.21e12 CNY | m=total foreign trade | e=China | p=2025-01/2025-11";
    let part = "/level 6.82e12 CNY | m=bilateral trade | e=China | c=ASEAN | p=2025-01/2025-11";
    let share = |value: &str| {
        format!(
            "share {value} % | m=bilateral trade | e=China | c=ASEAN | w=the country's total foreign trade | p=2025-01/2025-11 | t={value} percent"
        )
    };
    let found = check(&[whole, part, &share("16.6")]);
    assert_eq!(
        found,
        [(
            vec![0, 1, 2],
            "share",
            true,
            "6.82 trillion / 41.21 trillion is 16.5 %, the text says 16.6 percent".to_owned()
        )]
    );
    assert!(!check(&[whole, part, &share("18.6")])[0].2);
    // A near name for the whole may be another whole.
    let near = whole.replace("total foreign trade", "goods trade");
    assert!(check(&[&near, part, &share("16.6")])[0].2);
    assert!(check(&[&near, part, &share("18.6")]).is_empty());
}

#[test]
fn balance_and_trade_are_made_of_exports_and_imports() {
    let sides = [
        "level 3.18e12 CNY | m=services exports | e=China | p=2024",
        "level 4.33e12 CNY | m=services imports | e=China | p=2024",
    ];
    let found = check(&[sides[0], sides[1], "level 1.15e12 CNY | m=services trade deficit | e=China | p=2024"]);
    assert!(found[0].1 == "balance" && found[0].2, "{found:?}");
    let found = check(&[sides[0], sides[1], "level 7.9e12 CNY | m=services trade | e=China | p=2024"]);
    assert!(found[0].1 == "trade" && !found[0].2, "{found:?}");
    let other = "level 1.9e12 CNY | m=services trade deficit | e=China | p=2023";
    assert!(check(&[sides[0], sides[1], other]).is_empty());
}

#[test]
fn one_sum_in_two_currencies() {
    let yuan = |value: &str, m: &str| format!("/level {value} CNY | m={m} | e=China | p=2024");
    let dollars = |value: &str, m: &str| format!("level {value} USD | m={m} | e=China | p=2024");
    let a = [yuan("7.5e12", "services"), dollars("1.05e12", "services")];
    let b = [yuan("2.9e12", "digital"), dollars("406.6e9", "digital")];
    let wrong = [yuan("45e9", "cloud"), dollars("8.3e9", "cloud")];
    assert!(check(&[&a[0], &a[1]]).is_empty(), "nothing to hold one pair against");
    let found = check(&[&a[0], &a[1], &b[0], &b[1]]);
    assert!(found.len() == 1 && found[0].0 == [0, 1, 2, 3] && found[0].2, "{found:?}");
    let found = check(&[&a[0], &a[1], &b[0], &b[1], &wrong[0], &wrong[1]]);
    let alarms: Vec<_> = found.iter().filter(|f| !f.2).collect();
    assert!(alarms.len() == 1 && alarms[0].0 == [4, 5], "{found:?}");
    // Without a year, each sum may have a rate of its own.
    let undated: Vec<String> =
        [&a[0], &a[1], &wrong[0], &wrong[1]].iter().map(|l| l.replace(" | p=2024", "")).collect();
    assert!(check(&undated.iter().map(String::as_str).collect::<Vec<_>>()).is_empty());
    let rate = "/level 7.12 CNY/USD | m=exchange rate | e=China | p=2024";
    let found = check(&[&wrong[0], &wrong[1], rate]);
    assert!(found.len() == 1 && !found[0].2 && found[0].0 == [0, 1], "{found:?}");
    let slip = [yuan("2.9e12", "digital"), dollars("406.6e6", "digital")];
    let found = check(&[&slip[0], &slip[1]]);
    assert!(found.len() == 1 && !found[0].2 && found[0].3.contains("far from any rate"), "{found:?}");
}

#[test]
fn growth_of_what_is_given_in_two_currencies_raises_no_alarm() {
    let before = "level 385.9e9 USD | m=services | e=China | p=2023";
    let sums =
        ["/level 2.9e12 CNY | m=services | e=China | p=2024", "level 406.6e9 USD | m=services | e=China | p=2024"];
    let found = check(&[before, sums[0], sums[1], "growth 6.5 % | m=services | e=China | p=2024"]);
    assert!(found.is_empty(), "{found:?}");
}
