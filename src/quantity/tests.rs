//! Tables of texts and what is read in them, and properties that hold of any text.

use proptest::prelude::*;

use super::{Figure, Quantity, find_quantities};
use crate::label::Comparator;

fn figure(quantity: &Quantity) -> String {
    match &quantity.figure {
        Figure::Point(number) => number.value.round_dp(4).normalize().to_string(),
        Figure::Range { low, high } => format!("{}..{}", low.value.normalize(), high.value.normalize()),
    }
}

/// `mention|value|unit|comparator|cue` of every quantity, trailing empty fields left out.
fn readings(text: &str) -> Vec<String> {
    let read = |q: &Quantity| {
        let comparator = if q.comparator == Comparator::Equal { "" } else { q.comparator.as_str() };
        let cue = q.cue.map_or("", |cue| cue.of(text));
        let all = format!("{}|{}|{}|{comparator}|{cue}", q.span.of(text), figure(q), q.unit);
        all.trim_end_matches('|').to_owned()
    };
    find_quantities(text).iter().map(read).collect()
}

fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(readings(text), *expected, "in {text:?}");
    }
}

#[test]
fn money() {
    check(&[
        (
            "reaching 7.5 trillion yuan ($1.05 trillion), a 14.4% increase",
            &["7.5 trillion yuan|7500000000000|CNY", "$1.05 trillion|1050000000000|USD", "14.4%|14.4|%"],
        ),
        ("45 billion yuan ($6.3 billion)", &["45 billion yuan|45000000000|CNY", "$6.3 billion|6300000000|USD"]),
        ("a $40-50 million deal", &["$40-50 million|40000000..50000000|USD"]),
        ("between $5 million and $7 million", &["$5 million and $7 million|5000000..7000000|USD"]),
        ("the $6 to $8 billion section", &["$6 to $8 billion|6000000000..8000000000|USD"]),
        ("cost EUR1.2bn and USD34.6 million", &["EUR1.2bn|1200000000|EUR", "USD34.6 million|34600000|USD"]),
        (
            "USD 265.4 billion, $ 385.9 billion",
            &["USD 265.4 billion|265400000000|USD", "$ 385.9 billion|385900000000|USD"],
        ),
        ("reached $4,915.5 billion", &["$4,915.5 billion|4915500000000|USD"]),
        ("Rs 1.5 lakh crore", &["Rs 1.5 lakh crore|1500000000000|INR"]),
        (
            "A$5m, HK$3.2bn, R$9, S$1.5 million",
            &["A$5m|5000000|AUD", "HK$3.2bn|3200000000|HKD", "R$9|9|BRL", "S$1.5 million|1500000|SGD"],
        ),
        ("£730mn and €12", &["£730mn|730000000|GBP", "€12|12|EUR"]),
        ("China sold ¥5 billion of bonds", &["¥5 billion|5000000000|CNY"]),
        ("Japan sold ¥5 billion of bonds", &["¥5 billion|5000000000|JPY"]),
        ("12 cents, 50p", &["12 cents|0.12|USD", "50p|0.5|GBP"]),
        ("five million euros", &["five million euros|5000000|EUR"]),
        ("almost a trillion dollars", &["a trillion dollars|1000000000000|USD|~|almost"]),
        ("half-a-billion dollars", &["half-a-billion dollars|500000000|USD"]),
        ("the $1 trillion-plus surplus", &["$1 trillion|1000000000000|USD|>|plus"]),
        ("$5.2 million AUD", &["$5.2 million AUD|5200000|AUD"]),
        ("a loss of -$3 million", &["-$3 million|-3000000|USD"]),
    ]);
    let bare = &find_quantities("It cost $5.")[0];
    assert!(bare.alternatives.iter().any(|unit| unit.code() == "AUD"));
}

#[test]
fn percentages_and_points() {
    check(&[
        ("from 3.06 % to 6.86 %", &["3.06 %|3.06|%", "6.86 %|6.86|%"]),
        ("jumped from 34 % in 2012 to 41.4 % in 2023", &["34 %|34|%", "41.4 %|41.4|%"]),
        ("from about 15 percent to 16.5 percent", &["15 percent|15|%|~|about", "16.5 percent|16.5|%"]),
        ("from 34 to 41 percent", &["34|34|%", "41 percent|41|%"]),
        ("5-7 percent", &["5-7 percent|5..7|%"]),
        ("between 5 and 7 percent", &["5 and 7 percent|5..7|%"]),
        ("ranging from 5 to 7 percent", &["5 to 7 percent|5..7|%"]),
        ("35% to 45% carbon", &["35% to 45%|35..45|%"]),
        ("rose 5 percent to 7 percent", &["5 percent|5|%", "7 percent|7|%"]),
        ("minus 0.8 per cent", &["minus 0.8 per cent|-0.8|%"]),
        ("growth of -2.7% and −1.5%", &["-2.7%|-2.7|%", "−1.5%|-1.5|%"]),
        ("135 %[10], leaving", &["135 %|135|%"]),
        ("up 1.5pp, 25 basis points", &["1.5pp|1.5|pp", "25 basis points|25|bp"]),
        ("five percentage points", &["five percentage points|5|pp"]),
        ("no more than a half percentage point", &["a half percentage point|0.5|pp|<=|no more than"]),
        ("two-tenths of a percent", &["two-tenths of a percent|0.2|%"]),
        ("0 to 1/4 percent", &["0 to 1/4 percent|0..0.25|%"]),
        ("eight point eight per cent", &["eight point eight per cent|8.8|%"]),
        ("5.1 percent, down from 4.8 a year ago", &["5.1 percent|5.1|%", "4.8|4.8|%"]),
        ("as high as more\nthan 70 %", &["70 %|70|%|>|more\nthan"]),
    ]);
}

#[test]
fn counts() {
    check(&[
        ("it had 2.6m new readers, up from 1.8m in May", &["2.6m|2600000|{reader}", "1.8m|1800000|{reader}"]),
        ("a 200m race, longer than 100m", &["200m|200|m", "100m|100|m|>|longer than"]),
        ("Nasdaq 100 futures lost 9 points", &["9|9|{point}"]),
        ("below the 3.1 million economists had forecast", &["3.1 million|3100000|1"]),
        ("a 401(k) plan and 501(c)(3) groups", &[]),
        ("their median age is 41 and 30 percent rent", &["41|41|a", "30 percent|30|%"]),
        ("31 people, 12 of them boys", &["31|31|{person}", "12|12|{boy}"]),
        ("50 jobs, 30 of them permanent", &["50|50|{job}", "30|30|{job}"]),
        ("2.1 million b/d in May", &["2.1 million b/d|2100000|[bbl_us]/d"]),
        ("48 cents per diluted share", &["48 cents per diluted share|0.48|USD/{share}"]),
        ("at 6 feet 4 inches and 240 pounds", &["6 feet 4 inches|76|[in_i]", "240 pounds|240|[lb_av]"]),
        ("a quarter-point cut", &["quarter-point|0.25|pp"]),
        ("it met 13 US senators", &["13|13|{senator}"]),
        ("the gauge slid 0.3 point to 61", &["0.3|0.3|{point}", "61|61|1"]),
        (
            "he made 21.5 points and 8.2 rebounds a night, hitting 44 percent",
            &["21.5|21.5|{point}", "8.2|8.2|{rebound}", "44 percent|44|%"],
        ),
        ("two- and three-bedroom flats", &["two|2|{bedroom}", "three|3|{bedroom}"]),
        ("42-, 50- and 65-inch screens", &["42|42|[in_i]", "50|50|[in_i]", "65-inch|65|[in_i]"]),
        ("the 2-, 5-, and 10-year notes", &["2|2|a", "5|5|a", "10-year|10|a"]),
        ("a 1080p screen for 250p", &["250p|2.5|GBP"]),
        ("504 industrial products", &["504|504|{product}"]),
        ("over 25 million copies globally", &["25 million|25000000|{copy}|>|over"]),
        ("more than 1 billion mobile payment users.", &["1 billion|1000000000|{user}|>|more than"]),
        ("in 12 areas", &["12|12|{area}"]),
        ("the eight national hub nodes has", &["eight|8|{node}"]),
        ("33 African nations, all 53 African countries", &["33|33|{nation}", "53|53|{country}"]),
        ("a 131-page document", &["131|131|{page}"]),
        ("half a million Australians", &["half a million|500000|{person}"]),
        ("two dozen people", &["two dozen|24|{person}"]),
        ("between 40,000 and 60,000 people", &["40,000 and 60,000|40000..60000|{person}"]),
        ("three or four bridges", &["three or four|3..4|{bridge}"]),
        ("some 10 000 homes", &["10 000|10000|{home}|~|some"]),
        ("34.6m customers", &["34.6m|34600000|{customer}"]),
        ("100 or more ships, 50-plus farms", &["100|100|{ship}|>=|or more", "50|50|{farm}|>|plus"]),
        ("one training squadron. One of them", &["one|1|{squadron}"]),
        ("around 1550 troops", &["1550|1550|{troop}|~|around"]),
    ]);
}

#[test]
fn units_and_rates() {
    check(&[
        ("imported 1.139 billion tonnes of iron ore", &["1.139 billion tonnes|1139000000|t"]),
        ("788 EFlops ( FP16 )", &["788 EFlops|788|{EFLOPS}"]),
        ("$600 a year", &["$600 a year|600|USD/a"]),
        ("$40 billion per month", &["$40 billion per month|40000000000|USD/mo"]),
        ("27.9 conceptions per thousand women", &["27.9 conceptions per thousand women|0.0279|{conception}/{woman}"]),
        (
            "4.7 per thousand total births, down from 4.8",
            &["4.7 per thousand total births|0.0047|1/{birth}", "4.8|0.0048|1/{birth}"],
        ),
        ("$65 a barrel", &["$65 a barrel|65|USD/[bbl_us]"]),
        ("70 miles per hour (113 km/h)", &["70 miles per hour|70|[mi_i]/h", "113 km/h|113|km/h"]),
        ("around 21,000 new cases a year", &["21,000|21000|{case}/a|~|around"]),
        ("34¢/kWh", &["34¢/kWh|0.34|USD/(kW.h)"]),
        ("44 GWh annually", &["44 GWh annually|44|GW.h/a"]),
        ("more than 3000 gigalitres of water a year", &["3000 gigalitres|3000|GL/a|>|more than"]),
        ("about 3 miles (5 km) north", &["3 miles|3|[mi_i]|~|about", "5 km|5|km|~|about"]),
        ("2.4 people per household", &["2.4 people per household|2.4|{person}/{household}"]),
        ("at least 3 – 4 hours", &["3 – 4 hours|3..4|h|>=|at least"]),
        ("a five-minute walk, 13 extra weeks", &["five-minute|5|min", "13 extra weeks|13|wk"]),
        ("between 2Mbps and 10Mbps", &["2Mbps and 10Mbps|2..10|Mbit/s"]),
        ("-5 °C, 20 degrees Celsius", &["-5 °C|-5|Cel", "20 degrees Celsius|20|Cel"]),
        ("5 1/2 tons, 6½ inches", &["5 1/2 tons|5.5|t", "6½ inches|6.5|[in_i]"]),
        ("5.0 ± 0.3 kg", &["5.0 ± 0.3 kg|5|kg"]),
        (
            "Mach 10, 600,000 bpd, 3 Mtoe, 40,000 TEU",
            &["Mach 10|10|{Mach}", "600,000 bpd|600000|[bbl_us]/d", "3 Mtoe|3|{Mtoe}", "40,000 TEU|40000|{TEU}"],
        ),
    ]);
    assert!(find_quantities("5.0 ± 0.3 kg")[0].tolerance.is_some());
}

#[test]
fn multiples_and_fractions() {
    check(&[
        ("valued at 15 times EBITDA and eight times forward sales", &["15 times|15|1", "eight times|8|1"]),
        ("Surplus doubles in 2025", &["doubles|2|1"]),
        ("more than double its surplus", &["double|2|1|>|more than"]),
        ("roughly quadrupled the amount", &["quadrupled|4|1|~|roughly"]),
        ("nearly four times the size of 2012", &["four times|4|1|~|nearly"]),
        ("expanded more than twice, with", &["twice|2|1|>|more than"]),
        ("a fivefold rise, ten-fold, 18-fold", &["fivefold|5|1", "ten-fold|10|1", "18-fold|18|1"]),
        ("1.5 times larger", &["1.5 times|1.5|1"]),
        ("won it five times", &["five|5|{time}"]),
        ("halved and tripled", &["halved|0.5|1", "tripled|3|1"]),
        ("a third of exports, two-thirds of them", &["a third|33.3333|%", "two-thirds|66.6667|%"]),
        ("nearly half of them, more than half the states", &["half|50|%|~|nearly", "half|50|%|>|more than"]),
        ("one in five adults, 3 in 10", &["one in five|20|%", "3 in 10|30|%"]),
        ("three quarters of all firms", &["three quarters|75|%"]),
        ("the second half, a third party, each quarter", &[]),
        ("double-digit growth, a double room, the men's doubles", &[]),
    ]);
}

#[test]
fn ranges() {
    check(&[
        ("an 8- to 12-metre mast", &["8- to 12-metre|8..12|m"]),
        ("will grow by 20 to 25 percent a year", &["20 to 25 percent|20..25|%"]),
        ("fell by $2 to $71 a barrel", &["$2|2|USD", "$71 a barrel|71|USD/[bbl_us]"]),
        ("fell by 2,000 to 50,000", &["2,000|2000|1", "50,000|50000|1"]),
        ("to 100,000 – 120,000 by then", &["100,000 – 120,000|100000..120000|1"]),
        ("some 4 -5 kg each", &["4 -5 kg|4..5|kg|~|some"]),
        ("100-1500 grams", &["100-1500 grams|100..1500|g"]),
        ("between 5 kg to 7 kg", &["5 kg to 7 kg|5..7|kg"]),
        ("$0.07 per kg to $0.16 per kg", &["$0.07 per kg to $0.16 per kg|0.07..0.16|USD/kg"]),
        ("from an average of 70 percent to 80 percent", &["70 percent|70|%", "80 percent|80|%"]),
        ("doses of 45 and 50 mg", &["45|45|1", "50 mg|50|mg"]),
        ("took 45 and 50 mg", &["45|45|mg", "50 mg|50|mg"]),
        ("cut by two to three notches", &["two to three|2..3|{notch}"]),
        ("12.5% ± 3.7%, 5 kg plus or minus 1", &["12.5% ± 3.7%|12.5|%", "5 kg plus or minus 1|5|kg"]),
        ("three to four times heavier, two- to threefold", &["three to four times|3..4|1", "two- to threefold|2..3|1"]),
    ]);
}

#[test]
fn multiples_in_other_words() {
    check(&[
        ("rose by a factor of ten", &["ten|10|1"]),
        ("two orders of magnitude more", &["two orders of magnitude|100|1"]),
        ("every second household, every second day", &["every second|50|%"]),
        ("half as big again as a year before", &["half as big again|1.5|1"]),
        ("up sixtyfold, sales x3", &["sixtyfold|60|1", "x3|3|1"]),
        ("outnumber them five to one, by a ratio of 2.6 to 1", &["five to one|5|1", "2.6 to 1|2.6|1"]),
        ("raised rates by a quarter point, then half a point", &["a quarter point|0.25|pp", "half a point|0.5|pp"]),
        ("up a full percentage point", &["a full percentage point|1|pp"]),
        ("nearly three times inflation, ten times last year's rate", &["three times|3|1|~|nearly", "ten times|10|1"]),
        ("runs twice daily, four times a week", &["twice daily|2|{time}/d", "four|4|{time}/wk"]),
        ("nine of every ten firms", &["nine of every ten|90|%"]),
        ("1/40 of the length", &["1/40|2.5|%"]),
    ]);
}

#[test]
fn ranks_in_other_words() {
    check(&[
        ("the number two cause of death, the #3 browser", &["number two|2|1", "#3|3|1"]),
        ("the No. 19 bus, his number one priority", &[]),
        ("moved up from fifth to fourth", &["fifth|5|1", "fourth|4|1"]),
        ("it was second only to Kerala", &["second|2|1"]),
        ("which puts it seventh in the world", &["seventh|7|1"]),
        ("the three most common cancers", &["three most common|3|1|<="]),
        ("its 50,000th visitor, its forty-third year", &["50,000th|50000|1", "forty-third|43|1"]),
        ("ranked twenty-fifth", &["twenty-fifth|25|1"]),
        ("the twenty-fifth of May", &[]),
        ("kept first place", &["first place|1|1"]),
        ("the seventh-highest-grossing film", &["seventh-highest-grossing|7|1"]),
    ]);
}

#[test]
fn ranks() {
    check(&[
        ("the world's fourth-largest provider", &["fourth-largest|4|1"]),
        ("its third-largest trading partner", &["third-largest|3|1"]),
        ("ranking rose to the sixth in the world", &["sixth|6|1"]),
        ("ranked sixth, placed 139th out of 176 countries", &["sixth|6|1", "139th|139|1", "176|176|{country}"]),
        ("ranked as the top three in orders", &["top three|3|1|<="]),
        ("China ranks first or near top in most", &["first|1|1|~|or near top"]),
        ("the 12th most populous city", &["12th most populous|12|1"]),
        ("in second place", &["second place|2|1"]),
        ("the largest, First, the first time, the third round, second annual, first quarter", &[]),
        ("the 21st century, on the 19th, March 3rd", &[]),
    ]);
}

#[test]
fn what_is_no_quantity() {
    for text in [
        "in 2024, the 2019-2025 period, by 2030, the 1990s, the 80s, FY2023/24, 2012-13",
        "on Oct. 14, 2025 and 14 October; 2026-02-11, 02/11/2026, July 1-5",
        "at 10:30, 5 p.m., 5pm, 5 o'clock, 24/7, 9/11",
        "call (202) 224-2551 or 202-224-2551 or 1800 678 593",
        "as shown [7] and [3, 5-8]",
        "2.3.1 Changes in trade",
        "2.1 Global export scale",
        "Table 1, No. 5, Article 12, Page 3, Figure 2.1",
        "5G, G20, COVID-19, FP16, A380, H5N1, F-16, Boeing 737",
        "https://example.org/2024/12/34 and someone55@example.org, doi:10.1234/567",
        "won 3-2 after an 11–5 record",
        "12 December",
        "power plants.7 Today",
        "Joy of Life 2, a drama",
        "version 2.4.1",
        "hundreds of billions, millions of them",
        "on the one hand, no one, one of the best",
    ] {
        assert_eq!(readings(text), Vec::<String>::new(), "in {text:?}");
    }
}

#[test]
fn tables_keep_their_numbers() {
    let row = "2019 190,180 -2.7 62,372 33 28,193 5.0\n2020 176,529 212 51,898 -16.8 32,054 13.7";
    let found: Vec<String> = find_quantities(row).iter().map(figure).collect();
    assert_eq!(
        found,
        ["190180", "-2.7", "62372", "33", "28193", "5", "176529", "212", "51898", "-16.8", "32054", "13.7"]
    );
}

#[test]
fn a_value_written_in_two_scripts_is_one_sentence_long() {
    // A blank line ends every phrase.
    assert_eq!(readings("5\n\nmillion yuan"), Vec::<String>::new());
    assert_eq!(readings("costs 5\nmillion yuan"), ["5\nmillion yuan|5000000|CNY"]);
}

proptest! {
    #[test]
    fn what_is_printed_is_read(whole in 0_u64..1_000_000_000_000, places in 0_u32..6) {
        let value = rust_decimal::Decimal::new(i64::try_from(whole).unwrap(), places);
        let text = format!("It grew by {value}%.");
        let found = find_quantities(&text);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(found[0].figure.point(), Some(value.normalize()));
    }
}

#[test]
fn reading_where_something_can_start_is_reading_everywhere() {
    let mut passages = 0;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/eval/train");
    for file in std::fs::read_dir(folder).unwrap() {
        let lines = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for line in lines.lines() {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            let Some(text) = record["text"].as_str() else { continue };
            let units = super::evidence::Evidence::of_document(text);
            assert_eq!(super::scan::scan(text, &units, false), super::scan::scan(text, &units, true), "{text}");
            passages += 1;
        }
    }
    assert!(passages > 500, "{passages} passages");
}

#[test]
fn reports_and_bulletins_are_read() {
    for (text, expected) in [
        ("capacities of 1200-4500", vec!["1200-4500|1200..4500|1"]),
        ("a score of 250-97", vec!["250|250|1", "97|97|1"]),
        ("it goes from 30 through 90", vec!["30 through 90|30..90|1"]),
        ("$7 million over six years", vec!["$7 million|7000000|USD", "six years|6|a"]),
        ("staff of over six years", vec!["six years|6|a|>|over"]),
        ("uses half that", vec!["half|0.5|1"]),
        ("a quarter of what it was", vec!["a quarter|0.25|1"]),
        ("half of that went on roads", vec!["half|50|%"]),
        ("3.1 men died per 1,000 members", vec!["3.1 men died per 1,000 members|0.0031|{man}/{member}"]),
        ("shares (40), bonds (12) and", vec!["40|40|{share}", "12|12|{bond}"]),
        ("three million forest acres", vec!["three million forest acres|3000000|[acr_us]"]),
        ("women aged under 20 marry", vec!["20|20|a|<|under"]),
        ("came third, Peru fourth and Chile 12th.", vec!["third|3|1", "fourth|4|1", "12th|12|1"]),
        ("a loss of $(3.5) million", vec!["$(3.5) million|-3500000|USD"]),
        ("Index\t61.7r\t62.4\t63.0p", vec!["61.7|61.7|1", "62.4|62.4|1", "63.0|63|1"]),
        ("<> 12 and => 13", vec!["12|12|1", "13|13|1|>=|=>"]),
        ("traded at 41.5 to the dollar", vec!["41.5 to the dollar|41.5|1/USD"]),
        ("the trillion dollar mark", vec!["trillion dollar|1000000000000|USD"]),
        ("burned 3 400 MWh", vec!["3 400 MWh|3400|MW.h"]),
    ] {
        assert_eq!(readings(text), expected, "{text}");
    }
}

#[test]
fn names_of_reports_are_no_quantities() {
    for text in [
        "on Routes 4, 7, and 12",
        "shown in maps 3 and 4",
        "Public Law 91-190",
        "under 30 CFR Part 1206",
        "see background note 7",
        "tested in Year 9",
        "the Phase Two works",
        "as in 2015.7 The mine",
        "the tragic 2011 Japanese quake victims",
        "phone +44 20 7946 0321",
        "on 1080 AM",
    ] {
        assert_eq!(readings(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn shares_of_a_unit_and_amounts_beside_their_conversion() {
    check(&[
        ("up 0.25 of a percentage point", &["0.25 of a percentage point|0.25|pp"]),
        ("0.5 of the total", &["0.5|0.5|1"]),
        ("Sydney will pay $4bn (A$6bn) for it", &["$4bn|4000000000|USD", "A$6bn|6000000000|AUD"]),
        ("Sydney will pay A$6bn ($4bn) for it", &["A$6bn|6000000000|AUD", "$4bn|4000000000|USD"]),
    ]);
}
