//! What an edit of policies, calendars or services does to running clocks: shown before it is saved, and done afterwards in a job.

use super::clock::{derived_now, has_moved};
use super::{Clock, Job, follow};
use crate::access;
use crate::calendar;
use crate::caller::Caller;
use crate::desk::Desk;
use crate::directory::Directory;
use crate::event::Recorded;
use crate::id::{ServiceId, ShiftId, TeamId, TicketId, UnitId};
use crate::on_call::{self, AddShift};
use crate::refusal::{Outcome, Refusal};
use crate::service::{self, ServiceInput};
use crate::setting::{Setting, SettingKey};
use crate::store;
use crate::team::{self, TeamInput};
use crate::ticket::Ticket;
use crate::token::Needs;
use crate::unit::{self, UnitInput};
use crate::work::{Command, Work};
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::collections::HashMap;

/// How many tickets one transaction derives anew: with their clocks and events they are 200 records at most (R33).
const BATCH: u64 = 40;
/// How many tickets a preview reads at a time.
const PAGE: u64 = 500;
/// How many of the moved ones a preview shows.
const SHOWN: usize = 20;
/// The id of what is not there yet.
const NEW: uuid::Uuid = uuid::Uuid::nil();

/// Notes that clocks have to be derived anew, in the transaction of the edit.
pub(crate) async fn request(work: &mut Work<'_>) -> Outcome<()> {
    let sla_print = work.directory().await?.sla_print();
    let total = store::sla::count_stale(&work.tx, sla_print).await?;
    let job = Job {
        id: work.id(),
        requested_at: work.now,
        requested_by: work.caller.actor.to_string(),
        sla_print,
        reached: None,
        total: i32::try_from(total).unwrap_or(i32::MAX),
        done: 0,
        moved: 0,
        late: 0,
        // Where nothing runs there is nothing to do, but when it was edited still counts (R14).
        finished_at: (total == 0).then_some(work.now),
    };
    Ok(work.tx.insert(job).await?)
}

/// Derives the clocks of the next tickets anew. Says how many it looked at; none: the job is done.
#[derive(Debug, Clone, Serialize)]
pub struct Recompute;

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Recompute {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = u64;

    async fn run(self, work: &mut Work<'_>) -> Outcome<u64> {
        // Held to the end: a second instance waits here and goes on where this one stopped.
        let Some(mut job) = store::sla::open_job(&work.tx).await? else { return Ok(0) };
        let print = work.organisation().sla_print();
        let tickets = store::sla::stale_tickets(&work.tx, print, job.reached, BATCH).await?;
        for mut case in work.hold_all(&tickets, true).await? {
            if let Some(moves) = follow::settle(work, &mut case).await? {
                job.done += 1;
                job.moved += moves.moved;
                job.late += moves.late;
            }
        }
        match tickets.last() {
            Some(last) => {
                job.reached = Some(*last);
                work.tx.save(job).await?;
            }
            None => {
                let requested_at = job.requested_at;
                work.tx.save(job).await?;
                store::sla::finish_jobs(&work.tx, requested_at, work.now).await?;
            }
        }
        Ok(tickets.len() as u64)
    }
}

/// Notes that clocks have to be derived anew though nobody has edited anything: by another version of the program, or of tickets older than clocks.
#[derive(Debug, Clone, Serialize)]
struct NoteStale;

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for NoteStale {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = ();

    async fn run(self, work: &mut Work<'_>) -> Outcome<()> {
        request(work).await?;
        // So that everybody learns when this was: what it makes late is late from then on.
        work.organisation_changed();
        Ok(())
    }
}

impl Desk {
    /// Asks for clocks to be derived anew if some were derived from something else than what holds, and nobody has asked yet: once, at the start.
    pub async fn note_stale_clocks(&self) -> Outcome<()> {
        let (db, print) = (self.store.read(), self.directory().await?.sla_print());
        let asked = store::sla::has_open_job(&db).await?;
        if !asked && !store::sla::stale_tickets(&db, print, None, 1).await?.is_empty() {
            self.act(&Caller::CLOCK, NoteStale).await?;
        }
        Ok(())
    }

    /// Derives clocks anew, a batch at a time, until nothing is left; resumes where it was stopped. Says how many tickets it looked at.
    pub async fn recompute(&self) -> Outcome<u64> {
        let mut done = 0;
        while store::sla::has_open_job(&self.store.read()).await? {
            let some = self.act(&Caller::CLOCK, Recompute).await?;
            done += some;
            tokio::task::yield_now().await;
        }
        Ok(done)
    }
}

/// A due time that an edit would move.
#[derive(Debug, Clone)]
pub struct Move {
    /// The ticket.
    pub ticket: Ticket,
    /// The clock as it is.
    pub before: Clock,
    /// The clock as it would be.
    pub after: Clock,
}

impl Move {
    /// By how much, in microseconds; of a paused one, by how much what is left changes.
    fn by(&self) -> u64 {
        match (self.before.due_at, self.after.due_at) {
            (Some(before), Some(after)) => (after - before).num_microseconds().unwrap_or(i64::MAX).unsigned_abs(),
            (None, None) => {
                let left = |clock: &Clock| clock.time_left.unwrap_or(0);
                left(&self.after).abs_diff(left(&self.before))
            }
            // One of them never falls due.
            (Some(_), None) | (None, Some(_)) => u64::MAX,
        }
    }
}

/// What an edit would do to running clocks.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// Clocks that run or stand still.
    pub clocks: u64,
    /// Of them, those whose due time would move.
    pub moved: u64,
    /// Of those, the ones that would be late at once.
    pub late: u64,
    /// Those moved most, the most first; at most twenty.
    pub most: Vec<Move>,
}

/// An edit that is not made yet.
#[derive(Debug, Clone)]
pub enum Edit {
    /// A calendar's next version.
    Calendar(crate::time::Calendar),
    /// Holidays: those to be added or changed, and the ids of those taken back.
    Holidays(Vec<calendar::Holiday>, Vec<crate::id::HolidayId>),
    /// The next version of the policies.
    Policies(super::Book),
    /// A shift on call more.
    AddShift(AddShift),
    /// A shift on call less.
    CancelShift(ShiftId),
    /// A service: the one to change, or a new one.
    Service(Option<ServiceId>, Box<ServiceInput>),
    /// A unit: the one to change, or a new one.
    Unit(Option<UnitId>, UnitInput),
    /// A team: the one to change, or a new one.
    Team(Option<TeamId>, TeamInput),
    /// A setting, and its value.
    Setting(SettingKey, serde_json::Value),
}

impl crate::view::Reader {
    /// What an edit would move, before it is made. For those who may make it.
    pub async fn preview(&self, edit: Edit) -> Outcome<Preview> {
        let team = match &edit {
            Edit::AddShift(shift) => Some(shift.team),
            Edit::CancelShift(id) => self.directory.shifts().iter().find(|shift| shift.id == *id).map(|it| it.team_id),
            Edit::Calendar(_)
            | Edit::Holidays(..)
            | Edit::Policies(_)
            | Edit::Service(..)
            | Edit::Unit(..)
            | Edit::Team(..)
            | Edit::Setting(..) => None,
        };
        if !team.is_some_and(|team| access::plans(&self.standing, team)) {
            self.need(crate::access::Matter::Catalogue)?;
        }
        let directory = self.as_if(edit).await?;
        let mut preview = Preview::default();
        let mut after = None;
        loop {
            let tickets = store::sla::open_tickets(&self.db(), after, PAGE).await?;
            let Some(last) = tickets.last() else { break };
            after = Some(last.id);
            let ids: Vec<TicketId> = tickets.iter().map(|ticket| ticket.id).collect();
            let mut clocks: HashMap<TicketId, Vec<Clock>> = HashMap::new();
            for clock in store::sla::clocks_of(&self.db(), &ids).await? {
                clocks.entry(clock.ticket_id).or_default().push(clock);
            }
            for ticket in tickets {
                let open = clocks.remove(&ticket.id).unwrap_or_default();
                for stored in open.into_iter().filter(|clock| clock.state.is_open()) {
                    preview.look(&self.directory, &directory, &ticket, &stored, self.now);
                }
            }
        }
        preview.trim();
        // Only what the person sees anyway is named; the counts are of all.
        let ids: Vec<TicketId> = preview.most.iter().map(|it| it.ticket.id).collect();
        let seen = self.tickets_by_id(&ids).await?;
        preview.most.retain(|it| seen.iter().any(|view| view.id() == it.ticket.id));
        Ok(preview)
    }

    /// The organisation as it would be after an edit.
    async fn as_if(&self, edit: Edit) -> Outcome<Directory> {
        let mut rows = store::directory::load(&self.db(), self.now).await?;
        match edit {
            Edit::Calendar(document) => {
                calendar::check(&document, &self.directory)?;
                let version = rows.calendars.iter().find(|row| row.code == document.code).map_or(0, |row| row.version);
                rows.calendars.retain(|row| row.code != document.code);
                let code = document.code.clone();
                rows.calendars.push(calendar::CalendarVersion {
                    code,
                    version: version + 1,
                    document: store::Doc(document),
                    created_at: self.now,
                });
            }
            Edit::Holidays(put, taken) => {
                put.iter().try_for_each(|holiday| calendar::check_holiday(holiday, &self.directory))?;
                let gone = |row: &calendar::Holiday| taken.contains(&row.id) || put.iter().any(|new| new.id == row.id);
                rows.holidays.retain(|row| !gone(row));
                rows.holidays.extend(put);
            }
            Edit::AddShift(shift) => rows.shifts.push(on_call::Shift {
                id: ShiftId(NEW),
                team_id: shift.team,
                person_id: shift.person,
                valid_from: shift.valid_from,
                valid_to: shift.valid_to,
                cancelled_at: None,
                added_at: Some(self.now),
            }),
            Edit::CancelShift(id) => {
                rows.shifts.iter_mut().filter(|shift| shift.id == id).for_each(|it| it.cancelled_at = Some(self.now));
            }
            Edit::Service(id, input) => {
                let (id, by) = (id.unwrap_or(ServiceId(NEW)), Some(self.standing.person));
                let row = service::checked(&self.directory, id, by, *input)?;
                rows.services.retain(|other| other.id != id);
                rows.services.push(row);
            }
            Edit::Unit(id, input) => {
                let id = id.unwrap_or(UnitId(NEW));
                let row = unit::checked(&self.directory, id, input)?;
                rows.units.retain(|other| other.id != id);
                rows.units.push(row);
            }
            Edit::Team(id, input) => {
                let id = id.unwrap_or(TeamId(NEW));
                let row = team::checked(&self.directory, id, input)?;
                rows.teams.retain(|other| other.id != id);
                rows.teams.push(row);
            }
            Edit::Setting(key, value) => {
                if !key.accepts(&value) {
                    return Err(Refusal::Invalid("value").into());
                }
                rows.settings.retain(|other| other.key != key);
                rows.settings.push(Setting { key, value: store::Doc(value), basis: String::new(), version: 0 });
            }
            Edit::Policies(book) => {
                super::policy::check(&book, &self.directory)?;
                let version = rows.book.as_ref().map_or(0, |row| row.version) + 1;
                rows.book = Some(super::BookVersion {
                    code: super::book::BOOK.to_owned(),
                    version,
                    document: store::Doc(book),
                    created_at: self.now,
                });
            }
        }
        rows.sla_edited_at = Some(self.now);
        Directory::new(rows).map_err(|_| Refusal::Invalid("calendar").into())
    }

    /// The jobs that moved due times, newest first.
    pub async fn sla_jobs(&self) -> Outcome<Vec<Job>> {
        self.need(crate::access::Matter::Catalogue)?;
        store::sla::jobs(&self.db(), 20).await
    }
}

impl Preview {
    fn look(&mut self, now_is: &Directory, would_be: &Directory, ticket: &Ticket, stored: &Clock, now: DateTime<Utc>) {
        self.clocks += 1;
        let before = derived_now(now_is, ticket, stored);
        let after = derived_now(would_be, ticket, &before);
        if !has_moved(&before, &after) {
            return;
        }
        self.moved += 1;
        self.late += u64::from(before.late_at(now).is_none() && after.late_at(now).is_some());
        self.most.push(Move { ticket: ticket.clone(), before, after });
        // Not sorted at every step: a hundred thousand may move.
        if self.most.len() >= SHOWN * 16 {
            self.trim();
        }
    }

    fn trim(&mut self) {
        self.most.sort_by(|a, b| b.by().cmp(&a.by()).then_with(|| a.ticket.key().cmp(&b.ticket.key())));
        self.most.truncate(SHOWN);
    }
}
