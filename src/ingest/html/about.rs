//! What a page says about itself: title, headings, day of publication, address.

use dom_smoothie::Readability;
use jiff::civil::Date;

use crate::ingest::date;

/// `meta` names that give the day of publication, the surest first.
#[rustfmt::skip]
const PUBLISHED: &[&str] = &[
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "dc.date.issued",
    "dcterms.issued", "dcterms.date", "dc.date", "dcterms.created", "parsely-pub-date", "publishdate", "publish-date",
    "publish_date", "publication_date", "publicationdate", "pubdate", "sailthru.date", "date",
];

/// What a page says about itself.
#[derive(Default)]
pub(super) struct About {
    pub(super) title: Option<String>,
    pub(super) published: Option<Date>,
    pub(super) url: Option<String>,
    /// The words of its headings of level 1.
    headings: Vec<String>,
}

impl About {
    pub(super) fn read(page: &Readability, source: &str) -> Self {
        let mut about = Self::default();
        let title = page.doc.select("title").first().text();
        about.title = Some(collapsed(&title)).filter(|title| !title.is_empty());
        for heading in page.doc.select("h1").iter().take(8) {
            let words = collapsed(&heading.formatted_text());
            about.headings.extend(Some(words).filter(|words| !words.is_empty()));
        }
        let metas: Vec<(String, String)> = page
            .doc
            .select("meta[content]")
            .iter()
            .filter_map(|meta| {
                let name = ["property", "name", "itemprop"].iter().find_map(|key| meta.attr(key))?;
                Some((name.trim().to_ascii_lowercase(), meta.attr("content")?.trim().to_owned()))
            })
            .collect();
        let meta = |wanted: &str| metas.iter().find(|(name, _)| name == wanted).map(|(_, content)| content.as_str());
        about.published = json_published(source)
            .or_else(|| PUBLISHED.iter().find_map(|name| date::written(meta(name)?)))
            .or_else(|| {
                let times = ["time[itemprop=datePublished]", "time[pubdate]", "article time", "main time", "time"];
                times.iter().find_map(|path| date::written(&page.doc.select(path).first().attr("datetime")?))
            });
        let canonical = page.doc.select("link[rel=canonical]").first().attr("href");
        about.url = canonical
            .map(|href| href.trim().to_owned())
            .or_else(|| meta("og:url").map(str::to_owned))
            .filter(|url| url.starts_with("http"));
        about
    }

    /// The heading that is the article's title, which `dom_smoothie` leaves out of the text.
    pub(super) fn heading(&self, title: Option<&str>) -> Option<&str> {
        let same = |heading: &&String| {
            title.is_some_and(|title| title.starts_with(heading.as_str()) || heading.starts_with(title))
        };
        let only = self.headings.first().filter(|_| self.headings.len() == 1);
        self.headings.iter().find(same).or(only).map(String::as_str)
    }

    /// A title without the name of the site behind it: "Exports rise | Example News", if "Exports rise" is a heading.
    pub(super) fn without_site(&self, title: String) -> String {
        let marks = [" | ", " - ", " – ", " — ", " :: ", " » ", "_", "-"];
        let begins = |heading: &&String| {
            title.strip_prefix(heading.as_str()).is_some_and(|rest| marks.iter().any(|mark| rest.starts_with(mark)))
        };
        let heading = self.headings.iter().find(begins).cloned();
        heading.unwrap_or(title)
    }
}

/// The `datePublished` of the page's JSON-LD, wherever in it it stands.
fn json_published(source: &str) -> Option<Date> {
    source.match_indices("\"datePublished\"").take(20).find_map(|(at, key)| {
        let value = source[at + key.len()..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        date::written(value.get(..value.find('"')?)?)
    })
}

/// Words with single spaces between.
fn collapsed(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
