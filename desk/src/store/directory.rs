//! What the directory in memory is loaded from.

use super::entity::{
    absence, api_token, appointment, calendar, holiday, on_call, person, service, session, setting, sla_book, stamp,
    team, unit,
};
use super::{Conn, Tx};
use crate::appointment::AppointmentState;
use crate::digest::Digest;
use crate::id::PersonId;
use crate::refusal::{Fault, Outcome};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
};

const STAMP: &str = "directory";

/// All rows the directory holds.
#[derive(Debug)]
pub struct Rows {
    /// The stamp they were read under.
    pub stamp: i64,
    pub units: Vec<unit::Model>,
    pub teams: Vec<team::Model>,
    pub services: Vec<service::Model>,
    pub appointments: Vec<appointment::Model>,
    pub absences: Vec<absence::Model>,
    pub calendars: Vec<calendar::Model>,
    pub holidays: Vec<holiday::Model>,
    pub settings: Vec<setting::Model>,
    /// The newest version of the SLA policies.
    pub book: Option<sla_book::Model>,
    pub shifts: Vec<on_call::Model>,
    /// When something that due times rest on was last edited.
    pub sla_edited_at: Option<DateTime<Utc>>,
}

/// The stamp as it is now.
pub async fn stamp(conn: &impl Conn) -> Outcome<i64> {
    Ok(stamp::Entity::find_by_id(STAMP).one(conn.raw()).await?.map_or(0, |row| row.value))
}

fn stamp_beside() -> Expr {
    let stamp = Query::select()
        .column(stamp::Column::Value)
        .from(stamp::Entity)
        .and_where(stamp::Column::Name.eq(STAMP))
        .to_owned();
    Expr::SubQuery(None, Box::new(stamp.into()))
}

/// A person and the stamp, in one question: every command begins with it.
pub async fn person_and_stamp(conn: &impl Conn, id: PersonId) -> Outcome<Option<(person::Model, i64)>> {
    #[derive(FromQueryResult)]
    struct Known {
        #[sea_orm(nested)]
        person: person::Model,
        stamp: Option<i64>,
    }
    let known = person::Entity::find_by_id(id).expr_as(stamp_beside(), "stamp");
    let known: Option<Known> = known.into_model().one(conn.raw()).await?;
    Ok(known.map(|known| (known.person, known.stamp.unwrap_or(0))))
}

/// The session of a token, whose it is and the stamp, in one question: every request of a browser begins with it.
pub async fn session_and_person(
    conn: &impl Conn,
    token_hash: Digest,
) -> Outcome<Option<(session::Model, person::Model, i64)>> {
    let shown = session::Entity::find().filter(session::Column::TokenHash.eq(token_hash));
    with_person(conn, shown, session::Column::PersonId).await
}

/// The same of the API token of a token.
pub async fn token_and_person(
    conn: &impl Conn,
    token_hash: Digest,
) -> Outcome<Option<(api_token::Model, person::Model, i64)>> {
    let shown = api_token::Entity::find().filter(api_token::Column::TokenHash.eq(token_hash));
    with_person(conn, shown, api_token::Column::PersonId).await
}

async fn with_person<E: EntityTrait>(
    conn: &impl Conn,
    shown: Select<E>,
    whose: E::Column,
) -> Outcome<Option<(E::Model, person::Model, i64)>> {
    let whose = E::belongs_to(person::Entity).from(whose).to(person::Column::Id);
    let mut query = shown.join(JoinType::InnerJoin, whose.into()).select_also(person::Entity).into_query();
    query.expr_as(stamp_beside(), "stamp");
    let Some(row) = conn.raw().query_one(&query).await? else { return Ok(None) };
    let shown = E::Model::from_query_result(&row, "A_")?;
    let person = person::Model::from_query_result(&row, "B_")?;
    let stamp: Option<i64> = row.try_get("", "stamp")?;
    Ok(Some((shown, person, stamp.unwrap_or(0))))
}

/// Tells every instance that its directory is old; `from` is the stamp of the one that was decided upon. False: somebody else has changed the
/// organisation since, and nothing is told.
pub async fn move_stamp(tx: &Tx, from: i64) -> Result<bool, Fault> {
    let sql = "UPDATE stamp SET value = value + 1 WHERE name = $1 AND value = $2";
    Ok(tx.run(sql, vec![STAMP.into(), from.into()]).await? == 1)
}

/// Holds the stamp until the transaction ends, so that nobody else changes the organisation meanwhile. On SQLite the transaction holds everything.
pub async fn hold_stamp(tx: &Tx) -> Result<(), Fault> {
    if !tx.sqlite() {
        tx.run("SELECT value FROM stamp WHERE name = $1 FOR UPDATE", vec![STAMP.into()]).await?;
    }
    Ok(())
}

/// Reads everything. The stamp is read first: a change in between makes the copy look older than it is, never newer.
pub async fn load(conn: &impl Conn, now: DateTime<Utc>) -> Outcome<Rows> {
    let raw = conn.raw();
    let stamp = stamp(conn).await?;
    let not_over = Condition::any()
        .add(appointment::Column::ValidTo.is_null())
        .add(appointment::Column::ValidTo.gt(now - TimeDelta::days(1)));
    let calendars = newest_calendars(conn).await?;
    Ok(Rows {
        stamp,
        units: unit::Entity::find().order_by_asc(unit::Column::Code).all(raw).await?,
        teams: team::Entity::find().order_by_asc(team::Column::Code).all(raw).await?,
        services: service::Entity::find().order_by_asc(service::Column::Code).all(raw).await?,
        appointments: appointment::Entity::find()
            .filter(appointment::Column::State.ne(AppointmentState::Ended))
            .filter(not_over)
            .order_by_asc(appointment::Column::Id)
            .all(raw)
            .await?,
        absences: absence::Entity::find()
            .filter(absence::Column::CancelledAt.is_null())
            .filter(absence::Column::ValidTo.gt(now - TimeDelta::days(1)))
            .order_by_asc(absence::Column::Id)
            .all(raw)
            .await?,
        calendars,
        holidays: all_holidays(conn).await?,
        settings: setting::Entity::find().all(raw).await?,
        book: super::sla::newest_book(conn).await?,
        shifts: super::sla::shifts(conn).await?,
        sla_edited_at: super::sla::edited_at(conn).await?,
    })
}

/// The newest version of a calendar.
pub async fn newest_calendar(conn: &impl Conn, code: &str) -> Outcome<Option<calendar::Model>> {
    let found = calendar::Entity::find()
        .filter(calendar::Column::Code.eq(code))
        .order_by_desc(calendar::Column::Version)
        .one(conn.raw())
        .await?;
    Ok(found)
}

/// The newest version of every calendar, by code.
pub async fn newest_calendars(conn: &impl Conn) -> Outcome<Vec<calendar::Model>> {
    let all = calendar::Entity::find()
        .order_by_asc(calendar::Column::Code)
        .order_by_desc(calendar::Column::Version)
        .all(conn.raw())
        .await?;
    let mut newest: Vec<calendar::Model> = Vec::new();
    for row in all {
        if newest.last().is_none_or(|last| last.code != row.code) {
            newest.push(row);
        }
    }
    Ok(newest)
}

/// The settings that were set.
pub async fn settings(conn: &impl Conn) -> Outcome<Vec<setting::Model>> {
    Ok(setting::Entity::find().all(conn.raw()).await?)
}

/// All holidays that are in use.
pub async fn all_holidays(conn: &impl Conn) -> Outcome<Vec<holiday::Model>> {
    let found = holiday::Entity::find()
        .filter(holiday::Column::RetiredAt.is_null())
        .order_by_asc(holiday::Column::Date)
        // Two of one date in one order, or the calendar would seem to say something else.
        .order_by_asc(holiday::Column::Id)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// All holidays, also those that were taken back.
pub async fn holidays_ever(conn: &impl Conn) -> Outcome<Vec<holiday::Model>> {
    Ok(holiday::Entity::find().all(conn.raw()).await?)
}

/// All versions of a calendar, the newest first.
pub async fn calendar_versions(conn: &impl Conn, code: &str) -> Outcome<Vec<calendar::Model>> {
    let found = calendar::Entity::find()
        .filter(calendar::Column::Code.eq(code))
        .order_by_desc(calendar::Column::Version)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// The holidays of a year, by date.
pub async fn holidays(conn: &impl Conn, year: i32) -> Outcome<Vec<holiday::Model>> {
    use chrono::NaiveDate;
    let (Some(from), Some(to)) = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31)) else {
        return Ok(Vec::new());
    };
    let found = holiday::Entity::find()
        .filter(holiday::Column::RetiredAt.is_null())
        .filter(holiday::Column::Date.between(from, to))
        .order_by_asc(holiday::Column::Date)
        .all(conn.raw())
        .await?;
    Ok(found)
}
