//! The commands in few words, so that a story reads like a conversation: `world.does("budi", take(ticket))`. None of them says what was seen; a
//! story about that fills in `seen` itself.

use chrono::{DateTime, Utc};
use desk::id::{ClockId, FileId, MessageId, PersonId, TeamId, TicketId, UnitId};
use desk::person::RequesterType;
use desk::sla::exception::{AskException, DecideException};
use desk::sla::legal::{EndLegal, StartLegal};
use desk::ticket::*;
use desk::token::{MakeToken, TokenScope};

/// A token for a month.
pub fn token(scopes: &[TokenScope]) -> MakeToken {
    MakeToken { name: "uji".into(), days: 30, scopes: scopes.to_vec() }
}

pub fn take(ticket: TicketId) -> Take {
    Take { ticket, seen: None }
}

pub fn assign(ticket: TicketId, assignee: PersonId) -> Assign {
    Assign { ticket, seen: None, assignee }
}

pub fn reply(ticket: TicketId, text: &str) -> Reply {
    Reply { ticket, text: text.into(), files: Vec::new(), draft: desk::draft::SeenDraft::Any }
}

pub fn note(ticket: TicketId, text: &str) -> Note {
    Note { ticket, text: text.into(), files: Vec::new(), draft: desk::draft::SeenDraft::Any }
}

pub fn attach(ticket: TicketId, files: &[FileId]) -> Attach {
    Attach { ticket, files: files.to_vec() }
}

pub fn ask(ticket: TicketId, question: &str) -> Ask {
    Ask { ticket, seen: None, question: question.into() }
}

/// Waits for the centre, through its call centre.
pub fn hold_for_centre(ticket: TicketId, next_check: Option<DateTime<Utc>>) -> Hold {
    let (who, through) = ("Pusat bantuan SIPD".into(), "Telepon 1500-xxx".into());
    Hold { ticket, seen: None, what: HoldFor::ThirdParty { who, through, reference: "CC-77".into(), next_check } }
}

pub fn hold_until(ticket: TicketId, until: DateTime<Utc>, chosen_by_requester: bool) -> Hold {
    let reason = "Kunjungan ke lokasi".into();
    Hold { ticket, seen: None, what: HoldFor::Schedule { until, chosen_by_requester, reason } }
}

pub fn resume(ticket: TicketId) -> Resume {
    Resume { ticket, seen: None }
}

pub fn forward(ticket: TicketId, unit: UnitId) -> Forward {
    Forward { ticket, seen: None, unit, reason: "Kewenangan OPD itu".into() }
}

pub fn wanted() -> Wanted {
    Wanted {
        reason: EscalationReason::NeedsTier2Authority,
        diagnosis: "Port switch mati".into(),
        steps_tried: "Kabel diganti, perangkat dinyalakan ulang".into(),
        help_wanted: "Aktifkan port di switch distribusi".into(),
    }
}

pub fn escalate(ticket: TicketId) -> Escalate {
    Escalate { ticket, seen: None, wanted: wanted() }
}

pub fn complete_request(ticket: TicketId) -> CompleteRequest {
    CompleteRequest { ticket, seen: None, wanted: wanted() }
}

pub fn accept(ticket: TicketId) -> Accept {
    Accept { ticket, seen: None }
}

pub fn hand_over(ticket: TicketId, team: TeamId) -> HandOver {
    HandOver { ticket, seen: None, team, reason: "Ini urusan tim itu".into() }
}

pub fn give_back(ticket: TicketId, missing: &str) -> Return {
    Return { ticket, seen: None, missing: missing.into() }
}

pub fn answer(ticket: TicketId, solution: &str) -> Answer {
    Answer { ticket, seen: None, solution: solution.into() }
}

pub fn resolve(ticket: TicketId) -> Resolve {
    let resolution = "Sudah diperbaiki, silakan dicoba.".into();
    Resolve { ticket, seen: None, resolution, cause: Cause::ConfigurationFault }
}

/// As the requester says it.
pub fn confirm(ticket: TicketId) -> Confirm {
    Confirm { ticket, seen: None, how: String::new() }
}

pub fn rate(ticket: TicketId, rating: i32) -> Rate {
    Rate { ticket, rating, comment: String::new() }
}

pub fn reopen(ticket: TicketId) -> Reopen {
    Reopen { ticket, seen: None, reason: "Masih belum bisa".into() }
}

pub fn reject(ticket: TicketId) -> Reject {
    Reject { ticket, seen: None, reason: "Bukan layanan kami".into() }
}

pub fn cancel(ticket: TicketId) -> Cancel {
    Cancel { ticket, seen: None, reason: "Sudah normal sendiri".into() }
}

pub fn merge(ticket: TicketId, target: TicketId) -> Merge {
    Merge { ticket, seen: None, target, reason: "Laporan yang sama".into() }
}

/// Nothing changed yet: a story says what.
pub fn reclassify(ticket: TicketId) -> Reclassify {
    Reclassify {
        ticket,
        seen: None,
        kind: None,
        service: None,
        impact: None,
        urgency: None,
        confidentiality: None,
        security_confirmed: false,
        reason: String::new(),
    }
}

pub fn classify(ticket: TicketId, class: Confidentiality) -> Reclassify {
    Reclassify { confidentiality: Some(class), reason: "Memuat data pribadi".into(), ..reclassify(ticket) }
}

pub fn redact(ticket: TicketId, what: RedactWhat) -> Redact {
    Redact { ticket, seen: None, what, reason: "Kata sandi terkirim".into() }
}

pub fn redact_message(ticket: TicketId, message: MessageId) -> Redact {
    redact(ticket, RedactWhat::Message(message))
}

pub fn involve(ticket: TicketId, person: PersonId) -> Involve {
    Involve { ticket, person }
}

pub fn follow(ticket: TicketId) -> Follow {
    Follow { ticket }
}

pub fn unfollow(ticket: TicketId) -> Unfollow {
    Unfollow { ticket }
}

pub fn link(ticket: TicketId, other: TicketId) -> Link {
    Link { ticket, other, kind: LinkKind::Related }
}

/// A tag that every desk has from the start.
pub const TAG: &str = "butuh pengadaan";

pub fn tag(ticket: TicketId, add: &[&str]) -> Tag {
    Tag { ticket, add: add.iter().map(ToString::to_string).collect(), remove: Vec::new() }
}

pub fn untag(ticket: TicketId, remove: &[&str]) -> Tag {
    Tag { ticket, add: Vec::new(), remove: remove.iter().map(ToString::to_string).collect() }
}

pub fn promote(ticket: TicketId) -> PromoteToProblem {
    PromoteToProblem { ticket, title: String::new(), description: "Terjadi tiap Senin".into() }
}

pub fn raise_change(ticket: TicketId) -> RaiseChange {
    RaiseChange { ticket, title: "Ganti switch lantai 2".into(), description: "Port sering mati".into() }
}

pub fn complete_file(ticket: TicketId) -> CompleteFile {
    CompleteFile { ticket, met: vec![1] }
}

/// A legal deadline that runs from the report on.
pub fn start_legal(ticket: TicketId, code: &str) -> StartLegal {
    StartLegal { ticket, code: code.into(), since: None }
}

pub fn end_legal(ticket: TicketId, clock: ClockId, met: bool) -> EndLegal {
    EndLegal { ticket, clock, met, deed: "Surat 555/12 kepada subjek data".into() }
}

pub fn ask_exception(ticket: TicketId, clock: ClockId) -> AskException {
    AskException { ticket, clock, reason: "Jalan ke lokasi tertutup banjir".into() }
}

pub fn decide_exception(ticket: TicketId, clock: ClockId, granted: bool) -> DecideException {
    DecideException { ticket, clock, granted, reason: "Sesuai berita acara BPBD".into() }
}

pub fn open(report: Report) -> Open {
    Open { report, on_behalf_of: None }
}

/// Noted down while the telephone is still in the other hand.
pub fn phone_call(report: Report, requester: RequesterRef) -> Record {
    Record { report, requester, channel: Channel::Phone, received_at: None, then: RecordThen::Save }
}

pub fn and_solved() -> RecordThen {
    RecordThen::Resolve { resolution: "Dipandu lewat telepon.".into(), cause: Cause::UserError }
}

pub fn caller(name: &str, phone: &str) -> RequesterRef {
    RequesterRef::New(NewRequester {
        name: name.into(),
        phone: phone.into(),
        nip: None,
        unit: None,
        requester_type: RequesterType::Citizen,
        another: false,
    })
}
