//! What the portal says: its words, read from the files of its two languages wherever in `web/src` they lie.

use std::collections::BTreeMap;
use std::path::Path;

/// The words of a language (`id`, `en`) by their path: `role.TIER1`.
pub fn words(language: &str) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("web/src"), language, &mut words);
    assert!(words.len() > 500, "the portal has hardly any words in {language}: {}", words.len());
    words
}

fn walk(folder: &Path, language: &str, words: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the portal") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, language, words);
            continue;
        }
        // `id.ts`, `id.staff.ts`, `words.id.ts`; `words/id/ticket.ts` as well.
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let Some(stem) = name.strip_suffix(".ts").filter(|stem| !stem.ends_with(".test")) else { continue };
        let within = folder.file_name().is_some_and(|folder| folder == language);
        if within || stem.split('.').any(|part| part == language) {
            let text = std::fs::read_to_string(&path).expect("a file of words");
            read(&text, words);
        }
    }
}

/// Reads a file of words.
pub fn read(file: &str, words: &mut BTreeMap<String, String>) {
    Reading { rest: file }.file(words);
}

/// A file of words: one literal object of strings and further objects. Anything else in it is passed over.
struct Reading<'a> {
    rest: &'a str,
}

impl Reading<'_> {
    fn file(mut self, words: &mut BTreeMap<String, String>) {
        let begins = self.rest.find("export").and_then(|at| Some(at + self.rest[at..].find('{')?));
        if let Some(begins) = begins {
            self.rest = &self.rest[begins + 1..];
            self.object("", words);
        }
    }

    fn space(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            let end = match self.rest.get(..2) {
                Some("//") => self.rest.find('\n'),
                Some("/*") => self.rest.find("*/").map(|at| at + 2),
                _ => return,
            };
            self.rest = &self.rest[end.unwrap_or(self.rest.len())..];
        }
    }

    fn take(&mut self, sign: char) -> bool {
        self.space();
        let taken = self.rest.strip_prefix(sign);
        self.rest = taken.unwrap_or(self.rest);
        taken.is_some()
    }

    fn string(&mut self) -> Option<String> {
        self.space();
        let quote = self.rest.chars().next().filter(|sign| ['\'', '"', '`'].contains(sign))?;
        let (mut text, mut escaped) = (String::new(), false);
        for (at, sign) in self.rest.char_indices().skip(1) {
            match (escaped, sign) {
                (true, 'n') => text.push('\n'),
                (true, _) => text.push(sign),
                (false, '\\') => {}
                (false, _) if sign == quote => {
                    self.rest = &self.rest[at + 1..];
                    return Some(text);
                }
                (false, _) => text.push(sign),
            }
            escaped = !escaped && sign == '\\';
        }
        None
    }

    fn key(&mut self) -> Option<String> {
        if let Some(text) = self.string() {
            return Some(text);
        }
        let end = self.rest.find(|sign: char| !sign.is_alphanumeric() && sign != '_' && sign != '$')?;
        let (key, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(key.to_owned()).filter(|key| !key.is_empty())
    }

    fn object(&mut self, path: &str, words: &mut BTreeMap<String, String>) {
        while !self.take('}') {
            match self.key().filter(|_| self.take(':')) {
                None => {}
                Some(key) => {
                    let path = if path.is_empty() { key } else { format!("{path}.{key}") };
                    if self.take('{') {
                        self.object(&path, words);
                    } else if let Some(mut text) = self.string() {
                        while self.take('+') {
                            text.push_str(&self.string().unwrap_or_default());
                        }
                        words.insert(path, text);
                    }
                }
            }
            self.skip();
            if self.rest.is_empty() {
                return;
            }
        }
    }

    /// To the next comma of this object, or its end.
    fn skip(&mut self) {
        let mut depth = 0_usize;
        loop {
            self.space();
            if self.string().is_some() {
                continue;
            }
            match self.rest.chars().next() {
                None => return,
                Some(',') if depth == 0 => {
                    self.rest = &self.rest[1..];
                    return;
                }
                Some('}') if depth == 0 => return,
                Some('{' | '(' | '[') => depth += 1,
                Some('}' | ')' | ']') => depth -= 1,
                Some(_) => {}
            }
            self.rest = self.rest.get(self.rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
        }
    }
}
