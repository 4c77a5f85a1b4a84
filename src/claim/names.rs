//! Where a name begins and ends, whose a measure is, and which capitals name nobody.
//!
//! Like [`super::syntax`], each function states one regularity of written English.

use crate::quantity::months;
use crate::span::Span;

/// Where and when a passage was written, if it says so first: "*GENEVA, Sept. 8 --* Trade grew".
pub(super) fn dateline(text: &str, passage: Span) -> Option<Span> {
    /// Characters within which the dash stands.
    const LONGEST: usize = 60;
    let words = passage.of(text);
    let dashes = ["--", "—", "–"].iter().filter_map(|dash| Some(words.find(dash)? + dash.len()));
    let end = dashes.min().filter(|end| *end <= LONGEST)?;
    let shouted = |word: &&str| word.chars().count() > 1 && word.chars().all(|c| c.is_uppercase() || c == '.');
    let place: usize =
        words.split_inclusive([' ', ',']).take_while(|w| shouted(&w.trim_end_matches([' ', ',']))).map(str::len).sum();
    let rest = words.get(place..end)?.trim_start();
    let follows = words[..place].ends_with(',') || rest.starts_with(['(', '-', '—', '–']);
    (place > 2 && follows).then(|| Span::new(passage.start, passage.start + end))
}

/// A name without the common words before it ("action game Black Myth" is "Black Myth"), and with "non-members" after it,
/// which turns a group into its opposite.
pub(super) fn name_of(text: &str, entity: Span) -> Span {
    let words = entity.of(text);
    let mut start = 0;
    let place = ["north", "south", "east", "west", "central", "mainland", "sub-saharan", "rest"];
    if words.contains(char::is_uppercase) && !place.iter().any(|p| words.to_lowercase().contains(p)) {
        let mut at = 0;
        for word in words.split_inclusive(' ') {
            if word.starts_with(char::is_uppercase) {
                start = at;
                break;
            }
            if !word.chars().all(|c| c.is_lowercase() || c == ' ') || word.trim() == "of" {
                break;
            }
            at += word.len();
        }
    }
    let tail = " non-members";
    let end = if text[entity.end..].starts_with(tail) { entity.end + tail.len() } else { entity.end };
    Span::new(entity.start + start, end)
}

/// A name with the part before its colon: "*Black Myth:* Wukong". What opens a sentence is a heading, not a name.
pub(super) fn whole_name(text: &str, name: Span) -> Span {
    let Some(before) = text[..name.start].strip_suffix(": ") else { return name };
    let capital = |word: &&str| word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphanumeric);
    let mut words = before.rsplit(' ');
    let run: usize = words.by_ref().take_while(capital).map(|word| word.len() + 1).sum();
    // The run counts a space for each word: none stands before the first one.
    let Some(start) = (before.len() + 1).checked_sub(run).filter(|start| run > 0 && *start > 0) else { return name };
    let inside = before[..start].trim_end().ends_with(char::is_lowercase);
    if inside { Span::new(start, name.end) } else { name }
}

/// The group that a measure is told of, right behind it and before the value: "trade *among members* grew 3 percent".
pub(super) fn holder_after(text: &str, measure: Span, value: Span) -> Option<Span> {
    let rest = text.get(measure.end..value.start)?.strip_prefix(" among ")?;
    let start = measure.end + " among ".len();
    let capitals: usize =
        rest.split_inclusive(' ').take_while(|word| word.starts_with(char::is_uppercase)).map(str::len).sum();
    // The noun that the name describes belongs to it.
    let noun = rest[capitals..].split(' ').next().filter(|noun| noun.contains("members")).map_or(0, str::len);
    let name = rest[..capitals + noun].trim_end();
    (capitals > 0 && !name.is_empty()).then(|| Span::new(start, start + name.len()))
}

/// The partner right after the measure: "trade *with the U.S.*".
pub(super) fn partner_after(text: &str, sentence: Span, measure: Span) -> Option<Span> {
    let after = text.get(measure.end..sentence.end)?;
    let rest = after.strip_prefix(" with ")?;
    let rest = rest.strip_prefix("the ").unwrap_or(rest);
    let start = measure.end + (after.len() - rest.len());
    let mut end = 0;
    for word in rest.split_inclusive(' ') {
        if !word.starts_with(char::is_uppercase) {
            break;
        }
        end += word.len();
        if word.trim_end().ends_with([',', ';', ':']) || word.contains("'s") || word.contains("’s") {
            break;
        }
    }
    let name = rest[..end].trim_end_matches([' ', ',', ';', ':']);
    (!name.is_empty()).then(|| Span::new(start, start + name.len()))
}

/// Whether the words before a name make a partner of it: "trade with Spain".
pub(super) fn is_partner(text: &str, name: Span) -> bool {
    let before = text.get(..name.start).unwrap_or_default().trim_end();
    let before = before.strip_suffix("the").unwrap_or(before).trim_end();
    [" with", " to", " from", " between", " and"].iter().any(|word| before.ends_with(word))
}

/// The name that a sentence opens with, before `other` in it: "*Canada* outdid Chile".
pub(super) fn leading(text: &str, sentence: Span, other: Span) -> Option<Span> {
    let words = text.get(sentence.start..other.start)?;
    let rest = words.strip_prefix("The ").unwrap_or(words);
    let start = sentence.start + words.len() - rest.len();
    let capitals: usize =
        rest.split_inclusive(' ').take_while(|w| w.starts_with(char::is_uppercase)).map(str::len).sum();
    let name = rest[..capitals].trim_end();
    let name = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(name);
    (!name.is_empty() && !name.ends_with(',')).then(|| Span::new(start, start + name.len()))
}

/// Whose value stands next, named right before it and behind another: "worth $3 billion, *France* $4 billion", "on
/// average; *India*'s managed 5 percent". `from` is where the value before ends.
pub(super) fn own_before(text: &str, from: usize, value: Span) -> Option<Span> {
    /// Words between the owner and the value: "'s managed".
    const MOST: usize = 2;
    let between = text.get(from..value.start)?;
    let mark = between.rfind([',', ';'])?;
    let clause = &between[mark + 1..];
    let clause = clause.trim_start().trim_start_matches("and ").trim_start_matches("while ").trim_start();
    let words = clause.split_whitespace().take_while(|w| w.starts_with(char::is_uppercase)).count();
    let length: usize = clause.split_inclusive(' ').take(words).map(str::len).sum();
    let name = clause[..length].trim_end();
    let owner = ["'s", "’s"].iter().find_map(|s| name.strip_suffix(s));
    let rest = clause[length..].split_whitespace().count();
    let fits = words > 0 && (rest == 0 || owner.is_some() && rest <= MOST);
    let start = value.start - clause.len();
    let name = owner.unwrap_or(name);
    (fits && !name.contains(|c: char| c.is_ascii_digit())).then(|| Span::new(start, start + name.len()))
}

/// Whether a sentence speaks of several as one.
pub(super) fn are_together(text: &str, sentence: Span) -> bool {
    const TOGETHER: [&str; 6] = ["together", "combined", "jointly", "altogether", "between them", "in total"];
    let words = sentence.of(text).to_lowercase();
    TOGETHER.iter().any(|word| words.contains(word))
}

/// A name with all that a list joins to it: "*Chile, Germany and Brazil* had"; `None` where no "and" ends a list.
pub(super) fn with_others(text: &str, sentence: Span, name: Span) -> Option<Span> {
    let rest = text.get(name.end..sentence.end)?;
    let (mut end, mut closed) = (0, name.of(text).contains(" and "));
    loop {
        let rest = &rest[end..];
        let joint = [", and ", ", ", " and "].iter().find(|joint| rest.starts_with(**joint));
        let Some(joint) = joint.filter(|_| !closed) else { break };
        let next = &rest[joint.len()..];
        let name: usize = next
            .split_inclusive(' ')
            .take_while(|word| word.starts_with(char::is_uppercase) || *word == "the ")
            .map(str::len)
            .sum();
        // "Chile, Germany and": the run stops behind the first word that a comma ends.
        let name = next[..name].find([',', ';', '.']).unwrap_or(name);
        let name = next[..name].trim_end().len();
        if name == 0 {
            break;
        }
        closed = joint.contains("and");
        end += joint.len() + name;
    }
    closed.then(|| Span::new(name.start, name.end + end))
}

/// Whether words name whose something is: "the amount of Morocco's", "those of Spain", "Chilean ones".
pub(super) fn has_owner(words: &str) -> bool {
    let name = |w: &str| {
        let w = w.trim_matches(|c: char| !c.is_alphanumeric());
        let lower = w.to_lowercase();
        let month = months::MONTHS.contains(&lower.as_str()) || months::MONTHS_SHORT.iter().any(|(m, _)| *m == lower);
        w.starts_with(char::is_uppercase) && !month && !w.contains(|c: char| c.is_ascii_digit())
    };
    words.split_whitespace().any(name)
}

#[cfg(test)]
mod tests {
    use super::super::places::{all, find};
    use super::*;

    #[test]
    fn datelines_are_no_part_of_the_text() {
        let text = "GENEVA, Sept. 8 -- Trade grew 3 percent";
        assert_eq!(dateline(text, all(text)).unwrap().of(text), "GENEVA, Sept. 8 --");
        for text in
            ["Trade grew 3 percent -- more than before", "UK trade grew 3 percent — more than before", "GDP grew"]
        {
            assert_eq!(dateline(text, all(text)), None, "{text}");
        }
    }

    #[test]
    fn names_lose_descriptions() {
        let text = "action game Black Myth: Wukong";
        assert_eq!(name_of(text, all(text)).of(text), "Black Myth: Wukong");
        let text = "eastern China";
        assert_eq!(name_of(text, all(text)).of(text), "eastern China");
        let text = "among RCEP non-members grew";
        assert_eq!(name_of(text, find(text, "RCEP")).of(text), "RCEP non-members");
    }

    #[test]
    fn names_keep_what_stands_before_their_colon() {
        let text = "revenue of Black Myth: Wukong grew";
        assert_eq!(whole_name(text, find(text, "Wukong")).of(text), "Black Myth: Wukong");
        let text = "Trade: China grew";
        assert_eq!(whole_name(text, find(text, "China")).of(text), "China");
    }

    #[test]
    fn the_group_behind_a_measure_is_its_holder() {
        let text = "while digital trade among RCEP non-members grew 9.3 percent";
        let holder = holder_after(text, find(text, "digital trade"), find(text, "9.3 percent"));
        assert_eq!(holder.unwrap().of(text), "RCEP non-members");
        let text = "digital trade among members of the pact grew 9.3 percent";
        assert_eq!(holder_after(text, find(text, "digital trade"), find(text, "9.3 percent")), None);
    }

    #[test]
    fn a_list_of_names_is_one_where_the_sentence_says_so() {
        let text = "Together, Chile, Germany and South Africa had exports of 5 billion";
        assert!(are_together(text, all(text)));
        let list = with_others(text, all(text), find(text, "Chile"));
        assert_eq!(list.unwrap().of(text), "Chile, Germany and South Africa");
        let text = "Exports of Chile, which grew, were 5 billion";
        assert_eq!(with_others(text, all(text), find(text, "Chile")), None);
        assert!(is_partner("trade with Spain", find("trade with Spain", "Spain")));
        assert!(has_owner("the amount of Morocco's") && has_owner("those of Spain") && !has_owner("those of 2019"));
    }
}
