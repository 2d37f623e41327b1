//! The languages against each other, and the catalogue against what the sources say.

use super::*;
use crate::event::{Concern, Kind};
use fluent_syntax::ast::{self, CallArguments, Entry, Expression, InlineExpression, PatternElement};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What a language says: each message and attribute (`status`, `status.NEW`) with its variables; none: a name without a sentence of its own.
type Messages = BTreeMap<String, Option<BTreeSet<String>>>;

fn messages(files: &[&str]) -> Messages {
    let mut all = Messages::new();
    for file in files {
        let read = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
        for entry in read.entries() {
            let message = match entry {
                Entry::Message(message) => message,
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
                Entry::Term(_) | Entry::Junk { .. } => panic!("neither a message nor a comment: {entry:?}"),
            };
            let values =
                message.attributes.iter().map(|it| (format!("{}.{}", message.id.name, it.id.name), Some(&it.value)));
            for (name, value) in std::iter::once((message.id.name.to_owned(), message.value.as_ref())).chain(values) {
                let said = all.insert(name.clone(), value.map(|value| variables(value)));
                assert!(said.is_none(), "{name} is there twice");
            }
        }
    }
    all
}

fn variables(pattern: &ast::Pattern<&str>) -> BTreeSet<String> {
    fn inline(it: &InlineExpression<&str>, into: &mut BTreeSet<String>) {
        match it {
            InlineExpression::VariableReference { id } => {
                into.insert(id.name.to_owned());
            }
            InlineExpression::Placeable { expression: inner } => expression(inner, into),
            InlineExpression::FunctionReference { arguments: CallArguments { positional, .. }, .. } => {
                positional.iter().for_each(|it| inline(it, into));
            }
            InlineExpression::StringLiteral { .. }
            | InlineExpression::NumberLiteral { .. }
            | InlineExpression::MessageReference { .. }
            | InlineExpression::TermReference { .. } => {}
        }
    }
    fn expression(it: &Expression<&str>, into: &mut BTreeSet<String>) {
        match it {
            Expression::Inline(it) => inline(it, into),
            Expression::Select { selector, variants } => {
                inline(selector, into);
                variants.iter().for_each(|variant| into.extend(variables(&variant.value)));
            }
        }
    }
    let mut found = BTreeSet::new();
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression: it } = element {
            expression(it, &mut found);
        }
    }
    found
}

/// The sources of the desk and of its doors.
fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, into: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, into);
            } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("words/tests.rs") {
                let text = std::fs::read_to_string(&path).expect("a source");
                // What a comment shows is not said.
                let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
                into.push((path, code.join("\n")));
            }
        }
    }
    let mut all = Vec::new();
    for folder in ["src", "../graphql/src", "../src"] {
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut all);
    }
    all
}

/// Each `say!` in a source: which message, with which arguments.
fn said(source: &str) -> Vec<(String, BTreeSet<String>)> {
    let mut found = Vec::new();
    for (at, call) in source.match_indices("say!(") {
        let inner = &source[at + call.len()..];
        let (mut depth, mut text, mut plain, mut literals) = (0_usize, false, String::new(), Vec::new());
        let mut signs = inner.char_indices().peekable();
        // The arguments at the level of the call, without texts and without what stands in further brackets.
        while let Some((at, sign)) = signs.next() {
            match (text, sign) {
                (true, '\\') => {
                    signs.next();
                }
                (_, '"') => {
                    if !text && depth == 0 {
                        literals.push(inner[at + 1..].split('"').next().unwrap_or_default().to_owned());
                    }
                    text = !text;
                }
                (true, _) => {}
                (false, ')') if depth == 0 => break,
                (false, '(' | '[' | '{') => depth += 1,
                (false, ')' | ']' | '}') => depth -= 1,
                (false, sign) if depth == 0 => plain.push(sign),
                (false, _) => {}
            }
        }
        let names = plain.split(',').filter_map(|part| part.split_once(" = ")).map(|(name, _)| name.trim().to_owned());
        // The macro itself names no message.
        if let Some(message) = literals.first() {
            found.push((message.clone(), names.collect()));
        }
    }
    found
}

#[test]
fn both_languages_say_the_same_things_of_the_same_things() {
    let (indonesian, english) = (messages(&IN_INDONESIAN), messages(&IN_ENGLISH));
    let only = |a: &Messages, b: &Messages| a.keys().filter(|name| !b.contains_key(*name)).cloned().collect::<Vec<_>>();
    assert_eq!(only(&indonesian, &english), Vec::<String>::new(), "only in Indonesian");
    assert_eq!(only(&english, &indonesian), Vec::<String>::new(), "only in English");
    for (name, variables) in &indonesian {
        assert_eq!(Some(variables), english.get(name), "the variables of {name}");
    }
}

#[test]
fn what_is_said_is_in_the_catalogue_and_nothing_there_is_never_said() {
    let messages = messages(&IN_INDONESIAN);
    let mut used = BTreeSet::new();
    for (path, source) in sources() {
        for (message, arguments) in said(&source) {
            let wanted = messages.get(&message).cloned().flatten();
            assert_eq!(wanted.as_ref(), Some(&arguments), "{message}, said in {}", path.display());
            used.insert(message);
        }
        // Heads of columns and other names of a set stand as texts in the code that says them.
        for (name, _) in messages.iter().filter(|(name, _)| name.starts_with("head.")) {
            if source.contains(&format!("{:?}", &name["head.".len()..])) && path.ends_with("http/export/lists.rs") {
                used.insert(name.clone());
            }
        }
    }
    assert!(used.len() > 250, "hardly anything is said: {}", used.len());
    let sets = [
        "happened",
        "field",
        "weekday",
        "weekday-short",
        "month-short",
        "status-in-sentence",
        "token-scope-in-sentence",
    ];
    let sets: BTreeSet<&str> = sets::sets().into_iter().map(|(set, _)| set).chain(sets).collect();
    let never = |name: &&String| {
        let set = name.split('.').next().unwrap_or_default();
        !used.contains(*name) && !sets.contains(set) && *name != "head"
    };
    assert_eq!(messages.keys().filter(never).collect::<Vec<_>>(), Vec::<&String>::new(), "nothing says");
}

#[test]
fn every_code_that_people_read_has_its_word_and_no_other_has() {
    let messages = messages(&IN_INDONESIAN);
    let words = |set: &str| -> BTreeSet<String> {
        messages.keys().filter_map(|name| name.strip_prefix(set)?.strip_prefix('.').map(str::to_owned)).collect()
    };
    let mut sets = sets::sets();
    sets.push(("status-in-sentence", crate::ticket::Status::ALL.iter().map(|it| it.code()).collect()));
    sets.push(("token-scope-in-sentence", crate::token::TokenScope::ALL.iter().map(|it| it.code()).collect()));
    for (set, codes) in sets {
        let codes: BTreeSet<String> = codes.into_iter().map(|code| code.replace('.', "_")).collect();
        assert_eq!(words(set), codes, "{set}");
    }
    // A refused person is told what happened to the ticket, never what happened to an account.
    let on_tickets = |kind: &&Kind| matches!(kind.concern(), Concern::Ticket | Concern::Clock | Concern::Deadline);
    let on_tickets = Kind::ALL.iter().filter(on_tickets).map(|kind| kind.code().to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(words("happened"), on_tickets);
}

/// Codes that nobody reads as a word, and why.
const NOT_READ: &[(&str, &str)] = &[
    ("AnchorFault", "each is a sentence of its own"),
    ("Audience", "shown as a note or a reply: the word of the message's kind"),
    ("ClockDid", "facts of an event"),
    ("ClockState", "shown by a clock's face: how late, how much is left"),
    ("Column", "a field of a form: the set `field`"),
    ("Doing", "a line of the portal with a name in it"),
    ("DraftKind", "a draft is of a reply or a note: the words of those"),
    ("DueKind", "what the clock has to do; what it did is an event"),
    ("ExceptionState", "a line of the portal with a name in it"),
    ("FieldType", "an administrator writes the code itself"),
    ("Kind", "a line of the portal with a name in it; in a sentence the set `happened`; in the audit's list the code"),
    ("LinkKind", "the portal names both ends of a link"),
    ("PartyRole", "why somebody sees a ticket"),
    ("Placeholder", "whoever writes a macro writes the code itself"),
    ("Sheet", "what a file of a table holds: its address"),
];

#[test]
fn every_enum_of_codes_is_read_in_words_or_said_not_to_be() {
    let with_words: BTreeSet<String> = sources()
        .iter()
        .filter(|(path, _)| path.ends_with("words/sets.rs"))
        .flat_map(|(_, source)| {
            source.lines().filter_map(|line| line.trim().strip_prefix("crate::").map(str::to_owned)).collect::<Vec<_>>()
        })
        .filter_map(|line| Some(line.split_once(": \"")?.0.rsplit("::").next()?.to_owned()))
        .collect();
    assert_eq!(with_words.len(), sets::sets().len());
    let mut not_read: BTreeSet<&str> = NOT_READ.iter().map(|(name, _)| *name).collect();
    for (path, source) in sources() {
        for (at, _) in source.match_indices("codes! {").chain(source.match_indices("kinds! {")) {
            let Some(name) = source[at..].split_once(" enum ").and_then(|(_, rest)| rest.split([' ', '{']).next())
            else {
                continue;
            };
            if name.starts_with('$') {
                continue;
            }
            let exempt = not_read.remove(name);
            assert!(exempt != with_words.contains(name), "{name} in {}: has words: {}", path.display(), !exempt);
        }
    }
    assert!(not_read.is_empty(), "no such enum: {not_read:?}");
}

#[test]
fn every_field_that_a_refusal_names_has_its_label() {
    let messages = messages(&IN_INDONESIAN);
    let has = |name: &str| messages.contains_key(&format!("field.{name}"));
    let before = [
        "Blank(",
        "TooLong(",
        "Invalid(",
        "Taken(",
        "InFuture(",
        "InPast(",
        "Retired(",
        "InUse(",
        "Ambiguous(",
        "SpreadsheetNumber(",
        "input::line(",
        "input::text(",
        "line_or_empty(",
        "text_or_empty(",
        "invalid(",
        "Unknown { field: ",
        "Twice { field: ",
    ];
    let mut named: BTreeSet<String> = crate::import::Column::ALL.iter().map(|it| it.code().to_owned()).collect();
    for (_, source) in sources() {
        for before in before {
            for (at, _) in source.match_indices(before) {
                let after = source[at + before.len()..].trim_start();
                if let Some((name, _)) = after.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
                    named.insert(name.to_owned());
                }
            }
        }
    }
    assert!(named.len() > 80, "hardly any field is named: {}", named.len());
    assert_eq!(named.iter().filter(|name| !has(name)).collect::<Vec<_>>(), Vec::<&String>::new(), "without a label");
}

#[test]
fn a_message_takes_names_and_numbers_as_they_are() {
    use Language::{English, Indonesian};
    assert_eq!(say!(English, "explain-business-days", count = 1), "1 business day");
    assert_eq!(say!(English, "explain-business-days", count = 3), "3 business days");
    assert_eq!(say!(Indonesian, "explain-business-days", count = 1), "1 hari kerja");
    // No mark around a name, no sign of the catalogue's own in it, no point in a thousand.
    assert_eq!(
        say!(Indonesian, "table-missing-column", name = "{ $x } { status.NEW }"),
        "Kolom “{ $x } { status.NEW }” tidak ada."
    );
    assert_eq!(
        say!(English, "refusal-too-long", field = "text", most = 20_000),
        "“text” may have at most 20000 characters."
    );
    assert_eq!(word(InSentence(crate::ticket::Status::New), Indonesian), "Baru");
    assert_eq!(word(crate::setting::SettingKey::RegionName, English), "Name of the region");
    assert_eq!(field("noSuchField", English), "noSuchField");
}

#[test]
fn making_the_catalogue_is_done_once_and_saying_costs_little() {
    let begun = Instant::now();
    let made = catalogue("en", &IN_ENGLISH);
    let making = begun.elapsed();
    assert!(made.has_message("refusal-not-found"));
    let begun = Instant::now();
    for most in 0..1_000 {
        let said = say!(Language::English, "refusal-too-long", field = "title", most = most);
        assert!(said.starts_with("“title”"));
    }
    println!("made in {making:?}, a sentence in {:?}", begun.elapsed() / 1_000);
}
