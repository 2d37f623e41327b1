//! The history itself: every step at its time, by somebody who may, through the desk's commands. [`cast`] says who, [`pace`] when, [`report`] and
//! [`act`] what.

mod act;
mod cast;
mod pace;
mod report;

use super::content::{Content, Story};
use super::plan::Planned;
use super::region::Region;
use super::script::{self, Act, Beat};
use super::{Refused, Summary};
use chrono::{DateTime, TimeDelta, Utc};
use desk::absence::AddAbsence;
use desk::appointment::EndAppointment;
use desk::clock::StillClock;
use desk::event::Door;
use desk::id::{AppointmentId, MessageId, PersonId, TicketId};
use desk::refusal::{Error, Fault, Outcome};
use desk::ticket::{Cause, Channel, Ticket, Wanted};
use desk::{Caller, Command};
use desk::{Desk, store};
use rand_chacha::ChaCha8Rng;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::sync::Arc;

/// What is told in order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    /// The next step of a ticket.
    Ticket(usize),
    /// Somebody's appointment ends.
    EndAppointment(AppointmentId),
    /// Somebody notes an absence, an index into the file.
    Absence(usize),
}

/// A ticket whose life is being told.
#[derive(Debug)]
struct Life {
    planned: Planned,
    ticket: Option<TicketId>,
    beats: VecDeque<Beat>,
    /// Reported, so that the next step is the first of the beats.
    reported: bool,
    /// What was written on it last, to be redacted.
    secret: Option<MessageId>,
    /// What came out of a reply or a problem, and is told from its second step on.
    derived: bool,
}

/// What became of a step.
enum Done {
    /// It was done.
    Yes,
    /// Nobody could do it now: later.
    Later(DateTime<Utc>),
    /// The desk has ended the ticket meanwhile; the rest of its story is not told.
    Over,
}

/// Tells the history.
pub struct Player<'a> {
    desk: &'a Arc<Desk>,
    clock: &'a StillClock,
    content: &'a Content,
    region: &'a Region,
    now: DateTime<Utc>,
    rng: ChaCha8Rng,
    lives: Vec<Life>,
    queue: BinaryHeap<Reverse<(DateTime<Utc>, u64, Item)>>,
    turn: u64,
    /// Where somebody stands in the file: the order in which people are asked, which no id disturbs.
    places: HashMap<PersonId, usize>,
    summary: Summary,
}

impl<'a> Player<'a> {
    /// Gets ready to tell what was planned.
    pub fn new(
        desk: &'a Arc<Desk>,
        clock: &'a StillClock,
        content: &'a Content,
        region: &'a Region,
        now: DateTime<Utc>,
        plans: Vec<Planned>,
        mut rng: ChaCha8Rng,
    ) -> Outcome<Self> {
        let mut places = HashMap::new();
        for (place, entry) in content.people.people.iter().enumerate() {
            places.insert(region.person(&entry.key)?, place);
        }
        let lives: Vec<Life> = plans
            .into_iter()
            .map(|planned| Life {
                beats: script::script(&content.stories[planned.story], &planned, &mut rng),
                planned,
                ticket: None,
                reported: false,
                secret: None,
                derived: false,
            })
            .collect();
        let mut it = Self {
            desk,
            clock,
            content,
            region,
            now,
            rng,
            lives,
            queue: BinaryHeap::new(),
            turn: 0,
            places,
            summary: Summary::default(),
        };
        for index in 0..it.lives.len() {
            it.push(it.lives[index].planned.at, Item::Ticket(index));
        }
        let today = now.with_timezone(&region.zone).date_naive();
        for (days, appointment) in &region.ending {
            let at = region.midnight(today - TimeDelta::days(*days)) + TimeDelta::hours(9);
            it.push(at, Item::EndAppointment(*appointment));
        }
        for (index, entry) in content.people.absences.iter().enumerate() {
            // Noted the afternoon before it begins.
            let at = region.midnight(today - TimeDelta::days(entry.from_days_ago)) - TimeDelta::hours(9);
            it.push(at, Item::Absence(index));
        }
        Ok(it)
    }

    fn push(&mut self, at: DateTime<Utc>, item: Item) {
        self.turn += 1;
        self.queue.push(Reverse((at, self.turn, item)));
    }

    /// Tells everything until now.
    pub async fn play(mut self) -> Outcome<Summary> {
        while let Some(Reverse((at, _, item))) = self.queue.pop() {
            if at > self.now {
                break;
            }
            self.until(at).await?;
            match item {
                Item::Ticket(index) => self.step(index).await?,
                Item::EndAppointment(appointment) => {
                    let by = Caller::person(self.region.person("agung")?, Door::Graphql).proved();
                    self.act(&by, EndAppointment { appointment }).await?;
                }
                Item::Absence(index) => self.note_absence(index).await?,
            }
        }
        self.until(self.now).await?;
        let ids: Vec<TicketId> = self.lives.iter().filter_map(|life| life.ticket).collect();
        for ids in ids.chunks(200) {
            for row in store::ticket::by_ids(&self.desk.store().read(), ids).await? {
                *self.summary.statuses.entry(row.status).or_default() += 1;
                self.summary.tickets += 1;
            }
        }
        Ok(self.summary)
    }

    /// Moves the clock on, and lets it do on the way what falls due.
    async fn until(&mut self, at: DateTime<Utc>) -> Outcome<()> {
        while let Some(due) = self.desk.next_due().await?.filter(|due| *due <= at) {
            self.clock.set(due.max(self.desk.now()));
            let done = self.desk.run_due(100).await?;
            self.summary.by_clock += done;
            if done == 0 {
                break;
            }
        }
        self.clock.set(at.max(self.desk.now()));
        Ok(())
    }

    async fn note_absence(&mut self, index: usize) -> Outcome<()> {
        let entry = &self.content.people.absences[index];
        let today = self.now.with_timezone(&self.region.zone).date_naive();
        let person = self.region.person(&entry.person)?;
        let absence = AddAbsence {
            person,
            kind: entry.kind,
            valid_from: self.region.midnight(today - TimeDelta::days(entry.from_days_ago)),
            valid_to: self.region.midnight(today + TimeDelta::days(entry.to_days_ahead + 1)),
            substitute: entry.substitute.as_deref().map(|key| self.region.person(key)).transpose()?,
            reason: entry.reason.clone(),
        };
        self.act(&Caller::person(person, Door::Graphql).proved(), absence).await?;
        Ok(())
    }

    /// Does a command; what the desk refuses is a defect of the demo, noted and told at the end.
    async fn act<C: Command>(&mut self, caller: &Caller, command: C) -> Outcome<Option<C::Answer>> {
        self.summary.commands += 1;
        // On the heap: the steps of a ticket are so many commands in one function that their futures together would overflow a thread's stack.
        match Box::pin(self.desk.act(caller, command)).await {
            Ok(answer) => Ok(Some(answer)),
            Err(Error::Refused(refusal)) => {
                let what = std::any::type_name::<C>().rsplit("::").next().unwrap_or_default().to_owned();
                self.summary.refusals.push(Refused { story: String::new(), what, at: self.desk.now(), refusal });
                Ok(None)
            }
            Err(fault) => Err(fault),
        }
    }

    /// The next step of a ticket, and when the one after it comes.
    async fn step(&mut self, index: usize) -> Outcome<()> {
        let act = match (self.lives[index].reported, self.lives[index].beats.front()) {
            (false, _) => Act::Report,
            (true, Some((_, act))) => *act,
            (true, None) => return Ok(()),
        };
        let refused = self.summary.refusals.len();
        let done = match self.lives[index].ticket {
            None => self.report(index).await?,
            Some(ticket) => {
                let row = self.row(ticket).await?;
                self.perform(index, act, &row).await?
            }
        };
        if let Some(refusal) = self.summary.refusals.get_mut(refused) {
            refusal.story = self.content.stories[self.lives[index].planned.story].key.clone();
            return Ok(());
        }
        match done {
            Done::Later(at) => self.push(at, Item::Ticket(index)),
            Done::Over => self.lives[index].beats.clear(),
            Done::Yes => {
                if self.lives[index].reported {
                    self.lives[index].beats.pop_front();
                }
                self.lives[index].reported = true;
                self.plan_next(index).await?;
            }
        }
        Ok(())
    }

    async fn plan_next(&mut self, index: usize) -> Outcome<()> {
        let (Some((pause, _)), Some(ticket)) = (self.lives[index].beats.front().copied(), self.lives[index].ticket)
        else {
            return Ok(());
        };
        let row = self.row(ticket).await?;
        let at = self.after(pause, &row).await?;
        self.push(at, Item::Ticket(index));
        Ok(())
    }

    async fn row(&self, ticket: TicketId) -> Outcome<Ticket> {
        let row: Option<Ticket> = store::get(&self.desk.store().read(), ticket).await?;
        row.ok_or_else(|| Fault::new("a ticket of the demo vanished").into())
    }

    fn story(&self, index: usize) -> &'a Story {
        &self.content.stories[self.lives[index].planned.story]
    }
}

/// Somebody at the door that a channel comes through.
fn caller(person: PersonId, channel: Channel) -> Caller {
    Caller::person(person, if channel == Channel::Telegram { Door::Telegram } else { Door::Graphql })
}

fn missing(story: &Story) -> Error {
    Fault::new(format!("story {} lacks a text of its path", story.key)).into()
}

fn text(story: &Story, text: &Option<String>) -> Outcome<String> {
    text.clone().ok_or_else(|| missing(story))
}

/// What no fault was behind was simply fulfilled.
fn cause(story: &Story) -> Cause {
    story.cause_code.unwrap_or(Cause::Fulfilled)
}

fn wanted(story: &Story, completed: bool) -> Outcome<Wanted> {
    let mut steps_tried = text(story, &story.steps_tried)?;
    if completed {
        steps_tried = format!("{steps_tried}\n\nDilengkapi: {}", text(story, &story.completion)?);
    }
    Ok(Wanted {
        reason: story.reason_code.ok_or_else(|| missing(story))?,
        diagnosis: text(story, &story.diagnosis)?,
        steps_tried,
        help_wanted: text(story, &story.help_wanted)?,
    })
}
