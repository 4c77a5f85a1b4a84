//! Tags to claims: values signed by their verbs, units that fit the kind, periods resolved in the order of the text.

use std::collections::BTreeMap;

use super::direction::{falls, is_move};
use super::syntax;
use super::{Claim, Mention};
use crate::doc::Document;
use crate::label::{Comparator, Kind};
use crate::quantity::{Form, Period, Quantity, TimeContext, TimeExpression, Unit};
use crate::span::Span;
use crate::tag::{Passage, Role, Tag};

/// The claims of a document, in text order; with `all`, also the quantities that are none.
#[must_use]
pub fn claims(document: &Document, passages: &[Passage<'_>], tags: &[Vec<Tag>], all: bool) -> Vec<Claim> {
    let periods = Periods::resolve(document, passages);
    let mut claims: Vec<Claim> = Vec::new();
    for (passage, tags) in passages.iter().zip(tags) {
        for tag in tags.iter().filter(|t| all || t.kind.is_some()) {
            claims.push(claim(&document.text, passage, tag, &periods));
        }
    }
    claims.sort_by_key(|c| (c.span.start, c.span.end));
    split_ends(&document.text, &mut claims);
    carry_over(document, &mut claims);
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

impl Periods {
    fn resolve(document: &Document, passages: &[Passage<'_>]) -> Self {
        let mut seen = BTreeMap::new();
        for time in passages.iter().flat_map(|p| &p.times) {
            seen.entry((time.span.start, time.span.end)).or_insert_with(|| time.clone());
        }
        let mut context = TimeContext::new(document.published);
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

    /// The time expression whose words are most like those of `span`.
    fn at(&self, span: Span) -> Option<&Moment> {
        let likeness = |moment: &Moment| {
            let words = moment.expression.span;
            let shared = words.end.min(span.end).saturating_sub(words.start.max(span.start));
            // Dice's coefficient in thousandths.
            2000 * shared / (words.len() + span.len()).max(1)
        };
        let overlapping = self.times.iter().filter(|m| m.expression.span.overlaps(span));
        overlapping.max_by_key(|m| (likeness(m), std::cmp::Reverse(m.expression.span.start)))
    }

    /// The one time of a sentence, if it names just one.
    fn only(&self, sentence: Span) -> Option<&Moment> {
        let mut own = self.times.iter().filter(|m| {
            m.period.is_some() && !m.expression.time.is_comparison() && sentence.contains(m.expression.span)
        });
        own.next().filter(|_| own.next().is_none())
    }

    /// The expression that a time is one end of, or the time itself.
    fn whole<'a>(&'a self, part: &'a Moment) -> &'a Moment {
        let span = part.expression.span;
        let whole = self.times.iter().find(|m| m.expression.ends.is_some_and(|ends| ends.contains(&span)));
        whole.unwrap_or(part)
    }

    /// The time in the clause of a value: the first after it up to the next mark, else the last before it likewise.
    fn beside(&self, text: &str, sentence: Span, value: Span) -> Option<&Moment> {
        let mark = |c: char| matches!(c, ',' | ';' | ':');
        let after = text[value.end.min(sentence.end)..sentence.end].find(mark).map_or(sentence.end, |n| value.end + n);
        let before = text[sentence.start..value.start].rfind(mark).map_or(sentence.start, |n| sentence.start + n);
        let own = || self.times.iter().filter(|m| m.period.is_some() && !m.expression.time.is_comparison());
        let next = own().find(|m| m.expression.span.start >= value.end && m.expression.span.end <= after);
        next.or_else(|| own().rfind(|m| m.expression.span.start >= before && m.expression.span.end <= value.start))
    }
}

fn claim(text: &str, passage: &Passage<'_>, tag: &Tag, periods: &Periods) -> Claim {
    let quantity = &passage.quantities[tag.quantity];
    let sentence = sentence_of(passage, quantity.span);
    let kind = tag.kind.map(|kind| fit_kind(syntax::settle_kind(kind, text, sentence, quantity.span), quantity));
    let mention = |role: Role| tag.role(role).and_then(|span| mention(text, span, sentence));
    let before = tag.quantity.checked_sub(1).map(|n| passage.quantities[n].span.end);
    let falls = falls(text, sentence, quantity.span, before);

    let mut claim = Claim {
        span: quantity.span,
        text: quantity.span.of(text).to_owned(),
        kind,
        figure: quantity.figure.clone(),
        unit: fit_unit(kind, quantity),
        alternatives: quantity.alternatives.clone(),
        form: quantity.form,
        tolerance: quantity.tolerance,
        comparator: quantity.comparator,
        cue: quantity.cue,
        modality: syntax::settle_modality(tag.modality, text, sentence),
        measure: mention(Role::Measure).map(|m| named(text, syntax::with_flow(text, m.span), sentence)),
        entity: mention(Role::Entity).map(|m| {
            let near = nearest(text, m.span, before.filter(|b| *b > sentence.start), quantity.span);
            named(text, syntax::name_of(text, near), sentence)
        }),
        counterpart: mention(Role::Counterpart),
        whole: if kind == Some(Kind::Share) { mention(Role::Whole) } else { None },
        period: None,
        period_text: None,
        base_period: None,
        base_text: None,
        sentence,
        confidence: tag.confidence,
        problems: Vec::new(),
    };
    if claim.counterpart.as_ref().map(|c| c.span) == claim.entity.as_ref().map(|e| e.span) {
        claim.counterpart = None;
    }
    settle_measure(&mut claim, text, before.filter(|b| *b > sentence.start).unwrap_or(sentence.start));
    without_entity(&mut claim, text);
    set_periods(&mut claim, text, tag, passage, periods);
    // "from 2019 to 2020 exports lost $1.4 trillion": an amount over a span of years, with a verb of change, is a change.
    let spans_years = claim.period.is_some_and(|p| years(p).is_some());
    if claim.kind == Some(Kind::Level) && claim.unit.is_currency() && spans_years && falls.is_some() {
        claim.kind = Some(Kind::Change);
    }
    if matches!(claim.kind, Some(Kind::Growth | Kind::Change | Kind::AverageGrowth)) {
        split_years(&mut claim);
        if falls == Some(true) && claim.figure.low() >= 0.into() {
            claim.figure = claim.figure.negate();
        }
    }
    claim
}

/// The measure and the partner, where the words beside the value or the measure settle them. `from` is where the value
/// before ends, or the sentence begins.
fn settle_measure(claim: &mut Claim, text: &str, from: usize) {
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
        && let Some(partner) = claim.measure.as_ref().and_then(|m| syntax::partner_after(text, sentence, m.span))
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
fn years(period: Period) -> Option<(Period, Period)> {
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
fn mention(text: &str, span: Span, sentence: Span) -> Option<Mention> {
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

fn set_periods(claim: &mut Claim, text: &str, tag: &Tag, passage: &Passage<'_>, periods: &Periods) {
    let (sentence, value) = (claim.sentence, claim.span);
    let compared = matches!(claim.kind, Some(Kind::AverageGrowth | Kind::Ratio | Kind::Change | Kind::Growth));
    let tagged = tag.role(Role::Period);
    let own = periods.beside(text, sentence, value);
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
    // What changes between two years takes both.
    let found = found.map(|moment| if compared { periods.whole(moment) } else { moment });
    if let Some(moment) = found {
        claim.period_text = Some(named(text, moment.expression.span, sentence));
        claim.period = moment.period;
    } else if let Some(span) = tagged.filter(|span| sentence.overlaps(*span)) {
        claim.period_text = Some(named(text, span, sentence));
    }
    let by_words = || syntax::base_after(text, sentence, value).filter(|_| compared);
    if let Some(span) = tag.role(Role::Base).or_else(by_words) {
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
    if claim.base_period.is_some() && claim.base_period == claim.period {
        claim.base_period = None;
    }
    // "between 2020 and 2024", "in the year to April": base and period of a change in one expression.
    if compared
        && claim.base_period.is_none()
        && let Some((base, period)) = found.and_then(|m| m.expression.time.resolve_change(&m.context))
        && period.years_before(1).is_some_and(|p| base.start() <= p.start())
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

/// "from 3 percent to 7 percent between 2009 and 2023": each level takes its own end of the years, which may also stand
/// with the rate that follows.
fn split_ends(text: &str, claims: &mut [Claim]) {
    let level = |c: &Claim| matches!(c.kind, Some(Kind::Level | Kind::Share));
    for n in 1..claims.len() {
        let (first, last) = (&claims[n - 1], &claims[n]);
        let pair = level(first) && level(last) && first.unit == last.unit && first.sentence == last.sentence;
        if !pair || !syntax::from_to(text, first.sentence, first.span, last.span) {
            continue;
        }
        let said = [first.period, last.period].into_iter().flatten().find_map(years);
        let follows = claims.get(n + 1).filter(|c| c.sentence == last.sentence);
        let told = follows.and_then(|c| Some((c.base_period?, c.period?)));
        let unsaid = first.period.is_none() && last.period.is_none();
        if let Some((base, period)) = said.or(told.filter(|_| unsaid)) {
            claims[n - 1].period = Some(base);
            claims[n].period = Some(period);
        }
    }
}

/// Fills what a claim leaves unsaid from the claims before it in the same block: "exports rose 3 percent to 5 billion".
fn carry_over(document: &Document, claims: &mut [Claim]) {
    let block_of = |span: Span| document.blocks.iter().position(|b| b.span.contains(span));
    let blocks: Vec<Option<usize>> = claims.iter().map(|c| block_of(c.span)).collect();
    for n in 0..claims.len() {
        if claims[n].kind.is_none() {
            continue;
        }
        let (earlier, rest) = claims.split_at_mut(n);
        let claim = &mut rest[0];
        let from = blocks[..n].iter().position(|b| b.is_some() && *b == blocks[n]).unwrap_or(n);
        let before: Vec<&Claim> = earlier[from..].iter().filter(|c| c.kind.is_some()).collect();
        fill_share(&document.text, claim, before.last().copied());
        if let Some(previous) = before.last() {
            fill(&document.text, claim, previous);
        }
        fill_time(&document.text, claim, &before);
        if claim.period.is_none() && claim.period_text.as_ref().is_some_and(points_back) {
            // "over those months" may point past the paragraph.
            if let Some(previous) = earlier.iter().rfind(|c| c.kind.is_some() && c.period.is_some()) {
                copy_time(claim, previous);
            }
        }
        fill_base(claim, &before);
        if claim.kind == Some(Kind::Growth) && claim.period.and_then(|p| p.years_before(1)) == claim.base_period {
            claim.base_period = None;
        }
    }
}

fn carried(mention: Option<&Mention>, to: Span) -> Option<Mention> {
    mention.map(|m| Mention { carried: m.span.start < to.start, ..m.clone() })
}

/// Takes over what names the subject, and when.
fn copy_subject(claim: &mut Claim, previous: &Claim) {
    let to = claim.sentence;
    claim.measure = carried(previous.measure.as_ref(), to);
    claim.entity = carried(previous.entity.as_ref(), to);
    claim.counterpart = carried(previous.counterpart.as_ref(), to);
}

fn copy_time(claim: &mut Claim, previous: &Claim) {
    claim.period = previous.period;
    claim.period_text = carried(previous.period_text.as_ref(), claim.sentence);
}

/// Whether a measure is the noun that the value before counts: "more than 1 billion *mobile payment users*".
fn counted(text: &str, measure: &Mention, previous: Option<&Claim>) -> bool {
    previous.is_some_and(|p| text.get(p.span.end..measure.span.start).is_some_and(|gap| gap.trim().is_empty()))
}

/// The part of a share is not its whole.
fn fill_share(text: &str, claim: &mut Claim, previous: Option<&Claim>) {
    let beyond_value =
        |m: &Mention| m.span.start >= claim.span.end && syntax::is_apart(text, claim.span.end, m.span.start);
    if claim.kind == Some(Kind::Share) && claim.whole.is_none() && claim.measure.as_ref().is_some_and(beyond_value) {
        let whole = syntax::whole_after(text, claim.sentence, claim.span);
        claim.whole = whole.and_then(|span| mention(text, span, claim.sentence));
    }
    let (Some(Kind::Share), Some(whole)) = (claim.kind, claim.whole.clone()) else {
        return;
    };
    let beyond = |m: &Mention| {
        m.span.start >= whole.span.end && syntax::is_apart(text, whole.span.end, m.span.start)
            || m.span.end <= claim.span.start && counted(text, m, previous)
    };
    if whole.span.start >= claim.span.end && claim.measure.as_ref().is_some_and(beyond) {
        // "60 percent of the world's base stations and 3 million users": the whole names its own measure.
        let head = whole.text.rfind("'s ").or_else(|| whole.text.rfind("’s ")).map_or(0, |at| at + "'s ".len());
        let head = (head..=head + 2).find(|at| whole.text.is_char_boundary(*at)).unwrap_or(0);
        claim.measure = mention(text, Span::new(whole.span.start + head, whole.span.end), claim.sentence);
        return;
    }
    let last = |words: &str| words.rsplit(|c: char| !c.is_alphanumeric()).next().map(str::to_lowercase);
    let whole_itself = |m: &Mention| {
        m.span.overlaps(whole.span) && m.span.start >= claim.span.end || last(&m.text) == last(&whole.text)
    };
    if claim.measure.as_ref().is_some_and(|m| !whole_itself(m)) {
        return;
    }
    let from = previous.map_or(claim.sentence.start, |p| p.span.end.max(claim.sentence.start));
    let subject = syntax::part_of_share(text, from.min(claim.span.start), claim.span);
    if let Some(subject) = subject.and_then(|s| mention(text, s, claim.sentence)) {
        // "Trade with the bloc made up …": a subject that is a name is the entity.
        if !subject.text.starts_with(char::is_uppercase) {
            claim.measure = Some(subject);
        }
    } else if let Some(measure) =
        previous.and_then(|p| p.measure.as_ref()).filter(|m| last(&m.text) != last(&whole.text))
    {
        claim.measure = carried(Some(measure), claim.sentence);
    }
}

fn fill(text: &str, claim: &mut Claim, previous: &Claim) {
    let same_sentence = claim.sentence == previous.sentence;
    // A second currency in brackets says the same thing twice.
    let conversion = same_sentence
        && claim.kind == Some(Kind::Level)
        && claim.unit.is_currency()
        && previous.unit.is_currency()
        && claim.unit != previous.unit
        && claim.span.start.saturating_sub(previous.span.end) <= 4;
    if conversion {
        copy_subject(claim, previous);
        copy_time(claim, previous);
        claim.modality = previous.modality;
        if claim.comparator == Comparator::Equal {
            claim.comparator = previous.comparator;
            claim.cue = previous.cue;
        }
        return;
    }
    let moved = matches!(previous.kind, Some(Kind::Growth | Kind::Change | Kind::AverageGrowth));
    if same_sentence && claim.kind == Some(Kind::Level) && moved && syntax::leads_to(text, previous.span, claim.span) {
        copy_subject(claim, previous);
        if claim.period.is_none() {
            copy_time(claim, previous);
        }
        return;
    }
    if claim.entity.is_none() {
        claim.entity = carried(previous.entity.as_ref(), claim.sentence);
    }
    let behind = claim
        .measure
        .as_ref()
        .is_some_and(|m| m.span.start >= claim.span.end && syntax::is_apart(text, claim.span.end, m.span.start));
    let own = |m: &Option<Mention>| m.as_ref().is_some_and(|m| !m.carried);
    let skipped = claim.measure.as_ref().is_some_and(|m| m.carried) && own(&previous.measure);
    if same_sentence && (claim.measure.is_none() || (behind || skipped) && previous.measure.is_some()) {
        claim.measure = carried(previous.measure.as_ref(), claim.sentence);
    }
    let compares = matches!(claim.kind, Some(Kind::Share | Kind::Change | Kind::Ratio));
    let same = |a: &Option<Mention>, b: &Option<Mention>| a.as_ref().map(|m| &m.text) == b.as_ref().map(|m| &m.text);
    if same_sentence
        && compares
        && claim.counterpart.is_none()
        && same(&claim.measure, &previous.measure)
        && same(&claim.entity, &previous.entity)
    {
        claim.counterpart = carried(previous.counterpart.as_ref(), claim.sentence);
    }
}

/// Whether the words of a time point to one named before: "over those months".
fn points_back(time: &Mention) -> bool {
    let words = time.text.to_lowercase();
    ["those", "these", "same", "that"].iter().any(|w| words.split_whitespace().any(|v| v == *w))
}

/// What goes on about the same thing goes on about the same time, unless it names one of its own.
fn fill_time(text: &str, claim: &mut Claim, before: &[&Claim]) {
    if claim.period.is_none()
        && claim.period_text.as_ref().is_none_or(points_back)
        && let Some(previous) = before.iter().rfind(|c| c.period.is_some())
        && claim.modality == previous.modality
        && (claim.sentence == previous.sentence
            || claim.period_text.is_some()
            || !syntax::is_present(text, claim.sentence, claim.span))
    {
        copy_time(claim, previous);
    }
}

/// What a rate runs from, where it stands with the levels that it leads between, or with another rate of the same years.
fn fill_base(claim: &mut Claim, before: &[&Claim]) {
    let compared = matches!(claim.kind, Some(Kind::AverageGrowth | Kind::Growth | Kind::Ratio | Kind::Change));
    if !compared || claim.base_period.is_some() {
        return;
    }
    let average = claim.kind == Some(Kind::AverageGrowth);
    let fits = |period: Option<Period>| claim.period.is_none() || period == claim.period;
    if average
        && let Some(rate) = before.iter().rfind(|c| c.kind == Some(Kind::AverageGrowth) && fits(c.period))
        && rate.base_period.is_some()
    {
        claim.base_period = rate.base_period;
        claim.period = rate.period;
        return;
    }
    let [.., first, last] = before else {
        return;
    };
    let levels = |c: &Claim| matches!(c.kind, Some(Kind::Level | Kind::Share));
    let pair = levels(first) && levels(last) && first.unit == last.unit && first.sentence == last.sentence;
    let near = last.sentence == claim.sentence || average;
    let (Some(one), Some(other)) = (first.period, last.period) else {
        return;
    };
    // "from 3 in 2020 to 5 in 2024", or "5 in 2024, up from 3 in 2020".
    let (base, period) = if one.end() < other.start() { (one, other) } else { (other, one) };
    let told = fits(Some(period)) || !average && claim.period == Some(base);
    if pair && near && told && base.end() < period.start() {
        claim.base_period = Some(base);
        claim.period = Some(period);
        if last.sentence == claim.sentence {
            copy_subject(claim, last);
        }
        claim.whole = carried(last.whole.as_ref(), claim.sentence);
    }
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
