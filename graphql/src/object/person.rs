//! People, their roles, absences, sessions and tokens.

use super::catalogue::{Service, Team, Unit};
use super::page::PageInfo;
use crate::enums::{AbsenceKind, AppointmentState, EventKind, RequesterType, Role, TokenScope};
use crate::viewer::{self, in_words, reader};
use async_graphql::{ComplexObject, Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use desk::view::PersonView;

/// A person: a requester, somebody on the staff, or both.
#[derive(Debug, Clone)]
pub struct Person(pub PersonView);

/// A person: a requester, somebody on the staff, or both.
#[Object]
impl Person {
    /// The person's id.
    pub async fn id(&self) -> ID {
        self.0.id.into_gql()
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The unit they belong to; citizens have none.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Option<Unit>> {
        Unit::by_id(ctx, self.0.unit).await
    }

    /// Who they are to the government.
    async fn requester_type(&self) -> RequesterType {
        self.0.requester_type.into()
    }

    /// NIP (18 digits), masked unless it is one's own or was asked for with `personUnmasked`.
    async fn nip(&self) -> Option<&str> {
        self.0.nip.as_deref()
    }

    /// Phone in E.164, masked likewise.
    async fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    /// E-mail address; only one's own, or asked for with `personUnmasked`.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// Whether the person is still with us.
    async fn active(&self) -> bool {
        self.0.active
    }

    /// Their appointments, also those that are over; for staff and for oneself.
    #[graphql(complexity = "10 + child_complexity")]
    async fn appointments(&self, ctx: &Context<'_>) -> Result<Vec<Appointment>> {
        let reader = reader(ctx).await?;
        let found = reader.appointments_of(self.0.id).await.map_err(in_words(reader))?;
        Ok(found.into_iter().map(Appointment).collect())
    }
}

impl Person {
    /// A person by id, through the loader.
    pub async fn by_id(ctx: &Context<'_>, id: Option<desk::id::PersonId>) -> Result<Option<Self>> {
        match id {
            None => Ok(None),
            Some(id) => Ok(viewer::person(ctx, id).await?.map(Self)),
        }
    }
}

/// An id as GraphQL writes it.
pub trait IntoGql {
    /// `kind:uuid`.
    fn into_gql(self) -> ID;
}

impl<I: desk::id::Id> IntoGql for I {
    fn into_gql(self) -> ID {
        ID(self.to_string())
    }
}

/// The appointment of a person to a role.
#[derive(Debug, Clone)]
pub struct Appointment(pub desk::appointment::Appointment);

/// The appointment of a person to a role.
#[Object]
impl Appointment {
    /// The appointment's id.
    pub async fn id(&self) -> ID {
        self.0.id.into_gql()
    }

    /// The person.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, Some(self.0.person_id)).await
    }

    /// The role.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// The unit, where the role is of one.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Option<Unit>> {
        Unit::by_id(ctx, self.0.unit_id).await
    }

    /// The team, where the role is of one.
    async fn team(&self, ctx: &Context<'_>) -> Result<Option<Team>> {
        Team::by_id(ctx, self.0.team_id).await
    }

    /// The service, where the role is of one.
    async fn service(&self, ctx: &Context<'_>) -> Result<Option<Service>> {
        Service::by_id(ctx, self.0.service_id).await
    }

    /// The board, where the role is on one.
    async fn board(&self) -> Option<&str> {
        self.0.board.as_deref()
    }

    /// From when it counts.
    async fn valid_from(&self) -> DateTime<Utc> {
        self.0.valid_from
    }

    /// Until when it counts; none: until it is ended.
    async fn valid_to(&self) -> Option<DateTime<Utc>> {
        self.0.valid_to
    }

    /// Number of the SK.
    async fn basis_number(&self) -> Option<&str> {
        self.0.basis_number.as_deref()
    }

    /// Date of the SK.
    async fn basis_date(&self) -> Option<NaiveDate> {
        self.0.basis_date
    }

    /// Where it stands.
    async fn state(&self) -> AppointmentState {
        self.0.state.into()
    }

    /// Who proposed it; null: it was made by the operator at the server.
    async fn proposed_by(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.0.proposed_by).await
    }

    /// Another whenever the appointment or its person is: whoever confirms it says by this what they saw. Null where nothing waits.
    #[graphql(complexity = 5)]
    async fn print(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        if self.0.state != desk::appointment::AppointmentState::Proposed {
            return Ok(None);
        }
        let reader = reader(ctx).await?;
        reader.print_of_appointment(&self.0).await.map(Some).map_err(in_words(reader))
    }

    /// Whether it waits for the viewer as the second person.
    async fn viewer_may_confirm(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(reader(ctx).await?.may_confirm_appointment(&self.0))
    }
}

/// A time in which a person is away.
#[derive(Debug, Clone)]
pub struct Absence(pub desk::absence::Absence);

/// A time in which a person is away.
#[Object]
impl Absence {
    /// The absence's id.
    pub async fn id(&self) -> ID {
        self.0.id.into_gql()
    }

    /// Who is away.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, Some(self.0.person_id)).await
    }

    /// Why.
    async fn kind(&self) -> AbsenceKind {
        self.0.kind.into()
    }

    /// From when.
    async fn valid_from(&self) -> DateTime<Utc> {
        self.0.valid_from
    }

    /// Until when.
    async fn valid_to(&self) -> DateTime<Utc> {
        self.0.valid_to
    }

    /// Who stands in.
    async fn substitute(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.0.substitute_id).await
    }

    /// Whether the substitute waits for a second person, and stands in for nobody until then.
    async fn waits(&self, ctx: &Context<'_>) -> Result<bool> {
        let reader = reader(ctx).await?;
        Ok(desk::absence::waits(&self.0, &reader.directory, reader.now))
    }

    /// Another whenever the absence, its person or the substitute is: whoever confirms it says by this what they saw. Null where nothing waits.
    #[graphql(complexity = 5)]
    async fn print(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let reader = reader(ctx).await?;
        if !desk::absence::waits(&self.0, &reader.directory, reader.now) {
            return Ok(None);
        }
        reader.print_of_absence(&self.0).await.map(Some).map_err(in_words(reader))
    }

    /// Who noted it; null: the operator at the server.
    async fn noted_by(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.0.noted_by).await
    }

    /// The second person who agreed to the substitute, where one did.
    async fn confirmed_by(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.0.confirmed_by).await
    }

    /// Whether the viewer may cancel it.
    #[graphql(complexity = 5)]
    async fn viewer_may_cancel(&self, ctx: &Context<'_>) -> Result<bool> {
        let reader = reader(ctx).await?;
        reader.may_note_absence(self.0.person_id).await.map_err(in_words(reader))
    }

    /// Whether it waits for the viewer as the second person.
    #[graphql(complexity = 5)]
    async fn viewer_may_confirm(&self, ctx: &Context<'_>) -> Result<bool> {
        let reader = reader(ctx).await?;
        reader.may_confirm_absence(&self.0).await.map_err(in_words(reader))
    }
}

/// A session of a person who is signed in.
#[derive(Debug, Clone, SimpleObject)]
#[graphql(complex)]
pub struct Session {
    #[graphql(skip)]
    pub row: desk::store::people::Session,
    /// Whether it is the one this request came with.
    pub current: bool,
}

#[ComplexObject]
impl Session {
    /// The session's id.
    pub async fn id(&self) -> ID {
        self.row.id.into_gql()
    }

    /// When it began.
    async fn created_at(&self) -> DateTime<Utc> {
        self.row.created_at
    }

    /// When it was last used, to the minute.
    async fn last_seen_at(&self) -> DateTime<Utc> {
        self.row.last_seen_at
    }

    /// When it ends at the latest.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.row.expires_at
    }

    /// When it was ended; null: it goes on, or ran out.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.row.ended_at
    }

    /// *Ini komputer bersama*.
    async fn shared_computer(&self) -> bool {
        self.row.shared_computer
    }

    /// What the browser called itself.
    async fn agent(&self) -> &str {
        &self.row.agent
    }
}

/// Something that happened to the viewer's account.
#[derive(Debug, Clone)]
pub struct AccountEvent(pub desk::event::Event);

/// Something that happened to the viewer's account.
#[Object]
impl AccountEvent {
    /// Its number, among all that happened to this account.
    async fn seq(&self) -> i32 {
        i32::try_from(self.0.seq).unwrap_or(i32::MAX)
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.recorded_at
    }

    /// What.
    async fn kind(&self) -> Result<EventKind> {
        let kind = self.0.kind.parse::<desk::event::Kind>();
        kind.map(Into::into).map_err(|error| crate::error::internal(&desk::Fault::new(error.to_string())))
    }

    /// Whose doing it was; null: the operator's at the server.
    async fn by(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.0.actor.parse().ok()).await
    }

    /// Whether it was the viewer's own doing.
    async fn own(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.0.actor == reader(ctx).await?.standing.person.to_string())
    }
}

/// A one-time code that waits for its second half.
#[derive(Debug, Clone)]
pub struct HalvedCode(pub desk::store::people::ResetCode);

/// A one-time code that waits for its second half.
#[Object]
impl HalvedCode {
    /// The code's id.
    async fn id(&self) -> ID {
        self.0.id.into_gql()
    }

    /// For whom.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, Some(self.0.person_id)).await
    }

    /// Who gave the first half.
    async fn issued_by(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.0.issued_by).await
    }

    /// Until when it waits.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// Another whenever the code or its person is: whoever gives the second half says by this what they saw.
    #[graphql(complexity = 5)]
    async fn print(&self, ctx: &Context<'_>) -> Result<String> {
        let reader = reader(ctx).await?;
        reader.print_of_code(&self.0).await.map_err(in_words(reader))
    }
}

/// A token with which a program acts as a person.
#[derive(Debug, Clone)]
pub struct ApiToken(pub desk::store::people::ApiToken);

/// A token with which a program acts as a person.
#[Object]
impl ApiToken {
    /// The token's id; the token itself is shown only once, when it is made.
    pub async fn id(&self) -> ID {
        self.0.id.into_gql()
    }

    /// What it is for.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it stops working.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// What it may do.
    async fn scopes(&self) -> Vec<TokenScope> {
        self.0.scopes.0.iter().copied().map(Into::into).collect()
    }

    /// When it was last used, to the minute.
    async fn last_used_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_used_at
    }
}

/// A page of people.
#[derive(Debug, Clone, SimpleObject)]
pub struct PersonConnection {
    /// The rows with their cursors.
    pub edges: Vec<PersonEdge>,
    /// Where the page stands.
    pub page_info: PageInfo,
}

/// A person in a page.
#[derive(Debug, Clone, SimpleObject)]
pub struct PersonEdge {
    /// The row's cursor.
    pub cursor: String,
    /// The person.
    pub node: Person,
}
