//! *Libatkan*, *Ikuti*, *Tautkan*, *Jadikan masalah*, *Ajukan perubahan*.

use super::case::Case;
use super::{Confidentiality, LinkKind, PartyRole, Ticket, TicketKind, Verb, assign, open};
use crate::access::{self, Sight, Standing, Ties};
use crate::event::{Facts, Kind};
use crate::id::{Id, PersonId, TicketId};
use crate::refusal::{Outcome, Refusal};
use crate::store::{self, entity};
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

/// *Libatkan*: somebody by name, who then sees the ticket whatever its class.
#[derive(Debug, Clone, Serialize)]
pub struct Involve {
    /// The ticket.
    pub ticket: TicketId,
    /// Whom.
    pub person: PersonId,
}

/// *Ikuti*: the person who acts hears of what happens.
#[derive(Debug, Clone, Serialize)]
pub struct Follow {
    /// The ticket.
    pub ticket: TicketId,
}

/// *Berhenti mengikuti*.
#[derive(Debug, Clone, Serialize)]
pub struct Unfollow {
    /// The ticket.
    pub ticket: TicketId,
}

/// *Tautkan*.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// The ticket.
    pub ticket: TicketId,
    /// The other one.
    pub other: TicketId,
    /// How they belong together.
    pub kind: LinkKind,
}

/// Takes a link back.
#[derive(Debug, Clone, Serialize)]
pub struct Unlink {
    /// The ticket that was linked with the other.
    pub ticket: TicketId,
    /// The other one.
    pub other: TicketId,
    /// How they belonged together.
    pub kind: LinkKind,
}

/// *Jadikan masalah*: a new PROBLEM, linked with the incident it comes from.
#[derive(Debug, Clone, Serialize)]
pub struct PromoteToProblem {
    /// The incident.
    pub ticket: TicketId,
    /// What keeps coming back; none: the incident's own title.
    pub title: String,
    /// What is known of the cause.
    pub description: String,
}

/// *Ajukan perubahan*: a new CHANGE, linked with the ticket that asks for it.
#[derive(Debug, Clone, Serialize)]
pub struct RaiseChange {
    /// The ticket that asks for it.
    pub ticket: TicketId,
    /// What shall change; none: the ticket's own title.
    pub title: String,
    /// Why and how.
    pub description: String,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Involve {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Involve, None).await?;
        let person = work.active_person(self.person).await?;
        // Who is about to lose sight of a ticket does not keep it by their own word (R24).
        if work.author() == Some(person.id) {
            return Err(Refusal::OwnGain.into());
        }
        if case.parties.contains(&(PartyRole::HiddenFrom, person.id.uuid())) {
            return Err(Refusal::Invalid("person").into());
        }
        // Staff is asked for the sake of their role, and reads as long as they have one.
        let staff = Standing::of(&person, &work.organisation(), work.now).is_staff();
        let role = if staff { PartyRole::Involved } else { PartyRole::InvolvedAsSelf };
        if work.add_party(&mut case, role, person.id.uuid()).await? {
            let facts = Facts::new().with("person", person.id).with("as", role);
            work.record(&mut case, Kind::TicketInvolved, facts).await?;
        }
        Ok(self.ticket)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Follow {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Follow, None).await?;
        let person = work.person()?;
        if work.add_party(&mut case, PartyRole::Follower, person.uuid()).await? {
            work.record(&mut case, Kind::TicketFollowed, Facts::new()).await?;
        }
        Ok(self.ticket)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Unfollow {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.hold(self.ticket).await?;
        let person = work.person()?;
        if !work.remove_party(&mut case, PartyRole::Follower, person.uuid()).await? {
            return Err(Refusal::NotFound.into());
        }
        work.record(&mut case, Kind::TicketUnfollowed, Facts::new()).await?;
        Ok(self.ticket)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Link {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        if self.ticket == self.other {
            return Err(Refusal::Invalid("other").into());
        }
        let mut case = work.ticket(self.ticket, Verb::Link, None).await?;
        let other = visible(work, self.other).await?;
        link(work, &mut case, &other, self.kind).await?;
        Ok(self.ticket)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Unlink {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Link, None).await?;
        let other = visible(work, self.other).await?;
        let link = store::ticket::links(&work.tx, self.ticket)
            .await?
            .into_iter()
            .find(|link| link.ticket_id == self.ticket && link.other_id == other.id && link.kind == self.kind);
        work.tx.delete(link.ok_or(Refusal::NotFound)?).await?;
        let facts = Facts::new().with("other", other.id).with("link", self.kind);
        work.record(&mut case, Kind::TicketUnlinked, facts).await?;
        Ok(self.ticket)
    }
}

/// Links a held ticket with another one.
pub(crate) async fn link(work: &mut Work<'_>, case: &mut Case, other: &Ticket, kind: LinkKind) -> Outcome<()> {
    let row = entity::ticket_link::Model { ticket_id: case.ticket.id, kind, other_id: other.id };
    if work.tx.insert_new(row).await? {
        let facts = Facts::new().with("other", other.id).with("link", kind);
        work.record(case, Kind::TicketLinked, facts).await?;
    }
    Ok(())
}

/// Another ticket that the person sees in full.
pub(crate) async fn visible(work: &Work<'_>, id: TicketId) -> Outcome<Ticket> {
    let ticket: Option<Ticket> = store::get(&work.tx, id).await?;
    let ticket = ticket.ok_or(Refusal::NotFound)?;
    let standing = work.standing()?;
    let ties = Ties::of(standing, &store::ticket::parties(&work.tx, id).await?);
    if access::sight(standing, &ticket, ties) == Sight::Full { Ok(ticket) } else { Err(Refusal::NotFound.into()) }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for PromoteToProblem {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = open::Opened;

    async fn run(self, work: &mut Work<'_>) -> Outcome<open::Opened> {
        let case = work.ticket(self.ticket, Verb::PromoteToProblem, None).await?;
        derive(work, case, TicketKind::Problem, LinkKind::ProblemOf, self.title, self.description).await
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for RaiseChange {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = open::Opened;

    async fn run(self, work: &mut Work<'_>) -> Outcome<open::Opened> {
        let case = work.ticket(self.ticket, Verb::RaiseChange, None).await?;
        derive(work, case, TicketKind::Change, LinkKind::ChangeOf, self.title, self.description).await
    }
}

/// Opens a ticket of another kind that comes from this one. The handler who sees the need reports it.
async fn derive(
    work: &mut Work<'_>,
    from: Case,
    kind: TicketKind,
    link_kind: LinkKind,
    title: String,
    description: String,
) -> Outcome<open::Opened> {
    let requester = work.active_person(work.person()?).await?;
    let report = open::Report {
        kind: Some(kind),
        service: from.ticket.service_id,
        title: if title.trim().is_empty() { from.ticket.title.clone() } else { title },
        description,
        location: from.ticket.location.clone(),
        contact: String::new(),
        form: std::collections::BTreeMap::new(),
        impact: from.ticket.impact,
        urgency: from.ticket.urgency,
        hide_identity: Some(false),
        files: Vec::new(),
        about_person: None,
        about_ticket: None,
        follow_up_of: None,
    };
    let now = work.now;
    let mut new = open::begin(work, report, requester, work.caller.channel(), now, Kind::TicketOpened).await?;
    open::no_less_confidential(work, &mut new, &from).await?;
    if new.ticket.confidentiality != Confidentiality::Normal {
        // The queue would read what only one of them was to know.
        assign::own(work, &mut new)?;
    }
    link(work, &mut new, &from.ticket, link_kind).await?;
    Ok(open::Opened { ticket: new.ticket.id })
}
