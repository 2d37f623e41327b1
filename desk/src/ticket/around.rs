//! The digests of what stands around a ticket in rows of its own: who has to do with it, and what the clock still has to do. They stand in the ticket's
//! own state, so that such a row put in, taken out or altered by hand is found like any other (R19).

use super::case::Case;
use super::{DueKind, PartyRole, Ticket};
use crate::digest::Digest;
use crate::refusal::Outcome;
use crate::store::ticket::Action;
use crate::work::Work;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The digest of the parties. The salt is known to the database alone: auditors read the digest in events, and could otherwise try everybody's id.
pub(crate) fn parties_digest(salt: Digest, parties: &[(PartyRole, Uuid)]) -> Digest {
    let sorted: BTreeSet<(&str, Uuid)> = parties.iter().map(|(role, member)| (role.code(), *member)).collect();
    let parts = sorted.iter().flat_map(|(role, member)| [role.as_bytes(), member.as_bytes()]);
    Digest::of("tanggap/parties/1", std::iter::once(salt.0.as_slice()).chain(parts))
}

/// Whether the parties are those that a ticket's state has the digest of. The tickets of old have none.
pub(crate) fn parties_fit(ticket: &Ticket, parties: &[(PartyRole, Uuid)]) -> bool {
    let fit = |said| ticket.parties_salt.is_some_and(|salt| parties_digest(salt, parties) == said);
    ticket.parties_digest.is_none_or(fit)
}

/// The digest of what the clock still has to do, besides the SLA clocks.
pub(crate) fn due_digest(actions: impl IntoIterator<Item = DueFacts>) -> Digest {
    let micros = |at: DateTime<Utc>| at.timestamp_micros().to_be_bytes();
    let basis = |(from, days): (DateTime<Utc>, i32)| (micros(from), days.to_be_bytes());
    let sorted: BTreeSet<_> =
        actions.into_iter().map(|(kind, at, counted)| (kind.code(), micros(at), counted.map(basis))).collect();
    let counted = sorted.iter().any(|(.., counted)| counted.is_some());
    let parts = sorted.iter().flat_map(|(kind, at, counted)| {
        let counted = counted.iter().flat_map(|(from, days)| [from.as_slice(), days.as_slice()]);
        [kind.as_bytes(), at.as_slice()].into_iter().chain(counted)
    });
    // What counts no business days, as nothing did of old, has the digest of old.
    Digest::of(if counted { "tanggap/due/2" } else { "tanggap/due/1" }, parts)
}

/// What of an action is digested: what, when, and from when on so many business days are counted to it.
pub(crate) type DueFacts = (DueKind, DateTime<Utc>, Option<(DateTime<Utc>, i32)>);

/// Brings the digests of a ticket up to what this command made of it. Called with every event of a ticket, so that no command can forget it.
pub(crate) async fn follow(work: &mut Work<'_>, case: &mut Case) -> Outcome<()> {
    let salt = match case.ticket.parties_salt {
        Some(salt) => salt,
        None => work.salt(),
    };
    case.ticket.parties_salt = Some(salt);
    case.ticket.parties_digest = Some(parties_digest(salt, &case.parties));
    if case.ticket.due_digest.is_none() {
        super::due::held(work, case).await?;
    }
    // Not looked at by this command, and so not changed by it either.
    if let Some(actions) = &case.actions {
        case.ticket.due_digest = Some(due_digest(actions.iter().map(of_action)));
    }
    Ok(())
}

/// What of an action is digested.
pub(crate) fn of_action(action: &Action) -> DueFacts {
    (action.kind, action.due_at, action.counted_from.zip(action.business_days))
}
