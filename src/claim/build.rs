//! Tags to claims: values signed by their verbs, units that fit the kind, periods resolved in the order of the text.

use super::carry::{carry_over, split_ends};
use super::direction::{falls, is_move};
use super::periods::{Periods, Times, set_periods};
use super::{Claim, Mention};
use super::{benchmark, comparison, names, rate, syntax};
use crate::doc::Document;
use crate::label::{Kind, Modality};
use crate::quantity::{Form, Period, Quantity, Unit};
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
    carry_over(document, &periods, &mut claims);
    for claim in &mut claims {
        // "declined to 113,949 in 2009, followed by a 4.9% increase in 2010": nothing is held against what comes later.
        if claim.base_period.zip(claim.period).is_some_and(|(base, period)| base.start() > period.end()) {
            std::mem::swap(&mut claim.base_period, &mut claim.period);
            std::mem::swap(&mut claim.base_text, &mut claim.period_text);
        }
    }
    claims
}

fn claim(text: &str, passage: &Passage<'_>, tag: &Tag, periods: Times<'_>) -> Claim {
    let quantity = &passage.quantities[tag.quantity];
    let sentence = sentence_of(passage, quantity.span);
    let kind = tag.kind.map(|kind| fit_kind(syntax::settle_kind(kind, text, sentence, quantity.span), quantity));
    // A dateline says where and when something was written, not of whom.
    let dateline = names::dateline(text, passage.span);
    let outside = |span: &Span| !dateline.is_some_and(|line| line.overlaps(*span));
    // Nothing is told of what only a later sentence names.
    let said = |role: Role| tag.role(role).filter(|span| outside(span) && span.start < sentence.end);
    let mention = |role: Role| said(role).and_then(|span| mention(text, span, sentence));
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
    // "Italy exported goods worth $3 billion, France $4 billion": a name right before a value is whose it is.
    if let Some(own) = before.filter(|b| *b > sentence.start).and_then(|from| names::own_before(text, from, claim.span))
        && claim.entity.as_ref().is_none_or(|e| e.span.end <= own.start || e.span.start >= claim.span.end)
        && claim.counterpart.as_ref().is_none_or(|c| !c.span.overlaps(own))
    {
        claim.entity = Some(named(text, own, sentence));
    }
    // Nobody is their own partner.
    if claim.counterpart.as_ref().map(|c| &c.text) == claim.entity.as_ref().map(|e| &e.text) {
        claim.counterpart = None;
    }
    // "Imports exceeded those of Kenya by $1.9 billion": what is given is the difference.
    let exceeded = comparison::exceeded_before(text, sentence, claim.span)
        .or_else(|| comparison::exceeded_after(text, sentence, claim.span))
        .or_else(|| comparison::between_two(text, sentence, claim.span))
        .or_else(|| comparison::exceeded_in_front(text, sentence, claim.span))
        .filter(|_| matches!(claim.kind, Some(Kind::Level | Kind::Change)));
    // "gained $20 billion": what a verb of movement is followed by is the movement.
    let moved = before.is_none_or(|b| b <= sentence.start) && comparison::is_moved_by(text, sentence, claim.span);
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
        && let Some(base) = comparison::exceeded_before(text, sentence, claim.span).and_then(|other| periods.at(other))
        && let Some(own) = periods.other(sentence, base)
    {
        claim.period_text = Some(named(text, own.expression.span, sentence));
        claim.period = own.period_of(claim.modality);
        claim.base_text = Some(named(text, base.expression.span, sentence));
        claim.base_period = base.expression.time.resolve_base(claim.period.as_ref(), &base.context);
    }
    if let Some(other) = exceeded {
        // "Canada outdid Chile in imports by $3 billion": whose it is opens the sentence.
        if claim.entity.as_ref().is_some_and(|e| other.overlaps(e.span))
            && let Some(own) = names::leading(text, sentence, other)
        {
            claim.entity = Some(named(text, own, sentence));
        }
        let base = periods.at(other).filter(|_| !names::has_owner(other.of(text)));
        claim.base_period = base.and_then(|m| periods.whole(m).base_for(claim.period));
        claim.base_text = Some(named(text, other, sentence));
        claim.counterpart = claim.counterpart.filter(|c| !other.overlaps(c.span));
    }
    // "from 2019 to 2020 exports lost $1.4 trillion": an amount over a span of years, with a verb of change, is a change.
    let spans_years = claim.period.is_some_and(|p| years(p).is_some());
    if claim.kind == Some(Kind::Level) && claim.unit.is_currency() && spans_years && falls.is_some() {
        claim.kind = Some(Kind::Change);
    }
    if matches!(claim.kind, Some(Kind::Growth | Kind::Change | Kind::AverageGrowth)) {
        split_years(&mut claim);
        let less = exceeded.is_some_and(|other| comparison::is_less(text, sentence, other));
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
    // "By exports of services, Canada was the 14th-largest economy".
    if claim.kind == Some(Kind::Rank)
        && let Some(by) = syntax::ranked_by(text, sentence)
    {
        claim.measure = mention(text, by, sentence);
    }
    // "births were greater than business deaths (255,000)": what is put in brackets is told of the words before them.
    if claim.kind == Some(Kind::Level)
        && let Some(compared) = comparison::bracketed(text, sentence, value)
        && claim.measure.as_ref().is_none_or(|m| !m.span.overlaps(compared))
    {
        claim.measure = mention(text, compared, sentence);
    }
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
    // "employment rose by 3,000, and the number of unemployed people fell by 2,000": each clause counts its own.
    if matches!(claim.kind, Some(Kind::Change | Kind::Growth))
        && let Some(counted) = syntax::number_of(text, sentence, value, is_move)
        && claim.measure.as_ref().is_none_or(|m| m.span.end <= counted.start)
    {
        claim.measure = mention(text, counted, sentence);
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
pub(super) fn split_years(claim: &mut Claim) {
    if let Some((first, last)) = claim.period.and_then(years) {
        claim.base_period = Some(first);
        claim.period = Some(last);
    }
}

/// Words as a mention, said of a value in `sentence`.
pub(super) fn named(text: &str, span: Span, sentence: Span) -> Mention {
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
