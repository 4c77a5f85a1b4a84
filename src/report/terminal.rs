//! Diagnostics for people: the sentence with the value underlined, the verdict, what the table says, how that was derived
//! and where it comes from.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

use annotate_snippets::renderer::{AnsiColor, Effects, Style as Colours};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer as Drawer, Snippet};

use super::layout::{lay_out, line, wrap};
use super::words::{contradiction, findings_after, kind, reading, verdict};
use super::{Checked, Renderer, Style, Summary};
use crate::check::{Across, Contradiction, Evidence, Finding, Judgement, amount};
use crate::claim::Claim;
use crate::doc::{LineIndex, Position};
use crate::facts::Fact;
use crate::label::Verdict;
use crate::span::Span;

/// Columns of the gutter that the drawer puts before each line of text.
const GUTTER: usize = 4;

/// A report is not drawn narrower than this.
const NARROWEST: usize = 40;

/// Candidates shown for a claim that no row decides.
const CANDIDATES: usize = 2;

/// The derivation of a value that a row holds.
const LOOKUP: &str = "lookup";

/// Significant digits that are shown of a derived value.
const DIGITS: u32 = 4;

/// What is there to be looked up, not to be noticed.
const QUIET: Colours = AnsiColor::BrightBlack.on_default();

/// A line below the sentence: its name and its text.
type Note = (Cow<'static, str>, String);

/// What is drawn for one claim or finding.
struct Diagnostic {
    level: Level<'static>,
    name: &'static str,
    title: String,
    sentences: Vec<(Origin<'static>, Snippet<'static, Annotation<'static>>)>,
    notes: Vec<Note>,
}

/// Writes a diagnostic for each claim and for each finding that does not hold.
#[derive(Debug)]
pub(super) struct Terminal<'a> {
    style: Style<'a>,
    drawer: Drawer,
}

impl<'a> Terminal<'a> {
    pub(super) fn new(style: Style<'a>) -> Self {
        let drawer = if style.colour { Drawer::styled() } else { Drawer::plain() };
        // The levels of the drawer stand for ours: see `level`. Plain text has no style to begin with.
        let drawer = if style.colour {
            drawer
                .note(AnsiColor::Green.on_default().effects(Effects::BOLD))
                .info(AnsiColor::Blue.on_default().effects(Effects::BOLD))
                .help(QUIET)
                .line_num(QUIET)
                .context(AnsiColor::Yellow.on_default())
        } else {
            drawer
        };
        let drawer = drawer.term_width(style.width.max(NARROWEST));
        Self { style, drawer }
    }

    /// Draws one diagnostic and an empty line after it: the title, then each sentence with its place, then the notes.
    fn draw(&self, diagnostic: Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let Diagnostic { level, name, title, sentences, notes } = diagnostic;
        let named = level.clone().with_name(name);
        let title = wrap(&title, self.width().saturating_sub(name.len() + 2));
        // Sentences are drawn in groups of their own, without a path: the drawer would count lines and columns in the
        // sentence, and only we know those of the file.
        let mut parts = Vec::new();
        // The notes of an open verdict are there for whoever asks: they do not shout.
        let quiet = if self.style.colour && level == Level::INFO { QUIET } else { Colours::new() };
        let untitled = || Group::with_level(level.clone());
        let (mut head, mut tail) = (Group::with_title(named.primary_title(title)), untitled());
        for (i, (origin, snippet)) in sentences.into_iter().enumerate() {
            if i > 0 {
                parts.push(self.drawer.render(&[tail]));
            }
            parts.push(self.drawer.render(&[std::mem::replace(&mut head, untitled()).element(origin)]));
            tail = untitled().element(snippet);
        }
        for (name, note) in notes {
            let note = wrap(&note, self.width().saturating_sub(name.len() + GUTTER + 2));
            let note: Vec<String> = note.lines().map(|line| format!("{quiet}{line}{quiet:#}")).collect();
            tail = tail.element(Level::HELP.with_name(name).message(note.join("\n")));
        }
        parts.push(self.drawer.render(&[tail]));
        for line in parts.iter().flat_map(|part| part.lines()) {
            writeln!(out, "{}", line.trim_end())?;
        }
        writeln!(out)
    }

    fn width(&self) -> usize {
        self.style.width.max(NARROWEST)
    }

    fn claim(&self, checked: &Checked, index: &LineIndex<'_>, i: usize) -> Diagnostic {
        let claim = &checked.claims[i];
        let judgement = checked.judgements.get(i);
        let mut notes = judgement.map(|j| self.notes(claim, j)).unwrap_or_default();
        notes.extend(claim.problems.iter().map(|problem| note("not read", problem.clone())));
        let (level, name, title) = match judgement {
            Some(judgement) => (level(judgement.verdict), verdict(judgement.verdict), why(judgement).to_owned()),
            None => (Level::NOTE, kind(claim), reading(claim)),
        };
        let label = judgement.and_then(said);
        let sentences = vec![self.sentence(checked, index, claim.sentence, &[(claim.span, label)])];
        Diagnostic { level, name, title, sentences, notes }
    }

    /// The place and the sentence, with its marks underlined.
    fn sentence(
        &self,
        checked: &Checked,
        index: &LineIndex<'_>,
        sentence: Span,
        marks: &[(Span, Option<String>)],
    ) -> (Origin<'static>, Snippet<'static, Annotation<'static>>) {
        let document = &checked.document;
        let position = marks.first().and_then(|(span, _)| document.position(index, span.start));
        self.quoted(&document.id, position, &document.text, sentence, marks)
    }

    fn quoted(
        &self,
        name: &str,
        position: Option<Position>,
        text: &str,
        sentence: Span,
        marks: &[(Span, Option<String>)],
    ) -> (Origin<'static>, Snippet<'static, Annotation<'static>>) {
        let spans: Vec<Span> = marks.iter().map(|(span, _)| *span).collect();
        let beside = marks.iter().filter_map(|(_, label)| label.as_ref()).map(|l| l.chars().count() + 1).max();
        let layout = lay_out(text, sentence, &spans, self.width() - GUTTER, beside.unwrap_or(0));
        let mut origin = Origin::path(line(name));
        if let Some(position) = position {
            origin = origin.line(position.line).char_column(position.column);
        }
        let annotations =
            layout.marks.into_iter().zip(marks).map(|(range, (_, label))| {
                AnnotationKind::Primary.span(range).label(label.clone()).highlight_source(true)
            });
        (origin, Snippet::source(layout.text).line_numbering(false).fold(false).annotations(annotations))
    }

    /// How the verdict came about and where from; for an open one, what comes nearest.
    fn notes(&self, claim: &Claim, judgement: &Judgement) -> Vec<Note> {
        let mut notes = Vec::new();
        for (i, evidence) in judgement.evidence.iter().enumerate() {
            if i == 0 {
                self.derivation(evidence, &mut notes);
            } else {
                let result = expected(evidence);
                let rows = evidence.facts.join(", ");
                notes.push(note("also", format!("{result} by {} of {rows}", evidence.derivation)));
            }
        }
        if judgement.verdict == Verdict::NotEnoughInfo {
            notes.push(note("read as", format!("{} {}", kind(claim), reading(claim))));
            for near in judgement.candidates.iter().take(CANDIDATES) {
                let with = near.counterpart.as_ref().map(|c| format!(" with {c}")).unwrap_or_default();
                let (measure, entity, period) = (&near.measure, &near.entity, near.period);
                let value = amount(near.value, &near.unit);
                let row = format!("{measure} of {entity}{with}, {period}: {value} ({}; {})", near.fact, near.why);
                notes.push(note("nearest", row));
            }
        }
        notes
    }

    fn fact(&self, id: &str) -> Option<Arc<Fact>> {
        self.style.facts?.get(id)
    }

    /// Where a value comes from: the row, or the formula and the rows that its letters stand for.
    fn derivation(&self, evidence: &Evidence, notes: &mut Vec<Note>) {
        let rows = evidence.facts.iter().map(|id| (id, self.fact(id)));
        if evidence.derivation == LOOKUP {
            notes.extend(rows.map(|(id, fact)| note("from", fact.map_or_else(|| id.clone(), |f| source(&f)))));
            return;
        }
        notes.push(note("how", evidence.derivation.clone()));
        for ((id, fact), letter) in rows.zip('a'..='z') {
            let row = fact.map(|f| format!("{} ({}), {}", amount(f.value, &f.unit), f.period, source(&f)));
            notes.push(note(letter.to_string(), row.unwrap_or_else(|| id.clone())));
        }
    }

    fn finding(&self, checked: &Checked, index: &LineIndex<'_>, finding: &Finding) -> Diagnostic {
        let mut claims: Vec<&Claim> = finding.claims.iter().filter_map(|&i| checked.claims.get(i)).collect();
        claims.sort_by_key(|c| c.span.start);
        // Claims of one sentence are marked together in it.
        let sentences = claims.chunk_by(|a, b| a.sentence == b.sentence).map(|here| {
            let marks: Vec<(Span, Option<String>)> = here.iter().map(|c| (c.span, None)).collect();
            self.sentence(checked, index, here[0].sentence, &marks)
        });
        Diagnostic {
            level: Level::WARNING,
            name: "inconsistent",
            title: finding.explanation.clone(),
            sentences: sentences.collect(),
            notes: Vec::new(),
        }
    }
}

impl Terminal<'_> {
    /// Each figure in the sentence of the first document that gives it.
    fn contradiction(&self, found: &Contradiction) -> Diagnostic {
        let sentences = found.figures.iter().map(|figure| {
            let quote = &figure.quote;
            let all = Span::new(0, quote.sentence.len());
            self.quoted(&quote.document, quote.position, &quote.sentence, all, &[(quote.mark, None)])
        });
        Diagnostic {
            // What a revision may explain is there to be looked up, not to be noticed.
            level: if found.revision.is_some() { Level::INFO } else { Level::WARNING },
            name: contradiction(found),
            title: found.explanation.clone(),
            sentences: sentences.collect(),
            notes: Vec::new(),
        }
    }
}

impl Renderer for Terminal<'_> {
    fn document(&mut self, checked: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let index = LineIndex::new(&checked.document.text);
        for i in 0..checked.claims.len() {
            if self.style.shows(checked, i) {
                self.draw(self.claim(checked, &index, i), out)?;
            }
            for finding in findings_after(&self.style, checked, i) {
                self.draw(self.finding(checked, &index, finding), out)?;
            }
        }
        Ok(())
    }

    fn across(&mut self, _: &Across, contradictions: &[Contradiction], out: &mut dyn Write) -> io::Result<()> {
        contradictions.iter().try_for_each(|found| self.draw(self.contradiction(found), out))
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", wrap(&summary.to_string(), self.width()))
    }
}

/// The drawer's level whose colour a verdict has: green, red, blue.
fn level(of: Verdict) -> Level<'static> {
    match of {
        Verdict::Supported => Level::NOTE,
        Verdict::Refuted => Level::ERROR,
        Verdict::NotEnoughInfo => Level::INFO,
    }
}

/// The explanation, without the nearest row that it may end with: candidates have lines of their own here.
fn why(judgement: &Judgement) -> &str {
    let nearest = judgement.candidates.first().map(|c| format!("; nearest: {} ({})", c.fact, c.why));
    let all = judgement.explanation.as_str();
    nearest.and_then(|nearest| all.strip_suffix(&nearest)).unwrap_or(all)
}

/// What stands under a refuted value: what the table says instead.
fn said(judgement: &Judgement) -> Option<String> {
    let first = judgement.evidence.first().filter(|_| judgement.verdict == Verdict::Refuted)?;
    Some(format!("the table says {}", line(&expected(first))))
}

/// The value of a piece of evidence: a row's own as it is, a derived one to the digits that people read.
fn expected(evidence: &Evidence) -> String {
    let derived = Some(evidence.expected).filter(|_| evidence.derivation != LOOKUP).and_then(|v| v.round_sf(DIGITS));
    amount(derived.unwrap_or(evidence.expected), &evidence.unit)
}

fn note(name: impl Into<Cow<'static, str>>, text: String) -> Note {
    (name.into(), text)
}

/// Where a row stands and who published it; its remarks stand in the explanation.
fn source(fact: &Fact) -> String {
    let mut text = format!("{}:{}", fact.table, fact.line);
    let published = fact.published.map(|day| format!("published {day}"));
    for part in [fact.source.clone(), fact.url.clone(), published].into_iter().flatten() {
        text += ", ";
        text += &part;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn drawn(style: Style<'_>) -> String {
        let mut out = Vec::new();
        Terminal::new(style).document(&fixture::trade(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_refuted_claim_shows_what_the_table_says_instead() {
        let report = drawn(Style::default());
        let expected = "\
refuted: trade of China with ASEAN, Jan-Nov 2025: 6.82 trillion CNY (partners.csv:2)
--> articles/trade.txt:1:42
 |
 | Größer: China's trade with ASEAN reached 6.28 trillion yuan in the first 11 months of 2025, up
 |                                          ^^^^^^^^^^^^^^^^^^ the table says 6.82 trillion CNY
 | 8.5 percent.
 |
 = from: partners.csv:2

";
        assert!(report.starts_with(expected), "{report}");
    }

    #[test]
    fn a_derived_verdict_shows_the_formula_and_its_rows() {
        let report = drawn(Style::default());
        let expected = "\
 | 8.5 percent.
 | ^^^^^^^^^^^
 |
 = how: growth(a, b)
 = a: partners.csv:3
 = b: partners.csv:2

";
        assert!(report.contains(expected), "{report}");
    }

    #[test]
    fn an_open_claim_shows_how_it_was_read_and_what_comes_nearest() {
        let report = drawn(Style { only: &[Verdict::NotEnoughInfo], ..Style::default() });
        let expected = "\
not enough info: no row speaks of the same measure, entity and period
--> articles/trade.txt:4:11
 |
 | Growth of 5 to 7 percent is expected, and $2 billion more.
 |           ^^^^^^^^^^^^^^
 |
 = read as: growth 5 % to 7 %: trade of China with ASEAN, 2025-01/2025-11
 = nearest: trade of China with ASEAN, 2024: 6.99 trillion CNY (partners.csv:9; its period is 2024,
            the text's Jan-Nov 2025)

";
        assert!(report.starts_with(expected), "{report}");
    }

    #[test]
    fn figures_at_odds_are_shown_together_after_the_last_of_them() {
        let report = drawn(Style::default());
        let expected = "\
inconsistent: 6.28 trillion CNY is not 2 billion USD more
--> articles/trade.txt:1:42
 |
 | Größer: China's trade with ASEAN reached 6.28 trillion yuan in the first 11 months of 2025, up
 |                                          ^^^^^^^^^^^^^^^^^^
 | 8.5 percent.
 |
--> articles/trade.txt:4:43
 |
 | Growth of 5 to 7 percent is expected, and $2 billion more.
 |                                           ^^^^^^^^^^

";
        assert!(report.ends_with(expected), "{report}");
    }

    #[test]
    fn a_report_fits_its_width_and_has_colours_only_if_asked() {
        let narrow = drawn(Style { width: 60, ..Style::default() });
        assert!(narrow.lines().all(|line| line.chars().count() <= 60), "{narrow}");
        assert!(!narrow.contains('\u{1b}'));
        let coloured = drawn(Style { colour: true, ..Style::default() });
        assert!(coloured.contains("\u{1b}[91mrefuted") && coloured.contains("\u{1b}[32msupported"), "{coloured:?}");
    }
}
