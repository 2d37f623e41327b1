//! What stands around the records: parties, links and actions of tickets against what their events say, what is derived against what it is derived from,
//! and what guards the record itself.

use super::finding::{Finding, Findings, Unchecked};
use super::told::Told;
use crate::directory::Directory;
use crate::event::Recorded;
use crate::id::Id;
use crate::refusal::Fault;
use crate::sla::{Clock, clock, follow};
use crate::store::Conn;
use crate::store::audit::{guards, rows};
use crate::store::entity::{due, party, ticket_link};
use crate::ticket::{PartyRole, Ticket, around};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// What rows are held against besides the record: the organisation, as its rows tell it.
#[derive(Debug)]
pub(crate) struct Ground {
    /// None: its rows cannot be read, which is a finding of its own.
    pub(crate) directory: Option<Directory>,
}

/// The tables whose rows hang on a ticket and have no id of their own.
pub(crate) const AROUND: [&str; 3] = ["party", "ticket_link", "due"];

type Parties = BTreeSet<(PartyRole, Uuid)>;

/// Holds what stands around tickets against what they and their events say. `tickets`: those that can be read.
pub(crate) async fn check(
    conn: &impl Conn,
    tickets: &[(&Told, Ticket)],
    ground: &Ground,
    findings: &mut Findings,
) -> Result<(), Fault> {
    let ids: Vec<Uuid> = tickets.iter().map(|(_, ticket)| ticket.id.uuid()).collect();
    let mut parties = around_each::<party::Model>(conn, &ids).await?;
    let mut links = around_each::<ticket_link::Model>(conn, &ids).await?;
    let mut actions = around_each::<due::Model>(conn, &ids).await?;
    let mut clocks: HashMap<Uuid, Vec<Option<Clock>>> = HashMap::new();
    for found in rows::of_tickets::<Clock>(conn, &ids).await? {
        clocks.entry(found.key.0).or_default().push(found.row);
    }
    for (told, ticket) in tickets {
        let id = ticket.id.uuid();
        let mut wrong = BTreeSet::new();
        let parties = whole(parties.remove(&id));
        let parties = parties.map(|rows| rows.into_iter().map(|row| (row.role, row.member_id)).collect::<Parties>());
        if !parties.is_some_and(|parties| parties_fit(told, ticket, &parties)) {
            wrong.insert("parties".to_owned());
        }
        if ticket.parties_digest.is_none() {
            findings.pass(Unchecked::OldTickets);
        }
        let links = whole(links.remove(&id));
        let link = |row: ticket_link::Model| (row.kind.code().to_owned(), row.other_id.to_string());
        if links.is_none_or(|links| links.into_iter().map(link).collect::<BTreeSet<_>>() != told.links) {
            wrong.insert("links".to_owned());
        }
        let clocks: Option<Vec<Clock>> = clocks.remove(&id).unwrap_or_default().into_iter().collect();
        if clocks.as_ref().is_none_or(|clocks| !clock::fits(clocks, ticket.clocks_digest)) {
            wrong.insert("clocks".to_owned());
        }
        let actions = whole(actions.remove(&id));
        let digest = |actions: &Vec<due::Model>| around::due_digest(actions.iter().map(around::of_action));
        // None: nothing has happened to the ticket since there is such a digest.
        if actions.as_ref().is_none_or(|actions| ticket.due_digest.is_some_and(|said| digest(actions) != said)) {
            wrong.insert("due".to_owned());
        }
        if let (Some(clocks), Some(actions)) = (clocks, actions) {
            wrong.extend(derived(ticket, &clocks, &actions));
            match clocks_derived(ticket, &clocks, ground) {
                Some(true) => {}
                Some(false) => {
                    wrong.insert("clocks".to_owned());
                }
                None => findings.pass(Unchecked::Clocks),
            }
        }
        if !wrong.is_empty() {
            let columns = wrong.into_iter().collect();
            findings.add(Finding::RecordEdited { record: told.stream.clone(), columns });
        }
    }
    Ok(())
}

async fn around_each<M: rows::Auditable>(
    conn: &impl Conn,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Option<M>>>, Fault> {
    let mut by_ticket: HashMap<Uuid, Vec<Option<M>>> = HashMap::new();
    for found in rows::around::<M>(conn, ids).await? {
        by_ticket.entry(found.key).or_default().push(found.row);
    }
    Ok(by_ticket)
}

/// The rows, unless one of them cannot be read.
fn whole<M>(rows: Option<Vec<Option<M>>>) -> Option<Vec<M>> {
    rows.unwrap_or_default().into_iter().collect()
}

fn parties_fit(told: &Told, ticket: &Ticket, parties: &Parties) -> bool {
    if ticket.parties_digest.is_some() {
        let parties: Vec<(PartyRole, Uuid)> = parties.iter().copied().collect();
        return around::parties_fit(ticket, &parties);
    }
    // A ticket of old: what its events told by name. From whom a complaint is hidden they did not tell.
    let heard = |party: &(PartyRole, Uuid)| match party.0 {
        PartyRole::HiddenFrom => true,
        PartyRole::Follower => told.absorbed || told.parties.contains(party),
        PartyRole::Involved
        | PartyRole::InvolvedAsSelf
        | PartyRole::Containing
        | PartyRole::PastUnit
        | PartyRole::PastTeam => told.parties.contains(party),
    };
    let kept = |party: &(PartyRole, Uuid)| match party.0 {
        PartyRole::Follower | PartyRole::Involved | PartyRole::InvolvedAsSelf | PartyRole::Containing => {
            parties.contains(party)
        }
        PartyRole::HiddenFrom | PartyRole::PastUnit | PartyRole::PastTeam => true,
    };
    parties.iter().all(heard) && told.parties.iter().all(kept)
}

/// The columns of a ticket that do not follow from what they are derived from.
fn derived(ticket: &Ticket, clocks: &[Clock], actions: &[due::Model]) -> Vec<String> {
    let mut again = ticket.clone();
    follow::summarise(&mut again, clocks);
    if clocks.is_empty() && ticket.clocks_digest.is_none() {
        // There before there were clocks: it waits for the job that gives it some.
        again.clocks_open = ticket.clocks_open;
    }
    let next = clocks.iter().filter_map(|clock| clock.next_at).chain(actions.iter().map(|action| action.due_at));
    let columns = [
        ("active", ticket.active == ticket.status.is_active()),
        ("next_due_at", ticket.next_due_at == next.min()),
        ("clocks_open", ticket.clocks_open == again.clocks_open),
        ("clock_kind", ticket.clock_kind == again.clock_kind),
        ("due_order", ticket.due_order == again.due_order),
        ("clock_at_risk", ticket.clock_at_risk == again.clock_at_risk),
        ("clock_breached", ticket.clock_breached == again.clock_breached),
        ("clock_paused", ticket.clock_paused == again.clock_paused),
        ("outside_control", ticket.outside_control == again.outside_control),
        ("exception_asked", ticket.exception_asked == again.exception_asked),
        ("legal_open", ticket.legal_open == again.legal_open),
    ];
    columns.into_iter().filter(|(_, fits)| !fits).map(|(name, _)| name.to_owned()).collect()
}

/// Whether running clocks are what their segments make of them. Those that an edit has yet to reach were derived from something that is gone.
fn clocks_derived(ticket: &Ticket, clocks: &[Clock], ground: &Ground) -> Option<bool> {
    let mut open = clocks.iter().filter(|clock| clock.state.is_open()).peekable();
    if open.peek().is_none() {
        return Some(true);
    }
    let directory = ground.directory.as_ref().filter(|it| it.sla_print() == ticket.derived_from)?;
    Some(open.all(|held| clock::rederived(directory, ticket, held) == *held))
}

/// Looks for rows around tickets that there are not.
pub(crate) async fn orphans(conn: &impl Conn, findings: &mut Findings) -> Result<(), Fault> {
    for table in AROUND.into_iter().chain([rows::table::<Clock>()]) {
        super::rows::no_key(conn, table, findings).await?;
        let tickets = rows::hanging_on_nothing(conn, table, "ticket_id", "ticket").await?;
        let streams: Vec<String> = tickets.iter().map(|ticket| of_ticket(Some(*ticket))).collect();
        // Where only the ticket's row is gone, that is said already.
        let known = rows::known_streams(conn, &streams).await?;
        for (ticket, _) in tickets.iter().zip(&streams).filter(|(_, stream)| !known.contains(*stream)) {
            findings.add(Finding::RecordWithoutEvents { record: format!("{table}/{}", ticket.as_simple()) });
        }
    }
    Ok(())
}

/// Sees that no number can be given a second time.
pub(crate) async fn numbers(conn: &impl Conn, findings: &mut Findings) -> Result<(), Fault> {
    let drawn = guards::drawn(conn).await?;
    for (name, highest) in guards::used(conn).await? {
        let record = format!("number/{name}");
        match drawn.get(&name) {
            None => findings.add(Finding::RecordMissing { record }),
            Some(None) => findings.pass(Unchecked::Numbers),
            Some(Some(last)) if *last < highest => {
                findings.add(Finding::RecordEdited { record, columns: vec!["last".to_owned()] });
            }
            Some(Some(_)) => {}
        }
    }
    Ok(())
}

/// Sees that what keeps even the program from rewriting the record is in its place, and that nobody may lift it who should not.
pub(crate) async fn guarded(conn: &impl Conn, findings: &mut Findings) -> Result<(), Fault> {
    let mut there = guards::triggers(conn).await?;
    for (name, right) in guards::wanted(conn) {
        let record = format!("trigger/{name}");
        match there.remove(&name) {
            None => findings.add(Finding::RecordMissing { record }),
            Some(held) if held != right => {
                findings.add(Finding::RecordEdited { record, columns: vec!["definition".to_owned()] });
            }
            Some(_) => {}
        }
    }
    for name in there.into_keys() {
        findings.add(Finding::RecordWithoutEvents { record: format!("trigger/{name}") });
    }
    for grant in guards::grants(conn).await? {
        findings.add(Finding::RecordWithoutEvents { record: format!("grant/{grant}") });
    }
    Ok(())
}

/// The name of a ticket's stream, for what hangs on it.
pub(crate) fn of_ticket(ticket: Option<Uuid>) -> String {
    let id = ticket.map(|id| id.as_simple().to_string()).unwrap_or_default();
    format!("{}/{id}", Ticket::STREAM)
}
