//! Every later step, as the command it is.

use super::{Done, Life, Player, caller, cause, missing, text, wanted};
use crate::demo::content::ChosenBy;
use crate::demo::plan::Planned;
use crate::demo::script::{Act, Beat, Pause};
use chrono::{NaiveTime, TimeDelta};
use desk::Caller;
use desk::directory::Directory;
use desk::event::Door;
use desk::id::TicketId;
use desk::refusal::Outcome;
use desk::ticket::*;
use desk::time::Compiled;
use rand::Rng;

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

impl Player<'_> {
    pub(super) async fn perform(&mut self, index: usize, act: Act, row: &Ticket) -> Outcome<Done> {
        let story = self.story(index);
        let directory = self.desk.directory().await?;
        let (ticket, seen) = (row.id, Some(row.version));
        let hours = self.hours(&directory, row)?;
        let requester = caller(row.requester_id, row.channel);
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
                self.act(&desk_side, Reply { ticket, text, files: Vec::new(), draft: desk::draft::SeenDraft::Any })
                    .await?;
            }
            Act::Note => {
                let text = text(story, &story.note)?;
                self.act(&desk_side, Note { ticket, text, files: Vec::new(), draft: desk::draft::SeenDraft::Any })
                    .await?;
            }
            Act::Ask => {
                let question = text(story, &story.question)?;
                self.act(&desk_side, Ask { ticket, seen, question }).await?;
            }
            Act::Answer => {
                let text = text(story, &story.answer)?;
                if matches!(row.channel, Channel::Phone | Channel::WalkIn) {
                    let text = format!("Jawaban pelapor lewat telepon: {text}");
                    self.act(&desk_side, Note { ticket, text, files: Vec::new(), draft: desk::draft::SeenDraft::Any })
                        .await?;
                    self.act(&desk_side, Resume { ticket, seen }).await?;
                } else {
                    self.act(&requester, Reply { ticket, text, files: Vec::new(), draft: desk::draft::SeenDraft::Any })
                        .await?;
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
                self.act(&desk_side, Note { ticket, text, files: Vec::new(), draft: desk::draft::SeenDraft::Any })
                    .await?;
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
                self.act(&requester, Reply { ticket, text, files: Vec::new(), draft: desk::draft::SeenDraft::Any })
                    .await?;
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
                let replied = self
                    .act(&requester, Reply { ticket, text, files: Vec::new(), draft: desk::draft::SeenDraft::Any })
                    .await?;
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
                self.act(&requester, Reply { ticket, text, files: Vec::new(), draft: desk::draft::SeenDraft::Any })
                    .await?;
            }
            Act::TellSecret => {
                let text = SECRET.to_owned();
                let replied = self
                    .act(&requester, Reply { ticket, text, files: Vec::new(), draft: desk::draft::SeenDraft::Any })
                    .await?;
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
