//! The history itself: every step at its time, by somebody who may, through the desk's commands.

use super::content::{ChosenBy, Content, Story};
use super::letter;
use super::plan::{Planned, Who, is_recorded};
use super::region::Region;
use super::script::{self, Act, Beat, Pause};
use super::{Refused, Summary};
use chrono::{DateTime, NaiveTime, TimeDelta, Timelike, Utc};
use desk::absence::AddAbsence;
use desk::appointment::EndAppointment;
use desk::clock::StillClock;
use desk::desk::{Caller, Command};
use desk::directory::Directory;
use desk::event::Door;
use desk::id::{AppointmentId, FileId, MessageId, PersonId, TicketId, UnitId};
use desk::person::RequesterType;
use desk::refusal::{Error, Fault, Outcome};
use desk::ticket::route::{self, Asked};
use desk::ticket::*;
use desk::time::Compiled;
use desk::{Desk, store};
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap, VecDeque};
use std::sync::Arc;

/// What is told in order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    /// The next step of a ticket.
    Ticket(usize),
    /// Somebody's appointment ends.
    EndAppointment(AppointmentId),
    /// Somebody notes an absence, an index into the file.
    Absence(usize),
}

/// A ticket whose life is being told.
#[derive(Debug)]
struct Life {
    planned: Planned,
    ticket: Option<TicketId>,
    beats: VecDeque<Beat>,
    /// Reported, so that the next step is the first of the beats.
    reported: bool,
    /// What was written on it last, to be redacted.
    secret: Option<MessageId>,
    /// What came out of a reply or a problem, and is told from its second step on.
    derived: bool,
}

/// What became of a step.
enum Done {
    /// It was done.
    Yes,
    /// Nobody could do it now: later.
    Later(DateTime<Utc>),
    /// The desk has ended the ticket meanwhile; the rest of its story is not told.
    Over,
}

/// Tells the history.
pub struct Player<'a> {
    desk: &'a Arc<Desk>,
    clock: &'a StillClock,
    content: &'a Content,
    region: &'a Region,
    now: DateTime<Utc>,
    rng: ChaCha8Rng,
    lives: Vec<Life>,
    queue: BinaryHeap<Reverse<(DateTime<Utc>, u64, Item)>>,
    turn: u64,
    /// Where somebody stands in the file: the order in which people are asked, which no id disturbs.
    places: HashMap<PersonId, usize>,
    summary: Summary,
}

const WRITES_AGAIN: &str =
    "Selamat pagi, mohon maaf mengganggu lagi. Kendala yang sama muncul kembali hari ini, mohon dicek.";
const ANSWERS_LATE: &str =
    "Maaf baru sempat membalas, kemarin dinas luar. Kendalanya masih ada, ini yang ditanyakan kami sampaikan.";
const SOLVED_LATE: &str = "Sudah kami cek bersama pelapor lewat telepon dan dicoba berulang: berjalan normal kembali.";
const SECRET: &str = "Biar cepat, ini sandi saya: Marennu#2026 silakan langsung dicoba saja.";
const REDACTED: &str = "Pelapor menuliskan kata sandi. Pelapor sudah diminta menggantinya.";
const PROBLEM: &str = "Gangguan yang sama sudah dilaporkan beberapa kali dari kantor yang berbeda. Perlu dicari akar penyebabnya, bukan hanya dipulihkan satu per satu.";
const CHANGE: &str =
    "Agar tidak terulang, pengaturan aplikasi perlu diubah dan diuji lebih dahulu di luar jam pelayanan.";
const VOICES: [&str; 4] = [
    "Lewat telepon, pelapor menyampaikan sudah bisa dipakai.",
    "Disampaikan langsung saat petugas berada di ruangan pelapor.",
    "Lewat WhatsApp petugas: pelapor membenarkan sudah teratasi.",
    "Ditelepon petugas, dijawab sudah normal dan tidak ada kendala lain.",
];

impl<'a> Player<'a> {
    /// Gets ready to tell what was planned.
    pub fn new(
        desk: &'a Arc<Desk>,
        clock: &'a StillClock,
        content: &'a Content,
        region: &'a Region,
        now: DateTime<Utc>,
        plans: Vec<Planned>,
        mut rng: ChaCha8Rng,
    ) -> Outcome<Self> {
        let mut places = HashMap::new();
        for (place, entry) in content.people.people.iter().enumerate() {
            places.insert(region.person(&entry.key)?, place);
        }
        let lives: Vec<Life> = plans
            .into_iter()
            .map(|planned| Life {
                beats: script::script(&content.stories[planned.story], &planned, &mut rng),
                planned,
                ticket: None,
                reported: false,
                secret: None,
                derived: false,
            })
            .collect();
        let mut it = Self {
            desk,
            clock,
            content,
            region,
            now,
            rng,
            lives,
            queue: BinaryHeap::new(),
            turn: 0,
            places,
            summary: Summary::default(),
        };
        for index in 0..it.lives.len() {
            it.push(it.lives[index].planned.at, Item::Ticket(index));
        }
        let today = now.with_timezone(&region.zone).date_naive();
        for (days, appointment) in &region.ending {
            let at = region.midnight(today - TimeDelta::days(*days)) + TimeDelta::hours(9);
            it.push(at, Item::EndAppointment(*appointment));
        }
        for (index, entry) in content.people.absences.iter().enumerate() {
            // Noted the afternoon before it begins.
            let at = region.midnight(today - TimeDelta::days(entry.from_days_ago)) - TimeDelta::hours(9);
            it.push(at, Item::Absence(index));
        }
        Ok(it)
    }

    fn push(&mut self, at: DateTime<Utc>, item: Item) {
        self.turn += 1;
        self.queue.push(Reverse((at, self.turn, item)));
    }

    /// Tells everything until now.
    pub async fn play(mut self) -> Outcome<Summary> {
        while let Some(Reverse((at, _, item))) = self.queue.pop() {
            if at > self.now {
                break;
            }
            self.until(at).await?;
            match item {
                Item::Ticket(index) => self.step(index).await?,
                Item::EndAppointment(appointment) => {
                    let by = Caller::person(self.region.person("agung")?, Door::Graphql).proved();
                    self.act(&by, EndAppointment { appointment }).await?;
                }
                Item::Absence(index) => self.note_absence(index).await?,
            }
        }
        self.until(self.now).await?;
        let ids: Vec<TicketId> = self.lives.iter().filter_map(|life| life.ticket).collect();
        for ids in ids.chunks(200) {
            for row in store::ticket::by_ids(&self.desk.store().read(), ids).await? {
                *self.summary.statuses.entry(row.status).or_default() += 1;
                self.summary.tickets += 1;
            }
        }
        Ok(self.summary)
    }

    /// Moves the clock on, and lets it do on the way what falls due.
    async fn until(&mut self, at: DateTime<Utc>) -> Outcome<()> {
        while let Some(due) = self.desk.next_due().await?.filter(|due| *due <= at) {
            self.clock.set(due.max(self.desk.now()));
            let done = self.desk.run_due(100).await?;
            self.summary.by_clock += done;
            if done == 0 {
                break;
            }
        }
        self.clock.set(at.max(self.desk.now()));
        Ok(())
    }

    async fn note_absence(&mut self, index: usize) -> Outcome<()> {
        let entry = &self.content.people.absences[index];
        let today = self.now.with_timezone(&self.region.zone).date_naive();
        let person = self.region.person(&entry.person)?;
        let absence = AddAbsence {
            person,
            kind: entry.kind,
            valid_from: self.region.midnight(today - TimeDelta::days(entry.from_days_ago)),
            valid_to: self.region.midnight(today + TimeDelta::days(entry.to_days_ahead + 1)),
            substitute: entry.substitute.as_deref().map(|key| self.region.person(key)).transpose()?,
            reason: entry.reason.clone(),
        };
        self.act(&Caller::person(person, Door::Graphql), absence).await?;
        Ok(())
    }

    /// Does a command; what the desk refuses is a defect of the demo, noted and told at the end.
    async fn act<C: Command>(&mut self, caller: &Caller, command: C) -> Outcome<Option<C::Answer>> {
        self.summary.commands += 1;
        // On the heap: the steps of a ticket are so many commands in one function that their futures together would overflow a thread's stack.
        match Box::pin(self.desk.act(caller, command)).await {
            Ok(answer) => Ok(Some(answer)),
            Err(Error::Refused(refusal)) => {
                let what = std::any::type_name::<C>().rsplit("::").next().unwrap_or_default().to_owned();
                self.summary.refusals.push(Refused { story: String::new(), what, at: self.desk.now(), refusal });
                Ok(None)
            }
            Err(fault) => Err(fault),
        }
    }

    /// The next step of a ticket, and when the one after it comes.
    async fn step(&mut self, index: usize) -> Outcome<()> {
        let act = match (self.lives[index].reported, self.lives[index].beats.front()) {
            (false, _) => Act::Report,
            (true, Some((_, act))) => *act,
            (true, None) => return Ok(()),
        };
        let refused = self.summary.refusals.len();
        let done = match self.lives[index].ticket {
            None => self.report(index).await?,
            Some(ticket) => {
                let row = self.row(ticket).await?;
                self.perform(index, act, &row).await?
            }
        };
        if let Some(refusal) = self.summary.refusals.get_mut(refused) {
            refusal.story = self.content.stories[self.lives[index].planned.story].key.clone();
            return Ok(());
        }
        match done {
            Done::Later(at) => self.push(at, Item::Ticket(index)),
            Done::Over => self.lives[index].beats.clear(),
            Done::Yes => {
                if self.lives[index].reported {
                    self.lives[index].beats.pop_front();
                }
                self.lives[index].reported = true;
                self.plan_next(index).await?;
            }
        }
        Ok(())
    }

    async fn plan_next(&mut self, index: usize) -> Outcome<()> {
        let (Some((pause, _)), Some(ticket)) = (self.lives[index].beats.front().copied(), self.lives[index].ticket)
        else {
            return Ok(());
        };
        let row = self.row(ticket).await?;
        let at = self.after(pause, &row).await?;
        self.push(at, Item::Ticket(index));
        Ok(())
    }

    async fn row(&self, ticket: TicketId) -> Outcome<Ticket> {
        let row: Option<Ticket> = store::get(&self.desk.store().read(), ticket).await?;
        row.ok_or_else(|| Fault::new("a ticket of the demo vanished").into())
    }

    fn story(&self, index: usize) -> &'a Story {
        &self.content.stories[self.lives[index].planned.story]
    }

    /// The hours of those who have a ticket.
    fn hours(&self, directory: &Directory, row: &Ticket) -> Outcome<Arc<Compiled>> {
        let unit = row.queue_unit_id.filter(|_| row.tier == 1).and_then(|unit| directory.unit(unit));
        let calendar =
            unit.map(AsRef::as_ref).or(directory.office()).and_then(|unit| directory.calendar(&unit.calendar));
        calendar.cloned().ok_or_else(|| Fault::new("a unit of the demo has no calendar").into())
    }

    async fn after(&mut self, pause: Pause, row: &Ticket) -> Outcome<DateTime<Utc>> {
        let directory = self.desk.directory().await?;
        let hours = self.hours(&directory, row)?;
        let from = self.desk.now();
        let rng = &mut self.rng;
        let mut minutes = |from: i64, to: i64| TimeDelta::seconds(rng.random_range(from * 60..to.max(from + 1) * 60));
        let at = match pause {
            Pause::Work(least, most) => hours.add(from, minutes(least, most)),
            Pause::Urgent(least, most) => Some(from + minutes(least, most)),
            Pause::Person(least, most) => {
                let at = from + minutes(least, most);
                Some(self.awake(at))
            }
            Pause::Days(least, most) => {
                let days = u32::try_from(rng.random_range(least..=most)).unwrap_or(1);
                let close = hours.business_days(from, days).map(|target| target.due);
                // Not at closing time, but some hours before.
                close.map(|close| close - TimeDelta::minutes(rng.random_range(30..300)))
            }
            Pause::Date(least, most) => {
                let from = row.wait_until.unwrap_or(from).max(from);
                hours.add(from, minutes(least, most))
            }
        };
        Ok(at.unwrap_or(from + TimeDelta::days(1)))
    }

    /// The same instant, or the next morning.
    fn awake(&mut self, at: DateTime<Utc>) -> DateTime<Utc> {
        let local = at.with_timezone(&self.region.zone);
        let morning = TimeDelta::minutes(self.rng.random_range(6 * 60 + 20..8 * 60 + 30));
        match local.hour() {
            0..6 => self.region.midnight(local.date_naive()) + morning,
            6..22 => at,
            _ => self.region.midnight(local.date_naive() + TimeDelta::days(1)) + morning,
        }
    }

    fn one_of(&mut self, mut people: Vec<PersonId>) -> Option<PersonId> {
        people.sort_unstable_by_key(|id| self.places.get(id).copied().unwrap_or(usize::MAX));
        people.choose(&mut self.rng).copied()
    }

    /// Coordinators who are there.
    fn coordinator(&mut self, directory: &Directory) -> Option<PersonId> {
        let now = self.desk.now();
        let there = directory.coordinators(now).into_iter().filter(|id| !directory.is_away(*id, now)).collect();
        self.one_of(there)
    }

    /// Who answers for a unit's queue: a Tier 1 who is there, else the coordinator.
    fn tier1(&mut self, directory: &Directory, unit: Option<UnitId>) -> Option<PersonId> {
        let now = self.desk.now();
        let serving = unit.and_then(|unit| directory.serving(unit, now));
        let there: Vec<PersonId> = serving
            .into_iter()
            .flat_map(|unit| directory.tier1_of(unit, now))
            .filter(|id| !directory.is_away(*id, now))
            .collect();
        self.one_of(there).or_else(|| self.coordinator(directory))
    }

    /// Members of a ticket's team who are there.
    fn member(&mut self, directory: &Directory, row: &Ticket) -> Option<PersonId> {
        let now = self.desk.now();
        let members = row.team_id.into_iter().flat_map(|team| directory.members_of(team, now));
        self.one_of(members.filter(|id| !directory.is_away(*id, now)).collect())
    }

    /// Who goes on with a ticket: whoever has it, if still there; else somebody of its queue.
    fn handler(&mut self, directory: &Directory, row: &Ticket) -> Option<PersonId> {
        let now = self.desk.now();
        let workers = match row.tier {
            2 => row.team_id.map(|team| directory.members_of(team, now)).unwrap_or_default(),
            _ => {
                let serving = row.queue_unit_id.and_then(|unit| directory.serving(unit, now));
                let own = serving.map(|unit| directory.tier1_of(unit, now)).unwrap_or_default();
                [own, directory.coordinators(now)].concat()
            }
        };
        let has_it = row.assignee_id.filter(|id| workers.contains(id) && !directory.is_away(*id, now));
        match (has_it, row.tier) {
            (Some(id), _) => Some(id),
            (None, 2) => self.member(directory, row),
            (None, _) => self.tier1(directory, row.queue_unit_id),
        }
    }

    fn tomorrow(&self, hours: &Compiled) -> Done {
        let later = hours.add(self.desk.now(), TimeDelta::minutes(90));
        Done::Later(later.unwrap_or(self.desk.now() + TimeDelta::days(1)))
    }

    /// The report itself.
    async fn report(&mut self, index: usize) -> Outcome<Done> {
        let story = self.story(index);
        let planned = self.lives[index].planned.clone();
        let directory = self.desk.directory().await?;
        let service = directory.service(self.region.service(&story.service)?);
        let service = service.ok_or_else(|| Fault::new("a service of the demo vanished"))?;
        let complaint = story.service == "TIK-30";
        let mut report = Report {
            kind: (!planned.unknown).then_some(story.kind),
            service: (!planned.unknown).then_some(service.id),
            title: story.title.clone(),
            description: story.description.clone(),
            location: planned.location.clone(),
            contact: String::new(),
            form: BTreeMap::new(),
            impact: story.impact,
            urgency: story.urgency,
            hide_identity: None,
            files: Vec::new(),
            // A complaint is about the technicians of the unit, and hidden from one of them.
            about_person: if complaint { self.complained_of(&directory, planned.unit) } else { None },
            about_ticket: None,
            follow_up_of: None,
        };
        let opened = if is_recorded(story.channel) {
            let unit = planned.unit.or(Some(service.owner_unit_id));
            let Some(by) = self.tier1(&directory, unit) else { return Ok(self.tomorrow(&*self.calendar(&directory)?)) };
            let now = self.desk.now();
            report.files = self.files(by, story).await?;
            let asked = Asked {
                unit: planned.unit,
                requester_type: self.requester_type(&planned.who),
                service: Some(service),
                kind: Some(story.kind),
                about_handling: complaint,
            };
            let to = route::route(&directory, now, asked);
            let in_queue = to.tier == 1 && self.serves(&directory, by, to.queue_unit);
            let then = self.at_once(index, in_queue)?;
            let requester = match &planned.who {
                Who::Known(person) => RequesterRef::Known(*person),
                Who::New { name, phone } => RequesterRef::New(NewRequester {
                    name: (*name).to_owned(),
                    phone: phone.clone(),
                    nip: None,
                    unit: None,
                    requester_type: RequesterType::Citizen,
                }),
            };
            let ago = match story.channel {
                Channel::Letter => self.rng.random_range(60..400),
                Channel::Email => self.rng.random_range(5..90),
                _ => self.rng.random_range(0..15),
            };
            let record = Record {
                report,
                requester,
                channel: story.channel,
                received_at: (ago > 3).then(|| now - TimeDelta::minutes(ago)),
                then,
            };
            self.act(&Caller::person(by, Door::Graphql), record).await?
        } else {
            let Who::Known(requester) = planned.who else {
                return Err(Fault::new("a stranger at the portal").into());
            };
            let filer = self.filer(&directory, &planned, requester, story.channel);
            report.files = self.files(filer, story).await?;
            let open = Open { report, on_behalf_of: (filer != requester).then_some(requester), channel: story.channel };
            self.act(&Caller::person(filer, door(story.channel)), open).await?
        };
        self.lives[index].ticket = opened.map(|opened| opened.ticket);
        Ok(Done::Yes)
    }

    /// The letter that a report came by, or that its reporter says is enclosed.
    async fn files(&mut self, uploader: PersonId, story: &Story) -> Outcome<Vec<FileId>> {
        if story.channel != Channel::Letter && !story.description.contains("erlampir") {
            return Ok(Vec::new());
        }
        let caller = Caller::person(uploader, Door::Graphql);
        let bytes =
            letter::pdf(&self.content.region, self.desk.now().with_timezone(&self.region.zone).date_naive(), story);
        Ok(vec![self.desk.upload(&caller, "surat-permohonan.pdf", bytes).await?])
    }

    fn requester_type(&self, who: &Who) -> RequesterType {
        let place = match who {
            Who::Known(person) => self.places.get(person),
            Who::New { .. } => None,
        };
        let entry = place.and_then(|place| self.content.people.people.get(*place));
        entry.map_or(RequesterType::Citizen, |entry| entry.requester_type)
    }

    fn calendar(&self, directory: &Directory) -> Outcome<Arc<Compiled>> {
        let calendar = directory.office().and_then(|office| directory.calendar(&office.calendar));
        calendar.cloned().ok_or_else(|| Fault::new("the demo has no calendar").into())
    }

    fn complained_of(&mut self, directory: &Directory, unit: Option<UnitId>) -> Option<PersonId> {
        let now = self.desk.now();
        let serving = unit.and_then(|unit| directory.serving(unit, now)).or(directory.office().map(|unit| unit.id));
        let there = serving.map(|unit| directory.tier1_of(unit, now)).unwrap_or_default();
        self.one_of(there)
    }

    fn serves(&self, directory: &Directory, person: PersonId, unit: Option<UnitId>) -> bool {
        let now = self.desk.now();
        directory.coordinators(now).contains(&person)
            || unit
                .and_then(|unit| directory.serving(unit, now))
                .is_some_and(|unit| directory.tier1_of(unit, now).contains(&person))
    }

    /// Now and then a colleague files for somebody.
    fn filer(&mut self, directory: &Directory, planned: &Planned, requester: PersonId, channel: Channel) -> PersonId {
        if channel != Channel::Web || !self.rng.random_bool(0.07) {
            return requester;
        }
        let Some(unit) = planned.unit else { return requester };
        let now = self.desk.now();
        let colleagues = directory.tier1_of(unit, now).into_iter();
        self.one_of(colleagues.filter(|id| *id != requester && !directory.is_away(*id, now)).collect())
            .unwrap_or(requester)
    }

    /// *Simpan & selesaikan*, *Simpan & eskalasi*: then the steps up to there are not told any more.
    fn at_once(&mut self, index: usize, in_queue: bool) -> Outcome<RecordThen> {
        let story = self.story(index);
        let act = script::in_one_go(story, &self.lives[index].beats).filter(|_| in_queue);
        let likely = if act == Some(Act::Resolve) { 0.4 } else { 0.25 };
        let Some(act) = act.filter(|_| self.rng.random_bool(likely)) else { return Ok(RecordThen::Save) };
        let beats = &mut self.lives[index].beats;
        while beats.pop_front().is_some_and(|(_, done)| done != act) {}
        Ok(match act {
            Act::Resolve => RecordThen::Resolve { resolution: text(story, &story.resolution)?, cause: cause(story) },
            _ => RecordThen::Escalate(wanted(story, false)?),
        })
    }

    async fn perform(&mut self, index: usize, act: Act, row: &Ticket) -> Outcome<Done> {
        let story = self.story(index);
        let directory = self.desk.directory().await?;
        let (ticket, seen) = (row.id, Some(row.version));
        let hours = self.hours(&directory, row)?;
        let requester = Caller::person(row.requester_id, door(row.channel));
        // The clock or a merge may have ended what was still to be told.
        if !still_fits(act, row) {
            return Ok(Done::Over);
        }
        let Some(handler) = self.handler(&directory, row) else { return Ok(self.tomorrow(&hours)) };
        let desk_side = Caller::person(handler, Door::Graphql);
        match act {
            Act::Report => {}
            Act::Take => {
                let confidential = row.confidentiality != Confidentiality::Normal;
                if confidential || (row.urgency == Urgency::High && self.rng.random_bool(0.08)) {
                    // Only an outline of it shows to the coordinator, who gives it to somebody all the same.
                    let Some(by) = self.coordinator(&directory) else { return Ok(self.tomorrow(&hours)) };
                    self.act(&Caller::person(by, Door::Graphql), Assign { ticket, seen, assignee: handler }).await?;
                } else {
                    self.act(&desk_side, Take { ticket, seen }).await?;
                }
            }
            Act::Verify => {
                let unknown = row.kind.is_none() || row.service_id.is_none();
                let reclassify = Reclassify {
                    ticket,
                    seen,
                    kind: unknown.then_some(story.kind),
                    service: if unknown { Some(self.region.service(&story.service)?) } else { None },
                    impact: None,
                    urgency: None,
                    confidentiality: None,
                    security_confirmed: false,
                    reason: String::new(),
                };
                self.act(&desk_side, reclassify).await?;
            }
            Act::Follow => {
                let Some(by) = self.coordinator(&directory).filter(|_| row.confidentiality == Confidentiality::Normal)
                else {
                    return Ok(Done::Yes);
                };
                self.act(&Caller::person(by, Door::Graphql), Follow { ticket }).await?;
            }
            Act::Reply => {
                let text = text(story, &story.reply)?;
                self.act(&desk_side, Reply { ticket, text, files: Vec::new() }).await?;
            }
            Act::Note => {
                let text = text(story, &story.note)?;
                self.act(&desk_side, Note { ticket, text, files: Vec::new() }).await?;
            }
            Act::Ask => {
                let question = text(story, &story.question)?;
                self.act(&desk_side, Ask { ticket, seen, question }).await?;
            }
            Act::Answer => {
                let text = text(story, &story.answer)?;
                if matches!(row.channel, Channel::Phone | Channel::WalkIn) {
                    let text = format!("Jawaban pelapor lewat telepon: {text}");
                    self.act(&desk_side, Note { ticket, text, files: Vec::new() }).await?;
                    self.act(&desk_side, Resume { ticket, seen }).await?;
                } else {
                    self.act(&requester, Reply { ticket, text, files: Vec::new() }).await?;
                }
            }
            Act::Wait => {
                let third = story.third_party.as_ref().ok_or_else(|| missing(story))?;
                let check = hours.business_days(self.desk.now(), 2).map(|target| target.due - TimeDelta::hours(6));
                let what = HoldFor::ThirdParty {
                    who: third.who.clone(),
                    through: third.through.clone(),
                    reference: third.reference.clone().unwrap_or_default(),
                    next_check: check,
                };
                self.act(&desk_side, Hold { ticket, seen, what }).await?;
            }
            Act::GoOn => {
                self.act(&desk_side, Resume { ticket, seen }).await?;
            }
            Act::SetDate => {
                let days = story.schedule_days.and_then(|days| u32::try_from(days).ok()).unwrap_or(1);
                let day = hours.business_days(self.desk.now(), days).map(|target| hours.local_date(target.due));
                let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
                let until = day.map_or(self.desk.now() + TimeDelta::days(1), |day| {
                    self.region.midnight(day) + nine.signed_duration_since(NaiveTime::MIN)
                });
                let what = HoldFor::Schedule {
                    until,
                    chosen_by_requester: story.schedule_chosen_by == Some(ChosenBy::Requester),
                    reason: text(story, &story.schedule_purpose)?,
                };
                self.act(&desk_side, Hold { ticket, seen, what }).await?;
            }
            Act::Forward => {
                let unit = self.region.unit(story.forward_unit.as_deref().unwrap_or_default())?;
                let reason = text(story, &story.forward_reason)?;
                // It may have found its way already, by the service that Tier 1 chose.
                if row.queue_unit_id != Some(unit) {
                    self.act(&desk_side, Forward { ticket, seen, unit, reason }).await?;
                }
            }
            Act::Escalate => {
                self.act(&desk_side, Escalate { ticket, seen, wanted: wanted(story, false)? }).await?;
            }
            Act::Complete => {
                let text = text(story, &story.completion)?;
                self.act(&desk_side, Note { ticket, text, files: Vec::new() }).await?;
                self.act(&desk_side, Escalate { ticket, seen, wanted: wanted(story, true)? }).await?;
            }
            Act::Accept => {
                let Some(by) = self.member(&directory, row) else { return Ok(self.tomorrow(&hours)) };
                self.act(&Caller::person(by, Door::Graphql), Accept { ticket, seen }).await?;
            }
            Act::ConfirmIncident => {
                let officer = [self.region.person("hendra")?, self.region.person("nirmala")?];
                let now = self.desk.now();
                let there = officer.into_iter().filter(|id| !directory.is_away(*id, now)).collect();
                let Some(by) = self.one_of(there) else { return Ok(self.tomorrow(&hours)) };
                let reclassify = Reclassify {
                    ticket,
                    seen,
                    kind: None,
                    service: None,
                    impact: None,
                    urgency: None,
                    confidentiality: None,
                    security_confirmed: row.security_incident,
                    reason: String::new(),
                };
                self.act(&Caller::person(by, Door::Graphql), reclassify).await?;
            }
            Act::Involve => {
                let person = self.region.person("budi")?;
                self.act(&desk_side, Involve { ticket, person }).await?;
            }
            Act::HandOver => {
                let team = self.region.team(story.hand_over_team.as_deref().unwrap_or_default())?;
                let reason = text(story, &story.hand_over_reason)?;
                self.act(&desk_side, HandOver { ticket, seen, team, reason }).await?;
            }
            Act::Return => {
                let missing = text(story, &story.return_reason)?;
                self.act(&desk_side, Return { ticket, seen, missing }).await?;
            }
            Act::SendAnswer => {
                let solution = text(story, &story.tier2_answer)?;
                self.act(&desk_side, Answer { ticket, seen, solution }).await?;
            }
            Act::Resolve | Act::ResolveAgain | Act::ResolveLate => {
                let resolution = match act {
                    Act::Resolve if story.resolution.is_some() && !self.lives[index].derived => {
                        text(story, &story.resolution)?
                    }
                    Act::ResolveAgain => text(story, &story.resolution2)?,
                    _ => SOLVED_LATE.to_owned(),
                };
                self.act(&desk_side, Resolve { ticket, seen, resolution, cause: cause(story) }).await?;
            }
            Act::Reopen => {
                let reason = text(story, &story.reopen_reason)?;
                self.act(&requester, Reopen { ticket, seen, reason }).await?;
            }
            Act::Thank => {
                let text = text(story, &story.thanks)?;
                self.act(&requester, Reply { ticket, text, files: Vec::new() }).await?;
            }
            Act::Confirm => {
                self.act(&requester, Confirm { ticket, seen, how: String::new() }).await?;
            }
            Act::ConfirmByVoice => {
                let how = VOICES[self.rng.random_range(0..VOICES.len())].to_owned();
                self.act(&desk_side, Confirm { ticket, seen, how }).await?;
            }
            Act::Rate => {
                let rating = story.rating.ok_or_else(|| missing(story))?;
                let comment = story.rating_comment.clone().unwrap_or_default();
                self.act(&requester, Rate { ticket, rating, comment }).await?;
            }
            Act::Reject => {
                let reason = text(story, &story.reject_reason)?;
                self.act(&desk_side, Reject { ticket, seen, reason }).await?;
            }
            Act::Cancel => {
                let reason = text(story, &story.cancel_reason)?;
                self.act(&requester, Cancel { ticket, seen, reason }).await?;
            }
            Act::Merge => return self.merge(index, row, &hours, &directory).await,
            Act::WriteAgain => {
                let text = WRITES_AGAIN.to_owned();
                let replied = self.act(&requester, Reply { ticket, text, files: Vec::new() }).await?;
                if let Some(new) = replied.filter(|replied| replied.follow_up) {
                    self.tell_of(
                        index,
                        new.ticket,
                        &[(Pause::Work(6, 90), Act::Take), (Pause::Work(60, 400), Act::ResolveLate)],
                    )
                    .await?;
                }
            }
            Act::AnswerLate => {
                let text = ANSWERS_LATE.to_owned();
                self.act(&requester, Reply { ticket, text, files: Vec::new() }).await?;
            }
            Act::TellSecret => {
                let text = SECRET.to_owned();
                let replied = self.act(&requester, Reply { ticket, text, files: Vec::new() }).await?;
                self.lives[index].secret = replied.and_then(|replied| replied.message);
            }
            Act::Redact => {
                let Some(message) = self.lives[index].secret else { return Ok(Done::Yes) };
                let what = RedactWhat::Message(message);
                let redact = Redact { ticket, seen, what, reason: REDACTED.to_owned() };
                self.act(&desk_side, redact).await?;
            }
            Act::Promote => {
                let promote = PromoteToProblem { ticket, title: String::new(), description: PROBLEM.to_owned() };
                if let Some(new) = self.act(&desk_side, promote).await? {
                    self.tell_of(index, new.ticket, &[(Pause::Work(30, 300), Act::Take)]).await?;
                }
            }
            Act::RaiseChange => {
                let raise = RaiseChange { ticket, title: String::new(), description: CHANGE.to_owned() };
                if let Some(new) = self.act(&desk_side, raise).await? {
                    self.tell_of(index, new.ticket, &[(Pause::Work(30, 300), Act::Take)]).await?;
                }
            }
        }
        Ok(Done::Yes)
    }

    /// A ticket that came out of another one goes on by itself.
    async fn tell_of(&mut self, index: usize, ticket: TicketId, beats: &[Beat]) -> Outcome<()> {
        let planned = Planned { stop: None, extra: None, merge_into: None, ..self.lives[index].planned.clone() };
        let beats = beats.iter().copied().collect();
        let life = Life { planned, ticket: Some(ticket), beats, reported: true, secret: None, derived: true };
        self.lives.push(life);
        self.plan_next(self.lives.len() - 1).await
    }

    async fn merge(&mut self, index: usize, row: &Ticket, hours: &Compiled, directory: &Directory) -> Outcome<Done> {
        let story = self.story(index);
        let target = self.lives[index].planned.merge_into.and_then(|target| self.lives[target].ticket);
        let Some(target) = target else { return Ok(self.tomorrow(hours)) };
        let target = self.row(target).await?;
        if target.status == Status::New {
            return Ok(self.tomorrow(hours));
        }
        let Some(by) = self.handler(directory, &target) else { return Ok(self.tomorrow(hours)) };
        let reason = text(story, &story.note)?;
        let merge = Merge { ticket: row.id, seen: Some(row.version), target: target.id, reason };
        self.act(&Caller::person(by, Door::Graphql), merge).await?;
        Ok(Done::Yes)
    }
}

/// Whether a step still makes sense: a ticket that the clock has closed is not confirmed, one that was merged is not solved.
fn still_fits(act: Act, row: &Ticket) -> bool {
    match act {
        Act::Confirm | Act::ConfirmByVoice | Act::Reopen | Act::Thank => row.status == Status::Resolved,
        Act::Rate | Act::WriteAgain => matches!(row.status, Status::Resolved | Status::Closed),
        Act::AnswerLate => row.status == Status::Closed,
        Act::Answer => row.status == Status::WaitingRequester,
        _ => row.status.is_active(),
    }
}

fn door(channel: Channel) -> Door {
    if channel == Channel::Telegram { Door::Telegram } else { Door::Graphql }
}

fn missing(story: &Story) -> Error {
    Fault::new(format!("story {} lacks a text of its path", story.key)).into()
}

fn text(story: &Story, text: &Option<String>) -> Outcome<String> {
    text.clone().ok_or_else(|| missing(story))
}

/// What no fault was behind was simply fulfilled.
fn cause(story: &Story) -> Cause {
    story.cause_code.unwrap_or(Cause::Fulfilled)
}

fn wanted(story: &Story, completed: bool) -> Outcome<Wanted> {
    let mut steps_tried = text(story, &story.steps_tried)?;
    if completed {
        steps_tried = format!("{steps_tried}\n\nDilengkapi: {}", text(story, &story.completion)?);
    }
    Ok(Wanted {
        reason: story.reason_code.ok_or_else(|| missing(story))?,
        diagnosis: text(story, &story.diagnosis)?,
        steps_tried,
        help_wanted: text(story, &story.help_wanted)?,
    })
}
