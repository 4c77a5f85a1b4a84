//! quantulum3's sentences: value and unit of every quantity. It writes a range as its middle and half its width.
//!
//! Its bare years are dates to us and so no quantities; its unit names are put into our codes by the table below.

use figcheck::quantity::{Figure, Form, Quantity, Unit, find_quantities};

use super::{Case, json, near, score, suite};

/// Its unit names and ours; "dimensionless" is any count or bare number.
const UNITS: &[(&str, &str)] = &[
    ("metre", "m"),
    ("kilometre", "km"),
    ("mile", "[mi_i]"),
    ("inch", "[in_i]"),
    ("nanometre", "nm"),
    ("picometre", "pm"),
    ("attometre", "am"),
    ("square kilometre", "km2"),
    ("square mile", "[mi_i]2"),
    ("cubic kilometre", "km3"),
    ("cubic centimetre", "cm3"),
    ("litre", "L"),
    ("centilitre", "cL"),
    ("gallon", "[gal_us]"),
    ("cup", "[cup_us]"),
    ("tablespoon", "[tbs_us]"),
    ("milligram", "mg"),
    ("kilogram", "kg"),
    ("tonne", "t"),
    ("pound-mass", "[lb_av]"),
    ("kilogram per cubic centimetre", "kg/cm3"),
    ("ton per day", "t/d"),
    ("minute", "min"),
    ("hour", "h"),
    ("day", "d"),
    ("week", "wk"),
    ("month", "mo"),
    ("year", "a"),
    ("megayear", "Ma"),
    ("gigayear", "Ga"),
    ("count per week", "{time}/wk"),
    ("inverse second", "s-1"),
    ("gigahertz", "GHz"),
    ("kilometre per hour", "km/h"),
    ("kilometre per square second", "km/s2"),
    ("litre per kilometre", "L/km"),
    ("electronvolt", "eV"),
    ("teraelectronvolt", "TeV"),
    ("watt", "W"),
    ("watt hour", "W.h"),
    ("megawatt hour", "MW.h"),
    ("watt per minute", "W/min"),
    ("joule second", "J.s"),
    ("joule per square metre per year", "J/m2/a"),
    ("british thermal unit", "[Btu]"),
    ("candela second", "cd.s"),
    ("gray", "Gy"),
    ("milligray", "mGy"),
    ("barn", "b"),
    ("inverse femtobarn", "fb-1"),
    ("minute of arc", "'"),
    ("second of arc", "''"),
    ("degree Celsius", "Cel"),
    ("degree fahrenheit", "[degF]"),
    ("degree Fahrenheit", "[degF]"),
    ("kelvin", "K"),
    ("bit", "bit"),
    ("byte", "By"),
    ("kibibyte", "KiBy"),
    ("megabyte", "MBy"),
    ("exabyte", "EBy"),
    ("kilobit per second", "kbit/s"),
    ("percentage", "%"),
    ("dollar", "USD"),
    ("dollar per hour", "USD/h"),
    ("dollar per kilogram", "USD/kg"),
    ("pound sterling", "GBP"),
    ("euro", "EUR"),
];

/// Units that are a number of another one, which is how we read them.
const MULTIPLES: &[(&str, f64, &str)] = &[
    ("cent", 0.01, "USD"),
    ("penny", 0.01, "GBP"),
    ("dime", 0.1, "USD"),
    ("dozen", 12.0, "dimensionless"),
    ("baker's dozen", 13.0, "dimensionless"),
    ("gross", 144.0, "dimensionless"),
];

struct Gold {
    low: f64,
    high: f64,
    unit: String,
}

fn gold(entry: &serde_json::Value) -> Option<Gold> {
    let name = entry["unit"].as_str()?;
    let (factor, name) =
        MULTIPLES.iter().find(|(other, ..)| *other == name).map_or((1.0, name), |&(_, by, one)| (by, one));
    let (value, half) = (entry["value"].as_f64()? * factor, entry["uncertainty"].as_f64().unwrap_or(0.0) * factor);
    let year = name == "dimensionless" && (1900.0..2100.0).contains(&value);
    let code = UNITS.iter().find(|(other, _)| *other == name).map_or(name, |(_, code)| code);
    // "± 1e-5" is a tolerance, which we give beside the value: the two are told apart by their sign.
    let tolerance = entry["surface"].as_str().is_some_and(|surface| surface.contains(['±', '+']));
    let half = if tolerance { 0.0 } else { half };
    (!year).then(|| Gold { low: value - half, high: value + half, unit: code.to_owned() })
}

fn same(gold: &Gold, found: &Quantity) -> bool {
    // A fraction is a share in percent to us.
    let percent = if found.unit.is_percent() && gold.unit == "dimensionless" { 100.0 } else { 1.0 };
    let plain = gold.unit == "dimensionless" && (found.unit.is_count() || found.unit.dimension().is_one());
    let unit = found.unit.code() == gold.unit
        || plain
        || Unit::parse(&gold.unit).is_ok_and(|unit| unit.factor_to(&found.unit) == Some(rust_decimal::Decimal::ONE))
        || found.alternatives.iter().any(|other| other.code() == gold.unit);
    let value = match found.figure {
        Figure::Point(number) => near(number.value, gold.low * percent) && near(number.value, gold.high * percent),
        Figure::Range { low, high } => near(low.value, gold.low * percent) && near(high.value, gold.high * percent),
    };
    unit && value
}

/// "3 years and 2 months" are two quantities to quantulum3 and one magnitude to us: how many of its parts make up ours.
fn parts(gold: &[Gold], found: &[Quantity]) -> Option<usize> {
    let ours = found.first()?;
    let mut sum = rust_decimal::Decimal::ZERO;
    for (k, part) in gold.iter().enumerate().take_while(|(_, part)| near_to(part.low, part.high)) {
        let factor = Unit::parse(&part.unit).ok()?.factor_to(&ours.unit)?;
        sum += rust_decimal::Decimal::try_from(part.low).ok()? * factor;
        if k > 0 && ours.figure.point() == Some(sum) {
            return Some(k + 1);
        }
    }
    None
}

fn near_to(low: f64, high: f64) -> bool {
    (high - low).abs() <= f64::EPSILON * low.abs()
}

/// "from 5 to 7" is one quantity to quantulum3 and two values by the contract: the two may stand for the range.
fn matches(gold: &[Gold], found: &[Quantity]) -> bool {
    let Some((first, rest)) = gold.split_first() else { return found.is_empty() };
    if found.first().is_some_and(|q| same(first, q)) {
        return matches(rest, &found[1..]);
    }
    if let Some(parts) = parts(gold, found) {
        return matches(&gold[parts..], &found[1..]);
    }
    let end = |value: f64| Gold { low: value, high: value, unit: first.unit.clone() };
    let two = first.low < first.high
        && found.len() > 1
        && (same(&end(first.low), &found[0]) && same(&end(first.high), &found[1])
            || same(&end(first.high), &found[0]) && same(&end(first.low), &found[1]));
    two && matches(rest, &found[2..])
}

fn cases(file: &str, prefix: &str) -> Option<Vec<Case>> {
    let all = json(&suite("quantulum3")?.join("tests").join(file));
    let case = |(id, entry): (usize, &serde_json::Value)| {
        let input = entry["req"].as_str().expect("a text").to_owned();
        let gold: Vec<Gold> = entry["res"].as_array().expect("results").iter().filter_map(gold).collect();
        // It knows no ranks.
        let found: Vec<Quantity> = find_quantities(&input).into_iter().filter(|q| q.form != Form::Ordinal).collect();
        let right = matches(&gold, &found);
        let expected: Vec<String> = gold.iter().map(|g| format!("{}..{} {}", g.low, g.high, g.unit)).collect();
        let found: Vec<String> = found
            .iter()
            .map(|q| format!("{:?} {}..{} {}", q.span.of(&input), q.figure.low(), q.figure.high(), q.unit))
            .collect();
        Case { id: format!("{prefix}{id}"), input, expected: expected.join("; "), found: found.join("; "), right }
    };
    Some(all.as_array().expect("a list of cases").iter().enumerate().map(case).collect())
}

#[test]
fn quantulum() {
    let Some(mut all) = cases("quantities.json", "q") else { return };
    all.extend(cases("quantities.ambiguity.json", "a").unwrap_or_default());
    score("quantulum3", &all, 97.0);
}
