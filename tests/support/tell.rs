//! What the stories ask of a world: who does what, who is refused what, and how things stand afterwards.

use super::World;
use super::world::{instant, refusal};
use chrono::{DateTime, Utc};
use desk::absence::{Absence, ConfirmAbsence};
use desk::access::{Sight, Standing, Ties};
use desk::appointment::{Appointment, ConfirmAppointment};
use desk::clock::Chance;
use desk::event::{Event, Kind, Recorded};
use desk::id::{AbsenceId, AppointmentId, FileId, PersonId, ResetId, TicketId, UnitId};
use desk::person::Person;
use desk::service::ServiceInput;
use desk::session::CompleteCode;
use desk::setting::{SetSetting, SettingKey};
use desk::sla::{Clock, ClockKind};
use desk::store;
use desk::store::people::ResetCode;
use desk::ticket::*;
use desk::view::{Filter, Order, Page, PageOf, Reader, TicketView, View};
use desk::{Caller, Command};
use desk::{Outcome, Refusal};
use std::collections::BTreeSet;
use std::fmt::Debug;

impl World {
    /// Somebody does something, and it works.
    #[track_caller]
    pub fn does<'w, C: Command<Answer: Debug> + Debug>(
        &'w self,
        who: &str,
        command: C,
    ) -> impl Future<Output = C::Answer> + use<'w, C> {
        let (said, from) = (format!("{who}: {command:?}"), std::panic::Location::caller());
        let caller = self.as_(who);
        async move {
            match self.desk.act(&caller, command).await {
                Ok(answer) => answer,
                Err(error) => panic!("{from}: {said}\n{error}"),
            }
        }
    }

    /// Somebody tries something, and is told why not.
    pub async fn refused<C: Command<Answer: Debug>>(&self, who: &str, command: C) -> Refusal {
        refusal(self.tries(who, command).await)
    }

    pub async fn tries<C: Command>(&self, who: &str, command: C) -> Outcome<C::Answer> {
        self.desk.act(&self.as_(who), command).await
    }

    /// The operator at the server's command line does something.
    pub async fn console<C: Command>(&self, command: C) -> C::Answer {
        self.desk.act(&Caller::CONSOLE, command).await.expect("the console's command")
    }

    /// The confirmation of an appointment as it stands now, by whoever has just looked at it.
    pub async fn confirmation(&self, appointment: AppointmentId) -> ConfirmAppointment {
        let row: Option<Appointment> = store::get(&self.desk.store().read(), appointment).await.expect("a read");
        let seen = self.reader("admin").await.print_of_appointment(&row.expect("an appointment")).await;
        ConfirmAppointment { appointment, seen: seen.expect("a print") }
    }

    /// The same for the substitute of an absence.
    pub async fn agreement(&self, absence: AbsenceId) -> ConfirmAbsence {
        let row: Option<Absence> = store::get(&self.desk.store().read(), absence).await.expect("a read");
        let seen = self.reader("admin").await.print_of_absence(&row.expect("an absence")).await;
        ConfirmAbsence { absence, seen: seen.expect("a print") }
    }

    /// The same for the second half of a code.
    pub async fn completion(&self, code: ResetId) -> CompleteCode {
        let row: Option<ResetCode> = store::get(&self.desk.store().read(), code).await.expect("a read");
        let seen = self.reader("admin").await.print_of_code(&row.expect("a code")).await;
        CompleteCode { code, seen: seen.expect("a print") }
    }

    /// Lets everybody write as much as the settings can allow, for stories in which one person does hundreds of things while the clock stands still.
    pub async fn unhurried(&self) {
        for (key, most) in [(SettingKey::RequesterPerHour, 100_000), (SettingKey::StaffPerHour, 1_000_000)] {
            self.console(SetSetting { key, value: most.into(), basis: String::new(), seen: None }).await;
        }
    }

    /// How a ticket stands, in one line: `IN_PROGRESS, tier 1 BKPSDM, joko`.
    pub async fn state(&self, id: TicketId) -> String {
        let row = self.row(id).await;
        let place = match (row.tier, row.queue_unit_id, row.team_id) {
            (2, _, Some(team)) => self.teams.iter().find(|(_, id)| **id == team).expect("a team").0.clone(),
            (1, None, None) => "coordinator".into(),
            (1, Some(unit), None) => self.code_of(unit).into(),
            other => panic!("a ticket that is nowhere: {other:?}"),
        };
        let who = row.assignee_id.map_or("nobody", |id| self.name_of(id));
        format!("{}, tier {} {place}, {who}", row.status, row.tier)
    }

    pub fn code_of(&self, unit: UnitId) -> &'static str {
        self.units.iter().find(|(_, id)| **id == unit).expect("a unit").0
    }

    pub fn name_of(&self, person: PersonId) -> &'static str {
        self.people.iter().find(|(_, id)| **id == person).expect("a person").0
    }

    /// What somebody is now.
    pub async fn standing(&self, who: &str) -> Standing {
        let person: Option<Person> = store::get(&self.desk.store().read(), self.people[who]).await.expect("a read");
        let directory = self.desk.directory().await.expect("the directory");
        Standing::of(&person.expect("a person"), &directory, self.desk.now())
    }

    pub async fn ties(&self, who: &Standing, id: TicketId) -> Ties {
        Ties::of(who, &store::ticket::parties(&self.desk.store().read(), id).await.expect("a read"))
    }

    pub async fn sight(&self, who: &str, id: TicketId) -> Sight {
        let standing = self.standing(who).await;
        desk::access::sight(&standing, &self.row(id).await, self.ties(&standing, id).await)
    }

    pub async fn sees(&self, who: &str, id: TicketId) -> bool {
        self.sight(who, id).await == Sight::Full
    }

    /// Of these people, those who see a ticket in full.
    pub async fn who_sees(&self, people: &[&'static str], id: TicketId) -> Vec<&'static str> {
        let mut seeing = Vec::new();
        for who in people {
            if self.sees(who, id).await {
                seeing.push(*who);
            }
        }
        seeing
    }

    pub async fn reads_internal(&self, who: &str, id: TicketId) -> bool {
        let standing = self.standing(who).await;
        desk::access::reads_internal(&standing, &self.row(id).await, self.ties(&standing, id).await)
    }

    pub async fn reader(&self, who: &str) -> Reader {
        self.desk.reader(&self.as_(who)).await.expect("a reader")
    }

    /// What somebody reads on a ticket, oldest first.
    pub async fn reads(&self, who: &str, id: TicketId) -> Vec<String> {
        let reader = self.reader(who).await;
        let view = reader.ticket(id).await.expect("a visible ticket");
        let (entries, _) = reader.timeline(&view, 100, None).await.expect("a timeline");
        entries.into_iter().flat_map(|entry| entry.messages).map(|message| message.body).collect()
    }

    /// Tickets somebody finds by words, by number.
    pub async fn finds(&self, who: &str, words: &str) -> Vec<TicketId> {
        let filter = Filter { text: Some(words.into()), ..Filter::default() };
        let reader = self.reader(who).await;
        let page = reader.tickets(View::All, &filter, Order::Oldest, &Page::default()).await.expect("a list");
        by_number(page)
    }

    /// All of them, page by page.
    pub async fn finds_all(&self, who: &str, words: &str) -> BTreeSet<TicketId> {
        let filter = Filter { text: Some(words.into()), ..Filter::default() };
        let reader = self.reader(who).await;
        let (mut found, mut after) = (BTreeSet::new(), None);
        loop {
            let page = Page { first: Some(100), after, ..Page::default() };
            let page = reader.tickets(View::All, &filter, Order::Oldest, &page).await.expect("a list");
            after = page.rows.last().map(|(cursor, _)| cursor.clone());
            found.extend(page.rows.into_iter().map(|(_, view)| view.id()));
            if !page.has_next {
                return found;
            }
        }
    }

    /// Puts a text into the search index.
    pub async fn indexed(&self, ticket: TicketId, audience: Audience, text: &str) {
        self.indexed_often(ticket, audience, text, 1).await;
    }

    /// Puts a text into the search index, so many times.
    pub async fn indexed_often(&self, ticket: TicketId, audience: Audience, words: &str, times: usize) {
        let ticket = &self.row(ticket).await;
        let tx = self.desk.store().begin().await.expect("a transaction");
        for _ in 0..times {
            let id = Chance::from_system().uuid(self.desk.now());
            let entry = store::search::Entry { id, ticket, parties: &[], audience, words };
            store::search::put(&tx, &entry).await.expect("the index");
        }
        tx.commit().await.expect("a commit");
    }

    /// Tickets in one of somebody's lists, by number.
    pub async fn lists(&self, who: &str, view: View) -> Vec<TicketId> {
        let reader = self.reader(who).await;
        let page = reader.tickets(view, &Filter::default(), Order::Oldest, &Page::default()).await.expect("a list");
        by_number(page)
    }

    /// What is on record about a ticket.
    pub async fn events(&self, id: TicketId) -> Vec<Event> {
        let stream = self.row(id).await.stream();
        store::record::events_after(&self.desk.store().read(), &stream, 0).await.expect("a read")
    }

    /// What happened to it, without what its SLA clocks had to say.
    pub async fn happened(&self, id: TicketId) -> Vec<Kind> {
        let kinds = self.events(id).await.into_iter().map(|event| event.kind.parse().expect("a kind"));
        kinds.filter(|kind: &Kind| !kind.is_of_clocks()).collect()
    }

    /// How often something happened.
    pub async fn times(&self, id: TicketId, kind: Kind) -> usize {
        self.happened(id).await.into_iter().filter(|other| *other == kind).count()
    }

    /// ... of what its clocks had to say, too.
    pub async fn times_with_clocks(&self, id: TicketId, kind: Kind) -> usize {
        self.events(id).await.into_iter().filter(|event| event.kind == kind.code()).count()
    }

    pub async fn messages(&self, id: TicketId) -> Vec<Message> {
        store::ticket::messages(&self.desk.store().read(), id).await.expect("a read")
    }

    /// The last text of a kind.
    pub async fn said(&self, id: TicketId, kind: MessageKind) -> Message {
        self.messages(id).await.into_iter().rfind(|message| message.kind == kind).expect("such a text")
    }

    /// The current or last solution request.
    pub async fn request(&self, id: TicketId) -> SolutionRequest {
        let request = self.row(id).await.request_id.expect("a request");
        store::get(&self.desk.store().read(), request).await.expect("a read").expect("the request")
    }

    pub async fn version(&self, id: TicketId) -> Option<i64> {
        Some(self.row(id).await.version)
    }

    /// Somebody uploads a file, which hangs on nothing yet.
    pub async fn uploaded(&self, who: &str, name: &str, bytes: &[u8]) -> FileId {
        self.desk.upload(&self.as_(who), name, bytes.to_vec()).await.expect("an upload")
    }

    /// Somebody with the database's password changes a row by hand.
    pub async fn by_hand(&self, sql: &str) {
        use migrations::driver::ConnectionTrait;
        self.desk.store().migrating().execute_unprepared(sql).await.expect("the change");
    }

    /// Lets the worker run when it would wake up next, again and again until `until`; then it is `until`.
    pub async fn days_pass_until(&self, until: &str) {
        let until = instant(until);
        while let Some(due) = self.desk.next_due().await.expect("a read").filter(|due| *due <= until) {
            self.clock.set(due.max(self.desk.now()));
            self.run_due().await;
        }
        self.clock.set(until);
    }

    /// A service as it is, to be changed.
    pub async fn service(&self, code: &str) -> ServiceInput {
        let directory = self.desk.directory().await.expect("the directory");
        let service = directory.service(self.services[code]).expect("the service").as_ref().clone();
        ServiceInput {
            code: service.code,
            name: service.name,
            service_group: service.service_group,
            description: service.description,
            owner: service.owner_unit_id,
            application: service.application,
            work_stream: service.work_stream,
            first_line: service.first_line,
            team: service.team_id,
            calendar: service.calendar,
            criticality: service.criticality,
            kinds: service.kinds.0,
            form_fields: service.form_fields.0,
            requirements: service.requirements.0,
            needs_letter: service.needs_letter,
            approval_steps: service.approval_steps.0,
            sla_policy: service.sla_policy,
            confidentiality: service.confidentiality,
            legal_deadline: service.legal_deadline,
            standard: service.standard.0,
            security_incident: service.security_incident,
            straight_to_tier2: service.straight_to_tier2,
            search_words: service.search_words.0,
            published: service.published,
            note: service.note,
        }
    }

    /// The SLA clocks of a ticket, in the order in which they started.
    pub async fn clocks(&self, id: TicketId) -> Vec<Clock> {
        store::sla::clocks_of(&self.desk.store().read(), &[id]).await.expect("a read")
    }

    /// The last clock of a kind.
    pub async fn clock(&self, id: TicketId, kind: ClockKind) -> Clock {
        let mut clocks = self.clocks(id).await;
        clocks.retain(|clock| clock.kind == kind);
        clocks.sort_by_key(|clock| clock.stay);
        clocks.pop().expect("such a clock")
    }

    /// What the SLA clocks of a ticket have said: `TIER1 50%`, `RESOLUTION late`.
    pub async fn said_by_clocks(&self, id: TicketId) -> Vec<String> {
        let events = self.events(id).await.into_iter();
        let said = events.filter_map(|event| {
            let facts = event.facts();
            let kind = facts["clockKind"].as_str().unwrap_or_default().to_owned();
            match event.kind.parse().expect("a kind") {
                Kind::ClockWarned => Some(format!("{kind} {}%", facts["percent"])),
                Kind::ClockBreached => Some(format!("{kind} late")),
                _ => None,
            }
        });
        said.collect()
    }

    /// What the clock does next on a ticket.
    pub async fn actions(&self, id: TicketId) -> Vec<DueKind> {
        let all = store::ticket::actions_of(&self.desk.store().read(), &[id]).await.expect("a read");
        all.first().map(|row| row.kind).into_iter().collect()
    }

    /// When the next thing is to be done, SLA clocks aside.
    pub async fn next_due(&self) -> Option<DateTime<Utc>> {
        store::ticket::earliest_action(&self.desk.store().read()).await.expect("a read")
    }
}

/// The clock stands still while a story opens several tickets, so that their order in a list is chance; their numbers are not.
fn by_number(page: PageOf<TicketView>) -> Vec<TicketId> {
    let mut rows: Vec<_> = page.rows.into_iter().map(|(_, view)| (view.number().to_owned(), view.id())).collect();
    rows.sort();
    rows.into_iter().map(|(_, id)| id).collect()
}
