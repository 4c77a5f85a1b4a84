//! The words that time expressions are made of.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::months::{MONTHS, MONTHS_SHORT, WEEKDAYS};

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Step {
    Day,
    Week,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

/// What a word is to the grammar of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lex {
    /// A run of at most nine digits.
    Number(u32),
    /// One of twelve; `true` where the word is an ordinary word too (May, March).
    Month(i8, bool),
    /// Monday is 1.
    Weekday(i8),
    Ordinal(i8),
    Cardinal(i16),
    Unit(Step),
    /// The nineties and its like: the first year of the decade.
    Decade(i16),
    /// A mark that stands alone.
    Mark(char),
    /// A blank line or the edge of the text: no expression goes across.
    Break,
    /// A day of the year that has a name.
    Feast(Feast),
    /// A word of a closed list.
    Word(Word),
    /// Any other word.
    Other,
}

/// A day of the year by its name; Christmas Eve and Easter Monday are told from these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Feast {
    Christmas,
    Halloween,
    Thanksgiving,
    Easter,
}

/// The closed lists. Words that the grammar treats alike share a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    // Prepositions and conjunctions.
    In,
    During,
    On,
    At,
    By,
    Since,
    From,
    Over,
    Through,
    To,
    Until,
    For,
    As,
    Of,
    Between,
    After,
    Before,
    Up,
    Leading,
    Than,
    Compared,
    Against,
    With,
    When,
    Beside,
    Per,
    And,
    Back,
    // Determiners and what stands between them and the unit.
    The,
    A,
    Its,
    This,
    That,
    Last,
    Next,
    Coming,
    Previous,
    Following,
    Current,
    Recent,
    Each,
    Same,
    Both,
    No,
    So,
    Far,
    // Parts of a period.
    End,
    Start,
    Early,
    Late,
    Mid,
    Full,
    All,
    Turn,
    // Ways to name years.
    Fiscal,
    Calendar,
    Fy,
    Q,
    H,
    Season,
    Academic,
    Event,
    Period,
    Time,
    Term,
    Length,
    // Phrases around a moment.
    Ending,
    Beginning,
    Ago,
    Earlier,
    Ahead,
    Prior,
    Beyond,
    Later,
    Now,
    Present,
    Today,
    Yesterday,
    Tomorrow,
    Tonight,
    Daypart,
    Announce,
    New,
    Eve,
    Annually,
    Annum,
    Yoy,
    Filler,
    Size,
    // Neighbours that tell a year from a count.
    Rise,
    Fall,
    Percent,
    Scale,
    Unit,
    Noun,
    Verb,
    Be,
    Few,
    Then,
    Cue,
    Label,
}

const LISTS: &[(Word, &str)] = &[
    (Word::In, "in within into inside"),
    (Word::During, "during throughout across"),
    (Word::On, "on"),
    (Word::At, "at"),
    (Word::By, "by"),
    (Word::Since, "since"),
    (Word::From, "from"),
    (Word::Over, "over"),
    (Word::Through, "through thru"),
    (Word::To, "to"),
    (Word::Until, "until till"),
    (Word::For, "for"),
    (Word::As, "as"),
    (Word::Of, "of"),
    (Word::Between, "between"),
    (Word::After, "after"),
    (Word::Before, "before"),
    (Word::Up, "up"),
    (Word::Leading, "leading running"),
    (Word::Than, "than"),
    (Word::Compared, "compared relative compares"),
    (Word::Against, "against versus vs"),
    (Word::With, "with"),
    (Word::When, "when"),
    (Word::Beside, "below above"),
    (Word::Per, "per"),
    (Word::And, "and"),
    (Word::Back, "back"),
    (Word::The, "the"),
    (Word::A, "a an one"),
    (Word::Its, "its our their his her my your"),
    (Word::This, "this"),
    (Word::That, "that those these"),
    (Word::Last, "last past"),
    (Word::Next, "next"),
    (Word::Coming, "coming upcoming"),
    (Word::Previous, "previous preceding"),
    (Word::Following, "following subsequent ensuing"),
    (Word::Current, "current"),
    (Word::Recent, "recent"),
    (Word::Each, "each every"),
    (Word::Same, "same corresponding comparable"),
    (Word::Both, "both"),
    (Word::No, "no"),
    (Word::So, "so"),
    (Word::Far, "far"),
    (Word::End, "end close"),
    (Word::Start, "start beginning outset"),
    (Word::Early, "early"),
    (Word::Late, "late"),
    (Word::Mid, "mid middle"),
    (Word::Full, "full whole entire"),
    (Word::All, "all"),
    (Word::Turn, "turn"),
    (Word::Fiscal, "fiscal financial"),
    (Word::Calendar, "calendar"),
    (Word::Fy, "fy"),
    (Word::Q, "q"),
    (Word::H, "h"),
    (Word::Season, "season seasons spring summer autumn winter"),
    (Word::Academic, "academic school marketing crop"),
    (Word::Event, "census elections election budget campaign harvest intake"),
    (Word::Period, "period periods"),
    (Word::Time, "time moment"),
    (Word::Term, "term run"),
    (Word::Length, "medium long short near longer shorter"),
    (Word::Ending, "ending ended ends"),
    (Word::Beginning, "starting commencing"),
    (Word::Ago, "ago"),
    (Word::Earlier, "earlier previously"),
    (Word::Later, "later"),
    (Word::Ahead, "ahead"),
    (Word::Prior, "prior"),
    (Word::Beyond, "beyond onwards onward"),
    (Word::Now, "now currently nowadays recently presently"),
    (Word::Present, "present"),
    (Word::Today, "today"),
    (Word::Yesterday, "yesterday"),
    (Word::Tomorrow, "tomorrow"),
    (Word::Tonight, "tonight"),
    (Word::Daypart, "morning afternoon evening night"),
    (Word::Announce, "decided voted announced approved agreed raised lowered"),
    (Word::New, "new"),
    (Word::Eve, "eve"),
    (Word::Annually, "annually"),
    (Word::Annum, "annum"),
    (Word::Yoy, "yoy mom qoq"),
    (Word::Filler, "just only about around approximately roughly nearly almost some least more"),
    (Word::Size, "size level levels figure total value estimate average baseline peak result outcome amount"),
    (Word::Fall, "fall"),
    (Word::Percent, "percent cent pct percentage point points"),
    (
        Word::Rise,
        "increase rise decrease decline drop growth gain jump surge reduction improvement down higher lower less \
         fewer increases rises decreases declines drops gains risen fallen increased decreased declined rose fell",
    ),
    (
        Word::Scale,
        "million millions billion billions trillion trillions thousand thousands hundred hundreds bn mn crore lakh \
         dozen",
    ),
    (
        Word::Unit,
        "yuan dollars dollar euros euro pounds pound yen rmb renminbi usd rupees won francs kilometres kilometers km \
         miles metres meters feet ft inches kg kilograms tons tonnes tonne ton mw gw kw mwh gwh kwh twh megawatts \
         gigawatts barrels acres hectares square sq calories degrees hours minutes seconds times pages words litres \
         liters gallons mm cm mph rpm hp psi volts watts ppm",
    ),
    (
        Word::Noun,
        "people persons men women children workers jobs employees students homes houses households units items \
         vehicles cars cases deaths votes shares companies firms troops soldiers participants visitors members \
         locations stores schools patients respondents residents passengers families farmers delegates guests \
         products projects ships aircraft flights beds seats tickets copies points voters teachers doctors nurses \
         businesses enterprises",
    ),
    (
        Word::Verb,
        "has had have will would could may can should did does and or but to with while which who \
         when where as than that saw marked compared versus according because if so after before at by from for in \
         on of through until since the a an it he she they we its their however about amid although though \
         against during among due amounted came grew dropped climbed shrank",
    ),
    (Word::Be, "is was were are be been"),
    (Word::Few, "few several couple many"),
    (Word::Then, "then"),
    (
        Word::Cue,
        "exceeding exceeded nearly almost exactly roughly approximately reached reaching totaled totalled some",
    ),
    (
        Word::Label,
        "page pages no number room route article section chapter act version model boeing windows highway flight bus \
         channel figure table line item case bill paragraph rule resolution area code suite box",
    ),
];

const ORDINALS: &str = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth";
const CARDINALS: &[(i16, &str)] = &[
    (2, "two"),
    (3, "three"),
    (4, "four"),
    (5, "five"),
    (6, "six"),
    (7, "seven"),
    (8, "eight"),
    (9, "nine"),
    (10, "ten"),
    (11, "eleven"),
    (12, "twelve"),
    (13, "thirteen"),
    (14, "fourteen"),
    (15, "fifteen"),
    (16, "sixteen"),
    (17, "seventeen"),
    (18, "eighteen"),
    (19, "nineteen"),
    (20, "twenty"),
    (30, "thirty"),
    (40, "forty"),
    (50, "fifty"),
    (60, "sixty"),
];
const STEPS: &[(Step, &str)] = &[
    (Step::Day, "day days"),
    (Step::Week, "week weeks"),
    (Step::Month, "month months"),
    (Step::Quarter, "quarter quarters qtr"),
    (Step::Half, "half halves"),
    (Step::Year, "year years yr"),
    (Step::Decade, "decade decades"),
    (Step::Century, "century centuries"),
];
const DECADES: &[(i16, &str)] = &[
    (1920, "twenties"),
    (1930, "thirties"),
    (1940, "forties"),
    (1950, "fifties"),
    (1960, "sixties"),
    (1970, "seventies"),
    (1980, "eighties"),
    (1990, "nineties"),
    (2000, "noughties"),
];

const FEASTS: &[(Feast, &str)] = &[
    (Feast::Christmas, "christmas xmas"),
    (Feast::Halloween, "halloween"),
    (Feast::Thanksgiving, "thanksgiving"),
    (Feast::Easter, "easter"),
];

/// No listed word is longer; longer words need no look-up.
const LONGEST: usize = 16;

/// The listed words by first letter and length, so that a look-up compares a word with one or two others.
pub(super) struct Lexicon {
    places: Vec<std::ops::Range<usize>>,
    entries: Vec<(u128, Lex)>,
}

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut words: BTreeMap<(usize, u128), Lex> = BTreeMap::new();
    // Where lists share a word, the earlier list has it.
    let mut add = |list: &'static str, lex: Lex| {
        for word in list.split_whitespace() {
            if let Some(place) = word.as_bytes().first().and_then(|&first| place(first, word.len())) {
                words.entry((place, key(word.as_bytes(), word.len()))).or_insert(lex);
            }
        }
    };
    for (month, name) in (1..).zip(MONTHS) {
        add(name, Lex::Month(month, matches!(month, 3 | 5)));
    }
    for (short, month) in MONTHS_SHORT {
        add(short, Lex::Month(month, true));
    }
    for (day, name) in (1..).zip(WEEKDAYS) {
        add(name, Lex::Weekday(day));
    }
    for (n, name) in (1..).zip(ORDINALS.split(' ')) {
        add(name, Lex::Ordinal(n));
    }
    // "The final quarter" is the last that there is, whatever their number.
    add("final", Lex::Ordinal(-1));
    for &(n, name) in CARDINALS {
        add(name, Lex::Cardinal(n));
    }
    for &(step, list) in STEPS {
        add(list, Lex::Unit(step));
    }
    for &(year, name) in DECADES {
        add(name, Lex::Decade(year));
    }
    for &(feast, list) in FEASTS {
        add(list, Lex::Feast(feast));
    }
    for &(word, list) in LISTS {
        add(list, Lex::Word(word));
    }
    let mut places = vec![0..0; 26 * (LONGEST + 1)];
    let mut entries = Vec::with_capacity(words.len());
    for ((place, key), lex) in words {
        if places[place].is_empty() {
            places[place] = entries.len()..entries.len();
        }
        entries.push((key, lex));
        places[place].end = entries.len();
    }
    Lexicon { places, entries }
});

impl Lexicon {
    /// What the word of ASCII letters is that starts the bytes and is so long, however it is capitalized.
    pub(super) fn get(&self, bytes: &[u8], length: usize) -> Option<Lex> {
        let range = self.places.get(place(*bytes.first()?, length)?)?.clone();
        if range.is_empty() {
            return None;
        }
        let key = key(bytes, length);
        self.entries[range].iter().find(|(known, _)| *known == key).map(|&(_, lex)| lex)
    }
}

/// The words that share their first letter and their length have one place.
fn place(first: u8, length: usize) -> Option<usize> {
    let first = first | SMALL;
    let fits = first.is_ascii_lowercase() && (1..=LONGEST).contains(&length);
    fits.then(|| usize::from(first - b'a') * (LONGEST + 1) + length)
}

/// The bit that tells a small letter from a large one.
const SMALL: u8 = 0x20;

/// The letters of the word as one number, all small.
fn key(bytes: &[u8], length: usize) -> u128 {
    // One load where the text goes on, which is nearly always.
    let letters = match bytes.first_chunk::<LONGEST>() {
        Some(chunk) => *chunk,
        None => std::array::from_fn(|i| bytes.get(i).copied().unwrap_or(0)),
    };
    let small = u128::from_le_bytes(letters) | u128::from_le_bytes([SMALL; LONGEST]);
    // The length is from 1 to 16: what lies behind the word is shifted out.
    small << (8 * (LONGEST - length.clamp(1, LONGEST)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_word_is_looked_up() {
        for (word, list) in LISTS {
            for listed in list.split_whitespace() {
                assert!(listed.bytes().all(|b| b.is_ascii_lowercase()), "{listed}");
                let found = LEXICON.get(listed.as_bytes(), listed.len());
                assert!(found.is_some(), "{listed} of {word:?}");
                assert_eq!(
                    LEXICON.get(format!("{} and so on, and on", listed.to_uppercase()).as_bytes(), listed.len()),
                    found
                );
            }
        }
        assert_eq!(LEXICON.get(b"september", 8), None);
    }
}
