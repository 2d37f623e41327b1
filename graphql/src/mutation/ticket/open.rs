//! Reports: one's own, for somebody else, and noted by a handler.

use super::super::{TicketPayload, act_on_ticket};
use super::escalate::WantedInput;
use crate::enums::{CauseCode, Channel, Impact, RequesterType, TicketKind, Urgency};
use crate::error::{bad_input, id, id_or_none, ids};
use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use desk::ticket::{NewRequester, Open, Record, RecordThen, Report, RequesterRef};

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

/// An answer to a field of a service.
#[derive(Debug, InputObject)]
pub struct AnswerInput {
    /// The field's key.
    key: String,
    /// The answer.
    value: String,
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
    /// It is another person than those who have this number already: else refused as KNOWN_PERSON, with who they are.
    #[graphql(default)]
    another: bool,
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
    /// When it came; left out: now. At most `tickets.recordBackDays` business days back.
    received_at: Option<DateTime<Utc>>,
    /// *Simpan & selesaikan*.
    resolve: Option<RecordResolveInput>,
    /// *Simpan & eskalasi*.
    escalate: Option<WantedInput>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

#[derive(Debug, Default)]
pub struct Reports;

#[Object]
impl Reports {
    /// *Laporkan*: reports something, for oneself or for somebody else. The answer is the receipt: number and ticket.
    async fn ticket_open(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketOpenInput,
    ) -> Result<TicketPayload> {
        let on_behalf_of = id_or_none(&input.on_behalf_of, "onBehalfOf")?;
        let command = Open { report: input.report.read()?, on_behalf_of };
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
                another: new.another,
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
}
