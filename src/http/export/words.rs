//! What the cells and heads of a list say, for people who open it in a spreadsheet.

use desk::person::Language;
use desk::say;
use desk::words::{self, Spoken};
use std::borrow::Cow;

/// The word for a code, as the portal says it.
pub(super) fn word(it: impl Spoken, language: Language) -> String {
    words::word(it, language).into_owned()
}

pub(super) fn yes(it: bool, language: Language) -> String {
    if it { say!(language, "cell-yes") } else { say!(language, "cell-no") }
}

/// Stands where the outline shows no text.
pub(super) fn limited(language: Language) -> String {
    say!(language, "cell-limited")
}

/// Heads of columns, by their names in the catalogue.
pub(super) fn heads(names: &[&'static str], language: Language) -> Vec<String> {
    names
        .iter()
        .map(|name| words::one_of("head", name, language).map_or_else(|| (*name).to_owned(), Cow::into_owned))
        .collect()
}
