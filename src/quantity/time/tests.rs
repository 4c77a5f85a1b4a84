//! Tables of texts with the times in them, what they resolve to, and properties that hold of any text.

use proptest::prelude::*;

use super::*;

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

fn published(day: &str) -> TimeContext {
    TimeContext::new(Some(day.parse().unwrap()))
}

/// The words of every time of a text.
fn words(text: &str) -> Vec<&str> {
    find_times(text).iter().map(|found| found.span.of(text)).collect()
}

/// The one time of a text.
fn time(text: &str) -> Time {
    let found = find_times(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found[0].time.clone()
}

fn resolved(text: &str, context: &TimeContext) -> Option<String> {
    time(text).resolve(context).map(|period| period.to_string())
}

#[track_caller]
fn check(context: &TimeContext, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let expected = (!expected.is_empty()).then(|| (*expected).to_owned());
        assert_eq!(resolved(text, context), expected, "{text}");
    }
}

#[test]
fn a_span_takes_its_preposition() {
    let phrases = [
        "in the first 11 months",
        "in the first 11 months of 2025",
        "between 2020 and 2024",
        "by 2030",
        "From 2009 to 2023",
        "In the 14 years from 2007 to 2021",
        "as of June 2025",
        "over the same period",
        "last year",
        "in the third quarter",
        "in the year to June 2014",
        "year ending March 2014",
        "the first half of 2025",
        "Jan-Nov 2025",
        "at the end of 2023",
        "At the end of June 2014",
        "by no later than June 2009",
        "by around 2045-46",
        "in the 1990s",
        "in the '90s",
        "over the past five years",
        "the same period a year earlier",
        "compared with the same period of last year",
        "when compared with 2011",
        "than a year earlier",
        "from the year-earlier period",
        "on Friday",
        "so far this year",
        "in early 2026",
        "in the three months to May",
        "in the next six years",
        "over the next 5 years and beyond",
        "in the four years prior to 2008",
        "On this day a decade ago",
        "On May 28, 2012",
        "Feb. 13, 2006 to March 31, 2006",
        "since the end of 2019",
        "fiscal year ended June 30, 2024",
        "in December 2013 to February 2014",
        "below 2005 production",
        "from the 2008 estimate",
        "the size of 2012",
        "financial year-to-date 2014/15",
        "for over 100 years",
        "In his first two seasons",
        "three-month on previous three-month",
        "by\n2023",
        "in Quarter 4 2013",
        "at Q1 2010",
        "In the January–March quarter",
        "in the June quarter",
        "in the October-December period of 2018",
        "in the 2016/17 season",
        "in the 2012-13 academic year",
        "in the 1907 elections",
        "at the 1991 census",
        "For 2024 as a whole",
        "for all of 2017",
        "over the whole of 2026",
        "Over the whole year 2016",
        "for the full year",
        "in January and February",
        "on Wednesday evening",
        "last night",
        "at Christmas",
        "On Christmas Eve 2014",
        "on Good Friday",
        "on New Year's Day",
        "at the turn of the year",
        "Since the turn of the century",
        "During the period March 2014 to May 2014",
        "over 2014 to 2019",
        "over the years 2006-2010",
        "over five years from 2012-13",
        "in the previous 12 months",
        "this financial year",
        "in the last fiscal year",
        "for the coming year",
        "beginning in October",
        "through to 2020",
        "in the fiscal year that ended in September",
        "in the week to 5 May",
        "in the week of May 5",
        "from 13 to 15 July",
        "between 13 and 15 July",
        "on Fri, Jul 18",
        "on the 15th",
        "on the last Monday of March",
        "on the first Tuesday of last month",
        "on the last day of October",
        "on Monday of next week",
        "the day before yesterday",
    ];
    for phrase in phrases {
        assert_eq!(words(&format!("It stood there {phrase}, they said.")), [phrase]);
        assert_eq!(words(phrase), [phrase]);
    }
}

#[test]
fn a_number_that_is_no_time_is_left_alone() {
    let texts = [
        "2,024 people came",
        "1984 units were sold",
        "more than 2000 in total",
        "it rose to 2000 units",
        "over 2000 people",
        "about 2000 were there",
        "between 2000 and 2020 people",
        "the total was 2014",
        "Boeing 1950 and Route 1966",
        "$2024, 2024%, 2020kg, 2024.5 and 1999,000",
        "in 2.5 million homes",
        "a third of March output",
        "a tomb from 1500 BC",
        "12 percent of 2023 output",
        "Good practice and New ways",
        "on the 15th floor",
        "The Digital Trade Development Report 2025 says so",
        "she may 2 go, and they march on",
        "delayed by about three months",
        "5G, G20, COVID-2019, 144-hour",
        "more than a third of the second-largest",
    ];
    for text in texts {
        assert_eq!(words(text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn a_bare_year_needs_a_neighbour_that_says_so() {
    let cases: &[(&str, &[&str])] = &[
        ("growth (2019) was", &["2019"]),
        ("Our 2025 goal", &["2025"]),
        ("The 1991 Chicago Bears season", &["1991"]),
        ("in the FY2006 Defense Bill", &["FY2006"]),
        ("2015’s levels", &["2015"]),
        ("2019 190,180 -2.7\n2020 176,529 21.2", &["2019", "2020"]),
        ("the 2019-2025 period", &["2019-2025"]),
        ("in 2020 and 2023 it fell", &["in 2020", "2023"]),
        ("in 2015 and 2016 it fell", &["in 2015 and 2016"]),
        ("early 2026,Guangdong", &["early 2026"]),
    ];
    for (text, expected) in cases {
        assert_eq!(words(text), *expected, "{text}");
    }
}

#[test]
fn an_explicit_time_needs_no_context() {
    let cases = [
        ("in 2024", "2024"),
        ("Q3 2024", "2024-Q3"),
        ("2024-Q3", "2024-Q3"),
        ("3Q24", "2024-Q3"),
        ("H1 2025", "2025-01/2025-06"),
        ("the fourth quarter of 2024", "2024-Q4"),
        ("the June quarter 2014", "2014-Q2"),
        ("in the first 11 months of 2025", "2025-01/2025-11"),
        ("in the first three quarters of 2025", "2025-01/2025-09"),
        ("in the final three months of 2023", "2023-10/2023-12"),
        ("Jan-Nov 2025", "2025-01/2025-11"),
        ("Oct. 14, 2025", "2025-10-14"),
        ("Tuesday, March 4, 2025", "2025-03-04"),
        ("on 22 July 2016", "2016-07-22"),
        ("2026-02-11", "2026-02-11"),
        ("2025-11", "2025-11"),
        ("from June 3 to June 7, 2024", "2024-06-03/2024-06-07"),
        ("between May and June 2014", "2014-05/2014-06"),
        ("from November 2023 to March 2024", "2023-11/2024-03"),
        ("November-January 2024", "2023-11/2024-01"),
        ("between 2020 and 2024", "2020/2024"),
        ("2006–08", "2006/2008"),
        ("1990 -- 91", "1990/1991"),
        ("the 1999-00 season", "1999/2000"),
        ("in the noughties", "2000/2009"),
        ("back in the 90's", "1990/1999"),
        ("in mid-2012", "2012"),
        ("late in 2023", "2023"),
        ("at the end of 2012", "2012-12-31"),
        ("at end of 2011", "2011-12-31"),
        ("at the end of June 2014", "2014-06-30"),
        ("by the end of June 2012", "2012-06"),
        ("by the end of 2010", "2010-12"),
        ("as of the end of 2023", "2023-12-31"),
        ("at year-end 2023", "2023-12-31"),
        ("in the year to June 2014", "2013-07/2014-06"),
        ("year ending March 2014", "2013-04/2014-03"),
        ("six months ended 30 June 2014", "2014-01/2014-06"),
        ("in the three years to 2012", "2010/2012"),
        ("in the four years prior to 2008", "2004/2007"),
        ("in Quarter 4 2013", "2013-Q4"),
        ("2013 Quarter 2", "2013-Q2"),
        ("2024 first quarter", "2024-Q1"),
        ("in the April-June quarter of 2020", "2020-04/2020-06"),
        ("between fiscal years 2003 and 2006", "2002-10/2006-09"),
        ("between April 2012 and 2013", "2012-04/2013-04"),
        ("over 2014 to 2019", "2014/2019"),
        ("during the period March 2014 to May 2014", "2014-03/2014-05"),
        ("over four years from 2014", "2014/2017"),
        ("in January and February 2024", "2024-01/2024-02"),
        ("from December 2013 to January 2014", "2013-12/2014-01"),
        ("in the week to 5 May 2014", "2014-04-29/2014-05-05"),
        ("in the week of May 7, 2014", "2014-05-05/2014-05-11"),
        ("from 13 to 15 July 2013", "2013-07-13/2013-07-15"),
        ("August 27th - 29th, 2013", "2013-08-27/2013-08-29"),
        ("31-Oct-74", "1974-10-31"),
        ("31/10/1974", "1974-10-31"),
        ("10/31/1974", "1974-10-31"),
        ("2015-3-9", "2015-03-09"),
        ("the third of March 2015", "2015-03-03"),
        ("by Christmas 1998", "1998-12-25"),
        ("Good Friday 2024", "2024-03-29"),
        ("Easter Monday 2038", "2038-04-26"),
        ("Thanksgiving 2013", "2013-11-28"),
        ("the last Sunday of March 2014", "2014-03-30"),
        ("the first week of October 2014", "2014-10-06/2014-10-12"),
        ("the last week of September 2014", "2014-09-22/2014-09-28"),
        ("on the last day of October 2015", "2015-10-31"),
        ("in 1914 AD", "1914"),
        ("in Q1-Q3 2024", "2024-01/2024-09"),
        ("in the second and third quarters of 2024", "2024-04/2024-09"),
        ("the fourth fiscal quarter of 2024", "2024-07/2024-09"),
        ("fiscal third quarter 2024", "2024-04/2024-06"),
        ("as of fall 2004", ""),
        ("on February 30, 2024", ""),
    ];
    check(&TimeContext::default(), &cases);
    for (text, expected) in cases.iter().filter(|(_, expected)| !expected.is_empty()) {
        assert!(time(text).is_explicit(), "{text} is {expected}");
    }
}

#[test]
fn a_fiscal_year_follows_its_country() {
    const UNITED_KINGDOM: FiscalYear = FiscalYear::UNITED_KINGDOM;
    const UNITED_STATES: FiscalYear = FiscalYear::UNITED_STATES;
    const AUSTRALIA: FiscalYear = FiscalYear::AUSTRALIA;
    const INDIA: FiscalYear = FiscalYear::INDIA;
    const CALENDAR: FiscalYear = FiscalYear::CALENDAR;
    let cases = [
        ("in 2013/14", Some(UNITED_KINGDOM), "2013-04/2014-03"),
        ("in 2013-14", Some(AUSTRALIA), "2013-07/2014-06"),
        ("in 2013-14", Some(INDIA), "2013-04/2014-03"),
        ("in 2003-04", None, "2003/2004"),
        ("in 2003-04", Some(CALENDAR), "2003/2004"),
        ("the 2003-04 season", Some(UNITED_KINGDOM), "2003/2004"),
        ("in the 2013-14 financial year", None, "2013-04/2014-03"),
        ("FY2023/24", None, "2023-04/2024-03"),
        ("FY2006", Some(UNITED_STATES), "2005-10/2006-09"),
        ("FY2006", None, "2005-10/2006-09"),
        ("In FY 02", Some(UNITED_STATES), "2001-10/2002-09"),
        ("fiscal 2024", Some(INDIA), "2023-04/2024-03"),
        ("through Fiscal Year 2009", Some(UNITED_STATES), "2008-10/2009-09"),
        ("the 2006 fiscal year", Some(UNITED_STATES), "2005-10/2006-09"),
        ("in the third quarter of fiscal 2024", Some(UNITED_STATES), "2024-04/2024-06"),
        ("over the three years to 2011-12", Some(AUSTRALIA), "2009-07/2012-06"),
        ("over 2014-19", Some(AUSTRALIA), "2014/2019"),
    ];
    for (text, fiscal, expected) in cases {
        let found = find_times(text);
        let context = TimeContext::default().with_fiscal(fiscal);
        let resolved = found.first().and_then(|found| found.time.resolve(&context));
        assert_eq!(resolved, Some(period(expected)), "{text} {fiscal:?}");
    }
}

#[test]
fn a_relative_time_counts_from_the_publication() {
    let cases = [
        ("last year", "2025"),
        ("this year", "2026"),
        ("so far this year", "2026"),
        ("earlier this year", "2026"),
        ("early next year", "2027"),
        ("last month", "2026-01"),
        ("this quarter", "2026-Q1"),
        ("last quarter", "2025-Q4"),
        ("in November last year", "2025-11"),
        ("in the first half of last year", "2025-01/2025-06"),
        ("at the end of last year", "2025-12-31"),
        ("on Friday", "2026-02-06"),
        ("on Wednesday", "2026-02-11"),
        ("last Wednesday", "2026-02-04"),
        ("yesterday", "2026-02-10"),
        ("seven years ago", "2019"),
        ("a decade ago", "2016"),
        ("over the past five years", "2021/2026"),
        ("in the last two decades", "2006/2026"),
        ("since 2007", "2007/2026"),
        ("since October", "2025-10/2026-02"),
        ("over the last six months", "2025-08/2026-01"),
        ("in the last quarter", "2025-Q4"),
        ("next April", "2026-04"),
        ("last April", "2025-04"),
        ("next calendar year", "2027"),
        ("for the year as a whole", "2026"),
        ("this morning", "2026-02-11"),
        ("last night", "2026-02-10"),
        ("the day before yesterday", "2026-02-09"),
        ("on Monday of last week", "2026-02-02"),
        ("next Friday", "2026-02-20"),
        ("this decade", "2020/2029"),
        ("on the 15th", "2026-01-15"),
        ("on the first Tuesday of this month", "2026-02-03"),
        ("on Friday, December 12", "2025-12-12"),
        ("last Christmas", "2025-12-25"),
        ("announced today", "2026-02-11"),
    ];
    let known = published("2026-02-11");
    check(&known, &cases);
    // Without a publication date they stay unresolved.
    for (text, _) in &cases {
        assert_eq!(resolved(text, &TimeContext::default()), None, "{text}");
    }
}

#[test]
fn a_part_without_its_year_is_the_latest_by_the_publication() {
    let cases = [
        ("in the first 11 months", "2025-12-09", "2025-01/2025-11"),
        ("in the first 11 months", "2026-02-11", "2025-01/2025-11"),
        ("in the first 11 months", "2025-11-28", "2025-01/2025-11"),
        ("in November", "2025-12-09", "2025-11"),
        ("in November", "2026-02-11", "2025-11"),
        ("in December", "2008-01-31", "2007-12"),
        ("in the third quarter", "2025-12-09", "2025-Q3"),
        ("in the third quarter", "2025-05-09", "2024-Q3"),
        ("in the three months to May", "2014-07-01", "2014-03/2014-05"),
        ("between May and June", "2014-07-24", "2014-05/2014-06"),
        ("from November to March", "2014-07-24", "2013-11/2014-03"),
        ("January-November", "2025-12-09", "2025-01/2025-11"),
    ];
    for (text, day, expected) in cases {
        assert_eq!(resolved(text, &published(day)).as_deref(), Some(expected), "{text} {day}");
        assert_eq!(resolved(text, &TimeContext::default()), None, "{text}");
    }
    assert_eq!(resolved("by June", &published("2014-07-24")), None);
}

#[test]
fn a_part_without_its_year_follows_what_the_text_named() {
    let text = "Trade rose in the first 11 months of 2025. In the first 11 months exports grew, and imports over the same \
                period; in October more than in September.";
    let mut context = TimeContext::default();
    let mut periods = Vec::new();
    for found in find_times(text) {
        if let Some(period) = found.time.resolve(&context) {
            context.remember(&found.time, period);
            periods.push(period.to_string());
        }
    }
    assert_eq!(periods, ["2025-01/2025-11", "2025-01/2025-11", "2025-01/2025-11", "2025-10", "2025-09"]);
}

#[test]
fn a_time_that_is_no_period_stays_unresolved() {
    let context = TimeContext { explicit: Some(period("2024")), ..published("2026-02-11") };
    for text in [
        "now",
        "currently",
        "Today",
        "each year",
        "annually",
        "per year",
        "in the next six years",
        "over four years",
        "in recent years",
        "over the medium term",
        "since then",
        "from then on",
        "this winter",
        "in previous years",
        "in its fiscal third quarter",
        "since the turn of the century",
        "over the coming decade",
        "last century",
    ] {
        assert!(time(text).is_vague(), "{text}");
        assert_eq!(resolved(text, &context), None, "{text}");
    }
}

#[test]
fn what_is_to_come_has_the_next_date_and_what_has_been_the_last() {
    let cases = [
        ("in March", "2024-02-29", "2023-03", "2024-03"),
        ("in the fourth quarter", "2022-05-05", "2021-Q4", "2022-Q4"),
        ("by September", "2020-11-19", "2020-09", "2021-09"),
        ("by 18 July", "2021-08-05", "2021-07-18", "2022-07-18"),
        ("on Saturday", "2010-06-24", "2010-06-19", "2010-06-26"),
        ("on the 15th", "2010-06-24", "2010-06-15", "2010-07-15"),
        ("last March", "2024-02-29", "2023-03", "2023-03"),
        ("in 2030", "2024-02-29", "2030", "2030"),
    ];
    for (text, day, behind, ahead) in cases {
        let (time, context) = (time(text), published(day));
        assert_eq!(time.resolve_behind(&context), Some(period(behind)), "{text}");
        assert_eq!(time.resolve_ahead(&context), Some(period(ahead)), "{text}");
    }
}

#[test]
fn a_running_time_follows_what_the_text_named() {
    let cases = [
        ("up from 5 in the first quarter of 2023; in the second, 6.", "2023-06-30", "2023-Q2"),
        ("up to 5 in the first quarter of 2022; in the fourth, 6.", "2022-05-18", "2021-Q4"),
        ("said in May 2014: in the month, it fell", "2014-06-30", "2014-05"),
        ("in the year ending June 2014; in the previous 12 months, 5", "2014-11-27", "2012-07/2013-06"),
        ("in December 2022, and twelve months later 5", "2024-02-23", "2023-12"),
        ("in January-June 2024. A year ago it was 5", "2024-08-28", "2023-01/2023-06"),
        ("in 2020. A year ago it was 5", "2024-08-28", "2023"),
    ];
    for (text, day, expected) in cases {
        let mut context = published(day);
        let mut last = None;
        for found in find_times(text) {
            last = found.time.resolve(&context);
            if let Some(period) = last {
                context.remember(&found.time, period);
            }
        }
        assert_eq!(last, Some(period(expected)), "{text}");
    }
    let fiscal = published("2017-06-02").with_fiscal(Some(FiscalYear::AUSTRALIA));
    assert_eq!(resolved("last financial year", &fiscal).as_deref(), Some("2015-07/2016-06"));
    assert_eq!(resolved("last financial year", &published("2017-06-02")), None);
}

#[test]
fn a_base_is_resolved_against_the_period_of_the_claim() {
    let cases = [
        ("year on year", "2025-01/2025-11", "2024-01/2024-11"),
        ("year-on-year", "2024", "2023"),
        ("up 3 percent yoy", "2024-Q1", "2023-Q1"),
        ("up 3% y/y", "2024-Q1", "2023-Q1"),
        ("up 3.5% on the year", "2014-06", "2013-06"),
        ("up 0.4% on the month", "2014-06", "2014-05"),
        ("month-on-month", "2014-01", "2013-12"),
        ("from a year earlier", "2014-Q1", "2013-Q1"),
        ("than a year ago", "2014-Q1", "2013-Q1"),
        ("than in the year ago quarter", "2014-Q1", "2013-Q1"),
        ("from seven years ago", "2013", "2007"),
        ("from last year", "2014-Q1", "2013-Q1"),
        ("from last year", "2014", "2013"),
        ("from the previous year", "2025", "2024"),
        ("from the previous quarter", "2025-Q1", "2024-Q4"),
        ("than in 2019", "2024", "2019"),
        ("compared with June 2013", "2014-06", "2013-06"),
        ("compared with May", "2014-06", "2014-05"),
        ("the same period a year earlier", "2014-Q1", "2013-Q1"),
        ("in the same period of 2019", "2024-Q1", "2019-Q1"),
        ("from the same quarter in the previous year", "2014-Q1", "2013-Q1"),
        ("an increase from 2011", "2012", "2011"),
        ("from 2000 levels", "2012", "2000"),
        ("against 2012", "2014", "2012"),
        ("同比", "2024", "2023"),
        ("比上年", "2024", "2023"),
        ("环比", "2014-06", "2014-05"),
        ("上年同期", "2024-Q1", "2023-Q1"),
        ("与2019年同期相比", "2024-Q1", "2019-Q1"),
        ("较2019年", "2024", "2019"),
    ];
    for (text, claim, expected) in cases {
        let time = time(text);
        assert!(time.is_comparison(), "{text}");
        let base = time.resolve_base(Some(&period(claim)), &published("2014-07-24"));
        assert_eq!(base, Some(period(expected)), "{text}");
    }
    assert_eq!(time("since 2011").resolve_base(None, &published("2014-07-24")), Some(period("2011")));
    assert_eq!(time("month-on-month").resolve_base(Some(&period("2014")), &TimeContext::default()), None);
}

#[test]
fn a_range_gives_both_its_ends() {
    let text = "at 16.7 percent between 2020 and 2024";
    let found = &find_times(text)[0];
    let [first, last] = found.parts().unwrap();
    assert_eq!((first.span.of(text), last.span.of(text)), ("2020", "2024"));
    let context = TimeContext::default();
    assert_eq!(first.time.resolve(&context), Some(period("2020")));
    assert_eq!(last.time.resolve(&context), Some(period("2024")));
    let cases = [
        ("between 2020 and 2024", "2020", "2024"),
        ("In the 14 years from 2007 to 2021", "2007", "2021"),
        ("between May and June 2014", "2014-05", "2014-06"),
        ("2019-2025", "2019", "2025"),
        ("in the year to April 2014", "2013-04", "2014-04"),
    ];
    for (text, base, last) in cases {
        assert_eq!(time(text).resolve_change(&context), Some((period(base), period(last))), "{text}");
    }
    assert_eq!(time("in the first 11 months of 2025").resolve_change(&context), None);
    assert_eq!(time("between May and June 2014").first().resolve(&context), Some(period("2014-05")));
    assert_eq!(time("in 2024").first(), time("in 2024").last());
}

#[test]
fn chinese_years_are_read_with_their_parts() {
    let cases = [
        ("2024年", "2024"),
        ("2025年11月", "2025-11"),
        ("2025年11月12日", "2025-11-12"),
        ("2024年第三季度", "2024-Q3"),
        ("2025年前11个月", "2025-01/2025-11"),
        ("2025年1-11月", "2025-01/2025-11"),
        ("去年上半年", "2024-01/2024-06"),
        ("二〇二四年", "2024"),
        ("二零二四年十一月", "2024-11"),
        ("2024年度", "2024"),
        ("2025年前三季度", "2025-01/2025-09"),
        ("前11个月", "2025-01/2025-11"),
        ("1至11月", "2025-01/2025-11"),
        ("今年1月至11月", "2025-01/2025-11"),
        ("11月份", "2025-11"),
        ("三季度", "2025-Q3"),
        ("截至2025年6月末", "2025-06-30"),
        ("到2024年底", "2024-12"),
        ("2020年至2024年", "2020/2024"),
        ("2020-2024年", "2020/2024"),
        ("2024年11月至2025年1月", "2024-11/2025-01"),
        ("自2021年以来", "2021/2025"),
        ("“十四五”时期", "2021/2025"),
        ("上世纪90年代", "1990/1999"),
        ("上月", "2025-11"),
    ];
    for (text, expected) in cases {
        let text = format!("中国{text}出口");
        assert_eq!(resolved(&text, &published("2025-12-09")).as_deref(), Some(expected), "{text}");
    }
}

/// Words that times are made of, to be strung together at random.
const PIECES: &[&str] = &[
    "in",
    "the",
    "first",
    "11",
    "months",
    "of",
    "2025",
    "2012-13",
    "-",
    "to",
    "from",
    "between",
    "and",
    "end",
    "year",
    "ago",
    "last",
    "May",
    "Jan",
    ".",
    ",",
    "Q",
    "3",
    "'",
    "s",
    "90",
    "same",
    "period",
    "a",
    "earlier",
    "on",
    "previous",
    "since",
    "three",
    "quarter",
    "FY",
    "fiscal",
    "2000",
    "than",
    "%",
    "\n\n",
    "é",
    "年",
    "月",
    "前",
    "去",
    "十",
    "二",
    "至",
    "底",
    "同期",
    "季度",
    "世纪",
    "期间",
    "近",
    "比",
    "99999999999",
    "31",
    "decade",
    "past",
    "1000",
    "early",
    "before",
    "Friday",
    "/",
    "through",
    "Christmas",
    "Easter",
    "Good",
    "New",
    "Year",
    "next",
    "second",
    "week",
    "day",
    "all",
    "whole",
    "as",
    "morning",
    "financial",
    "5th",
    "Fri",
    "later",
    "today",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_read(pieces in prop::collection::vec(0..PIECES.len(), 0..40), glue in prop::collection::vec(any::<bool>(), 40), noise in ".{0,8}") {
        let mut text = noise;
        for (piece, glue) in pieces.iter().zip(glue) {
            text.push_str(PIECES[*piece]);
            text.push_str(if glue { " " } else { "" });
        }
        let mut context = published("2025-12-09");
        let mut end = 0;
        for found in find_times(&text) {
            prop_assert!(found.span.start >= end && !found.span.is_empty(), "{:?}", found.span);
            prop_assert!(text.is_char_boundary(found.span.start) && text.is_char_boundary(found.span.end));
            end = found.span.end;
            for part in found.parts().into_iter().flatten() {
                prop_assert!(found.span.contains(part.span), "{part:?} of {found:?}");
                let _ = part.time.resolve(&context);
            }
            let _ = (found.time.resolve_change(&context), found.time.resolve_base(context.last().as_ref(), &context));
            if let Some(period) = found.time.resolve(&context) {
                prop_assert_eq!(period.to_string().parse::<Period>().unwrap(), period);
                prop_assert!(!found.time.is_vague());
                context.remember(&found.time, period);
            }
        }
    }
}
