//! Who imports whom inside the desk: every path that begins with `crate`, `super`, `self`, a module or an imported name, followed through re-exports to
//! the file that declares what is taken. A method is called without a path, so its arrow is not seen.

use super::{File, files, holds};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const CIRCLE: &str = "No more than nine files of the desk import each other in a circle.";
const STORE: &str = "The store names no view, no work and no desk.";
const CODES: &str = "A file of codes names nothing but ids and other codes.";

const LARGEST: usize = 9;

/// What the map has to say too.
pub(super) const SENTENCES: [&str; 3] = [CIRCLE, STORE, CODES];

#[test]
fn no_larger_circle() {
    let arrows = &*ARROWS;
    let circle = circles(arrows).into_iter().max_by_key(BTreeSet::len).unwrap_or_default();
    let inside = |file: &&String| circle.contains(*file);
    let tied = circle.iter().map(|file| {
        let to: Vec<&str> = arrows[file].iter().filter(inside).map(String::as_str).collect();
        format!("{file} -> {}", to.join(", "))
    });
    holds(CIRCLE, if circle.len() > LARGEST { tied.collect() } else { Vec::new() });
}

#[test]
fn the_store_names_nothing_above_it() {
    let above = |file: &str| ["view", "work", "desk"].contains(&room(file));
    holds(STORE, wrong(|from, to| room(from) == "store" && above(to)));
}

#[test]
fn codes_name_only_codes() {
    let of_codes = |file: &str| file.ends_with("/code.rs") || ["codes.rs", "id.rs"].contains(&file);
    holds(CODES, wrong(|from, to| from.ends_with("/code.rs") && !of_codes(to)));
}

fn wrong(forbidden: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let all = ARROWS.iter().flat_map(|(from, to)| to.iter().map(move |to| (from, to)));
    all.filter(|(from, to)| forbidden(from, to)).map(|(from, to)| format!("{from} -> {to}")).collect()
}

/// The room a file belongs to: `store` of `store/list.rs` and `store.rs`.
fn room(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap_or_default()
}

type Arrows = BTreeMap<String, BTreeSet<String>>;

/// From each file of the desk to those it takes something from.
static ARROWS: LazyLock<Arrows> = LazyLock::new(|| {
    let arrows = Desk::read().arrows();
    let has = |from: &str, to: &str| arrows.get(from).is_some_and(|all| all.contains(to));
    // Directly, through a module's name, and through a re-export.
    let known = has("work.rs", "event.rs")
        && has("work/held.rs", "store/record.rs")
        && has("ticket/open.rs", "store/entity/ticket.rs");
    assert!(known, "the imports are not read any more, so these tests would hold for any tree");
    arrows
});

/// Files that reach each other.
fn circles(arrows: &Arrows) -> Vec<BTreeSet<String>> {
    let reached: BTreeMap<&String, BTreeSet<&String>> = arrows.keys().map(|from| (from, reach(arrows, from))).collect();
    let mutual = |one: &String| {
        let back = reached[one].iter().filter(|other| reached[**other].contains(one));
        back.map(|other| (*other).clone()).collect::<BTreeSet<String>>()
    };
    arrows.keys().map(mutual).collect()
}

fn reach<'a>(arrows: &'a Arrows, from: &'a String) -> BTreeSet<&'a String> {
    let (mut reached, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(file) = next.pop() {
        for to in &arrows[file] {
            if reached.insert(to) {
                next.push(to);
            }
        }
    }
    reached
}

/// The modules of the desk, by their paths.
struct Desk(BTreeMap<Vec<String>, Module>);

/// One file.
struct Module {
    /// From the root of the desk's source.
    file: String,
    /// All but its imports and its tests.
    words: Vec<String>,
    declared: BTreeSet<String>,
    modules: BTreeSet<String>,
    imported: BTreeMap<String, Import>,
    /// What it imports without saying names.
    globs: Vec<Vec<String>>,
}

struct Import {
    path: Vec<String>,
    /// Whether it is only handed on.
    public: bool,
}

impl Desk {
    fn read() -> Self {
        let mut sources: BTreeMap<String, File> = BTreeMap::new();
        for file in files(|path| path.starts_with("desk/src/") && path.ends_with(".rs")) {
            sources.insert(file.path["desk/src/".len()..].to_owned(), file);
        }
        let mut desk = Self(BTreeMap::new());
        desk.add(&sources, Vec::new(), "lib.rs");
        desk
    }

    fn add(&mut self, sources: &BTreeMap<String, File>, path: Vec<String>, file: &str) {
        let module = Module::read(file, &sources[file].text);
        let folder = if file == "lib.rs" { String::new() } else { format!("{}/", file.trim_end_matches(".rs")) };
        let below: Vec<String> = module.modules.iter().cloned().collect();
        self.0.insert(path.clone(), module);
        for name in below {
            let path = path.iter().chain([&name]).cloned().collect();
            self.add(sources, path, &format!("{folder}{name}.rs"));
        }
    }

    fn arrows(&self) -> Arrows {
        self.0.iter().map(|(path, module)| (module.file.clone(), self.taken(path, module))).collect()
    }

    /// The files from which a module takes something.
    fn taken(&self, path: &[String], module: &Module) -> BTreeSet<String> {
        let mentioned: BTreeSet<&String> = module.words.iter().collect();
        let imports = module.imported.iter().filter(|(name, import)| !import.public || mentioned.contains(name));
        let imports = imports.map(|(_, import)| import.path.clone());
        let paths = paths(&module.words).chain(imports);
        let files = paths.filter_map(|taken| self.declares(path, &taken, &mut BTreeSet::new()));
        files.filter(|file| *file != module.file).collect()
    }

    /// The file that declares what a path means in a module; none: it is a module, or nothing of ours.
    fn declares(
        &self,
        at: &[String],
        path: &[String],
        been: &mut BTreeSet<(Vec<String>, Vec<String>)>,
    ) -> Option<String> {
        if !been.insert((at.to_vec(), path.to_vec())) {
            return None;
        }
        let (mut at, mut rest) = (at.to_vec(), path);
        let from_here = match rest.first()?.as_str() {
            "crate" => {
                at.clear();
                rest = &rest[1..];
                true
            }
            "self" => {
                rest = &rest[1..];
                true
            }
            "super" => {
                while rest.first().is_some_and(|word| word == "super") {
                    at.pop();
                    rest = &rest[1..];
                }
                true
            }
            first => self.0[&at].knows(first),
        };
        if !from_here {
            return None;
        }
        while let Some(name) = rest.first() {
            let module = &self.0[&at];
            if module.modules.contains(name) {
                at.push(name.clone());
                rest = &rest[1..];
                continue;
            }
            if module.declared.contains(name) {
                return Some(module.file.clone());
            }
            if let Some(import) = module.imported.get(name) {
                let path: Vec<String> = import.path.iter().chain(&rest[1..]).cloned().collect();
                return self.declares(&at, &path, been);
            }
            let through = module.globs.iter().map(|glob| glob.iter().chain(rest).cloned().collect::<Vec<_>>());
            let found = through.into_iter().find_map(|path| self.declares(&at, &path, been));
            // What a macro declares is this file's too.
            return found.or_else(|| Some(module.file.clone()));
        }
        None
    }
}

impl Module {
    fn read(file: &str, text: &str) -> Self {
        let words = without_tests(&words_of(text));
        let mut it = Self {
            file: file.to_owned(),
            words: Vec::new(),
            declared: BTreeSet::new(),
            modules: BTreeSet::new(),
            imported: BTreeMap::new(),
            globs: Vec::new(),
        };
        let (mut at, mut depth) = (0, 0);
        while at < words.len() {
            let next = words.get(at + 1).map(String::as_str).unwrap_or_default();
            match words[at].as_str() {
                "use" => {
                    let public = at > 0 && (words[at - 1] == "pub" || words[at - 1] == ")");
                    at = it.import(&words, at + 1, &[], public) + 1;
                    continue;
                }
                "{" => depth += 1,
                "}" => depth -= 1,
                "mod" if depth == 0 && words.get(at + 2).is_some_and(|word| word == ";") => {
                    it.modules.insert(next.to_owned());
                }
                // In an item, or in a macro that declares some.
                "struct" | "enum" | "trait" | "type" | "const" | "static" | "fn" if depth <= 1 && is_name(next) => {
                    let of_macro = depth == 1 && ["struct", "enum"].contains(&words[at].as_str());
                    if depth == 0 || of_macro {
                        it.declared.insert(next.to_owned());
                    }
                }
                "macro_rules" => {
                    it.declared.insert(words[at + 2].clone());
                }
                _ => {}
            }
            it.words.push(words[at].clone());
            at += 1;
        }
        it
    }

    /// Reads a tree of imports up to its end, and says where that is.
    fn import(&mut self, words: &[String], mut at: usize, before: &[String], public: bool) -> usize {
        let mut path = before.to_vec();
        loop {
            match words[at].as_str() {
                "::" => at += 1,
                "{" => {
                    at += 1;
                    while words[at] != "}" {
                        at = self.import(words, at, &path, public);
                        at += usize::from(words[at] == ",");
                    }
                    return at + 1;
                }
                "*" => {
                    self.globs.push(path);
                    return at + 1;
                }
                "as" => {
                    self.imported.insert(words[at + 1].clone(), Import { path, public });
                    return at + 2;
                }
                "," | "}" | ";" => {
                    if path.last().is_some_and(|word| word == "self") {
                        path.pop();
                    }
                    let name = path.last().cloned().unwrap_or_default();
                    self.imported.insert(name, Import { path, public });
                    return at;
                }
                word => {
                    path.push(word.to_owned());
                    at += 1;
                }
            }
        }
    }

    fn knows(&self, name: &str) -> bool {
        let imported = self.imported.get(name).is_some_and(|import| import.path != [name]);
        imported || self.modules.contains(name) || self.declared.contains(name)
    }
}

/// The paths of more than one word that stand in the code.
fn paths(words: &[String]) -> impl Iterator<Item = Vec<String>> {
    let begins = |at: &usize| is_name(&words[*at]) && (*at == 0 || words[at - 1] != "::");
    let read = |mut at: usize| {
        let mut path = vec![words[at].clone()];
        while words.get(at + 1).is_some_and(|word| word == "::") && words.get(at + 2).is_some_and(|word| is_name(word))
        {
            at += 2;
            path.push(words[at].clone());
        }
        path
    };
    (0..words.len()).filter(begins).map(read).filter(|path| path.len() > 1)
}

fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first == '_' || first.is_alphabetic())
}

/// The words of a source, without comments and without what stands in quotes.
fn words_of(text: &str) -> Vec<String> {
    let (mut words, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        let length = if first.is_whitespace() {
            first.len_utf8()
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(length) = quoted(rest) {
            length
        } else if first == '_' || first.is_alphanumeric() {
            let length = rest.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(rest.len());
            words.push(rest[..length].to_owned());
            length
        } else if rest.starts_with("::") {
            words.push("::".to_owned());
            2
        } else {
            words.push(first.to_string());
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    words
}

/// How long what stands in quotes is, if something in quotes begins here.
fn quoted(text: &str) -> Option<usize> {
    let raw = text.strip_prefix("br").or_else(|| text.strip_prefix('r')).unwrap_or_default();
    let hashes = raw.len() - raw.trim_start_matches('#').len();
    if raw[hashes..].starts_with('"') {
        let begin = text.len() - raw.len() + hashes + 1;
        let end = format!("\"{}", "#".repeat(hashes));
        return text[begin..].find(&end).map(|at| begin + at + end.len());
    }
    let plain = text.strip_prefix('b').unwrap_or(text);
    let begin = text.len() - plain.len();
    let ends = |quote: char| {
        let mut escaped = false;
        let mut inside = plain.char_indices().skip(1);
        inside.find_map(|(at, c)| {
            let end = c == quote && !escaped;
            escaped = c == '\\' && !escaped;
            end.then_some(begin + at + 1)
        })
    };
    match plain.chars().next()? {
        '"' => ends('"'),
        // Else it is a lifetime.
        '\'' if plain[1..].starts_with('\\') || plain.chars().nth(2) == Some('\'') => ends('\''),
        _ => None,
    }
}

/// The same without what is only compiled for tests.
fn without_tests(words: &[String]) -> Vec<String> {
    const TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let (mut kept, mut at) = (Vec::new(), 0);
    while at < words.len() {
        if words[at..].iter().take(TEST.len()).eq(TEST) {
            at += TEST.len();
            let mut depth = 0;
            loop {
                let word = words[at].as_str();
                at += 1;
                depth += i32::from(["{", "(", "["].contains(&word)) - i32::from(["}", ")", "]"].contains(&word));
                if depth == 0 && [";", "}"].contains(&word) {
                    break;
                }
            }
            continue;
        }
        kept.push(words[at].clone());
        at += 1;
    }
    kept
}
