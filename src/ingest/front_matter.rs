//! The block of `key: value` lines between two `---` at the start of a text or Markdown file.
//!
//! Not YAML: the three keys that a document has a use for are read, the rest is passed over.

use jiff::civil::Date;

use super::date;

/// A front matter longer than this is none: the text starts with a ruler.
const LONGEST: usize = 16 * 1024;

/// What the front matter of a file says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct FrontMatter {
    pub(crate) title: Option<String>,
    pub(crate) published: Option<Date>,
    pub(crate) url: Option<String>,
    /// One past its last byte, where the text proper starts; 0 without front matter.
    pub(crate) end: usize,
}

/// The front matter at the start of `text`; empty if there is none.
pub(crate) fn read(text: &str) -> FrontMatter {
    parse(text).unwrap_or_default()
}

fn parse(text: &str) -> Option<FrontMatter> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "---")?;
    let mut front = FrontMatter { end: first.len(), ..FrontMatter::default() };
    for line in lines {
        front.end += line.len();
        if front.end > LONGEST {
            return None;
        }
        if matches!(line.trim_end(), "---" | "...") {
            return Some(front);
        }
        if line.trim().is_empty() || line.starts_with([' ', '\t', '#', '-']) {
            continue;
        }
        // Any other line must be `key: value`.
        let (key, value) = line.split_once(':')?;
        if key.is_empty() || !key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')) {
            return None;
        }
        let value = unquoted(value);
        if value.is_empty() {
            continue;
        }
        match key.to_ascii_lowercase().as_str() {
            "title" => front.title = Some(value),
            // `published` says it best, wherever it stands.
            "published" => front.published = date::written(&value).or(front.published),
            "date" | "pubdate" | "published_at" | "publishdate" | "published_time" => {
                front.published = front.published.or_else(|| date::written(&value));
            }
            "url" | "link" | "canonical_url" => front.url = Some(value),
            _ => {}
        }
    }
    None
}

/// A value without its quotes.
fn unquoted(value: &str) -> String {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
            return match quote {
                '"' => inner.replace("\\\"", "\""),
                _ => inner.replace("''", "'"),
            };
        }
    }
    value.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_keys_are_read() {
        let text = "---\r\ntitle: \"A \\\"big\\\" year: 2025\"\r\ntags:\r\n  - a\r\ndate: 2024-01-02\r\nPublished: 9 Dec 2025\r\nurl: https://example.org/a\r\n---\r\nText.";
        let front = read(text);
        assert_eq!(front.title.as_deref(), Some("A \"big\" year: 2025"));
        assert_eq!(front.published.map(|d| d.to_string()).as_deref(), Some("2025-12-09"));
        assert_eq!(front.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(&text[front.end..], "Text.");
    }

    #[test]
    fn a_ruler_is_no_front_matter() {
        for text in [
            "---\nText goes on.\n---\n",
            "---\ntitle: x\nno end",
            "--- \nFigures: see below, they rose.\nAnd more.\n---",
            "text\n---\na: b\n---",
            "",
        ] {
            assert_eq!(read(text), FrontMatter::default(), "{text}");
        }
    }
}
