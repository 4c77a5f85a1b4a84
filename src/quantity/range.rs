//! Two numbers that belong together: a range that is one quantity, or the two points of "from … to …".

use rust_decimal::Decimal;

use super::after::{After, after};
use super::counted::aged;
use super::cue;
use super::evidence::Evidence;
use super::lexer::Text;
use super::noun;
use super::number::{Figure, Form, Number};
use super::numeral::Numeral;
use super::rate;
use super::scan::Found;
use super::settle::{Mention, settle};
use super::unit::Unit;
use super::value::{Amount, amount, finish, glued, signed};

/// "between 5 and 7 percent", "$40-50 million", "15 to 20 minutes", "3 or 4 bits", "8- to 16-metre".
pub(super) fn read(text: &Text, units: &Evidence, low: &Amount, unit: Option<&After>) -> Option<Found> {
    if unit.is_some_and(|unit| unit.bound) {
        return None;
    }
    let mut at = unit.map_or(low.numeral.end, |unit| unit.end);
    // "$0.07 per kilo to $0.16 per kilo": the first rate has to come again.
    let mut rate = None;
    if unit.is_some() || low.money.is_some() {
        rate = rate::read(text, at, false).filter(|rate| connector(text, low, rate.end).is_some());
        at = rate.as_ref().map_or(at, |rate| rate.end);
    }
    let joined = connector(text, low, at)?;
    let next = joined.next;
    let high = amount(text, next).filter(|high| high.first == next || high.money.is_some())?;
    if !text.reads_on(next) || (high.negative && !low.negative) {
        return None;
    }
    if high.money.is_some()
        && (low.money.is_none() || high.money.as_ref().map(|m| &m.0.unit) != low.money.as_ref().map(|m| &m.0.unit))
    {
        return None;
    }
    let high_unit = if low.money.is_some() { None } else { after(text, &high.numeral) };
    let shared = high_unit.is_some() || high.numeral.scaled || round(text, low, &high);
    // "200,000 - 300,000 refugees"
    let grouped = |numeral: &Numeral| text.is_number(numeral.first) && text.str(numeral.first).contains(',');
    let shared = shared || joined.joint == Joint::Dash && grouped(&low.numeral) && grouped(&high.numeral);
    if high_unit.is_none() && glued(text, high.numeral.end) || joined.weak && (unit.is_some() || !shared) {
        return None;
    }
    if let Some(own) = unit
        && high_unit.as_ref().is_none_or(|other| other.meaning.unit != own.meaning.unit)
    {
        return None;
    }
    let pair = Pair { low, high, joint: joined.joint, own: unit.is_some(), unit: high_unit };
    let (a, b) = pair.values()?;
    let after_change = pair.joint == Joint::To && pair.tells_apart(b) && after_change(text, low.first);
    let falls = b.value <= a.value && !low.negative;
    if matches!(pair.joint, Joint::FromTo | Joint::And) || after_change || falls {
        // Where each has its rate, each is read by itself.
        return if rate.is_none() && matches!(pair.joint, Joint::FromTo | Joint::And | Joint::To) {
            first_of_two(text, units, pair)
        } else {
            None
        };
    }
    let found = one(text, units, pair, a, b)?;
    // What "a kilo" divides has to be the same on both sides.
    if let Some(rate) = rate {
        let each = Unit::one().per(&rate.per);
        let below = |unit: &Unit| unit.code().split_once('/').map(|(_, below)| below.to_owned());
        let same = below(&found.unit) == below(&each);
        return same.then_some(found);
    }
    Some(found)
}

/// Two amounts and what joins them.
struct Pair<'a> {
    low: &'a Amount,
    high: Amount,
    joint: Joint,
    /// Whether the first one has a unit of its own behind it.
    own: bool,
    /// The unit behind the second one.
    unit: Option<After>,
}

impl Pair<'_> {
    fn each_has_unit(&self) -> bool {
        self.own || self.low.money.is_some() && self.high.money.is_some()
    }

    /// Whether two values said after a verb of change are by how much and to what: "fell by 2,000 to 50,000",
    /// "rose 5 percent to 7 percent"; "grew by 5 to 7 percent" and "cut by two to three places" are ranges.
    fn tells_apart(&self, high: Number) -> bool {
        let thrice = || self.low.numeral.number()?.value.checked_mul(Decimal::from(3));
        let near = || thrice().is_some_and(|limit| high.value <= limit);
        let words = self.low.numeral.words && self.high.numeral.words && near();
        self.each_has_unit() || self.unit.is_none() && self.low.money.is_none() && !words
    }

    /// The first number: on the scale of the second where it has none of its own ("2.5 to 3 million").
    fn low_numeral(&self) -> Numeral {
        let (low, high) = (&self.low.numeral, &self.high.numeral);
        let own_scale = low.scaled || self.each_has_unit();
        if low.digits > high.digits && self.joint != Joint::And || own_scale && (low.scaled || !high.scaled) {
            *low
        } else {
            low.on_scale_of(high)
        }
    }

    fn values(&self) -> Option<(Number, Number)> {
        let both_negative = self.high.negative || self.low.negative && self.joint == Joint::Dash;
        let low = signed(self.low_numeral().number()?, self.low.negative);
        let high = self.high.numeral.number()?;
        Some((low, signed(high, both_negative && !high.value.is_zero())))
    }

    fn form(&self) -> Form {
        if self.low.numeral.words && self.high.numeral.words { Form::Words } else { Form::Digits }
    }
}

/// The first of two values: it takes the unit and the scale from the second where it has none of its own.
fn first_of_two(text: &Text, units: &Evidence, pair: Pair) -> Option<Found> {
    let low = pair.low;
    let years = low.money.is_none() && pair.unit.is_none() && aged(text, low.first, low.numeral.digits);
    let dimensioned = low.money.is_some() || pair.unit.is_some() || pair.high.numeral.scaled || years;
    if pair.own || !dimensioned {
        return None;
    }
    let numeral = pair.low_numeral();
    let number = signed(numeral.number()?, low.negative);
    let mut found = Found::new(low.first, low.numeral.end, number, Unit::one(), pair.form());
    found.number_first = low.numeral.first;
    if let Some((meaning, sign)) = &low.money {
        let mention = Mention { at: low.first, end: found.end, word: sign, scaled: numeral.scaled };
        (found.unit, found.alternatives) = settle(text, units, meaning, &mention);
        return Some(found);
    }
    if years {
        found.unit = Unit::parse("a").ok()?;
        return Some(found);
    }
    let unit = pair.unit?;
    found.figure = found.figure.scaled(unit.meaning.factor)?;
    let mention = Mention { at: low.first, end: unit.end, word: &unit.word, scaled: pair.high.numeral.scaled };
    (found.unit, found.alternatives) = settle(text, units, &unit.meaning, &mention);
    Some(found)
}

/// One quantity with two ends.
fn one(text: &Text, units: &Evidence, pair: Pair, a: Number, b: Number) -> Option<Found> {
    let (low, high, joint) = (pair.low, &pair.high, pair.joint);
    let years = low.money.is_none() && pair.unit.is_none() && aged(text, low.first, low.numeral.digits);
    let dimensioned = low.money.is_some() || pair.unit.is_some() || high.numeral.scaled || years;
    let noun = if dimensioned { None } else { noun::head(text, high.numeral.end, false) };
    // Without a unit or a noun "11-5" is a score and "2 and 3" is two numbers; "2,000-3,000" and "0.5-0.7" are ranges.
    let plain = !dimensioned && !matches!(joint, Joint::Between | Joint::Through);
    let ranged = || {
        precise(text, &low.numeral) && precise(text, &high.numeral) || joint == Joint::Dash && round(text, low, high)
    };
    if plain && noun.is_none() && !ranged() {
        return None;
    }
    let contest = noun.as_ref().is_some_and(|noun| CONTESTS.contains(&noun.singular.as_str()));
    if !dimensioned && joint == Joint::Dash && contest {
        return None;
    }
    let (low_end, high_end) = if a.value <= b.value { (a, b) } else { (b, a) };
    let mut found = Found::new(low.first, high.numeral.end, low_end, Unit::one(), pair.form());
    found.figure = Figure::Range { low: low_end, high: high_end };
    found.number_first = low.numeral.first;
    found.number_end = high.numeral.end;
    if joint == Joint::Between {
        // "between" is no cue, and one may stand before it: "is estimated to be between".
        found.cue_at = low.first.checked_sub(1)?;
    }
    if years {
        found.unit = Unit::parse("a").ok()?;
        return Some(found);
    }
    finish(text, units, low, pair.unit, found, &pair.high.numeral)
}

/// What a score is of: "an 11-5 win".
const CONTESTS: &[&str] = &["win", "victory", "loss", "defeat", "vote", "record", "draw", "lead"];

/// Whether digits are written so that they are no score, no label and no list number: "2,000", "0.5".
fn precise(text: &Text, numeral: &Numeral) -> bool {
    let raw = text.str(numeral.first);
    text.is_number(numeral.first) && numeral.end == numeral.first + 1 && (raw.contains([',', '.']) || raw.len() > 4)
}

/// Whether both are round and of a size that no score and no year has: "1000-5000", "200-250".
fn round(text: &Text, low: &Amount, high: &Amount) -> bool {
    let round = |amount: &Amount| {
        let first = amount.numeral.first;
        amount.numeral.end == first + 1 && text.plain(first).is_some_and(|n| n >= 100 && n % 10 == 0)
    };
    let year = |amount: &Amount| text.plain(amount.numeral.first).is_some_and(|n| (1500..2200).contains(&n));
    let labelled = low.first > 0 && text.is_capitalised(low.first - 1) && text.reads_on(low.first);
    round(low) && round(high) && !(year(low) && year(high)) && !labelled
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Dash,
    Through,
    Between,
    To,
    FromTo,
    Or,
    And,
}

/// What joins a number to another one.
struct Joined {
    joint: Joint,
    /// Where the other one starts.
    next: usize,
    /// Whether it joins only if both share the unit behind the second: "2 - 7 kg".
    weak: bool,
}

/// What joins the number before token `at` to another one.
fn connector(text: &Text, low: &Amount, at: usize) -> Option<Joined> {
    if text.is_dash(at) || text.is_mark(at, &['−']) {
        return dashed(text, low, at);
    }
    // "20~30 apples", the sign of a range in East Asia
    if text.is_mark(at, &['~', '～', '〜']) && text.adjoins(at) && text.adjoins(at + 1) {
        return Some(Joined { joint: Joint::Through, next: at + 1, weak: false });
    }
    if !text.reads_on(at) {
        return None;
    }
    let joined = |joint, next| Some(Joined { joint, next, weak: false });
    let (from, between) = led_by(text, low.first);
    let next = skip_cue(text, at + 1);
    if between && text.any(at, &["and", "to"]) {
        return joined(Joint::Between, next);
    }
    if text.is(at, "to") {
        return if from { joined(Joint::FromTo, next) } else { joined(Joint::To, at + 1) };
    }
    // "20 through 100", but "grades 5 through 8" and "May 5 through 8" are names and dates
    if text.is(at, "through") && text.is_number(at + 1) && text.any_before(low.first, THROUGH) {
        return joined(Joint::Through, at + 1);
    }
    if text.is(at, "or") && !low.numeral.scaled {
        return joined(Joint::Or, at + 1);
    }
    let pair = text.is(at, "and") && !low.numeral.scaled && low.money.is_none() && alike(text, low, at + 1);
    if pair { Some(Joined { joint: Joint::And, next: at + 1, weak: true }) } else { None }
}

/// "5-7", "5 – 7", "5 -7 kg", "$4 -5 billion", "5– 7 kg", "8- to 16-metre".
fn dashed(text: &Text, low: &Amount, at: usize) -> Option<Joined> {
    let (left, right) = (text.adjoins(at), text.adjoins(at + 1));
    if left && !right && text.any(at + 1, &["to", "or"]) && text.is_number(at + 2) && text.is_dash(at + 3) {
        let joint = if text.is(at + 1, "to") { Joint::To } else { Joint::Or };
        return Some(Joined { joint, next: at + 2, weak: true });
    }
    if !text.reads_on(at) || !text.reads_on(at + 1) {
        return None;
    }
    let strong = left && right && !text.is_mark(at, &['−']) || !left && !right && !text.is_mark(at, &['-', '−']);
    // In a row of numbers a dash is a sign.
    let row = low.first > 0 && text.is_number(low.first - 1) || text.starts_line(at) || text.starts_line(at + 1);
    let tilde = usize::from(text.is_mark(at + 1, &['~', '∼']));
    (strong || !row).then_some(Joined { joint: Joint::Dash, next: at + 1 + tilde, weak: !strong })
}

/// Whether the number at token `i` is written as the one before "and" is, so that they share a unit: "45 and 50 mg".
fn alike(text: &Text, low: &Amount, i: usize) -> bool {
    let places = |at: usize| text.str(at).split_once('.').map_or(0, |(_, places)| places.len());
    let first = low.numeral.first;
    text.is_number(i)
        && text.is_number(first)
        && places(i) == places(first)
        && text.str(first).len().abs_diff(text.str(i).len()) < 2
        && !text.any_before(low.first, &["under", "over", "aged", "age", "top", "and", "or", "by", "of"])
        && !super::counted::aged(text, low.first, low.numeral.digits)
}

fn skip_cue(text: &Text, i: usize) -> usize {
    if text.any(i, &["more", "less", "fewer"]) && text.is(i + 1, "than") {
        return i + 2;
    }
    i + usize::from(cue::hedges(text, i) || text.is(i, "perhaps") || text.is_mark(i, &['~', '∼']))
}

/// Words before a number that goes "through" another one.
const THROUGH: &[&str] = &["is", "are", "was", "were", "from", "of", "be", "between", "ranges", "ranging", "anywhere"];

/// Words that say of "from … to …" that it is one range.
const RANGING: &[&str] = &[
    "range",
    "ranges",
    "ranged",
    "ranging",
    "vary",
    "varies",
    "varied",
    "varying",
    "anywhere",
    "anything",
    "somewhere",
    "span",
    "spans",
    "spanned",
    "spanning",
];

/// Words that may stand between "from" and its number: "from an average of about 5 percent".
const AFTER_FROM: &[&str] = &[
    "more",
    "less",
    "than",
    "just",
    "under",
    "an",
    "estimated",
    "a",
    "the",
    "its",
    "their",
    "average",
    "of",
    "level",
    "current",
    "present",
    "previous",
    "record",
    "low",
    "high",
    "peak",
    "only",
    "as",
];

/// Whether "from" or "between" leads to the number at token `i`, words such as "about" aside; "ranging from" is
/// "between".
fn led_by(text: &Text, i: usize) -> (bool, bool) {
    let mut at = i;
    for _ in 0..7 {
        if at == 0 || !text.reads_on(at) {
            break;
        }
        at -= 1;
        if text.is(at, "between") {
            return (false, at + 1 == i);
        }
        if text.is(at, "from") {
            let ranging = (1..=3).any(|back| at >= back && text.any(at - back, RANGING));
            return (!ranging, false);
        }
        if !cue::hedges(text, at) && !text.any(at, AFTER_FROM) {
            break;
        }
    }
    (false, false)
}

/// "rose 5 percent to 7 percent": the value right behind a verb of change does not start a range.
fn after_change(text: &Text, i: usize) -> bool {
    text.any_before(
        i,
        &[
            "rose",
            "fell",
            "up",
            "down",
            "increased",
            "decreased",
            "grew",
            "gained",
            "lost",
            "dropped",
            "climbed",
            "jumped",
            "surged",
            "declined",
            "by",
            "slipped",
            "added",
            "shed",
            "rising",
            "falling",
            "growing",
            "surging",
            "increasing",
            "soared",
            "advanced",
            "eased",
            "edged",
        ],
    )
}
