//! The one table that says what may be done to a ticket when, and what becomes of its status.

use super::code::{ACTIVE, RequestState, Status, Verb, WAITING};

/// What becomes of the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It stays.
    Same,
    /// It becomes this one.
    To(Status),
    /// NEW becomes IN_PROGRESS, everything else stays.
    Started,
    /// WAITING_REQUESTER ends if it is the requester who speaks, everything else stays.
    Answered,
    /// The WAITING status that the command names.
    Waiting,
}

/// One row of the lifecycle.
#[derive(Debug)]
pub struct Rule {
    /// The command.
    pub verb: Verb,
    /// In which statuses it is allowed.
    pub from: &'static [Status],
    /// At which tier, if only at one.
    pub tier: Option<i32>,
    /// Whether it must come from an accepted solution request when it is done at tier 2.
    pub accepted: bool,
    /// What becomes of the status.
    pub next: Next,
    /// Whether it commutes with other commands (R6): it needs no `seen` and makes nobody else's stale.
    pub commutes: bool,
}

const fn rule(verb: Verb, from: &'static [Status], next: Next) -> Rule {
    Rule { verb, from, tier: None, accepted: false, next, commutes: false }
}

const fn commuting(verb: Verb, from: &'static [Status], next: Next) -> Rule {
    Rule { commutes: true, ..rule(verb, from, next) }
}

const fn at(tier: i32, rule: Rule) -> Rule {
    Rule { tier: Some(tier), ..rule }
}

const fn accepted(rule: Rule) -> Rule {
    Rule { accepted: true, ..rule }
}

const WORKING: Next = Next::To(Status::InProgress);

const RESOLVABLE: &[Status] =
    &[Status::New, Status::InProgress, Status::WaitingRequester, Status::WaitingThirdParty, Status::WaitingSchedule];

const ACTIVE_OR_RESOLVED: &[Status] = &[
    Status::New,
    Status::InProgress,
    Status::WaitingRequester,
    Status::WaitingThirdParty,
    Status::WaitingSchedule,
    Status::WaitingApproval,
    Status::Resolved,
];

const NOT_GONE: &[Status] = &[
    Status::New,
    Status::InProgress,
    Status::WaitingRequester,
    Status::WaitingThirdParty,
    Status::WaitingSchedule,
    Status::WaitingApproval,
    Status::Resolved,
    Status::Closed,
];

/// What was merged still hears its own people.
const HEARING: &[Status] = &[
    Status::New,
    Status::InProgress,
    Status::WaitingRequester,
    Status::WaitingThirdParty,
    Status::WaitingSchedule,
    Status::WaitingApproval,
    Status::Resolved,
    Status::Closed,
    Status::Merged,
];

const DONE: &[Status] = &[Status::Resolved, Status::Closed];

/// The lifecycle (R2). This table is the only place that knows it: commands, `viewerCan`, the documents and the tests read it.
pub const LIFECYCLE: &[Rule] = &[
    rule(Verb::Take, ACTIVE, Next::Started),
    rule(Verb::Assign, ACTIVE, Next::Started),
    commuting(Verb::Reply, HEARING, Next::Answered),
    commuting(Verb::Attach, NOT_GONE, Next::Same),
    commuting(Verb::Note, Status::ALL, Next::Same),
    rule(Verb::Ask, ACTIVE, Next::To(Status::WaitingRequester)),
    rule(Verb::Hold, ACTIVE, Next::Waiting),
    rule(Verb::Resume, WAITING, WORKING),
    at(1, rule(Verb::Forward, ACTIVE, WORKING)),
    at(1, rule(Verb::Escalate, ACTIVE, WORKING)),
    at(2, rule(Verb::CompleteRequest, ACTIVE, Next::Same)),
    at(2, rule(Verb::Accept, ACTIVE, Next::Started)),
    at(2, rule(Verb::HandOver, ACTIVE, WORKING)),
    at(2, rule(Verb::Return, ACTIVE, WORKING)),
    at(2, accepted(rule(Verb::Answer, ACTIVE, WORKING))),
    accepted(rule(Verb::Resolve, RESOLVABLE, Next::To(Status::Resolved))),
    rule(Verb::Confirm, DONE, Next::To(Status::Closed)),
    commuting(Verb::Rate, DONE, Next::Same),
    rule(Verb::Reopen, DONE, WORKING),
    rule(Verb::Reject, ACTIVE, Next::To(Status::Rejected)),
    rule(Verb::Cancel, ACTIVE, Next::To(Status::Cancelled)),
    rule(Verb::Merge, ACTIVE, Next::To(Status::Merged)),
    rule(Verb::Reclassify, ACTIVE, Next::Same),
    rule(Verb::Redact, Status::ALL, Next::Same),
    commuting(Verb::Involve, ACTIVE, Next::Same),
    commuting(Verb::Follow, ACTIVE, Next::Same),
    commuting(Verb::Link, ACTIVE_OR_RESOLVED, Next::Same),
    commuting(Verb::Tag, Status::ALL, Next::Same),
    commuting(Verb::PromoteToProblem, ACTIVE, Next::Same),
    commuting(Verb::RaiseChange, ACTIVE, Next::Same),
    commuting(Verb::CompleteFile, ACTIVE, Next::Same),
    commuting(Verb::StartLegal, NOT_GONE, Next::Same),
    commuting(Verb::EndLegal, NOT_GONE, Next::Same),
    commuting(Verb::AskException, NOT_GONE, Next::Same),
    commuting(Verb::DecideException, NOT_GONE, Next::Same),
];

/// The row of a command. `open` and `record` have none: there is no ticket yet.
pub fn rule_of(verb: Verb) -> Option<&'static Rule> {
    LIFECYCLE.iter().find(|rule| rule.verb == verb)
}

/// Why the lifecycle refuses a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Not in this status.
    Status,
    /// Not at this tier.
    Tier,
    /// Only after the request was accepted.
    NotAccepted,
    /// Only while the request waits to be accepted.
    AlreadyAccepted,
}

/// Whether the lifecycle allows `verb` on a ticket with this status, tier and solution request.
pub fn fits(verb: Verb, status: Status, tier: i32, request: Option<RequestState>) -> Result<(), Unfit> {
    let Some(rule) = rule_of(verb) else { return Ok(()) };
    if !rule.from.contains(&status) {
        return Err(Unfit::Status);
    }
    if rule.tier.is_some_and(|only| only != tier) {
        return Err(Unfit::Tier);
    }
    if rule.accepted && tier == 2 && request != Some(RequestState::Accepted) {
        return Err(Unfit::NotAccepted);
    }
    if verb == Verb::Accept && request != Some(RequestState::Open) {
        return Err(Unfit::AlreadyAccepted);
    }
    Ok(())
}

/// R3, R4: a closed or merged ticket still hears its requester's side; the desk has nothing more to say on it.
pub(crate) fn hears(status: Status, by_desk: bool) -> bool {
    !(by_desk && matches!(status, Status::Closed | Status::Merged))
}
