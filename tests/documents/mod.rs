//! What the documents claim, a test shows: every story that a document cites is there, under the name by which it is cited.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A test as a document cites it: `tests/stories/waiting.rs::a_question_waits`.
struct Cited<'a> {
    file: &'a str,
    name: &'a str,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What stands between backquotes and names a test.
fn cited(text: &str) -> Vec<Cited<'_>> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter_map(|word| word.split_once("::")).map(|(file, name)| Cited { file, name }).collect()
}

impl Cited<'_> {
    /// Whether the file has a function, a module or a story of this name, or, in the browser, a story with this title.
    fn is_there(&self) -> bool {
        let Ok(text) = std::fs::read_to_string(root().join(self.file)) else { return false };
        let titled = ['\'', '"', '`'].iter().any(|quote| text.contains(&format!("{quote}{}{quote}", self.name)));
        let named = |line: &str| {
            let words: Vec<&str> = line.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
            let is_story = line.trim_end().ends_with("|world| {");
            words.contains(&self.name) && (is_story || words.contains(&"fn") || words.contains(&"mod"))
        };
        titled || text.lines().any(named)
    }
}

/// The rows of the tables of a document, each as its cells.
fn rows(text: &str) -> Vec<Vec<&str>> {
    let lines = text.lines().filter(|line| line.starts_with('|'));
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

#[test]
fn every_attack_has_a_number_of_its_own_and_a_story() {
    let text = read("docs/attacks.md");
    let attacks: Vec<_> = rows(&text).into_iter().filter(|row| row[0].starts_with("ATK-")).collect();
    assert!(attacks.len() > 40, "the table of attacks was not found");
    let mut numbers = BTreeSet::new();
    for row in attacks {
        assert_eq!(row.len(), 4, "a row has four cells: {row:?}");
        assert!(numbers.insert(row[0]), "{} stands twice", row[0]);
        let stories = cited(row[3]);
        assert!(!stories.is_empty(), "{} names no story", row[0]);
        for story in stories {
            assert!(story.is_there(), "{}: {} has no {}", row[0], story.file, story.name);
        }
    }
}

#[test]
fn what_the_documents_cite_is_there() {
    let folder = std::fs::read_dir(root().join("docs")).expect("docs");
    let documents = folder
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "md"));
    for path in documents.chain([root().join("SECURITY.md")]) {
        let text = std::fs::read_to_string(&path).expect("a document");
        for story in cited(&text).into_iter().filter(|it| it.file.starts_with("tests/") && it.file.contains('.')) {
            assert!(story.is_there(), "{}: {} has no {}", path.display(), story.file, story.name);
        }
    }
}

/// The numbers that begin with `prefix` and end where no digit follows, wherever they stand as words of their own.
fn numbers<'a>(text: &'a str, is_number: impl Fn(&str) -> bool + 'a) -> impl Iterator<Item = &'a str> + 'a {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).filter(move |word| is_number(word))
}

/// `R7`, `R23`.
fn is_rule(word: &str) -> bool {
    word.strip_prefix('R')
        .is_some_and(|digits| (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `A-01`, `L-06`: a need of the regulations.
fn is_need(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() == 4
        && (b'A'..=b'L').contains(&bytes[0])
        && bytes[1] == b'-'
        && bytes[2..].iter().all(u8::is_ascii_digit)
}

/// What git knows below some folders, as path and text.
fn sources(folders: &[&str]) -> Vec<(String, String)> {
    let list = ["-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "--"];
    let output = std::process::Command::new("git").args(list).args(folders).current_dir(root()).output().expect("git");
    let list = String::from_utf8(output.stdout).expect("paths in UTF-8");
    let texts =
        list.lines().filter_map(|path| Some((path.to_owned(), std::fs::read_to_string(root().join(path)).ok()?)));
    texts.collect()
}

#[test]
fn every_rule_that_is_named_is_written_down() {
    let rules = read("docs/rules.md");
    let entries = rules.lines().filter_map(|line| line.strip_prefix("- **"));
    let entries: Vec<_> = entries.filter_map(|entry| numbers(entry, is_rule).next()).collect();
    let written: BTreeSet<_> = entries.iter().copied().collect();
    assert_eq!(entries.len(), written.len(), "a rule stands twice");
    assert!(written.len() > 30, "the rules were not found");
    let sources = sources(&[
        "src",
        "desk",
        "graphql",
        "migrations",
        "bench",
        "tests",
        "web",
        "docs",
        "ARCHITECTURE.md",
        "README.md",
        "SECURITY.md",
    ]);
    assert!(sources.len() > 300, "there was too little to look at");
    for (path, text) in
        sources.iter().filter(|(path, _)| !path.ends_with(".json") && !path.ends_with("package-lock.json"))
    {
        for rule in numbers(text, is_rule) {
            assert!(written.contains(rule), "{path} names {rule}, and docs/rules.md does not");
        }
    }
}

#[test]
fn every_rule_has_a_story() {
    let text = read("docs/rules.md");
    let entries = text.lines().filter_map(|line| line.strip_prefix("- **"));
    let written: Vec<_> = entries.filter_map(|entry| numbers(entry, is_rule).next()).collect();
    let table = rows(&text);
    for rule in &written {
        let shown: Vec<_> = table.iter().filter(|row| row[0] == *rule).collect();
        let [row] = shown.as_slice() else { panic!("{rule} has {} rows of stories", shown.len()) };
        let stories = cited(row[1]);
        assert!(!stories.is_empty(), "{rule} names no story");
        for story in stories {
            assert!(story.is_there(), "{rule}: {} has no {}", story.file, story.name);
        }
    }
    let shown: BTreeSet<_> = table.iter().map(|row| row[0]).filter(|cell| is_rule(cell)).collect();
    assert_eq!(shown, written.into_iter().collect(), "the table shows what is no rule");
}

#[test]
fn a_client_reads_sentences_and_no_numbers_of_rules() {
    let schema = read("graphql/schema.graphql");
    let named: Vec<_> = numbers(&schema, is_rule).collect();
    assert!(named.is_empty(), "{named:?}");
}

#[test]
fn every_need_that_is_named_is_written_down() {
    let needs = read("docs/needs.md");
    let written: BTreeSet<_> =
        rows(&needs).iter().map(|row| row[0]).filter(|cell| is_need(cell)).map(str::to_owned).collect();
    assert!(written.len() > 100, "the needs were not found");
    for need in numbers(&read("docs/kebutuhan.md"), is_need) {
        assert!(written.contains(need), "docs/kebutuhan.md names {need}, and docs/needs.md does not");
    }
}

/// What a need asks is there, or there in part, or not there yet: one of the three is said of each that is a must, and what is there is shown.
#[test]
fn every_need_that_is_a_must_stands_in_one_table() {
    let (needs, text) = (read("docs/needs.md"), read("docs/kebutuhan.md"));
    let all = rows(&needs);
    let must = all.iter().filter(|row| is_need(row[0]) && row.last().is_some_and(|level| level.starts_with("MUST")));
    let must: Vec<&str> = must.map(|row| row[0]).collect();
    assert!(must.len() > 50, "the needs were not found");
    let tables = rows(&text);
    let told: Vec<&str> = tables.iter().map(|row| row[0]).filter(|cell| is_need(cell)).collect();
    for need in must {
        assert_eq!(told.iter().filter(|it| **it == need).count(), 1, "docs/kebutuhan.md tells {need} so many times");
    }
    for row in tables.iter().filter(|row| is_need(row[0])) {
        for story in row.iter().flat_map(|cell| cited(cell)) {
            assert!(story.is_there(), "{}: {} has no {}", row[0], story.file, story.name);
        }
    }
    for file in text.split('`').skip(1).step_by(2).filter(|word| word.starts_with("tests/") && !word.contains("::")) {
        assert!(root().join(file).exists(), "docs/kebutuhan.md cites {file}");
    }
}

/// A setting on a screen promises that something follows from it: what is in use is asked for somewhere, and what nothing asks for is not in use.
#[test]
fn every_setting_that_shows_is_read() {
    let asking = sources(&["desk/src", "graphql/src", "src/http"]);
    for key in desk::setting::SettingKey::ALL {
        let asked = asking.iter().any(|(_, text)| text.contains(&format!("SettingKey::{key:?}")));
        assert_eq!(key.in_use(), asked, "{key:?}: is it in use, and is it read?");
    }
}
