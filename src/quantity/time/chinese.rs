//! Times in Chinese: years in digits and characters with their months, quarters and ends, relative years, spans, what
//! figures are held against.

use super::lexicon::{Lex, Step};
use super::moment::{Moment, Part, Year};
use super::parser::{Parser, Read, whole};
use super::phrase::{Phrase, base, plain};
use super::tokens::is_han;

const NUMERALS: &str = "一二三四五六七八九";

/// Years counted from the publication, or from the year named last.
const YEARS: &[(&str, Year)] = &[
    ("去年", Year::Published(-1)),
    ("今年", Year::Published(0)),
    ("本年度", Year::Published(0)),
    ("本年", Year::Published(0)),
    ("明年", Year::Published(1)),
    ("前年", Year::Published(-2)),
    ("当年", Year::Named(0)),
    ("當年", Year::Named(0)),
    ("次年", Year::Named(1)),
];

/// Other units of the calendar counted from the publication.
const SHIFTS: &[(&str, Step, i32)] = &[
    ("上个月", Step::Month, -1),
    ("上個月", Step::Month, -1),
    ("上月", Step::Month, -1),
    ("本月", Step::Month, 0),
    ("上季度", Step::Quarter, -1),
    ("本季度", Step::Quarter, 0),
    ("上周", Step::Week, -1),
    ("本周", Step::Week, 0),
    ("昨天", Step::Day, -1),
    ("昨日", Step::Day, -1),
    ("今天", Step::Day, 0),
    ("今日", Step::Day, 0),
];

/// Times that are no period of the calendar.
const VAGUE: &[&str] = &["近年来", "近年來", "近年", "目前", "现在", "現在", "如今", "每年", "每月", "多年来", "历年"];

/// The first years of the five-year plans that name a period: 十四五时期.
const PLANS: &[(&str, i16)] = &[("十二五", 2011), ("十三五", 2016), ("十四五", 2021), ("十五五", 2026)];

/// Prepositions, which belong to the words of the time, and those that make it what a figure is held against.
const PREPOSITIONS: &[&str] = &["截至", "截止", "自从", "自", "从", "從", "到", "至", "在", "于", "於", "由"];
const BASES: &[&str] = &["比", "较", "較", "与", "與"];

const JOINTS: &[char] = &['-', '–', '—', '至', '到', '~', '～', '－'];

/// Characters that a time may begin with, numerals and digits aside.
const STARTS: &str = "去今本明前当當次上下昨近目现現如每多历第截自从從到至在于於由比较較与與同环環过過最未十二";

impl Parser<'_> {
    /// Whether these characters stand here.
    fn reads(&self, i: usize, characters: &str) -> bool {
        characters.chars().enumerate().all(|(n, c)| self.lex(i + n) == Lex::Mark(c))
    }

    /// The first of these words that stands here, and the token after it.
    fn any<'a>(&self, i: usize, words: impl IntoIterator<Item = &'a str>) -> Option<usize> {
        words.into_iter().find(|word| self.reads(i, word)).map(|word| i + word.chars().count())
    }

    fn numeral(&self, i: usize) -> Option<i8> {
        let Lex::Mark(c) = self.lex(i) else { return None };
        i8::try_from(NUMERALS.chars().position(|numeral| numeral == c)?).ok().map(|n| n + 1)
    }

    /// A number of at most two places in digits or characters, and the token after it.
    fn small(&self, i: usize) -> Option<(i8, usize)> {
        if let Lex::Number(n) = self.lex(i) {
            return Some((n.try_into().ok().filter(|n| *n < 100)?, i + 1));
        }
        let head = self.numeral(i).or_else(|| self.reads(i, "两").then_some(2));
        let ten = i + usize::from(head.is_some());
        if !self.reads(ten, "十") {
            return Some((head?, i + 1));
        }
        let (tail, end) = self.numeral(ten + 1).map_or((0, ten + 1), |n| (n, ten + 2));
        Some((head.unwrap_or(1) * 10 + tail, end))
    }

    /// The number of a year and the token after it: 2024, 二〇二四.
    fn year_number(&self, i: usize) -> Option<(i16, usize)> {
        if let Lex::Number(year @ 1500..=2100) = self.lex(i) {
            return Some((i16::try_from(year).ok()?, i + 1));
        }
        let mut year = 0_i16;
        for k in i..i + 4 {
            let zero = self.mark(k, &['零', '〇', '○']);
            let digit = if zero { 0 } else { i16::from(self.numeral(k)?) };
            year = year * 10 + digit;
        }
        (1500..=2100).contains(&year).then_some((year, i + 4))
    }

    /// 2024年, 2025年11月, 2024年第三季度, 2025年前11个月, 2025年1-11月: begins at the number.
    pub(super) fn chinese_year(&self, i: usize) -> Read {
        let (year, j) = self.year_number(i)?;
        if let Some(end) = self.any(j, ["财年", "財年"]) {
            return Some((Moment::Fiscal { year, part: Part::Whole }, end));
        }
        let end = self.any(j, ["年度", "年"])?;
        // 2000年代, 2024年级
        if self.mark(end, &['代', '级', '級']) {
            return None;
        }
        Some(self.chinese_part(Year::Given(year), end))
    }

    /// The part of the year that follows it, or its end, if one does.
    fn chinese_part(&self, year: Year, i: usize) -> (Moment, usize) {
        if let Some((part, end)) = self.chinese_months(i) {
            return self.chinese_edge(Moment::Window { year, part }, end, has_edge(part));
        }
        if self.reads(i, "同期") {
            return (Moment::SameIn(Box::new(whole(year))), i + 2);
        }
        let end = self.any(i, ["年"]).filter(|end| self.mark(*end, &['底', '末', '初']) && self.mark(i - 1, &['年']));
        self.chinese_edge(whole(year), end.unwrap_or(i), true)
    }

    /// 年末, 6月底, 年初.
    fn chinese_edge(&self, of: Moment, i: usize, may: bool) -> (Moment, usize) {
        let end = self.mark(i, &['底', '末']);
        if !may || !(end || self.mark(i, &['初'])) {
            return (of, i);
        }
        let day = end && matches!(of, Moment::Window { part: Part::Months(..) | Part::Quarter(_), .. });
        (Moment::Edge { of: Box::new(of), end, day }, i + 1)
    }

    fn chinese_months(&self, i: usize) -> Option<(Part, usize)> {
        self.chinese_months_read(i).filter(|(part, _)| match part {
            Part::Months(from, to) => 1 <= *from && from <= to && *to <= 12,
            Part::Quarter(quarter) => (1..=4).contains(quarter),
            Part::Day(month, day) => (1..=12).contains(month) && (1..=31).contains(day),
            Part::Whole | Part::Nth(..) | Part::Easter(_) => true,
        })
    }

    fn chinese_months_read(&self, i: usize) -> Option<(Part, usize)> {
        if self.reads(i, "上半年") {
            return Some((Part::Months(1, 6), i + 3));
        }
        if self.reads(i, "下半年") {
            return Some((Part::Months(7, 12), i + 3));
        }
        if self.mark(i, &['前', '头', '頭']) {
            let (n, j) = self.small(i + 1)?;
            if let Some(end) = self.any(j, ["个月", "個月", "月"]) {
                return Some((Part::Months(1, n), end));
            }
            let end = self.any(j, ["个季度", "個季度", "季度"])?;
            return Some((Part::Months(1, n.checked_mul(3)?), end));
        }
        let (n, j) = self.small(i + usize::from(self.reads(i, "第")))?;
        if let Some(end) = self.any(j, ["季度", "季"]) {
            return Some((Part::Quarter(n), end));
        }
        // 1至11月, 1月至11月
        let first = j + usize::from(self.reads(j, "月"));
        if self.mark(first, JOINTS)
            && let Some((last, k)) = self.small(first + 1)
            && let Some(end) = self.any(k, ["月份", "月"])
            && !self.small(end).is_some_and(|(_, k)| self.reads(k, "日"))
        {
            return Some((Part::Months(n, last), end));
        }
        let end = self.any(j, ["月份", "月"])?;
        match self.small(end) {
            Some((day, k)) if self.mark(k, &['日', '号', '號']) => Some((Part::Day(n, day), k + 1)),
            _ => Some((Part::Months(n, n), end)),
        }
    }

    /// A moment in Chinese that begins here, prepositions aside.
    fn chinese_moment(&self, i: usize) -> Read {
        if let Some(found) = self.chinese_year(i) {
            return Some(found);
        }
        if let Some(&(word, year)) = YEARS.iter().find(|(word, _)| self.reads(i, word)) {
            return Some(self.chinese_part(year, i + word.chars().count()));
        }
        if let Some(&(word, step, by)) = SHIFTS.iter().find(|(word, ..)| self.reads(i, word)) {
            return Some((Moment::Shift { step, by }, i + word.chars().count()));
        }
        if let Some(found) = self.chinese_before(i).or_else(|| self.chinese_decade(i)).or_else(|| self.chinese_plan(i))
        {
            return Some(found);
        }
        let (part, end) = self.chinese_months(i)?;
        Some(self.chinese_edge(Moment::Window { year: Year::Unsaid, part }, end, has_edge(part)))
    }

    /// 上年, 上年同期, 上年末: the year before that of the figure.
    fn chinese_before(&self, i: usize) -> Read {
        let end = self.any(i, ["上年度", "上年", "上一年"])?;
        let year = Moment::Earlier { step: Step::Year, n: 1 };
        if self.reads(end, "同期") {
            return Some((Moment::SameIn(Box::new(year)), end + 2));
        }
        Some(self.chinese_edge(year, end, true))
    }

    /// 20世纪90年代, 上世纪90年代, 90年代.
    fn chinese_decade(&self, i: usize) -> Read {
        let (century, j) = match self.any(i, ["上世纪", "上世紀"]) {
            Some(j) => (20, j),
            None => match self.small(i).and_then(|(n, j)| Some((n, self.any(j, ["世纪", "世紀"])?))) {
                Some((n, j)) => (i16::from(n), j),
                None => (20, i),
            },
        };
        let (years, k) = self.small(j)?;
        let end = self.any(k, ["年代"]).filter(|_| years % 10 == 0 && (century > 20 || j > i || years >= 30))?;
        let first = (century - 1).checked_mul(100)?.checked_add(years.into())?;
        (1500..=2100).contains(&first).then_some((Moment::Decade(first), end))
    }

    /// “十四五”时期.
    fn chinese_plan(&self, i: usize) -> Read {
        let &(name, first) = PLANS.iter().find(|(name, _)| self.reads(i, name))?;
        let j = i + name.chars().count();
        let j = j + usize::from(self.mark(j, &['”', '"', '」']));
        let end = self.any(j, ["期间", "期間", "时期", "時期"])?;
        let year = |year| Box::new(whole(Year::Given(year)));
        Some((Moment::Span(year(first), year(first + 4)), end))
    }

    /// 近三年, 过去5年, 最近6个月; 未来五年.
    fn chinese_past(&self, i: usize) -> Read {
        let ahead = self.any(i, ["未来", "未來", "今后", "今後"]);
        let j = ahead.or_else(|| self.any(i, ["过去", "過去", "最近", "近"]))?;
        let (n, k) = self.small(j)?;
        let (step, end) = [("年", Step::Year), ("个月", Step::Month), ("個月", Step::Month), ("个季度", Step::Quarter)]
            .into_iter()
            .find_map(|(word, step)| Some((step, self.any(k, [word])?)))?;
        let end = self.any(end, ["来", "來", "间"]).unwrap_or(end);
        Some(if ahead.is_some() { (Moment::Vague, end) } else { (Moment::Past { step, n: n.into() }, end) })
    }

    /// The time in Chinese that begins at this token: a Han character, or a number with one behind it.
    pub(super) fn chinese(&self, i: usize) -> Option<Phrase> {
        if !self.chinese_starts(i) {
            return None;
        }
        if self.reads(i, "同比") {
            return Some(base((Moment::Earlier { step: Step::Year, n: 1 }, i + 2)));
        }
        if self.any(i, ["环比", "環比"]).is_some() {
            return Some(base((Moment::Earlier { step: Step::Month, n: 1 }, i + 2)));
        }
        if let Some(end) = self.any(i, BASES.iter().copied()) {
            let (moment, end) = self.chinese_moment(end)?;
            return Some(base((moment, self.any(end, ["相比"]).unwrap_or(end))));
        }
        if let Some(end) = self.any(i, VAGUE.iter().copied()) {
            return Some(plain((Moment::Vague, end)));
        }
        if let Some(found) = self.chinese_past(i) {
            return Some(plain(found));
        }
        let start = self.any(i, PREPOSITIONS.iter().copied()).unwrap_or(i);
        let Some((first, end)) = self.chinese_moment(start) else {
            return self.any(i, ["同期"]).map(|end| plain((Moment::Same, end)));
        };
        Some(self.chinese_span(start, first, end))
    }

    fn chinese_starts(&self, i: usize) -> bool {
        match self.lex(i) {
            Lex::Mark(c) => is_han(c) && (STARTS.contains(c) || NUMERALS.contains(c)),
            Lex::Number(_) => self.begins_number(i),
            _ => false,
        }
    }

    /// 2020年至2024年, 2020-2024年, 2007年以来: what follows a first moment.
    fn chinese_span(&self, start: usize, first: Moment, end: usize) -> Phrase {
        if let Some(j) = self.chinese_joint(end)
            && let Some((last, stop)) = self.chinese_moment(j)
            && !matches!(last, Moment::SameIn(_) | Moment::Earlier { .. } | Moment::Span(..))
            && !matches!(first, Moment::SameIn(_) | Moment::Earlier { .. } | Moment::Span(..))
        {
            let ends = Some([(start, end), (j, stop)]);
            let stop = self.any(stop, ["期间", "期間", "间"]).unwrap_or(stop);
            return Phrase { ends, ..plain((Moment::Span(Box::new(first), Box::new(last)), stop)) };
        }
        if let Some(stop) = self.any(end, ["以来", "以來", "起"]).filter(|_| !matches!(first, Moment::Span(..))) {
            return plain((Moment::Since(Box::new(first)), stop));
        }
        plain((first, self.any(end, ["期间", "期間"]).unwrap_or(end)))
    }

    fn chinese_joint(&self, i: usize) -> Option<usize> {
        self.mark(i, JOINTS).then(|| i + 1 + usize::from(self.mark(i, &['—']) && self.mark(i + 1, &['—'])))
    }

    /// 2020-2024年, 2020至2024年: the first year has no 年 of its own.
    pub(super) fn chinese_years(&self, i: usize) -> Option<Phrase> {
        let Lex::Number(_) = self.lex(i) else { return None };
        let first = self.four(i).or_else(|| self.year_number(i).map(|(year, _)| year))?;
        let j = self.chinese_joint(i + 1)?;
        let (last, end) = self.chinese_year(j)?;
        let (Moment::Window { year: Year::Given(to), part: Part::Whole }, true) = (&last, self.begins_number(i)) else {
            return None;
        };
        if *to <= first {
            return None;
        }
        let ends = Some([(i, i + 1), (j, end)]);
        let span = Moment::Span(Box::new(whole(Year::Given(first))), Box::new(last));
        Some(Phrase { ends, ..plain((span, self.any(end, ["期间", "期間"]).unwrap_or(end))) })
    }
}

/// Whether one speaks of the end of such a part: a month's, a quarter's.
fn has_edge(part: Part) -> bool {
    match part {
        Part::Months(from, to) => from == to,
        Part::Quarter(_) => true,
        _ => false,
    }
}
