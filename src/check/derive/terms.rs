//! Levels that no single row has, but several together give: sums, means, quotients.
//!
//! A [`Term`] is such a level at one time. It answers a claim by itself, and `steps` takes it further: the growth of a
//! sum, the share of a part made of parts. Each kind of term is one function; [`TERMS`] lists them.

use rust_decimal::Decimal;

use super::lookup::fit;
use super::{Answer, LEVELS, bound, heads, money, neat, over_time, parts, short, usable};
use crate::check::explain;
use crate::check::formula::{self, Args, Formula};
use crate::check::identity::Identity;
use crate::check::search::{Hit, Search, Want};
use crate::facts::Flow;
use crate::label::Kind;
use crate::quantity::{Interval, Unit};

/// Whether two rows are of the same measure and place.
pub(super) fn is_of_one_thing(a: &Hit, b: &Hit) -> bool {
    a.fact.measure == b.fact.measure && a.fact.entity == b.fact.entity
}

/// How the rows of a term make its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Row,
    Sum,
    Difference,
    Mean,
    Quotient,
    /// By how many times a length of time goes into the row's.
    Rate(Decimal),
    /// An amount by units of its new currency for one of the old.
    Converted,
    /// An amount by units of its old currency for one of the new.
    ConvertedBack,
}

impl Shape {
    fn formula(self) -> Formula {
        match self {
            Self::Row => formula::itself,
            Self::Rate(_) => formula::per_time,
            Self::Sum => formula::sum,
            Self::Mean => formula::average,
            Self::Difference => formula::difference,
            Self::Quotient | Self::ConvertedBack => formula::ratio,
            Self::Converted => formula::converted,
        }
    }

    fn args(self) -> Args {
        match self {
            Self::Rate(n) => Args { n },
            _ => Args::default(),
        }
    }

    /// Whether the rows are amounts of one unit.
    fn is_of_one_unit(self) -> bool {
        matches!(self, Self::Row | Self::Rate(_) | Self::Sum | Self::Mean | Self::Difference)
    }

    /// The formula with letters for its rows.
    fn letters(self, names: &[String]) -> String {
        match (self, names) {
            (Self::Converted, [a, b]) => format!("{a} * fx({b})"),
            (Self::ConvertedBack, [a, b]) => format!("{a} / fx({b})"),
            _ => self.numbers(names),
        }
    }

    /// The formula with numbers for its rows.
    fn numbers(self, names: &[String]) -> String {
        if names.len() > WRITTEN {
            let (first, last) = (names[..2].join(" + "), &names[names.len() - 1]);
            let sum = format!("{first} + … + {last}");
            return if self == Self::Mean { format!("({sum}) / {}", names.len()) } else { sum };
        }
        match self {
            Self::Row => names.concat(),
            Self::Rate(n) => format!("{} / {n}", names.concat()),
            Self::Sum => names.join(" + "),
            Self::Difference => names.join(" - "),
            Self::Quotient | Self::ConvertedBack => names.join(" / "),
            Self::Converted => names.join(" × "),
            Self::Mean => format!("({}) / {}", names.join(" + "), names.len()),
        }
    }
}

/// A level at one time, with the rows that give it.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub(super) shape: Shape,
    pub(super) rows: Vec<Hit>,
    /// The values that the rows allow, in `unit`.
    pub(super) value: Interval,
    /// The value of the rows as written.
    pub(super) exact: Interval,
    pub(super) unit: Unit,
    pub(super) identity: Identity,
    /// What a claim must miss to be refuted.
    pub(super) possible: Interval,
    pub(super) decisive: bool,
    /// The rows' values in the unit of the first; of a quotient each in its own.
    points: Vec<Decimal>,
}

/// Rows that one term may be made of.
pub(super) const MOST_ROWS: usize = 120;
/// So many of them are written out; the rest the reader finds among the rows.
const WRITTEN: usize = 26;
/// Series that a term is tried for.
pub(super) const MOST_SERIES: usize = 4;

impl Term {
    /// The term of rows in the unit of the first; `None` if a row's unit does not convert, or there are too many.
    pub(super) fn new(shape: Shape, rows: Vec<Hit>) -> Option<Self> {
        let first = rows.first().filter(|_| rows.len() <= MOST_ROWS)?;
        let unit = first.fact.unit.clone();
        let factor =
            |hit: &Hit| if shape.is_of_one_unit() { hit.fact.unit.factor_to(&unit) } else { Some(Decimal::ONE) };
        let factors: Vec<Decimal> = rows.iter().map(factor).collect::<Option<_>>()?;
        let scaled = |of: fn(&Hit) -> Interval| -> Option<Vec<Interval>> {
            rows.iter().zip(&factors).map(|(hit, factor)| of(hit).scale(*factor)).collect()
        };
        let value = shape.formula()(&scaled(Hit::interval)?, shape.args())?;
        let points = scaled(Hit::value)?;
        let exact = shape.formula()(&points, shape.args())?;
        let points = points.iter().map(Interval::low).collect::<Option<_>>()?;
        let identity = rows.iter().skip(1).fold(first.identity, |all, hit| all.and(&hit.identity));
        let decisive = rows.iter().all(|hit| bound(&hit.fact).is_none());
        Some(Self { shape, value, exact, unit, identity, possible: value, decisive, points, rows })
    }

    /// The row by itself.
    pub(super) fn row(hit: Hit) -> Option<Self> {
        Self::new(Shape::Row, vec![hit])
    }

    /// The formula with letters, the first row's being the `from`th.
    pub(super) fn letters(&self, from: usize) -> String {
        let letters: Vec<String> = (from..from + self.rows.len()).map(explain::letter).collect();
        self.shape.letters(&letters)
    }

    /// The formula with numbers, in another unit if a factor to it is given.
    pub(super) fn numbers(&self, factor: Option<Decimal>) -> Option<String> {
        let number = |(i, point): (usize, &Decimal)| {
            // Of a quotient, what is below the stroke stays.
            let factor = factor.filter(|_| self.shape.is_of_one_unit() || i == 0);
            let value = point.checked_mul(factor.unwrap_or(Decimal::ONE))?;
            match (self.shape, i) {
                // Rates have more digits than a reader is shown of amounts.
                (Shape::Converted | Shape::ConvertedBack, 0) => Some(explain::amount(value, &self.rows[0].fact.unit)),
                (Shape::Converted | Shape::ConvertedBack, _) => Some(value.normalize().to_string()),
                _ => Some(explain::number(value)),
            }
        };
        let numbers: Vec<String> = self.points.iter().enumerate().map(number).collect::<Option<_>>()?;
        Some(self.shape.numbers(&numbers))
    }

    /// The term as the answer to the claim.
    pub(super) fn answer(self, search: &Search<'_, '_>) -> Option<Answer> {
        let expected = self.exact.low()?;
        let derivation = self.letters(0);
        let working = format!("{} = {}", self.numbers(None)?, explain::amount(short(expected), &self.unit));
        let answer = Answer {
            value: self.value,
            expected: neat(expected),
            unit: self.unit,
            identity: self.identity,
            rows: self.rows,
            derivation,
            working,
            possible: self.possible,
            decisive: self.decisive,
        };
        fit(answer, search)
    }

    /// Room of so many percent each way before it refutes.
    pub(super) fn with_slack(mut self, percent: i64) -> Option<Self> {
        let slack = self.exact.low()?.abs().checked_mul(Decimal::new(percent, 2))?;
        self.possible = self.value.add(&Interval::new(-slack, slack))?;
        Some(self)
    }
}

/// Finds the terms of one kind for what is wanted.
pub(super) type Find = fn(&Search<'_, '_>, &Want<'_>) -> Vec<Term>;

/// Every kind of term of several rows.
pub(super) const TERMS: &[Find] = &[
    parts::named,
    parts::members,
    over_time::sums,
    over_time::means,
    balance,
    trade,
    heads::per_head,
    money::exchanged,
];

/// A share may be kept as a level in percent.
const SHARES: &[(Kind, u8)] = &[(Kind::Share, 100), (Kind::Level, 90)];

/// The terms of one kind as answers to the claim.
pub(super) fn answers(find: Find, search: &Search<'_, '_>) -> Vec<Answer> {
    let kinds = if search.question.kind == Kind::Share { SHARES } else { LEVELS };
    find(search, &search.want(kinds)).into_iter().filter_map(|term| term.answer(search)).collect()
}

/// Exports less imports; a deficit is the other way round.
pub(super) fn balance(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Term> {
    let deficit = match want.measures.first().and_then(|r| r.name.flow) {
        Some(Flow::Surplus | Flow::Balance) => false,
        Some(Flow::Deficit) => true,
        _ => return Vec::new(),
    };
    let term = |(exports, imports): (Hit, Hit)| {
        Term::new(Shape::Difference, if deficit { vec![imports, exports] } else { vec![exports, imports] })
    };
    both_flows(search, want).into_iter().filter_map(term).collect()
}

/// Exports and imports together.
pub(super) fn trade(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Term> {
    if want.measures.first().and_then(|r| r.name.flow) != Some(Flow::Trade) {
        return Vec::new();
    }
    let term = |(exports, imports): (Hit, Hit)| Term::new(Shape::Sum, vec![exports, imports]);
    both_flows(search, want).into_iter().filter_map(term).collect()
}

/// Exports and imports of the same thing, parties and time.
fn both_flows(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<(Hit, Hit)> {
    let flowing = |flow: Flow| {
        let mut want = want.clone();
        for reading in &mut want.measures {
            reading.name.flow = Some(flow);
        }
        usable(search, &want)
    };
    let (exports, imports) = (flowing(Flow::Export), flowing(Flow::Import));
    let table = search.table;
    let matches = |a: &Hit, b: &Hit| {
        let names = |hit: &Hit| table.names(table.measure(hit.row));
        let alike = names(a).iter().any(|n| names(b).contains(&n.with_flow(Flow::Import)));
        alike
            && table.entity(a.row) == table.entity(b.row)
            && table.counterpart(a.row) == table.counterpart(b.row)
            && a.fact.period.same_days(&b.fact.period)
            && a.fact.unit.factor_to(&b.fact.unit).is_some()
    };
    let pair = |a: &Hit| imports.iter().find(|b| matches(a, b)).map(|b| (a.clone(), b.clone()));
    exports.iter().filter_map(pair).collect()
}
