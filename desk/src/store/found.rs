//! What a person typed into the search, as tickets (R36): a number, words of texts, who reported it, where from, on what.

use super::entity::ticket;
use super::list::Asked;
use super::{Conn, one_of, people, search, visible};
use crate::access::Standing;
use crate::directory::Directory;
use crate::id::{PersonId, ServiceId, TicketId, UnitId};
use crate::refusal::Outcome;
use crate::search::number::{self, Form, Of, Said};
use crate::search::{analyse, scope};
use crate::setting::SettingKey;
use crate::ticket::Audience;
use chrono::{DateTime, Datelike, Utc};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeSet;
use ticket::Column as T;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How many years back a number without its year is looked for.
const YEARS_BACK: i32 = 10;
/// So many people of a name count.
const MOST_PEOPLE: u64 = 500;

/// What matches.
#[derive(Debug)]
pub(super) struct Found {
    /// The condition.
    pub(super) condition: Condition,
    /// The ticket that comes before all others: digits that are its number, and can be words as well.
    pub(super) first: Option<TicketId>,
}

/// The number that a text is in this region, and how it can be spelt.
pub(crate) fn said(directory: &Directory, now: DateTime<Utc>, text: &str) -> Option<(Said, Vec<String>)> {
    let (ticket, request) = (directory.text(SettingKey::TicketPrefix), directory.text(SettingKey::RequestPrefix));
    let digits = usize::try_from(directory.number(SettingKey::NumberDigits)).unwrap_or(6);
    let form = Form { ticket: &ticket, request: &request, digits };
    let said = number::said(text, &form)?;
    let year = now.with_timezone(&directory.zone()).year();
    Some((said, said.spelt(&form, (year - YEARS_BACK..=year).rev())))
}

/// Tickets with a text that matches, or that are what was typed. An exact number comes alone; of words, the newest thousand matches count, and of what is
/// the reader's own the newest thousand besides. None: there are none.
pub(super) async fn matching(conn: &impl Conn, asked: &Asked<'_>, text: &str) -> Outcome<Option<Found>> {
    let text = text.trim();
    let mut first = None;
    if let Some((said, spelt)) = said(asked.directory, asked.now, text) {
        first = numbered(conn, asked.who, &said, &spelt).await?;
        if let Some(id) = first.filter(|_| said.sure) {
            return Ok(Some(Found { condition: Condition::all().add(T::Id.eq(id)), first: None }));
        }
    }
    let mut any = Condition::any();
    if let Some(id) = first {
        any = any.add(T::Id.eq(id));
    }
    if let Some(worded) = worded(conn, asked.who, text).await? {
        any = any.add(worded);
    }
    let mut requesters: Vec<PersonId> = asked.people.to_vec();
    let words = plain_words(text);
    if words.len() <= 6 && words.iter().any(|word| word.chars().count() > 2) && !text.chars().any(char::is_numeric) {
        let typed: Vec<_> = text.split_whitespace().map(|word| (word, None)).collect();
        requesters.extend(people::find(conn, &typed, None, MOST_PEOPLE).await?.into_iter().map(|person| person.id));
    }
    if !requesters.is_empty() {
        // Who asked for their name to be hidden is not found by it: the same rule as in the view.
        let by = Condition::all().add(one_of(conn, "ticket.requester_id", requesters.into_iter()));
        any = any.add(by.add(visible::towards(asked.who, visible::named)));
    }
    let (units, services) = called(asked.directory, &words);
    if !units.is_empty() {
        any = any.add(T::UnitId.is_in(units));
    }
    if !services.is_empty() {
        any = any.add(T::ServiceId.is_in(services));
    }
    Ok((!any.is_empty()).then_some(Found { condition: any, first }))
}

/// The newest ticket with one of these numbers that somebody sees in full; by the number of a solution request, that reads what is internal.
async fn numbered(conn: &impl Conn, who: &Standing, said: &Said, spelt: &[String]) -> Outcome<Option<TicketId>> {
    use super::entity::solution_request;
    let mut query = ticket::Entity::find().select_only().column(T::Id).filter(visible::visible(who, false));
    query = match said.of {
        Of::Ticket => query.filter(T::Number.is_in(spelt)),
        Of::Request => {
            let theirs = Query::select()
                .column(solution_request::Column::TicketId)
                .from(solution_request::Entity)
                .and_where(solution_request::Column::Number.is_in(spelt))
                .to_owned();
            query.filter(T::Id.in_subquery(theirs)).filter(visible::internal(who))
        }
    };
    Ok(query.order_by_desc(T::OpenedAt).limit(1).into_tuple().one(conn.raw()).await?)
}

/// Tickets with a text that has all the words.
async fn worded(conn: &impl Conn, who: &Standing, text: &str) -> Outcome<Option<Condition>> {
    let tokens = analyse::query_tokens(text);
    let scope = scope::of_reader(who);
    let texts = search::newest(conn, &tokens, scope.as_deref()).await?;
    let of = |audiences: &[Audience]| -> BTreeSet<TicketId> {
        texts.iter().filter(|(_, audience)| audiences.contains(audience)).map(|(ticket, _)| *ticket).collect()
    };
    let (all, public) = (of(&[Audience::Public, Audience::Internal]), of(&[Audience::Public]));
    if all.is_empty() {
        return Ok(None);
    }
    let found = Condition::all().add(one_of(conn, "ticket.id", all.iter().copied()));
    // The coordinator reads what is internal wherever a text shows at all.
    if who.coordinator {
        return Ok(Some(found));
    }
    Ok(Some(
        found.add(Condition::any().add(one_of(conn, "ticket.id", public.iter().copied())).add(visible::internal(who))),
    ))
}

/// Words without case, accents and signs.
fn plain_words(text: &str) -> Vec<String> {
    let bare: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let words = bare.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// Units and services that are called so: by their code, by a whole name, or by two words of one. One word of a name is in too many to mean one of them.
fn called(directory: &Directory, words: &[String]) -> (Vec<UnitId>, Vec<ServiceId>) {
    if words.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let is = |names: [&str; 3]| {
        names.into_iter().any(|name| {
            let name = plain_words(name);
            name == words || words.len() > 1 && words.iter().all(|word| name.iter().any(|it| it.starts_with(word)))
        })
    };
    let units = directory.units().filter(|unit| is([&unit.code, &unit.short_name, &unit.name])).map(|unit| unit.id);
    let services = directory.services().filter(|it| is([&it.code, &it.name, ""])).map(|service| service.id);
    (units.collect(), services.collect())
}
