//! Whose a text is, as words of the index. A search looks at the newest thousand matches only (R36); whoever sees little would find nothing of their own
//! among so many written by others, so theirs are looked for besides. What they see of what is found, the access filter alone decides.

use crate::access::Standing;
use crate::id::Id;
use crate::ticket::{PartyRole, Ticket};
use uuid::Uuid;

/// The words under which the texts of a ticket lie: who reported it, where from, on what, and who has it or had it.
pub(crate) fn of_ticket(ticket: &Ticket, parties: &[(PartyRole, Uuid)]) -> Vec<String> {
    let mut words = vec![word('p', ticket.requester_id), word('p', ticket.filer_id)];
    words.extend([ticket.unit_id, ticket.queue_unit_id].into_iter().flatten().map(|unit| word('u', unit)));
    words.extend(ticket.team_id.map(|team| word('t', team)));
    words.extend(ticket.service_id.map(|service| word('s', service)));
    words.extend(parties.iter().filter_map(|(role, member)| match role {
        PartyRole::PastUnit => Some(of_uuid('u', *member)),
        PartyRole::PastTeam => Some(of_uuid('t', *member)),
        PartyRole::Follower | PartyRole::Involved | PartyRole::InvolvedAsSelf => Some(of_uuid('p', *member)),
        PartyRole::HiddenFrom | PartyRole::Containing => None,
    }));
    words.sort_unstable();
    words.dedup();
    words
}

/// Whether a ticket now belongs to somebody whose words its texts do not have yet.
pub(crate) fn moved(was: &Ticket, now: &Ticket) -> bool {
    let of = |ticket: &Ticket| (ticket.queue_unit_id, ticket.team_id, ticket.service_id);
    of(was) != of(now)
}

/// The words under which what a person sees lies. None: they see so much that the newest matches are theirs.
pub(crate) fn of_reader(who: &Standing) -> Option<Vec<String>> {
    if who.coordinator || who.audits() || who.security || who.reads_all || who.head_of_office {
        return None;
    }
    let units = who.serves.iter().chain(&who.heads).chain(&who.reads);
    let mut words = vec![word('p', who.person)];
    words.extend(units.map(|unit| word('u', *unit)));
    words.extend(who.teams.iter().map(|team| word('t', *team)));
    words.extend(who.owns.union(&who.heads_services).map(|service| word('s', *service)));
    Some(words)
}

fn word(kind: char, id: impl Id) -> String {
    of_uuid(kind, id.uuid())
}

/// No letter of the analyser's, which writes everything with `a` to `z` and digits: nobody can type such a word, and so find somebody who hides their
/// name. A letter all the same, so that FTS5 keeps it.
const UNTYPED: char = '\u{fe}';

/// The last 48 bits are chance in a UUID of version 7: enough, since a collision only widens what the access filter looks at.
fn of_uuid(kind: char, id: Uuid) -> String {
    format!("{UNTYPED}{kind}{:012x}", id.as_u128() & 0xffff_ffff_ffff)
}
