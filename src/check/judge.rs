//! The verdict on one claim: the intervals of its answers against the one that it asserts.

use rust_decimal::Decimal;

use super::closeness::Closeness;
use super::context::DocumentContext;
use super::derive::{Answer, answers};
use super::doubt::doubt;
use super::explain;
use super::identity::Identity;
use super::miss::{Miss, miss};
use super::question::{Question, When};
use super::search::{ANY_KIND, Hit, Search, conversion};
use crate::claim::Claim;
use crate::facts::{Fact, FactTable};
use crate::label::{Kind, Modality, Verdict};
use crate::quantity::{Period, Unit};

/// What the table says of a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Whether the claim is borne out.
    pub verdict: Verdict,
    /// One sentence that a reader can redo.
    pub explanation: String,
    /// What led to the verdict, the surest first; empty where there is not enough information.
    pub evidence: Vec<Evidence>,
    /// Where nothing decides: the nearest rows, and what keeps each from deciding.
    pub candidates: Vec<Candidate>,
    /// Whom the claim's entity means, in one form.
    pub entity: Option<String>,
    /// Whom its counterpart means.
    pub counterpart: Option<String>,
    /// Of a refuted claim: the slip that it comes from, as far as the rows tell; the explanation says it too.
    pub miss: Option<Miss>,
}

/// Rows, and the value that follows from them.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The rows' names, in the order of the formula's letters.
    pub facts: Vec<String>,
    /// The value that the rows give.
    pub expected: Decimal,
    /// Its unit.
    pub unit: Unit,
    /// The formula: `lookup`, `growth(a, b)`.
    pub derivation: String,
}

/// A row near to a claim that does not decide it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The row's name.
    pub fact: String,
    /// What it measures.
    pub measure: String,
    /// Of whom.
    pub entity: String,
    /// With whom.
    pub counterpart: Option<String>,
    /// When.
    pub period: Period,
    /// Its value.
    pub value: Decimal,
    /// Its unit.
    pub unit: Unit,
    /// What keeps it from deciding.
    pub why: String,
}

/// Pieces of evidence and candidates that are shown.
const MOST_SHOWN: usize = 3;

/// Below this a claim may be borne out but is not refuted: a wrong link between a figure and its measure looks like a
/// wrong figure.
const LEAST_CONFIDENCE: f32 = 0.4;

/// Holds a claim against a table.
///
/// Supported if an answer that speaks of the same thing meets what the claim asserts; refuted only if every answer of
/// the best identity misses it, and that identity is sure in every aspect; otherwise there is not enough information.
/// Look-ups come before derivations.
#[must_use]
pub fn judge(claim: &Claim, context: &DocumentContext<'_>, table: &FactTable) -> Judgement {
    judged(claim, context, table, None)
}

/// As [`judge`], also by the measures that the claim's sentence comes closest to: for claims that [`judge`] leaves open.
#[must_use]
pub fn judge_by_meaning(
    claim: &Claim,
    context: &DocumentContext<'_>,
    table: &FactTable,
    close: &Closeness,
) -> Judgement {
    judged(claim, context, table, Some(close))
}

fn judged(claim: &Claim, context: &DocumentContext<'_>, table: &FactTable, close: Option<&Closeness>) -> Judgement {
    let Some(question) = Question::new(claim, context) else {
        return undecided("it asserts nothing that a table could bear out".to_owned(), Vec::new());
    };
    let question = Question { close, ..question };
    let search = Search::new(table, &question);
    let mut judgement = decide(&search);
    judgement.entity = question.entity.as_ref().map(|(name, _)| name.id.clone());
    judgement.counterpart = question.counterpart.as_ref().map(|name| name.id.clone());
    judgement
}

fn decide(search: &Search<'_, '_>) -> Judgement {
    let question = search.question;
    let assertion = question.assertion;
    let all = answers(search);
    let agrees = |a: &&Answer| a.value.meets(&assertion.inner);
    let denies = |a: &&Answer| a.decisive && !a.possible.meets(&assertion.outer);
    let strong = |lookup: bool| all.iter().filter(move |a| a.is_lookup() == lookup && a.identity.may_refute());
    // What is sure: the rows themselves, and only where there are none what follows from others.
    for lookup in [true, false] {
        let supporting: Vec<&Answer> = strong(lookup).filter(agrees).collect();
        if !supporting.is_empty() {
            return supported(&supporting, question);
        }
        let Some(best) = strong(lookup).next() else { continue };
        let tier: Vec<&Answer> = strong(lookup).filter(|a| a.identity.score() >= best.identity.score()).collect();
        // Rounded rows allow much; their plain values must agree before they outweigh a row that speaks for itself.
        let exact = |a: &&Answer| lookup && !a.is_lookup() && assertion.inner.contains(a.expected);
        let outweighed: Vec<&Answer> = all.iter().filter(|a| a.identity.may_refute()).filter(exact).collect();
        if !outweighed.is_empty() {
            return supported(&outweighed, question);
        }
        let doubted = all.iter().any(|a| {
            !a.identity.may_refute()
                && a.identity.may_support()
                && question.is_specific()
                && a.value.meets(&assertion.inner)
        });
        return match (tier.iter().all(denies), doubted) {
            (true, false) if question.claim.confidence < LEAST_CONFIDENCE => {
                between(&tier, question, "it is not sure that the text claims this")
            }
            (true, false) => match doubt(best, &all, search) {
                Some(why) => between(&tier, question, why),
                None => refuted(&tier, search),
            },
            (true, true) => between(&tier, question, "another row that may be meant agrees with the text"),
            (false, _) => between(&tier, question, "it neither bears the text out nor clearly contradicts it"),
        };
    }
    // What is likely: a figure with digits enough, or the latest row for a claim that names no time.
    let fair = |a: &&Answer| a.identity.may_support() && (question.is_specific() || a.identity.is_current());
    let supporting: Vec<&Answer> = all.iter().filter(fair).filter(agrees).collect();
    if !supporting.is_empty() {
        return supported(&supporting, question);
    }
    nothing(search)
}

fn supported(answers: &[&Answer], question: &Question<'_>) -> Judgement {
    let Some(first) = answers.first() else { return undecided(String::new(), Vec::new()) };
    let mut explanation = sentence(first, question);
    if !first.identity.may_refute() {
        let doubts = first.identity.doubts().join(" and ");
        explanation = format!("{explanation}; taken to be meant, though the {doubts} is not certain");
    }
    Judgement {
        verdict: Verdict::Supported,
        explanation,
        evidence: evidence(answers),
        ..undecided(String::new(), Vec::new())
    }
}

fn refuted(answers: &[&Answer], search: &Search<'_, '_>) -> Judgement {
    let question = search.question;
    let Some(first) = answers.first() else { return undecided(String::new(), Vec::new()) };
    let mut explanation = format!("{}; {}", sentence(first, question), against(question));
    let miss = miss(search, first);
    if let Some(miss) = &miss {
        explanation.push_str("; ");
        explanation.push_str(&miss.explanation);
    }
    Judgement {
        verdict: Verdict::Refuted,
        explanation,
        evidence: evidence(answers),
        miss,
        ..undecided(String::new(), Vec::new())
    }
}

/// The row shown, where it neither bears the claim out nor contradicts it.
fn between(answers: &[&Answer], question: &Question<'_>, why: &str) -> Judgement {
    let rows = answers.iter().flat_map(|a| a.rows.iter().take(1));
    let candidates = rows.take(MOST_SHOWN).map(|hit| candidate(hit, why.to_owned())).collect();
    let shown = answers.first().map(|a| sentence(a, question)).unwrap_or_default();
    undecided(format!("{shown}; {}: {why}", against(question)), candidates)
}

fn nothing(search: &Search<'_, '_>) -> Judgement {
    let question = search.question;
    let candidates: Vec<Candidate> = nearest(search);
    let about = question.claim.measure.as_ref().map_or("this", |m| m.text.as_str());
    let about = about.split_whitespace().collect::<Vec<_>>().join(" ");
    let of = question.entity.as_ref().map(|(e, _)| format!(" of {}", e.id)).unwrap_or_default();
    let with = question.counterpart.as_ref().map(|c| format!(" with {}", c.id)).unwrap_or_default();
    let when = match question.when {
        When::At(period) => format!(", {}", explain::period(&period)),
        When::Current | When::Unknown => String::new(),
    };
    let nearest = candidates.first().map(|c| format!("; nearest: {} ({})", c.fact, c.why)).unwrap_or_default();
    undecided(format!("no row decides {about}{of}{with}{when}{nearest}"), candidates)
}

fn undecided(explanation: String, candidates: Vec<Candidate>) -> Judgement {
    Judgement {
        verdict: Verdict::NotEnoughInfo,
        explanation,
        evidence: Vec::new(),
        candidates,
        entity: None,
        counterpart: None,
        miss: None,
    }
}

/// The rows that come nearest, whatever kind they are of, each with what is missing.
fn nearest(search: &Search<'_, '_>) -> Vec<Candidate> {
    let question = search.question;
    let mut hits: Vec<(u32, Hit, String)> = Vec::new();
    for &modality in Modality::ALL {
        let mut want = search.want(ANY_KIND);
        want.modality = modality;
        for hit in search.find(&want) {
            let fits = conversion(&hit.fact.unit, question).is_some();
            let kind = hit.fact.kind == question.kind;
            let same = modality == question.modality;
            let score = hit.identity.score() / (1 + u32::from(!fits) + u32::from(!kind) + u32::from(!same));
            let why = missing(&hit, question, fits, kind, same);
            hits.push((score, hit, why));
        }
    }
    hits.sort_by_key(|(score, hit, _)| (std::cmp::Reverse(*score), hit.row));
    hits.into_iter().take(MOST_SHOWN).map(|(_, hit, why)| candidate(&hit, why)).collect()
}

fn missing(hit: &Hit, question: &Question<'_>, fits: bool, kind: bool, modality: bool) -> String {
    let mut missing: Vec<String> = Vec::new();
    if !kind {
        missing.push(format!("it is {}, the text gives {}", a_kind(hit.fact.kind), a_kind(question.kind)));
    }
    if !modality {
        missing.push(format!("it is {}, the text's {}", hit.fact.modality, question.modality));
    }
    if !fits {
        missing.push(format!("its unit is {}, the text's {}", hit.fact.unit, question.claim.unit));
    }
    let Identity { measure, entity, counterpart, whole, period, .. } = hit.identity;
    let doubts = [(measure, "measure"), (entity, "entity"), (counterpart, "counterpart"), (whole, "whole")];
    for (_, name) in doubts.into_iter().filter(|(score, _)| *score < 80) {
        missing.push(format!("the {name} may be another"));
    }
    if period < 80 {
        missing.push(match question.when {
            When::At(asked) => {
                format!("its period is {}, the text's {}", explain::period(&hit.fact.period), explain::period(&asked))
            }
            When::Current => "the text names no time".to_owned(),
            When::Unknown => "the text's time is not known".to_owned(),
        });
    }
    if missing.is_empty() { "nothing else to compare it with".to_owned() } else { missing.join("; ") }
}

fn a_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Level => "a level",
        Kind::Change => "a change",
        Kind::Growth => "a growth",
        Kind::AverageGrowth => "an average growth",
        Kind::Share => "a share",
        Kind::Ratio => "a multiple",
        Kind::Rank => "a rank",
    }
}

fn candidate(hit: &Hit, why: String) -> Candidate {
    let fact = &hit.fact;
    Candidate {
        fact: fact.id.clone(),
        measure: fact.measure.clone(),
        entity: fact.entity.clone(),
        counterpart: fact.counterpart.clone(),
        period: fact.period,
        value: fact.value,
        unit: fact.unit.clone(),
        why,
    }
}

fn evidence(answers: &[&Answer]) -> Vec<Evidence> {
    let shown = answers.iter().take(MOST_SHOWN);
    shown
        .map(|a| Evidence {
            facts: a.rows.iter().map(|h| h.fact.id.clone()).collect(),
            expected: a.expected,
            unit: a.unit.clone(),
            derivation: a.derivation.clone(),
        })
        .collect()
}

/// What the rows say: the row with its value and name, or the sum with its numbers.
fn sentence(answer: &Answer, question: &Question<'_>) -> String {
    let Some(main) = answer.rows.first() else { return String::new() };
    let notes = notes(answer);
    if answer.is_lookup() {
        let mut value = explain::value(&main.fact);
        if main.fact.unit != answer.unit || main.mirrored {
            value = format!("{value} = {}", explain::amount(answer.expected, &answer.unit));
        }
        return format!("{}: {value} ({}{notes})", explain::subject(&main.fact), main.fact.id);
    }
    // The subject is the row of the claim's own time, which formulas from a base to now name last.
    let own = if matches!(question.kind, Kind::Growth | Kind::AverageGrowth) { answer.rows.last() } else { Some(main) };
    let about = own.map(|h| explain::subject(&h.fact)).unwrap_or_default();
    let letters = answer.rows.iter().enumerate().map(|(i, hit)| format!("{}: {}", explain::letter(i), hit.fact.id));
    format!("{about}: {} ({}{notes})", answer.working, letters.collect::<Vec<_>>().join(", "))
}

/// Remarks that the rows carry: a misprint of the source, an estimate.
fn notes(answer: &Answer) -> String {
    let remarks = answer.rows.iter().flat_map(|h: &Hit| remark(&h.fact));
    remarks.flat_map(|note| ["; ", note]).collect()
}

fn remark(fact: &Fact) -> impl Iterator<Item = &str> {
    let remarks = ["note", "misprint", "remark"];
    let named = fact.qualifiers.iter().filter(move |(name, _)| remarks.contains(&name.to_lowercase().as_str()));
    named.map(|(_, text)| text.as_str())
}

fn against(question: &Question<'_>) -> String {
    let claim = question.claim;
    format!("the text says {}", explain::claimed(&claim.text, claim.figure.point(), &claim.unit, question.kind))
}

#[cfg(test)]
mod tests;
