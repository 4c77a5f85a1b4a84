//! Two numbers that belong together: a range that is one quantity, or the two points of "from … to …".

use super::evidence::DocumentUnits;
use super::lexer::Text;
use super::noun;
use super::number::{Figure, Form};
use super::scan::Found;
use super::unit::Unit;
use super::value::{After, Amount, Mention, after, aged, amount, finish, glued, settle, signed};

/// "between 5 and 7 percent", "$40-50 million", "15 to 20 minutes", "3 or 4 bits".
pub(super) fn read(text: &Text, context: &DocumentUnits, low: &Amount, unit: Option<&After>) -> Option<Found> {
    let at = unit.map_or(low.numeral.end, |unit| unit.end);
    if unit.is_some_and(|unit| unit.bound) {
        return None;
    }
    let (joint, next) = connector(text, low, at)?;
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
    if high_unit.is_none() && glued(text, high.numeral.end) {
        return None;
    }
    if let Some(own) = unit {
        let same = high_unit.as_ref().is_some_and(|other| other.meaning.unit == own.meaning.unit);
        if !same {
            return None;
        }
    }
    let shared =
        if low.numeral.digits <= high.numeral.digits { low.numeral.on_scale_of(&high.numeral) } else { low.numeral };
    let own_scale = low.numeral.scaled || unit.is_some() || (low.money.is_some() && high.money.is_some());
    let low_numeral = if own_scale && (low.numeral.scaled || !high.numeral.scaled) { low.numeral } else { shared };
    let (a, b) = (
        signed(low_numeral.number()?, low.negative),
        signed(high.numeral.number()?, high.negative || low.negative && joint == Joint::Dash),
    );
    let years = low.money.is_none() && high_unit.is_none() && aged(text, low.first, low.numeral.digits);
    let dimensioned = low.money.is_some() || high_unit.is_some() || high.numeral.scaled || years;
    let form = if low.numeral.words && high.numeral.words { Form::Words } else { Form::Digits };
    let points = joint == Joint::FromTo || (joint == Joint::To && after_change(text, low.first));
    if points || b.value <= a.value && !low.negative {
        // Two values: the first one takes the unit and the scale from the second where it has none of its own.
        if !points || unit.is_some() || !dimensioned {
            return None;
        }
        let number = signed(low_numeral.number()?, low.negative);
        let mut found = Found::new(low.first, low.numeral.end, number, Unit::one(), form);
        found.number_first = low.numeral.first;
        if let Some((meaning, sign)) = &low.money {
            let mention = Mention { at: low.first, end: found.end, word: sign, scaled: low_numeral.scaled };
            (found.unit, found.alternatives) = settle(text, context, meaning, &mention);
            return Some(found);
        }
        if years {
            found.unit = Unit::parse("a").ok()?;
            return Some(found);
        }
        let unit = high_unit?;
        found.figure = found.figure.scaled(unit.meaning.factor)?;
        let mention = Mention { at: low.first, end: unit.end, word: &unit.word, scaled: high.numeral.scaled };
        (found.unit, found.alternatives) = settle(text, context, &unit.meaning, &mention);
        return Some(found);
    }
    let noun = if dimensioned { None } else { noun::head(text, high.numeral.end, false) };
    // Without a unit or a noun "11-5" is a score and "2 and 3" is two numbers.
    if !dimensioned && noun.is_none() && joint != Joint::Between {
        return None;
    }
    if !dimensioned
        && matches!(joint, Joint::Dash)
        && noun.as_ref().is_some_and(|n| {
            matches!(n.singular.as_str(), "win" | "victory" | "loss" | "defeat" | "vote" | "record" | "draw" | "lead")
        })
    {
        return None;
    }
    let (low_end, high_end) = if a.value <= b.value { (a, b) } else { (b, a) };
    let mut found = Found::new(low.first, high.numeral.end, low_end, Unit::one(), form);
    found.figure = Figure::Range { low: low_end, high: high_end };
    found.number_first = low.numeral.first;
    found.number_end = high.numeral.end;
    if joint == Joint::Between {
        // "between" is no cue, and one may stand before it: "is estimated to be between".
        found.cue_at = low.first - 1;
    }
    if years {
        found.unit = Unit::parse("a").ok()?;
        return Some(found);
    }
    finish(text, context, low, high_unit, found, &high.numeral)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Dash,
    Between,
    To,
    FromTo,
    Or,
}

/// What joins the number before token `at` to another one that starts at the token returned.
fn connector(text: &Text, low: &Amount, at: usize) -> Option<(Joint, usize)> {
    if text.is_dash(at) {
        let tight = text.adjoins(at) && text.adjoins(at + 1);
        let loose = !text.adjoins(at) && !text.adjoins(at + 1) && !text.is_mark(at, &['-']) && text.reads_on(at + 1);
        return (tight || loose).then_some((Joint::Dash, at + 1));
    }
    if !text.reads_on(at) {
        return None;
    }
    let (from, between) = led_by(text, low.first);
    let next = skip_cue(text, at + 1);
    if text.is(at, "and") && between {
        return Some((Joint::Between, next));
    }
    if text.is(at, "to") {
        return Some((if from { Joint::FromTo } else { Joint::To }, if from { next } else { at + 1 }));
    }
    (text.is(at, "or") && !low.numeral.scaled).then_some((Joint::Or, at + 1))
}

fn skip_cue(text: &Text, i: usize) -> usize {
    i + usize::from(text.any(i, &["about", "around", "nearly", "almost", "roughly", "approximately", "some", "over"]))
}

/// Whether "from" or "between" leads to the number at token `i`, words such as "about" aside; "ranging from" is "between".
fn led_by(text: &Text, i: usize) -> (bool, bool) {
    let mut at = i;
    for _ in 0..4 {
        if at == 0 || !text.reads_on(at) {
            break;
        }
        at -= 1;
        if text.is(at, "between") {
            return (false, at + 1 == i);
        }
        if text.is(at, "from") {
            let ranging = (1..=2).any(|back| {
                at >= back
                    && text.any(
                        at - back,
                        &["range", "ranges", "ranged", "ranging", "vary", "varies", "varied", "varying", "anywhere"],
                    )
            });
            return (!ranging, false);
        }
        if !text.any(
            at,
            &[
                "about",
                "around",
                "nearly",
                "almost",
                "roughly",
                "approximately",
                "some",
                "over",
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
            ],
        ) {
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
