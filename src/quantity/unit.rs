//! Units: ISO 4217 currencies, UCUM codes, percent and points, and counts as annotations in braces.
//!
//! A unit is its code, taken apart into a factor and powers of base dimensions, so that two codes can be held against
//! each other. What the codes mean stands in the table beside this file ([`super::units`]).

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use rust_decimal::Decimal;

use super::{code, units};
use crate::error::Error;

/// A unit of measurement, known by its code.
#[derive(Clone)]
pub struct Unit(Arc<Parts>);

/// What a unit measures: powers of base units and currencies, without the nouns of counts.
///
/// Two units with the same dimension can be converted into each other, up to the nouns that they count.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dimension(BTreeMap<String, i32>);

#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    code: String,
    /// The factor to the base units as a fraction, so that "per hour" stays exact.
    up: Decimal,
    down: Decimal,
    dimension: Dimension,
    /// What is counted, above and below the stroke.
    counted: Vec<String>,
    per: Vec<String>,
}

impl Dimension {
    /// Whether nothing but a number is meant: ratios, percentages, counts.
    #[must_use]
    pub fn is_one(&self) -> bool {
        self.0.is_empty()
    }

    fn multiply(&mut self, other: &Self, power: i32) {
        for (base, exponent) in &other.0 {
            let sum = self.0.entry(base.clone()).or_default();
            *sum += exponent * power;
            if *sum == 0 {
                self.0.remove(base);
            }
        }
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = self.0.iter().map(|(base, power)| match power {
            1 => base.clone(),
            _ => format!("{base}{power}"),
        });
        match parts.next() {
            Some(first) => f.write_str(&parts.fold(first, |all, part| all + "." + &part)),
            None => f.write_str("1"),
        }
    }
}

impl Unit {
    /// Reads a code: ISO 4217, UCUM with prefixes, products, quotients, powers and annotations, `%`, `pp`, `bp`, `1`.
    ///
    /// # Errors
    /// When the code is none of these; the message names the part that is not known.
    pub fn parse(code: &str) -> Result<Self, Error> {
        units::interned(code).map_or_else(|| Self::parse_new(code), Ok)
    }

    /// As [`Unit::parse`], past the units that the table already holds.
    pub(super) fn parse_new(code: &str) -> Result<Self, Error> {
        let parts = code::parse(code, &|atom| units::atom(atom))?;
        Ok(Self(Arc::new(parts)))
    }

    /// The unit of plain numbers: ratios, ranks, index values.
    #[must_use]
    pub fn one() -> Self {
        static ONE: LazyLock<Unit> = LazyLock::new(|| Unit(Arc::new(Parts::number("1", Decimal::ONE, Decimal::ONE))));
        ONE.clone()
    }

    /// Percent.
    #[must_use]
    pub fn percent() -> Self {
        static PERCENT: LazyLock<Unit> =
            LazyLock::new(|| Unit(Arc::new(Parts::number("%", Decimal::ONE, Decimal::ONE_HUNDRED))));
        PERCENT.clone()
    }

    /// Percentage points.
    #[must_use]
    pub fn points() -> Self {
        static POINTS: LazyLock<Unit> = LazyLock::new(|| Unit(Arc::new(Parts::base("pp", "pp"))));
        POINTS.clone()
    }

    /// The currency with an ISO 4217 code; `None` if there is none.
    #[must_use]
    pub fn currency(code: &str) -> Option<Self> {
        if units::is_currency(code) { Self::parse(code).ok() } else { None }
    }

    /// A count of what `noun` names, `{product}`; characters that cannot stand in braces are left out.
    #[must_use]
    pub fn count(noun: &str) -> Self {
        let noun: String = noun.chars().filter(|c| !c.is_whitespace() && !matches!(c, '{' | '}')).collect();
        Self(Arc::new(Parts::annotation(&noun)))
    }

    /// This unit for each of the other: `USD` and `[bbl_us]` give `USD/[bbl_us]`.
    #[must_use]
    pub fn per(&self, other: &Self) -> Self {
        if other.0.code == "1" {
            return self.clone();
        }
        let below = &other.0.code;
        let code = match (self.0.code.as_str(), below.contains(['/', '.'])) {
            ("1", true) => format!("1/({below})"),
            ("1", false) => format!("1/{below}"),
            (above, true) => format!("{above}/({below})"),
            (above, false) => format!("{above}/{below}"),
        };
        let mut parts = (*self.0).clone();
        // A power of minus one only fails on overflow, which the factors of the table's own units cannot reach; of
        // anything else the unit without its factor would be wrong, so the quotient stays with the first unit alone.
        match parts.multiply(&other.0, -1) {
            Some(()) => Self(Arc::new(Parts { code, ..parts })),
            None => self.clone(),
        }
    }

    /// A product as it stands below a stroke: `{customer}` and `mo` give `{customer}.mo`.
    #[must_use]
    pub(super) fn with(&self, other: &Self) -> Self {
        Self::parse(&format!("{}.{}", self.0.code, other.0.code)).unwrap_or_else(|_| self.clone())
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// What it measures.
    #[must_use]
    pub fn dimension(&self) -> &Dimension {
        &self.0.dimension
    }

    /// Whether it is money and nothing else: `USD`, not `USD/a`.
    #[must_use]
    pub fn is_currency(&self) -> bool {
        units::is_currency(&self.0.code)
    }

    /// Whether money stands in it: `USD`, `USD/a`, `USD/[bbl_us]`.
    #[must_use]
    pub fn has_currency(&self) -> bool {
        self.0.dimension.0.keys().any(|base| units::is_currency(base))
    }

    /// The same unit in another currency: `USD/a` becomes `AUD/a`; `None` without a currency.
    #[must_use]
    pub fn in_currency(&self, currency: &str) -> Option<Self> {
        let old = self.0.dimension.0.keys().find(|base| units::is_currency(base))?;
        Self::parse(&self.0.code.replacen(old.as_str(), currency, 1)).ok()
    }

    /// Whether it counts things that a noun names: `{product}`.
    #[must_use]
    pub fn is_count(&self) -> bool {
        self.0.dimension.is_one() && self.0.per.is_empty() && self.noun().is_some()
    }

    /// Whether it is so much for each of the people: `USD/{person}`, `USD/{inhabitant}`.
    #[must_use]
    pub fn is_per_person(&self) -> bool {
        let below = self.0.code.rsplit_once("/{").and_then(|(_, noun)| noun.strip_suffix('}'));
        below.is_some_and(units::is_people)
    }

    /// The noun of a count: `product` of `{product}`.
    #[must_use]
    pub fn noun(&self) -> Option<&str> {
        let noun = self.0.code.strip_prefix('{')?.strip_suffix('}')?;
        (!noun.contains(['{', '}'])).then_some(noun)
    }

    /// Whether it is a span of time that clocks and calendars count.
    pub(super) fn is_time(&self) -> bool {
        matches!(self.0.code.as_str(), "a" | "mo" | "wk" | "d" | "h" | "min" | "s")
    }

    /// Whether it is percent.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.0.code == "%"
    }

    /// What a value in this unit is multiplied by to be in `other`; `None` when the two measure different things.
    ///
    /// Nouns are held against each other too: `{person}` and `{copy}` have no factor, `{person}` and `{resident}` have,
    /// and a side without a noun goes with any. Temperatures in Celsius and Fahrenheit have a factor only as
    /// differences, so none here ([`Unit::convert`]).
    #[must_use]
    pub fn factor_to(&self, other: &Self) -> Option<Decimal> {
        if self.0.code == other.0.code {
            return Some(Decimal::ONE);
        }
        if zero_point(&self.0.code) != zero_point(&other.0.code) {
            return None;
        }
        let same = self.0.dimension == other.0.dimension
            && (self.0.is_bare() || other.0.is_bare() || self.0.per.is_empty() == other.0.per.is_empty())
            && nouns_agree(&self.0.counted, &other.0.counted)
            && nouns_agree(&self.0.per, &other.0.per);
        if !same {
            return None;
        }
        let up = self.0.up.checked_mul(other.0.down)?;
        let down = self.0.down.checked_mul(other.0.up)?;
        Some(up.checked_div(down)?.normalize())
    }

    /// As [`Unit::factor_to`] between two counts, or two rates of counts, whatever nouns they count: `{death}/d` and
    /// `{person}/d`. `None` where a side counts nothing, or only one of them counts below the stroke.
    #[must_use]
    pub fn factor_of_counts(&self, other: &Self) -> Option<Decimal> {
        let (a, b) = (&self.0, &other.0);
        let alike = !a.counted.is_empty() && !b.counted.is_empty() && nouns_agree(&a.per, &b.per);
        if !alike || a.dimension != b.dimension {
            return None;
        }
        Some(a.up.checked_mul(b.down)?.checked_div(a.down.checked_mul(b.up)?)?.normalize())
    }

    /// `value` in this unit said in `other`, temperatures included; `None` when the two measure different things.
    #[must_use]
    pub fn convert(&self, value: Decimal, other: &Self) -> Option<Decimal> {
        match (zero_point(&self.0.code), zero_point(&other.0.code)) {
            (from, to) if from == to => value.checked_mul(self.factor_to(other)?),
            (from, to) if self.0.dimension == other.0.dimension => {
                let base = value.checked_add(from)?.checked_mul(self.0.up)?.checked_div(self.0.down)?;
                base.checked_mul(other.0.down)?.checked_div(other.0.up)?.checked_sub(to)
            }
            _ => None,
        }
    }
}

/// What is added to a temperature before its factor gives kelvins.
fn zero_point(code: &str) -> Decimal {
    match code {
        "Cel" => Decimal::new(27_315, 2),
        "[degF]" => Decimal::new(45_967, 2),
        _ => Decimal::ZERO,
    }
}

fn nouns_agree(a: &[String], b: &[String]) -> bool {
    match (a, b) {
        ([], _) | (_, []) => true,
        _ => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b || units::same_people(a, b)),
    }
}

impl PartialEq for Unit {
    fn eq(&self, other: &Self) -> bool {
        self.0.code == other.0.code
    }
}

impl Eq for Unit {}

impl PartialOrd for Unit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Unit {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.code.cmp(&other.0.code)
    }
}

impl Hash for Unit {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.code.hash(state);
    }
}

impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unit({})", self.0.code)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.code)
    }
}

impl FromStr for Unit {
    type Err = Error;

    fn from_str(code: &str) -> Result<Self, Error> {
        Self::parse(code)
    }
}

impl Parts {
    pub(super) fn number(code: &str, up: Decimal, down: Decimal) -> Self {
        Self { code: code.to_owned(), up, down, ..Self::default() }
    }

    pub(super) fn base(code: &str, base: &str) -> Self {
        let dimension = Dimension(BTreeMap::from([(base.to_owned(), 1)]));
        Self { dimension, ..Self::number(code, Decimal::ONE, Decimal::ONE) }
    }

    /// A number that counts nothing and is for nothing, so that any noun goes with it.
    fn is_bare(&self) -> bool {
        self.dimension.is_one() && self.counted.is_empty() && self.per.is_empty()
    }

    pub(super) fn annotation(noun: &str) -> Self {
        // The ratio "10 times" counts nothing.
        let counted = if noun.is_empty() || noun == "time" { Vec::new() } else { vec![noun.to_owned()] };
        Self { counted, ..Self::number(&format!("{{{noun}}}"), Decimal::ONE, Decimal::ONE) }
    }

    pub(super) fn named(self, code: &str) -> Self {
        Self { code: code.to_owned(), ..self }
    }

    /// Times 10^`power`; `None` on overflow.
    pub(super) fn prefixed(mut self, power: i32) -> Option<Self> {
        for _ in 0..power.abs() {
            let side = if power > 0 { &mut self.up } else { &mut self.down };
            *side = side.checked_mul(Decimal::TEN)?;
        }
        self.reduce();
        Some(self)
    }

    /// Times `factor`; `None` on overflow.
    pub(super) fn times(&mut self, factor: Decimal) -> Option<()> {
        self.up = self.up.checked_mul(factor)?;
        self.reduce();
        Some(())
    }

    /// Times `other`^`power`; `None` on overflow.
    pub(super) fn multiply(&mut self, other: &Self, power: i32) -> Option<()> {
        let (up, down) = if power >= 0 { (other.up, other.down) } else { (other.down, other.up) };
        for _ in 0..power.unsigned_abs() {
            self.up = self.up.checked_mul(up)?;
            self.down = self.down.checked_mul(down)?;
            self.reduce();
        }
        self.dimension.multiply(&other.dimension, power);
        let (above, below) = if power >= 0 { (&other.counted, &other.per) } else { (&other.per, &other.counted) };
        for _ in 0..power.unsigned_abs() {
            self.counted.extend(above.iter().cloned());
            self.per.extend(below.iter().cloned());
        }
        Some(())
    }

    /// Keeps the digits of both sides few, so that long products stay in range.
    fn reduce(&mut self) {
        self.up = self.up.normalize();
        self.down = self.down.normalize();
        while (self.up % Decimal::TEN).is_zero() && (self.down % Decimal::TEN).is_zero() && !self.down.is_zero() {
            self.up /= Decimal::TEN;
            self.down /= Decimal::TEN;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(code: &str) -> Unit {
        Unit::parse(code).unwrap()
    }

    #[test]
    fn codes_of_all_kinds_parse_and_print() {
        for code in [
            "CNY",
            "USD/[bbl_us]",
            "AUD/a",
            "/100{inhabitant}",
            "{birth}/{woman}",
            "kW.h/{person}",
            "%",
            "pp",
            "bp",
            "1",
            "{product}",
            "km2",
            "m/s2",
            "m.s-1",
            "[mi_i]2",
            "{person}/[mi_i]2",
            "USD/(kW.h)",
            "GW.h/a",
            "har",
            "Mbit/s",
            "[lb_av]/s",
            "K/{psu}",
            "USD/{customer}/mo",
            "{EFLOPS}",
            "10*3{TEU}",
            "1/a",
            "Mt",
            "GL/a",
            "HRK",
            "DEM",
            "{Mach}",
            "kV",
            "mm[Hg]",
            "[degF]",
            "g/m3",
            "t{CO2}",
            "1/{person}",
            "kg/{person}/a",
        ] {
            assert_eq!(unit(code).to_string(), code);
        }
    }

    #[test]
    fn what_is_no_code_is_refused_by_name() {
        for code in ["", "kg of", "dollars", "USD/", "/", "km22", "(", "((((((((((m", "XXQ", "{", "m)", "kmm", "10*99"]
        {
            let error = Unit::parse(code).unwrap_err().to_string();
            assert!(error.contains(&format!("{code:?}")), "{error}");
        }
    }

    #[test]
    fn commensurable_units_have_a_factor() {
        for (from, to, factor) in [
            ("t", "kg", "1000"),
            ("%", "1", "0.01"),
            ("1", "%", "100"),
            ("bp", "pp", "0.01"),
            ("km", "m", "1000"),
            ("[mi_i]/h", "km/h", "1.609344"),
            ("USD/mo", "USD/a", "12"),
            ("kW.h", "J", "3600000"),
            ("GW.h", "MW.h", "1000"),
            ("TW.h", "kW.h", "1000000000"),
            ("har", "km2", "0.01"),
            ("/100{inhabitant}", "{subscription}/{person}", "0.01"),
            ("{person}", "{person}", "1"),
            ("{resident}", "{person}", "1"),
            ("{product}", "1", "1"),
            ("[gal_us]", "L", "3.785411784"),
            ("[bbl_us]", "[gal_us]", "42"),
            ("a", "mo", "12"),
            ("wk", "d", "7"),
            ("By", "bit", "8"),
            ("GBy", "MBy", "1000"),
            ("{EFLOPS}", "{PFLOPS}", "1000"),
            ("USD/t", "USD/kg", "0.001"),
            ("{time}", "1", "1"),
            ("{person}/km2", "{person}/[mi_i]2", "2.589988110336"),
        ] {
            assert_eq!(unit(from).factor_to(&unit(to)).map(|d| d.to_string()), Some(factor.to_owned()), "{from} {to}");
        }
    }

    #[test]
    fn other_units_have_none() {
        for (from, to) in [
            ("pp", "%"),
            ("CNY", "USD"),
            ("km", "km2"),
            ("{copy}", "{person}"),
            ("USD", "USD/a"),
            ("Cel", "[degF]"),
            ("{birth}/{woman}", "{birth}/{person}"),
            ("kg", "km"),
            ("GBP/{person}", "GBP"),
            ("{person}/{household}", "{person}"),
            ("bp", "%"),
        ] {
            assert_eq!(unit(from).factor_to(&unit(to)), None, "{from} {to}");
        }
    }

    #[test]
    fn temperatures_convert_with_their_zero() {
        let converted = unit("[degF]").convert(Decimal::from(212), &unit("Cel")).unwrap();
        assert_eq!(converted.round_dp(6).normalize(), Decimal::ONE_HUNDRED);
        let converted = unit("Cel").convert(Decimal::ZERO, &unit("K")).unwrap();
        assert_eq!(converted.normalize().to_string(), "273.15");
    }

    #[test]
    fn a_rate_is_built_from_two_units() {
        assert_eq!(unit("USD").per(&unit("[bbl_us]")).code(), "USD/[bbl_us]");
        assert_eq!(unit("USD").per(&unit("kW.h")).code(), "USD/(kW.h)");
        assert_eq!(Unit::one().per(&unit("a")).code(), "1/a");
        assert_eq!(unit("USD/a").in_currency("AUD"), Some(unit("AUD/a")));
        assert!(unit("USD/a").has_currency() && !unit("USD/a").is_currency());
        assert!(unit("{product}").is_count() && !unit("{birth}/{woman}").is_count());
    }
}
