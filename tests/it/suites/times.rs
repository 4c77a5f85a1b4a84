//! Times: Duckling's English corpus and Recognizers-Text's English dates, each resolved against its reference date.
//!
//! Both are made for assistants, which are told of appointments to come: what a text may mean of either year is read
//! ahead, as of a forecast. Their users type small letters; the names of days and months are written here as English
//! writes them, without which they are no names by the contract.

use figcheck::quantity::{Period, TimeContext, find_times};
use jiff::ToSpan;
use jiff::civil::Date;

use super::{Case, json, score, suite};

/// The date at which Duckling's corpus is read.
const DUCKLING_TODAY: &str = "2013-02-12";

/// Words that are names in English and so have a capital.
const NAMES: &str = "january february march april may june july august september october november december jan feb mar \
                     apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon \
                     tue tues wed thu thur thurs fri sat sun christmas xmas halloween thanksgiving easter good q1 q2 q3 q4 new";

/// The holidays that a rule of the calendar gives; the others need a table or another calendar.
const HOLIDAYS: [&str; 7] = [
    "\"Christmas\"",
    "\"New Year's Eve\"",
    "\"New Year's Day\"",
    "\"Halloween\"",
    "\"Thanksgiving Day\"",
    "\"Easter Sunday\"",
    "\"Easter Monday\"",
];

#[test]
fn duckling_time() {
    let Some(folder) = suite("duckling") else { return };
    let text = std::fs::read_to_string(folder.join("corpus.jsonl")).expect("the corpus");
    let context = TimeContext::new(DUCKLING_TODAY.parse().ok());
    let mut cases = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let group: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let expression = group["expr"].as_str().unwrap_or_default();
        let own = group["dim"] == "Time" && group["lang"] == "EN" && group["binding"] == "allExamples";
        let Some(expected) = Some(expression).filter(|e| own && within(e)).and_then(duckling_period) else { continue };
        for (k, input) in group["inputs"].as_array().into_iter().flatten().enumerate() {
            let input = named(input.as_str().unwrap_or_default());
            if !resolvable(&input) {
                continue;
            }
            let times = find_times(&input);
            let whole = times.iter().find(|time| time.span.start == 0 && time.span.end == input.len());
            let found = whole.and_then(|time| time.time.resolve_ahead(&context));
            let right = found.is_some_and(|found| found.same_days(&expected));
            let words: Vec<&str> = times.iter().map(|time| time.span.of(&input)).collect();
            let found = format!("{found:?} of {words:?}");
            cases.push(Case { id: format!("{n}.{k}"), expected: expected.to_string(), found, right, input });
        }
    }
    score("duckling/time", &cases, 92.0);
}

/// Whether a time is one that the contract has a period for: of whole days, with both ends, and no holiday of a table.
fn within(expression: &str) -> bool {
    let fine = ["Hour", "Minute", "Second"].iter().any(|grain| expression.contains(grain));
    let table = expression.contains("Holiday") && !HOLIDAYS.iter().any(|name| expression.contains(name));
    !fine && !table && !expression.contains("OpenInterval")
}

/// Whether the guideline resolves such words at all, and to the period that Duckling means by them: not the edges of a
/// period as a third of it (the guideline has a day), early and late, seasons of the weather, lengths of time ahead
/// ("in the next six years" has no period), a day's place in time ahead or back counted in units; nor days by a name cut
/// short and standing alone ("Sat", "Sun"), which is a word or a name otherwise.
fn resolvable(input: &str) -> bool {
    const ELSEWHERE: [&str; 21] = [
        "end",
        "beginning",
        "eom",
        "eoy",
        "bom",
        "boy",
        "early",
        "mid",
        "late",
        "summer",
        "winter",
        "season",
        "seasons",
        "hence",
        "upcoming",
        "ago",
        "back",
        "closest",
        "rest",
        "after",
        "following",
    ];
    const LENGTHS: [&str; 5] = ["from now", "from today", "year from", "in 1 year", "in a year"];
    const SHORT: [&str; 6] = ["mon", "thu", "fri", "sat", "sun", "tue"];
    let lower = input.to_lowercase();
    if SHORT.contains(&lower.trim_end_matches('.')) {
        return false;
    }
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    let ahead = lower.starts_with("next ") || lower.starts_with("in ") || lower.contains(" from now");
    let counted = lower.split(' ').nth(1).is_some_and(|w| {
        w.starts_with(|c: char| c.is_ascii_digit()) || matches!(w, "a" | "one" | "two" | "three" | "few")
    });
    let year = lower.split(' ').nth(1).is_some_and(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()));
    let elsewhere = words.any(|word| ELSEWHERE.contains(&word));
    let length = LENGTHS.iter().any(|length| lower.contains(length)) || ahead && counted && !year;
    !elsewhere && !length
}

/// The names in a text with their capitals.
fn named(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let next = after.chars().next().map_or(0, char::len_utf8);
        let lower = word.to_ascii_lowercase();
        if NAMES.split_whitespace().any(|name| name == lower) {
            written.push_str(&lower[..1].to_ascii_uppercase());
            written.push_str(&lower[1..]);
        } else {
            written.push_str(word);
        }
        written.push_str(&after[..next]);
        rest = &after[next..];
    }
    written.replace("New year", "New Year")
}

/// The period that Duckling's expression stands for: a point has its grain, an interval ends before its end.
fn duckling_period(expression: &str) -> Option<Period> {
    let dates: Vec<Date> = expression
        .split('(')
        .filter_map(|part| {
            let numbers = part.split(')').next()?;
            let mut fields = numbers.split(',').map(|field| field.trim().parse::<i16>().ok());
            let year = fields.next()??;
            let mut small = || i8::try_from(fields.next()??).ok();
            Date::new(year, small()?, small()?).ok()
        })
        .collect();
    let day = |date| Period::day_of(date);
    if let [first, end] = dates[..] {
        return day(first)?.to(&day(end.yesterday().ok()?)?);
    }
    let [first] = dates[..] else { return None };
    let grain = expression.split(')').nth(1)?.split_whitespace().next()?;
    match grain {
        "Day" => day(first),
        "Week" => day(first)?.to(&day(first.checked_add(6.days()).ok()?)?),
        "Month" => Period::month_of(first.year(), first.month()),
        "Quarter" => Period::quarter_of(first.year(), (first.month() + 2) / 3),
        "Year" => Period::year_of(first.year()),
        _ => None,
    }
}

#[test]
fn recognizers_dates() {
    let Some(folder) = suite("Recognizers-Text") else { return };
    let specs = json(&folder.join("Specs/DateTime/English/DateTimeModel.json"));
    let mut cases = Vec::new();
    for (id, case) in specs.as_array().expect("a list of cases").iter().enumerate() {
        let results: Vec<&serde_json::Value> = case["Results"].as_array().into_iter().flatten().collect();
        let dates = |result: &&serde_json::Value| {
            matches!(result["TypeName"].as_str(), Some("datetimeV2.date" | "datetimeV2.daterange"))
        };
        // What has one end only ("before 2018") is no period.
        let closed = |result: &&serde_json::Value| {
            result["Resolution"]["values"].as_array().into_iter().flatten().any(|v| recognized(v).is_some())
        };
        if results.is_empty() || !results.iter().all(|result| dates(result) && closed(result)) {
            continue;
        }
        let input = named(case["Input"].as_str().unwrap_or_default());
        let today = case["Context"]["ReferenceDateTime"].as_str().and_then(|day| day.get(..10)?.parse().ok());
        let context = TimeContext::new(today);
        let times = find_times(&input);
        let right = results.iter().all(|result| {
            let words = result["Text"].as_str().unwrap_or_default();
            let values: Vec<Period> =
                result["Resolution"]["values"].as_array().into_iter().flatten().filter_map(recognized).collect();
            // The guideline's span has the preposition, theirs has not.
            times.iter().any(|time| {
                let span = time.span.of(&input);
                let same = span.len() >= words.len() && span[span.len() - words.len()..].eq_ignore_ascii_case(words);
                let readings = [time.time.resolve(&context), time.time.resolve_ahead(&context)];
                same && readings.iter().flatten().any(|found| values.iter().any(|value| agrees(found, value)))
            })
        });
        let texts: Vec<String> = results
            .iter()
            .map(|r| {
                let values = r["Resolution"]["values"].as_array().into_iter().flatten().filter_map(recognized);
                format!("{} = {:?}", r["Text"], values.collect::<Vec<_>>())
            })
            .collect();
        let found: Vec<(&str, Option<Period>)> =
            times.iter().map(|time| (time.span.of(&input), time.time.resolve(&context))).collect();
        let (expected, found) = (texts.join("; "), format!("{found:?}"));
        cases.push(Case { id: id.to_string(), input, expected, found, right });
    }
    score("recognizers/dates", &cases, 30.0);
}

/// Whether a period is the one expected. The last end of a named range ("from March to May") belongs to it by the
/// contract, and not by these specs.
fn agrees(found: &Period, expected: &Period) -> bool {
    let ends_before_last = || expected.end().tomorrow().is_ok_and(|end| end == found.last().start());
    found.same_days(expected) || found.is_range() && found.start() == expected.start() && ends_before_last()
}

/// One of the readings of a date or range, whose end is not in it.
fn recognized(value: &serde_json::Value) -> Option<Period> {
    let date = |key: &str| value[key].as_str()?.parse::<Date>().ok();
    if let Some(day) = date("value") {
        return Period::day_of(day);
    }
    Period::day_of(date("start")?)?.to(&Period::day_of(date("end")?.yesterday().ok()?)?)
}
