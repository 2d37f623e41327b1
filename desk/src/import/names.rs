//! What things are called, folded once for a whole table: to find what a row means, nothing is gone through.

use super::planning::Looks;
use super::{code_key, fold};
use std::collections::HashMap;

fn folded(looks: &Looks, name: &str) -> String {
    looks.step();
    fold(name)
}

/// Something that bears a name.
#[derive(Debug, Clone, Copy)]
struct Bearer<T> {
    /// Which of its names it is: the code comes first.
    rank: usize,
    id: T,
    retired: bool,
}

/// Why a name tells nothing.
pub(super) enum Miss {
    Unknown,
    Retired,
    Several,
}

/// All units, teams or services by their names.
#[derive(Debug)]
pub(super) struct Names<T> {
    /// By code as it is written.
    by_code: HashMap<String, Bearer<T>>,
    /// By code whatever its case; those in use first.
    coded: HashMap<String, Vec<Bearer<T>>>,
    /// By each other name as it is folded; those in use first, then by rank.
    folded: HashMap<String, Vec<Bearer<T>>>,
    looks: Looks,
}

impl<T: Copy + PartialEq> Names<T> {
    /// Of things with their names, the code first.
    pub(super) fn of<'n>(looks: &Looks, all: impl Iterator<Item = (T, bool, [&'n str; 3])>) -> Self {
        let (mut by_code, mut folded) = (HashMap::new(), HashMap::<String, Vec<Bearer<T>>>::new());
        let mut coded = HashMap::<String, Vec<Bearer<T>>>::new();
        for (id, retired, names) in all {
            by_code.entry(names[0].to_owned()).or_insert(Bearer { rank: 0, id, retired });
            coded.entry(code_key(names[0])).or_default().push(Bearer { rank: 0, id, retired });
            for (rank, name) in names.into_iter().enumerate().skip(1) {
                let name = self::folded(looks, name);
                if name.is_empty() {
                    continue;
                }
                let bearers = folded.entry(name).or_default();
                if bearers.last().is_none_or(|last| last.id != id) {
                    bearers.push(Bearer { rank, id, retired });
                }
            }
        }
        for bearers in folded.values_mut().chain(coded.values_mut()) {
            bearers.sort_by_key(|it| (it.retired, it.rank));
        }
        Self { by_code, coded, folded, looks: looks.clone() }
    }

    /// The one thing that bears a name: by its code before all, then by its other names.
    pub(super) fn named(&self, given: &str) -> Result<T, Miss> {
        if let Some(it) = self.by_code.get(given) {
            self.looks.step();
            return if it.retired { Err(Miss::Retired) } else { Ok(it.id) };
        }
        match self.bearers(given) {
            [] => Err(Miss::Unknown),
            [Bearer { retired: true, .. }, ..] => Err(Miss::Retired),
            [one, other, ..] if !other.retired && one.rank == other.rank => Err(Miss::Several),
            [one, ..] => Ok(one.id),
        }
    }

    /// The thing with this code, be it out of use.
    pub(super) fn coded(&self, code: &str) -> Option<T> {
        if let Some(it) = self.by_code.get(code) {
            self.looks.step();
            return Some(it.id);
        }
        self.looks.step();
        self.coded.get(&code_key(code)).and_then(|bearers| bearers.first()).map(|it| it.id)
    }

    /// Who bears a name: as a code before all, else as one of the other names.
    fn bearers(&self, name: &str) -> &[Bearer<T>] {
        self.looks.step();
        let coded = self.coded.get(&code_key(name));
        coded.or_else(|| self.folded.get(&folded(&self.looks, name))).map_or(&[], Vec::as_slice)
    }
}
