//! Which clocks a ticket has, and which of them run: what its state asks for, by hand of whoever changes it.

use super::basis::Basis;
use super::clock::turn;
use super::derive::Segment;
use super::follow::why;
use super::{Clock, ClockKind, ClockState, MetBy, OnReopen, Why};
use crate::directory::Directory;
use crate::ticket::{RequestState, SolutionRequest, Status, Ticket};
use crate::work::Work;
use chrono::{DateTime, Utc};

/// Brings the clocks of a ticket to what its state asks for.
pub(super) struct Hand<'a, 'w> {
    pub(super) work: &'a Work<'w>,
    pub(super) directory: &'a Directory,
    pub(super) ticket: &'a Ticket,
    pub(super) request: Option<&'a SolutionRequest>,
    pub(super) clocks: &'a mut Vec<Clock>,
}

impl Hand<'_, '_> {
    pub(super) fn reconcile(&mut self, new: bool) {
        match self.ticket.status {
            Status::New
            | Status::InProgress
            | Status::WaitingRequester
            | Status::WaitingThirdParty
            | Status::WaitingSchedule
            | Status::WaitingApproval => self.active(new),
            Status::Resolved | Status::Closed => {
                if new {
                    self.active(new);
                }
                self.answered();
                self.end_all(ClockState::Met, false);
            }
            Status::Rejected | Status::Cancelled | Status::Merged => {
                self.answered();
                self.end_all(ClockState::Cancelled, true);
            }
        }
    }

    fn active(&mut self, new: bool) {
        let ticket = self.ticket;
        // What is older than its clocks may have been escalated long after it came.
        let escalated =
            self.request.filter(|it| ticket.tier == 2 && it.opened_at > ticket.opened_at).map(|it| it.opened_at);
        let since = if new { escalated.unwrap_or(ticket.received_at) } else { self.work.now };
        if !self.has(ClockKind::FirstResponse) {
            self.start(ClockKind::FirstResponse, ticket.received_at, None);
        }
        self.stays(since);
        self.goes_on();
        self.resolution();
        let deadlines: Vec<String> =
            self.directory.book().legal_of(self.directory, ticket).map(|deadline| deadline.code.clone()).collect();
        for code in deadlines {
            if !self.clocks.iter().any(|clock| clock.code.as_ref() == Some(&code)) {
                self.start(ClockKind::Legal, ticket.received_at, Some(code));
            }
        }
        self.answered();
        let (why, now) = (why(ticket), self.work.now);
        for clock in self.clocks.iter_mut().filter(|clock| clock.state.is_open() && clock.kind.can_pause()) {
            turn(clock, why, now);
        }
    }

    /// The stay at a tier: what fits none any more ends, and each new stay is a clock of its own.
    fn stays(&mut self, since: DateTime<Utc>) {
        let (ticket, now) = (self.ticket, self.work.now);
        let here = |clock: &Clock| match clock.kind {
            ClockKind::Tier1 => ticket.tier == 1 && clock.unit_id == ticket.queue_unit_id,
            ClockKind::Tier2 | ClockKind::Tier2Accept => ticket.tier == 2 && clock.team_id == ticket.team_id,
            ClockKind::FirstResponse | ClockKind::Resolution | ClockKind::Legal => true,
        };
        for clock in self.clocks.iter_mut().filter(|clock| clock.state.is_open() && !here(clock)) {
            // R16: nobody accepted it there.
            let state = if clock.kind == ClockKind::Tier2Accept { ClockState::Void } else { ClockState::Met };
            clock.end(now, state);
        }
        let stay = if ticket.tier == 1 { ClockKind::Tier1 } else { ClockKind::Tier2 };
        if !self.has_open(stay) {
            self.start(stay, since, None);
            if ticket.tier == 2 {
                self.start(ClockKind::Tier2Accept, since, None);
            }
        }
        if let Some(request) = self.request.filter(|request| request.state == RequestState::Accepted) {
            self.end_open(ClockKind::Tier2Accept, request.accepted_at.unwrap_or(now), ClockState::Met);
        }
    }

    /// A legal deadline that the end of the ticket had met runs on as if it had not ended: it never pauses. One that somebody ended by hand, or that
    /// was met by its own deed, stays so.
    fn goes_on(&mut self) {
        let last = self.clocks.iter().rfind(|clock| clock.kind == ClockKind::Resolution);
        let Some(ended) = last.and_then(|promise| promise.ended_at) else { return };
        let book = self.directory.book();
        for clock in self.clocks.iter_mut().filter(|clock| clock.kind == ClockKind::Legal) {
            let deadline = clock.code.as_deref().and_then(|code| book.legal(code));
            let by_the_end = clock.ended_at == Some(ended) && deadline.is_some_and(|it| it.met_by == MetBy::Resolve);
            if by_the_end && matches!(clock.state, ClockState::Met | ClockState::Breached) {
                (clock.state, clock.ended_at) = (ClockState::Running, None);
                clock.segments.0.last_mut().into_iter().for_each(|last| last.to = None);
            }
        }
    }

    /// The promise to the requester never starts anew by an escalation; after *Buka kembali* it goes on with what was left.
    fn resolution(&mut self) {
        let now = self.work.now;
        let restart = self.directory.book().choose(self.directory, self.ticket).map(|policy| policy.on_reopen);
        let last = self.clocks.iter_mut().rfind(|clock| clock.kind == ClockKind::Resolution);
        match last {
            None => self.start(ClockKind::Resolution, self.ticket.received_at, None),
            Some(clock) if clock.state.is_open() => {}
            Some(_) if restart == Some(OnReopen::Restart) => self.start(ClockKind::Resolution, now, None),
            Some(clock) => {
                let ended = clock.ended_at.take().unwrap_or(now);
                clock.state = ClockState::Running;
                clock.segments.0.push(Segment { from: ended, to: Some(now), why: Why::Done });
                clock.segments.0.push(Segment { from: now, to: None, why: Why::Work });
            }
        }
    }

    /// The first public answer stops what waits for it.
    fn answered(&mut self) {
        let Some(at) = self.ticket.first_response_at else { return };
        self.end_open(ClockKind::FirstResponse, at, ClockState::Met);
        self.legal_met(MetBy::FirstResponse, at);
    }

    fn legal_met(&mut self, deed: MetBy, at: DateTime<Utc>) {
        let book = self.directory.book();
        let by_it = |clock: &Clock| {
            let deadline = clock.code.as_deref().and_then(|code| book.legal(code));
            clock.kind == ClockKind::Legal && clock.state.is_open() && deadline.is_some_and(|it| it.met_by == deed)
        };
        self.clocks.iter_mut().filter(|clock| by_it(clock)).for_each(|clock| clock.end(at, ClockState::Met));
    }

    /// The ticket ended. A legal deadline of its own deed goes on, unless there is nothing to be done any more.
    fn end_all(&mut self, state: ClockState, legal_too: bool) {
        let now = self.work.now;
        self.end_open(ClockKind::Tier2Accept, now, ClockState::Void);
        if state == ClockState::Met {
            self.legal_met(MetBy::Resolve, now);
        }
        for clock in self.clocks.iter_mut() {
            if clock.state.is_open() && (legal_too || clock.kind != ClockKind::Legal) {
                clock.end(now, state);
            }
        }
    }

    fn has(&self, kind: ClockKind) -> bool {
        self.clocks.iter().any(|clock| clock.kind == kind)
    }

    fn has_open(&self, kind: ClockKind) -> bool {
        self.clocks.iter().any(|clock| clock.kind == kind && clock.state.is_open())
    }

    fn end_open(&mut self, kind: ClockKind, at: DateTime<Utc>, state: ClockState) {
        let open = self.clocks.iter_mut().filter(|clock| clock.kind == kind && clock.state.is_open());
        open.for_each(|clock| clock.end(at, state));
    }

    fn start(&mut self, kind: ClockKind, at: DateTime<Utc>, code: Option<String>) {
        let mut clock = Clock::start(self.work.id(), self.ticket, kind, at, code, self.clocks);
        // At once, since what is recorded late may end in the same breath.
        clock.derive(&Basis::of(self.directory, self.ticket, &clock), None);
        self.clocks.push(clock);
    }
}
