//! The updates of all incidents, in order of time, each as the commands that bring a ticket to where the log says it was.

use super::log::{Incident, State, Update};
use super::region::{Place, Region, first_group, opener, places};
use super::{Refused, Told};
use chrono::{DateTime, Utc};
use desk::clock::StillClock;
use desk::event::Door;
use desk::id::{PersonId, TicketId};
use desk::refusal::{Error, Fault, Outcome, Refusal};
use desk::ticket::*;
use desk::{Caller, Command};
use desk::{Desk, store};
use std::collections::BTreeMap;

/// Tells the log.
#[derive(Debug)]
pub struct Player<'a> {
    desk: &'a Desk,
    clock: &'a StillClock,
    region: &'a Region,
    told: Told,
}

/// An incident and its ticket.
struct Life<'a> {
    incident: &'a Incident,
    places: Vec<Place<'a>>,
    ticket: Option<TicketId>,
}

/// What one update asks for.
struct Step<'a> {
    incident: &'a Incident,
    update: &'a Update,
    ticket: TicketId,
    /// Whoever made the update.
    by: PersonId,
}

impl<'a> Player<'a> {
    /// Gets ready. The desk must run on `clock`.
    pub fn new(desk: &'a Desk, clock: &'a StillClock, region: &'a Region) -> Self {
        Self { desk, clock, region, told: Told::default() }
    }

    /// Tells everything.
    pub async fn play(mut self, incidents: &[Incident]) -> Outcome<Told> {
        let mut lives: Vec<Life<'_>> =
            incidents.iter().map(|incident| Life { incident, places: places(incident), ticket: None }).collect();
        let mut turns: Vec<(DateTime<Utc>, u64, usize, usize)> = Vec::new();
        for (index, incident) in incidents.iter().enumerate() {
            let updates = incident.updates.iter().enumerate();
            turns.extend(updates.map(|(n, update)| (update.at, update.turn, index, n)));
        }
        turns.sort_unstable();
        for (at, _, index, n) in turns {
            self.until(at).await?;
            self.update(&mut lives[index], n).await?;
        }
        for life in &lives {
            self.end(life).await?;
        }
        Ok(self.told)
    }

    /// Moves the clock on, and lets it do on the way what falls due.
    async fn until(&mut self, at: DateTime<Utc>) -> Outcome<()> {
        while let Some(due) = self.desk.next_due().await?.filter(|due| *due <= at) {
            self.clock.set(due.max(self.desk.now()));
            if self.desk.run_due(100).await? == 0 {
                break;
            }
        }
        self.clock.set(at.max(self.desk.now()));
        Ok(())
    }

    async fn row(&self, ticket: TicketId) -> Outcome<Ticket> {
        let row: Option<Ticket> = store::get(&self.desk.store().read(), ticket).await?;
        row.ok_or_else(|| Fault::new("a replayed ticket vanished").into())
    }

    async fn update(&mut self, life: &mut Life<'a>, n: usize) -> Outcome<()> {
        self.told.updates += 1;
        let update = &life.incident.updates[n];
        let before = self.told.commands;
        let ticket = match life.ticket {
            Some(ticket) => ticket,
            None => {
                let Some(ticket) = self.record(life).await? else { return Ok(()) };
                life.ticket = Some(ticket);
                self.told.tickets.push((life.incident.number.clone(), ticket));
                ticket
            }
        };
        let step = Step { incident: life.incident, update, ticket, by: self.region.person(update.by.as_deref())? };
        self.go_on(&step, n).await?;
        if n > 0 && life.places[n - 1] != life.places[n] {
            self.told.log_moves += 1;
        }
        self.move_to(&step, life.places[n]).await?;
        self.classify(&step, n).await?;
        self.enter(&step).await?;
        if self.told.commands == before {
            let text = format!("Diperbarui dalam log (baris {}).", update.line);
            self.act(&step, step.by, Note { ticket, text, files: Vec::new(), draft: desk::draft::SeenDraft::Any })
                .await?;
        }
        let status = self.row(ticket).await?.status;
        match update.state.status() {
            Some(said) if said != status => *self.told.otherwise.entry((said, status)).or_default() += 1,
            _ => self.told.in_step += 1,
        }
        Ok(())
    }

    /// Does a command by somebody; what the desk refuses is noted.
    async fn act<C: Command>(&mut self, step: &Step<'_>, who: PersonId, command: C) -> Outcome<Option<C::Answer>> {
        self.do_it(&step.incident.number, step.update.line, who, command).await
    }

    async fn do_it<C: Command>(
        &mut self,
        number: &str,
        line: u64,
        who: PersonId,
        command: C,
    ) -> Outcome<Option<C::Answer>> {
        self.told.commands += 1;
        let what = std::any::type_name::<C>().rsplit("::").next().unwrap_or_default().to_owned();
        // On the heap: so many kinds of commands in one function would overflow a thread's stack.
        match Box::pin(self.desk.act(&Caller::person(who, Door::Console), command)).await {
            Ok(answer) => {
                *self.told.done.entry(what).or_default() += 1;
                Ok(Some(answer))
            }
            Err(Error::Refused(refusal)) => {
                self.told.refusals.push(Refused { number: number.to_owned(), line, what, refusal });
                Ok(None)
            }
            Err(fault) => Err(fault),
        }
    }

    /// The ticket, as whoever took the call recorded it.
    async fn record(&mut self, life: &Life<'a>) -> Outcome<Option<TicketId>> {
        let incident = life.incident;
        let Some(first) = incident.updates.first() else { return Ok(None) };
        let to = life.places.iter().find_map(|place| match place {
            Place::Tier2(group) => Some(*group),
            Place::Tier1(_) => None,
        });
        let record = Record {
            report: Report {
                kind: Some(TicketKind::Incident),
                service: Some(self.region.service(first_group(incident), to)?),
                title: incident.title.clone(),
                description: format!("{}: {}", incident.number, incident.title),
                location: incident.location.clone(),
                contact: String::new(),
                form: BTreeMap::new(),
                impact: first.impact,
                urgency: first.urgency,
                hide_identity: None,
                files: Vec::new(),
                about_person: None,
                about_ticket: None,
                follow_up_of: None,
            },
            requester: RequesterRef::Known(self.region.person(incident.caller.as_deref())?),
            channel: incident.channel,
            received_at: Some(incident.opened_at),
            then: RecordThen::Save,
        };
        let who = self.region.person(Some(opener(incident)))?;
        if let Some(opened) = self.do_it(&incident.number, first.line, who, record.clone()).await? {
            return Ok(Some(opened.ticket));
        }
        // Its beginning is not to be believed, or lies too far back: it is recorded as of now.
        let record = Record { received_at: None, ..record };
        Ok(self.do_it(&incident.number, first.line, who, record).await?.map(|opened| opened.ticket))
    }

    /// Work goes on after the end, where the log says so.
    async fn go_on(&mut self, step: &Step<'_>, n: usize) -> Outcome<()> {
        let before = n.checked_sub(1).map(|last| &step.incident.updates[last]);
        self.told.log_reopenings +=
            step.update.reopenings.saturating_sub(before.map_or(0, |it| it.reopenings)) as usize;
        let ended = matches!(self.row(step.ticket).await?.status, Status::Resolved | Status::Closed);
        let goes_on = step.update.state.status().is_some_and(Status::is_active);
        if ended && goes_on {
            let reason = format!("Dibuka kembali dalam log (baris {}).", step.update.line);
            self.act(step, step.by, Reopen { ticket: step.ticket, seen: None, reason }).await?;
        }
        Ok(())
    }

    /// To the group that has it now.
    async fn move_to(&mut self, step: &Step<'_>, place: Place<'_>) -> Outcome<()> {
        let (ticket, seen) = (step.ticket, None);
        let row = self.row(ticket).await?;
        let reason = || format!("Dialihkan dalam log (baris {}).", step.update.line);
        match (row.tier, place) {
            (1, Place::Tier1(_)) => {}
            (1, Place::Tier2(group)) => {
                let service = self.region.service(first_group(step.incident), Some(group))?;
                if row.active && row.service_id != Some(service) {
                    self.act(step, step.by, Reclassify { service: Some(service), ..unchanged(ticket) }).await?;
                }
                let wanted = Wanted {
                    reason: EscalationReason::NeedsExpertise,
                    diagnosis: step.incident.title.clone(),
                    steps_tried: "Penanganan awal menurut log.".into(),
                    help_wanted: reason(),
                };
                self.act(step, step.by, Escalate { ticket, seen, wanted }).await?;
            }
            (_, Place::Tier1(_)) => {
                self.act(step, step.by, Return { ticket, seen, missing: reason() }).await?;
            }
            (_, Place::Tier2(group)) => {
                let team = self.region.team(group)?;
                if row.team_id != Some(team) {
                    self.act(step, step.by, HandOver { ticket, seen, team, reason: reason() }).await?;
                }
            }
        }
        Ok(())
    }

    /// Impact and urgency, where they changed.
    async fn classify(&mut self, step: &Step<'_>, n: usize) -> Outcome<()> {
        let Some(before) = n.checked_sub(1).map(|last| &step.incident.updates[last]) else { return Ok(()) };
        let (impact, urgency) = (step.update.impact, step.update.urgency);
        if (impact, urgency) != (before.impact, before.urgency) {
            let change = Reclassify { impact: Some(impact), urgency: Some(urgency), ..unchanged(step.ticket) };
            self.act(step, step.by, change).await?;
        }
        Ok(())
    }

    /// Into the state that the log says.
    async fn enter(&mut self, step: &Step<'_>) -> Outcome<()> {
        let (ticket, seen) = (step.ticket, None);
        match step.update.state {
            State::New | State::Lost => {}
            State::Active => {
                self.have(step).await?;
                if self.row(ticket).await?.status.is_waiting() {
                    self.act(step, step.by, Resume { ticket, seen }).await?;
                }
            }
            State::AwaitingUser => {
                self.have(step).await?;
                if self.row(ticket).await?.status != Status::WaitingRequester {
                    let question = format!("Menunggu keterangan pelapor (baris {} dalam log).", step.update.line);
                    self.act(step, step.by, Ask { ticket, seen, question }).await?;
                }
            }
            State::AwaitingVendor => self.hold(step, "Vendor").await?,
            State::AwaitingProblem => self.hold(step, "Penanganan masalah").await?,
            State::AwaitingEvidence => self.hold(step, "Pengumpulan bukti").await?,
            State::Resolved => self.solve(step).await?,
            State::Closed => {
                self.solve(step).await?;
                if self.row(ticket).await?.status == Status::Resolved {
                    let how = format!("Ditutup dalam log (baris {}).", step.update.line);
                    self.act(step, step.by, Confirm { ticket, seen, how }).await?;
                }
            }
        }
        Ok(())
    }

    async fn hold(&mut self, step: &Step<'_>, who: &str) -> Outcome<()> {
        self.have(step).await?;
        if self.row(step.ticket).await?.status != Status::WaitingThirdParty {
            let through = format!("Log, baris {}", step.update.line);
            let what = HoldFor::ThirdParty { who: who.to_owned(), through, reference: String::new(), next_check: None };
            self.act(step, step.by, Hold { ticket: step.ticket, seen: None, what }).await?;
        }
        Ok(())
    }

    async fn solve(&mut self, step: &Step<'_>) -> Outcome<()> {
        if !self.row(step.ticket).await?.active {
            return Ok(());
        }
        let resolver = match step.update.resolver.as_deref() {
            Some(name) => self.region.person(Some(name))?,
            None => step.by,
        };
        self.accept(step, resolver).await?;
        let code = step.update.closed_code.as_deref().unwrap_or("tanpa kode");
        let resolution = format!("Diselesaikan menurut log: {code}.");
        let resolve = Resolve { ticket: step.ticket, seen: None, resolution, cause: Cause::NotFound };
        self.act(step, resolver, resolve).await?;
        Ok(())
    }

    /// Somebody has it: whom the log names, else whoever made the update.
    async fn have(&mut self, step: &Step<'_>) -> Outcome<()> {
        let (ticket, seen) = (step.ticket, None);
        let assignee = step.update.assignee.as_deref().map(|name| self.region.person(Some(name))).transpose()?;
        if self.accept(step, assignee.unwrap_or(step.by)).await? {
            return Ok(());
        }
        let row = self.row(ticket).await?;
        match assignee {
            Some(assignee) if row.assignee_id != Some(assignee) => {
                self.act(step, step.by, Assign { ticket, seen, assignee }).await?;
            }
            None if row.assignee_id.is_none() => {
                self.act(step, step.by, Take { ticket, seen }).await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// At Tier 2 work begins by accepting; says whether that was still to be done.
    async fn accept(&mut self, step: &Step<'_>, who: PersonId) -> Outcome<bool> {
        let row = self.row(step.ticket).await?;
        let Some(request) = row.request_id.filter(|_| row.tier == 2 && row.active) else { return Ok(false) };
        let request: Option<SolutionRequest> = store::get(&self.desk.store().read(), request).await?;
        let waits = request.is_some_and(|request| request.state == RequestState::Open);
        if waits {
            self.act(step, who, Accept { ticket: step.ticket, seen: None }).await?;
        }
        Ok(waits)
    }

    /// Whether a ticket ended as the log says.
    async fn end(&mut self, life: &Life<'_>) -> Outcome<()> {
        let Some((last, ticket)) = life.incident.updates.last().zip(life.ticket) else { return Ok(()) };
        let row = self.row(ticket).await?;
        *self.told.ends.entry(row.status).or_default() += 1;
        if last.priority.is_some_and(|said| said == row.priority) {
            self.told.same_priority += 1;
        }
        // The beginning of work is where the two may differ at the end: a hand-over begins it, whatever the log calls it.
        let said = last.state.status().unwrap_or(row.status);
        if said != row.status && (said, row.status) != (Status::New, Status::InProgress) {
            self.told.ended_otherwise.push((life.incident.number.clone(), said, row.status));
        }
        Ok(())
    }
}

fn unchanged(ticket: TicketId) -> Reclassify {
    Reclassify {
        ticket,
        seen: None,
        kind: None,
        service: None,
        impact: None,
        urgency: None,
        confidentiality: None,
        security_confirmed: false,
        reason: String::new(),
    }
}

impl Refused {
    /// Whether the log itself is in disorder here: an incident that was opened after it was touched, or long before the log begins; one that was
    /// passed on or judged anew when it had been solved already.
    pub fn by_disorder(&self) -> bool {
        match &self.refusal {
            Refusal::InFuture("receivedAt") | Refusal::TooFarBack(_) => true,
            Refusal::WrongStatus(verb, status) => {
                matches!(verb, Verb::Escalate | Verb::HandOver | Verb::Return | Verb::Reclassify) && !status.is_active()
            }
            _ => false,
        }
    }
}
