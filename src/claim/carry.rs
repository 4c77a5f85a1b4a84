//! What a claim leaves unsaid, taken over from the claims before it: subject, time, base, the ends of "from … to …".

use super::build::{mention, named, years};
use super::periods::{Moment, Periods, is_compared, leads_to_list};
use super::{Claim, Mention, comparison, syntax};
use crate::doc::{Block, BlockKind, Document};
use crate::label::{Comparator, Kind};
use crate::quantity::Period;
use crate::span::Span;

/// "from 3 percent to 7 percent between 2009 and 2023": each level takes its own end of the years, which may also stand
/// with the rate that follows.
pub(super) fn split_ends(text: &str, claims: &mut [Claim]) {
    let level = |c: &Claim| matches!(c.kind, Some(Kind::Level | Kind::Share));
    for n in 1..claims.len() {
        ends_are_levels(text, &mut claims[n - 1..=n]);
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
        } else if first.period.is_some() && first.period == last.period {
            // "from 5 to 6 by 2018": when it was 5 is not said.
            claims[n - 1].period = None;
        }
    }
}

/// "rose from 204 billion to 294 billion": two levels, whatever the verb.
fn ends_are_levels(text: &str, pair: &mut [Claim]) {
    let [first, last] = pair else { return };
    let changes = |c: &Claim| c.kind == Some(Kind::Change) && !c.unit.is_percent();
    let same = first.unit == last.unit && first.sentence == last.sentence;
    let either = changes(first) || changes(last);
    if !same || !either || !syntax::from_to(text, first.sentence, first.span, last.span) {
        return;
    }
    let told = [&*first, &*last].into_iter().find_map(|c| Some((c.base_period?, c.period?)));
    for claim in [&mut *first, &mut *last] {
        if claim.kind == Some(Kind::Change) && claim.figure.high() < 0.into() {
            claim.figure = claim.figure.negate();
        }
        claim.kind = Some(Kind::Level);
        claim.base_period = None;
        claim.base_text = None;
    }
    if let Some((base, period)) = told {
        first.period = Some(base);
        last.period = Some(period);
    }
}

/// Fills what a claim leaves unsaid from the claims before it in the same block: "exports rose 3 percent to 5 billion".
pub(super) fn carry_over(document: &Document, periods: &Periods, claims: &mut [Claim]) {
    let leads = leads(document);
    let block_of = |span: Span| {
        let at = document.blocks.partition_point(|b| b.span.end <= span.start);
        document.blocks.get(at).filter(|b| b.span.contains(span)).map(|_| at)
    };
    let blocks: Vec<Option<usize>> = claims.iter().map(|c| block_of(c.span)).collect();
    for n in 0..claims.len() {
        if claims[n].kind.is_none() {
            continue;
        }
        let (earlier, rest) = claims.split_at_mut(n);
        let claim = &mut rest[0];
        // Claims are in text order, so those of one block stand together.
        let other = blocks[..n].iter().rposition(|b| *b != blocks[n]).map_or(0, |last| last + 1);
        let from = if blocks[n].is_some() { other } else { n };
        let before: Vec<&Claim> = earlier[from..].iter().filter(|c| c.kind.is_some()).collect();
        fill_share(&document.text, claim, before.last().copied());
        if let Some(previous) = before.last() {
            fill(&document.text, claim, previous);
        }
        fill_time(&document.text, claim, &before);
        if let Some(lead) = blocks[n].and_then(|block| leads[block]) {
            // Claims are in text order: those of the paragraph end where it does.
            let end = earlier.partition_point(|c| c.span.start < lead.end);
            let mut own = earlier[..end].iter().rev().take_while(|c| lead.contains(c.span));
            let led = own.find(|c| c.kind.is_some());
            fill_led(&document.text, claim, led, &periods.within(lead));
        }
        if claim.period.is_none() && claim.period_text.as_ref().is_some_and(points_back) {
            // "over those months" may point past the paragraph.
            if let Some(previous) = earlier.iter().rfind(|c| c.kind.is_some() && c.period.is_some()) {
                copy_time(claim, previous);
            }
        }
        fill_base(claim, &before);
        fill_earlier(claim, periods);
        if claim.kind == Some(Kind::Growth) && claim.period.and_then(|p| p.years_before(1)) == claim.base_period {
            claim.base_period = None;
        }
    }
}

/// For each block that is an item of a list, the paragraph that leads to the list: "Between 2012 and 2014:".
fn leads(document: &Document) -> Vec<Option<Span>> {
    let mut lead = None;
    let lead_of = |block: &Block| {
        if block.kind == BlockKind::Item {
            return lead;
        }
        lead = leads_to_list(&document.text, block).then_some(block.span);
        None
    };
    document.blocks.iter().map(lead_of).collect()
}

/// An item of a list speaks of what leads to the list, and of the time named there, where it says nothing else.
fn fill_led(text: &str, claim: &mut Claim, led: Option<&Claim>, times: &[&Moment]) {
    if let Some(led) = led.filter(|_| claim.measure.is_none()) {
        copy_subject(claim, led);
    }
    if claim.period.is_some() || claim.period_text.is_some() {
        return;
    }
    if let Some(led) = led.filter(|led| led.period.is_some()) {
        copy_time(claim, led);
        return;
    }
    let [time] = times else { return };
    let change = time.expression.time.resolve_change(&time.context);
    claim.period = change.map_or(time.period, |(_, period)| Some(period));
    claim.period_text = Some(named(text, time.expression.span, claim.sentence));
    if is_compared(claim) && claim.base_period.is_none() && claim.base_text.is_none() {
        claim.base_period = change.map(|(base, _)| base);
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
    // "expanded by 13 percent a year on average; India's managed 5 percent": a year on average as well.
    let own_time = claim.period_text.as_ref().is_some_and(|t| !t.carried && t.span.start >= previous.span.end);
    if same_sentence
        && previous.kind == Some(Kind::AverageGrowth)
        && claim.kind == Some(Kind::Growth)
        && !own_time
        && claim.base_text.is_none()
    {
        claim.kind = previous.kind;
        copy_time(claim, previous);
        claim.base_period = previous.base_period;
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
    // "Imports from China were $107 billion. That leaves a surplus of $29 billion": with China.
    let bare = claim.measure.as_ref().is_some_and(|m| ["surplus", "deficit", "balance"].contains(&m.text.as_str()));
    if bare && claim.counterpart.is_none() && same(&claim.entity, &previous.entity) {
        claim.counterpart = carried(previous.counterpart.as_ref(), claim.sentence);
    }
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
        && !syntax::has_since(text, previous.span.end, claim.span.start)
        && claim.modality == previous.modality
        && !previous
            .period_text
            .as_ref()
            .is_some_and(|t| comparison::leads_from(text, claim.sentence, claim.span, t.span))
        && (claim.sentence == previous.sentence
            || claim.period_text.is_some()
            || !syntax::is_present(text, claim.sentence, claim.span))
    {
        copy_time(claim, previous);
    }
}

/// "1.08 million more than a year earlier": a year before the time that the claim has taken over.
fn fill_earlier(claim: &mut Claim, periods: &Periods) {
    if claim.base_period.is_none()
        && let (Some(period), Some(base)) = (claim.period, &claim.base_text)
        && let Some(moment) = periods.of_words(base.span)
    {
        claim.base_period = moment.base_for(Some(period)).filter(|base| base.end() < period.end());
    }
}

/// What a rate runs from, where it stands with the levels that it leads between, or with another rate of the same years.
fn fill_base(claim: &mut Claim, before: &[&Claim]) {
    if !is_compared(claim) || claim.base_period.is_some() {
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
