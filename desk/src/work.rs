//! One command's work: one transaction, one actor, one instant. Whatever a command writes, its events and what it tells the live listeners go
//! through here, so that no use case can change a row without leaving an event.

use crate::access::{self, Matter, Sight, Standing, Ties};
use crate::clock::Chance;
use crate::desk::{Actor, Caller, Hint, Region, Told};
use crate::digest::Digest;
use crate::directory::Directory;
use crate::event::{Event, Facts, Kind, Recorded, VERSION};
use crate::file::Attachment;
use crate::id::{FileId, Id, MessageId, PersonId, TicketId};
use crate::person::Person;
use crate::refusal::{ChangedSince, Fault, Outcome, Refusal};
use crate::search::{scope, words};
use crate::sla::follow::{self, Clocks, Scene};
use crate::store::record::{self, Head};
use crate::store::ticket::Action;
use crate::store::{self, Conn, Row, Store, Together, Tx};
use crate::text;
use crate::ticket::{self, Audience, Message, MessageKind, PartyRole, SolutionRequest, Ticket, Unfit, Verb};
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// A transaction in which one command does its work.
#[derive(Debug)]
pub struct Work<'a> {
    /// The transaction.
    pub(crate) tx: Tx,
    /// The instant of everything this command does.
    pub now: DateTime<Utc>,
    /// Who does it, and through which door.
    pub caller: Caller,
    /// The person who acts, as they were when the command began.
    person: Option<Person>,
    standing: Option<Standing>,
    directory: Arc<Directory>,
    directory_moved: bool,
    /// What due times rested on when the command began.
    sla_print: i64,
    store: &'a Store,
    chance: &'a Chance,
    /// Heads that are held, with the number at which each was read; none: there is no row yet.
    heads: BTreeMap<String, (Option<i64>, Head)>,
    events: Vec<Event>,
    texts: Vec<Value>,
    files: Vec<Value>,
    hints: Vec<Hint>,
    rights_moved: bool,
}

/// A ticket that this command holds: nobody else changes it until the end of the transaction.
#[derive(Debug)]
pub struct Case {
    /// The ticket, to be changed and then recorded.
    pub ticket: Ticket,
    /// Its current or last solution request.
    pub request: Option<SolutionRequest>,
    /// Who else has to do with it.
    pub parties: Vec<(PartyRole, Uuid)>,
    before: Value,
    was: Ticket,
    /// What its solution request said.
    wanted: Option<Digest>,
    /// What its clocks have followed so far; none: nothing yet, it is new.
    pub(crate) scene: Option<Scene>,
    /// Its clocks, once something has asked for them.
    pub(crate) clocks: Option<Clocks>,
    /// What else is to be done on it at some instant, once something has asked.
    pub(crate) actions: Option<Vec<Action>>,
}

impl<'a> Work<'a> {
    pub(crate) async fn begin(
        store: &'a Store,
        region: &'a Region,
        chance: &'a Chance,
        now: DateTime<Utc>,
        caller: Caller,
    ) -> Outcome<Self> {
        let tx = store.begin().await?;
        let (person, directory) = match caller.actor {
            Actor::Person(id) => {
                let known = store::directory::person_and_stamp(&tx, id).await?;
                let (person, stamp) = known.filter(|(it, _)| it.retired_at.is_none()).ok_or(Refusal::SignInFirst)?;
                (Some(person), region.of_stamp(&tx, stamp, now).await?)
            }
            Actor::Clock | Actor::Console => (None, region.fresh(&tx, now).await?),
        };
        let standing = person.as_ref().map(|person| Standing::of(person, &directory, now));
        let sla_print = directory.sla_print();
        Ok(Self {
            tx,
            now,
            caller,
            person,
            standing,
            directory,
            directory_moved: false,
            sla_print,
            store,
            chance,
            heads: BTreeMap::new(),
            events: Vec::new(),
            texts: Vec::new(),
            files: Vec::new(),
            hints: Vec::new(),
            rights_moved: false,
        })
    }

    /// Writes the events, commits, and hands over what the live listeners are told. Boxed for the reason that commands are.
    pub(crate) fn commit(self) -> BoxFuture<'a, Outcome<Told>> {
        Box::pin(self.write())
    }

    async fn write(mut self) -> Outcome<Told> {
        if self.directory_moved && self.directory().await?.sla_print() != self.sla_print {
            // Whatever moved due times, and nobody has to think of it: the clocks follow in a job of their own.
            crate::sla::recompute::request(&mut self).await?;
        }
        let count = |kind: Kind| self.events.iter().filter(|event| event.kind == kind.code()).count() as u64;
        let fired = [Kind::ClockWarned, Kind::ClockBreached, Kind::ClocksMoved].map(count);
        let (mut begun, mut moved) = (Vec::new(), Vec::new());
        for (from, head) in std::mem::take(&mut self.heads).into_values() {
            match from {
                _ if head.seq == from.unwrap_or(0) => {}
                None => begun.push(head),
                Some(from) => moved.push((from, head)),
            }
        }
        record::move_heads(&self.tx, &moved).await?;
        let events = std::mem::take(&mut self.events);
        self.tx.insert_together(Together::default().and(begun).and(events)).await?;
        if self.directory_moved {
            store::directory::move_stamp(&self.tx).await?;
        }
        self.tx.commit().await?;
        // Appointments stand in the directory: whatever changes there may have been somebody's right.
        Ok(Told { hints: self.hints, rights: self.rights_moved || self.directory_moved, fired })
    }

    /// A new id.
    pub fn id<I: Id>(&self) -> I {
        I::from(self.chance.uuid(self.now))
    }

    /// A salt for a text.
    pub fn salt(&self) -> Digest {
        Digest(self.chance.bytes())
    }

    /// Where ids and salts come from, for what is decided apart from the work.
    pub(crate) fn chance(&self) -> &'a Chance {
        self.chance
    }

    /// Unpredictable bytes, for tokens and codes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        self.chance.bytes()
    }

    /// The organisation, with what this command changed itself.
    pub async fn directory(&mut self) -> Outcome<Arc<Directory>> {
        if self.directory_moved {
            self.directory = Arc::new(Directory::new(store::directory::load(&self.tx, self.now).await?)?);
        }
        Ok(self.directory.clone())
    }

    /// The organisation as it was when the command began; enough wherever the command does not change it.
    pub fn organisation(&self) -> Arc<Directory> {
        self.directory.clone()
    }

    /// The person who acts.
    pub fn person(&self) -> Outcome<PersonId> {
        match self.caller.actor {
            Actor::Person(id) => Ok(id),
            Actor::Clock | Actor::Console => Err(Refusal::SignInFirst.into()),
        }
    }

    /// The person who acts, if it is one and not the clock.
    pub fn author(&self) -> Option<PersonId> {
        match self.caller.actor {
            Actor::Person(id) => Some(id),
            Actor::Clock | Actor::Console => None,
        }
    }

    /// What that person is.
    pub fn standing(&self) -> Outcome<&Standing> {
        self.standing.as_ref().ok_or_else(|| Refusal::SignInFirst.into())
    }

    /// Refuses unless the actor may deal with a matter. The operator at the console of the server may.
    pub fn need(&self, matter: Matter) -> Outcome<()> {
        match (&self.caller.actor, &self.standing) {
            (Actor::Console, _) => Ok(()),
            (Actor::Person(_), Some(standing)) if access::may_deal(standing, matter) => Ok(()),
            (Actor::Person(_) | Actor::Clock, _) => Err(Refusal::Forbidden.into()),
        }
    }

    /// Refuses unless the person has given their password again lately (R26).
    pub fn need_proof(&self) -> Outcome<()> {
        if self.caller.proved { Ok(()) } else { Err(Refusal::PasswordAgain.into()) }
    }

    /// Takes hold of a ticket for `verb`: the only way to one. What is already due on it happens first (R15). Not visible is not found; visible but
    /// not allowed is forbidden; not possible now says why; and `seen`, where given, must be the version the person decided upon (R6).
    pub async fn ticket(&mut self, id: TicketId, verb: Verb, seen: Option<i64>) -> Outcome<Case> {
        let mut case = self.hold(id).await?;
        // In a box: the future of all that can be due is large, and would lie on the stack of every command.
        Box::pin(ticket::due::fire(self, &mut case)).await?;
        let standing = self.standing()?;
        let ties = Ties::of(standing, &case.parties);
        if access::sight(standing, &case.ticket, ties) == Sight::Nothing {
            return Err(Refusal::NotFound.into());
        }
        if !access::may(standing, verb, &case.ticket, ties) {
            return Err(Refusal::Forbidden.into());
        }
        if seen.is_some_and(|seen| seen < case.ticket.version) {
            return Err(self.stale(&case.ticket, seen.unwrap_or_default()).await?.into());
        }
        // Nobody has seen what is not there yet.
        if seen.is_some_and(|seen| seen > case.ticket.version) {
            return Err(Refusal::Invalid("seen").into());
        }
        case.fit(verb)?;
        Ok(case)
    }

    /// Takes hold of a ticket without asking who may: for the clock, and for the other side of a command that was allowed on this one.
    pub(crate) async fn hold(&mut self, id: TicketId) -> Outcome<Case> {
        if self.head(&Ticket::stream_of(id)).await?.seq == 0 {
            return Err(Refusal::NotFound.into());
        }
        let ticket: Ticket = store::get(&self.tx, id).await?.ok_or(Refusal::NotFound)?;
        let request = match ticket.request_id {
            Some(request) => store::get(&self.tx, request).await?,
            None => None,
        };
        let parties = store::ticket::parties(&self.tx, id).await?;
        Ok(Self::case(ticket, request, parties))
    }

    fn case(ticket: Ticket, request: Option<SolutionRequest>, parties: Vec<(PartyRole, Uuid)>) -> Case {
        let scene = Some(Scene::of(&ticket, request.as_ref()));
        let wanted = request.as_ref().map(|request| request.digest);
        Case {
            before: ticket.state(),
            was: ticket.clone(),
            wanted,
            ticket,
            request,
            parties,
            scene,
            clocks: None,
            actions: None,
        }
    }

    /// Takes hold of several tickets at once, with everything the clock needs of them, in the order of their ids (R20). With `wait` of all of them;
    /// else only of those that nobody else holds.
    pub(crate) async fn hold_all(&mut self, ids: &[TicketId], wait: bool) -> Outcome<Vec<Case>> {
        let names = ids.iter().map(|id| Ticket::stream_of(*id)).collect();
        for head in store::sla::claim_heads(&self.tx, names, wait).await? {
            self.heads.entry(head.name.clone()).or_insert_with(|| (Some(head.seq), head));
        }
        let held = ids.iter().copied().filter(|id| self.heads.contains_key(&Ticket::stream_of(*id)));
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
            Case { clocks: Some(Clocks::held(clocks)), actions: Some(actions), ..Self::case(ticket, request, parties) }
        };
        Ok(tickets.into_iter().map(case).collect())
    }

    /// The clocks of a ticket that this command holds.
    pub(crate) async fn clocks(&self, case: &Case) -> Outcome<Clocks> {
        match &case.clocks {
            Some(clocks) => Ok(clocks.clone()),
            None => Ok(Clocks::held(store::sla::clocks_of(&self.tx, &[case.ticket.id]).await?)),
        }
    }

    /// A ticket that this command makes.
    pub(crate) fn new_case(&mut self, ticket: Ticket) -> Case {
        let (was, stream) = (ticket.clone(), ticket.stream());
        // Its name holds an id that nobody else has: there is no head to look for.
        let head = record::new_head(stream.clone(), self.now);
        self.heads.insert(stream, (None, head));
        Case {
            before: Value::Null,
            was,
            wanted: None,
            ticket,
            request: None,
            parties: Vec::new(),
            scene: None,
            clocks: Some(Clocks::default()),
            actions: Some(Vec::new()),
        }
    }

    async fn stale(&self, ticket: &Ticket, seen: i64) -> Outcome<Refusal> {
        let events = record::events_after(&self.tx, &ticket.stream(), seen).await?;
        let changes = events
            .iter()
            .map(|event| ChangedSince {
                kind: event.kind.clone(),
                status: event.facts()["now"]["status"].as_str().and_then(|code| code.parse().ok()),
            })
            .collect();
        Ok(Refusal::Stale { changes })
    }

    /// Adds a text to a ticket. The next [`Work::record`] on it carries the text's digest.
    pub async fn say(
        &mut self,
        ticket: &Ticket,
        kind: MessageKind,
        audience: Audience,
        body: &str,
    ) -> Outcome<MessageId> {
        let id: MessageId = self.id();
        self.say_as(id, ticket, kind, audience, body, &text::plain(body, usize::MAX)).await?;
        Ok(id)
    }

    /// As [`Work::say`], for a text that is found under other words too: a report by its title and number.
    pub(crate) async fn say_as(
        &mut self,
        id: MessageId,
        ticket: &Ticket,
        kind: MessageKind,
        audience: Audience,
        body: &str,
        found_by: &str,
    ) -> Outcome<()> {
        let salt = self.salt();
        let digest = Digest::of_text(salt, [body]);
        let (now, door) = (self.now, self.caller.door);
        let head = self.head(&ticket.stream()).await?;
        // The instant of its event, which never runs backwards (R15): `audit verify` compares the two.
        let (seq, at) = (head.seq + 1, now.max(head.recorded_at));
        let message = Message {
            id,
            ticket_id: ticket.id,
            seq,
            kind,
            audience,
            author_id: self.author(),
            door,
            at,
            body: body.to_owned(),
            salt: Some(salt),
            digest,
            erased_at: None,
        };
        let entry = store::search::Entry { id: id.0, ticket, parties: &[], audience, words: found_by };
        store::search::insert(&self.tx, message, &entry).await?;
        self.texts.push(json!({"id": id, "digest": digest, "kind": kind, "audience": audience}));
        Ok(())
    }

    /// Attaches files that the actor uploaded and that are attached to nothing yet.
    pub async fn attach(&mut self, ticket: TicketId, message: Option<MessageId>, files: &[FileId]) -> Outcome<()> {
        if files.len() > crate::file::MOST_PER_MESSAGE {
            return Err(Refusal::TooMany(crate::file::MOST_PER_MESSAGE).into());
        }
        let uploader = self.person()?;
        for id in files {
            let mut file: Attachment = store::get(&self.tx, *id).await?.ok_or(Refusal::FileNotYours)?;
            if file.uploader_id != uploader || file.ticket_id.is_some() || file.erased_at.is_some() {
                return Err(Refusal::FileNotYours.into());
            }
            file.ticket_id = Some(ticket);
            file.message_id = message;
            self.files.push(json!({"id": id, "sha256": file.sha256}));
            self.tx.save(file).await?;
        }
        Ok(())
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
        let seq = self.head(&stream).await?.seq + 1;
        let new = case.before.is_null();
        if new || case.moved() {
            case.ticket.version = seq;
        }
        // A clock's warning is nothing that anybody did with the ticket.
        if !kind.is_of_clocks() {
            case.ticket.last_activity_at = self.now;
        }
        let public = Value::from(Audience::Public.code());
        if self.texts.iter().any(|text| text["audience"] == public) {
            ticket::tell::follow(self, case).await?;
        }
        if !new && scope::moved(&case.was, &case.ticket) {
            words::put_report_anew(&self.tx, case).await?;
        }
        let (facts, clocks) = Box::pin(follow::follow(self, case, facts)).await?;
        let after = case.ticket.state();
        let facts = self.with_texts(facts).change(Some(&case.before).filter(|_| !new), &after);
        if new {
            let rows = Together::default().and(clocks).and(vec![case.ticket.clone()]);
            self.tx.insert_together(rows).await?;
        } else {
            self.tx.insert_all(clocks).await?;
            self.tx.save(case.ticket.clone()).await?;
        }
        let digest = crate::event::digest_of_state(&stream, &after);
        self.append(&stream, kind, facts, Some(digest), effective_at).await?;
        self.hints.push(Hint::of(&case.was, &case.ticket));
        case.before = after;
        case.was = case.ticket.clone();
        case.wanted = case.wanted();
        Ok(())
    }

    fn with_texts(&mut self, facts: Facts) -> Facts {
        let (texts, files) = (std::mem::take(&mut self.texts), std::mem::take(&mut self.files));
        let facts = if texts.is_empty() { facts } else { facts.with("texts", texts) };
        if files.is_empty() { facts } else { facts.with("files", files) }
    }

    /// Inserts a record of the organisation, or a solution request, with its event.
    pub async fn create<R: Recorded + Row>(&mut self, row: R, kind: Kind, facts: Facts) -> Outcome<()> {
        let (stream, after) = (row.stream(), row.state());
        let facts = facts.change(None, &after);
        let digest = crate::event::digest_of_state(&stream, &after);
        row.insert_into(&self.tx).await?;
        self.append(&stream, kind, facts, Some(digest), self.now).await
    }

    /// Writes a record of the organisation, or a solution request, back with its event.
    pub async fn change<R: Recorded + Row>(&mut self, before: &R, row: R, kind: Kind, facts: Facts) -> Outcome<()> {
        let (stream, after) = (row.stream(), row.state());
        let facts = facts.change(Some(&before.state()), &after);
        let digest = crate::event::digest_of_state(&stream, &after);
        row.save_into(&self.tx).await?;
        self.append(&stream, kind, facts, Some(digest), self.now).await
    }

    /// Writes a record of the organisation, new or changed, and makes every instance read the directory again.
    pub async fn save_organisation<R: Recorded + Row>(&mut self, before: Option<&R>, row: R) -> Outcome<()> {
        match before {
            Some(before) => self.change(before, row, Kind::Changed, Facts::new()).await?,
            None => self.create(row, Kind::Created, Facts::new()).await?,
        }
        self.organisation_changed();
        Ok(())
    }

    /// Says that this command changed what the directory holds.
    pub fn organisation_changed(&mut self) {
        self.directory_moved = true;
    }

    /// Says that this command may have ended somebody's session, token or right: open sockets look again at once (R24).
    pub fn rights_changed(&mut self) {
        self.rights_moved = true;
    }

    /// Appends an event that changes no record: to a person's stream, to the access log.
    pub async fn append(
        &mut self,
        stream: &str,
        kind: Kind,
        facts: Facts,
        state_digest: Option<Digest>,
        effective_at: DateTime<Utc>,
    ) -> Outcome<()> {
        let (actor, door) = (self.caller.actor.to_string(), self.caller.door);
        let now = self.now;
        let head = self.head(stream).await?;
        let mut event = Event {
            stream: stream.to_owned(),
            seq: head.seq + 1,
            // R15: the record's own time never runs backwards, whatever the machine's clock does.
            recorded_at: now.max(head.recorded_at),
            effective_at,
            actor,
            door,
            kind: kind.code().to_owned(),
            v: VERSION,
            data: facts.bytes(),
            state_digest,
            prev_hash: head.hash,
            hash: Digest::NONE,
        };
        event.hash = event.computed_hash();
        (head.seq, head.hash, head.recorded_at) = (event.seq, event.hash, event.recorded_at);
        self.events.push(event);
        Ok(())
    }

    /// Holds the head of a stream that several may begin at once. Whoever comes second waits here for the first and goes on after it; without this
    /// it would fail at the end of its transaction, on the head's primary key. A record's own stream needs none of this: its name holds an id that
    /// nobody else has.
    pub(crate) async fn begin_shared(&mut self, stream: &str) -> Outcome<()> {
        if !self.tx.sqlite() {
            self.tx.insert_new(record::new_head(stream.to_owned(), self.now)).await?;
        }
        self.head(stream).await?;
        Ok(())
    }

    /// The head of a stream, held until the end of the transaction.
    async fn head(&mut self, stream: &str) -> Outcome<&mut Head> {
        if !self.heads.contains_key(stream) {
            let head = record::lock_head(&self.tx, stream).await?;
            let from = head.as_ref().map(|head| head.seq);
            let head = head.unwrap_or_else(|| record::new_head(stream.to_owned(), self.now));
            self.heads.insert(stream.to_owned(), (from, head));
        }
        match self.heads.get_mut(stream) {
            Some((_, head)) => Ok(head),
            None => Err(Fault::new("a head vanished").into()),
        }
    }

    /// R8: the next number of a prefix, of the year in the region's zone.
    pub async fn number(&mut self, prefix: crate::setting::SettingKey) -> Outcome<String> {
        use chrono::Datelike;
        let prefix = self.directory.words(prefix);
        let digits = usize::try_from(self.directory.number(crate::setting::SettingKey::NumberDigits)).unwrap_or(6);
        let year = self.now.with_timezone(&self.directory.zone()).year();
        let sequence = format!("number_{}_{year}", prefix.to_lowercase());
        self.store.ensure_sequence(&sequence).await?;
        let n = self.tx.next_number(&sequence).await?;
        Ok(format!("{prefix}-{year}-{n:0digits$}"))
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
        self.tx.insert_new(store::entity::party::Model { ticket_id: case.ticket.id, role, member_id: member }).await?;
        Ok(true)
    }

    /// The person who acts, as they were when the command began.
    pub fn actor(&self) -> Outcome<&Person> {
        self.person.as_ref().ok_or_else(|| Refusal::SignInFirst.into())
    }

    /// A person who is in use.
    pub async fn active_person(&self, id: PersonId) -> Outcome<Person> {
        let person: Person = store::get(&self.tx, id).await?.ok_or(Refusal::NotFound)?;
        if person.retired_at.is_some() { Err(Refusal::Retired("person").into()) } else { Ok(person) }
    }
}

impl Case {
    /// Refuses what the lifecycle does not allow now.
    pub fn fit(&self, verb: Verb) -> Outcome<()> {
        let state = self.request.as_ref().map(|request| request.state);
        match ticket::fits(verb, self.ticket.status, self.ticket.tier, state) {
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
