//! What is done with tickets: one mutation per verb of the trade.

use super::{TicketPayload, act_on_ticket};
use crate::enums::{
    CauseCode, Channel, Confidentiality, EscalationReason, Impact, LinkKind, RequesterType, TicketKind, Urgency,
};
use crate::error::{UserError, bad_input, id, id_or_none, ids};
use crate::object::ticket::Ticket;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use desk::ticket::{
    Accept, Answer, Ask, Assign, Attach, Cancel, Confirm, Escalate, Follow, Forward, HandOver, Hold, HoldFor, Involve,
    Link, Merge, NewRequester, Note, Open, PromoteToProblem, RaiseChange, Rate, Reclassify, Record, RecordThen, Redact,
    RedactWhat, Reject, Reopen, Reply, Report, RequesterRef, Resolve, Resume, Return, Take, Unfollow, Wanted,
};

/// What somebody reports.
#[derive(Debug, InputObject)]
pub struct ReportInput {
    /// *Apa yang Anda alami?* Left out: *Tidak tahu*, Tier 1 chooses.
    kind: Option<TicketKind>,
    /// The service. Left out: *Tidak tahu*.
    service: Option<ID>,
    /// A title, at most 200 characters; may be left out if there is a description.
    #[graphql(default)]
    title: String,
    /// The description; may be left out if there is a title.
    #[graphql(default)]
    description: String,
    /// Where it is.
    #[graphql(default)]
    location: String,
    /// Whom to ask for there.
    #[graphql(default)]
    contact: String,
    /// The answers to the service's own fields.
    #[graphql(default)]
    form: Vec<AnswerInput>,
    /// *Siapa yang terdampak?*
    impact: Impact,
    /// *Pekerjaan: berhenti / terhambat / masih bisa jalan*.
    urgency: Urgency,
    /// *Rahasiakan identitas saya*. Left out: as the profile says; citizens are hidden.
    hide_identity: Option<bool>,
    /// Uploaded files to attach, at most 20.
    #[graphql(default)]
    files: Vec<ID>,
    /// For a complaint about handling: the staff it is about, from whom it is hidden.
    about_person: Option<ID>,
    /// For a complaint about handling: the ticket it is about, whose handlers it is hidden from.
    about_ticket: Option<ID>,
    /// The ended ticket that this one goes on from.
    follow_up_of: Option<ID>,
}

/// An answer to a field of a service.
#[derive(Debug, InputObject)]
pub struct AnswerInput {
    /// The field's key.
    key: String,
    /// The answer.
    value: String,
}

impl ReportInput {
    fn read(self) -> Result<Report> {
        Ok(Report {
            kind: self.kind.map(Into::into),
            service: id_or_none(&self.service, "service")?,
            title: self.title,
            description: self.description,
            location: self.location,
            contact: self.contact,
            form: self.form.into_iter().map(|answer| (answer.key, answer.value)).collect(),
            impact: self.impact.into(),
            urgency: self.urgency.into(),
            hide_identity: self.hide_identity,
            files: ids(&self.files, "files")?,
            about_person: id_or_none(&self.about_person, "aboutPerson")?,
            about_ticket: id_or_none(&self.about_ticket, "aboutTicket")?,
            follow_up_of: id_or_none(&self.follow_up_of, "followUpOf")?,
        })
    }
}

/// What a *permintaan solusi permasalahan* carries; none of it may be blank.
#[derive(Debug, InputObject)]
pub struct WantedInput {
    /// Why Tier 2.
    reason: EscalationReason,
    /// *Diagnosis awal*.
    diagnosis: String,
    /// *Langkah yang sudah dilakukan*.
    steps_tried: String,
    /// *Bantuan yang diminta*.
    help_wanted: String,
}

impl WantedInput {
    fn read(self) -> Wanted {
        Wanted {
            reason: self.reason.into(),
            diagnosis: self.diagnosis,
            steps_tried: self.steps_tried,
            help_wanted: self.help_wanted,
        }
    }
}

/// Input of `ticketOpen`.
#[derive(Debug, InputObject)]
pub struct TicketOpenInput {
    /// What is reported.
    report: ReportInput,
    /// Whom it is for, if not for the viewer.
    on_behalf_of: Option<ID>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Somebody the desk did not know yet: a name and a phone number are enough.
#[derive(Debug, InputObject)]
pub struct NewRequesterInput {
    /// Name.
    name: String,
    /// Phone, as typed.
    phone: String,
    /// NIP, as typed.
    nip: Option<String>,
    /// Unit, for civil servants.
    unit: Option<ID>,
    /// Who they are to the government.
    requester_type: RequesterType,
}

/// *Simpan & selesaikan*.
#[derive(Debug, InputObject)]
pub struct RecordResolveInput {
    /// What was done.
    resolution: String,
    /// Why it had happened.
    cause: CauseCode,
}

/// Input of `ticketRecord`.
#[derive(Debug, InputObject)]
pub struct TicketRecordInput {
    /// What is reported.
    report: ReportInput,
    /// From whom, if known.
    requester: Option<ID>,
    /// From whom, if new.
    new_requester: Option<NewRequesterInput>,
    /// How it came.
    channel: Channel,
    /// When it came; left out: now. At most two business days back.
    received_at: Option<DateTime<Utc>>,
    /// *Simpan & selesaikan*.
    resolve: Option<RecordResolveInput>,
    /// *Simpan & eskalasi*.
    escalate: Option<WantedInput>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketTake`.
#[derive(Debug, InputObject)]
pub struct TicketTakeInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketAssign`.
#[derive(Debug, InputObject)]
pub struct TicketAssignInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// To whom.
    assignee: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// What became of a reply.
#[derive(Debug, SimpleObject)]
pub struct TicketReplyPayload {
    /// The ticket the reply stands on.
    ticket: Option<Ticket>,
    /// The ticket had ended too long ago: a new, linked one was opened.
    follow_up: bool,
    /// Why it was refused; empty if it was done.
    user_errors: Vec<UserError>,
}

/// Input of `ticketReply`.
#[derive(Debug, InputObject)]
pub struct TicketReplyInput {
    /// The ticket.
    ticket: ID,
    /// The text; may be left out if there are files.
    #[graphql(default)]
    text: String,
    /// Uploaded files to attach.
    #[graphql(default)]
    files: Vec<ID>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketNote`.
#[derive(Debug, InputObject)]
pub struct TicketNoteInput {
    /// The ticket.
    ticket: ID,
    /// The text.
    text: String,
    /// Uploaded files to attach.
    #[graphql(default)]
    files: Vec<ID>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketAttach`.
#[derive(Debug, InputObject)]
pub struct TicketAttachInput {
    /// The ticket.
    ticket: ID,
    /// Uploaded files to attach.
    #[graphql(default)]
    files: Vec<ID>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketAsk`.
#[derive(Debug, InputObject)]
pub struct TicketAskInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// The question.
    question: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// *Menunggu pihak ketiga*.
#[derive(Debug, InputObject)]
pub struct HoldThirdPartyInput {
    /// Who is waited for.
    who: String,
    /// Through what: a call centre, a letter.
    through: String,
    /// Their reference, if any.
    #[graphql(default)]
    reference: String,
    /// When to look again; the clock reminds.
    next_check: Option<DateTime<Utc>>,
}

/// *Menunggu jadwal*.
#[derive(Debug, InputObject)]
pub struct HoldScheduleInput {
    /// When work goes on, by itself.
    until: DateTime<Utc>,
    /// Whether the requester chose the date: then the promise to them pauses.
    #[graphql(default)]
    chosen_by_requester: bool,
    /// Why.
    reason: String,
}

/// Input of `ticketHold`.
#[derive(Debug, InputObject)]
pub struct TicketHoldInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// For somebody outside.
    third_party: Option<HoldThirdPartyInput>,
    /// For a date.
    schedule: Option<HoldScheduleInput>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketResume`.
#[derive(Debug, InputObject)]
pub struct TicketResumeInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketForward`.
#[derive(Debug, InputObject)]
pub struct TicketForwardInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// To which unit.
    unit: ID,
    /// Why.
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketEscalate`.
#[derive(Debug, InputObject)]
pub struct TicketEscalateInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// What is asked of Tier 2.
    wanted: WantedInput,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketAccept`.
#[derive(Debug, InputObject)]
pub struct TicketAcceptInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketHandOver`.
#[derive(Debug, InputObject)]
pub struct TicketHandOverInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// To which team.
    team: ID,
    /// Why.
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketReturn`.
#[derive(Debug, InputObject)]
pub struct TicketReturnInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// What is missing.
    missing: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketAnswer`.
#[derive(Debug, InputObject)]
pub struct TicketAnswerInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// The solution, which Tier 1 applies.
    solution: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketResolve`.
#[derive(Debug, InputObject)]
pub struct TicketResolveInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// What was done, in words the requester understands.
    resolution: String,
    /// Why it had happened.
    cause: CauseCode,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketConfirm`.
#[derive(Debug, InputObject)]
pub struct TicketConfirmInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// For handlers: who confirmed, when and how.
    #[graphql(default)]
    how: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketRate`.
#[derive(Debug, InputObject)]
pub struct TicketRateInput {
    /// The ticket.
    ticket: ID,
    /// 1 to 5.
    rating: i32,
    /// A comment.
    #[graphql(default)]
    comment: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketReopen`.
#[derive(Debug, InputObject)]
pub struct TicketReopenInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// Why.
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketReject`.
#[derive(Debug, InputObject)]
pub struct TicketRejectInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// Why, in words the requester understands.
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketCancel`.
#[derive(Debug, InputObject)]
pub struct TicketCancelInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// Why.
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketMerge`.
#[derive(Debug, InputObject)]
pub struct TicketMergeInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// The ticket that goes on.
    target: ID,
    /// Why.
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketReclassify`.
#[derive(Debug, InputObject)]
pub struct TicketReclassifyInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// The kind.
    kind: Option<TicketKind>,
    /// The service.
    service: Option<ID>,
    /// The impact.
    impact: Option<Impact>,
    /// The urgency.
    urgency: Option<Urgency>,
    /// The class; lowering it needs a reason.
    confidentiality: Option<Confidentiality>,
    /// The security team's word on a security incident: it becomes CRITICAL.
    #[graphql(default)]
    security_confirmed: bool,
    /// Why.
    #[graphql(default)]
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketRedact`.
#[derive(Debug, InputObject)]
pub struct TicketRedactInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// A text.
    message: Option<ID>,
    /// A file.
    file: Option<ID>,
    /// Title, location, contact and form.
    #[graphql(default)]
    head: bool,
    /// A solution request: its diagnosis, steps tried and help wanted.
    request: Option<ID>,
    /// Why.
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketInvolve`.
#[derive(Debug, InputObject)]
pub struct TicketInvolveInput {
    /// The ticket.
    ticket: ID,
    /// Whom.
    person: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketFollow`.
#[derive(Debug, InputObject)]
pub struct TicketFollowInput {
    /// The ticket.
    ticket: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketUnfollow`.
#[derive(Debug, InputObject)]
pub struct TicketUnfollowInput {
    /// The ticket.
    ticket: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketLink`.
#[derive(Debug, InputObject)]
pub struct TicketLinkInput {
    /// The ticket.
    ticket: ID,
    /// The other ticket.
    other: ID,
    /// How they belong together.
    kind: LinkKind,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketPromoteToProblem`.
#[derive(Debug, InputObject)]
pub struct TicketPromoteToProblemInput {
    /// The ticket.
    ticket: ID,
    /// A title; left out: that of the ticket.
    #[graphql(default)]
    title: String,
    /// What is known.
    #[graphql(default)]
    description: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketRaiseChange`.
#[derive(Debug, InputObject)]
pub struct TicketRaiseChangeInput {
    /// The ticket.
    ticket: ID,
    /// A title; left out: that of the ticket.
    #[graphql(default)]
    title: String,
    /// What is known.
    #[graphql(default)]
    description: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

#[derive(Debug, Default)]
pub struct TicketMutations;

#[Object]
impl TicketMutations {
    /// *Laporkan*: reports something, for oneself or for somebody else. The answer is the receipt: number and ticket.
    async fn ticket_open(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketOpenInput,
    ) -> Result<TicketPayload> {
        let on_behalf_of = id_or_none(&input.on_behalf_of, "onBehalfOf")?;
        let command = Open { report: input.report.read()?, on_behalf_of, channel: desk::ticket::Channel::Web };
        act_on_ticket(ctx, input.request_id, command, |opened| opened.ticket).await
    }

    /// *Catat laporan*: a handler notes a report that came by telephone, at the counter, by letter. With `resolve` or `escalate` both happen, or nothing.
    async fn ticket_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketRecordInput,
    ) -> Result<TicketPayload> {
        let requester = match (input.requester, input.new_requester) {
            (Some(known), None) => RequesterRef::Known(id(&known, "requester")?),
            (None, Some(new)) => RequesterRef::New(NewRequester {
                name: new.name,
                phone: new.phone,
                nip: new.nip,
                unit: id_or_none(&new.unit, "unit")?,
                requester_type: new.requester_type.into(),
            }),
            (_, _) => return Err(bad_input("give either `requester` or `newRequester`")),
        };
        let then = match (input.resolve, input.escalate) {
            (None, None) => RecordThen::Save,
            (Some(resolve), None) => {
                RecordThen::Resolve { resolution: resolve.resolution, cause: resolve.cause.into() }
            }
            (None, Some(wanted)) => RecordThen::Escalate(wanted.read()),
            (Some(_), Some(_)) => return Err(bad_input("give either `resolve` or `escalate`")),
        };
        let (channel, received_at) = (input.channel.into(), input.received_at);
        let command = Record { report: input.report.read()?, requester, channel, received_at, then };
        act_on_ticket(ctx, input.request_id, command, |opened| opened.ticket).await
    }

    /// *Ambil* or *Ambil alih*.
    async fn ticket_take(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketTakeInput,
    ) -> Result<TicketPayload> {
        let command = Take { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen) };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Tugaskan*. While the assignee is away, the substitute gets it.
    async fn ticket_assign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketAssignInput,
    ) -> Result<TicketPayload> {
        let command = Assign {
            ticket: id(&input.ticket, "ticket")?,
            seen: Some(input.seen),
            assignee: id(&input.assignee, "assignee")?,
        };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Tambah catatan internal*: never shown to the requester.
    async fn ticket_note(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketNoteInput,
    ) -> Result<TicketPayload> {
        let ticket = id(&input.ticket, "ticket")?;
        let command = Note { ticket, text: input.text, files: ids(&input.files, "files")? };
        act_on_ticket(ctx, input.request_id, command, move |_| ticket).await
    }

    /// Adds files that arrive after their report or reply.
    async fn ticket_attach(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketAttachInput,
    ) -> Result<TicketPayload> {
        let command = Attach { ticket: id(&input.ticket, "ticket")?, files: ids(&input.files, "files")? };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Minta informasi*: a question to the requester, recalled after 2 and 4 business days; without an answer the ticket closes after 5.
    async fn ticket_ask(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketAskInput,
    ) -> Result<TicketPayload> {
        let command = Ask { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), question: input.question };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Tunda*: waits for a third party or for a date.
    async fn ticket_hold(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketHoldInput,
    ) -> Result<TicketPayload> {
        let what = match (input.third_party, input.schedule) {
            (Some(other), None) => HoldFor::ThirdParty {
                who: other.who,
                through: other.through,
                reference: other.reference,
                next_check: other.next_check,
            },
            (None, Some(date)) => HoldFor::Schedule {
                until: date.until,
                chosen_by_requester: date.chosen_by_requester,
                reason: date.reason,
            },
            (_, _) => return Err(bad_input("give either `thirdParty` or `schedule`")),
        };
        let command = Hold { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), what };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Lanjutkan*.
    async fn ticket_resume(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketResumeInput,
    ) -> Result<TicketPayload> {
        let command = Resume { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen) };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Teruskan ke OPD lain*.
    async fn ticket_forward(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketForwardInput,
    ) -> Result<TicketPayload> {
        let command = Forward {
            ticket: id(&input.ticket, "ticket")?,
            seen: Some(input.seen),
            unit: id(&input.unit, "unit")?,
            reason: input.reason,
        };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Eskalasi ke Tier 2* by a *permintaan solusi permasalahan*.
    async fn ticket_escalate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketEscalateInput,
    ) -> Result<TicketPayload> {
        let command =
            Escalate { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), wanted: input.wanted.read() };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Terima*.
    async fn ticket_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketAcceptInput,
    ) -> Result<TicketPayload> {
        let command = Accept { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen) };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Alihkan ke tim lain*.
    async fn ticket_hand_over(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketHandOverInput,
    ) -> Result<TicketPayload> {
        let command = HandOver {
            ticket: id(&input.ticket, "ticket")?,
            seen: Some(input.seen),
            team: id(&input.team, "team")?,
            reason: input.reason,
        };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Kembalikan untuk dilengkapi*.
    async fn ticket_return(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketReturnInput,
    ) -> Result<TicketPayload> {
        let command = Return { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), missing: input.missing };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Kirim solusi ke Tier 1*.
    async fn ticket_answer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketAnswerInput,
    ) -> Result<TicketPayload> {
        let command = Answer { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), solution: input.solution };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Selesaikan*.
    async fn ticket_resolve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketResolveInput,
    ) -> Result<TicketPayload> {
        let command = Resolve {
            ticket: id(&input.ticket, "ticket")?,
            seen: Some(input.seen),
            resolution: input.resolution,
            cause: input.cause.into(),
        };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Sudah teratasi*; for handlers *Catat konfirmasi lisan*.
    async fn ticket_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketConfirmInput,
    ) -> Result<TicketPayload> {
        let command = Confirm { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), how: input.how };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Beri penilaian*: only the requester.
    async fn ticket_rate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketRateInput,
    ) -> Result<TicketPayload> {
        let command = Rate { ticket: id(&input.ticket, "ticket")?, rating: input.rating, comment: input.comment };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Belum teratasi* or *Buka kembali*.
    async fn ticket_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketReopenInput,
    ) -> Result<TicketPayload> {
        let command = Reopen { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), reason: input.reason };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Tolak*.
    async fn ticket_reject(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketRejectInput,
    ) -> Result<TicketPayload> {
        let command = Reject { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), reason: input.reason };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Batalkan laporan*.
    async fn ticket_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketCancelInput,
    ) -> Result<TicketPayload> {
        let command = Cancel { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), reason: input.reason };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Gabungkan*: the answer is the ticket that goes on.
    async fn ticket_merge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketMergeInput,
    ) -> Result<TicketPayload> {
        let command = Merge {
            ticket: id(&input.ticket, "ticket")?,
            seen: Some(input.seen),
            target: id(&input.target, "target")?,
            reason: input.reason,
        };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Ubah jenis, layanan atau prioritas*. What is left out stays; sent with nothing changed it confirms what is there.
    async fn ticket_reclassify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketReclassifyInput,
    ) -> Result<TicketPayload> {
        let command = Reclassify {
            ticket: id(&input.ticket, "ticket")?,
            seen: Some(input.seen),
            kind: input.kind.map(Into::into),
            service: id_or_none(&input.service, "service")?,
            impact: input.impact.map(Into::into),
            urgency: input.urgency.map(Into::into),
            confidentiality: input.confidentiality.map(Into::into),
            security_confirmed: input.security_confirmed,
            reason: input.reason,
        };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Sembunyikan isi*: destroys a text or a file; its digest, who and why remain. Give one of `message`, `file`, `request`, `head`.
    async fn ticket_redact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketRedactInput,
    ) -> Result<TicketPayload> {
        let what = match (&input.message, &input.file, &input.request, input.head) {
            (Some(message), None, None, false) => RedactWhat::Message(id(message, "message")?),
            (None, Some(file), None, false) => RedactWhat::File(id(file, "file")?),
            (None, None, Some(request), false) => RedactWhat::Request(id(request, "request")?),
            (None, None, None, true) => RedactWhat::Head,
            (_, _, _, _) => return Err(bad_input("give one of `message`, `file`, `request`, `head`")),
        };
        let ticket = id(&input.ticket, "ticket")?;
        let command = Redact { ticket, seen: Some(input.seen), what, reason: input.reason };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Libatkan*: somebody by name, who then sees the ticket whatever its class.
    async fn ticket_involve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketInvolveInput,
    ) -> Result<TicketPayload> {
        let command = Involve { ticket: id(&input.ticket, "ticket")?, person: id(&input.person, "person")? };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Ikuti*.
    async fn ticket_follow(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketFollowInput,
    ) -> Result<TicketPayload> {
        let command = Follow { ticket: id(&input.ticket, "ticket")? };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Berhenti mengikuti*.
    async fn ticket_unfollow(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketUnfollowInput,
    ) -> Result<TicketPayload> {
        let command = Unfollow { ticket: id(&input.ticket, "ticket")? };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Tautkan*.
    async fn ticket_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketLinkInput,
    ) -> Result<TicketPayload> {
        let command =
            Link { ticket: id(&input.ticket, "ticket")?, other: id(&input.other, "other")?, kind: input.kind.into() };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Jadikan masalah*: opens a PROBLEM linked with the incident; the answer is the problem.
    async fn ticket_promote_to_problem(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketPromoteToProblemInput,
    ) -> Result<TicketPayload> {
        let command = PromoteToProblem {
            ticket: id(&input.ticket, "ticket")?,
            title: input.title,
            description: input.description,
        };
        act_on_ticket(ctx, input.request_id, command, |opened| opened.ticket).await
    }

    /// *Ajukan perubahan*: opens a CHANGE linked with the ticket; the answer is the change.
    async fn ticket_raise_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketRaiseChangeInput,
    ) -> Result<TicketPayload> {
        let command =
            RaiseChange { ticket: id(&input.ticket, "ticket")?, title: input.title, description: input.description };
        act_on_ticket(ctx, input.request_id, command, |opened| opened.ticket).await
    }

    /// *Balas*: a public reply, by the requester's side or by a handler.
    async fn ticket_reply(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketReplyInput,
    ) -> Result<TicketReplyPayload> {
        let ticket = id(&input.ticket, "ticket")?;
        let mut follow_up = false;
        let command = Reply { ticket, text: input.text, files: ids(&input.files, "files")? };
        let noted = &mut follow_up;
        let payload = act_on_ticket(ctx, input.request_id, command, move |replied| {
            *noted = replied.follow_up;
            replied.ticket
        })
        .await?;
        Ok(TicketReplyPayload { ticket: payload.ticket, follow_up, user_errors: payload.user_errors })
    }
}
