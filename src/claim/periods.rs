//! When a claim's figure was measured, and against when: the times of a document, and which of them a value takes.

use std::collections::BTreeMap;

use super::build::{named, split_years, years};
use super::{Claim, Mention};
use super::{comparison, syntax};
use crate::doc::{Block, BlockKind, Document};
use crate::label::{Kind, Modality};
use crate::quantity::{FiscalYear, Period, TimeContext, TimeExpression, find_times};
use crate::span::Span;
use crate::tag::{Passage, Role, Tag};

/// The time expressions of a document, each with the period that it names where it stands.
pub(super) struct Periods {
    times: Vec<Moment>,
}

/// A time expression, what it means, and what was known where it stands.
pub(super) struct Moment {
    pub(super) expression: TimeExpression,
    pub(super) period: Option<Period>,
    pub(super) context: TimeContext,
}

impl Moment {
    /// The period of what has been, or is to come: "by June" is the last one or the next.
    pub(super) fn period_of(&self, modality: Modality) -> Option<Period> {
        let time = &self.expression.time;
        match modality {
            Modality::Actual => time.resolve_behind(&self.context),
            Modality::Forecast | Modality::Target => time.resolve_ahead(&self.context),
        }
    }

    /// The period as what a figure of `period` is held against: of months that belong together, all of them.
    pub(super) fn base_for(&self, period: Option<Period>) -> Option<Period> {
        let run = self.period.filter(|p| self.expression.time.is_range() && p.months().is_some_and(|n| n < 12));
        run.or_else(|| self.expression.time.resolve_base(period.as_ref(), &self.context))
    }
}

impl Periods {
    pub(super) fn resolve(document: &Document, passages: &[Passage<'_>]) -> Self {
        let mut seen = BTreeMap::new();
        let text = &document.text;
        // What leads to a list may hold no figure, and says when those of its items were measured.
        let leads = document
            .blocks
            .iter()
            .filter(|b| leads_to_list(text, b))
            .flat_map(|block| find_times(block.span.of(text)).into_iter().map(|time| time.shift(block.span.start)));
        for time in passages.iter().flat_map(|p| p.times.iter().cloned()).chain(leads) {
            seen.entry((time.span.start, time.span.end)).or_insert(time);
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
    pub(super) fn of(&self, passage: &Passage<'_>) -> Times<'_> {
        // The ends of a time follow each other directly and lie within it, so starts are in order from passage to passage.
        let before = |place: usize| self.times.partition_point(|m| m.expression.span.start < place);
        Times(&self.times[before(passage.span.start)..before(passage.span.end)])
    }

    /// The time whose words, preposition and all, these are.
    pub(super) fn of_words(&self, span: Span) -> Option<&Moment> {
        let after = self.times.partition_point(|m| m.expression.span.start <= span.start);
        self.times[..after].iter().rev().take(3).find(|m| m.expression.span.contains(span))
    }

    /// The times of a stretch of the text, whole and without those that only compare, each with its period.
    pub(super) fn within(&self, span: Span) -> Vec<&Moment> {
        let before = |place: usize| self.times.partition_point(|m| m.expression.span.start < place);
        let own = &self.times[before(span.start)..before(span.end)];
        let is_part =
            |m: &Moment| own.iter().any(|w| w.expression.ends.is_some_and(|e| e.contains(&m.expression.span)));
        own.iter().filter(|m| m.period.is_some() && !m.expression.time.is_comparison() && !is_part(m)).collect()
    }
}

/// The times of a passage, in order.
#[derive(Clone, Copy)]
pub(super) struct Times<'a>(&'a [Moment]);

impl<'a> Times<'a> {
    /// The time expression whose words are most like those of `span`.
    pub(super) fn at(self, span: Span) -> Option<&'a Moment> {
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
    pub(super) fn only(self, sentence: Span) -> Option<&'a Moment> {
        let mut own = self.0.iter().filter(|m| {
            m.period.is_some() && !m.expression.time.is_comparison() && sentence.contains(m.expression.span)
        });
        own.next().filter(|_| own.next().is_none())
    }

    /// The one time of a sentence beside another.
    pub(super) fn other(self, sentence: Span, than: &Moment) -> Option<&'a Moment> {
        let than = self.whole(than).expression.span;
        let mut own = self.0.iter().filter(|m| {
            let span = m.expression.span;
            m.period.is_some()
                && sentence.contains(span)
                && !span.overlaps(than)
                && self.whole(m).expression.span == span
        });
        own.next().filter(|_| own.next().is_none())
    }

    /// The time of a sentence that a change is measured against, by the words before it: "relative to 2020", "since 2018".
    pub(super) fn base_of(self, text: &str, sentence: Span) -> Option<&'a Moment> {
        let mut own = self.0.iter().filter(|m| m.period.is_some() && sentence.contains(m.expression.span));
        let base =
            own.rfind(|m| m.expression.time.is_since() || comparison::is_compared(text, sentence, m.expression.span));
        base.map(|m| self.whole(m))
    }

    /// The times behind a value in its sentence, in the order of the text.
    fn behind(self, sentence: Span, value: Span) -> Vec<&'a Moment> {
        let own = |m: &&Moment| m.expression.span.start >= value.end && sentence.contains(m.expression.span);
        let mut behind: Vec<&Moment> = self.0.iter().filter(own).collect();
        behind.sort_by_key(|m| m.expression.span.start);
        behind
    }

    /// The time that the words behind a value hold it against: "254,000 more than *for December to February*".
    ///
    /// Of "rose 3 percent from 2012 to 2014" both ends belong to the change; not so of "was up 3 percent from January to
    /// March", nor where the sentence names a later time first.
    pub(super) fn base_behind(self, text: &str, sentence: Span, value: Span) -> Option<&'a Moment> {
        let next = self.whole(*self.behind(sentence, value).first()?);
        if !comparison::leads_to_base(text, value, next.expression.span, next.expression.time.is_comparison()) {
            return None;
        }
        let later = |m: &Moment| {
            let ends = m.period.zip(next.period);
            m.expression.span.end <= value.start
                && sentence.contains(m.expression.span)
                && ends.is_some_and(|(own, base)| own.start() > base.end())
        };
        let span = next.expression.span;
        let from = text.get(value.end..span.start).is_some_and(|gap| gap.trim_end().ends_with("from"))
            || span.of(text).starts_with("from");
        let both = from && next.expression.time.is_range();
        (!both || comparison::is_state(text, sentence, value) || self.0.iter().any(later)).then_some(next)
    }

    /// The time right behind a value that is one step back from the text's own: "in the previous month".
    fn earlier_of(self, text: &str, sentence: Span, value: Span) -> Option<&'a Moment> {
        let next = *self.behind(sentence, value).first()?;
        let words = text.get(value.end..next.expression.span.end)?.trim_start().to_lowercase();
        let previous = ["in the previous ", "the previous ", "in the preceding "].iter().any(|w| words.starts_with(w));
        let short = ["month", "quarter"].iter().any(|step| words.ends_with(step));
        (previous && short).then_some(next)
    }

    /// Whether a time of the sentence is one that a figure is held against.
    fn is_base(self, text: &str, sentence: Span, passage: &Passage<'_>, moment: &Moment) -> bool {
        [moment, self.whole(moment)].into_iter().any(|m| {
            let (span, compared) = (m.expression.span, m.expression.time.is_comparison());
            let figure = passage.quantities.iter().rfind(|q| q.span.end <= span.start && sentence.contains(q.span));
            compared
                || comparison::is_compared(text, sentence, span)
                || figure.is_some_and(|q| comparison::leads_to_base(text, q.span, span, compared))
        })
    }

    /// The last time before a value in its sentence that no figure is held against.
    fn held(self, text: &str, sentence: Span, passage: &Passage<'_>, value: Span) -> Option<&'a Moment> {
        let own = |m: &&Moment| {
            m.period.is_some()
                && sentence.contains(m.expression.span)
                && m.expression.span.end <= value.start
                && !self.is_base(text, sentence, passage, m)
        };
        self.0.iter().rfind(own).map(|m| self.whole(m))
    }

    /// The time that stands right behind other words of the sentence.
    fn right_behind(self, text: &str, words: Span) -> Option<&'a Moment> {
        self.0.iter().find(|m| {
            let gap = text.get(words.end..m.expression.span.start);
            m.period.is_some()
                && !m.expression.time.is_comparison()
                && gap.is_some_and(|gap| [" ", " of ", " in "].contains(&gap))
        })
    }

    /// The ends of a change behind a value: "from the peak in *Q2 1990* to the trough in *Q3 1991*".
    fn ends_behind(self, text: &str, sentence: Span, value: Span) -> Option<(&'a Moment, &'a Moment)> {
        const BETWEEN: [&str; 12] =
            ["from", "to", "the", "a", "its", "trough", "peak", "low", "high", "in", "level", "of"];
        let behind = self.behind(sentence, value);
        let [base, end, ..] = behind.as_slice() else { return None };
        let joined = |from: usize, to: usize, first: &str| {
            let gap = text.get(from..to).unwrap_or_default();
            gap.split_whitespace().next() == Some(first) && gap.split_whitespace().all(|w| BETWEEN.contains(&w))
        };
        let from = joined(value.end, base.expression.span.start, "from");
        (from && joined(base.expression.span.end, end.expression.span.start, "to")).then_some((base, end))
    }

    /// The last time before a value.
    pub(super) fn last_before(self, value: Span) -> Option<&'a Moment> {
        self.0.iter().rfind(|m| m.expression.span.end <= value.start && m.period.is_some())
    }

    /// The expression that a time is one end of, or the time itself.
    pub(super) fn whole(self, part: &'a Moment) -> &'a Moment {
        let span = part.expression.span;
        let whole = self.0.iter().find(|m| m.expression.ends.is_some_and(|ends| ends.contains(&span)));
        whole.unwrap_or(part)
    }

    /// The time right before the brackets that a value stands in: "381 fewer than in 2011 (8,748)".
    pub(super) fn bracketed(self, text: &str, sentence: Span, value: Span) -> Option<&'a Moment> {
        let before = text.get(sentence.start..value.start)?.trim_end().strip_suffix('(')?.trim_end();
        let end = sentence.start + before.len();
        self.0.iter().find(|m| m.expression.span.end == end && m.period.is_some())
    }

    /// The time in the clause of a value: the first after it up to the next mark, else the last before it likewise.
    pub(super) fn beside(self, text: &str, sentence: Span, value: Span) -> Option<&'a Moment> {
        let mark = |c: char| matches!(c, ',' | ';' | ':');
        let after = text[value.end.min(sentence.end)..sentence.end].find(mark).map_or(sentence.end, |n| value.end + n);
        let before = text[sentence.start..value.start].rfind(mark).map_or(sentence.start, |n| sentence.start + n);
        let own = || self.0.iter().filter(|m| m.period.is_some() && !m.expression.time.is_comparison());
        let next = own().find(|m| m.expression.span.start >= value.end && m.expression.span.end <= after);
        next.or_else(|| own().rfind(|m| m.expression.span.start >= before && m.expression.span.end <= value.start))
    }
}

/// Whether a figure of this kind is one of two times.
pub(super) fn is_compared(claim: &Claim) -> bool {
    matches!(claim.kind, Some(Kind::AverageGrowth | Kind::Ratio | Kind::Change | Kind::Growth))
}

/// Whether a block may lead to a list: "Between 2012 and 2014:".
pub(super) fn leads_to_list(text: &str, block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading) && block.span.of(text).trim_end().ends_with(':')
}

/// When, and against when; a time in the `dateline` is neither.
pub(super) fn set_periods(
    claim: &mut Claim,
    text: &str,
    tag: &Tag,
    passage: &Passage<'_>,
    periods: Times<'_>,
    dateline: Option<Span>,
) {
    let (sentence, value) = (claim.sentence, claim.span);
    let compared = is_compared(claim);
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
        // "In 2024 it had grown 3 percent, and in 2020 it had shrunk": what a mark parts from the value is of the next.
        let beyond = span.start >= value.end
            && own.end <= value.start
            && syntax::is_apart(text, value.end, span.start)
            && !syntax::is_apart(text, own.end, value.start);
        crosses || apart || beyond || taken && previous > sentence.start || between(own, span, value)
    };
    // "came to 6 billion, compared with 9 billion in the first quarter": a time behind what a value is held against is of that.
    let others = |span: Span| {
        let next = passage.quantities.iter().find(|q| q.span.start >= value.end && q.span.end <= span.start);
        next.is_some_and(|q| comparison::is_held_against(text, value, q.span))
            || comparison::leads_from(text, sentence, value, span)
    };
    let tagged = tagged.filter(|span| !sentence.overlaps(*span) || !others(*span));
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
    // "exports of 2023 amounted to 1.7 times those of 2020": the time right behind what is measured is its own.
    let found = found.or_else(|| claim.measure.as_ref().and_then(|m| periods.right_behind(text, m.span)));
    // What changes between two years takes both, and so does what is said of the years between; of "from 5 to 6 between
    // 2012 and 2018" the ends are told apart once both levels are known.
    let found = found.map(|moment| periods.whole(moment));
    // "following a fall of 1.3 percent in the previous month": told of the month before that of the sentence.
    if compared && let Some(moment) = periods.earlier_of(text, sentence, value) {
        let own = periods.held(text, sentence, passage, value);
        claim.period_text = Some(named(text, moment.expression.span, sentence));
        claim.period = own.and_then(|own| moment.expression.time.resolve_base(own.period.as_ref(), &moment.context));
        return;
    }
    let behind = periods
        .base_behind(text, sentence, value)
        .filter(|_| compared && periods.ends_behind(text, sentence, value).is_none());
    let is_free = |m: &Moment, base: &Moment| {
        !m.expression.span.overlaps(base.expression.span)
            && (!sentence.contains(m.expression.span) || !periods.is_base(text, sentence, passage, m))
    };
    let found = match behind {
        // The time behind it that it is held against is not its own.
        Some(base) => found.filter(|m| is_free(m, base)).or_else(|| {
            let held = periods.held(text, sentence, passage, value);
            held.filter(|m| dateline.is_none_or(|line| !line.contains(m.expression.span)))
        }),
        // "Comparing May with March": what it is held against stands before it, or before all else.
        None => match found.filter(|_| compared).zip(periods.base_of(text, sentence)) {
            Some((own, base)) if own.expression.span.overlaps(base.expression.span) => {
                periods.other(sentence, base).or(found)
            }
            _ => found,
        },
    };
    // What only other figures are held against is no time of this one.
    let tagged = tagged.filter(|span| behind.is_none() || found.is_some() || !sentence.overlaps(*span));
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
    if let Some(base) = behind {
        claim.base_text = Some(named(text, base.expression.span, sentence));
        claim.base_period = base.base_for(claim.period);
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
            _ => base.base_for(claim.period),
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
    let by_words = || comparison::base_after(text, sentence, value).filter(|_| compared);
    let base = tag.role(Role::Base).filter(|span| !parted(span));
    // The words right behind the value come before what the tagger takes from another sentence.
    if let Some(span) = base.filter(|span| sentence.overlaps(*span)).or_else(by_words).or(base) {
        claim.base_text = Some(named(text, span, sentence));
        if let Some(moment) = periods.at(span) {
            if 2 * moment.expression.span.len() >= span.len() {
                claim.base_text = Some(named(text, moment.expression.span, sentence));
            }
            claim.base_period = if comparison::is_compared(text, sentence, moment.expression.span) {
                periods.whole(moment).base_for(claim.period)
            } else {
                moment.expression.time.resolve_base(claim.period.as_ref(), &moment.context)
            };
        }
    }
    // "from the peak in Q2 1990 to the trough in Q3 1991": both ends stand behind the value.
    if compared && let Some((base, end)) = periods.ends_behind(text, sentence, value) {
        claim.period_text = Some(named(text, end.expression.span, sentence));
        claim.period = end.period_of(claim.modality);
        claim.base_text = Some(named(text, base.expression.span, sentence));
        claim.base_period = base.base_for(claim.period);
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
        && let Some(own) = periods.other(sentence, base).filter(|own| own.period.and_then(years).is_none())
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
            || comparison::is_between(text, moment.expression.span))
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
