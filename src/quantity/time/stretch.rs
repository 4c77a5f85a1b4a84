//! Stretches of time: lengths of it, runs of months and years, and those that the text or the publication is in.

use super::lexicon::{Lex, Step, Word};
use super::moment::{Moment, Part, Year};
use super::parser::{DEPTH, Parser, Read, Trust};
use super::phrase::{Phrase, explicit, plain};
use super::relation::pairs;

impl Parser<'_> {
    /// In the long term, in the medium run, for a long time.
    pub(super) fn term(&self, i: usize) -> Read {
        let j = i + usize::from(self.is(i, Word::The) || self.words(i) == "a");
        let k = self.hyphen(j + 1);
        let term = self.is(j, Word::Length) && (self.is(k, Word::Term) || self.is(k, Word::Time));
        term.then_some((Moment::Vague, k + 1))
    }

    /// Over the period, over the outlook period, in his first term, in their first two seasons.
    pub(super) fn stretch(&self, i: usize) -> Read {
        let ordinal = matches!(self.lex(i + 1), Lex::Ordinal(_));
        match self.lex(i) {
            Lex::Word(Word::The) if self.is(i + 1, Word::Period) => {
                let ranged = matches!(self.lex(i + 2), Lex::Word(Word::From | Word::Between | Word::Of | Word::Ending));
                (!ranged).then_some((Moment::Same, i + 2))
            }
            Lex::Word(Word::The) if self.lex(i + 1) == Lex::Other && self.is(i + 2, Word::Period) => {
                Some((Moment::Vague, i + 3))
            }
            Lex::Word(Word::Its) if ordinal => {
                let j = i + 2 + usize::from(self.count(i + 2).is_some());
                let stretch = matches!(self.lex(j), Lex::Word(Word::Term | Word::Season) | Lex::Unit(_));
                stretch.then_some((Moment::Vague, j + 1))
            }
            _ => None,
        }
    }

    /// Over four years, in just seven years, for 18 months.
    pub(super) fn duration(&self, i: usize) -> Read {
        let i = i + usize::from(self.is(i, Word::The));
        let counted = self.count(i).is_some() || self.is(i, Word::Few);
        let j = self.hyphen(i + 1);
        let Lex::Unit(_) = self.lex(j) else { return None };
        // A half, a quarter of something is a share, and "a year" alone a rate.
        let step = !matches!(self.lex(j), Lex::Unit(Step::Half | Step::Quarter)) && !self.is(i, Word::A);
        (counted && step && j == i + 1).then(|| (Moment::Vague, self.beyond(j + 1)))
    }

    /// Past "and beyond".
    pub(super) fn beyond(&self, i: usize) -> usize {
        if self.is(i, Word::And) && self.is(i + 1, Word::Beyond) { i + 2 } else { i }
    }

    /// Past "as a whole".
    pub(super) fn as_a_whole(&self, i: usize) -> usize {
        let whole = self.is(i, Word::As) && self.words(i + 1) == "a" && self.words(i + 2) == "whole";
        if whole { i + 3 } else { i }
    }

    /// In the quarter, in the month, over the quarter; in the second, said after "in the first quarter".
    pub(super) fn running(&self, i: usize) -> Option<Phrase> {
        let ends = matches!(self.lex(i + 2), Lex::Break | Lex::Mark('.' | ',' | ';' | ':' | ')'));
        if !ends || !self.is(i, Word::The) {
            return None;
        }
        let moment = match self.lex(i + 1) {
            Lex::Unit(step @ (Step::Quarter | Step::Month)) => Moment::Running(step),
            Lex::Ordinal(n @ 1..=4) if self.words(i + 1).starts_with(char::is_alphabetic) => Moment::Nth(n),
            _ => return None,
        };
        Some(plain((moment, i + 2)))
    }

    /// For the year, for the full year, for the year as a whole: the year of the publication.
    pub(super) fn this_year(&self, i: usize) -> Option<Phrase> {
        let j = i + 1 + usize::from(self.is(i + 1, Word::Full));
        if !self.is(i, Word::The) || self.lex(j) != Lex::Unit(Step::Year) {
            return None;
        }
        let end = self.as_a_whole(j + 1);
        let ends = end > j + 1 || matches!(self.lex(end), Lex::Break | Lex::Mark('.' | ',' | ';' | ':' | ')'));
        ends.then(|| plain((Moment::Window { year: Year::Published(0), part: Part::Whole }, end)))
    }

    /// In January and February: months that follow each other are one span.
    pub(super) fn two_months(&self, start: usize, moment: &Moment, end: usize) -> Option<Phrase> {
        let month = |m: &Moment| match m {
            Moment::Window { year, part: Part::Months(from, to) } if from == to => Some((*year, *from)),
            _ => None,
        };
        let (Year::Unsaid, first) = month(moment).filter(|_| self.is(end, Word::And))? else { return None };
        let Lex::Month(..) = self.lex(end + 1) else { return None };
        let (last, after) = self.moment(end + 1, Trust::Strong, DEPTH)?;
        let (_, second) = month(&last).filter(|(_, second)| *second == first % 12 + 1)?;
        let (year, _) = month(&last)?;
        let ends = Some([(start, end), (end + 1, after)]);
        let moment = if first < second {
            Moment::Window { year, part: Part::Months(first, second) }
        } else {
            Moment::Span(Box::new(moment.clone()), Box::new(last))
        };
        Some(Phrase { moment, end: after, comparison: false, ends })
    }

    /// The period March 2014 to May 2014, over the years 2006-2010, over 2014 to 2019: begins after the noun.
    pub(super) fn plain_range(&self, i: usize) -> Option<Phrase> {
        let (first, j) = self.moment(i, Trust::Medium, DEPTH).filter(|(moment, _)| explicit(moment))?;
        let k = self.joined(j, false)?;
        let (last, end) = self.moment(k, Trust::Strong, DEPTH).filter(|(moment, _)| explicit(moment))?;
        let last_given = matches!(last, Moment::Window { year: Year::Given(_), .. } | Moment::Fiscal { .. });
        let ends = Some([(i, j), (k, end)]);
        let counted = self.is(end, Word::Noun) || self.measures(end);
        (last_given && pairs(&first, &last) && !counted).then(|| {
            let moment = Moment::Span(Box::new(first), Box::new(last));
            Phrase { moment, end, comparison: false, ends }
        })
    }
}
