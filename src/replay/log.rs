//! An incident log as a file: one row per update of an incident, in the columns that ServiceNow exports. Columns that a log does not have are taken
//! as empty; only [`NEEDED`] must be there.

use crate::stop::Stop;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use desk::day::{self, NoDay};
use desk::input::sane_instant;
use desk::ticket::{Channel, Impact, Priority, Status, Urgency};
use std::collections::BTreeMap;
use std::path::Path;

/// Without these no row can be understood.
const NEEDED: [&str; 4] = ["number", "incident_state", "opened_at", "sys_updated_at"];

/// What a log says of an incident's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Nobody has begun.
    New,
    /// Somebody works on it.
    Active,
    /// The caller is asked.
    AwaitingUser,
    /// A vendor is waited for.
    AwaitingVendor,
    /// A problem has to be solved first.
    AwaitingProblem,
    /// Evidence is collected.
    AwaitingEvidence,
    /// Solved.
    Resolved,
    /// Closed.
    Closed,
    /// The log has lost it, or says what nobody knows: nothing is known to have changed.
    Lost,
}

impl State {
    /// As people and programs write it, in letters of either size; none: a word that stands for no state.
    fn read(text: &str) -> Option<Self> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        Some(match words.join(" ").as_str() {
            "new" => Self::New,
            "active" => Self::Active,
            "awaiting user info" => Self::AwaitingUser,
            "awaiting vendor" => Self::AwaitingVendor,
            "awaiting problem" => Self::AwaitingProblem,
            "awaiting evidence" => Self::AwaitingEvidence,
            "resolved" => Self::Resolved,
            "closed" => Self::Closed,
            // An export writes the number that stands for no value.
            "" | "-100" => Self::Lost,
            _ => return None,
        })
    }

    /// The status that a ticket has in this state; none where the log does not know.
    pub fn status(self) -> Option<Status> {
        match self {
            Self::New => Some(Status::New),
            Self::Active => Some(Status::InProgress),
            Self::AwaitingUser => Some(Status::WaitingRequester),
            Self::AwaitingVendor | Self::AwaitingProblem | Self::AwaitingEvidence => Some(Status::WaitingThirdParty),
            Self::Resolved => Some(Status::Resolved),
            Self::Closed => Some(Status::Closed),
            Self::Lost => None,
        }
    }
}

/// One row.
#[derive(Debug, Clone)]
pub struct Update {
    /// Its line in the file.
    pub line: u64,
    /// The state after it.
    pub state: State,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<String>,
    /// Who has it.
    pub assignee: Option<String>,
    /// Who solved it, as the log says of all rows of an incident.
    pub resolver: Option<String>,
    /// The group that has it.
    pub group: Option<String>,
    /// How many are affected.
    pub impact: Impact,
    /// Whether work goes on.
    pub urgency: Urgency,
    /// The log's own priority.
    pub priority: Option<Priority>,
    /// Under which code it was closed.
    pub closed_code: Option<String>,
    /// How often it had been reopened.
    pub reopenings: u32,
    /// How often it had been changed, if the log counts that.
    changes: Option<u32>,
    /// Its place among what happened at the same time.
    pub turn: u64,
}

/// Where several things happened at the same time, which of them came first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The one that the log counts first (`sys_mod_count`).
    Counted,
    /// The upper one.
    Downwards,
    /// The lower one: the log runs backwards.
    Upwards,
}

/// A word in the place of a state that stands for none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Its line in the file.
    pub line: u64,
    /// The word.
    pub word: String,
}

/// A log as it was read.
#[derive(Debug, Clone)]
pub struct Log {
    /// The incidents, in the order in which they begin in the file.
    pub incidents: Vec<Incident>,
    /// States that nobody knows.
    pub unknown: Vec<Unknown>,
    /// What came first of what happened at the same time.
    pub order: Order,
}

/// An incident with all its updates, in order of time.
#[derive(Debug, Clone)]
pub struct Incident {
    /// Its number in the log.
    pub number: String,
    /// Who called.
    pub caller: Option<String>,
    /// Who noted it down.
    pub opener: Option<String>,
    /// How they called.
    pub channel: Channel,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// Where.
    pub location: String,
    /// What it is about.
    pub title: String,
    /// What happened to it; never empty.
    pub updates: Vec<Update>,
}

/// Reads a log whose times are local to `zone`.
pub fn read(path: &Path, zone: Tz) -> Result<Log, Stop> {
    let wrong = |what: String| Stop::wrong(format!("{}: {what}", path.display()));
    let mut reader = csv::Reader::from_path(path).map_err(|error| wrong(error.to_string()))?;
    let header = reader.headers().map_err(|error| wrong(error.to_string()))?;
    let columns: BTreeMap<String, usize> =
        header.iter().enumerate().map(|(index, name)| (name.trim().to_owned(), index)).collect();
    if let Some(missing) = NEEDED.iter().find(|name| !columns.contains_key(**name)) {
        return Err(wrong(format!("kolom “{missing}” tidak ada")));
    }
    let mut incidents: Vec<Incident> = Vec::new();
    let mut unknown = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| wrong(error.to_string()))?;
        let line = record.position().map_or(0, |at| at.line());
        let cell = |name: &str| {
            let text = columns.get(name).and_then(|index| record.get(*index)).unwrap_or_default().trim();
            Some(text).filter(|text| !text.is_empty() && *text != "?").map(str::to_owned)
        };
        let time = |name: &str| {
            let text = cell(name).unwrap_or_default();
            instant(&text, zone).map_err(|why| {
                let why = match why {
                    NoDay::Unreadable => "bukan waktu",
                    NoDay::Year => "tahunnya tidak empat angka, atau di luar 1900 sampai 2200",
                };
                wrong(format!("baris {line}: “{name}” {why}: “{text}”"))
            })
        };
        let number = cell("number").ok_or_else(|| wrong(format!("baris {line}: tanpa nomor")))?;
        // An export writes a scale as `1 - High`.
        let scale = |name: &str| cell(name).and_then(|text| text.chars().next()).and_then(|first| first.to_digit(10));
        let word = cell("incident_state").unwrap_or_default();
        let state = State::read(&word).unwrap_or_else(|| {
            unknown.push(Unknown { line, word });
            State::Lost
        });
        let update = Update {
            line,
            state,
            at: time("sys_updated_at")?,
            by: cell("sys_updated_by"),
            assignee: cell("assigned_to"),
            resolver: cell("resolved_by"),
            group: cell("assignment_group"),
            impact: match scale("impact") {
                Some(1) => Impact::Wide,
                Some(2) => Impact::Unit,
                _ => Impact::Person,
            },
            urgency: match scale("urgency") {
                Some(1) => Urgency::High,
                Some(2) => Urgency::Medium,
                _ => Urgency::Low,
            },
            priority: scale("priority").map(|n| match n {
                1 => Priority::Critical,
                2 => Priority::High,
                3 => Priority::Medium,
                _ => Priority::Low,
            }),
            closed_code: cell("closed_code"),
            reopenings: cell("reopen_count").and_then(|text| text.parse().ok()).unwrap_or(0),
            changes: cell("sys_mod_count").and_then(|text| text.parse().ok()),
            turn: line,
        };
        let index = match places.get(&number) {
            Some(index) => *index,
            None => {
                let said = ["category", "subcategory", "u_symptom", "cmdb_ci"].into_iter().filter_map(cell);
                let title = said.collect::<Vec<_>>().join(" · ");
                incidents.push(Incident {
                    number: number.clone(),
                    caller: cell("caller_id"),
                    opener: cell("opened_by"),
                    channel: channel(cell("contact_type").as_deref()),
                    opened_at: time("opened_at")?,
                    location: cell("location").unwrap_or_default(),
                    title: if title.is_empty() { number.clone() } else { title },
                    updates: Vec::new(),
                });
                places.insert(number, incidents.len() - 1);
                incidents.len() - 1
            }
        };
        incidents[index].updates.push(update);
    }
    if incidents.is_empty() {
        return Err(wrong("tidak ada insiden di dalamnya".into()));
    }
    let order = order_of(&incidents);
    for incident in &mut incidents {
        sort(&mut incident.updates, order);
    }
    Ok(Log { incidents, unknown, order })
}

/// What came first where several things happened at the same time: the log's own count where every row has it, else the way in which its times run.
fn order_of(incidents: &[Incident]) -> Order {
    if incidents.iter().flat_map(|incident| &incident.updates).all(|update| update.changes.is_some()) {
        return Order::Counted;
    }
    let pairs = || incidents.iter().flat_map(|incident| incident.updates.windows(2));
    let (down, up) = (|pair: &&[Update]| pair[0].at < pair[1].at, |pair: &&[Update]| pair[0].at > pair[1].at);
    if pairs().filter(up).count() > pairs().filter(down).count() { Order::Upwards } else { Order::Downwards }
}

/// Puts the updates of an incident in order of time, and what happened at the same time in this order.
fn sort(updates: &mut [Update], order: Order) {
    updates.sort_by_key(|update| match order {
        Order::Counted => (update.at, u64::from(update.changes.unwrap_or(0)), update.line),
        Order::Downwards => (update.at, update.line, 0),
        Order::Upwards => (update.at, u64::MAX - update.line, 0),
    });
    // Among other incidents of the same minute they keep the places that they have in the file.
    for same in updates.chunk_by_mut(|one, other| one.at == other.at) {
        let mut turns: Vec<u64> = same.iter().map(|update| update.line).collect();
        turns.sort_unstable();
        same.iter_mut().zip(turns).for_each(|(update, turn)| update.turn = turn);
    }
}

fn instant(text: &str, zone: Tz) -> Result<DateTime<Utc>, NoDay> {
    let local = day::instant(text)?;
    // An hour that the zone skipped was written by a clock that had not been put forward.
    let there = |local: NaiveDateTime| local.and_local_timezone(zone).earliest();
    let at = there(local).or_else(|| there(local + TimeDelta::hours(1))).ok_or(NoDay::Unreadable)?;
    sane_instant(at.to_utc()).ok_or(NoDay::Year)
}

fn channel(text: Option<&str>) -> Channel {
    match text {
        Some("Email") => Channel::Email,
        Some("Self service" | "Self-service" | "IVR" | "Web") => Channel::Web,
        Some("Direct opening" | "Walk-in") => Channel::WalkIn,
        _ => Channel::Phone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_logs_write_them() {
        let zone = chrono_tz::Asia::Jakarta;
        for text in ["29-02-2016 01:16", "29/2/2016 01:16", "2016-02-29 01:16:00"] {
            assert_eq!(instant(text, zone).map(|at| at.to_rfc3339()).as_deref(), Ok("2016-02-28T18:16:00+00:00"));
        }
        assert_eq!(instant("", zone), Err(NoDay::Unreadable));
        assert_eq!(instant("29-02-16 01:16", zone), Err(NoDay::Year));
        assert_eq!(instant("31-02-2016 01:16", zone), Err(NoDay::Unreadable));
        // Berlin went from 02:00 to 03:00 that night.
        let skipped = instant("27-03-2016 02:30", chrono_tz::Europe::Berlin);
        assert_eq!(skipped.map(|at| at.to_rfc3339()).as_deref(), Ok("2016-03-27T01:30:00+00:00"));
    }
}
