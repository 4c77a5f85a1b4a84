//! Times in Chinese, as far as figures need them: years with their months and quarters, and the year before.

use super::lexicon::{Lex, Step};
use super::moment::{Moment, Part, Year};
use super::parser::{Parser, Read, whole};

const NUMERALS: &str = "一二三四五六七八九";

impl Parser<'_> {
    /// Whether these characters stand here.
    fn reads(&self, i: usize, characters: &str) -> bool {
        characters.chars().enumerate().all(|(n, c)| self.lex(i + n) == Lex::Mark(c))
    }

    /// A small number in digits or in one character, and the token after it.
    fn small(&self, i: usize) -> Option<(i8, usize)> {
        let n = match self.lex(i) {
            Lex::Number(n) => n.try_into().ok()?,
            Lex::Mark(c) => i8::try_from(NUMERALS.chars().position(|numeral| numeral == c)?).ok()? + 1,
            _ => return None,
        };
        Some((n, i + 1))
    }

    /// 2024年, 2025年11月, 2024年第三季度, 2025年前11个月, 2025年1-11月: begins at the number.
    pub(super) fn chinese_year(&self, i: usize) -> Read {
        let Lex::Number(year @ 1500..=2100) = self.lex(i) else { return None };
        if !self.reads(i + 1, "年") {
            return None;
        }
        Some(self.chinese_part(Year::Given(i16::try_from(year).ok()?), i + 2))
    }

    /// The part of the year that follows it, if one does.
    fn chinese_part(&self, year: Year, i: usize) -> (Moment, usize) {
        let part = self.chinese_months(i).filter(|(part, _)| match part {
            Part::Months(from, to) => 1 <= *from && from <= to && *to <= 12,
            Part::Quarter(quarter) => (1..=4).contains(quarter),
            _ => true,
        });
        let (part, end) = part.unwrap_or((Part::Whole, i));
        (Moment::Window { year, part }, end)
    }

    fn chinese_months(&self, i: usize) -> Option<(Part, usize)> {
        if self.reads(i, "上半年") {
            return Some((Part::Months(1, 6), i + 3));
        }
        if self.reads(i, "下半年") {
            return Some((Part::Months(7, 12), i + 3));
        }
        if self.reads(i, "前") {
            let (n, j) = self.small(i + 1)?;
            return self.reads(j, "个月").then_some((Part::Months(1, n), j + 2));
        }
        let (n, j) = self.small(i + usize::from(self.reads(i, "第")))?;
        if self.reads(j, "季度") {
            return Some((Part::Quarter(n), j + 2));
        }
        if self.mark(j, &['-', '–', '至', '到', '—']) {
            let (last, k) = self.small(j + 1)?;
            return self.reads(k, "月").then_some((Part::Months(n, last), k + 1));
        }
        if !self.reads(j, "月") {
            return None;
        }
        match self.small(j + 1) {
            Some((day, k)) if self.reads(k, "日") => Some((Part::Day(n, day), k + 1)),
            _ => Some((Part::Months(n, n), j + 1)),
        }
    }

    /// 去年, 今年, 明年, 同比 (on the year before).
    pub(super) fn chinese(&self, i: usize) -> Option<(Moment, usize, bool)> {
        for (words, by) in [("去年", -1), ("今年", 0), ("明年", 1)] {
            if self.reads(i, words) {
                let (moment, end) = self.chinese_part(Year::Published(by), i + 2);
                // 去年同期: the same period of last year.
                if by < 0 && self.reads(end, "同期") {
                    return Some((Moment::SameIn(Box::new(whole(Year::Published(by)))), end + 2, true));
                }
                return Some((moment, end, false));
            }
        }
        let same = self.reads(i, "同比") || self.reads(i, "上年");
        same.then_some((Moment::Earlier { step: Step::Year, n: 1 }, i + 2, true))
    }
}
