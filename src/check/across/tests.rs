//! Which figures of two documents are held against each other, and which are not.

use super::*;
use crate::check::fixture::claim;
use crate::doc::Document;

/// A document whose sentences are `texts`, each with the claim of the line beside it.
fn add(across: &mut Across, id: &str, published: Option<&str>, sentences: &[(&str, &str)]) {
    let mut text = String::new();
    let mut claims = Vec::new();
    for (sentence, line) in sentences {
        let mut claim = claim(line);
        claim.sentence = Span::new(text.len(), text.len() + sentence.len());
        claim.span = Span::new(text.len(), text.len() + 3);
        text += sentence;
        text += "\n\n";
        claims.push(claim);
    }
    let mut document = Document::new(id, text);
    document.published = published.map(|day| day.parse().unwrap());
    across.add(&document, &claims);
}

/// What is said of documents with one claim each.
fn said(lines: &[&str]) -> Vec<String> {
    let mut across = Across::new();
    for (n, line) in lines.iter().enumerate() {
        add(&mut across, &format!("{}.txt", ["a", "b", "c", "d"][n]), None, &[("A sentence.", line)]);
    }
    across.contradictions().into_iter().map(|c| c.explanation).collect()
}

const TRADE: &str = "level 7.5e12 CNY | m=services trade | e=China | p=2024";

#[test]
fn two_values_of_one_thing_contradict_each_other() {
    let expected = "services trade of China, 2024: 7.5 trillion CNY in a.txt, 5.7 trillion CNY in b.txt";
    assert_eq!(said(&[TRADE, "level 5.7e12 CNY | m=trade in services | e=the Chinese economy | p=2024"]), [expected]);
}

#[test]
fn documents_that_agree_are_counted_and_the_first_is_quoted() {
    let other = TRADE.replace("7.5", "5.7");
    let expected =
        "services trade of China, 2024: 7.5 trillion CNY in 3 documents (first a.txt), 5.7 trillion CNY in c.txt";
    assert_eq!(said(&[TRADE, TRADE, &other, TRADE]), [expected]);
}

#[test]
fn figures_that_fit_within_their_rounding_agree() {
    let cases = [
        // Half a unit of the last digit each way.
        (TRADE, "level 7.46e12 CNY | m=services trade | e=China | p=2024"),
        (TRADE, "level 7.55e12 CNY | m=services trade | e=China | p=2024"),
        (TRADE, "level ~7.9e12 CNY | m=services trade | e=China | p=2024"),
        // Zeros may be rounding.
        ("level 400000 {car} | m=cars sold | e=Chile | p=2024", "level 431208 {car} | m=cars sold | e=Chile | p=2024"),
        // The same in other units.
        ("level 2.5 t | m=gold output | e=Chile | p=2024", "level 2500 kg | m=gold output | e=Chile | p=2024"),
        ("level 2.5 km | m=bridge length | e=Chile | p=2024", "level 2520 m | m=bridge length | e=Chile | p=2024"),
    ];
    for (a, b) in cases {
        assert_eq!(said(&[a, b]), Vec::<String>::new(), "{a} / {b}");
    }
    assert_eq!(
        said(&["level 2.5 t | m=gold output | e=Chile | p=2024", "level 2700 kg | m=gold output | e=Chile | p=2024"])
            .len(),
        1
    );
}

#[test]
fn what_differs_in_anything_is_not_compared() {
    let share = "share 16.6 % | m=trade with ASEAN | e=China | w=its total trade | p=2024";
    let growth = "growth 6 % | m=services trade | e=China | p=2024";
    let cases = [
        (TRADE, "level 5.7e12 CNY | m=services trade | e=China | p=2023"),
        (TRADE, "level 5.7e12 CNY | m=services trade | e=China | p=2024-Q1"),
        (TRADE, "level 5.7e12 CNY | m=goods trade | e=China | p=2024"),
        (TRADE, "level 5.7e12 CNY | m=services exports | e=China | p=2024"),
        (TRADE, "level 5.7e12 CNY | m=services trade | e=India | p=2024"),
        (TRADE, "level 5.7e12 CNY | m=services trade | e=China | c=ASEAN | p=2024"),
        (TRADE, "level 5.7e12 CNY | m=services trade | e=China | p=2024 | mod=target"),
        (TRADE, "level 1.1e12 USD | m=services trade | e=China | p=2024"),
        (share, "share 12 % | m=trade with ASEAN | e=China | w=world trade | p=2024"),
        (growth, "growth 9 % | m=services trade | e=China | p=2024 | b=2019"),
        (growth, "average_growth 9 % | m=services trade | e=China | p=2024 | b=2023"),
    ];
    for (a, b) in cases {
        assert_eq!(said(&[a, b]), Vec::<String>::new(), "{a} / {b}");
    }
    assert_eq!(said(&[share, &share.replace("16.6", "12")]).len(), 1);
    let same_base = "growth 9 % | m=services trade | e=China | p=2024 | b=2023";
    assert_eq!(said(&[growth, same_base]).len(), 1);
}

#[test]
fn what_is_in_doubt_is_not_compared() {
    let doubtful = [
        // Open ends, forecasts, units that words leave open.
        "level >5.7e12 CNY | m=services trade | e=China | p=2024",
        "level 5.7e12 CNY | m=services trade | e=China | p=2024 | mod=forecast",
        "level 5.7e12 CNY | m=services trade | e=China | p=2024 | alt=JPY",
        // No time, nobody, nothing in particular.
        "level 5.7e12 CNY | m=services trade | e=China",
        "level 5.7e12 CNY | m=services trade | e=it | p=2024",
        "level 5.7e12 CNY | m=services trade | e=the Company | p=2024",
        "level 5.7e12 CNY | m=services trade | e=farmers | p=2024",
        "level 5.7e12 CNY | m=exports | e=China | p=2024",
        "level 5.7e12 CNY | e=China | p=2024",
        // Of a month, growth may be on the month before or the year before; a change has some base.
        "growth 5 % | m=services trade | e=China | p=2024-05",
        "change 5e9 CNY | m=services trade | e=China | p=2024",
        // A share of what?
        "share 5 % | m=services trade | e=China | p=2024",
    ];
    for line in doubtful {
        assert_eq!(said(&[line, &line.replacen('5', "7", 1)]), Vec::<String>::new(), "{line}");
    }
    for line in ["level 5 CNY | m=With a | e=China | p=2024", "level 5 CNY | m=total value | e=China | p=2024"] {
        assert_eq!(said(&[line, &line.replacen('5', "7", 1)]), Vec::<String>::new(), "{line}");
    }
    let mut unsure = claim(TRADE);
    unsure.confidence = 0.6;
    let context = DocumentContext::new("", None, None);
    let mut carried = claim(TRADE);
    carried.entity.as_mut().unwrap().carried = true;
    // A time of an earlier sentence counts only where the claim's own speaks of none.
    let mut timed = claim(&format!("{TRADE} | pt=2024"));
    timed.period_text.as_mut().unwrap().carried = true;
    for (sentence, counts) in
        [("Services trade was that.", true), ("It was the most since 2007, when it was that.", false)]
    {
        timed.sentence = Span::new(0, sentence.len());
        let found = Witness::of(&timed, &DocumentContext::new(sentence, None, None)).is_some();
        assert_eq!(found, counts, "{sentence}");
    }
    assert!(Witness::of(&unsure, &context).is_none() && Witness::of(&carried, &context).is_none());
    assert!(Witness::of(&claim(TRADE), &context).is_some());
}

#[test]
fn how_a_figure_was_measured_is_part_of_what_it_is() {
    let found = |a: &str, b: &str| {
        let mut across = Across::new();
        add(&mut across, "a", None, &[(a, TRADE)]);
        add(&mut across, "b", None, &[(b, "level 5.7e12 CNY | m=services trade | e=China | p=2024")]);
        across.contradictions().len()
    };
    assert_eq!(found("Services trade was that.", "Services trade came to this."), 1);
    assert_eq!(found("Services trade was that.", "Seasonally adjusted, services trade came to this."), 0);
    assert_eq!(found("Services trade was that.", "Excluding travel, services trade came to this."), 0);
}

#[test]
fn what_one_document_says_against_itself_is_not_held_against_others() {
    let other = TRADE.replace("7.5", "5.7");
    let mut across = Across::new();
    add(&mut across, "a", None, &[("One.", TRADE), ("Two.", &other)]);
    assert!(across.contradictions().is_empty());
    add(&mut across, "b", None, &[("Three.", "level 3e12 CNY | m=services trade | e=China | p=2024")]);
    assert!(across.contradictions().is_empty());
    // Two that fit are one figure, the narrower.
    let narrow = TRADE.replace("7.5", "7.52");
    let mut across = Across::new();
    add(&mut across, "a", None, &[("One.", TRADE), ("Two.", &narrow)]);
    add(&mut across, "b", None, &[("Three.", &other)]);
    let found = across.contradictions();
    assert_eq!(found[0].figures[0].value.to_string(), "7520000000000");
    assert_eq!((found[0].figures[0].documents, across.documents(), across.compared()), (1, 2, 1));
}

#[test]
fn a_rough_figure_is_counted_on_no_side_that_it_does_not_decide() {
    let rough = TRADE.replace("7.5e12", "~7e12");
    let found = said(&[&rough, TRADE, &TRADE.replace("7.5", "6.5")]);
    assert_eq!(found, ["services trade of China, 2024: 7.5 trillion CNY in b.txt, 6.5 trillion CNY in c.txt"]);
}

#[test]
fn a_revision_may_explain_the_difference() {
    let other = TRADE.replace("7.5", "5.7");
    let revision = |first: Option<&str>, second: Option<&str>, text: &str| {
        let mut across = Across::new();
        add(&mut across, "a", first, &[("Services trade came to that.", TRADE)]);
        add(&mut across, "b", second, &[(text, &other)]);
        across.contradictions()[0].revision
    };
    let plain = "Services trade came to this.";
    assert_eq!(revision(None, None, plain), None);
    assert_eq!(revision(Some("2025-02-01"), Some("2025-02-20"), plain), None);
    assert_eq!(revision(Some("2025-02-01"), None, plain), None);
    assert_eq!(revision(Some("2025-02-01"), Some("2025-03-20"), plain), Some(Revision::Dates));
    assert_eq!(revision(Some("2025-05-01"), Some("2025-03-20"), plain), Some(Revision::Dates));
    for text in ["Revised services trade came to this.", "Services trade, up by much, came to this."] {
        let expected = text.starts_with("Revised").then_some(Revision::Said);
        assert_eq!(revision(None, None, text), expected, "{text}");
    }
    assert_eq!(revision(None, None, "Services trade came to this, a preliminary figure."), Some(Revision::Said));
    // What another paragraph says of revisions is of others.
    let mut across = Across::new();
    add(
        &mut across,
        "a",
        None,
        &[(plain, TRADE), ("The bank revises its series.", "level 3 % | m=interest rate | e=Chile | p=2024")],
    );
    add(&mut across, "b", None, &[(plain, &other)]);
    assert_eq!(across.contradictions()[0].revision, None);
}

#[test]
fn a_quote_marks_the_value_in_its_sentence() {
    let mut across = Across::new();
    let long = format!("{}7.5 of it {}", "é word ".repeat(200), "after ".repeat(200));
    let mut document = Document::new("a", long.clone());
    let mut it = claim(TRADE);
    let at = long.find("7.5").unwrap();
    (it.span, it.sentence) = (Span::new(at, at + 3), Span::new(0, long.len()));
    across.add(&document, &[it]);
    document = Document::new("b", "5.7 it is.");
    let mut other = claim(&TRADE.replace("7.5", "5.7"));
    (other.span, other.sentence) = (Span::new(0, 3), Span::new(0, 10));
    across.add(&document, &[other]);
    let found = across.contradictions();
    let quotes: Vec<&Quote> = found[0].figures.iter().map(|f| &f.quote).collect();
    assert!(quotes[0].sentence.starts_with('…') && quotes[0].sentence.ends_with('…') && quotes[0].sentence.len() < 900);
    assert_eq!((quotes[0].mark.of(&quotes[0].sentence), quotes[1].mark.of(&quotes[1].sentence)), ("7.5", "5.7"));
    assert_eq!(quotes[0].points, (1400, 1403));
    assert_eq!(quotes[1].sentence, "5.7 it is.");
}
