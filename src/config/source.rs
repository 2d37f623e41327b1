//! Where settings come from: the file, the environment, the command line.

use super::{KEYS, Wrong, key_named, unknown, usual_file};
use clap::{Arg, ArgMatches, Command};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// What every variable of ours begins with.
const PREFIX: &str = "TANGGAP_";
/// Which file is read; not itself a setting of the file.
const FILE: &str = "CONFIG";
/// Variables of our own tests, which are nobody's setting: where PostgreSQL is, whether golden files are written anew.
const OF_TESTS: [&str; 4] = ["TEST_POSTGRES", "TEST_POSTGRES_CRASH", "TEST_KILLS", "BLESS"];

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A file, and the line in it.
    File(PathBuf, Option<usize>),
    /// A variable of the environment.
    Variable(String),
    /// A flag of the command line.
    Flag(&'static str),
    /// Nowhere: it is the default.
    Default,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path, Some(line)) => write!(f, "{}:{line}", path.display()),
            Self::File(path, None) => write!(f, "{}", path.display()),
            Self::Variable(name) => f.write_str(name),
            Self::Flag(name) => write!(f, "--{}", name.replace('_', "-")),
            Self::Default => f.write_str("bawaan"),
        }
    }
}

/// A value as text, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub(super) text: String,
    pub(super) place: Place,
}

pub(super) type Given = BTreeMap<&'static str, Value>;

/// Everything settings are read from.
#[derive(Debug, Default)]
pub struct Sources {
    /// The file's path and text.
    pub file: Option<(PathBuf, String)>,
    /// The variables whose name begins with ours, without that beginning.
    pub variables: Vec<(String, String)>,
    /// The flags.
    pub flags: Vec<(&'static str, String)>,
}

impl Sources {
    /// Those of this process.
    pub(super) fn of_process(flags: &Flags) -> Result<Self, Wrong> {
        let variables = variables();
        let named = variables.iter().find(|(name, _)| name == FILE).map(|(_, path)| PathBuf::from(path));
        let file = match flags.file.clone().or(named) {
            Some(path) => Some(read(&path)?),
            None => usual_file().map(|path| read(&path)).transpose()?,
        };
        let variables = variables.into_iter().filter(|(name, _)| name != FILE && !OF_TESTS.contains(&name.as_str()));
        Ok(Self { file, variables: variables.collect(), flags: flags.given.clone() })
    }

    /// All values, the stronger ones over the weaker, and what could not be taken for one.
    pub(super) fn gather(self) -> Result<(Given, Mistakes), Wrong> {
        let (mut given, mut wrong) = (Given::new(), Vec::new());
        if let Some((path, text)) = self.file {
            let (values, mistakes) = of_file(&path, &text)?;
            given.extend(values);
            wrong.extend(mistakes);
        }
        for (name, text) in self.variables {
            let place = Place::Variable(format!("{PREFIX}{name}"));
            match key_named(&name.to_lowercase()) {
                Some(key) if name == key.name.to_uppercase() => {
                    given.insert(key.name, Value { text, place });
                }
                _ => {
                    let said = unknown(&name.to_lowercase(), |name| format!("{PREFIX}{}", name.to_uppercase()));
                    wrong.push((place, said));
                }
            }
        }
        for (name, text) in self.flags {
            given.insert(name, Value { text, place: Place::Flag(name) });
        }
        Ok((given, wrong))
    }
}

#[expect(clippy::disallowed_methods, reason = "the one home of the environment")]
fn variables() -> Vec<(String, String)> {
    // What is not Unicode cannot be one of ours, but may well be somebody else's.
    let ours = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        let name = name.into_string().ok()?.strip_prefix(PREFIX)?.to_owned();
        Some((name, value.to_string_lossy().into_owned()))
    };
    std::env::vars_os().filter_map(ours).collect()
}

fn read(path: &Path) -> Result<(PathBuf, String), Wrong> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Wrong(vec![(Place::File(path.to_owned(), None), format!("berkas ini tidak dapat dibaca: {error}"))])
    })?;
    Ok((path.to_owned(), text))
}

pub(super) type Mistakes = Vec<(Place, String)>;

fn of_file(path: &Path, text: &str) -> Result<(Given, Mistakes), Wrong> {
    let line = |at: usize| text.get(..at).map(|before| before.matches('\n').count() + 1);
    let place = |at: usize| Place::File(path.to_owned(), line(at));
    let table = DeTable::parse(text).map_err(|error| {
        let place = Place::File(path.to_owned(), error.span().and_then(|span| line(span.start)));
        Wrong(vec![(place, format!("bukan TOML yang benar ({})", error.message()))])
    })?;
    let (mut given, mut wrong) = (Given::new(), Vec::new());
    for (name, value) in table.get_ref() {
        let here = place(name.span().start);
        let Some(key) = key_named(name.get_ref()) else {
            wrong.push((here, unknown(name.get_ref(), str::to_owned)));
            continue;
        };
        match plain(value.get_ref()) {
            Some(text) => {
                given.insert(key.name, Value { text, place: here });
            }
            None => wrong.push((here, format!("“{}” harus berupa {}", key.name, key.takes))),
        }
    }
    Ok((given, wrong))
}

/// A value of the file as it would be written in a variable.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Boolean(flag) => Some(flag.to_string()),
        DeValue::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(|item| plain(item.get_ref())).collect();
            items.map(|items| items.join(","))
        }
        DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Table(_) => None,
    }
}

/// The flags: one for each setting, made from the same list.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    file: Option<PathBuf>,
    given: Vec<(&'static str, String)>,
}

impl clap::FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut flags = Self::default();
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.file = matches.get_one::<PathBuf>("config").cloned();
        let value = |name: &'static str| Some((name, matches.get_one::<String>(name)?.clone()));
        self.given = KEYS.iter().filter_map(|key| value(key.name)).collect();
        Ok(())
    }
}

impl clap::Args for Flags {
    fn augment_args(command: Command) -> Command {
        let heading = "Pengaturan (juga di tanggap.toml dan sebagai TANGGAP_...)";
        let file = Arg::new("config")
            .long("config")
            .value_name("BERKAS")
            .value_parser(clap::value_parser!(PathBuf))
            .help("Berkas pengaturan; bawaan: tanggap.toml di folder ini, bila ada");
        let flag = |name: &'static str, takes: &'static str| {
            let long = name.replace('_', "-");
            Arg::new(name).long(long).value_name("NILAI").help(takes).hide_short_help(true)
        };
        let flags = std::iter::once(file).chain(KEYS.iter().map(|key| flag(key.name, key.takes)));
        command.args(flags.map(|arg| arg.global(true).help_heading(heading)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}
