//! HTML: the main text of a page, without what surrounds it, and what the page says about itself.
//!
//! `dom_smoothie` finds the article among navigation, comments and cookie banners; its own plain text glues cells and
//! exponents together ("20224.08 tn", "109" for 10⁹), so the text is written here, from the elements it keeps. Where it
//! finds no article, the whole body is read. The text has no place in the file: offsets count in the text alone.

mod about;
mod clean;
mod writer;

use dom_smoothie::Readability;
use encoding_rs::Encoding;

use self::about::About;
use self::clean::{clean, depth, depth_of_tags};
use self::writer::{Writer, walk};
use super::{Documents, Input, Reader, dateline, whole};
use crate::doc::{Document, SourceMap};
use crate::error::{Error, Result};

/// The reader of HTML.
#[derive(Clone, Copy, Debug)]
pub struct Html;

impl Reader for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm"]
    }

    fn read(&self, input: Input) -> Documents {
        whole(input, Some(declared_encoding), |id, source| document(id, &source))
    }
}

/// Looking for the article takes time by the square of the depth: deeper pages are read whole (3 s at depth 2000).
const DEEPEST_ARTICLE: usize = 256;
/// So does parsing (0.3 s at 5000): deeper pages are refused.
const DEEPEST_PAGE: usize = 5_000;
/// Where the encoding is looked for.
const ENCODING_HEAD: usize = 2048;

/// The encoding that a page declares near its start: `charset=gb2312`.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(ENCODING_HEAD)]).to_ascii_lowercase();
    let (_, rest) = head.split_once("charset=")?;
    let label = rest.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).unwrap_or(label.len());
    Encoding::for_label(&label.as_bytes()[..end])
}

/// The document of a page.
fn document(id: &str, source: &str) -> Result<Document> {
    if depth_of_tags(source) > DEEPEST_PAGE {
        return Err(Error::document(format!("nests elements more than {DEEPEST_PAGE} deep, expected a page")));
    }
    // `dom_smoothie` drops some line breaks, and the words on both sides must not become one.
    let source = source.replace("<br", "\n<br").replace("<BR", "\n<BR");
    let mut page = Readability::from(source.as_str());
    let about = About::read(&page, &source);
    clean(&page);
    let cleaned = page.doc.html();
    let article = if depth(&page) <= DEEPEST_ARTICLE { page.parse().ok() } else { None };

    let mut writer = Writer::default();
    let mut title = about.title.clone();
    if let Some(article) = &article {
        title = Some(article.title.trim().to_owned()).filter(|title| !title.is_empty()).or(title);
        walk(&article.content, false, &mut writer);
        if let Some(heading) = about.heading(title.as_deref()) {
            writer.head(heading);
        }
    }
    if !writer.has_body() {
        writer = Writer::default();
        walk(&cleaned, true, &mut writer);
    }
    let Writer { text, blocks, .. } = writer;
    let title = title.map(|title| about.without_site(title));
    let published = about.published.or_else(|| dateline::published(&text, 0));
    Ok(Document { id: id.to_owned(), title, published, url: about.url, text, blocks, source: SourceMap::extracted() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::Block;

    const PROSE: &str = "China's goods trade surplus with the world has surpassed $1 trillion this year for the first \
        time, signaling an upbeat momentum against the backdrop of tariff negotiations, data showed on Monday.";

    fn shown(document: &Document) -> Vec<String> {
        let kind = |block: &Block| format!("{:?}", block.kind);
        document.blocks.iter().map(|block| format!("{} {}", &kind(block)[..1], block.span.of(&document.text))).collect()
    }

    fn page(body: &str) -> Vec<String> {
        shown(&document("a", &format!("<html><body>{body}</body></html>")).unwrap())
    }

    #[test]
    fn the_main_text_is_read_and_what_surrounds_it_is_not() {
        let source = format!(
            "<!DOCTYPE html><html><head><title>Surplus tops $1 trillion | Example News</title>
            <meta property='article:published_time' content='2025-12-09T08:00:00+08:00'>
            <link rel='canonical' href='https://example.org/a'><script>var x = 99;</script></head><body>
            <nav><ul><li><a href='/'>Home 24</a></li><li><a href='/m'>Markets 12,345</a></li></ul></nav>
            <div class='cookie-banner'>We use 5 cookies.</div>
            <article><h1>Surplus tops $1 trillion</h1><p>{PROSE}</p><h2>Figures</h2><p>{PROSE} It&nbsp;rose&nbsp;5&nbsp;percent.</p>
            <ul><li>Exports: $33 billion</li><li>Imports: $20 billion</li></ul>
            <table><tr><th>Year</th><th>GDP</th></tr><tr><td>2022</td><td>4.08 tn</td></tr><tr><td>2023</td><td>4.12 tn</td></tr></table>
            <p>An area of 5 km<sup>2</sup>, 10<sup>9</sup> tonnes of CO<sub>2</sub>, and a&amp;b. {PROSE}</p></article>
            <aside class='related'><a href='/r'>7 things to know</a></aside>
            <div class='comments'><p>User 66 says 77</p></div><footer>Copyright 2025 88</footer></body></html>"
        );
        let document = document("a.html", &source).unwrap();
        assert_eq!(document.title.as_deref(), Some("Surplus tops $1 trillion"));
        assert_eq!(document.published.map(|date| date.to_string()).as_deref(), Some("2025-12-09"));
        assert_eq!(document.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(
            shown(&document),
            [
                "H Surplus tops $1 trillion".to_owned(),
                format!("P {PROSE}"),
                "H Figures".to_owned(),
                format!("P {PROSE} It\u{a0}rose\u{a0}5\u{a0}percent."),
                "I Exports: $33 billion".to_owned(),
                "I Imports: $20 billion".to_owned(),
                "R Year\tGDP".to_owned(),
                "R 2022\t4.08 tn".to_owned(),
                "R 2023\t4.12 tn".to_owned(),
                format!("P An area of 5 km², 10⁹ tonnes of CO₂, and a&b. {PROSE}"),
            ]
        );
    }

    #[test]
    fn a_page_without_an_article_is_read_whole() {
        assert_eq!(page("<p>Exports rose 5 percent.</p>"), ["P Exports rose 5 percent."]);
        assert_eq!(
            page("Exports rose<br>5 percent<br><br>in <b>2025</b>."),
            ["P Exports rose 5 percent", "P in 2025."]
        );
        assert_eq!(shown(&document("a", "No tags at all").unwrap()), ["P No tags at all"]);
    }

    #[test]
    fn a_page_without_text_is_an_empty_document() {
        for source in ["", "<html></html>", "<script>5</script>", "<p> </p>", "<img src=a>", "<!-- 5 -->"] {
            let document = document("a", source).unwrap();
            assert_eq!((document.text.as_str(), document.blocks.len()), ("", 0), "{source}");
        }
    }

    #[test]
    fn the_day_of_publication_is_found_where_pages_keep_it() {
        for (head, expected) in [
            ("<meta name='pubdate' content='2025-12-09'>", "2025-12-09"),
            ("<meta name='DC.date' content='9 December 2025'>", "2025-12-09"),
            ("<meta itemprop='datePublished' content='2025-12-09T01:02:03Z'>", "2025-12-09"),
            (
                r#"<script type="application/ld+json">{"@graph": [{"datePublished" : "2025-12-09T10:00"}]}</script>"#,
                "2025-12-09",
            ),
            ("<time datetime='2025-12-09'>today</time>", "2025-12-09"),
            ("<p>Published 9 December 2025</p>", "2025-12-09"),
            ("<meta name='date' content='yesterday'>", "none"),
        ] {
            let document = document("a", &format!("<html>{head}<body><p>{PROSE}</p></body></html>")).unwrap();
            let found = document.published.map_or_else(|| "none".to_owned(), |date| date.to_string());
            assert_eq!(found, expected, "{head}");
        }
    }

    #[test]
    fn a_table_that_lays_out_the_page_is_no_row() {
        let body =
            format!("<table><tr><td><p>{PROSE}</p><p>{PROSE} {PROSE} {PROSE}</p></td><td>Side</td></tr></table>");
        let blocks = page(&body);
        assert_eq!(blocks[0], format!("P {PROSE}"));
        assert!(blocks.iter().all(|block| !block.starts_with('R')), "{blocks:?}");
    }

    #[test]
    fn short_and_old_pages_keep_their_parts_apart() {
        let banner =
            "<div id='cookie-consent'>We and our 843 partners use cookies.</div><main><h1>Profit jumps 10%</h1>
            <p>Profit rose 10 percent.</p><pre>Games     51.8   63.6\nAds       30.0   36.2</pre></main>";
        assert_eq!(
            page(banner),
            ["H Profit jumps 10%", "P Profit rose 10 percent.", "R Games     51.8   63.6", "R Ads       30.0   36.2",]
        );
        let layout = format!(
            "<table><tr><td><a href=a>Home 24</a></td><td><b>Prices rise</b><br>{PROSE}<br><br>{PROSE}
            <table><tr><th>Month<th>Rate<tr><td>October<td>4.8</table>{PROSE}</td></tr></table>"
        );
        let blocks = page(&layout);
        assert!(blocks.contains(&"R October\t4.8".to_owned()), "{blocks:#?}");
        assert!(blocks.contains(&format!("P {PROSE}")), "{blocks:#?}");
        assert!(!blocks.iter().any(|block| block.contains("24Prices")), "{blocks:#?}");
    }

    #[test]
    fn the_declared_encoding_is_read() {
        let name = |head: &[u8]| declared_encoding(head).map(Encoding::name);
        assert_eq!(name(b"<meta charset=\"gb2312\">"), Some("GBK"));
        assert_eq!(
            name(b"<meta http-equiv=Content-Type content='text/html; CHARSET=iso-8859-1'>"),
            Some("windows-1252")
        );
        assert_eq!(name(b"<meta charset=nonsense>"), None);
        assert_eq!(name(b"plain"), None);
    }

    #[test]
    fn deep_nesting_and_many_elements_do_no_harm() {
        for (open, count) in [("<div>", 1_000), ("<b>", 1_000), ("<table><tr><td>", 300), ("<ul><li>", 500)] {
            let blocks = page(&format!("{}Exports rose 5 percent.", open.repeat(count)));
            assert_eq!(blocks.len(), 1, "{open}");
        }
        let error = document("a", &"<div>".repeat(1_000_000)).unwrap_err();
        assert_eq!(error.to_string(), "nests elements more than 5000 deep, expected a page");
        assert_eq!(page(&"<p>It rose 5 percent.</p>".repeat(2_000)).len(), 2_000);
    }
}
