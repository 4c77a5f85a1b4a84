//! What is done to a page before the article is looked for in it, and how deep a page may be for that.

use dom_smoothie::Readability;

/// A table with a longer cell, in bytes, lays out the page.
const LONGEST_CELL: usize = 300;
/// What a table is made of.
const TABLE_PARTS: &[&str] = &["table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col"];

/// Takes out of a page what `dom_smoothie` lets through when an article is short, and turns tables that only lay the
/// page out into plain elements: it cuts cells out of them, which then glue together.
pub(super) fn clean(page: &Readability) {
    let all = page.doc.root().text().len();
    let mut stack = vec![page.doc.root()];
    while let Some(node) = stack.pop() {
        if !node.is_element() {
            stack.extend(node.children_it(true));
            continue;
        }
        let marks = [node.attr("id"), node.attr("class")];
        let foreign = marks.iter().flatten().flat_map(|mark| mark.split_whitespace()).any(is_foreign);
        // A mark on what holds the article itself, as on the body, means something else.
        let holds_article = || node.descendants_it().any(|inner| inner.has_name("article") || inner.has_name("main"));
        if foreign && node.text().len() * 2 < all && !holds_article() {
            node.remove_from_parent();
            continue;
        }
        if node.has_name("table") {
            let lays_out = node.descendants_it().any(|inner| {
                let is_cell = inner.has_name("td") || inner.has_name("th");
                inner.has_name("table") || (is_cell && inner.text().trim().len() > LONGEST_CELL)
            });
            let mut parts = if lays_out { vec![node] } else { Vec::new() };
            while let Some(part) = parts.pop() {
                parts.extend(part.children_it(false).filter(|inner| !inner.has_name("table")));
                if TABLE_PARTS.iter().any(|name| part.has_name(name)) {
                    part.rename("div");
                }
            }
        }
        stack.extend(node.children_it(true));
    }
}

/// Whether an `id` or a class marks a cookie banner, a bar with weather and prices, comments, or links to other articles.
fn is_foreign(mark: &str) -> bool {
    let mark = mark.to_ascii_lowercase();
    ["cookie", "consent", "gdpr", "ticker", "top-bar", "topbar", "masthead", "breadcrumb"]
        .iter()
        .any(|word| mark.contains(word))
        || ["comments", "comment-list", "related", "recommend", "newsletter"].iter().any(|word| mark.starts_with(word))
}

/// How deep the elements of a page nest.
pub(super) fn depth(page: &Readability) -> usize {
    let mut deepest = 0;
    let mut stack = vec![(page.doc.root(), 0)];
    while let Some((node, depth)) = stack.pop() {
        deepest = deepest.max(depth);
        stack.extend(node.children_it(true).map(|child| (child, depth + 1)));
    }
    deepest
}

/// How deep they may nest, counted from the tags alone: those that only an end tag closes.
pub(super) fn depth_of_tags(source: &str) -> usize {
    const NESTING: &[&str] = &[
        "div",
        "span",
        "table",
        "ul",
        "ol",
        "dl",
        "blockquote",
        "section",
        "article",
        "center",
        "form",
        "fieldset",
        "a",
        "b",
        "i",
        "u",
        "em",
        "strong",
        "font",
        "small",
        "big",
        "details",
        "figure",
        "main",
        "aside",
        "nav",
        "button",
        "object",
        "template",
        "svg",
        "math",
        "sup",
        "sub",
        "ruby",
        "header",
        "footer",
    ];
    let (mut depth, mut deepest) = (0_usize, 0);
    for (at, _) in source.match_indices('<') {
        let rest = &source.as_bytes()[at + 1..];
        let closes = rest.first() == Some(&b'/');
        let rest = &rest[usize::from(closes)..];
        let length = rest.iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).count();
        let known = NESTING.iter().any(|name| rest[..length].eq_ignore_ascii_case(name.as_bytes()));
        if known {
            depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
            deepest = deepest.max(depth);
        }
    }
    deepest
}
