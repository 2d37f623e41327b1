//! The report that a story begins with.

use super::{Done, Player, caller, cause, text, wanted};
use crate::demo::content::Story;
use crate::demo::letter;
use crate::demo::plan::{Who, is_recorded};
use crate::demo::script::{self, Act};
use chrono::TimeDelta;
use desk::Caller;
use desk::event::Door;
use desk::id::{FileId, PersonId};
use desk::person::RequesterType;
use desk::refusal::{Fault, Outcome};
use desk::ticket::route::{self, Asked};
use desk::ticket::{Channel, NewRequester, Open, Record, RecordThen, Report, RequesterRef};
use rand::Rng;
use std::collections::BTreeMap;

impl Player<'_> {
    /// The report itself.
    pub(super) async fn report(&mut self, index: usize) -> Outcome<Done> {
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
                    another: false,
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
            let open = Open { report, on_behalf_of: (filer != requester).then_some(requester) };
            self.act(&caller(filer, story.channel), open).await?
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
}
