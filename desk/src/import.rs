//! Import: the rows of a table become units, people, appointments or services.
//!
//! Either every row is fine or nothing is written. All rows are looked at first, against the organisation and against each other, with the functions
//! by which the commands for one unit, person, appointment or service decide too; what is wrong is told row by row ([`Refusal::Rows`]). Up to
//! [`BATCH`] rows are then written in the same transaction that looked at them. A longer table is looked at as a whole without writing
//! ([`Desk::check_import`]), and then written in batches, each a command of its own (R33), in the order that the check gives: a unit comes after the
//! one above it. Importing the same rows again changes nothing, so an import that was interrupted between two batches is taken up by running it again.
//!
//! A row whose code or NIP is known changes what is there. A column that the table does not have leaves things as they are; an empty cell empties.

use crate::access::Matter;
use crate::appointment::{Appointment, AppointmentState};
use crate::caller::Caller;
use crate::clock::Chance;
use crate::desk::Desk;
use crate::directory::Directory;
use crate::event::{Facts, Kind, Recorded};
use crate::id::{PersonId, ServiceId, TeamId, UnitId};
use crate::person::{Person, login};
use crate::power::stream_of;
use crate::refusal::{Fault, Outcome, Refusal};
use crate::service::Service;
use crate::store::{self, Conn};
use crate::token::Needs;
use crate::unit::Unit;
use crate::work::{Command, Work};
use chrono::{DateTime, Utc};
use names::Names;
use planning::Looks;
pub use planning::PLANNED_AT_ONCE;
use serde::{Deserialize, Serialize};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

mod appointments;
mod cells;
pub mod code;
mod names;
mod people;
pub(crate) mod planning;
mod services;
mod units;

pub use crate::refusal::RowProblem;
pub use code::{Column, Sheet};

/// So many rows are written in one transaction, at most (R33).
pub const BATCH: usize = 200;

impl Sheet {
    /// Whose business it is.
    pub fn matter(self) -> Matter {
        match self {
            Self::Units | Self::Services => Matter::Catalogue,
            Self::People | Self::Appointments => Matter::People,
        }
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The line of the file on which it begins, for the report.
    pub line: u64,
    /// What its cells say; a column that the table has is there, be it empty.
    pub cells: BTreeMap<Column, String>,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// So many were not there before.
    pub added: usize,
    /// So many are other than before.
    pub changed: usize,
    /// So many were like that already.
    pub unchanged: usize,
}

impl std::ops::AddAssign for Imported {
    fn add_assign(&mut self, other: Self) {
        self.added += other.added;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
    }
}

/// What the check of a table found: nothing wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// What an import would do.
    pub would: Imported,
    /// The rows, in the order in which batches have to be written.
    pub rows: Vec<Row>,
}

/// Writes up to [`BATCH`] rows, all of them or none.
#[derive(Debug, Clone, Serialize)]
pub struct Import {
    /// What the table holds.
    pub sheet: Sheet,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// What becomes of one row.
#[expect(clippy::large_enum_variant, reason = "a table's worth of them, for a moment")]
#[derive(Debug)]
enum Deed {
    Unit(Option<Unit>, Unit),
    Person(Option<Person>, Person),
    Appointment(Option<Appointment>, Appointment),
    Service(Option<Service>, Service),
    Nothing,
}

/// What is to be done for all rows, in this order; each with the index of its row.
type Plan = Vec<(usize, Deed)>;

/// What planning knows besides the rows: all of it its own, so that it can be done on a thread that answers nobody.
#[derive(Debug)]
struct Ground {
    organisation: Arc<Directory>,
    /// Who imports; none: the operator.
    by: Option<PersonId>,
    now: DateTime<Utc>,
    /// For ids and salts.
    chance: Chance,
    looks: Looks,
    units: OnceCell<Names<UnitId>>,
    teams: OnceCell<Names<TeamId>>,
    services: OnceCell<Names<ServiceId>>,
}

impl Ground {
    fn new(
        organisation: Arc<Directory>,
        by: Option<PersonId>,
        now: DateTime<Utc>,
        chance: &Chance,
        looks: Looks,
    ) -> Self {
        let (units, teams, services) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { organisation, by, now, chance: chance.clone(), looks, units, teams, services }
    }

    fn units(&self) -> &Names<UnitId> {
        let all = self.organisation.units();
        let all = all.map(|it| (it.id, it.retired_at.is_some(), [&*it.code, &*it.short_name, &*it.name]));
        self.units.get_or_init(|| Names::of(&self.looks, all))
    }

    fn teams(&self) -> &Names<TeamId> {
        let all = self.organisation.teams();
        let all = all.map(|it| (it.id, it.retired_at.is_some(), [&*it.code, &*it.name, &*it.name]));
        self.teams.get_or_init(|| Names::of(&self.looks, all))
    }

    fn services(&self) -> &Names<ServiceId> {
        let all = self.organisation.services();
        let all = all.map(|it| (it.id, it.retired_at.is_some(), [&*it.code, &*it.name, &*it.name]));
        self.services.get_or_init(|| Names::of(&self.looks, all))
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Import {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    // A table is cut into many of these; how large it may be has limits of its own.
    const COUNTS: bool = false;
    // Each row is compared with what is there. The same table sent twice at once finds it there the second time.
    const ALONE: bool = true;
    type Answer = Imported;

    async fn run(self, work: &mut Work<'_>) -> Outcome<Imported> {
        work.need(self.sheet.matter())?;
        if self.sheet == Sheet::Appointments {
            work.need_proof()?;
        }
        if self.rows.len() > BATCH {
            return Err(Refusal::TooMany(BATCH).into());
        }
        let Self { sheet, rows } = self;
        let asked = if sheet.matter() == Matter::People { people::Asked::of(&rows) } else { people::Asked::default() };
        let there = There::read(&work.tx, sheet, &asked).await?;
        let ground = Ground::new(work.directory().await?, work.author(), work.now, work.chance(), Looks::default());
        let plan = aside(move || plan(&ground, sheet, &there, &rows)).await?;
        hold(work, &plan).await?;
        let done = count(&plan);
        for (_, deed) in plan {
            do_it(work, deed).await?;
        }
        Ok(done)
    }
}

/// Does what keeps a core busy on a thread that answers nobody.
async fn aside<T: Send + 'static>(what: impl FnOnce() -> Outcome<T> + Send + 'static) -> Outcome<T> {
    tokio::task::spawn_blocking(what).await.map_err(Fault::new)?
}

/// R20: holds all that a batch will change before it changes any of it, in one order, whatever order its rows have.
async fn hold(work: &mut Work<'_>, plan: &Plan) -> Outcome<()> {
    let (mut streams, mut moved) = (BTreeSet::new(), Vec::new());
    for (_, deed) in plan {
        match deed {
            Deed::Nothing => {}
            Deed::Unit(_, after) => streams.extend([after.stream()]),
            Deed::Service(_, after) => streams.extend([after.stream()]),
            Deed::Person(before, after) => {
                streams.insert(after.stream());
                if before.as_ref().is_none_or(|before| login::moves(before, after)) {
                    moved.push(after);
                }
            }
            Deed::Appointment(_, after) => streams.extend([after.stream(), stream_of(after.person_id)]),
        }
    }
    work.hold_streams(streams).await?;
    store::people::hold_logins(&work.tx, moved).await
}

async fn do_it(work: &mut Work<'_>, deed: Deed) -> Outcome<()> {
    match deed {
        Deed::Nothing => Ok(()),
        Deed::Unit(before, after) => work.save_organisation(before.as_ref(), after).await,
        Deed::Service(before, after) => work.save_organisation(before.as_ref(), after).await,
        Deed::Person(before, mut after) => {
            if before.as_ref().is_none_or(|before| login::moves(before, &after)) {
                login::settle_held(work, &mut after).await?;
            }
            let Some(before) = before else { return work.create(after, Kind::Created, Facts::new()).await };
            login::may_move(work, &before, &after).await?;
            work.change(&before, after, Kind::Changed, Facts::new()).await
        }
        Deed::Appointment(before, after) => {
            if before.as_ref().is_some_and(|before| before.counts_at(work.now)) && !after.counts_at(work.now) {
                // R24: whoever is signed in with more rights than they have left signs in again.
                crate::session::end_all(work, after.person_id).await?;
            }
            work.save_organisation(before.as_ref(), after).await
        }
    }
}

impl Desk {
    /// Whether somebody may bring such a table in: asked before anything of it is read. Whose name its rows will bear, and when that was asked.
    pub async fn may_import(&self, caller: &Caller, sheet: Sheet) -> Outcome<(Option<PersonId>, DateTime<Utc>)> {
        let work = self.begin(caller).await?;
        let allowed = work.need(sheet.matter());
        let (by, now) = (work.author(), work.now);
        work.tx.rollback().await?;
        allowed?;
        Ok((by, now))
    }

    /// Looks at a table of any length and says what an import would do, or what is wrong with which row. Writes nothing but that somebody asked about so
    /// many numbers: what would change tells whose they are (R25).
    pub async fn check_import(&self, caller: &Caller, sheet: Sheet, rows: Vec<Row>) -> Outcome<Sound> {
        self.may_import(caller, sheet).await?;
        let (asked, rows) = match sheet.matter() {
            Matter::People => aside(move || Ok((people::Asked::of(&rows), rows))).await?,
            _ => (people::Asked::default(), rows),
        };
        if let Some(facts) = asked.facts(sheet) {
            self.need_trace()?;
            self.note_access(caller, Kind::NumberSearched, facts);
        }
        let place = self.tables.places.clone().acquire_owned().await.map_err(Fault::new)?;
        // Asked again, since others may have had their turn first.
        let (by, now) = self.may_import(caller, sheet).await?;
        let there = There::read(&self.store.read(), sheet, &asked).await?;
        let ground = Ground::new(self.directory().await?, by, now, &self.chance, self.tables.looks.clone());
        aside(move || {
            // Held here, since the planning goes on when whoever asked has left.
            let _place = place;
            let plan = plan(&ground, sheet, &there, &rows)?;
            let would = count(&plan);
            let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
            let rows = plan.iter().filter_map(|(index, _)| rows.get_mut(*index)?.take()).collect();
            Ok(Sound { would, rows })
        })
        .await
    }

    /// How often a name was looked at to see what the rows of tables mean.
    pub fn names_looked_at(&self) -> u64 {
        self.tables.looks.so_far()
    }
}

fn count(plan: &Plan) -> Imported {
    let mut done = Imported::default();
    for (_, deed) in plan {
        match deed {
            Deed::Nothing => done.unchanged += 1,
            Deed::Unit(None, _) | Deed::Person(None, _) | Deed::Appointment(None, _) | Deed::Service(None, _) => {
                done.added += 1;
            }
            Deed::Unit(..) | Deed::Person(..) | Deed::Appointment(..) | Deed::Service(..) => done.changed += 1,
        }
    }
    done
}

/// What is read of people before their rows are planned.
#[derive(Debug, Default)]
struct There {
    known: people::Known,
    held: appointments::Held,
}

impl There {
    async fn read(conn: &impl Conn, sheet: Sheet, asked: &people::Asked) -> Outcome<Self> {
        match sheet {
            Sheet::Units | Sheet::Services => Ok(Self::default()),
            Sheet::People => Ok(Self { known: people::known(conn, asked).await?, ..Self::default() }),
            Sheet::Appointments => {
                let known = people::known(conn, asked).await?;
                let held = appointments::held(conn, &known).await?;
                Ok(Self { known, held })
            }
        }
    }
}

/// Decides what becomes of every row, or tells everything that is wrong.
fn plan(ground: &Ground, sheet: Sheet, there: &There, rows: &[Row]) -> Outcome<Plan> {
    let mut problems = Vec::new();
    let plan = match sheet {
        Sheet::Units => units::plan(ground, rows, &mut problems),
        Sheet::Services => services::plan(ground, rows, &mut problems),
        Sheet::People => people::plan(ground, &there.known, rows, &mut problems),
        Sheet::Appointments => appointments::plan(ground, &there.known, &there.held, rows, &mut problems),
    };
    if problems.is_empty() {
        return Ok(plan);
    }
    problems.sort_by_key(|problem| (problem.line, problem.column));
    Err(Refusal::Rows(problems).into())
}

/// How words are found that people type: without case, accents, spaces and punctuation; but where digits are parted they stay so, or `SDN 1 11` would be
/// `SDN 11 1`. Nothing is known by it: two things that are folded alike are two things.
pub fn fold(text: &str) -> String {
    let plain = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let (mut folded, mut parted) = (String::new(), false);
    for c in plain {
        if !c.is_alphanumeric() {
            parted = true;
            continue;
        }
        if parted && c.is_numeric() && folded.ends_with(char::is_numeric) {
            folded.push(' ');
        }
        parted = false;
        folded.push(c);
    }
    folded
}

/// How codes are compared: as they are written, whatever the case.
fn code_key(code: &str) -> String {
    code.trim().to_lowercase()
}

/// Whether an appointment is neither ended nor over.
fn is_live(appointment: &Appointment, now: DateTime<Utc>) -> bool {
    appointment.state != AppointmentState::Ended && appointment.valid_to.is_none_or(|end| end > now)
}
