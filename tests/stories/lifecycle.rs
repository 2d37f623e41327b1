//! What can be done to a ticket when: the table in the documents is the table in the code, and every command obeys it.

use crate::story;
use crate::support::World;
use crate::support::golden::golden;
use crate::support::verbs::Around;
use crate::support::words::*;
use desk::event::Kind;
use desk::id::{ClockId, MessageId, TicketId};
use desk::sla::ClockKind;
use desk::ticket::*;
use desk::{Error, Refusal};
use migrations::driver::{ActiveModelTrait, IntoActiveModel};
use std::fmt::Write as _;

const HEADER: &str = "\
# What can be done to a ticket, and when

Written by a test from the one table in the code that decides (`LIFECYCLE` in `desk/src/ticket.rs`); `TANGGAP_BLESS=1` writes it
anew. Who may do it is another question: `tests/access/matrix.txt`.

A cell says what becomes of the status: the new one, `=` if it stays, `·` if the command is refused. *Tier* says at which tier a
command is possible at all. *Accepted*: at tier 2 only after the team has accepted the solution request. *Commutes*: makes nobody
else's view of the ticket out of date, so that it needs no version; every other command is refused as stale if the ticket has
moved since the person looked.

Besides: *accept* needs a request that waits to be accepted; *complete request* one that the clock made and that Tier 1 has not
filled in yet. A question or a hold may follow another one: the wait changes. Forward, escalate, hand over, return, answer and
resolve end a wait. On CLOSED, reply, attach and reopen are possible for seven business days; a later reply opens a new, linked
ticket. On MERGED only those who reported it reply: the desk reads it where that ticket went on.

";

fn becomes(rule: &Rule, status: Status) -> &'static str {
    if !rule.from.contains(&status) {
        return "·";
    }
    let next = match rule.next {
        Next::Same => status,
        Next::To(next) => next,
        Next::Started if status == Status::New => Status::InProgress,
        Next::Started => status,
        Next::Answered if status == Status::WaitingRequester => return "IN_PROGRESS (by the requester)",
        Next::Answered => status,
        Next::Waiting => return "the wait that is named",
    };
    if next == status { "=" } else { next.code() }
}

#[test]
fn the_document() {
    let mut out = String::from(HEADER);
    let titles: Vec<_> = Status::ALL.iter().map(|status| status.code()).collect();
    let _ = writeln!(out, "| command | tier | accepted | commutes | {} |", titles.join(" | "));
    let _ = writeln!(out, "| --- | --- | --- | --- | {} |", vec!["---"; titles.len()].join(" | "));
    for rule in LIFECYCLE {
        let tier = rule.tier.map_or("any".to_owned(), |tier| tier.to_string());
        let yes = |it: bool| if it { "yes" } else { "" };
        let cells: Vec<_> = Status::ALL.iter().map(|status| becomes(rule, *status)).collect();
        let _ = writeln!(
            out,
            "| {} | {tier} | {} | {} | {} |",
            rule.verb,
            yes(rule.accepted),
            yes(rule.commutes),
            cells.join(" | ")
        );
    }
    golden("docs/lifecycle.md", &out);
    let in_table = |verb: &Verb| LIFECYCLE.iter().filter(|rule| rule.verb == *verb).count();
    for verb in Verb::ALL.iter().filter(|verb| !matches!(verb, Verb::Open | Verb::Record)) {
        assert_eq!(in_table(verb), 1, "{verb} has one row");
    }
}

/// A ticket that is put into every state there is.
struct Subject<'a> {
    world: &'a World,
    row: Ticket,
    request: SolutionRequest,
    message: MessageId,
    clock: ClockId,
    other: TicketId,
}

impl<'a> Subject<'a> {
    async fn new(world: &'a World) -> Self {
        let other = world.opened("sari", "TIK-01", "Lain").await;
        let id = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", take(id)).await;
        world.does("budi", escalate(id)).await;
        let (row, request) = (world.row(id).await, world.request(id).await);
        let message = world.said(id, MessageKind::Report).await.id;
        let clock = world.clock(id, ClockKind::Resolution).await.id;
        Self { world, row, request, message, clock, other }
    }

    async fn put(&self, status: Status, tier: i32, state: Option<RequestState>) {
        let world = self.world;
        let waits = matches!(status, Status::WaitingThirdParty | Status::WaitingSchedule);
        let row = Ticket {
            version: world.row(self.row.id).await.version,
            status,
            active: status.is_active(),
            tier,
            team_id: (tier == 2).then_some(world.teams["T2-JAR"]),
            assignee_id: None,
            request_id: state.map(|_| self.request.id),
            wait_for: waits.then_some(WaitFor::ThirdParty),
            ended_at: status.is_ended().then(|| world.desk.now()),
            next_due_at: None,
            ..self.row.clone()
        };
        let request = SolutionRequest { state: state.unwrap_or(RequestState::Withdrawn), ..self.request.clone() };
        let db = world.desk.store().migrating();
        row.into_active_model().reset_all().update(db).await.unwrap();
        request.into_active_model().reset_all().update(db).await.unwrap();
    }

    /// Does it by somebody whom access allows it wherever the table does.
    async fn try_it(&self, verb: Verb, tier: i32) -> Result<(), Refusal> {
        let (world, id) = (self.world, self.row.id);
        let technician = if tier == 2 { "agus" } else { "budi" };
        let who = match verb {
            Verb::Take | Verb::Accept | Verb::Return | Verb::Answer => technician,
            Verb::Reply | Verb::Attach | Verb::Confirm | Verb::Rate | Verb::Reopen | Verb::Cancel => "sari",
            _ => "putri",
        };
        let around = Around {
            other: self.other,
            unit: world.units["BKPSDM"],
            team: world.teams["T2-APL"],
            person: world.people[if verb == Verb::Assign { technician } else { "nur" }],
            clock: self.clock,
            text: RedactWhat::Message(self.message),
        };
        let outcome = world.tries_verb(who, verb, id, around).await;
        match outcome {
            Ok(()) => Ok(()),
            Err(Error::Refused(refusal)) => Err(refusal),
            Err(Error::Fault(fault)) => panic!("{verb}: {fault}"),
        }
    }

    /// What the command should have said, and the status it should have left.
    async fn check(&self, verb: Verb, status: Status, tier: i32, state: Option<RequestState>) {
        let place = format!("{verb} on {status} at tier {tier}, request {state:?}");
        let fits = fits(verb, status, tier, state);
        let version = self.world.row(self.row.id).await.version;
        let said = self.try_it(verb, tier).await;
        let after = self.world.row(self.row.id).await;
        // At tier 1 no team has a ticket: access says so before the table does.
        let team_only = tier == 1 && matches!(verb, Verb::Accept | Verb::Return | Verb::Answer);
        let expected = match fits {
            _ if team_only => Err(Refusal::Forbidden),
            Ok(()) => Ok(()),
            Err(Unfit::Status) => Err(Refusal::WrongStatus(verb, status)),
            Err(Unfit::Tier) => Err(Refusal::WrongTier(verb)),
            Err(Unfit::NotAccepted) => Err(Refusal::NotAccepted),
            Err(Unfit::AlreadyAccepted) => Err(Refusal::AlreadyAccepted),
        };
        // The report's text is hidden once; later tries find nothing to hide, which is no matter of the table.
        let said = if verb == Verb::Redact && said == Err(Refusal::NotFound) { Ok(()) } else { said };
        // ... and these have rules of their own besides the table.
        let own = [
            Refusal::NoRequirements,
            Refusal::Taken("code"),
            Refusal::Invalid("clock"),
            Refusal::OwnException,
            Refusal::NothingOwed,
        ];
        let said = if said.as_ref().is_err_and(|refusal| own.contains(refusal)) { Ok(()) } else { said };
        assert_eq!(said, expected, "{place}");
        let rule = rule_of(verb).expect("a row");
        let next = match (said.is_ok(), rule.next) {
            (false, _) | (true, Next::Same) => status,
            (true, Next::To(next)) => next,
            (true, Next::Started) => {
                if status == Status::New {
                    Status::InProgress
                } else {
                    status
                }
            }
            (true, Next::Answered) => {
                if status == Status::WaitingRequester {
                    Status::InProgress
                } else {
                    status
                }
            }
            (true, Next::Waiting) => Status::WaitingThirdParty,
        };
        assert_eq!(after.status, next, "{place}");
        assert_eq!(after.active, after.status.is_active(), "{place}");
        assert_eq!(after.ended_at.is_some(), after.status.is_ended(), "{place}: an end has its time");
        if said.is_ok() && rule.commutes && next == status {
            assert_eq!(after.version, version, "{place}: it commutes");
        }
        if after.status.is_ended() && after.status != Status::Closed && next != status && tier == 2 {
            let state = self.world.request(self.row.id).await.state;
            let open = matches!(state, RequestState::Open | RequestState::Accepted);
            assert!(!open, "{place}: {state} on an ended ticket");
        }
    }
}

story! {
    /// Every command in every status, at both tiers, with every state of the solution request that makes a difference. The table knows no database:
    /// PostgreSQL is walked with longer strides.
    every_command_obeys_the_table, |world| {
        world.unhurried().await;
        use RequestState::{Accepted, Open, Returned, Solved};
        // Shares no divisor with the number of rules: every command is tried somewhere.
        let shared = |n: usize| (2..=n).any(|d| n.is_multiple_of(d) && LIFECYCLE.len().is_multiple_of(d));
        let stride = if world.desk.store().is_sqlite() { 1 } else { (5..).find(|n| !shared(*n)).expect("a number") };
        let subject = Subject::new(&world).await;
        let states = [
            (1, None),
            (1, Some(Returned)),
            (2, Some(Open)),
            (2, Some(Accepted)),
            (2, Some(Solved)),
        ];
        let mut steps = 0_usize..;
        for (tier, state) in states {
            for status in Status::ALL {
                subject.put(*status, tier, state).await;
                for rule in LIFECYCLE {
                    if steps.next().is_none_or(|step| step % stride != 0) {
                        continue;
                    }
                    let before = world.row(subject.row.id).await;
                    subject.check(rule.verb, *status, tier, state).await;
                    if world.row(subject.row.id).await != before {
                        subject.put(*status, tier, state).await;
                    }
                }
            }
        }
        // Merging opened nothing and ended the other side of nothing.
        assert_eq!(world.row(subject.other).await.status, Status::New);
        assert!(world.times(subject.other, Kind::TicketAbsorbed).await > 0);
    }
}
