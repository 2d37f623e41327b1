//! What people type: taken in clean, stored as typed, shown safely (R29).

use ammonia::UrlRelative;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, Node, NodeValue};
use comrak::{Arena, Options};
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// HTML that came out of [`render`] and nowhere else, so that it may be put into a page as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The markup, given away.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextError {
    /// Nothing in it can be seen.
    Blank,
    /// More than `max` characters.
    TooLong {
        /// The most allowed.
        max: usize,
    },
}

impl TextError {
    /// The code as it is sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Blank => "TEXT_BLANK",
            Self::TooLong { .. } => "TEXT_TOO_LONG",
        }
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for TextError {}

/// Takes one line, such as a title or a name: white space becomes single spaces, invisible characters go, NFC.
pub fn clean_line(text: &str, max: usize) -> Result<String, TextError> {
    not_far_too_long(text, max)?;
    let mut line = String::with_capacity(text.len().min(max.saturating_mul(4)));
    for word in text.split(|c: char| c.is_whitespace() || is_line_break(c)) {
        let before = line.len();
        line.extend(word.chars().filter(|c| !is_hidden(*c)));
        if line.len() > before && before > 0 {
            line.insert(before, ' ');
        }
    }
    checked(line.nfc().collect(), max)
}

/// Takes a text of several lines: every kind of line break becomes `\n`, blank lines at both ends and invisible
/// characters go, NFC; tabs, indents and everything else stay as typed.
pub fn clean_text(text: &str, max: usize) -> Result<String, TextError> {
    not_far_too_long(text, max)?;
    let unified = text.replace("\r\n", "\n");
    let chars = unified.chars().map(|c| if is_line_break(c) { '\n' } else { c });
    let clean: String = chars.filter(|c| matches!(c, '\n' | '\t') || !is_hidden(*c)).nfc().collect();
    let clean = clean.trim_end();
    // The indent of the first line may mean something (a pasted log); only whole blank lines before it go.
    let indent = clean.len() - clean.trim_start().len();
    let start = clean[..indent].rfind('\n').map_or(0, |at| at + 1);
    checked(clean[start..].to_owned(), max)
}

/// Refuses what is so long that it cannot become short enough, before anything is done with it. A character of a name may be typed as a letter with
/// marks, in some 16 bytes; what is pasted brings white space along.
fn not_far_too_long(text: &str, max: usize) -> Result<(), TextError> {
    if text.len() > max.saturating_mul(16).saturating_add(4_096) { Err(TextError::TooLong { max }) } else { Ok(()) }
}

fn checked(text: String, max: usize) -> Result<String, TextError> {
    if text.chars().all(is_unseen) {
        return Err(TextError::Blank);
    }
    if text.chars().nth(max).is_some() {
        return Err(TextError::TooLong { max });
    }
    Ok(text)
}

/// Line breaks that are not `\n`: CR, VT, FF, NEL, and Unicode's line and paragraph separators.
fn is_line_break(c: char) -> bool {
    matches!(c, '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Characters that only hide or disguise: controls, overrides of the direction (`exe.gpj` shown as `jpg.exe`), and whatever Unicode calls a format
/// character or says to ignore where it cannot be shown, such as zero-width spaces and the tag block, in which a second text can be hidden. Some stay:
/// emoji and some scripts are written with the joiners, the variation selectors and the fillers.
pub(crate) fn is_hidden(c: char) -> bool {
    let written_with =
        matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}')
            || matches!(c, '\u{180b}'..='\u{180f}' | '\u{3164}' | '\u{ffa0}' | '\u{fe00}'..='\u{fe0f}');
    c.is_control() || (!written_with && (is_ignorable(c) || category(c) == GeneralCategory::Format))
}

/// Characters that are kept but show nothing by themselves, or nothing that anybody could read.
fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || is_combining_mark(c)
        || c == '\u{2800}'
        || is_ignorable(c)
        || matches!(category(c), GeneralCategory::Format | GeneralCategory::Unassigned | GeneralCategory::PrivateUse)
}

fn is_ignorable(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

/// Renders the Markdown subset: paragraphs, line breaks as typed, emphasis, code, quotes, lists, headings (from the
/// third level down, since pages have their own), tables, rules and links. Raw HTML is shown as the text it is, images
/// become links. The only way from a person's text to HTML.
pub fn render(markdown: &str) -> Html {
    let arena = Arena::new();
    let html = html_within(parse(&arena, markdown), most_html(markdown));
    // What would grow without end is shown as plain lines, like what is too deep.
    let lines = || html_within(lines(&arena, markdown), usize::MAX).unwrap_or_default();
    Html(html.unwrap_or_else(lines))
}

/// The HTML of a document, unless it has more than so many bytes.
fn html_within(root: Node<'_>, most: usize) -> Option<String> {
    let mut html = String::new();
    // Writing into a `String` cannot fail.
    let _ = comrak::format_html(root, &OPTIONS, &mut html);
    if html.len() > most {
        return None;
    }
    // The renderer is already told to let nothing through; this is the second lock, of another make.
    Some(SANITIZER.clean(&html).to_string()).filter(|clean| clean.len() <= most)
}

/// The most bytes of HTML that a text becomes: more the more signs are in it, and in any case as much as its plain lines need.
fn most_html(markdown: &str) -> usize {
    let of_byte = |byte: u8| match byte {
        // A web address begins with as little as two of these.
        b'.' => 40,
        b'\n' => 30,
        _ if byte.is_ascii_punctuation() => 30,
        // Twice in a link, once of them encoded.
        _ if !byte.is_ascii() => 4,
        _ => 2,
    };
    200 + markdown.bytes().map(of_byte).sum::<usize>()
}

/// The most bytes that a text takes in an answer, as it is and as HTML.
pub(crate) fn weight(markdown: &str) -> usize {
    markdown.len() + most_html(markdown)
}

/// The text without Markdown's signs, in one line of at most `chars` characters, ending in `…` if it was cut.
/// It is plain text: whoever puts it into a page has to escape it.
pub fn plain(markdown: &str, chars: usize) -> String {
    let arena = Arena::new();
    let mut text = String::new();
    for node in parse(&arena, markdown).descendants() {
        match &node.data().value {
            NodeValue::Text(piece) => text.push_str(piece),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::HtmlInline(piece) => text.push_str(piece),
            NodeValue::CodeBlock(code) => {
                text.push(' ');
                text.push_str(&code.literal);
            }
            NodeValue::HtmlBlock(block) => {
                text.push(' ');
                text.push_str(&block.literal);
            }
            // A block begins, or a line of one.
            value if value.block() => text.push(' '),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    shortened(&words.join(" "), chars)
}

fn shortened(text: &str, chars: usize) -> String {
    if text.chars().nth(chars).is_none() {
        return text.to_owned();
    }
    let Some(room) = chars.checked_sub(1) else { return String::new() };
    let end = text.char_indices().nth(room).map_or(text.len(), |(at, _)| at);
    let mut cut = &text[..end];
    // Rather between two words, if that does not cost much, and never inside one visible character.
    let begins_word = text[end..].starts_with(' ');
    match cut.rfind(' ') {
        Some(at) if !begins_word && cut[at..].chars().count() <= 20 && at > 0 => cut = &cut[..at],
        _ => {
            let joined = |c: char| is_combining_mark(c) || matches!(c, '\u{200d}' | '\u{fe0f}');
            if text[end..].starts_with(joined) {
                let base = cut.trim_end_matches(joined);
                let last = base.char_indices().next_back().map_or(0, |(at, _)| at);
                cut = &base[..last];
            }
        }
    }
    format!("{}…", cut.trim_end_matches([' ', '\u{200d}']))
}

/// What begins a formula. The full-width signs are read as the plain ones by spreadsheets of some languages.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
/// What ends a cell in one or another spreadsheet's settings.
const ENDS: [char; 6] = [';', ',', '\t', '|', '\n', '\r'];

/// Where in a text a cell begins in one or another spreadsheet's settings.
fn beginnings(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(text.match_indices(ENDS).map(|(at, end)| at + end.len()))
}

/// Whether a text begins with apostrophes, `least` of them at least, and what a spreadsheet would read as a formula, or at the beginning of a cell as a
/// number.
fn is_kept(text: &str, first: bool, least: usize) -> bool {
    let rest = text.trim_start_matches('\'');
    let apostrophes = text.len() - rest.len();
    apostrophes >= least
        && (rest.starts_with(FORMULA) || first && apostrophes > 0 && rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// A cell for CSV or XLSX that no spreadsheet takes for a formula (R29): an apostrophe goes before the sign that begins one, which our own import takes
/// off again ([`uncell`]). Also behind what another spreadsheet's settings would end a cell with: there a quote that does not begin the cell keeps
/// neither a separator nor a line break inside it.
pub fn cell(text: &str) -> Cow<'_, str> {
    let signs: Vec<usize> = beginnings(text).filter(|at| is_kept(&text[*at..], *at == 0, 0)).collect();
    if signs.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut cell = text.to_owned();
    for at in signs.into_iter().rev() {
        cell.insert(at, '\'');
    }
    Cow::Owned(cell)
}

/// What was in a cell before [`cell`] made it harmless; and a number without the apostrophe by which people keep a spreadsheet from rounding it.
pub fn uncell(cell: &str) -> Cow<'_, str> {
    let signs: Vec<usize> = beginnings(cell).filter(|at| is_kept(&cell[*at..], *at == 0, 1)).collect();
    if signs.is_empty() {
        return Cow::Borrowed(cell);
    }
    let mut text = cell.to_owned();
    for at in signs.into_iter().rev() {
        text.remove(at);
    }
    Cow::Owned(text)
}

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    // People press Enter and mean it.
    options.render.hardbreaks = true;
    // `<b>` in a report is something that the person saw on a screen: show it.
    options.render.escape = true;
    options
});

static WITHOUT_TABLES: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut options = OPTIONS.clone();
    options.extension.table = false;
    options
});

static SANITIZER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let tags = "p br strong em del code pre blockquote ul ol li a h3 h4 h5 h6 hr table thead tbody tr th td";
    let align = || HashMap::from([("align", HashSet::from(["left", "center", "right"]))]);
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(tags.split(' ').collect())
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .generic_attributes(HashSet::new())
        .tag_attribute_values(HashMap::from([("th", align()), ("td", align())]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"));
    builder
});

/// Deeper than any honest letter quotes its forerunners. Building and cleaning the page takes time with the square of
/// the depth (20,000 times `>` takes seconds), so what is deeper is shown as plain lines.
const MAX_DEPTH: usize = 40;

/// A table has as many cells in every row as in its widest, so a wide head over many short rows makes cells that nobody wrote: up to so many times what
/// was written is a table, and so many are one in any case.
const CELLS_FOR_EACH: usize = 4;
const FREE_CELLS: usize = 2_000;

/// Whether its tables would be much larger than what was written.
fn swells(markdown: &str) -> bool {
    let (mut written, mut filled) = (0, 0);
    // A table ends where a line is empty.
    let mut block = (0, 0);
    for line in markdown.lines().chain(std::iter::once("")) {
        if line.trim().is_empty() {
            filled += block.0 * block.1;
            block = (0, 0);
        } else {
            let bars = line.matches('|').count();
            written += bars;
            block = (block.0 + 1, bars.max(block.1));
        }
    }
    filled > CELLS_FOR_EACH * written + FREE_CELLS
}

/// The document, with images turned into links, headings moved down, and behind each link where it leads, unless its words say that: nobody is to
/// be led elsewhere than they read.
fn parse<'a>(arena: &'a Arena<'a>, markdown: &str) -> Node<'a> {
    let options = if swells(markdown) { &WITHOUT_TABLES } else { &OPTIONS };
    let root = comrak::parse_document(arena, markdown, options);
    if is_deeper_than(root, MAX_DEPTH) {
        return lines(arena, markdown);
    }
    for node in root.descendants() {
        let mut data = node.data_mut();
        match &mut data.value {
            NodeValue::Heading(heading) => heading.level = heading.level.saturating_add(2).min(6),
            NodeValue::Image(image) => {
                let image = std::mem::take(image);
                if node.first_child().is_none() {
                    let url = NodeValue::Text(Cow::Owned(image.url.clone()));
                    node.append(arena.alloc(AstNode::from(url)));
                }
                data.value = NodeValue::Link(image);
            }
            _ => {}
        }
        let led_to = match &data.value {
            NodeValue::Link(link) => place(&link.url).map(str::to_owned),
            _ => None,
        };
        drop(data);
        if let Some(place) = led_to.filter(|place| place_named(node).as_ref() != Some(place)) {
            let told = NodeValue::Text(Cow::Owned(format!(" ({place})")));
            node.insert_after(arena.alloc(AstNode::from(told)));
        }
    }
    root
}

/// The host or the address that a link leads to.
fn place(url: &str) -> Option<&str> {
    if let Some(address) = url.strip_prefix("mailto:") {
        return address.split('?').next();
    }
    let (_, rest) = url.split_once("://")?;
    // Browsers take a backslash for a slash, and whatever stands before the last @ for a name.
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    authority.rsplit('@').next()
}

/// The host or the address that the words of a link name, if they are one.
fn place_named(link: Node<'_>) -> Option<String> {
    let mut words = String::new();
    for node in link.descendants() {
        if let NodeValue::Text(piece) = &node.data().value {
            words.push_str(piece);
        }
    }
    let with_scheme = if words.contains("://") || words.starts_with("mailto:") {
        words
    } else if words.contains('@') {
        format!("mailto:{words}")
    } else {
        format!("http://{words}")
    };
    place(&with_scheme).map(str::to_owned)
}

fn is_deeper_than(root: Node<'_>, max: usize) -> bool {
    let mut depth = 0_usize;
    root.traverse().any(|edge| {
        match edge {
            NodeEdge::Start(_) => depth += 1,
            NodeEdge::End(_) => depth = depth.saturating_sub(1),
        }
        depth > max
    })
}

/// One paragraph of the lines as they are.
fn lines<'a>(arena: &'a Arena<'a>, text: &str) -> Node<'a> {
    let node = |value: NodeValue| -> Node<'a> { arena.alloc(AstNode::from(value)) };
    let (root, paragraph) = (node(NodeValue::Document), node(NodeValue::Paragraph));
    root.append(paragraph);
    for line in text.lines() {
        if paragraph.first_child().is_some() {
            paragraph.append(node(NodeValue::LineBreak));
        }
        paragraph.append(node(NodeValue::Text(Cow::Owned(line.to_owned()))));
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn html(markdown: &str) -> String {
        render(markdown).into_string().replace(" rel=\"noopener noreferrer nofollow\"", " REL").trim_end().to_owned()
    }

    #[test]
    fn the_subset() {
        for (markdown, expected) in [
            ("Halo\ndunia", "<p>Halo<br>\ndunia</p>"),
            (
                "**tebal** *miring* ~~coret~~ `kode`",
                "<p><strong>tebal</strong> <em>miring</em> <del>coret</del> <code>kode</code></p>",
            ),
            ("# Satu", "<h3>Satu</h3>"),
            ("###### Enam", "<h6>Enam</h6>"),
            ("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"),
            ("> kutip", "<blockquote>\n<p>kutip</p>\n</blockquote>"),
            ("```js\nalert(1)<b>\n```", "<pre><code>alert(1)&lt;b&gt;\n</code></pre>"),
            ("[web](https://a.id)", "<p><a href=\"https://a.id\" REL>web</a> (a.id)</p>"),
            ("[a.id/x](https://a.id/y)", "<p><a href=\"https://a.id/y\" REL>a.id/x</a></p>"),
            (
                "[https://a.go.id/masuk](https://a.go.id@evil.example/masuk)",
                "<p><a href=\"https://a.go.id@evil.example/masuk\" REL>https://a.go.id/masuk</a> (evil.example)</p>",
            ),
            ("[TKT-2026-000001](https://b.id)", "<p><a href=\"https://b.id\" REL>TKT-2026-000001</a> (b.id)</p>"),
            ("[tulis](mailto:x@b.id?subject=y)", "<p><a href=\"mailto:x@b.id?subject=y\" REL>tulis</a> (x@b.id)</p>"),
            (
                "lihat https://a.id/x?y=1&z=2.",
                "<p>lihat <a href=\"https://a.id/x?y=1&amp;z=2\" REL>https://a.id/x?y=1&amp;z=2</a>.</p>",
            ),
            ("www.a.id", "<p><a href=\"http://www.a.id\" REL>www.a.id</a></p>"),
            ("budi@a.go.id", "<p><a href=\"mailto:budi@a.go.id\" REL>budi@a.go.id</a></p>"),
            ("![foto](https://a.id/x.png)", "<p><a href=\"https://a.id/x.png\" REL>foto</a> (a.id)</p>"),
            ("![](https://a.id/x.png)", "<p><a href=\"https://a.id/x.png\" REL>https://a.id/x.png</a></p>"),
            ("", ""),
        ] {
            assert_eq!(html(markdown), expected, "{markdown}");
        }
        assert_eq!(
            html("|a|b|\n|:-:|-|\n|1|2|"),
            "<table>\n<thead>\n<tr>\n<th align=\"center\">a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align=\"center\">1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>"
        );
    }

    #[test]
    fn no_text_grows_without_end() {
        let columns = "|a".repeat(100) + "|\n" + &"|-".repeat(100) + "|\n" + &"|\n".repeat(9_800);
        assert!(columns.len() <= 20_100);
        for text in [
            columns.clone(),
            "`a`".repeat(6_600),
            "http://a.b ".repeat(1_800),
            "www.a.b ".repeat(2_500),
            "a@b.c ".repeat(3_300),
            "> a\n\n".repeat(4_000),
            "- a\n".repeat(5_000),
            "&\"<>'".repeat(4_000),
            "\u{a0}a".repeat(10_000),
            "a\n\n".repeat(6_600),
            format!("http://a.b/{}", "é".repeat(9_000)),
            "*a*".repeat(6_600),
            "[a](http://b)".repeat(1_500),
            "|a|\n|-|\n".repeat(2_000),
        ] {
            let html = render(&text).into_string();
            let begin: String = text.chars().take(10).collect();
            assert!(html.len() <= most_html(&text), "{begin} {}", html.len());
            assert_eq!(html.contains("<br>\n|<br>"), text == columns, "{begin} is shown as what it is");
        }
    }

    #[test]
    fn raw_html_is_shown_as_text() {
        assert_eq!(html("<b>x</b>"), "<p>&lt;b&gt;x&lt;/b&gt;</p>");
        assert_eq!(html("<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;");
        assert_eq!(html("<!-- a -->"), "&lt;!-- a --&gt;");
        assert_eq!(html("Pesan: <Gagal> & \"x\""), "<p>Pesan: &lt;Gagal&gt; &amp; \"x\"</p>");
    }

    const VECTORS: &[&str] = &[
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></math>",
        "<iframe src=javascript:alert(1)></iframe>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"https://a.id\" onclick=alert(1)>x</a>",
        "<div style=\"background:url(javascript:alert(1))\">x</div>",
        "<form action=https://evil.id><input name=password></form>",
        "<style>*{display:none}</style>",
        "<base href=https://evil.id/>",
        "<meta http-equiv=refresh content=0;url=https://evil.id>",
        "<object data=data:text/html;base64,PHNjcmlwdD4=></object>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<!--><img src=x onerror=alert(1)>-->",
        "<![CDATA[<img src=x onerror=alert(1)>]]>",
        "<?php echo 1 ?>",
        "<title><img src=x onerror=alert(1)></title>",
        "</p><script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\nscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](&#x6A;&#x61;vascript&colon;alert(1))",
        "[x](\u{1}javascript:alert(1))",
        "[x](< javascript:alert(1)>)",
        "[x](vbscript:msgbox(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](data:image/svg+xml;base64,PHN2Zz4=)",
        "[x](file:///etc/passwd)",
        "[x](//evil.id)",
        "[x](/logout)",
        "[x](?a=1)",
        "[x](#id)",
        "[x](\\\\evil.id\\share)",
        "[x](tel:+62812)",
        "[x](https://a.id \"\\\" onmouseover=alert(1) x=\\\"\")",
        "[x](https://a.id/\"onmouseover=alert(1))",
        "[x]: javascript:alert(1)\n\n[x]",
        "![x](javascript:alert(1))",
        "![x\" onerror=\"alert(1)](https://a.id)",
        "![](javascript:alert(1))",
        "<javascript:alert(1)>",
        "<https://a.id/\"onmouseover=alert(1)>",
        "javascript:alert(1)",
        "xmpp:a@b.id",
        "[![x](https://a.id/i.png)](javascript:alert(1))",
        "![[x](javascript:alert(1))](https://a.id/i.png)",
        "```\"><script>alert(1)</script>\nx\n```",
        "``` x onmouseover=alert(1)\nx\n```",
        "`<script>alert(1)</script>`",
        "# <script>alert(1)</script>",
        "|<script>alert(1)</script>|\n|-|\n|<img src=x onerror=alert(1)>|",
        "* <script>\n  alert(1)\n  </script>",
        "[^1]\n\n[^1]: <script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\0<script\0>alert(1)</script\0>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
    ];

    /// A small reader of tags: everything between `<` and `>` must be on the list of things that `render` may make.
    fn assert_safe(markdown: &str) {
        let out = render(markdown).into_string();
        for piece in out.split('<').skip(1) {
            let tag = piece.split('>').next().unwrap_or_default();
            let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
            let rest = &tag.trim_start_matches('/')[name.len()..];
            let known = "p br strong em del code pre blockquote ul ol li a h3 h4 h5 h6 hr table thead tbody tr th td";
            assert!(known.split(' ').any(|k| k == name), "<{tag}> from {markdown:?}\n{out}");
            let fine = match name.as_str() {
                "a" => {
                    let href = rest.strip_suffix(" rel=\"noopener noreferrer nofollow\"").unwrap_or(rest);
                    let url = href.strip_prefix(" href=\"").and_then(|h| h.strip_suffix('"'));
                    let scheme =
                        |u: &str| ["http:", "https:", "mailto:"].iter().any(|s| u.to_ascii_lowercase().starts_with(s));
                    href.is_empty() || url.is_some_and(|u| scheme(u) && !u.contains('"'))
                }
                "ol" => {
                    rest.is_empty()
                        || (rest.starts_with(" start=\"") && rest.trim_end_matches('"').ends_with(char::is_numeric))
                }
                "th" | "td" => ["", " align=\"left\"", " align=\"center\"", " align=\"right\""].contains(&rest),
                _ => rest.is_empty(),
            };
            assert!(fine, "<{tag}> from {markdown:?}\n{out}");
            assert!(tag.starts_with('/') || name != "a" || rest.contains("nofollow"), "<{tag}> from {markdown:?}");
        }
    }

    #[test]
    fn no_vector_gets_through() {
        for vector in VECTORS {
            assert_safe(vector);
            assert_safe(&format!("teks {vector} teks"));
            assert_safe(&format!("> - **{vector}**"));
        }
        assert_eq!(html("[x](javascript:alert(1))"), "<p><a REL>x</a></p>");
        assert_eq!(html("[x](/logout)"), "<p><a REL>x</a></p>");
    }

    #[test]
    fn deep_and_long_input_is_no_trouble() {
        let pieces = [
            ">", "> ", "1. ", "[", "![", "*a **a ", "`", "[a](", "<", "<a ", "&", "|", "a@", "www.", "http://", "_a",
            "\\", "a\n",
        ];
        let mut texts: Vec<String> = pieces.iter().map(|piece| piece.repeat(12_000 / piece.len())).collect();
        texts.push((0..120).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect());
        texts.push(format!("[a]: https://a.id/{}\n\n{}", "x".repeat(2_000), "[a] ".repeat(2_000)));
        texts.push(format!("{}|\n{}|\n{}", "|a".repeat(300), "|-".repeat(300), "|\n".repeat(300)));
        for text in texts {
            assert_safe(&text);
            assert!(plain(&text, 100).chars().count() <= 100);
        }
        assert_eq!(html(&format!("{} a\nb", ">".repeat(50))), format!("<p>{} a<br>\nb</p>", "&gt;".repeat(50)));
    }

    #[test]
    fn plain_has_no_signs_and_no_more_than_asked() {
        assert_eq!(
            plain("# Judul\n\n**Printer** di `lantai 2`\nmati.\n\n- satu\n- dua\n\n```\nkode\n```", 200),
            "Judul Printer di lantai 2 mati. satu dua kode"
        );
        assert_eq!(plain("[web](https://a.id) ![foto](https://b.id) <b>x</b>", 200), "web (a.id) foto (b.id) <b>x</b>");
        assert_eq!(plain("|a|b|\n|-|-|\n|1|2|", 99), "a b 1 2");
        assert_eq!(plain("satu dua tiga empat", 19), "satu dua tiga empat");
        assert_eq!(plain("satu dua tiga empat", 18), "satu dua tiga…");
        assert_eq!(plain("satu dua tiga empat", 14), "satu dua tiga…");
        assert_eq!(plain("satu dua tiga empat", 13), "satu dua…");
        assert_eq!(plain("panjangsekalisekali", 5), "panj…");
        assert_eq!(plain("ééééé", 3), "éé…");
        assert_eq!(plain("abcde\u{301}\u{302}f", 6), "abcd…");
        assert_eq!(plain("ab👩\u{200d}💻cd", 4), "ab…");
        assert_eq!(plain("abc", 0), "");
        assert_eq!(plain("abc", 1), "…");
        assert_eq!(plain("", 10), "");
        assert_eq!(plain("a\n\nb", usize::MAX), "a b");
    }

    #[test]
    fn cells_never_begin_a_formula() {
        for text in ["=1+1", "+62812", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "=cmd|'/c calc'!A0"] {
            assert_eq!(cell(text), format!("'{text}"));
        }
        for (text, cells) in [
            ("a;=1+2;b", "a;'=1+2;b"),
            ("a,=1+2", "a,'=1+2"),
            ("'=1", "''=1"),
            ("'0812", "''0812"),
            ("a;'=1", "a;''=1"),
            ("=1;-2", "'=1;'-2"),
            ("x|+1\t@y", "x|'+1\t'@y"),
            ("halo\n=1+1|\r-2", "halo\n'=1+1|'\r'-2"),
            ("\n=1", "'\n'=1"),
        ] {
            assert_eq!(cell(text), cells);
        }
        for text in ["", "a=1", " =1", "1-2", "0812", "a; -b", "a;b|c", "'a", "''", "a;'0", "'"] {
            assert_eq!((&*cell(text), &*uncell(text)), (text, text));
        }
        for (text, number) in [("'0812", "0812"), ("'+62812", "+62812"), ("'=a", "=a")] {
            assert_eq!(uncell(text), number, "as people type it");
        }
    }

    proptest! {
        /// Whatever was written is in the cell, harmless, and comes out of it as it was.
        #[test]
        fn a_cell_gives_back_what_was_put_into_it(text in "['=+@0a,;|\\-\\n\\t\\r＝ ]{0,12}", any in "\\PC{0,20}") {
            for text in [text, any] {
                let cell = cell(&text).into_owned();
                prop_assert_eq!(&*uncell(&cell), &*text, "{:?}", cell);
                for piece in cell.split([';', ',', '|']) {
                    prop_assert!(!piece.starts_with(['=', '+', '-', '@', '＝']), "{:?}", cell);
                }
            }
        }
    }

    /// A head of many cells over rows of one: a few thousand signs would become half a million cells.
    #[test]
    fn no_table_is_much_larger_than_what_was_written() {
        let poison = format!("{}\n{}\n{}", "a|".repeat(500), "-|".repeat(500), "a\n".repeat(900));
        assert!(!html(&poison).contains("<table>") && html(&poison).len() < 20 * poison.len());
        let quoted: String = poison.lines().map(|line| format!("> {line}\n")).collect();
        assert!(html(&quoted).len() < 20 * quoted.len());
        let honest = format!("|no|nama|\n|-|-|\n{}\n\n{}", "|1|Budi|\n".repeat(400), "baris log\n".repeat(500));
        assert!(html(&honest).contains("<table>"));
        let with_gaps = format!("|a|b|c|d|e|f|\n|-|-|-|-|-|-|\n{}", "|1|2|3\n".repeat(300));
        assert!(html(&with_gaps).contains("<table>"));
    }

    #[test]
    fn what_is_far_too_long_is_not_even_cleaned() {
        let spaces = " ".repeat(1_000_000) + "a";
        assert_eq!(clean_line(&spaces, 200), Err(TextError::TooLong { max: 200 }));
        assert_eq!(clean_text(&spaces, 20_000), Err(TextError::TooLong { max: 20_000 }));
        // Marks that become one with their letter, and white space around, are no reason to refuse.
        let marked = format!("{}{}", " ".repeat(4_000), "e\u{323}\u{302}".repeat(200));
        assert_eq!(clean_line(&marked, 200).map(|line| line.chars().count()), Ok(200));
    }

    #[test]
    fn lines_are_cleaned() {
        for (typed, clean) in [
            ("  Printer\t\trusak \r\n lagi ", "Printer rusak lagi"),
            ("a\u{a0}b\u{2028}c\u{85}d\u{b}e", "a b c d e"),
            ("a\0b\u{1b}c\u{7f}", "abc"),
            ("cafe\u{301}", "café"),
            ("foto\u{202e}gpj.exe", "fotogpj.exe"),
            ("\u{feff}Halo\u{200b}", "Halo"),
            ("a\u{e0041}b", "ab"),
            ("a \u{200b} b", "a b"),
            ("👩\u{200d}💻", "👩\u{200d}💻"),
        ] {
            assert_eq!(clean_line(typed, 50).as_deref(), Ok(clean), "{typed:?}");
        }
    }

    #[test]
    fn texts_are_cleaned_and_otherwise_kept() {
        for (typed, clean) in [
            ("a\r\nb\rc\u{2029}d\u{85}e", "a\nb\nc\nd\ne"),
            ("\n \n    kode\n\tx  \n\n", "    kode\n\tx"),
            ("a\u{0}\u{8}b\u{202e}", "ab"),
            ("a\n\n\nb", "a\n\n\nb"),
            ("e\u{301}", "é"),
            ("\r\n\r\nx", "x"),
        ] {
            assert_eq!(clean_text(typed, 50).as_deref(), Ok(clean), "{typed:?}");
        }
    }

    #[test]
    fn nothing_to_see_is_blank_and_the_limit_counts_characters() {
        for typed in [
            "",
            " \t\n",
            "\u{200b}\u{feff}",
            "\u{3164}",
            "\u{2800} \u{ad}",
            "\0\u{1}",
            "\u{200d}\u{fe0f}",
            "\u{301}",
            "\u{1d173}",
            "\u{1bca0}",
            "\u{13430}",
            "\u{e0080}",
            "\u{e1000}",
            "\u{fff0}",
            "\u{e0100}",
            "\u{180b}",
        ] {
            assert_eq!(clean_line(typed, 9), Err(TextError::Blank), "{typed:?}");
            assert_eq!(clean_text(typed, 9), Err(TextError::Blank), "{typed:?}");
        }
        assert_eq!(clean_line("ééé", 3).as_deref(), Ok("ééé"));
        assert_eq!(clean_line("e\u{301}e\u{301}e\u{301}", 3).as_deref(), Ok("ééé"));
        assert_eq!(clean_line("éééé", 3), Err(TextError::TooLong { max: 3 }));
        assert_eq!(clean_text("a\nbc", 3), Err(TextError::TooLong { max: 3 }));
        assert_eq!(clean_text("abc\n\n\n", 3).as_deref(), Ok("abc"));
        assert_eq!(clean_line("a", usize::MAX).as_deref(), Ok("a"));
        assert_eq!(clean_line("a", 0), Err(TextError::TooLong { max: 0 }));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn any_markdown_is_safe(pieces in prop::collection::vec(
            prop_oneof![
                prop::sample::select(VECTORS).prop_map(str::to_owned),
                "[<>\\[\\]()!*_`~#|&;:/\"'=\\\\ \n\ta-z0-9@.-]{0,30}",
                "\\PC{0,20}",
            ], 0..6)) {
            let text = pieces.concat();
            assert_safe(&text);
            for chars in [0, 1, 2, 7, 80] {
                prop_assert!(plain(&text, chars).chars().count() <= chars);
            }
        }

        /// Whatever is typed: a page of it is at most so many times as long.
        #[test]
        fn a_page_is_no_larger_than_what_was_typed_allows(
            pieces in prop::collection::vec(prop_oneof!["[|a:\\-]{1,40}\n", "[>*+\\-`#\\[\\]()&<!~_| ]{0,30}\n?", "a\n", "\n"], 0..200)
        ) {
            let text = pieces.concat();
            prop_assert!(html(&text).len() <= 60 * text.len() + 20 * FREE_CELLS, "{}", html(&text).len());
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>(), spaced in "[ \n\r\ta\u{301}\u{200b}\u{85}x]{0,20}") {
            for text in [text, spaced] {
                if let Ok(line) = clean_line(&text, 1000) {
                    prop_assert_eq!(clean_line(&line, 1000), Ok(line.clone()));
                    prop_assert!(!line.chars().any(char::is_control));
                }
                if let Ok(clean) = clean_text(&text, 1000) {
                    prop_assert_eq!(clean_text(&clean, 1000), Ok(clean.clone()));
                    prop_assert!(!clean.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
                }
            }
        }
    }
}
