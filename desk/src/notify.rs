//! Who is to hear of what happened, and why. This is the only place that decides it, from the event, the ticket and the organisation alone: by which way
//! somebody hears is nothing to it. Whom an event names here stands on record with it.

use crate::directory::Directory;
use crate::event::{Happened, Kind};
use crate::id::PersonId;
use crate::sla::Recipient;
use crate::ticket::Ticket;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// Somebody who is to hear of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Heard {
    /// Who.
    pub person: PersonId,
    /// As what they are to hear of it.
    pub because: Recipient,
}

/// Everybody who is to hear of an event on a ticket, each for every reason there is; none: nobody hears of events of this kind.
pub fn recipients(
    happened: &Happened,
    ticket: &Ticket,
    directory: &Directory,
    now: DateTime<Utc>,
) -> Option<BTreeSet<Heard>> {
    match happened.kind {
        // The policy of the clock has said who.
        Kind::ClockWarned | Kind::ClockBreached => {
            let each = happened.notify().into_iter().flat_map(|because| {
                let people = people(because, ticket, directory, now).into_iter();
                people.map(move |person| Heard { person, because })
            });
            Some(each.collect())
        }
        _ => None,
    }
}

/// The people behind a word of a policy.
fn people(recipient: Recipient, ticket: &Ticket, directory: &Directory, now: DateTime<Utc>) -> Vec<PersonId> {
    let of_service = || directory.service(ticket.service_id?)?.team_id;
    let team = ticket.team_id.or_else(of_service);
    let unit = ticket.queue_unit_id;
    match recipient {
        Recipient::Assignee => ticket.assignee_id.into_iter().collect(),
        Recipient::Tier1 => {
            let serving = unit.and_then(|unit| directory.serving(unit, now));
            serving.map_or_else(|| directory.coordinators(now), |unit| directory.tier1_of(unit, now))
        }
        Recipient::UnitHead => unit.map(|unit| directory.heads_of(unit, now)).unwrap_or_default(),
        Recipient::TeamLead => team.map(|team| directory.leads_of(team, now)).unwrap_or_default(),
        Recipient::Coordinator => directory.coordinators(now),
        Recipient::HeadOfDinas => {
            directory.office().map(|office| directory.heads_of(office.id, now)).unwrap_or_default()
        }
    }
}
