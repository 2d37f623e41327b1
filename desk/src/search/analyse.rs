//! The one analyser for both stores (R36): what it says goes into `tsvector` (`simple`) and into FTS5 (`unicode61`) as it
//! is, so that both databases find the same.
//!
//! A token is never empty, at most [`MAX_TOKEN`] long and made of `a-z0-9` only. Neither database then has anything
//! left to fold, split or stem, and a query can be put together without escaping. `unicode61` would split at `-` and
//! `_`, PostgreSQL's parser at other places: `TKT-2026-000123` is therefore one token `tkt2026000123`.
//!
//! - A word is kept as it is (so that names are found exactly, and the beginning of a word while it is typed) and
//!   stemmed: *jaringannya* finds *jaringan*.
//! - Words with hyphens between them are kept joined besides: *Wi-Fi* is found as *wifi*, and *wifi* by who types *Wi-Fi* (in a query the joined form
//!   or the parts, all of them). A word that is only said twice (*putus-putus*) is one word.
//! - Numbers, codes and addresses (`TIK-01`, `045.2/123`, `10.20.0.7`, `budi@kab.go.id`) are kept in their pieces and as
//!   every run of up to [`MAX_PARTS`] neighbouring pieces, joined: so any part of a longer number is found as well.

use snowball_stemmers_rs::{Algorithm, Stemmer};
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer tokens are dropped: nobody types them, and keys and certificates in logs are made of them.
pub const MAX_TOKEN: usize = 40;
/// The most distinct tokens of one text.
pub const MAX_INDEX_TOKENS: usize = 2_000;
/// The most tokens of one query; what is typed after them does not count.
pub const MAX_QUERY_TOKENS: usize = 12;
/// The most pieces of a code that are joined into one token: enough for a MAC address.
pub const MAX_PARTS: usize = 6;

/// One thing to look for. All tokens of a query must be found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct QueryToken {
    /// The word as typed, folded.
    pub text: String,
    /// Whether the word may go on: it is the last one, and no space was typed after it.
    pub prefix: bool,
    /// The stem, where it differs: a text that has it matches as well.
    pub stem: Option<String>,
    /// The words that are joined in it: a text that has all of them matches as well.
    pub parts: Vec<QueryToken>,
}

impl QueryToken {
    /// Whether it is found among the tokens of a text: what the databases do, for tests and for lists in memory.
    pub fn matches(&self, tokens: &[String]) -> bool {
        let parted = !self.parts.is_empty() && self.parts.iter().all(|part| part.matches(tokens));
        parted
            || tokens.iter().any(|token| {
                *token == self.text
                    || self.stem.as_ref() == Some(token)
                    || (self.prefix && token.starts_with(&self.text))
            })
    }

    fn of(part: &Part) -> Self {
        Self { text: part.text.clone(), prefix: false, stem: part.stem(), parts: Vec::new() }
    }

    /// Whether the word may go on. One letter begins too many words to be worth a search.
    fn goes_on(&mut self) {
        self.prefix = self.text.len() > 1;
        if let Some(last) = self.parts.last_mut() {
            last.goes_on();
        }
    }
}

/// The tokens of a text, each once, in the order of their first appearance.
///
/// For PostgreSQL use `array_to_tsvector`, for SQLite join them with spaces.
pub fn index_tokens(text: &str) -> Vec<String> {
    let mut tokens = Tokens::default();
    for compound in compounds(text) {
        for part in &compound {
            tokens.push(&part.text);
            if let Some(stem) = part.stem() {
                tokens.push(&stem);
            }
        }
        for start in 0..compound.len() {
            for end in start + 2..=compound.len().min(start + MAX_PARTS) {
                if is_code(&compound[start..end]) || is_word(&compound[start..end]) {
                    tokens.push(&joined(&compound[start..end]));
                }
            }
        }
        if tokens.list.len() >= MAX_INDEX_TOKENS {
            break;
        }
    }
    tokens.list.truncate(MAX_INDEX_TOKENS);
    tokens.list
}

/// The tokens of what somebody typed into a search box; empty if there is nothing to look for.
pub fn query_tokens(text: &str) -> Vec<QueryToken> {
    let mut tokens: Vec<QueryToken> = Vec::new();
    let mut open = !text.ends_with(char::is_whitespace);
    for compound in closed_up(compounds(text)) {
        for chunk in compound.chunks(MAX_PARTS) {
            let whole = joined(chunk);
            if chunk.len() > 1 && is_code(chunk) && whole.len() <= MAX_TOKEN {
                tokens.push(QueryToken { text: whole, prefix: false, stem: None, parts: Vec::new() });
                continue;
            }
            for run in chunk.chunk_by(|_, next| next.after.is_some_and(is_hyphen)) {
                let whole = joined(run);
                let parts = run.iter().map(QueryToken::of);
                if is_word(run) && whole.len() <= MAX_TOKEN {
                    tokens.push(QueryToken { text: whole, prefix: false, stem: None, parts: parts.collect() });
                } else {
                    tokens.extend(parts);
                }
            }
        }
        // Enough is enough, and then the last one is not the one that is being typed.
        if tokens.len() > MAX_QUERY_TOKENS {
            open = false;
            break;
        }
    }
    if open && let Some(mut last) = tokens.pop() {
        // One letter is not looked for unless it is all there is; then it must be a word.
        last.goes_on();
        if last.prefix || tokens.is_empty() {
            tokens.push(last);
        }
    }
    let mut seen = HashSet::new();
    // What is longer was never put into an index: asking for it would find nothing at all.
    tokens.retain(|token| token.text.len() <= MAX_TOKEN && seen.insert(token.text.clone()));
    tokens.truncate(MAX_QUERY_TOKENS);
    tokens
}

/// The query for `$1::tsquery` (not `to_tsquery`, which would analyse again). `None` if there is nothing to look for.
pub fn tsquery(tokens: &[QueryToken]) -> Option<String> {
    written(tokens, " & ", |token| {
        let text = if token.prefix { format!("'{}':*", token.text) } else { format!("'{}'", token.text) };
        either(text, token, " | ", |stem| format!("'{stem}'"), tsquery)
    })
}

/// The query for FTS5's `MATCH`. `None` if there is nothing to look for.
pub fn fts5_query(tokens: &[QueryToken]) -> Option<String> {
    written(tokens, " AND ", |token| {
        let text = if token.prefix { format!("\"{}\"*", token.text) } else { format!("\"{}\"", token.text) };
        either(text, token, " OR ", |stem| format!("\"{stem}\""), fts5_query)
    })
}

/// A word, its stem or all its parts.
fn either(
    text: String,
    token: &QueryToken,
    or: &str,
    stem: impl Fn(&str) -> String,
    parts: impl Fn(&[QueryToken]) -> Option<String>,
) -> String {
    let parts = parts(&token.parts).map(|parts| format!("({parts})"));
    let all: Vec<String> = std::iter::once(text).chain(token.stem.as_deref().map(stem)).chain(parts).collect();
    if all.len() == 1 { all.concat() } else { format!("({})", all.join(or)) }
}

fn written(tokens: &[QueryToken], and: &str, one: impl Fn(&QueryToken) -> String) -> Option<String> {
    (!tokens.is_empty()).then(|| tokens.iter().map(one).collect::<Vec<_>>().join(and))
}

#[derive(Default)]
struct Tokens {
    list: Vec<String>,
    seen: HashSet<String>,
}

impl Tokens {
    fn push(&mut self, token: &str) {
        if (1..=MAX_TOKEN).contains(&token.len()) && self.seen.insert(token.to_owned()) {
            self.list.push(token.to_owned());
        }
    }
}

/// A run of letters and digits.
#[derive(Debug, Default)]
struct Part {
    text: String,
    /// The sign between this part and the one before it in the same compound.
    after: Option<char>,
    /// Whether letters other than `a-z` are in it, in the code of [`encode`].
    foreign: bool,
}

impl Part {
    /// The Indonesian stem, where the part is a word and has another one than itself.
    fn stem(&self) -> Option<String> {
        if self.foreign || !(4..=MAX_TOKEN).contains(&self.text.len()) {
            return None;
        }
        if !self.text.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let stem = Stemmer::create(Algorithm::Indonesian).stem(&self.text).into_owned();
        let good = stem.len() > 1 && stem != self.text && stem.bytes().all(|b| b.is_ascii_lowercase());
        good.then_some(stem)
    }
}

/// Whether pieces form a number, a code or an address rather than words with signs between them.
fn is_code(parts: &[Part]) -> bool {
    parts.iter().any(|part| !part.foreign && part.text.bytes().any(|b| b.is_ascii_digit()))
        || parts.iter().skip(1).any(|part| part.after == Some('@'))
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–')
}

/// Whether pieces are one word with hyphens in it, and not one that is only said twice.
fn is_word(parts: &[Part]) -> bool {
    let letters = parts.iter().all(|part| part.foreign || part.text.bytes().all(|b| b.is_ascii_lowercase()));
    let hyphens = parts.iter().skip(1).all(|part| part.after.is_some_and(is_hyphen));
    parts.len() > 1 && letters && hyphens && parts.windows(2).all(|pair| pair[0].text != pair[1].text)
}

/// In a query a single letter before a word (*e kinerja*), and two short ones (*wi fi*), are one word that somebody typed with a space.
fn closed_up(compounds: impl Iterator<Item = Vec<Part>>) -> impl Iterator<Item = Vec<Part>> {
    let mut compounds = compounds.peekable();
    std::iter::from_fn(move || {
        let mut compound = compounds.next()?;
        let short = |compound: &Vec<Part>| match &compound[..] {
            [part] if !part.foreign && part.text.bytes().all(|b| b.is_ascii_lowercase()) => part.text.len(),
            _ => 0,
        };
        let one = short(&compound);
        let closes = |next: &Vec<Part>| matches!((one, short(next)), (1, 3..) | (2, 2));
        if let Some(mut next) = compounds.next_if(closes) {
            next[0].after = Some('-');
            compound.append(&mut next);
        }
        Some(compound)
    })
}

fn joined(parts: &[Part]) -> String {
    parts.iter().map(|part| part.text.as_str()).collect()
}

/// The text as compounds: parts with nothing but one connecting sign between them.
fn compounds(text: &str) -> impl Iterator<Item = Vec<Part>> {
    let mut chars = folded(text).peekable();
    let mut done = false;
    std::iter::from_fn(move || {
        while !done {
            let mut compound = vec![Part::default()];
            loop {
                let Some(c) = chars.next() else {
                    done = true;
                    break;
                };
                let last = compound.len() - 1;
                let next_is_part = |next: Option<&char>| next.is_some_and(|n| n.is_alphanumeric());
                if c.is_ascii_alphanumeric() {
                    compound[last].text.push(c);
                } else if c.is_alphanumeric() && !is_unspaced(c) {
                    compound[last].foreign = true;
                    encode(c, &mut compound[last].text);
                } else if c.is_alphanumeric() {
                    // Scripts without spaces: each character is a word by itself.
                    let mut word = Part { foreign: true, ..Part::default() };
                    encode(c, &mut word.text);
                    compound.extend([word, Part::default()]);
                } else if matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`') && next_is_part(chars.peek()) {
                    // Jum'at and Jumat are one word.
                } else if matches!(c, '-' | '.' | '_' | '@' | '/' | ':' | '‐' | '‑' | '–') && next_is_part(chars.peek())
                {
                    compound.push(Part { after: Some(c), ..Part::default() });
                } else {
                    break;
                }
            }
            compound.retain(|part| !part.text.is_empty());
            if !compound.is_empty() {
                return Some(compound);
            }
        }
        None
    })
}

/// Lower case, without marks and without the invisible joiners, Latin letters reduced to `a-z`.
fn folded(text: &str) -> impl Iterator<Item = char> {
    let lower = text.nfkd().flat_map(char::to_lowercase);
    let bare =
        lower.filter(|c| !is_combining_mark(*c) && !matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}'));
    bare.flat_map(|c| {
        let (first, second) = match c {
            'ß' => ('s', Some('s')),
            'æ' => ('a', Some('e')),
            'œ' => ('o', Some('e')),
            'þ' => ('t', Some('h')),
            'ø' => ('o', None),
            'đ' | 'ð' => ('d', None),
            'ł' => ('l', None),
            'ħ' => ('h', None),
            'ı' => ('i', None),
            'ς' => ('σ', None),
            c => (c, None),
        };
        std::iter::once(first).chain(second)
    })
}

/// Chinese characters and kana.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Writes a letter of another script as `x` and four characters, always as many, so that the beginning of a word is
/// still the beginning of its token.
fn encode(c: char, into: &mut String) {
    into.push('x');
    for place in [36 * 36 * 36, 36 * 36, 36, 1] {
        let digit = u32::from(c) / place % 36;
        into.push(char::from_digit(digit, 36).unwrap_or('0'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn index(text: &str) -> String {
        index_tokens(text).join(" ")
    }

    /// `word`, `word*` where it may go on, `word~stem`.
    fn query(text: &str) -> String {
        let shown = |token: &QueryToken| {
            let stem = token.stem.as_ref().map_or(String::new(), |stem| format!("~{stem}"));
            format!("{}{}{stem}", token.text, if token.prefix { "*" } else { "" })
        };
        query_tokens(text).iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    fn finds(typed: &str, text: &str) -> bool {
        let (query, tokens) = (query_tokens(typed), index_tokens(text));
        !query.is_empty() && query.iter().all(|token| token.matches(&tokens))
    }

    #[test]
    fn words_are_kept_and_stemmed() {
        assert_eq!(index("Jaringan di kantor"), "jaringan jaring di kantor");
        assert_eq!(index("Perbaikan, diperbaiki; memperbaiki!"), "perbaikan baik diperbaiki memperbaiki");
        assert_eq!(index("I Wayan Sudiarta"), "i wayan sudiarta");
        assert_eq!(index("jaringan JARINGAN Jaringan"), "jaringan jaring");
    }

    #[test]
    fn codes_are_one_token_and_their_pieces() {
        assert_eq!(index("TKT-2026-000123"), "tkt 2026 000123 tkt2026 tkt2026000123 2026000123");
        assert_eq!(index("TIK-01."), "tik 01 tik01");
        assert_eq!(index("budi@kab.id"), "budi kab id budikab budikabid");
        assert_eq!(index("laporan-laporan"), "laporan lapor");
        assert_eq!(index("00:1A:2b"), "00 1a 2b 001a 001a2b 1a2b");
        assert_eq!(index("a--b a- -b"), "a b");
    }

    #[test]
    fn words_with_hyphens_are_kept_joined_too() {
        assert_eq!(index("Wi-Fi"), "wi fi wifi");
        assert_eq!(index("e‑KTP"), "e ktp ektp");
        assert_eq!(index("putus-putus"), "putus");
        assert_eq!(index("tata.usaha"), "tata usaha");
        assert_eq!(query("Wi-Fi"), "wifi*");
        assert_eq!(query("e kinerja "), "ekinerja");
        for forms in [["ekinerja", "e-Kinerja"], ["wifi", "Wi-Fi"], ["email", "E-Mail"], ["efaktur", "e‑Faktur"]] {
            for (typed, text) in [(forms[0], forms[1]), (forms[1], forms[0]), (forms[1], forms[1])] {
                assert!(
                    finds(typed, text) && finds(&format!("{typed} mati"), &format!("mati {text}")),
                    "{typed} {text}"
                );
            }
        }
        assert!(finds("e kinerja", "ekinerja") && finds("e kinerja", "e-kinerja") && finds("e-kinerja", "e kinerja"));
        assert!(finds("wi fi", "wifi") && finds("putus-putus", "putus") && finds("tiba-tiba mati", "mati tiba-tiba"));
        assert!(!finds("wifi", "wisma fiktif") && !finds("di-sini", "disana"));
    }

    #[test]
    fn letters_are_folded() {
        assert_eq!(index("Café ＷＩＦＩ ﬁle İstanbul Straße"), "cafe wifi file istanbul strasse");
        assert_eq!(index("Jum'at Jum’at Jumat"), "jumat");
        assert_eq!(index("co\u{ad}ba co\u{200d}ba"), "coba");
        assert!(finds("при", "привет мир"));
        assert!(!finds("мор", "привет мир"));
        assert!(finds("日", "昨日の天気"));
        assert!(finds("昨日", "昨日の天気"));
        for token in index_tokens("привет 日本 ꦗꦮ سلام ٣٤ 👩‍💻 \u{1f1ee}\u{1f1e9}") {
            assert!(token.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{token}");
        }
    }

    #[test]
    fn the_last_word_may_go_on() {
        assert_eq!(query("printer rusa"), "printer rusa*");
        assert_eq!(query("printer rusak "), "printer rusak");
        assert_eq!(query("jaringannya"), "jaringannya*~jaring");
        assert_eq!(query("TKT-2026-0001"), "tkt20260001*");
        assert_eq!(query("TKT-2026-"), "tkt2026*");
        assert_eq!(query("printer r"), "printer");
        assert_eq!(query("p"), "p");
        assert_eq!(query("kopi kopi"), "kopi");
        assert_eq!(query(""), "");
        assert_eq!(query(" -- '\"*()& "), "");
    }

    #[test]
    fn what_people_look_for_is_found() {
        let text = "Jaringan di Bagian Umum putus sejak 08.30-10.00 WITA, hubungi budi.santoso@tabanankab.go.id atau \
                    0812-3456-7890. Surat 045.2/1234/Diskominfo, IP 10.20.0.7, MAC 00:1a:2B:3c:4D:5e, lihat TKT-2026-000123.";
        for typed in [
            "jaring",
            "jaringannya",
            "Jaringan putus",
            "TKT-2026-000123",
            "tkt2026000123",
            "tkt-2026-0001",
            "tkt 2026",
            "2026-000123 ",
            "budi.santoso@tabanankab.go.id",
            "budi.santoso@tab",
            "santoso@tabanankab.go.id ",
            "budi santoso",
            "budi.san",
            "0812-3456-7890",
            "081234567890",
            "3456-7890 ",
            "045.2/1234/diskominfo",
            "045.2 ",
            "1234/Diskominfo ",
            "08.30 ",
            "10.20.0.7",
            "10.20. ",
            "00:1A:2B:3C:4D:5E",
            "00-1a-2b-3c-4d-5e ",
            "001a2b3c4d5e",
        ] {
            assert!(finds(typed, text), "{typed}: {:?}", query_tokens(typed));
        }
        for typed in ["TKT-2026-000124", "TKT-2025-000123", "10.20.0.8", "tik-01", "jarum", "045.3 "] {
            assert!(!finds(typed, text), "{typed}");
        }
    }

    #[test]
    fn there_are_limits() {
        assert_eq!(index(&"a".repeat(41)), "");
        assert_eq!(index(&"a".repeat(40)), "a".repeat(40));
        assert_eq!(query(&format!("kopi {} ", "a".repeat(41))), "kopi");
        let many: String = (0..5_000).map(|i| format!("w{i} ")).collect();
        assert_eq!(index_tokens(&many).len(), MAX_INDEX_TOKENS);
        assert_eq!(query_tokens(&many).len(), MAX_QUERY_TOKENS);
        assert!(query_tokens(many.trim_end()).iter().all(|token| !token.prefix));
        assert!(index_tokens(&"1.".repeat(200_000)).len() < 20);
        assert!(index_tokens(&"é".repeat(1_000_000)).is_empty());
        assert_eq!(query_tokens(&"1.".repeat(200_000)).len(), 2);
    }

    #[test]
    fn queries_are_written_for_both_stores() {
        let tokens = query_tokens("jaringan TKT-2026 printe");
        assert_eq!(tsquery(&tokens).as_deref(), Some("('jaringan' | 'jaring') & 'tkt2026' & 'printe':*"));
        assert_eq!(
            fts5_query(&tokens).as_deref(),
            Some("(\"jaringan\" OR \"jaring\") AND \"tkt2026\" AND \"printe\"*")
        );
        assert_eq!((tsquery(&[]), fts5_query(&[])), (None, None));
    }

    fn text() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            "[a-zA-Z]{1,12}",
            "[A-Z]{2,4}-[0-9]{1,6}",
            "[0-9]{1,4}([./:-][0-9]{1,4}){0,8}",
            "[a-z]{1,8}([.@_][a-z]{1,8}){1,7}",
            "[a-z']{1,10}",
            "\\PC{1,8}",
            Just("memperbaikinya".to_owned()),
            Just("İ'ß-½".to_owned()),
        ];
        prop::collection::vec(word, 0..12).prop_map(|words| words.join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]
        #[test]
        fn a_text_is_found_by_each_of_its_own_words(text in text()) {
            let tokens = index_tokens(&text);
            for word in text.split_whitespace() {
                for typed in [word.to_owned(), format!("{word} "), word.to_uppercase()] {
                    // `ŉ` and a few more have no lower case that comes back.
                    if typed.to_lowercase() != word.to_lowercase() && typed != format!("{word} ") {
                        continue;
                    }
                    for token in query_tokens(&typed) {
                        prop_assert!(token.matches(&tokens), "{typed:?}: {token:?} in {tokens:?}");
                    }
                }
            }
            for token in query_tokens(&text) {
                prop_assert!(token.matches(&tokens), "{token:?} in {tokens:?}");
            }
        }

        #[test]
        fn a_word_is_found_while_it_is_typed(text in text(), at in 0usize..200) {
            let tokens = index_tokens(&text);
            if let Some((end, _)) = text.char_indices().nth(at) {
                let before = &text[..end];
                let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
                // In the middle of a code its pieces are not complete yet; words are.
                if word.bytes().all(|b| b.is_ascii_lowercase()) && text[end..].starts_with(|c: char| c.is_ascii_lowercase()) && word.len() > 1 {
                    for token in query_tokens(word) {
                        prop_assert!(token.matches(&tokens), "{word:?}: {token:?} in {tokens:?}");
                    }
                }
            }
        }

        #[test]
        fn tokens_are_safe_for_both_stores(text in any::<String>(), other in text()) {
            for text in [text, other] {
                let tokens = index_tokens(&text);
                let distinct: HashSet<&String> = tokens.iter().collect();
                prop_assert_eq!(distinct.len(), tokens.len());
                let stems = query_tokens(&text).into_iter().flat_map(|token| [Some(token.text), token.stem]).flatten();
                for token in tokens.iter().cloned().chain(stems) {
                    prop_assert!((1..=MAX_TOKEN).contains(&token.len()));
                    prop_assert!(token.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{token:?}");
                }
            }
        }
    }
}
