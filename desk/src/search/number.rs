//! The number of a ticket as a person says it: the region's prefix, a year and digits, in the spellings of a hurried hand, or in an address that was pasted.
//! Nothing else is taken for one.

use unicode_normalization::UnicodeNormalization;

/// A longer text holds no number that somebody typed.
const LONGEST: usize = 300;
/// More digits no number has.
const MOST_DIGITS: usize = 9;
/// What people write before a number.
const LABELS: [&str; 7] = ["tiket", "ticket", "nomor", "no", "number", "nr", "laporan"];

/// What numbers are made of here.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form<'a> {
    /// The prefix of tickets.
    pub(crate) ticket: &'a str,
    /// The prefix of solution requests.
    pub(crate) request: &'a str,
    /// How many digits a number has at least.
    pub(crate) digits: usize,
}

/// Whose number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// A ticket's.
    Ticket,
    /// A solution request's.
    Request,
}

/// A number that was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Said {
    /// Whose.
    pub(crate) of: Of,
    /// The year; none: it was not said.
    pub(crate) year: Option<i32>,
    /// The digits.
    pub(crate) n: u64,
    /// Whether it can be nothing else: digits alone can be a word as well.
    pub(crate) sure: bool,
}

impl Said {
    /// The numbers it can be, as they are kept: of its year, or of these years, the latest first; with as many digits as a region may have set.
    pub(crate) fn spelt(&self, form: &Form<'_>, years: impl Iterator<Item = i32>) -> Vec<String> {
        let prefix = match self.of {
            Of::Ticket => form.ticket,
            Of::Request => form.request,
        };
        let years: Vec<i32> = self.year.map_or_else(|| years.collect(), |year| vec![year]);
        let one = |year: &i32| {
            let (year, n) = (*year, self.n);
            (4..=MOST_DIGITS).map(move |digits| format!("{prefix}-{year}-{n:0digits$}"))
        };
        let mut all: Vec<String> = years.iter().flat_map(one).collect();
        all.dedup();
        all
    }
}

/// Reads a number.
pub(crate) fn said(text: &str, form: &Form<'_>) -> Option<Said> {
    if text.len() > LONGEST {
        return None;
    }
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let text = text.trim();
    bare(text, form).or_else(|| in_address(text, form))
}

/// The number at the end of an address, which leads to a ticket: `https://desk/tiket/TKT-2026-000408?x`.
fn in_address(text: &str, form: &Form<'_>) -> Option<Said> {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    if text.contains(char::is_whitespace) || !text.contains('/') {
        return None;
    }
    let path = text.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').find_map(|part| bare(part, form).filter(|said| said.sure))
}

fn is_sign(c: char) -> bool {
    matches!(c, '-' | '_' | '/' | '.' | ':' | '#' | '\u{2010}'..='\u{2015}' | '\u{2212}') || c.is_whitespace()
}

fn bare(text: &str, form: &Form<'_>) -> Option<Said> {
    let around = |c: char| !c.is_alphanumeric();
    let mut text = text.trim_matches(around);
    loop {
        for (of, prefix) in [(Of::Ticket, form.ticket), (Of::Request, form.request)] {
            if let Some(groups) = after(text, prefix).and_then(groups) {
                return read(&groups, form, Some(of));
            }
        }
        if let Some(groups) = groups(text) {
            return read(&groups, form, None);
        }
        let (label, rest) = text.split_once(around)?;
        if !LABELS.contains(&label) {
            return None;
        }
        text = rest.trim_start_matches(around);
    }
}

/// What comes after a prefix, however its own signs were written.
fn after<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let mut wanted = prefix.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).peekable();
    wanted.peek()?;
    let mut rest = text;
    for letter in wanted {
        rest = rest.trim_start_matches(is_sign).strip_prefix(letter)?;
    }
    Some(rest)
}

/// Groups of digits with signs between them; none if there is anything else.
fn groups(text: &str) -> Option<Vec<&str>> {
    let groups: Vec<&str> = text.split(is_sign).filter(|group| !group.is_empty()).collect();
    let digits = groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit()));
    (digits && !groups.is_empty()).then_some(groups)
}

fn read(groups: &[&str], form: &Form<'_>, of: Option<Of>) -> Option<Said> {
    let year_of = |text: &str| match text.len() {
        4 => text.parse().ok().filter(|year| (2000..=2200).contains(year)),
        2 if of.is_some() => text.parse().ok().map(|year: i32| 2000 + year),
        _ => None,
    };
    let (year, digits, sure) = match *groups {
        // In one piece.
        [whole] if whole.len() >= 4 + form.digits && year_of(&whole[..4]).is_some() => {
            (year_of(&whole[..4]), &whole[4..], true)
        }
        [digits] => (None, digits, of.is_some()),
        // Without the prefix only with all its digits: `2026-11` is a month.
        [year, digits] if of.is_some() || digits.len() >= form.digits => (Some(year_of(year)?), digits, true),
        _ => return None,
    };
    let n = Some(digits).filter(|it| it.len() <= MOST_DIGITS)?.parse().ok().filter(|n| *n > 0)?;
    Some(Said { of: of.unwrap_or(Of::Ticket), year, n, sure })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FORM: Form<'static> = Form { ticket: "TKT", request: "PSP", digits: 6 };

    fn shown(text: &str) -> String {
        match said(text, &FORM) {
            None => "-".to_owned(),
            Some(it) => {
                let year = it.year.map_or("?".to_owned(), |year| year.to_string());
                format!("{:?} {year} {}{}", it.of, it.n, if it.sure { "" } else { " perhaps" })
            }
        }
    }

    #[test]
    fn spellings() {
        for (text, expected) in [
            ("408", "Ticket ? 408 perhaps"),
            ("#408", "Ticket ? 408 perhaps"),
            ("no. 408", "Ticket ? 408 perhaps"),
            ("TKT-2026-408", "Ticket 2026 408"),
            ("tkt 408", "Ticket ? 408"),
            ("TKT-2026-000408.", "Ticket 2026 408"),
            ("TKT2026000408", "Ticket 2026 408"),
            ("2026000408", "Ticket 2026 408"),
            ("2026-000408", "Ticket 2026 408"),
            ("tiket nomor: TKT 26 408", "Ticket 2026 408"),
            ("PSP-2026-000003", "Request 2026 3"),
            ("psp 3", "Request ? 3"),
            ("https://desk.kab.go.id/tiket/TKT-2026-000408.", "Ticket 2026 408"),
            ("desk.kab.go.id/konsol/semua/TKT-2026-000408?a=1#b", "Ticket 2026 408"),
            ("2026-11-30", "-"),
            ("2026-11", "-"),
            ("putus-putus-lagi", "-"),
            ("Wi-Fi", "-"),
            ("TKT", "-"),
            ("TKT-0", "-"),
            ("TKT-2026-0", "-"),
            ("TKTX-2026-000408", "-"),
            ("TKT-2026-000408 rusak", "-"),
            ("https://desk.kab.go.id/ruang/12", "-"),
            ("081234567890", "-"),
            ("198501012010011001", "-"),
            ("", "-"),
            ("...", "-"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
        let other = Form { ticket: "LAP-TIK", request: "LAP", digits: 4 };
        assert_eq!(said("lap tik 2026 0007", &other).map(|it| (it.of, it.n)), Some((Of::Ticket, 7)));
        assert_eq!(said("LAP-7", &other).map(|it| (it.of, it.n)), Some((Of::Request, 7)));
        let spelt = said("tkt 12", &FORM).map(|it| it.spelt(&FORM, [2026, 2025].into_iter())).unwrap_or_default();
        assert_eq!(spelt.len(), 12);
        assert!(spelt.contains(&"TKT-2026-000012".to_owned()) && spelt.contains(&"TKT-2025-0012".to_owned()));
    }

    proptest! {
        /// Every number reads back from every spelling, and is among those it can be.
        #[test]
        fn every_number_reads_back(n in 1_u64..999_999, year in 2000_i32..2100, sign in "[-_/ .:#–]", before in "[#( \"“]{0,2}", behind in "[.,)?!\" ]{0,2}") {
            let kept = format!("TKT-{year}-{n:06}");
            for text in [
                kept.clone(),
                kept.to_lowercase(),
                format!("TKT{sign}{year}{sign}{n}"),
                format!("tkt{year}{n:06}"),
                format!("{year}{sign}{n:06}"),
                format!("https://desk.example/tiket/{kept}"),
                format!("tiket {kept}"),
            ] {
                let text = format!("{before}{text}{behind}");
                let found = said(&text, &FORM);
                prop_assert_eq!(found, Some(Said { of: Of::Ticket, year: Some(year), n, sure: true }), "{}", text);
                prop_assert!(found.is_some_and(|it| it.spelt(&FORM, std::iter::empty()).contains(&kept)));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}", like in "[tkpsTKPS0-9/#. –-]{0,30}") {
            for text in [text, like] {
                if let Some(it) = said(&text, &FORM) {
                    prop_assert!(it.n > 0);
                }
            }
        }
    }
}
