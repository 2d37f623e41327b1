//! People, appointments, absences; sessions, tokens and one-time codes.

use super::act;
use super::organisation::{SavedPayload, save};
use crate::enums::{AbsenceKind, Language, RequesterType, Role, TokenScope};
use crate::error::{UserError, id, id_or_none};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use desk::absence::{AddAbsence, CancelAbsence, ConfirmAbsence};
use desk::appointment::{Appoint, ConfirmAppointment, EndAppointment};
use desk::person::add::{AddPerson, ChangePerson, ChooseLanguage, ErasePerson, RetirePerson};
use desk::session::{CompleteCode, EndSession, IssueCode};
use desk::token::{MakeToken, RevokeToken};

/// What is known of a person.
#[derive(Debug, InputObject)]
pub struct PersonInput {
    /// Name.
    name: String,
    /// NIP, 18 digits.
    nip: Option<String>,
    /// Phone, as typed.
    phone: Option<String>,
    /// E-mail address.
    email: Option<String>,
    /// Unit.
    unit: Option<ID>,
    /// Who they are to the government.
    requester_type: RequesterType,
    /// The language they read.
    #[graphql(default_with = "desk::person::Language::Indonesian.into()")]
    language: Language,
    /// IANA zone, where it differs from the region's.
    zone: Option<String>,
    /// *Rahasiakan identitas saya*.
    #[graphql(default)]
    hide_identity: bool,
}

impl PersonInput {
    fn read(self) -> Result<desk::person::add::PersonInput> {
        Ok(desk::person::add::PersonInput {
            name: self.name,
            nip: self.nip,
            phone: self.phone,
            email: self.email,
            unit: id_or_none(&self.unit, "unit")?,
            requester_type: self.requester_type.into(),
            language: self.language.into(),
            zone: self.zone,
            hide_identity: self.hide_identity,
        })
    }
}

/// Input of `personAdd`.
#[derive(Debug, InputObject)]
pub struct PersonAddInput {
    /// What is known of them.
    #[graphql(flatten)]
    known: PersonInput,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `personChange`.
#[derive(Debug, InputObject)]
pub struct PersonChangeInput {
    /// Whom.
    person: ID,
    /// What holds from now on.
    #[graphql(flatten)]
    known: PersonInput,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `viewerChooseLanguage`.
#[derive(Debug, InputObject)]
pub struct ViewerChooseLanguageInput {
    /// Which.
    language: Language,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `personRetire`.
#[derive(Debug, InputObject)]
pub struct PersonRetireInput {
    /// Whom.
    person: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `personErase`.
#[derive(Debug, InputObject)]
pub struct PersonEraseInput {
    /// Whom.
    person: ID,
    /// On what basis: the request's number, a decision.
    basis: String,
    /// Also what they wrote and sent: the heads of their reports, their texts and files. It can be asked later, too.
    #[graphql(default)]
    reports: bool,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `appointmentAdd`: a role, its scope, its period and its basis.
#[derive(Debug, InputObject)]
pub struct AppointmentAddInput {
    /// Whom.
    person: ID,
    /// To what.
    role: Role,
    /// Of which unit, where the role has one.
    unit: Option<ID>,
    /// In which team, where the role has one.
    team: Option<ID>,
    /// For which service, where the role has one.
    service: Option<ID>,
    /// On which board, where the role has one.
    board: Option<String>,
    /// From when; left out: now.
    valid_from: Option<DateTime<Utc>>,
    /// Until when; an auditor's always ends.
    valid_to: Option<DateTime<Utc>>,
    /// Number of the SK.
    basis_number: Option<String>,
    /// Date of the SK.
    basis_date: Option<NaiveDate>,
    /// The SK itself, uploaded.
    basis_file: Option<ID>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `appointmentConfirm`.
#[derive(Debug, InputObject)]
pub struct AppointmentConfirmInput {
    /// The appointment.
    appointment: ID,
    /// The `print` of what was shown: refused as STALE if it is another by now.
    seen: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `appointmentEnd`.
#[derive(Debug, InputObject)]
pub struct AppointmentEndInput {
    /// The appointment.
    appointment: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `absenceAdd`: a time in which a person is away.
#[derive(Debug, InputObject)]
pub struct AbsenceAddInput {
    /// Who.
    person: ID,
    /// Why.
    kind: AbsenceKind,
    /// From when.
    valid_from: DateTime<Utc>,
    /// Until when.
    valid_to: DateTime<Utc>,
    /// Who stands in.
    substitute: Option<ID>,
    /// A word about it.
    #[graphql(default)]
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `absenceCancel`.
#[derive(Debug, InputObject)]
pub struct AbsenceCancelInput {
    /// The absence.
    absence: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `absenceConfirm`.
#[derive(Debug, InputObject)]
pub struct AbsenceConfirmInput {
    /// The absence.
    absence: ID,
    /// The `print` of what was shown: refused as STALE if it is another by now.
    seen: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `codeIssue`. It has no request id: a code is not kept, so that it could not be shown again.
#[derive(Debug, InputObject)]
pub struct CodeIssueInput {
    /// For whom.
    person: ID,
}

/// Input of `codeComplete`. It has no request id: a code is not kept, so that it could not be shown again.
#[derive(Debug, InputObject)]
pub struct CodeCompleteInput {
    /// The code that waits.
    code: ID,
    /// The `print` of what was shown: refused as STALE if it is another by now.
    seen: String,
}

/// Input of `tokenMake`. It has no request id: a token is not kept, so that it could not be shown again.
#[derive(Debug, InputObject)]
pub struct TokenMakeInput {
    /// What it is for.
    name: String,
    /// For how many days; the longest is a setting, see `viewer { tokenDays }`.
    days: i32,
    /// What it may do; reading always.
    scopes: Vec<TokenScope>,
}

/// Input of `tokenRevoke`.
#[derive(Debug, InputObject)]
pub struct TokenRevokeInput {
    /// The token.
    token: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `sessionEnd`.
#[derive(Debug, InputObject)]
pub struct SessionEndInput {
    /// The session.
    session: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// A secret that is shown once, or why not.
#[derive(Debug, SimpleObject)]
pub struct SecretPayload {
    /// The secret; null if it was refused. It is not kept and cannot be shown again.
    secret: Option<String>,
    /// Why it was refused; empty if it was done.
    user_errors: Vec<UserError>,
}

/// A one-time code that is shown once, or why not.
#[derive(Debug, SimpleObject)]
pub struct CodePayload {
    /// The code, or the half of one; null if it was refused. It is not kept and cannot be shown again.
    secret: Option<String>,
    /// Whether it is the first half only, and a second person has to give the other.
    halved: bool,
    /// Why it was refused; empty if it was done.
    user_errors: Vec<UserError>,
}

/// What was erased, and what is left, or why not.
#[derive(Debug, SimpleObject)]
pub struct PersonErasePayload {
    /// The person; null if it was refused.
    id: Option<ID>,
    /// How many tickets something was taken out of.
    redacted: u64,
    /// How many tickets still hold what they wrote or sent.
    left: u64,
    /// Why it was refused; empty if it was done.
    user_errors: Vec<UserError>,
}

fn secret(outcome: std::result::Result<String, Vec<UserError>>) -> SecretPayload {
    match outcome {
        Ok(secret) => SecretPayload { secret: Some(secret), user_errors: Vec::new() },
        Err(user_errors) => SecretPayload { secret: None, user_errors },
    }
}

#[derive(Debug, Default)]
pub struct PersonMutations;

#[Object]
impl PersonMutations {
    /// Adds a person.
    async fn person_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: PersonAddInput,
    ) -> Result<SavedPayload> {
        save(ctx, input.request_id, AddPerson(input.known.read()?)).await
    }

    /// Changes what is known of a person.
    async fn person_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: PersonChangeInput,
    ) -> Result<SavedPayload> {
        let command = ChangePerson { person: id(&input.person, "person")?, input: input.known.read()? };
        save(ctx, input.request_id, command).await
    }

    /// Chooses the language the viewer reads; letters and refusals are in it, too.
    async fn viewer_choose_language(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: ViewerChooseLanguageInput,
    ) -> Result<SavedPayload> {
        save(ctx, input.request_id, ChooseLanguage { language: input.language.into() }).await
    }

    /// A person leaves: sessions, tokens and roles end at once. Asks for the password again.
    async fn person_retire(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: PersonRetireInput,
    ) -> Result<SavedPayload> {
        save(ctx, input.request_id, RetirePerson { person: id(&input.person, "person")? }).await
    }

    /// Erases a person's data on request, and with `reports` what they wrote and sent. Tickets keep who, when and the basis. Asks for the password again.
    async fn person_erase(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: PersonEraseInput,
    ) -> Result<PersonErasePayload> {
        let person = id(&input.person, "person")?;
        let command = ErasePerson { person, basis: input.basis, reports: input.reports };
        Ok(match act(ctx, input.request_id, command).await? {
            Ok(erased) => PersonErasePayload {
                id: Some(ID(erased.person.to_string())),
                redacted: erased.redacted,
                left: erased.left,
                user_errors: Vec::new(),
            },
            Err(user_errors) => PersonErasePayload { id: None, redacted: 0, left: 0, user_errors },
        })
    }

    /// Appoints a person to a role. Asks for the password again; some roles wait for a second person.
    async fn appointment_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: AppointmentAddInput,
    ) -> Result<SavedPayload> {
        let command = Appoint {
            person: id(&input.person, "person")?,
            role: input.role.into(),
            unit: id_or_none(&input.unit, "unit")?,
            team: id_or_none(&input.team, "team")?,
            service: id_or_none(&input.service, "service")?,
            board: input.board,
            valid_from: input.valid_from,
            valid_to: input.valid_to,
            basis_number: input.basis_number,
            basis_date: input.basis_date,
            basis_file: id_or_none(&input.basis_file, "basisFile")?,
        };
        save(ctx, input.request_id, command).await
    }

    /// Confirms, as the second person, an appointment that needs one.
    async fn appointment_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: AppointmentConfirmInput,
    ) -> Result<SavedPayload> {
        let command = ConfirmAppointment { appointment: id(&input.appointment, "appointment")?, seen: input.seen };
        save(ctx, input.request_id, command).await
    }

    /// Ends an appointment, at once.
    async fn appointment_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: AppointmentEndInput,
    ) -> Result<SavedPayload> {
        let command = EndAppointment { appointment: id(&input.appointment, "appointment")? };
        save(ctx, input.request_id, command).await
    }

    /// Notes that somebody is or will be away. Whoever names a substitute gives the password again.
    async fn absence_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: AbsenceAddInput,
    ) -> Result<SavedPayload> {
        let command = AddAbsence {
            person: id(&input.person, "person")?,
            kind: input.kind.into(),
            valid_from: input.valid_from,
            valid_to: input.valid_to,
            substitute: id_or_none(&input.substitute, "substitute")?,
            reason: input.reason,
        };
        save(ctx, input.request_id, command).await
    }

    /// Agrees, as the second person, to the substitute in a place that takes two people to give. Asks for the password again.
    async fn absence_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: AbsenceConfirmInput,
    ) -> Result<SavedPayload> {
        let command = ConfirmAbsence { absence: id(&input.absence, "absence")?, seen: input.seen };
        save(ctx, input.request_id, command).await
    }

    /// Takes an absence back. Asks for the password again, unless it is one's own without a substitute.
    async fn absence_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: AbsenceCancelInput,
    ) -> Result<SavedPayload> {
        save(ctx, input.request_id, CancelAbsence { absence: id(&input.absence, "absence")? }).await
    }

    /// Issues a one-time code for a first sign-in or a new password, valid for 30 minutes, to be printed or read out. Asks for the password again. For
    /// whoever holds a role that takes two people it is the first half of a code, and a second person gives the other with `codeComplete`.
    async fn code_issue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: CodeIssueInput,
    ) -> Result<CodePayload> {
        let issued = act(ctx, None, IssueCode { person: id(&input.person, "person")? }).await?;
        let halved = issued.as_ref().is_ok_and(|issued| issued.halved);
        let SecretPayload { secret, user_errors } = secret(issued.map(|issued| issued.code));
        Ok(CodePayload { secret, halved, user_errors })
    }

    /// Gives, as the second person, the second half of a one-time code; both halves together are good for 30 minutes. Asks for the password again.
    async fn code_complete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: CodeCompleteInput,
    ) -> Result<SecretPayload> {
        let command = CompleteCode { code: id(&input.code, "code")?, seen: input.seen };
        Ok(secret(act(ctx, None, command).await?))
    }

    /// Makes a token for a program that acts as the viewer, within what the token is made for. Asks for the password again.
    async fn token_make(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TokenMakeInput,
    ) -> Result<SecretPayload> {
        let scopes = input.scopes.into_iter().map(Into::into).collect();
        Ok(secret(act(ctx, None, MakeToken { name: input.name, days: input.days, scopes }).await?))
    }

    /// Revokes one of the viewer's tokens.
    async fn token_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TokenRevokeInput,
    ) -> Result<SavedPayload> {
        save(ctx, input.request_id, RevokeToken { token: id(&input.token, "token")? }).await
    }

    /// Ends a session: one of the viewer's, or, for administrators, anybody's.
    async fn session_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: SessionEndInput,
    ) -> Result<SavedPayload> {
        save(ctx, input.request_id, EndSession { session: id(&input.session, "session")? }).await
    }
}
