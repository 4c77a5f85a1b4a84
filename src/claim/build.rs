//! Tags to claims: values signed by their verbs, units that fit the kind, periods resolved in the order of the text.

use std::collections::BTreeMap;

use super::carry::{carry_over, split_ends};
use super::direction::{falls, is_move};
use super::{Claim, Mention};
use super::{benchmark, names, rate, syntax};
use crate::doc::Document;
use crate::label::{Kind, Modality};
use crate::quantity::{FiscalYear, Form, Period, Quantity, TimeContext, TimeExpression, Unit};
use crate::span::Span;
use crate::tag::{Passage, Role, Tag};

/// The claims of a document, in text order; with `all`, also the quantities that are none.
#[must_use]
pub fn claims(document: &Document, passages: &[Passage<'_>], tags: &[Vec<Tag>], all: bool) -> Vec<Claim> {
    let periods = Periods::resolve(document, passages);
    let mut claims: Vec<Claim> = Vec::new();
    for (passage, tags) in passages.iter().zip(tags) {
        for tag in tags.iter().filter(|t| all || t.kind.is_some()) {
            let mut claim = claim(&document.text, passage, tag, periods.of(passage));
            // Nobody has measured what is yet to come.
            let to_come = |p: Period| document.published.is_some_and(|published| p.start() > published);
            if claim.modality == Modality::Actual && claim.period.is_some_and(to_come) {
                claim.modality = syntax::modality_to_come(&document.text, claim.sentence);
            }
            claims.push(claim);
        }
    }
    claims.sort_by_key(|c| (c.span.start, c.span.end));
    split_ends(&document.text, &mut claims);
    carry_over(document, &mut claims);
    for claim in &mut claims {
        // "declined to 113,949 in 2009, followed by a 4.9% increase in 2010": nothing is held against what comes later.
        if claim.base_period.zip(claim.period).is_some_and(|(base, period)| base.start() > period.end()) {
            std::mem::swap(&mut claim.base_period, &mut claim.period);
            std::mem::swap(&mut claim.base_text, &mut claim.period_text);
        }
    }
    claims
}

/// The time expressions of a document, each with the period that it names where it stands.
struct Periods {
    times: Vec<Moment>,
}

/// A time expression, what it means, and what was known where it stands.
struct Moment {
    expression: TimeExpression,
    period: Option<Period>,
    context: TimeContext,
}

impl Moment {
    /// The period of what has been, or is to come: "by June" is the last one or the next.
    fn period_of(&self, modality: Modality) -> Option<Period> {
        let time = &self.expression.time;
        match modality {
            Modality::Actual => time.resolve_behind(&self.context),
            Modality::Forecast | Modality::Target => time.resolve_ahead(&self.context),
        }
    }
}

impl Periods {
    fn resolve(document: &Document, passages: &[Passage<'_>]) -> Self {
        let mut seen = BTreeMap::new();
        for time in passages.iter().flat_map(|p| &p.times) {
            seen.entry((time.span.start, time.span.end)).or_insert_with(|| time.clone());
        }
        let fiscal = if seen.is_empty() { None } else { FiscalYear::of_text(&document.text) };
        let mut context = TimeContext::new(document.published).with_fiscal(fiscal);
        let mut times = Vec::with_capacity(seen.len());
        for expression in seen.into_values() {
            let period = expression.time.resolve(&context);
            // The ends of "from 2020 to 2024" can be named one by one.
            for part in expression.parts().into_iter().flatten() {
                let period = part.time.resolve(&context);
                times.push(Moment { expression: part, period, context: context.clone() });
            }
            times.push(Moment { expression: expression.clone(), period, context: context.clone() });
            if let Some(period) = period {
                context.remember(&expression.time, period);
            }
        }
        Self { times }
    }

    /// The times of one passage. All that its claims refer to stand there, and a look through the times of the whole
    /// document for each claim would take time by the square of its length.
    fn of(&self, passage: &Passage<'_>) -> Times<'_> {
        // The ends of a time follow each other directly and lie within it, so starts are in order from passage to passage.
        let before = |place: usize| self.times.partition_point(|m| m.expression.span.start < place);
        Times(&self.times[before(passage.span.start)..before(passage.span.end)])
    }
}

/// The times of a passage, in order.
#[derive(Clone, Copy)]
struct Times<'a>(&'a [Moment]);

impl<'a> Times<'a> {
    /// The time expression whose words are most like those of `span`.
    fn at(self, span: Span) -> Option<&'a Moment> {
        let likeness = |moment: &Moment| {
            let words = moment.expression.span;
            let shared = words.end.min(span.end).saturating_sub(words.start.max(span.start));
            // Dice's coefficient in thousandths.
            2000 * shared / (words.len() + span.len()).max(1)
        };
        let overlapping = self.0.iter().filter(|m| m.expression.span.overlaps(span));
        overlapping.max_by_key(|m| (likeness(m), std::cmp::Reverse(m.expression.span.start)))
    }

    /// The one time of a sentence, if it names just one.
    fn only(self, sentence: Span) -> Option<&'a Moment> {
        let mut own = self.0.iter().filter(|m| {
            m.period.is_some() && !m.expression.time.is_comparison() && sentence.contains(m.expression.span)
        });
        own.next().filter(|_| own.next().is_none())
    }

    /// The one time of a sentence beside another.
    fn other(self, sentence: Span, than: &Moment) -> Option<&'a Moment> {
        let apart = |m: &&Moment| !m.expression.span.overlaps(than.expression.span);
        let mut own =
            self.0.iter().filter(|m| m.period.is_some() && sentence.contains(m.expression.span)).filter(apart);
        own.next().filter(|_| own.next().is_none())
    }

    /// The time of a sentence that a change is measured against, by the words before it: "relative to 2020", "since 2018".
    fn base_of(self, text: &str, sentence: Span) -> Option<&'a Moment> {
        let own = self.0.iter().filter(|m| m.period.is_some() && sentence.contains(m.expression.span));
        own.filter(|m| m.expression.time.is_since() || syntax::is_compared(text, sentence, m.expression.span)).last()
    }

    /// The last time before a value.
    fn last_before(self, value: Span) -> Option<&'a Moment> {
        self.0.iter().rfind(|m| m.expression.span.end <= value.start && m.period.is_some())
    }

    /// The expression that a time is one end of, or the time itself.
    fn whole(self, part: &'a Moment) -> &'a Moment {
        let span = part.expression.span;
        let whole = self.0.iter().find(|m| m.expression.ends.is_some_and(|ends| ends.contains(&span)));
        whole.unwrap_or(part)
    }

    /// The time right before the brackets that a value stands in: "381 fewer than in 2011 (8,748)".
    fn bracketed(self, text: &str, sentence: Span, value: Span) -> Option<&'a Moment> {
        let before = text.get(sentence.start..value.start)?.trim_end().strip_suffix('(')?.trim_end();
        let end = sentence.start + before.len();
        self.0.iter().find(|m| m.expression.span.end == end && m.period.is_some())
    }

    /// The time in the clause of a value: the first after it up to the next mark, else the last before it likewise.
    fn beside(self, text: &str, sentence: Span, value: Span) -> Option<&'a Moment> {
        let mark = |c: char| matches!(c, ',' | ';' | ':');
        let after = text[value.end.min(sentence.end)..sentence.end].find(mark).map_or(sentence.end, |n| value.end + n);
        let before = text[sentence.start..value.start].rfind(mark).map_or(sentence.start, |n| sentence.start + n);
        let own = || self.0.iter().filter(|m| m.period.is_some() && !m.expression.time.is_comparison());
        let next = own().find(|m| m.expression.span.start >= value.end && m.expression.span.end <= after);
        next.or_else(|| own().rfind(|m| m.expression.span.start >= before && m.expression.span.end <= value.start))
    }
}

fn claim(text: &str, passage: &Passage<'_>, tag: &Tag, periods: Times<'_>) -> Claim {
    let quantity = &passage.quantities[tag.quantity];
    let sentence = sentence_of(passage, quantity.span);
    let kind = tag.kind.map(|kind| fit_kind(syntax::settle_kind(kind, text, sentence, quantity.span), quantity));
    // A dateline says where and when something was written, not of whom.
    let dateline = names::dateline(text, passage.span);
    let outside = |span: &Span| !dateline.is_some_and(|line| line.overlaps(*span));
    let mention = |role: Role| tag.role(role).filter(outside).and_then(|span| mention(text, span, sentence));
    let before = tag.quantity.checked_sub(1).map(|n| passage.quantities[n].span.end);
    let falls = falls(text, sentence, quantity.span, before);

    let mut claim = Claim {
        span: quantity.span,
        text: quantity.span.of(text).to_owned(),
        alternatives: quantity.alternatives.clone(),
        form: quantity.form,
        tolerance: quantity.tolerance,
        comparator: quantity.comparator,
        cue: quantity.cue,
        modality: syntax::settle_modality(tag.modality, text, sentence),
        measure: mention(Role::Measure)
            .map(|m| named(text, syntax::with_trade(text, syntax::with_flow(text, m.span)), sentence)),
        entity: mention(Role::Entity).map(|m| {
            let near = nearest(text, m.span, before.filter(|b| *b > sentence.start), quantity.span);
            named(text, names::whole_name(text, names::name_of(text, near)), sentence)
        }),
        counterpart: mention(Role::Counterpart),
        whole: if kind == Some(Kind::Share) { mention(Role::Whole) } else { None },
        sentence,
        confidence: tag.confidence,
        ..Claim::new(kind, quantity.figure.clone(), fit_unit(kind, quantity))
    };
    if let Some(bound) = benchmark::bound(text, sentence, claim.span) {
        claim.comparator = bound;
    }
    if claim.kind == Some(Kind::Level)
        && let Some(unit) = rate::timed(text, sentence, claim.span, &claim.unit)
    {
        claim.unit = unit;
    }
    // "digital trade among members grew 3 percent, while digital trade *among non-members* grew …": whose measure it is
    // stands right behind it.
    if let Some(holder) = claim.measure.as_ref().and_then(|m| names::holder_after(text, m.span, quantity.span))
        && claim
            .entity
            .as_ref()
            .is_some_and(|e| e.span.end <= holder.start && syntax::is_apart(text, e.span.end, holder.start))
    {
        claim.entity = Some(named(text, holder, sentence));
    }
    // "Together, Chile, Germany and Brazil had": the tagger may stop at the first.
    let alone = |c: &&Mention| !names::is_partner(text, c.span);
    if names::are_together(text, sentence)
        && let Some(some) = claim.entity.as_ref().or(claim.counterpart.as_ref().filter(alone))
        && let Some(several) = names::with_others(text, sentence, some.span)
    {
        claim.entity = Some(named(text, several, sentence));
    }
    // "Brazil, Poland and Canada had imports of": of several that are named together none is the partner of the others.
    if let (Some(entity), Some(partner)) = (&claim.entity, &claim.counterpart)
        && entity.span.overlaps(partner.span)
    {
        if partner.span.len() > entity.span.len() {
            claim.entity.clone_from(&claim.counterpart);
        }
        claim.counterpart = None;
    }
    // Nobody is their own partner.
    if claim.counterpart.as_ref().map(|c| &c.text) == claim.entity.as_ref().map(|e| &e.text) {
        claim.counterpart = None;
    }
    // "Imports exceeded those of Kenya by $1.9 billion": what is given is the difference.
    let exceeded = syntax::exceeded_before(text, sentence, claim.span)
        .or_else(|| syntax::exceeded_after(text, sentence, claim.span))
        .or_else(|| syntax::between_two(text, sentence, claim.span))
        .filter(|_| matches!(claim.kind, Some(Kind::Level | Kind::Change)));
    // "gained $20 billion": what a verb of movement is followed by is the movement.
    let moved = before.is_none_or(|b| b <= sentence.start) && syntax::is_moved_by(text, sentence, claim.span);
    let amount = claim.kind == Some(Kind::Level) && (claim.unit.is_currency() || claim.unit.is_count());
    if exceeded.is_some() || moved && amount {
        claim.kind = Some(Kind::Change);
    }
    settle_measure(&mut claim, text, before.filter(|b| *b > sentence.start).unwrap_or(sentence.start));
    without_entity(&mut claim, text);
    set_periods(&mut claim, text, tag, passage, periods, dateline);
    // "2.4 times the amount of Morocco's in 2021": another's figure at the same time is no base.
    if matches!(claim.kind, Some(Kind::Ratio | Kind::Change))
        && claim.period.is_none()
        && claim.base_text.as_ref().is_some_and(|b| names::has_owner(&b.text))
    {
        claim.period = claim.base_period.take();
    }
    // "Exports in 2022 exceeded those of 2019 by 35 percent": what is grown from is no time of the claim's.
    if claim.kind == Some(Kind::Growth)
        && let Some(base) = syntax::exceeded_before(text, sentence, claim.span).and_then(|other| periods.at(other))
        && let Some(own) = periods.other(sentence, base)
    {
        claim.period_text = Some(named(text, own.expression.span, sentence));
        claim.period = own.period_of(claim.modality);
        claim.base_text = Some(named(text, base.expression.span, sentence));
        claim.base_period = base.expression.time.resolve_base(claim.period.as_ref(), &base.context);
    }
    if let Some(other) = exceeded {
        claim.base_text = Some(named(text, other, sentence));
        let base = periods.at(other).filter(|_| !names::has_owner(other.of(text)));
        claim.base_period = base.and_then(|m| m.expression.time.resolve_base(claim.period.as_ref(), &m.context));
        claim.counterpart = claim.counterpart.filter(|c| !other.overlaps(c.span));
    }
    // "from 2019 to 2020 exports lost $1.4 trillion": an amount over a span of years, with a verb of change, is a change.
    let spans_years = claim.period.is_some_and(|p| years(p).is_some());
    if claim.kind == Some(Kind::Level) && claim.unit.is_currency() && spans_years && falls.is_some() {
        claim.kind = Some(Kind::Change);
    }
    if matches!(claim.kind, Some(Kind::Growth | Kind::Change | Kind::AverageGrowth)) {
        split_years(&mut claim);
        let less = exceeded.is_some_and(|other| syntax::is_less(text, sentence, other));
        if (falls == Some(true) || less) && claim.figure.low() >= 0.into() {
            claim.figure = claim.figure.negate();
        }
    }
    claim
}

/// The measure and the partner, where the words beside the value or the measure settle them. `from` is where the value
/// before ends, or the sentence begins.
fn settle_measure(claim: &mut Claim, text: &str, from: usize) {
    if claim.kind == Some(Kind::Rank)
        && let Some(field) = syntax::field_after(text, claim.sentence, claim.span)
    {
        claim.measure = mention(text, field, claim.sentence);
    }
    let (sentence, value) = (claim.sentence, claim.span);
    let rate = matches!(claim.kind, Some(Kind::Growth | Kind::AverageGrowth));
    let from = from.min(value.start);
    let beyond = |m: &Mention| m.span.start >= value.end && syntax::is_apart(text, value.end, m.span.start);
    let astray = claim.measure.as_ref().is_none_or(beyond);
    let settled = rate
        .then(|| {
            let object = syntax::object_after(text, sentence, value);
            let subject =
                || syntax::subject_before(text, from, value, is_move).filter(|_| astray && from == sentence.start);
            object.or_else(|| syntax::antecedent(text, from, value)).or_else(subject)
        })
        .flatten();
    if let Some(found) = settled.and_then(|span| mention(text, span, sentence))
        && claim.measure.as_ref().is_none_or(|m| !m.span.overlaps(found.span))
    {
        claim.measure = Some(found);
    }
    if claim.counterpart.is_none()
        && let Some(partner) = claim.measure.as_ref().and_then(|m| names::partner_after(text, sentence, m.span))
    {
        let partner = named(text, partner, sentence);
        if claim.entity.as_ref().is_none_or(|e| e.text != partner.text) {
            claim.counterpart = Some(partner);
        }
    }
}

/// The same name nearer to the value, where one stands between the value before and this one.
fn nearest(text: &str, name: Span, from: Option<usize>, value: Span) -> Span {
    let Some(from) = from.filter(|from| name.end <= *from && *from <= value.start) else {
        return name;
    };
    let near = text[from..value.start].rfind(name.of(text)).map(|at| Span::new(from + at, from + at + name.len()));
    near.unwrap_or(name)
}

/// Cuts the entity's name off the measure: "revenue of *Black Myth*".
fn without_entity(claim: &mut Claim, text: &str) {
    let (Some(measure), Some(entity)) = (&claim.measure, &claim.entity) else {
        return;
    };
    if let Some((head, name)) = measure.text.rsplit_once(" of ")
        && entity.text.starts_with(name)
        && name.starts_with(char::is_uppercase)
    {
        let span = Span::new(measure.span.start, measure.span.start + head.len());
        claim.measure = Some(named(text, span, claim.sentence));
    }
}

/// First and last year of a period over several years.
pub(super) fn years(period: Period) -> Option<(Period, Period)> {
    let (first, last) = (period.first(), period.last());
    (first.as_year().is_some() && last.as_year().is_some() && first != last).then_some((first, last))
}

/// What changes over a span of years runs from the first to the last.
fn split_years(claim: &mut Claim) {
    if let Some((first, last)) = claim.period.and_then(years) {
        claim.base_period = Some(first);
        claim.period = Some(last);
    }
}

/// Words as a mention, said of a value in `sentence`.
fn named(text: &str, span: Span, sentence: Span) -> Mention {
    Mention { span, text: span.of(text).to_owned(), carried: span.start < sentence.start }
}

fn sentence_of(passage: &Passage<'_>, span: Span) -> Span {
    let of = passage.sentences.iter().copied().find(|s| s.contains(span));
    of.or_else(|| passage.sentences.iter().copied().find(|s| s.overlaps(span))).unwrap_or(passage.span)
}

/// The kind, where unit or form leave no doubt that the tagger's is not meant: growth has a percentage, points differ
/// from percent, "doubled" is a multiple.
fn fit_kind(kind: Kind, quantity: &Quantity) -> Kind {
    match (quantity.form, kind) {
        (Form::Multiple, _) => Kind::Ratio,
        (Form::Ordinal, _) => Kind::Rank,
        _ if is_points(&quantity.unit) && !matches!(kind, Kind::Level | Kind::Change) => Kind::Change,
        _ if quantity.unit.is_percent() => match kind {
            Kind::Change => Kind::Growth,
            Kind::Ratio | Kind::Rank => Kind::Level,
            _ => kind,
        },
        (Form::Fraction, _) => Kind::Share,
        (_, Kind::Share | Kind::AverageGrowth) => Kind::Level,
        (_, Kind::Growth) => Kind::Change,
        _ => kind,
    }
}

fn is_points(unit: &Unit) -> bool {
    unit.factor_to(&Unit::points()).is_some()
}

fn fit_unit(kind: Option<Kind>, quantity: &Quantity) -> Unit {
    match kind {
        Some(Kind::Ratio | Kind::Rank) => Unit::one(),
        Some(Kind::Growth | Kind::AverageGrowth | Kind::Share) => Unit::percent(),
        _ => quantity.unit.clone(),
    }
}

/// The words of a role, without the articles, possessives and marks at their ends.
pub(super) fn mention(text: &str, span: Span, sentence: Span) -> Option<Mention> {
    let mut words = span.of(text);
    loop {
        let before = words;
        words = words.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '"' | '“' | '”'));
        for tail in ["'s", "’s", "'", "’", "."] {
            // "U.S." keeps its last point.
            if tail != "." || words.matches('.').count() == 1 {
                words = words.strip_suffix(tail).unwrap_or(words);
            }
        }
        for article in ["the ", "a ", "an ", "its ", "their "] {
            if words.get(..article.len()).is_some_and(|head| head.eq_ignore_ascii_case(article)) {
                words = &words[article.len()..];
            }
        }
        if words == before {
            break;
        }
    }
    if words.is_empty() || ["the", "a", "an", "its", "their"].contains(&words.to_lowercase().as_str()) {
        return None;
    }
    let start = span.start + (words.as_ptr() as usize - span.of(text).as_ptr() as usize);
    let span = Span::new(start, start + words.len());
    Some(named(text, span, sentence))
}

/// When, and against when; a time in the `dateline` is neither.
fn set_periods(
    claim: &mut Claim,
    text: &str,
    tag: &Tag,
    passage: &Passage<'_>,
    periods: Times<'_>,
    dateline: Option<Span>,
) {
    let (sentence, value) = (claim.sentence, claim.span);
    let compared = matches!(claim.kind, Some(Kind::AverageGrowth | Kind::Ratio | Kind::Change | Kind::Growth));
    // What a semicolon parts from a value is said of another.
    let parted = |span: &Span| {
        let (from, to) = if span.start >= value.end { (value.end, span.start) } else { (span.end, value.start) };
        text.get(from..to).is_some_and(|between| between.contains(';'))
    };
    let own = periods.beside(text, sentence, value);
    let said = tag.role(Role::Period);
    let tagged = said.filter(|span| !parted(span)).or_else(|| {
        said?;
        let near = own.or_else(|| periods.last_before(value)).map(|m| m.expression.span);
        near.filter(|span| sentence.contains(*span) && !parted(span))
    });
    let previous = passage.quantities[..tag.quantity].last().map_or(sentence.start, |q| q.span.end);
    // A time that belongs to another value, if this one has a time of its own.
    let another = |span: Span, own: Span| {
        let crosses = passage.quantities.iter().any(|q| between(q.span, span, value));
        let apart = span.end <= value.start && syntax::is_apart(text, span.end, value.start);
        let taken = own.start >= value.end && span.end <= value.start && span.start >= previous;
        crosses || apart || taken && previous > sentence.start || between(own, span, value)
    };
    let found = match (tagged, own) {
        (Some(span), Some(own)) if another(span, own.expression.span) => Some(own),
        // The only time that the sentence itself names comes before those of other sentences.
        (Some(span), _) if !sentence.overlaps(span) => {
            let carried = || periods.at(span).filter(|_| !syntax::is_present(text, sentence, value));
            periods.only(sentence).or_else(carried)
        }
        (Some(span), _) => periods.at(span),
        (None, _) => None,
    };
    let found = periods.bracketed(text, sentence, value).filter(|_| !compared).or(found);
    // What changes between two years takes both, and so does what is said of the years between; of "from 5 to 6 between
    // 2012 and 2018" the ends are told apart once both levels are known.
    let found = found.map(|moment| periods.whole(moment));
    if let Some(moment) = found {
        claim.period_text = Some(named(text, moment.expression.span, sentence));
        claim.period = moment.period_of(claim.modality);
    } else if let Some(span) = tagged.filter(|span| sentence.overlaps(*span)) {
        claim.period_text = Some(named(text, span, sentence));
    }
    // "In 2020, imports had fallen 26% since 2018": what runs since a time ends at the one that the sentence begins with.
    if let Some(since) = found.filter(|m| compared && m.expression.time.is_since())
        && let Some(end) = periods.other(sentence, since)
        && let Some((base, _)) = since.expression.time.resolve_change(&since.context)
        && end.period.is_some_and(|end| end.start() > base.end())
    {
        claim.period_text = Some(named(text, end.expression.span, sentence));
        claim.period = end.period_of(claim.modality);
        claim.base_text = Some(named(text, since.expression.span, sentence));
        claim.base_period = Some(base);
        return;
    }
    // "Since 2018, inflows had fallen by 70 percent by 2023", "relative to 2020": the base stands before all else.
    if compared
        && claim.base_text.is_none()
        && tag.role(Role::Base).is_none()
        && let Some(base) = periods
            .base_of(text, sentence)
            .filter(|m| found.is_some_and(|f| !f.expression.span.overlaps(m.expression.span)))
    {
        claim.base_text = Some(named(text, base.expression.span, sentence));
        claim.base_period = match base.expression.time.resolve_change(&base.context) {
            Some((since, _)) if base.expression.time.is_since() => Some(since),
            _ => base.expression.time.resolve_base(claim.period.as_ref(), &base.context),
        };
    }
    // "it was 60 percent in the 1990s and has since fallen to 35": the time before "since" is over.
    let since = |moment: &Mention| syntax::has_since(text, moment.span.end, value.start);
    if claim.period_text.as_ref().is_some_and(since) {
        claim.period_text = None;
        claim.period = None;
    }
    if claim.period_text.is_none() {
        let back = syntax::time_pointing_back(text, sentence);
        claim.period_text = back.map(|span| named(text, span, sentence));
    }
    if claim.period_text.as_ref().is_some_and(|p| dateline.is_some_and(|line| line.contains(p.span))) {
        claim.period_text = None;
        claim.period = None;
    }
    let by_words = || syntax::base_after(text, sentence, value).filter(|_| compared);
    if let Some(span) = tag.role(Role::Base).filter(|span| !parted(span)).or_else(by_words) {
        claim.base_text = Some(named(text, span, sentence));
        if let Some(moment) = periods.at(span) {
            if 2 * moment.expression.span.len() >= span.len() {
                claim.base_text = Some(named(text, moment.expression.span, sentence));
            }
            claim.base_period = moment.expression.time.resolve_base(claim.period.as_ref(), &moment.context);
        }
    }
    // The same words cannot be when and against when; and nothing is held against its own time.
    let same_words = |period: &Mention, base: &Mention| {
        // "that of China in 2025" is another thing at the same time.
        let another = ["that of", "those of"].iter().any(|w| base.text.to_lowercase().starts_with(w));
        period.span.overlaps(base.span) && !another
    };
    if let (Some(period), Some(base)) = (&claim.period_text, &claim.base_text)
        && same_words(period, base)
        && claim.period.and_then(years).is_none()
    {
        claim.period = None;
        claim.period_text = None;
    }
    // "In 2023, exports were 1.8 times the 2019 figure": of two times the one that is no base is when.
    if compared
        && claim.period.is_none()
        && let Some(base) =
            claim.base_text.as_ref().and_then(|b| periods.at(b.span)).filter(|_| claim.base_period.is_some())
        && let Some(own) = periods.other(sentence, base)
    {
        claim.period_text = Some(named(text, own.expression.span, sentence));
        claim.period = own.period_of(claim.modality);
    }
    if claim.base_period.is_some() && claim.base_period == claim.period {
        claim.base_period = None;
    }
    // "between 2020 and 2024", "in the year to April": base and period of a change in one expression.
    if compared
        && claim.base_period.is_none()
        && let Some(moment) = found
        && let Some((base, period)) = moment.expression.time.resolve_change(&moment.context)
        // Less than a year: "from January to May" may be one stretch of time, "between April and May" are two.
        && (period.years_before(1).is_some_and(|p| base.start() <= p.start())
            || syntax::is_between(text, moment.expression.span))
    {
        claim.base_period = Some(base);
        claim.period = Some(period);
    }
    if compared {
        split_years(claim);
    }
    // The year before is what growth is measured against anyway.
    let year_before = claim.period.and_then(|p| p.years_before(1));
    if claim.kind == Some(Kind::Growth) && year_before.is_some() && claim.base_period == year_before {
        claim.base_period = None;
    }
}

/// Whether `span` lies between two others.
fn between(span: Span, a: Span, b: Span) -> bool {
    let (first, last) = if a.start < b.start { (a, b) } else { (b, a) };
    span.start >= first.end && span.end <= last.start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_lose_articles_and_possessives_but_keep_abbreviations() {
        let text = "the European Union's trade with the U.S. grew";
        let all = Span::new(0, text.len());
        assert_eq!(mention(text, Span::new(0, 20), all).unwrap().text, "European Union");
        assert_eq!(mention(text, Span::new(32, 40), all).unwrap().text, "U.S.");
        assert_eq!(mention(text, Span::new(0, 4), all), None);
    }
}
