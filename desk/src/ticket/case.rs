//! A ticket in the hands of a command: how it is held, and how what happened to it is recorded.

use super::{Audience, PartyRole, SolutionRequest, Ticket, Unfit, Verb, around, due, fits, tell};
use crate::access::{self, Sight, Ties};
use crate::digest::Digest;
use crate::event::{Event, Facts, Kind, Recorded, digest_of_state};
use crate::hint::Hint;
use crate::id::{PersonId, TicketId};
use crate::notify;
use crate::refusal::{ChangedSince, Outcome, Refusal};
use crate::search::{scope, words};
use crate::sla::follow::{self, Clocks, Scene};
use crate::sla::{Clock, clock};
use crate::store;
use crate::store::record;
use crate::store::ticket::Action;
use crate::work::{Work, missed_since};
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A ticket that this command holds: nobody else changes it until the end of the transaction.
#[derive(Debug)]
pub struct Case {
    /// The ticket, to be changed and then recorded.
    pub ticket: Ticket,
    /// Its current or last solution request.
    pub request: Option<SolutionRequest>,
    /// Who else has to do with it.
    pub parties: Vec<(PartyRole, Uuid)>,
    /// Who had to do with it when the command took hold of it.
    at_first: Vec<(PartyRole, Uuid)>,
    before: Value,
    /// What it was with its last event.
    pub(super) was: Ticket,
    /// Who had to do with it then.
    parties_were: Vec<(PartyRole, Uuid)>,
    /// What its solution request said.
    wanted: Option<Digest>,
    /// What its clocks have followed so far; none: nothing yet, it is new.
    pub(crate) scene: Option<Scene>,
    /// Its clocks, once something has asked for them.
    pub(crate) clocks: Option<Clocks>,
    /// What else is to be done on it at some instant, once something has asked.
    pub(crate) actions: Option<Vec<Action>>,
    /// What around it was read and is not what its digests say, and is on record with its next event.
    altered: BTreeSet<&'static str>,
    /// The texts that this command added, for its next event.
    pub(super) texts: Vec<Value>,
    /// The files.
    pub(super) files: Vec<Value>,
}

/// Which of the events of a ticket show to somebody.
#[derive(Debug, Clone, Copy)]
enum Shown {
    All,
    Public,
    Nothing,
}

impl Work<'_> {
    /// Takes hold of a ticket for `verb`: the only way to one. What is already due on it happens first (R15). Not visible is not found; visible but
    /// not allowed is forbidden; not possible now says why; and `seen`, where given, must be the version the person decided upon (R6).
    pub async fn ticket(&mut self, id: TicketId, verb: Verb, seen: Option<i64>) -> Outcome<Case> {
        let mut case = self.hold(id).await?;
        // In a box: the future of all that can be due is large, and would lie on the stack of every command.
        Box::pin(due::fire(self, &mut case)).await?;
        let standing = self.standing()?;
        let ties = Ties::of(standing, &case.parties);
        if access::sight(standing, &case.ticket, ties) == Sight::Nothing {
            return Err(Refusal::NotFound.into());
        }
        if !access::may(standing, verb, &case.ticket, ties) {
            return Err(Refusal::Forbidden.into());
        }
        if let Some(since) = missed_since(seen, case.ticket.version)? {
            let shown = match access::sight(standing, &case.ticket, ties) {
                Sight::Full if access::reads_internal(standing, &case.ticket, ties) => Shown::All,
                Sight::Full => Shown::Public,
                Sight::Outline | Sight::Nothing => Shown::Nothing,
            };
            return Err(self.stale(&case.ticket, since, shown).await?.into());
        }
        case.fit(verb)?;
        Ok(case)
    }

    /// Takes hold of a ticket without asking who may: for the clock, and for the other side of a command that was allowed on this one.
    pub(crate) async fn hold(&mut self, id: TicketId) -> Outcome<Case> {
        self.hold_begun(&Ticket::stream_of(id)).await?;
        let ticket: Ticket = store::get(&self.tx, id).await?.ok_or(Refusal::NotFound)?;
        let request = match ticket.request_id {
            Some(request) => store::get(&self.tx, request).await?,
            None => None,
        };
        let parties = store::ticket::parties(&self.tx, id).await?;
        let mut case = Case::held(ticket, request, parties);
        self.look(&mut case).await?;
        Ok(case)
    }

    /// Holds a ticket, when it is first taken hold of, against what its record says: what was altered past the program is put on record before anything
    /// comes of it (R19). Its clocks, and what is to be done on it, are looked at when they are read.
    async fn look(&mut self, case: &mut Case) -> Outcome<()> {
        if !self.looks_first(&case.ticket.stream()) {
            return Ok(());
        }
        if !around::parties_fit(&case.ticket, &case.parties) {
            case.altered.insert("parties");
        }
        if !case.ticket.texts_fit() {
            case.altered.insert("text");
        }
        self.tell_altered(case).await
    }

    /// Tells what is not as the record says of it, if anything.
    async fn tell_altered(&mut self, case: &mut Case) -> Outcome<()> {
        let around = std::mem::take(&mut case.altered).into_iter().collect();
        self.as_recorded(&case.ticket.stream(), &case.before, around).await
    }

    /// Takes hold of several tickets at once, with everything the clock needs of them, in the order of their ids (R20). With `wait` of all of them;
    /// else only of those that nobody else holds.
    pub(crate) async fn hold_all(&mut self, ids: &[TicketId], wait: bool) -> Outcome<Vec<Case>> {
        let names = ids.iter().map(|id| Ticket::stream_of(*id)).collect();
        let heads = store::sla::claim_heads(&self.tx, names, wait).await?;
        self.hold_claimed(heads).await?;
        let held = ids.iter().copied().filter(|id| self.holds(&Ticket::stream_of(*id)));
        let ids: Vec<TicketId> = held.collect();
        let mut tickets = store::ticket::by_ids(&self.tx, &ids).await?;
        tickets.sort_unstable_by_key(|ticket| ticket.id);
        let requests: Vec<_> = tickets.iter().filter_map(|ticket| ticket.request_id).collect();
        let requests = store::ticket::requests_by_id(&self.tx, &requests).await?;
        let mut parties: BTreeMap<TicketId, Vec<_>> = BTreeMap::new();
        for party in store::ticket::parties_of(&self.tx, &ids).await? {
            parties.entry(party.ticket_id).or_default().push((party.role, party.member_id));
        }
        let mut clocks: BTreeMap<TicketId, Vec<_>> = BTreeMap::new();
        for clock in store::sla::clocks_of(&self.tx, &ids).await? {
            clocks.entry(clock.ticket_id).or_default().push(clock);
        }
        let mut actions: BTreeMap<TicketId, Vec<_>> = BTreeMap::new();
        for action in store::ticket::actions_of(&self.tx, &ids).await? {
            actions.entry(action.ticket_id).or_default().push(action);
        }
        let case = |ticket: Ticket| {
            let request = requests.iter().find(|request| Some(request.id) == ticket.request_id).cloned();
            let clocks = clocks.remove(&ticket.id).unwrap_or_default();
            let parties = parties.remove(&ticket.id).unwrap_or_default();
            let actions = actions.remove(&ticket.id).unwrap_or_default();
            let mut case = Case::held(ticket, request, parties);
            case.looked_at_clocks(&clocks);
            case.looked_at_actions(&actions);
            Case { clocks: Some(Clocks::held(clocks)), actions: Some(actions), ..case }
        };
        let mut cases: Vec<Case> = tickets.into_iter().map(case).collect();
        for case in &mut cases {
            self.look(case).await?;
        }
        Ok(cases)
    }

    /// The clocks of a ticket that this command holds.
    pub(crate) async fn clocks(&self, case: &mut Case) -> Outcome<Clocks> {
        if let Some(clocks) = &case.clocks {
            return Ok(clocks.clone());
        }
        let clocks = store::sla::clocks_of(&self.tx, &[case.ticket.id]).await?;
        case.looked_at_clocks(&clocks);
        Ok(Clocks::held(clocks))
    }

    /// A ticket that this command makes.
    pub(crate) fn new_case(&mut self, ticket: Ticket) -> Case {
        self.begin_stream(ticket.stream());
        Case {
            at_first: Vec::new(),
            before: Value::Null,
            was: ticket.clone(),
            wanted: None,
            ticket,
            request: None,
            parties: Vec::new(),
            parties_were: Vec::new(),
            scene: None,
            clocks: Some(Clocks::default()),
            actions: Some(Vec::new()),
            altered: BTreeSet::new(),
            texts: Vec::new(),
            files: Vec::new(),
        }
    }

    /// What came between, as far as the timeline shows it to whoever comes too late.
    async fn stale(&self, ticket: &Ticket, seen: i64, shown: Shown) -> Outcome<Refusal> {
        let events = record::events_after(&self.tx, &ticket.stream(), seen).await?;
        let shows = |event: &&Event| match shown {
            Shown::All => true,
            Shown::Public => event.kind.parse().is_ok_and(Kind::is_public),
            Shown::Nothing => false,
        };
        let changes = events
            .iter()
            .filter(shows)
            .map(|event| ChangedSince { kind: event.kind.clone(), status: Facts::of(event).now().status() })
            .collect();
        Ok(Refusal::Stale { changes })
    }

    /// Writes a ticket back and appends the event of what happened to it. The version moves if the event changed status, tier, queue, assignee,
    /// class or content: what commutes moves nobody's ground (R6).
    pub async fn record(&mut self, case: &mut Case, kind: Kind, facts: Facts) -> Outcome<()> {
        self.record_at(case, kind, facts, self.now).await
    }

    /// As [`Work::record`], for what took effect at another instant than it is recorded.
    pub(crate) async fn record_at(
        &mut self,
        case: &mut Case,
        kind: Kind,
        facts: Facts,
        effective_at: DateTime<Utc>,
    ) -> Outcome<()> {
        let stream = case.ticket.stream();
        let seq = self.next_seq(&stream).await?;
        let new = case.before.is_null();
        if !new {
            self.shows_no_more(case)?;
        }
        if new || case.moved() {
            case.ticket.version = seq;
        }
        // A clock's warning is nothing that anybody did with the ticket.
        if !kind.is_of_clocks() {
            case.ticket.last_activity_at = self.now;
        }
        let public = Value::from(Audience::Public.code());
        let said = case.texts.iter().any(|text| text["audience"] == public);
        if said {
            tell::follow(self, case).await?;
        }
        if !new && (said || case.was.status != case.ticket.status) {
            self.tell_those_merged(case).await?;
        }
        if !new && scope::moved(&case.was, &case.ticket) {
            words::put_report_anew(&self.tx, &case.ticket, &case.parties).await?;
        }
        due::follow(self, case).await?;
        let (facts, clocks) = Box::pin(follow::follow(self, case, facts)).await?;
        around::follow(self, case).await?;
        self.told_around(case.ticket.id);
        let after = case.ticket.state();
        let facts = case.with_texts(facts).change(Some(&case.before).filter(|_| !new), &after);
        let mut happened = self.happened(&stream, kind, facts, effective_at);
        if let Some(heard) = notify::recipients(&happened, &case.ticket, &self.organisation(), self.now) {
            let people: BTreeSet<PersonId> = heard.into_iter().map(|it| it.person).collect();
            happened.facts = happened.facts.with("people", people);
        }
        let ticket = case.ticket.clone();
        self.tx.write(if new { clocks.insert(vec![ticket]) } else { clocks.save(ticket)? }).await?;
        let digest = digest_of_state(&stream, &after);
        self.put(happened, Some(digest)).await?;
        let parties = case.at_first.iter().chain(&case.parties).copied();
        self.hint(Hint::of(&case.was, &case.ticket, parties));
        case.before = after;
        if !case.altered.is_empty() {
            self.tell_altered(case).await?;
        }
        case.was = case.ticket.clone();
        case.parties_were.clone_from(&case.parties);
        case.wanted = case.wanted();
        Ok(())
    }

    /// R4: whoever was merged into this ticket hears on their own what is said here.
    async fn tell_those_merged(&mut self, case: &Case) -> Outcome<()> {
        // Another's people follow it since: where nobody does there is nobody to tell.
        if !case.parties.iter().any(|(role, _)| *role == PartyRole::Follower) {
            return Ok(());
        }
        for source in store::ticket::merged_into(&self.tx, case.ticket.id).await? {
            let parties = store::ticket::parties(&self.tx, source.id).await?;
            self.tell_of(&source, parties);
        }
        Ok(())
    }

    /// Tells those who see a ticket that there is something to read, though nothing of its own changed.
    pub(crate) fn tell_of(&mut self, ticket: &Ticket, parties: Vec<(PartyRole, Uuid)>) {
        self.hint(Hint::of(ticket, ticket, parties));
    }

    /// R24: refuses what would let the person who acts see more of a ticket than before. What the clock does by their hand is no doing of theirs.
    fn shows_no_more(&self, case: &Case) -> Outcome<()> {
        let (Ok(who), Some(_)) = (self.standing(), self.author()) else { return Ok(()) };
        let was = access::sight(who, &case.was, Ties::of(who, &case.parties_were));
        let is = access::sight(who, &case.ticket, Ties::of(who, &case.parties));
        if is > was { Err(Refusal::OwnGain.into()) } else { Ok(()) }
    }

    /// A solution request of this ticket changed: writes it and its event.
    pub(crate) async fn change_request(
        &mut self,
        case: &mut Case,
        change: impl FnOnce(&mut SolutionRequest),
    ) -> Outcome<()> {
        let Some(before) = case.request.clone() else { return Ok(()) };
        let mut request = before.clone();
        change(&mut request);
        self.change(&before, request.clone(), Kind::RequestChanged, Facts::new()).await?;
        case.request = Some(request);
        Ok(())
    }

    /// Adds a party to a ticket unless it is there.
    pub(crate) async fn add_party(&mut self, case: &mut Case, role: PartyRole, member: Uuid) -> Outcome<bool> {
        if case.parties.contains(&(role, member)) {
            return Ok(false);
        }
        case.parties.push((role, member));
        // Also what was recorded of it before: nobody is told for whom it is hidden later in the same command.
        for hint in self.hints_of(case.ticket.id) {
            hint.parties.insert((role, member));
        }
        self.tx.insert_new(store::entity::party::Model { ticket_id: case.ticket.id, role, member_id: member }).await?;
        self.changed_around(case.ticket.id);
        Ok(true)
    }

    /// Takes a party off a ticket; says whether it was there.
    pub(crate) async fn remove_party(&mut self, case: &mut Case, role: PartyRole, member: Uuid) -> Outcome<bool> {
        if !case.parties.contains(&(role, member)) {
            return Ok(false);
        }
        case.parties.retain(|other| *other != (role, member));
        self.tx.delete(store::entity::party::Model { ticket_id: case.ticket.id, role, member_id: member }).await?;
        self.changed_around(case.ticket.id);
        Ok(true)
    }
}

impl Case {
    /// As it was read.
    fn held(ticket: Ticket, request: Option<SolutionRequest>, parties: Vec<(PartyRole, Uuid)>) -> Self {
        let scene = Some(Scene::of(&ticket, request.as_ref()));
        let wanted = request.as_ref().map(|request| request.digest);
        Self {
            at_first: parties.clone(),
            before: ticket.state(),
            was: ticket.clone(),
            wanted,
            parties_were: parties.clone(),
            ticket,
            request,
            parties,
            scene,
            clocks: None,
            actions: None,
            altered: BTreeSet::new(),
            texts: Vec::new(),
            files: Vec::new(),
        }
    }

    /// What this command said on it goes into its event.
    fn with_texts(&mut self, facts: Facts) -> Facts {
        let (texts, files) = (std::mem::take(&mut self.texts), std::mem::take(&mut self.files));
        let facts = if texts.is_empty() { facts } else { facts.with("texts", texts) };
        if files.is_empty() { facts } else { facts.with("files", files) }
    }

    /// Compares its clocks, as they lie there, with the digest that its state has of them.
    fn looked_at_clocks(&mut self, clocks: &[Clock]) {
        if !clock::fits(clocks, self.ticket.clocks_digest) {
            self.altered.insert("clocks");
        }
    }

    /// The same for what is to be done on it. The tickets of old have no digest of that.
    pub(crate) fn looked_at_actions(&mut self, actions: &[Action]) {
        let found = || around::due_digest(actions.iter().map(around::of_action));
        if self.ticket.due_digest.is_some_and(|said| found() != said) {
            self.altered.insert("due");
        }
    }

    /// Refuses what the lifecycle does not allow now.
    pub fn fit(&self, verb: Verb) -> Outcome<()> {
        let state = self.request.as_ref().map(|request| request.state);
        match fits(verb, self.ticket.status, self.ticket.tier, state) {
            Ok(()) => Ok(()),
            Err(Unfit::Status) => Err(Refusal::WrongStatus(verb, self.ticket.status).into()),
            Err(Unfit::Tier) => Err(Refusal::WrongTier(verb).into()),
            Err(Unfit::NotAccepted) => Err(Refusal::NotAccepted.into()),
            Err(Unfit::AlreadyAccepted) => Err(Refusal::AlreadyAccepted.into()),
        }
    }

    /// Whether something changed that another person's decision rests on.
    fn moved(&self) -> bool {
        let ground = |t: &Ticket| {
            (
                (t.status, t.tier, t.assignee_id, t.queue_unit_id, t.team_id, t.request_id, t.merged_into_id),
                (t.confidentiality, t.kind, t.service_id, t.impact, t.urgency, t.priority, t.text_digest),
            )
        };
        ground(&self.was) != ground(&self.ticket) || self.wanted != self.wanted()
    }

    /// What its solution request says now.
    fn wanted(&self) -> Option<Digest> {
        self.request.as_ref().map(|request| request.digest)
    }
}
