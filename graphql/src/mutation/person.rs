//! People, appointments, absences; sessions, tokens and one-time codes.

use super::act;
use super::organisation::{SavedPayload, save};
use crate::enums::{AbsenceKind, Language, RequesterType, Role};
use crate::error::{UserError, id, id_or_none};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use desk::absence::{AddAbsence, CancelAbsence};
use desk::appointment::{Appoint, ConfirmAppointment, EndAppointment};
use desk::person::add::{AddPerson, ChangePerson, ChooseLanguage, ErasePerson, RetirePerson};
use desk::session::{EndSession, IssueCode, MakeToken, RevokeToken};

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
    #[graphql(default_with = "Language::Indonesian")]
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

/// An appointment: a role, its scope, its period and its basis.
#[derive(Debug, InputObject)]
pub struct AppointmentInput {
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
}

/// A time in which a person is away.
#[derive(Debug, InputObject)]
pub struct AbsenceInput {
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
}

/// A secret that is shown once, or why not.
#[derive(Debug, SimpleObject)]
pub struct SecretPayload {
    /// The secret; null if it was refused. It is not kept and cannot be shown again.
    secret: Option<String>,
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
        #[graphql(desc = "What is known of them.")] input: PersonInput,
        #[graphql(desc = "Sent twice, done once.")] request_id: Option<String>,
    ) -> Result<SavedPayload> {
        save(ctx, request_id, AddPerson(input.read()?)).await
    }

    /// Changes what is known of a person.
    async fn person_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] person: ID,
        #[graphql(desc = "What holds from now on.")] input: PersonInput,
    ) -> Result<SavedPayload> {
        save(ctx, None, ChangePerson { person: id(&person, "person")?, input: input.read()? }).await
    }

    /// Chooses the language the viewer reads; letters and refusals are in it, too.
    async fn viewer_language(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] language: Language,
    ) -> Result<SavedPayload> {
        save(ctx, None, ChooseLanguage { language: language.into() }).await
    }

    /// A person leaves: sessions, tokens and roles end at once.
    async fn person_retire(&self, ctx: &Context<'_>, #[graphql(desc = "Whom.")] person: ID) -> Result<SavedPayload> {
        save(ctx, None, RetirePerson { person: id(&person, "person")? }).await
    }

    /// Erases a person's data on request. Tickets keep who, when and the basis.
    async fn person_erase(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] person: ID,
        #[graphql(desc = "On what basis: the request's number, a decision.")] basis: String,
    ) -> Result<SavedPayload> {
        save(ctx, None, ErasePerson { person: id(&person, "person")?, basis }).await
    }

    /// Appoints a person to a role. Asks for the password again; some roles wait for a second person.
    async fn appointment_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The appointment.")] input: AppointmentInput,
        #[graphql(desc = "Sent twice, done once.")] request_id: Option<String>,
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
        save(ctx, request_id, command).await
    }

    /// Confirms, as the second person, an appointment that needs one.
    async fn appointment_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The appointment.")] appointment: ID,
    ) -> Result<SavedPayload> {
        save(ctx, None, ConfirmAppointment { appointment: id(&appointment, "appointment")? }).await
    }

    /// Ends an appointment, at once.
    async fn appointment_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The appointment.")] appointment: ID,
    ) -> Result<SavedPayload> {
        save(ctx, None, EndAppointment { appointment: id(&appointment, "appointment")? }).await
    }

    /// Notes that somebody is or will be away.
    async fn absence_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The absence.")] input: AbsenceInput,
        #[graphql(desc = "Sent twice, done once.")] request_id: Option<String>,
    ) -> Result<SavedPayload> {
        let command = AddAbsence {
            person: id(&input.person, "person")?,
            kind: input.kind.into(),
            valid_from: input.valid_from,
            valid_to: input.valid_to,
            substitute: id_or_none(&input.substitute, "substitute")?,
            reason: input.reason,
        };
        save(ctx, request_id, command).await
    }

    /// Takes an absence back.
    async fn absence_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The absence.")] absence: ID,
    ) -> Result<SavedPayload> {
        save(ctx, None, CancelAbsence { absence: id(&absence, "absence")? }).await
    }

    /// Issues a one-time code for a first sign-in or a new password, valid for 30 minutes, to be printed or read out.
    async fn code_issue(&self, ctx: &Context<'_>, #[graphql(desc = "For whom.")] person: ID) -> Result<SecretPayload> {
        Ok(secret(act(ctx, None, IssueCode { person: id(&person, "person")? }).await?))
    }

    /// Makes a token for a program that acts as the viewer. Asks for the password again.
    async fn token_make(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it is for.")] name: String,
        #[graphql(desc = "For how many days, 1 to 365.")] days: i32,
    ) -> Result<SecretPayload> {
        Ok(secret(act(ctx, None, MakeToken { name, days }).await?))
    }

    /// Revokes one of the viewer's tokens.
    async fn token_revoke(&self, ctx: &Context<'_>, #[graphql(desc = "The token.")] token: ID) -> Result<SavedPayload> {
        save(ctx, None, RevokeToken { token: id(&token, "token")? }).await
    }

    /// Ends a session: one of the viewer's, or, for administrators, anybody's.
    async fn session_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The session.")] session: ID,
    ) -> Result<SavedPayload> {
        save(ctx, None, EndSession { session: id(&session, "session")? }).await
    }
}
