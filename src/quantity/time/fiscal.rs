//! Fiscal years: when they begin, which calendar year names them, and whose a document speaks of.

use jiff::civil::Date;

use super::moment::Part;
use crate::quantity::Period;

/// How a country counts its fiscal years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FiscalYear {
    /// The month that it begins with.
    first: i8,
    /// Which of its two calendar years "fiscal 2024" names.
    named: Named,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Named {
    Start,
    End,
}

impl FiscalYear {
    /// The calendar year.
    pub const CALENDAR: Self = Self { first: 1, named: Named::End };
    /// April to March, 2013/14.
    pub const UNITED_KINGDOM: Self = Self { first: 4, named: Named::End };
    /// October to September, named by the year in which it ends; July to June up to 1976.
    pub const UNITED_STATES: Self = Self { first: 10, named: Named::End };
    /// July to June, 2013-14.
    pub const AUSTRALIA: Self = Self { first: 7, named: Named::End };
    /// April to March, 2013-14, FY14.
    pub const INDIA: Self = Self { first: 4, named: Named::End };
    /// April to March, named by the year in which it begins.
    pub const JAPAN: Self = Self { first: 4, named: Named::Start };

    /// Whose fiscal years a text speaks of, told by the countries that it names most and by their money; nothing where
    /// it names none or as many of two kinds, of countries that count calendar years (a company there may not), and of
    /// sports, whose years over two calendar years are seasons.
    ///
    /// One pass over the text.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        let mut counts = [0_usize; COUNTRIES.len()];
        let (mut sports, mut fiscal) = (0_usize, 0_usize);
        for word in text.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '$' && c != '£' && c != '₹') {
            let word = word.trim_end_matches('.');
            if !word.starts_with(|c: char| c.is_ascii_uppercase() || matches!(c, '£' | '₹')) {
                sports += usize::from(SPORTS.contains(&word));
                fiscal += usize::from(FISCAL.contains(&word));
                // Nobody else counts in these.
                counts[INDIAN] += usize::from(matches!(word, "crore" | "lakh"));
                continue;
            }
            if let Some(n) = COUNTRIES.iter().position(|(_, words)| words.iter().any(|known| says(word, known))) {
                counts[n] += 1;
            }
        }
        if sports > fiscal {
            return None;
        }
        let most = counts.iter().copied().max().filter(|&most| most > 0)?;
        let mut named = COUNTRIES.iter().zip(counts).filter(|(_, count)| *count == most).map(|((year, _), _)| *year);
        let first = named.next()?;
        (named.all(|other| other == first) && !first.is_calendar()).then_some(first)
    }

    /// Whether it is the calendar year.
    pub(super) fn is_calendar(self) -> bool {
        self == Self::CALENDAR
    }

    /// Whether such years are written over two calendar years, as "2013-14".
    pub(super) fn splits(self) -> bool {
        !self.is_calendar() && self != Self::UNITED_STATES
    }

    /// The fiscal year that ends in the calendar year `year`, or a part of it.
    pub(super) fn ending(self, year: i16, part: Part) -> Option<Period> {
        if self.is_calendar() {
            return part.of(year);
        }
        // The United States moved theirs by a quarter in 1976.
        let first = if self == Self::UNITED_STATES && year <= 1976 { 7 } else { self.first };
        let month = |n: i8| {
            let at = first + n - 1;
            if at > 12 { Period::month_of(year, at - 12) } else { Period::month_of(year.checked_sub(1)?, at) }
        };
        let (from, to) = part.months();
        month(from)?.to(&month(to)?)
    }

    /// The fiscal year that is called by the one calendar year: fiscal 2024.
    pub(super) fn called(self, year: i16, part: Part) -> Option<Period> {
        match self.named {
            Named::End => self.ending(year, part),
            Named::Start => self.ending(year.checked_add(1)?, part),
        }
    }

    /// The fiscal year that runs on a day, moved by whole years.
    pub(super) fn around(self, day: Date, by: i16) -> Option<Period> {
        let begun = !self.is_calendar() && day.month() >= self.first;
        self.ending(day.year().checked_add(i16::from(begun))?.checked_add(by)?, Part::Whole)
    }
}

/// Whether a word is that of the list, a sum in the money of the list, or the name of people from there.
fn says(word: &str, known: &str) -> bool {
    match known {
        "£" | "₹" | "A$" | "NZ$" | "HK$" | "C$" => word.starts_with(known),
        _ => word == known,
    }
}

/// Words that countries are told by, capitals as written. Those whose fiscal year is the calendar year are named too,
/// so that a text about them is not taken for one about another country that it mentions.
const COUNTRIES: &[(FiscalYear, &[&str])] = &[
    (
        FiscalYear::UNITED_KINGDOM,
        &[
            "UK",
            "U.K",
            "Britain",
            "British",
            "England",
            "English",
            "Scotland",
            "Scottish",
            "Wales",
            "Welsh",
            "NHS",
            "HMRC",
            "ONS",
            "London",
            "Whitehall",
            "£",
        ],
    ),
    (
        FiscalYear::UNITED_STATES,
        &[
            "US",
            "U.S",
            "USA",
            "America",
            "American",
            "Americans",
            "Congress",
            "Senate",
            "Senator",
            "Pentagon",
            "Medicaid",
        ],
    ),
    (
        FiscalYear::AUSTRALIA,
        &["Australia", "Australian", "Australians", "Canberra", "Queensland", "NSW", "Tasmania", "Tasmanian", "A$"],
    ),
    (FiscalYear::AUSTRALIA, &["Zealand", "Zealanders", "NZ$"]),
    (FiscalYear::AUSTRALIA, &["Pakistan", "Pakistani", "Islamabad", "Karachi"]),
    (FiscalYear::AUSTRALIA, &["Bangladesh", "Bangladeshi", "Dhaka"]),
    (FiscalYear::AUSTRALIA, &["Egypt", "Egyptian", "Cairo"]),
    (FiscalYear::AUSTRALIA, &["Kenya", "Kenyan", "Kenyans", "Nairobi"]),
    (FiscalYear::AUSTRALIA, &["Uganda", "Ugandan", "Kampala"]),
    (FiscalYear::AUSTRALIA, &["Tanzania", "Tanzanian"]),
    (FiscalYear::AUSTRALIA, &["Ethiopia", "Ethiopian"]),
    (
        FiscalYear::INDIA,
        &["India", "Indian", "Indians", "Delhi", "Mumbai", "Rs", "₹", "Kerala", "Gujarat", "Maharashtra"],
    ),
    (FiscalYear::INDIA, &["Canada", "Canadian", "Canadians", "Ottawa", "C$"]),
    (FiscalYear::INDIA, &["Kong", "HK$"]),
    (FiscalYear::JAPAN, &["Japan", "Japanese", "Tokyo"]),
    (FiscalYear::JAPAN, &["Singapore", "Singaporean"]),
    (FiscalYear { first: 10, named: Named::End }, &["Thailand", "Thai", "Bangkok"]),
    (FiscalYear::CALENDAR, &["China", "Chinese", "Beijing"]),
    (FiscalYear::CALENDAR, &["Germany", "German", "Germans", "France", "French", "Italy", "Spain", "Eurostat"]),
    (
        FiscalYear::CALENDAR,
        &["Russia", "Russian", "Ukraine", "Turkey", "Brazil", "Brazilian", "Mexico", "Korea", "Korean"],
    ),
];

/// India in the list above.
const INDIAN: usize = 11;

/// Words of sports reports.
const SPORTS: &[&str] = &[
    "season",
    "seasons",
    "league",
    "goals",
    "goal",
    "championship",
    "playoffs",
    "squad",
    "coach",
    "scored",
    "striker",
    "midfielder",
    "club",
    "footballer",
    "matches",
];

/// Words of reports on a fiscal year, which speak of goals and of the season too.
const FISCAL: &[&str] = &[
    "fiscal",
    "financial",
    "budget",
    "budgets",
    "funding",
    "tax",
    "government",
    "economy",
    "exports",
    "imports",
    "cent",
    "percent",
    "million",
    "billion",
    "crore",
    "lakh",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_told_by_its_names_and_its_money() {
        let cases = [
            ("The Australian budget gives $3 million to Canberra.", Some(FiscalYear::AUSTRALIA)),
            ("Spending came to £4 billion, half of it in England.", Some(FiscalYear::UNITED_KINGDOM)),
            ("U.S. exports to India; Congress was told.", Some(FiscalYear::UNITED_STATES)),
            ("A lakh crore was spent in India.", Some(FiscalYear::INDIA)),
            ("Japan expects 1.2 percent.", Some(FiscalYear::JAPAN)),
            ("India and Japan signed.", None),
            ("The English striker scored 12 goals in the league season.", None),
            ("Some 40 lakh crore was spent.", Some(FiscalYear::INDIA)),
            ("China and Germany signed with Australia and China.", None),
            ("Nothing is named.", None),
        ];
        for (text, expected) in cases {
            assert_eq!(FiscalYear::of_text(text), expected, "{text}");
        }
    }

    #[test]
    fn a_fiscal_year_has_its_months_and_its_name() {
        let cases = [
            (FiscalYear::UNITED_STATES.called(2006, Part::Whole), "2005-10/2006-09"),
            (FiscalYear::UNITED_STATES.called(1954, Part::Whole), "1953-07/1954-06"),
            (FiscalYear::JAPAN.called(2025, Part::Whole), "2025-04/2026-03"),
            (FiscalYear::INDIA.called(2025, Part::Quarter(1)), "2024-04/2024-06"),
            (FiscalYear::CALENDAR.called(2025, Part::Whole), "2025"),
            (FiscalYear::AUSTRALIA.around("2017-06-02".parse().unwrap(), -1), "2015-07/2016-06"),
            (FiscalYear::AUSTRALIA.around("2017-07-01".parse().unwrap(), -1), "2016-07/2017-06"),
            (FiscalYear::UNITED_STATES.around("2006-03-08".parse().unwrap(), 0), "2005-10/2006-09"),
        ];
        for (found, expected) in cases {
            assert_eq!(found.map(|p| p.to_string()).as_deref(), Some(expected));
        }
    }
}
