//! Rules of the contract's "Verdicts", each with claims against a small table.

use super::*;
use crate::check::fixture::{claim, table};

const FACTS: &str = "\
measure,entity,period,value,unit,scale,kind,counterpart,of,base_period,modality,aliases,published,id
goods trade,China,2025-01/2025-11,41.21,CNY,12,level,,,,,merchandise trade|foreign trade,,goods
goods trade,China,2025-01/2025-11,5.83,USD,12,level,,,,,merchandise trade|foreign trade,,goods-usd
bilateral trade,China,2025-01/2025-11,6.82,CNY,12,level,ASEAN,,,,,,asean
bilateral trade,China,2025-01/2025-11,5.37,CNY,12,level,European Union,,,,,,eu
bilateral trade,China,2025-01/2025-11,3.69,CNY,12,level,United States,,,,,,us
bilateral trade,China,2025-01/2025-11,2.10,CNY,12,level,Japan,,,,,,japan
bilateral trade,China,2025-01/2025-11,2.05,CNY,12,level,South Korea,,,,,,korea
bilateral trade,China,2025-01/2025-11,1.71,CNY,12,level,Vietnam,,,,,,vietnam
bilateral trade,China,2025-01/2025-11,8.5,%,,growth,ASEAN,,,,,,asean-growth
bilateral trade,China,2025-01/2025-11,-16.9,%,,growth,United States,,,,,,us-growth
services trade,China,2024,7.5,CNY,12,level,,,,,trade in services,,s24
services trade,China,2023,6.5564,CNY,12,level,,,,,trade in services,,s23
services exports,China,2024,3.18,CNY,12,level,,,,,,,sx24
services imports,China,2024,4.33,CNY,12,level,,,,,,,si24
goods exports,China,2024,25.45,CNY,12,level,,,,,,,gx24
digital services trade surplus,China,2025,33,USD,9,level,,,,,,,dss25
digital services trade surplus,China,2024,16,USD,9,level,,,,,,,dss24
digital trade,World,2020,4.59,USD,12,level,,,,,,,d20
digital trade,World,2024,7.23,USD,12,level,,,,,,,d24
digital economy,China,2023,53.9,CNY,12,level,,,,,,,de23
digital economy,China,2012,13.5,CNY,12,level,,,,,,,de12
knowledge-intensive services trade,China,2012,34,%,,share,,services trade,,,,,k12
knowledge-intensive services trade,China,2023,41.4,%,,share,,services trade,,,,,k23
telecommunications services,World,2024,4,1,,rank,,,,,,,unused-rank
exports of telecommunications services,China,2024,4,1,,rank,,,,,provider of telecommunications services,,rank4
computer services exports,China,2024,9.3,%,,share,,global computer services exports,,,,,cs
goods exports,China,2030,16.5,%,,share,,global goods exports,,forecast,,,forecast
imports of iron ore,China,2025-01/2025-11,1.139,t,9,level,,,,,,,ore
inflation rate,United Kingdom,2014-03,1.6,%,,level,,,,,,,cpi
average price of crude oil,World,2024,80.5,USD/[bbl_us],,level,,,,,,,oil
population,France,2013,65.8,{person},6,level,,,,,,,pop
industrial output,Japan,2024,100.0,1,,level,,,,,,2025-01-31,jp-old
industrial output,Japan,2024,103.0,1,,level,,,,,,2025-06-30,jp-new
exchange rate,China,2024,7.12,CNY/USD,,level,,,,,,,fx24
grain output,India,2024,331,t,6,level,,,,,,,grain
";

fn verdict(line: &str) -> Judgement {
    judge(&claim(line), &DocumentContext::default(), &table(FACTS))
}

fn check(cases: &[(&str, &str, &str)]) {
    for (line, expected, evidence) in cases {
        let found = verdict(line);
        let first =
            found.evidence.first().map(|e| format!("{} {}", e.derivation, e.facts.join(" "))).unwrap_or_default();
        assert_eq!((found.verdict.as_str(), first.as_str()), (*expected, *evidence), "{line}: {found:#?}");
    }
}

const YES: &str = "supported";
const NO: &str = "refuted";
const UNKNOWN: &str = "not_enough_info";

#[test]
fn a_row_that_meets_the_claim_supports_it_and_one_that_misses_it_refutes_it() {
    check(&[
        ("level 6.82e12 CNY | m=total bilateral trade | e=China | c=ASEAN | p=2025-01/2025-11", YES, "lookup asean"),
        ("level 6.28e12 CNY | m=total bilateral trade | e=China | c=ASEAN | p=2025-01/2025-11", NO, "lookup asean"),
        ("level 6.82e9 CNY | m=total bilateral trade | e=China | c=ASEAN | p=2025-01/2025-11", NO, "lookup asean"),
        ("level 6.8e12 CNY | m=trade | e=China | c=ASEAN | p=2025-01/2025-11", YES, "lookup asean"),
        ("level 41.21e12 CNY | m=total merchandise trade | e=China | p=2025-01/2025-11", YES, "lookup goods"),
        ("level 5.83e12 USD | m=total merchandise trade | e=China | p=2025-01/2025-11", YES, "lookup goods-usd"),
        ("growth 8.5 % | m=total bilateral trade | e=China | c=ASEAN | p=2025-01/2025-11", YES, "lookup asean-growth"),
        ("growth -16.9 % | m=trade | e=China | c=the U.S. | p=2025-01/2025-11", YES, "lookup us-growth"),
        ("growth 16.9 % | m=trade | e=China | c=the U.S. | p=2025-01/2025-11", NO, "lookup us-growth"),
        ("level 1139e6 t | m=imports of iron ore | e=China | p=2025-01/2025-11", YES, "lookup ore"),
        ("level 1.139e12 kg | m=imports of iron ore | e=China | p=2025-01/2025-11", YES, "lookup ore"),
        ("level 65.8e6 {person} | m=population | e=France | p=2013", YES, "lookup pop"),
    ]);
}

#[test]
fn comparators_open_the_interval() {
    check(&[
        ("level >33e9 USD | m=digital services trade surplus | e=China | p=2025", YES, "lookup dss25"),
        ("level >40e9 USD | m=digital services trade surplus | e=China | p=2025", NO, "lookup dss25"),
        ("level ~34e9 USD | m=digital services trade surplus | e=China | p=2025", YES, "lookup dss25"),
        ("level ~36e9 USD | m=digital services trade surplus | e=China | p=2025", UNKNOWN, ""),
        ("level ~50e9 USD | m=digital services trade surplus | e=China | p=2025", NO, "lookup dss25"),
        ("growth >100 % | m=digital services trade surplus | e=China | p=2025", YES, "growth(a, b) dss24 dss25"),
    ]);
}

#[test]
fn another_measure_entity_partner_or_period_never_refutes() {
    check(&[
        ("level 9e12 CNY | m=services exports | e=China | p=2023", UNKNOWN, ""),
        ("level 25.45e12 CNY | m=goods imports | e=China | p=2024", UNKNOWN, ""),
        ("level 9e12 CNY | m=bilateral trade | e=China | c=India | p=2025-01/2025-11", UNKNOWN, ""),
        ("level 9e12 CNY | m=services trade | e=India | p=2024", UNKNOWN, ""),
        ("level 9e12 CNY | m=services trade | e=China | p=2022", UNKNOWN, ""),
        ("level 9e12 CNY | m=services trade | e=China | pt=in the period", UNKNOWN, ""),
        ("level 9e12 CNY | m=knowledge-intensive services trade | e=China | p=2024", UNKNOWN, ""),
        ("level 9 {product} | e=China | p=2024", UNKNOWN, ""),
        ("level 16.5e12 % | m=goods exports | e=China | p=2024", UNKNOWN, ""),
    ]);
}

#[test]
fn the_year_before_is_no_match_for_an_explicit_period() {
    check(&[("level 6.5564e12 CNY | m=services trade | e=China | p=2024", NO, "lookup s24")]);
}

#[test]
fn exports_never_answer_for_imports() {
    check(&[
        ("level 3.18e12 CNY | m=services imports | e=China | p=2024", NO, "lookup si24"),
        ("level 3.18e12 CNY | m=services exports | e=China | p=2024", YES, "lookup sx24"),
    ]);
}

#[test]
fn what_no_row_says_is_derived_from_rows() {
    check(&[
        ("growth 14.4 % | m=trade in services | e=China | p=2024", YES, "growth(a, b) s23 s24"),
        ("growth 41.4 % | m=trade in services | e=China | p=2024", NO, "growth(a, b) s23 s24"),
        ("change 7.4 pp | m=knowledge-intensive services trade | e=China | p=2023 | b=2012", YES, "a - b k23 k12"),
        ("change 740 bp | m=knowledge-intensive services trade | e=China | p=2023 | b=2012", YES, "a - b k23 k12"),
        ("growth 7.4 % | m=knowledge-intensive services trade | e=China | p=2023 | b=2012", NO, "growth(a, b) k12 k23"),
        ("growth 22 % | m=knowledge-intensive services trade | e=China | p=2023 | b=2012", YES, "growth(a, b) k12 k23"),
        ("change 944e9 CNY | m=services trade | e=China | p=2024 | b=2023", YES, "a - b s24 s23"),
        ("ratio ~4 1 | m=digital economy | e=China | p=2023 | b=2012 | f=w", YES, "a / b de23 de12"),
        ("ratio 2 1 | m=digital services trade surplus | e=China | p=2025 | b=2024 | f=w", YES, "a / b dss25 dss24"),
        ("average_growth 12.0 % | m=digital trade | e=global | p=2024 | b=2020", YES, "cagr(a, b, 4) d20 d24"),
        ("average_growth 12.1 % | m=digital trade | e=global | p=2024 | b=2020", YES, "cagr(a, b, 4) d20 d24"),
        ("average_growth 12.6 % | m=digital trade | e=global | p=2024 | b=2020", NO, "cagr(a, b, 4) d20 d24"),
        ("level 1.15e12 CNY | m=services trade deficit | e=China | p=2024", YES, "a - b si24 sx24"),
        ("level 1.15e12 CNY | m=services trade surplus | e=China | p=2024", NO, "a - b sx24 si24"),
        (
            "share 16.6 % | m=total bilateral trade | e=China | c=ASEAN | w=the country's total foreign trade | p=2025-01/2025-11",
            YES,
            "share(a, b) asean goods",
        ),
        (
            "share 16.6 % | m=total bilateral trade | e=China | c=ASEAN | w=China's total foreign trade | p=2025-01/2025-11",
            YES,
            "share(a, b) asean goods",
        ),
        (
            "share 18.6 % | m=total bilateral trade | e=China | c=ASEAN | w=China's total foreign trade | p=2025-01/2025-11",
            NO,
            "share(a, b) asean goods",
        ),
        ("level 1.05e12 USD | m=services trade | e=China | p=2024", YES, "a / fx(b) s24 fx24"),
        ("level 7.5e12 USD | m=services trade | e=China | p=2024", NO, "a / fx(b) s24 fx24"),
    ]);
}

#[test]
fn shares_need_the_same_whole() {
    check(&[
        (
            "share 41.4 % | m=knowledge-intensive services trade | e=China | w=services trade | p=2023",
            YES,
            "lookup k23",
        ),
        ("share 14.4 % | m=knowledge-intensive services trade | e=China | p=2023", NO, "lookup k23"),
        ("share 60 % | m=knowledge-intensive services trade | e=China | w=goods trade | p=2023", UNKNOWN, ""),
        ("share 9.3 % | m=computer services exports | e=China | w=the global total", YES, "lookup cs"),
    ]);
}

#[test]
fn a_rank_needs_every_candidate() {
    check(&[
        ("rank 3 1 | m=trading partner | e=China | c=U.S. | p=2025-01/2025-11", YES, "rank(a, b, c) us asean eu"),
        ("rank 2 1 | m=trading partner | e=China | c=U.S. | p=2025-01/2025-11", NO, "rank(a, b, c) us asean eu"),
        ("rank 1 1 | m=trading partner | e=China | c=ASEAN | p=2025-01/2025-11", YES, "rank(a) asean"),
        ("rank 4 1 | m=provider of telecommunications services | e=China", YES, "lookup rank4"),
        ("rank 2 1 | m=digital economy | e=China | p=2023", UNKNOWN, ""),
    ]);
}

#[test]
fn a_forecast_decides_no_actual_claim_nor_the_reverse() {
    check(&[
        (
            "share 16.5 % | m=goods exports | e=China | w=global goods exports | p=2030 | mod=forecast",
            YES,
            "lookup forecast",
        ),
        ("share 16.5 % | m=goods exports | e=China | w=global goods exports | p=2030", UNKNOWN, ""),
        ("level 7.5e12 CNY | m=services trade | e=China | p=2024 | mod=forecast", UNKNOWN, ""),
    ]);
}

#[test]
fn a_named_rate_answers_for_its_subject() {
    check(&[
        ("growth 1.6 % | m=consumer prices | e=UK | p=2014-03", YES, "lookup cpi"),
        ("growth 2.6 % | m=prices | e=Britain | p=2014-03", NO, "lookup cpi"),
        ("level 1.6 % | m=inflation | e=UK | p=2014-03", YES, "lookup cpi"),
    ]);
}

#[test]
fn prices_without_a_place_belong_to_the_world() {
    check(&[
        ("level 80.5 USD/[bbl_us] | m=average price of crude oil | p=2024", YES, "lookup oil"),
        ("level 90.5 USD/[bbl_us] | m=average price of crude oil | p=2024", NO, "lookup oil"),
    ]);
}

#[test]
fn a_claim_without_a_time_is_held_against_the_latest_row_and_not_refuted() {
    check(&[
        ("level 7.5e12 CNY | m=services trade | e=China", YES, "lookup s24"),
        ("level 6.5564e12 CNY | m=services trade | e=China", UNKNOWN, ""),
    ]);
}

#[test]
fn zeros_at_the_end_may_be_rounding() {
    check(&[
        ("level 300e6 t | m=grain output | e=India | p=2024", UNKNOWN, ""),
        ("level 500e6 t | m=grain output | e=India | p=2024", NO, "lookup grain"),
    ]);
}

#[test]
fn a_superseded_row_counts_only_for_texts_older_than_its_successor() {
    let line = "level 100.0 1 | m=industrial output | e=Japan | p=2024";
    let facts = table(FACTS);
    let at = |date: &str| judge(&claim(line), &DocumentContext::new("", None, date.parse().ok()), &facts);
    assert_eq!(at("2025-03-01").verdict, Verdict::Supported);
    let late = at("2025-07-01");
    assert_eq!(late.verdict, Verdict::Refuted);
    assert!(
        late.explanation.contains("true only of the superseded jp-old, which jp-new of 2025-06-30 replaced"),
        "{}",
        late.explanation
    );
    assert_eq!(at("").verdict, Verdict::Refuted);
}

#[test]
fn the_country_is_the_documents_own() {
    let text = "China's trade with ASEAN accounted for 16.6 percent of the country's total foreign trade.";
    let context = DocumentContext::new(text, None, None);
    let line = "share 16.6 % | m=total bilateral trade | e=China | c=ASEAN | w=the country's total foreign trade | p=2025-01/2025-11";
    assert_eq!(judge(&claim(line), &context, &table(FACTS)).verdict, Verdict::Supported);
}

#[test]
fn the_sentence_completes_a_measure_cut_off_from_its_flow() {
    let text = "China imported 1.139 billion tonnes of iron ore, and exported 3 billion.";
    let context = DocumentContext::new(text, None, None);
    let line = "level 1.139e9 t | m=iron ore | e=China | p=2025-01/2025-11 | s=0 | at=15";
    assert_eq!(judge(&claim(line), &context, &table(FACTS)).verdict, Verdict::Supported);
    let wrong = "level 1.239e9 t | m=iron ore | e=China | p=2025-01/2025-11 | s=0 | at=15";
    assert_eq!(judge(&claim(wrong), &context, &table(FACTS)).verdict, Verdict::Refuted);
    let other = "level 1.239e9 t | m=iron ore | e=China | p=2025-01/2025-11 | s=0 | at=62";
    assert_eq!(judge(&claim(other), &context, &table(FACTS)).verdict, Verdict::NotEnoughInfo);
}

#[test]
fn a_partner_named_alone_is_the_partner_of_the_documents_country() {
    let text = "ASEAN remained China's largest partner. China said so.";
    let context = DocumentContext::new(text, None, None);
    let found = judge(&claim("level 6.82e12 CNY | m=trade | e=ASEAN | p=2025-01/2025-11"), &context, &table(FACTS));
    assert_eq!(found.verdict, Verdict::Supported, "{found:#?}");
    let mirrored =
        judge(&claim("level 6.82e12 CNY | m=trade | e=ASEAN | c=China | p=2025-01/2025-11"), &context, &table(FACTS));
    assert_eq!(mirrored.verdict, Verdict::Supported);
}

#[test]
fn explanations_can_be_redone() {
    let cases = [
        (
            "level 6.82e12 CNY | m=total bilateral trade | e=China | c=ASEAN | p=2025-01/2025-11",
            "bilateral trade of China with ASEAN, Jan-Nov 2025: 6.82 trillion CNY (asean)",
        ),
        (
            "growth 14.4 % | m=trade in services | e=China | p=2024",
            "services trade of China, 2024: 7.5 trillion / 6.5564 trillion - 1 = 14.39 % (a: s23, b: s24)",
        ),
        (
            "level 6.28e12 CNY | m=trade | e=China | c=ASEAN | p=2025-01/2025-11 | t=6.28 trillion yuan",
            "bilateral trade of China with ASEAN, Jan-Nov 2025: 6.82 trillion CNY (asean); the text says 6.28 trillion yuan; two digits are swapped: 6.28 trillion for 6.82 trillion",
        ),
        (
            "average_growth 12.1 % | m=digital trade | e=global | p=2024 | b=2020",
            "digital trade of World, 2024: (7.23 trillion / 4.59 trillion)^(1/4) - 1 = 12.03 % (a: d20, b: d24)",
        ),
    ];
    for (line, expected) in cases {
        assert_eq!(verdict(line).explanation, expected);
    }
}

#[test]
fn without_a_deciding_row_the_nearest_are_shown_with_what_is_missing() {
    let found = verdict("level 9e12 CNY | m=services trade | e=China | p=2022");
    assert_eq!(found.candidates.first().map(|c| c.fact.as_str()), Some("s24"));
    assert!(found.candidates[0].why.contains("its period is 2024, the text's 2022"), "{found:#?}");
    assert!(found.evidence.is_empty());
}

#[test]
fn names_of_the_parties_inside_the_measure_do_not_hide_it() {
    check(&[
        ("level 7.5e12 CNY | m=China's services trade | e=China | p=2024", YES, "lookup s24"),
        ("level 9.5e12 CNY | m=China's services trade | p=2024", NO, "lookup s24"),
        ("level 7.23e12 USD | m=global digital trade | p=2024", YES, "lookup d24"),
        ("level 9.5e12 CNY | m=services imports from Japan | e=China | p=2024", UNKNOWN, ""),
    ]);
}

#[test]
fn a_multiple_or_difference_may_be_one_of_another_subject() {
    let with = |line: &str, words: &str| {
        let mut claim = claim(line);
        claim.base_text =
            Some(crate::claim::Mention { span: crate::span::Span::new(0, 1), text: words.to_owned(), carried: false });
        let found = judge(&claim, &DocumentContext::default(), &table(FACTS));
        (found.verdict.as_str(), found.evidence.first().map(|e| e.facts.join(" ")).unwrap_or_default())
    };
    let change = "change 1.45e12 CNY | m=trade | e=China | c=ASEAN | p=2025-01/2025-11";
    assert_eq!(with(change, "than its trade with the European Union"), (YES, "asean eu".to_owned()));
    let ratio = "ratio 1.8 1 | m=trade | e=China | c=ASEAN | p=2025-01/2025-11";
    assert_eq!(with(ratio, "its trade with the United States"), (YES, "asean us".to_owned()));
    let ratio = "ratio 3 1 | m=services imports | e=China | p=2024";
    assert_eq!(with(ratio, "services exports"), (NO, "si24 sx24".to_owned()));
    assert_eq!(with(ratio, "those of India"), (UNKNOWN, String::new()));
    assert_eq!(
        with("growth 14.4 % | m=services trade | e=China | p=2024", "from a year earlier"),
        (YES, "s23 s24".to_owned())
    );
}

#[test]
fn a_row_that_is_itself_a_bound_refutes_nothing_beyond_it() {
    let facts = table(
        "measure,entity,period,value,unit,scale,bound\n\
         services trade,China,2023,933,USD,9,more than\n\
         services trade,China,2022,820,USD,9,\n",
    );
    let verdict = |line: &str| judge(&claim(line), &DocumentContext::default(), &facts).verdict.as_str();
    assert_eq!(verdict("level 933.1e9 USD | m=services trade | e=China | p=2023"), YES);
    assert_eq!(verdict("level 950.1e9 USD | m=services trade | e=China | p=2023"), UNKNOWN);
    assert_eq!(verdict("level 850.1e9 USD | m=services trade | e=China | p=2023"), NO);
    assert_eq!(verdict("growth 99.9 % | m=services trade | e=China | p=2023"), UNKNOWN);
}

#[test]
fn a_bare_flow_is_not_that_of_a_rival_named_beside_it() {
    let facts = table("measure,entity,period,value,unit,scale,aliases\ngoods exports,China,2023,3.38,USD,12,exports\n");
    let text = "China's services trade is growing. Exports came to 300 billion dollars in 2023.";
    let context = DocumentContext::new(text, None, None);
    let line = "level 300e9 USD | m=exports | e=China | p=2023 | s=35 | at=51";
    assert_eq!(judge(&claim(line), &context, &facts).verdict, Verdict::NotEnoughInfo);
    assert_eq!(judge(&claim(line), &DocumentContext::default(), &facts).verdict, Verdict::Refuted);
}

#[test]
fn growth_of_a_sum_that_the_table_has_in_two_currencies_is_not_refuted_by_one() {
    let facts = table(
        "measure,entity,period,value,unit,scale\n\
         services trade,China,2024,7.5,CNY,12\nservices trade,China,2024,1.05,USD,12\nservices trade,China,2023,933,USD,9\n",
    );
    let found =
        judge(&claim("growth 14.4 % | m=services trade | e=China | p=2024"), &DocumentContext::default(), &facts);
    assert_eq!(found.verdict, Verdict::NotEnoughInfo, "{found:#?}");
}

#[test]
fn an_unsure_claim_is_not_refuted() {
    let mut claim = claim("level 6.28e12 CNY | m=trade | e=China | c=ASEAN | p=2025-01/2025-11");
    claim.confidence = 0.3;
    assert_eq!(judge(&claim, &DocumentContext::default(), &table(FACTS)).verdict, Verdict::NotEnoughInfo);
}

#[test]
fn extreme_values_and_names_never_panic() {
    let facts = table(
        "measure,entity,period,value,unit,scale,kind,base_period\n\
         m,A,2024,999999999999999999999999,USD,0,level,\nm,A,2023,0.000000000000001,USD,0,level,\nm,A,2022,0,USD,0,level,\n\
         m,A,2021,-5,USD,0,level,\nn,A,0001,1,USD,24,level,\nn,A,9999,1,USD,-12,level,\n",
    );
    for line in [
        "growth 5 % | m=m | e=A | p=2024",
        "growth 5 % | m=m | e=A | p=2023",
        "growth 5 % | m=m | e=A | p=2022",
        "growth 5 % | m=n | e=A | p=0001",
        "average_growth 5 % | m=m | e=A | p=2024 | b=2021",
        "average_growth 5 % | m=m | e=A | p=2024 | b=2023",
        "average_growth 5 % | m=n | e=A | p=9999 | b=0001",
        "ratio 5 1 | m=m | e=A | p=2024 | b=2023",
        "change 5 USD | m=m | e=A | p=2024 | b=2021",
        "share 5 % | m=m | e=A | w=n | p=2024",
        "share 5 % | m=m | e=A | w=the m | p=2022",
        "level 0 USD | m='s | e=' | p=2024",
        "rank 1 1 | m=m | e=A | p=2024",
    ] {
        let _ = judge(&claim(line), &DocumentContext::default(), &facts);
    }
}
