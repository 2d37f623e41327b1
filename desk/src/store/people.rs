//! People and what they hold.

use super::entity::{
    absence, api_token, appointment, attachment, credential, message, person, reset_code, session, ticket,
};
use super::{Conn, Tx, one_of};
use crate::digest::Digest;
use crate::id::{FileId, PersonId, TicketId, UnitId};
use crate::person::name_key;
use crate::refusal::{Fault, Outcome};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::BTreeSet;

pub use super::entity::api_token::Model as ApiToken;
pub use super::entity::credential::Model as Credential;
pub use super::entity::reset_code::Model as ResetCode;
pub use super::entity::session::Model as Session;

/// A number by which somebody is looked for, in full and as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Number {
    /// A NIP.
    Nip(String),
    /// A phone number.
    Phone(String),
}

/// So many values in one question, at most.
const MOST_VALUES: usize = 500;

/// The person with this NIP.
pub async fn by_nip(conn: &impl Conn, nip: &str) -> Outcome<Option<person::Model>> {
    Ok(person::Entity::find().filter(person::Column::Nip.eq(nip)).one(conn.raw()).await?)
}

/// The people with these NIP, retired ones too.
pub async fn by_nips(conn: &impl Conn, nips: &[String]) -> Outcome<Vec<person::Model>> {
    some_of(conn, person::Column::Nip, nips, Condition::all()).await
}

/// People in use with one of these phones.
pub async fn by_phones(conn: &impl Conn, phones: &[String]) -> Outcome<Vec<person::Model>> {
    let in_use = Condition::all().add(person::Column::RetiredAt.is_null());
    some_of(conn, person::Column::Phone, phones, in_use).await
}

/// People in use with one of these e-mail addresses.
pub async fn by_emails(conn: &impl Conn, emails: &[String]) -> Outcome<Vec<person::Model>> {
    let in_use = Condition::all().add(person::Column::RetiredAt.is_null());
    some_of(conn, person::Column::Email, emails, in_use).await
}

async fn some_of(
    conn: &impl Conn,
    column: person::Column,
    values: &[String],
    also: Condition,
) -> Outcome<Vec<person::Model>> {
    let mut found = Vec::new();
    for values in values.chunks(MOST_VALUES) {
        let wanted = also.clone().add(column.is_in(values));
        found.extend(person::Entity::find().filter(wanted).order_by_asc(person::Column::Id).all(conn.raw()).await?);
    }
    Ok(found)
}

/// People in use with this phone.
pub async fn by_phone(conn: &impl Conn, phone: &str) -> Outcome<Vec<person::Model>> {
    let found = person::Entity::find()
        .filter(person::Column::Phone.eq(phone))
        .filter(person::Column::RetiredAt.is_null())
        .limit(10)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// People in use with this e-mail address.
pub async fn by_email(conn: &impl Conn, email: &str) -> Outcome<Vec<person::Model>> {
    let found = person::Entity::find()
        .filter(person::Column::Email.eq(email))
        .filter(person::Column::RetiredAt.is_null())
        .limit(10)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// Holds the phones and e-mail addresses of people until the end of the transaction: nobody else begins to sign in by them meanwhile. In one order, so
/// that two who hold some of the same do not wait for each other.
pub async fn hold_logins(tx: &Tx, people: impl IntoIterator<Item = &person::Model>) -> Outcome<()> {
    let both = people.into_iter().flat_map(|person| [&person.phone, &person.email]);
    let logins: BTreeSet<&str> = both.filter_map(|login| login.as_deref()).collect();
    if tx.sqlite() || logins.is_empty() {
        return Ok(());
    }
    let sql = "SELECT pg_advisory_xact_lock(key) FROM (SELECT DISTINCT hashtextextended(login, 0) AS key \
               FROM jsonb_array_elements_text(CAST($1 AS jsonb)) AS logins (login) ORDER BY 1) AS keys";
    let logins = serde_json::to_string(&logins).map_err(Fault::new)?;
    tx.raw().execute_raw(tx.statement(sql, vec![logins.into()])).await?;
    Ok(())
}

/// Whether another account signs in by a person's phone, and by their e-mail address. For whoever holds both ([`hold_logins`]).
pub async fn logins_of_others(tx: &Tx, person: &person::Model) -> Outcome<(bool, bool)> {
    use person::Column as C;
    let mut same = Condition::any();
    for (value, column, contact_only) in
        [(&person.phone, C::Phone, C::PhoneContactOnly), (&person.email, C::Email, C::EmailContactOnly)]
    {
        if let Some(value) = value {
            same = same.add(Condition::all().add(column.eq(value.as_str())).add(contact_only.eq(false)));
        }
    }
    if same.is_empty() {
        return Ok((false, false));
    }
    let accounts = Query::select().column(credential::Column::PersonId).from(credential::Entity).to_owned();
    let others = person::Entity::find()
        .filter(same)
        .filter(C::Id.ne(person.id))
        .filter(C::RetiredAt.is_null())
        .filter(C::Id.in_subquery(accounts))
        .all(tx.raw())
        .await?;
    let phone = others.iter().any(|it| person.phone.is_some() && it.phone == person.phone && !it.phone_contact_only);
    let email = others.iter().any(|it| person.email.is_some() && it.email == person.email && !it.email_contact_only);
    Ok((phone, email))
}

/// People by id, in no order.
pub async fn by_ids(conn: &impl Conn, ids: &[PersonId]) -> Outcome<Vec<person::Model>> {
    Ok(person::Entity::find().filter(one_of(conn, "person.id", ids.iter().copied())).all(conn.raw()).await?)
}

/// People in use whose name contains these words; by name. What is a whole NIP or phone number is looked for as
/// such; a piece of one finds nobody, or it could be guessed piece by piece.
pub async fn find(
    conn: &impl Conn,
    words: &[(&str, Option<Number>)],
    after: Option<(String, PersonId)>,
    most: u64,
) -> Outcome<Vec<person::Model>> {
    let mut wanted = Condition::all().add(person::Column::RetiredAt.is_null());
    for (word, number) in words {
        wanted = wanted.add(match number {
            None => named(word),
            Some(Number::Nip(nip)) => Condition::any().add(person::Column::Nip.eq(nip)),
            Some(Number::Phone(phone)) => Condition::any().add(person::Column::Phone.eq(phone)),
        });
    }
    if let Some((name, id)) = after {
        let later = Condition::all().add(person::Column::Name.eq(name.clone())).add(person::Column::Id.gt(id));
        wanted = wanted.add(Condition::any().add(person::Column::Name.gt(name)).add(later));
    }
    let found = person::Entity::find()
        .filter(wanted)
        .order_by_asc(person::Column::Name)
        .order_by_asc(person::Column::Id)
        .limit(most)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// People in use of a unit whose name contains these words; by name.
pub async fn in_unit(conn: &impl Conn, unit: UnitId, words: &str, most: u64) -> Outcome<Vec<person::Model>> {
    let mut wanted = Condition::all().add(person::Column::RetiredAt.is_null()).add(person::Column::UnitId.eq(unit));
    for word in words.split_whitespace().take(6) {
        wanted = wanted.add(named(word));
    }
    let found = person::Entity::find().filter(wanted).order_by_asc(person::Column::Name).limit(most);
    Ok(found.all(conn.raw()).await?)
}

/// Whose name contains a word, however either is written. Of what is nothing but marks nobody's name is made.
fn named(word: &str) -> Condition {
    let key = name_key(word);
    if key.is_empty() {
        return Condition::any().add(Expr::value(false));
    }
    // A key has letters, digits and spaces only: nothing of it stands for others in a pattern.
    key.split(' ').fold(Condition::all(), |all, part| all.add(person::Column::NameKey.contains(part)))
}

/// Whether a person still waits for something.
pub async fn has_active_tickets(conn: &impl Conn, id: PersonId) -> Outcome<bool> {
    let active =
        ticket::Entity::find().filter(ticket::Column::RequesterId.eq(id)).filter(ticket::Column::Active.is_set());
    Ok(active.count(conn.raw()).await? > 0)
}

/// The ended tickets of a person, or filed by them, in which something they wrote or sent still stands; oldest first.
pub async fn tickets_with_texts_of(conn: &impl Conn, id: PersonId) -> Outcome<Vec<TicketId>> {
    use ticket::Column as T;
    let texts = Query::select()
        .column(message::Column::TicketId)
        .from(message::Entity)
        .and_where(message::Column::AuthorId.eq(id))
        .and_where(message::Column::ErasedAt.is_null())
        .to_owned();
    let files = Query::select()
        .column(attachment::Column::TicketId)
        .from(attachment::Entity)
        .and_where(attachment::Column::UploaderId.eq(id))
        .and_where(attachment::Column::TicketId.is_not_null())
        .and_where(attachment::Column::ErasedAt.is_null())
        .to_owned();
    let head = Condition::all().add(T::RequesterId.eq(id)).add(T::TextSalt.is_not_null());
    let found = ticket::Entity::find()
        .select_only()
        .column(T::Id)
        .filter(Condition::any().add(T::RequesterId.eq(id)).add(T::FilerId.eq(id)))
        .filter(T::Active.eq(false))
        .filter(Condition::any().add(head).add(T::Id.in_subquery(texts)).add(T::Id.in_subquery(files)))
        .order_by_asc(T::Id);
    Ok(found.into_tuple().all(conn.raw()).await?)
}

/// All appointments of a person, also those that are over.
pub async fn appointments_of(conn: &impl Conn, id: PersonId) -> Outcome<Vec<appointment::Model>> {
    let found = appointment::Entity::find()
        .filter(appointment::Column::PersonId.eq(id))
        .order_by_asc(appointment::Column::ValidFrom)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// All appointments of several people, also those that are over.
pub async fn appointments_of_all(conn: &impl Conn, ids: &[PersonId]) -> Outcome<Vec<appointment::Model>> {
    let mut found = Vec::new();
    for ids in ids.chunks(MOST_VALUES) {
        let wanted = appointment::Column::PersonId.is_in(ids.iter().copied());
        let order = appointment::Column::ValidFrom;
        found.extend(appointment::Entity::find().filter(wanted).order_by_asc(order).all(conn.raw()).await?);
    }
    Ok(found)
}

/// All absences of a person.
pub async fn absences_of(conn: &impl Conn, id: PersonId) -> Outcome<Vec<absence::Model>> {
    let found = absence::Entity::find()
        .filter(absence::Column::PersonId.eq(id))
        .order_by_desc(absence::Column::ValidFrom)
        .limit(200)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// Absences, not over yet, in which a person stands in.
pub async fn absences_covered_by(conn: &impl Conn, id: PersonId, now: DateTime<Utc>) -> Outcome<Vec<absence::Model>> {
    let found = absence::Entity::find()
        .filter(absence::Column::SubstituteId.eq(id))
        .filter(absence::Column::CancelledAt.is_null())
        .filter(absence::Column::ValidTo.gt(now))
        .order_by_asc(absence::Column::Id)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// Whether a file is what an appointment rests on.
pub async fn is_basis(conn: &impl Conn, file: FileId) -> Outcome<bool> {
    let of_it = appointment::Entity::find().filter(appointment::Column::BasisFileId.eq(file));
    Ok(of_it.count(conn.raw()).await? > 0)
}

/// Those of several people who have a password.
pub async fn with_password(conn: &impl Conn, ids: &[PersonId]) -> Outcome<Vec<PersonId>> {
    let mut found = Vec::new();
    for ids in ids.chunks(MOST_VALUES) {
        let theirs = credential::Entity::find().select_only().column(credential::Column::PersonId);
        let theirs = theirs.filter(credential::Column::Dropped.eq(false));
        let theirs = theirs.filter(credential::Column::PersonId.is_in(ids.iter().copied()));
        found.extend(theirs.into_tuple::<PersonId>().all(conn.raw()).await?);
    }
    Ok(found)
}

/// A person's password, if it holds.
pub async fn credential(conn: &impl Conn, id: PersonId) -> Outcome<Option<credential::Model>> {
    let held = credential::Entity::find_by_id(id).filter(credential::Column::Dropped.eq(false));
    Ok(held.one(conn.raw()).await?)
}

/// A person's sessions that have not ended.
pub async fn sessions_of(conn: &impl Conn, id: PersonId, now: DateTime<Utc>) -> Outcome<Vec<session::Model>> {
    let found = session::Entity::find()
        .filter(session::Column::PersonId.eq(id))
        .filter(session::Column::EndedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .order_by_desc(session::Column::LastSeenAt)
        .limit(200)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// A person's tokens that are in use.
pub async fn tokens_of(conn: &impl Conn, id: PersonId, now: DateTime<Utc>) -> Outcome<Vec<api_token::Model>> {
    let found = api_token::Entity::find()
        .filter(api_token::Column::PersonId.eq(id))
        .filter(api_token::Column::RevokedAt.is_null())
        .filter(api_token::Column::ExpiresAt.gt(now))
        .order_by_desc(api_token::Column::CreatedAt)
        .limit(200)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// An unused one-time code: a whole one, or one of two halves, of which both have been given.
pub async fn reset_code(
    tx: &Tx,
    whole: Digest,
    halves: Option<(Digest, Digest)>,
    now: DateTime<Utc>,
) -> Result<Option<reset_code::Model>, Fault> {
    use reset_code::Column as C;
    let one = Condition::all().add(C::CodeHash.eq(whole)).add(C::Halved.eq(false));
    let mut wanted = Condition::any().add(one);
    if let Some((first, second)) = halves {
        let two = Condition::all().add(C::CodeHash.eq(first)).add(C::SecondHash.eq(second));
        wanted = wanted.add(two.add(C::Halved.eq(true)));
    }
    let found = reset_code::Entity::find()
        .filter(wanted)
        .filter(reset_code::Column::UsedAt.is_null())
        .filter(reset_code::Column::ExpiresAt.gt(now))
        .one(tx.raw())
        .await?;
    Ok(found)
}

/// The codes that wait for their second half, the newest first.
pub async fn halved_codes(conn: &impl Conn, now: DateTime<Utc>) -> Outcome<Vec<reset_code::Model>> {
    let found = reset_code::Entity::find()
        .filter(reset_code::Column::Halved.eq(true))
        .filter(reset_code::Column::SecondHash.is_null())
        .filter(reset_code::Column::UsedAt.is_null())
        .filter(reset_code::Column::ExpiresAt.gt(now))
        .order_by_desc(reset_code::Column::ExpiresAt)
        .limit(100)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// A person's sessions that ended since `since`, or ran out; the last first.
pub async fn past_sessions_of(
    conn: &impl Conn,
    id: PersonId,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Outcome<Vec<session::Model>> {
    let over = Condition::any().add(session::Column::EndedAt.is_not_null()).add(session::Column::ExpiresAt.lte(now));
    let found = session::Entity::find()
        .filter(session::Column::PersonId.eq(id))
        .filter(session::Column::LastSeenAt.gt(since))
        .filter(over)
        .order_by_desc(session::Column::LastSeenAt)
        .limit(20)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// Makes a person's unused codes useless.
pub async fn spend_codes(tx: &Tx, id: PersonId, now: DateTime<Utc>) -> Result<u64, Fault> {
    let done = reset_code::Entity::update_many()
        .col_expr(reset_code::Column::UsedAt, now.into())
        .filter(reset_code::Column::PersonId.eq(id))
        .filter(reset_code::Column::UsedAt.is_null())
        .exec(tx.raw())
        .await?;
    Ok(done.rows_affected)
}

/// Ends a person's sessions.
pub async fn end_sessions(tx: &Tx, id: PersonId, now: DateTime<Utc>) -> Result<u64, Fault> {
    let done = session::Entity::update_many()
        .col_expr(session::Column::EndedAt, now.into())
        .filter(session::Column::PersonId.eq(id))
        .filter(session::Column::EndedAt.is_null())
        .exec(tx.raw())
        .await?;
    Ok(done.rows_affected)
}

/// The tokens that nobody has revoked, of whomever; in the order of their ids.
pub async fn unrevoked_tokens(conn: &impl Conn) -> Outcome<Vec<api_token::Model>> {
    let found = api_token::Entity::find().filter(api_token::Column::RevokedAt.is_null());
    Ok(found.order_by_asc(api_token::Column::Id).all(conn.raw()).await?)
}

/// Revokes a person's tokens.
pub async fn revoke_tokens(tx: &Tx, id: PersonId, now: DateTime<Utc>) -> Result<u64, Fault> {
    let done = api_token::Entity::update_many()
        .col_expr(api_token::Column::RevokedAt, now.into())
        .filter(api_token::Column::PersonId.eq(id))
        .filter(api_token::Column::RevokedAt.is_null())
        .exec(tx.raw())
        .await?;
    Ok(done.rows_affected)
}
