//! What people read, in both languages. Every sentence and every word for a code stands in the catalogue (`desk/words/`, in Fluent: a folder a language,
//! a file a theme) and is said by [`say!`](crate::say) or [`word`]; nowhere else in the desk or its doors are two languages side by side.
//!
//! A test compares the languages with each other, and the catalogue with what is said in the sources: each message in each language, with the same
//! variables, said by something, and with exactly those arguments. So nothing can be missing at run time; if something is all the same, the name of the
//! message is what stands there, and nothing panics.

use crate::person::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use std::borrow::Cow;
use std::sync::LazyLock;

mod sets;

/// A number, by which a language chooses its form, or a text.
pub use fluent_bundle::FluentValue as Value;
pub use sets::{InSentence, Spoken};

/// Says a message of the catalogue: `say!(language, "refusal-too-many", most = 100)`.
#[macro_export]
macro_rules! say {
    ($language:expr, $message:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::words::say($language, $message, &[$((stringify!($name), $crate::words::Value::from($value))),*])
    };
}

/// The messages of one language.
type Catalogue = FluentBundle<FluentResource>;

macro_rules! files {
    ($language:literal) => {
        [
            include_str!(concat!("../words/", $language, "/audit.ftl")),
            include_str!(concat!("../words/", $language, "/codes.ftl")),
            include_str!(concat!("../words/", $language, "/doors.ftl")),
            include_str!(concat!("../words/", $language, "/explanations.ftl")),
            include_str!(concat!("../words/", $language, "/exports.ftl")),
            include_str!(concat!("../words/", $language, "/imports.ftl")),
            include_str!(concat!("../words/", $language, "/refusals.ftl")),
        ]
    };
}

const IN_INDONESIAN: [&str; 7] = files!("id");
const IN_ENGLISH: [&str; 7] = files!("en");

static INDONESIAN: LazyLock<Catalogue> = LazyLock::new(|| catalogue("id", &IN_INDONESIAN));
static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| catalogue("en", &IN_ENGLISH));

/// Reads the files of a language. What cannot be read in them is left out; a test holds that there is nothing of the kind.
fn catalogue(language: &str, files: &[&str]) -> Catalogue {
    let mut catalogue = FluentBundle::new_concurrent(vec![language.parse().unwrap_or_default()]);
    // Both languages and everything put into their sentences run from left to right: no marks around a name, which would be copied along with it.
    catalogue.set_use_isolating(false);
    for file in files {
        let read = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(read, _)| read);
        if let Err(errors) = catalogue.add_resource(read) {
            tracing::error!(?errors, language, "the catalogue of words says something twice");
        }
    }
    catalogue
}

fn of(language: Language) -> &'static Catalogue {
    match language {
        Language::Indonesian => &INDONESIAN,
        Language::English => &ENGLISH,
    }
}

/// What [`say!`](crate::say) calls: only by that is a message said, so that a test finds all that are.
#[doc(hidden)]
pub fn say(language: Language, message: &'static str, named: &[(&'static str, Value<'_>)]) -> String {
    let catalogue = of(language);
    let Some(pattern) = catalogue.get_message(message).and_then(|found| found.value()) else {
        tracing::error!(message, "the catalogue of words lacks a message");
        return message.to_owned();
    };
    let (mut args, mut errors) = (FluentArgs::with_capacity(named.len()), Vec::new());
    for (name, value) in named {
        args.set(*name, value.clone());
    }
    let said = catalogue.format_pattern(pattern, Some(&args), &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::error!(message, ?errors, "a message of the catalogue lacks an argument");
    }
    said
}

/// The word for a code.
pub fn word<T: Spoken>(it: T, language: Language) -> Cow<'static, str> {
    one_of(T::SET, it.code(), language).unwrap_or(Cow::Borrowed(it.code()))
}

/// The word that a set of the catalogue has under a name; none: it has none.
pub fn one_of(set: &str, name: &str, language: Language) -> Option<Cow<'static, str>> {
    let catalogue = of(language);
    // A setting's code has dots (`region.name`), which no name in Fluent has.
    let found = catalogue.get_message(set)?.get_attribute(&name.replace('.', "_"))?;
    Some(catalogue.format_pattern(found.value(), None, &mut Vec::new()))
}

/// What a sentence calls a field of a form, by its name in the API.
pub fn field(name: &'static str, language: Language) -> Cow<'static, str> {
    one_of("field", name, language).unwrap_or(Cow::Borrowed(name))
}

#[cfg(test)]
mod tests;
