//! Who may know whom: the arrows of ARCHITECTURE.md, held against what cargo and git say of this tree, and (`inside`) against what the desk's files
//! import.
//!
//! A broken arrow fails with the map's own sentence, and the map has to keep that sentence.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

mod inside;

const MEMBERS: &str =
    "The workspace is the program, the desk, its doors, the migrations and the bench, and no other crate.";
const DESK: &str = "The desk knows no door: no HTTP, no GraphQL, no chat, no mail.";
const DOORS: &str = "A door knows the desk and no other door.";
const MIGRATIONS: &str = "The migrations know nothing of the desk, so that an old step never changes its meaning.";
const DATABASE: &str = "Only the desk's store, the migrations and the bench name the database crates.";
const FACTS: &str = "What an event says is asked of its type, and nobody else picks it from the facts by name.";
const UNFINISHED: &str = "Nothing half done is committed: what is open is an issue, not a note in the source.";
const MACHINE: &str = "No committed file knows the machine it was written on.";

const THE_PROGRAM: &str = "tanggap";
const THE_DESK: &str = "tanggap-desk";
const THE_DOORS: [&str; 2] = ["tanggap-graphql", "tanggap-bots"];
const THE_MIGRATIONS: &str = "tanggap-migrations";
/// It stands outside, as a client and as bare SQL beside it: nobody may depend on it.
const THE_BENCH: &str = "tanggap-bench";

#[test]
fn no_crate_is_off_the_map() {
    let wrong = packages()
        .into_iter()
        .filter(|package| {
            ![THE_PROGRAM, THE_DESK, THE_MIGRATIONS, THE_BENCH].contains(&&*package.name) && !is_door(&package.name)
        })
        .map(|package| package.name)
        .collect();
    holds(MEMBERS, wrong);
}

#[test]
fn nobody_knows_the_bench() {
    let all = [&[THE_PROGRAM, THE_DESK, THE_MIGRATIONS], &THE_DOORS[..]].concat();
    holds(MEMBERS, arrows(&all, |arrow| arrow.to == THE_BENCH));
}

#[test]
fn the_desk_knows_no_door() {
    let outside = ["async-graphql", "axum", "lettre", "teloxide"];
    let wrong = arrows(&[THE_DESK], |arrow| {
        arrow.to == THE_PROGRAM
            || is_door(&arrow.to)
            || outside.iter().any(|family| is_of(&arrow.to, family))
            // The desk's own tests need a schema; the desk itself is handed an open database.
            || (arrow.to == THE_MIGRATIONS && arrow.kind != "dev")
    });
    holds(DESK, wrong);
}

#[test]
fn a_door_knows_no_other_door() {
    let wrong = arrows(&THE_DOORS, |arrow| {
        is_door(&arrow.to) || arrow.to == THE_PROGRAM || (arrow.to == THE_MIGRATIONS && arrow.kind != "dev")
    });
    holds(DOORS, wrong);
}

#[test]
fn the_migrations_do_not_know_the_desk() {
    let ours = [THE_PROGRAM, THE_DESK];
    holds(MIGRATIONS, arrows(&[THE_MIGRATIONS], |arrow| ours.contains(&&*arrow.to) || is_door(&arrow.to)));
}

#[test]
fn no_other_crate_names_the_database() {
    let database = ["sea-orm", "sea-query", "sqlx"];
    let others = [&[THE_PROGRAM], &THE_DOORS[..]].concat();
    holds(DATABASE, arrows(&others, |arrow| database.iter().any(|family| is_of(&arrow.to, family))));
}

#[test]
fn no_other_module_of_the_desk_names_the_database() {
    let sources = files(|path| path.starts_with("desk/src/"));
    let wrong = sources
        .iter()
        .filter(|source| source.path != "desk/src/store.rs" && !source.path.starts_with("desk/src/store/"))
        .flat_map(|source| source.lines_with(|line| line.contains("sea_orm")))
        .collect();
    holds(DATABASE, wrong);
}

#[test]
fn nobody_picks_facts_by_name() {
    let picks = ["facts()[", "facts[\"", "[\"now\"]", "[\"was\"]"];
    let wrong = files(|path| {
        path.ends_with(".rs") && ["desk/src/", "graphql/src/", "src/"].iter().any(|it| path.starts_with(it))
    })
    .iter()
    .filter(|source| !source.path.starts_with("desk/src/event") && !source.path.contains("/tests"))
    .flat_map(|source| source.lines_with(|line| picks.iter().any(|pick| line.contains(pick))))
    .collect();
    holds(FACTS, wrong);
}

#[test]
fn nothing_half_done_is_committed() {
    // Put together here, so that this file does not find itself.
    let notes = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let holes = [concat!("todo", "!"), concat!("unimplemented", "!"), concat!("#[", "ignore")];
    let wrong = files(|path| path.ends_with(".rs"))
        .iter()
        .flat_map(|source| {
            source.lines_with(|line| {
                notes.iter().any(|note| has_word(line, note)) || holes.iter().any(|hole| line.contains(hole))
            })
        })
        .collect();
    holds(UNFINISHED, wrong);
}

/// A story written in one of them would never be told: their manifests say so, since each crate that tells its own is compiled once more.
#[test]
fn crates_that_tell_no_stories_have_none() {
    let silent = ["graphql/src/", "migrations/src/", "bench/src/", "src/main.rs"];
    let tells = |line: &str| line.contains("#[cfg(test)]") || line.contains("#[test]") || line.contains("::test]");
    let inside = |path: &str| path.ends_with(".rs") && silent.iter().any(|it| path.starts_with(it));
    let told: Vec<_> = files(inside).into_iter().filter(|file| file.text.lines().any(tells)).collect();
    assert!(told.is_empty(), "nobody runs the tests in {:?}", told.iter().map(|file| &file.path).collect::<Vec<_>>());
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    let roots = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];
    let wrong = files(|_| true)
        .iter()
        .flat_map(|source| source.lines_with(|line| roots.iter().any(|root| has_absolute(line, root))))
        .collect();
    holds(MACHINE, wrong);
}

#[test]
fn the_map_says_so_too() {
    let plain = |text: &str| text.replace(['`', '*'], "").split_whitespace().collect::<Vec<_>>().join(" ");
    let Ok(map) = std::fs::read_to_string(root().join("ARCHITECTURE.md")) else { return };
    let map = plain(&map);
    let sentences = [MEMBERS, DESK, DOORS, MIGRATIONS, DATABASE, FACTS, UNFINISHED, MACHINE];
    let sentences = sentences.into_iter().chain(inside::SENTENCES);
    let wrong = sentences.filter(|sentence| !map.contains(&plain(sentence))).map(String::from).collect();
    holds("ARCHITECTURE.md has lost sentences that tests/arrows holds.", wrong);
}

/// Fails with the map's sentence and the places that break it.
#[track_caller]
fn holds(sentence: &str, wrong: Vec<String>) {
    let places = wrong.iter().fold(String::new(), |mut list, place| {
        let _ = write!(list, "\n  {place}");
        list
    });
    assert!(wrong.is_empty(), "{sentence}{places}");
}

struct Package {
    name: String,
    arrows: Vec<Arrow>,
}

struct Arrow {
    to: String,
    /// `normal`, `dev` or `build`.
    kind: String,
}

/// The arrows from some of our crates that are not allowed, as sentences.
fn arrows(from: &[&str], forbidden: impl Fn(&Arrow) -> bool) -> Vec<String> {
    packages()
        .iter()
        .filter(|package| from.contains(&&*package.name))
        .flat_map(|package| {
            let wrong = package.arrows.iter().filter(|arrow| forbidden(arrow));
            wrong.map(|arrow| format!("{} -> {} ({})", package.name, arrow.to, arrow.kind))
        })
        .collect()
}

/// Our crates as their manifests name each other, with the real name of a renamed one.
fn packages() -> Vec<Package> {
    let metadata = ["metadata", "--format-version", "1", "--no-deps", "--offline"];
    let metadata: Value = serde_json::from_slice(&said(Command::new("cargo").args(metadata))).expect("JSON from cargo");
    let text = |value: &Value| value.as_str().map(String::from);
    let packages: Vec<Package> = metadata["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .map(|package| Package {
            name: text(&package["name"]).expect("a name"),
            arrows: package["dependencies"]
                .as_array()
                .expect("dependencies")
                .iter()
                .map(|arrow| Arrow {
                    to: text(&arrow["name"]).expect("a name"),
                    kind: text(&arrow["kind"]).unwrap_or_else(|| String::from("normal")),
                })
                .collect(),
        })
        .collect();
    let names: BTreeSet<&str> = packages.iter().map(|package| &*package.name).collect();
    for expected in [THE_PROGRAM, THE_DESK, THE_DOORS[0], THE_MIGRATIONS] {
        assert!(names.contains(expected), "{expected} was renamed, and these tests look past it: {names:?}");
    }
    packages
}

fn is_door(name: &str) -> bool {
    THE_DOORS.contains(&name)
}

/// A crate or one of its companions: `axum`, `axum-extra`.
fn is_of(name: &str, family: &str) -> bool {
    name.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

struct File {
    path: String,
    text: String,
}

impl File {
    fn lines_with(&self, wrong: impl Fn(&str) -> bool) -> Vec<String> {
        let lines = self.text.lines().enumerate().filter(|(_, line)| wrong(line));
        lines.map(|(at, line)| format!("{}:{}: {}", self.path, at + 1, line.trim())).collect()
    }
}

/// What is committed or about to be: everything git does not ignore.
fn files(wanted: impl Fn(&str) -> bool) -> Vec<File> {
    // A clone that belongs to somebody else is read all the same; nothing of it is run.
    let list = ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let list = String::from_utf8(said(Command::new("git").args(list))).expect("paths in UTF-8");
    let files: Vec<File> = list
        .split('\0')
        .filter(|path| !path.is_empty() && wanted(path))
        // Git still lists a file that was deleted and not yet committed.
        .filter_map(|path| Some((path, std::fs::read(root().join(path)).ok()?)))
        .map(|(path, bytes)| File { path: path.into(), text: String::from_utf8_lossy(&bytes).into_owned() })
        .collect();
    assert!(!files.is_empty(), "there was nothing to look at, so this test would hold for any tree");
    files
}

fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let inside = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
        !inside(line[..at].chars().next_back()) && !inside(line[at + word.len()..].chars().next())
    })
}

/// Whether a path starts with this root, unlike `https://host/root/` or `src/root/`.
fn has_absolute(line: &str, root: &str) -> bool {
    line.match_indices(root).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|before| before.is_alphanumeric() || "._-~})*$".contains(before))
    })
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// What a program prints, run in the root of the tree.
fn said(command: &mut Command) -> Vec<u8> {
    let output = command.current_dir(root()).output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
