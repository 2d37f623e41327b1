//! What takes two people (R24), in one place: which places are given by two, who can be the second, what the second says they saw, and which passwords
//! open such a place. The operator at the console needs no second; that is where the first administrators come from.
//!
//! A code for somebody takes two exactly when an appointment to their place would take two.

use crate::access::{Standing, may_deal};
use crate::appointment::{Appointment, AppointmentState, Role};
use crate::digest::Digest;
use crate::directory::Directory;
use crate::event::{Facts, Kind};
use crate::id::{PersonId, TeamId};
use crate::person::Person;
use crate::power::stream_of;
use crate::refusal::{Outcome, Refusal};
use crate::session;
use crate::store;
use crate::work::Work;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// By how many hands a password was given: by somebody who appoints nobody, as a Tier 1 is; by an administrator; by two people, or the operator.
pub(crate) const OF_NO_APPOINTER: i32 = 0;
pub(crate) const OF_ONE: i32 = 1;
pub(crate) const OF_TWO: i32 = 2;

impl Directory {
    /// Whether a place takes two people to give. Whoever works in a security team reads its incidents, whatever the role is called.
    pub fn takes_two(&self, role: Role, team: Option<TeamId>) -> bool {
        role.takes_two() || team.is_some_and(|team| self.is_security_team(team))
    }

    /// Whether somebody holds, at some time between two instants, what takes two people to give.
    pub fn guarded(&self, person: PersonId, from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
        let then = |a: &&Appointment| {
            a.state == AppointmentState::Active && a.valid_from <= to && a.valid_to.is_none_or(|end| from < end)
        };
        let mut held = self.appointments().iter().filter(|a| a.person_id == person).filter(then);
        held.any(|a| self.takes_two(a.role, a.team_id))
    }

    /// Whether somebody holds, will hold or is proposed for what takes two people to give, or stands or will stand in for one who does.
    pub(crate) fn place_takes_two(&self, person: PersonId, now: DateTime<Utc>) -> bool {
        let mut places = self.places(person, now);
        places.any(|a| self.takes_two(a.role, a.team_id))
            || self.absences().iter().any(|it| {
                it.substitute_id == Some(person)
                    && now < it.valid_to
                    && self.guarded(it.person_id, it.valid_from.max(now), it.valid_to)
            })
    }

    /// Whether somebody stands in, or will, for one who holds a place or will, be it by way of others who are away too.
    pub(crate) fn will_stand_in(&self, person: PersonId, now: DateTime<Utc>) -> bool {
        let (mut seen, mut next) = (BTreeSet::from([person]), vec![person]);
        while let Some(who) = next.pop() {
            for it in self.absences().iter().filter(|it| it.substitute_id == Some(who) && now < it.valid_to) {
                if self.places(it.person_id, now).next().is_some() {
                    return true;
                }
                if seen.insert(it.person_id) {
                    next.push(it.person_id);
                }
            }
        }
        false
    }

    /// What somebody is appointed to or proposed for, now or later.
    pub(crate) fn places(&self, person: PersonId, now: DateTime<Utc>) -> impl Iterator<Item = &Appointment> {
        let theirs = self.appointments().iter().filter(move |a| a.person_id == person);
        theirs.filter(move |a| a.valid_to.is_none_or(|end| now < end))
    }

    /// Whether somebody can be the second person: their own place took two to give, and two gave it, or the operator. Nobody makes such a one alone.
    pub fn independent(&self, person: PersonId, now: DateTime<Utc>) -> bool {
        let by_two = |a: &Appointment| a.proposed_by.is_none() || a.confirmed_by.is_some();
        let mut held = self.appointments().iter().filter(|a| a.person_id == person && a.counts_at(now));
        held.any(|a| self.takes_two(a.role, a.team_id) && by_two(a))
    }
}

/// Who acts as the second person, after `first`; none: the operator, who needs no other.
pub(crate) fn second(work: &Work<'_>, first: Option<PersonId>) -> Outcome<Option<PersonId>> {
    let Some(by) = work.author() else { return Ok(None) };
    if Some(by) == first {
        return Err(Refusal::SecondPerson.into());
    }
    if !work.organisation().independent(by, work.now) {
        return Err(Refusal::NotIndependent.into());
    }
    Ok(Some(by))
}

/// What a second person has before them, in short: a row, and whom it is about. Another print, another thing.
fn print<'p>(row: Digest, people: impl IntoIterator<Item = &'p Digest>) -> String {
    let parts = std::iter::once(row.0.as_slice()).chain(people.into_iter().map(|digest| digest.0.as_slice()));
    hex::encode(&Digest::of("tanggap/seen/1", parts).0[..16])
}

/// Refuses unless what is confirmed is what the second person saw.
pub(crate) async fn as_seen(
    work: &Work<'_>,
    seen: &str,
    row: Digest,
    people: impl IntoIterator<Item = PersonId>,
) -> Outcome<()> {
    if printed(&work.tx, row, people).await? == seen {
        return Ok(());
    }
    Err(Refusal::Stale { changes: Vec::new() }.into())
}

/// The print of a row and the people it is about.
pub(crate) async fn printed(
    conn: &impl store::Conn,
    row: Digest,
    people: impl IntoIterator<Item = PersonId>,
) -> Outcome<String> {
    let ids: Vec<PersonId> = people.into_iter().collect();
    let mut found = store::people::by_ids(conn, &ids).await?;
    found.sort_unstable_by_key(|person| person.id);
    Ok(print(row, found.iter().map(|person| &person.digest)))
}

/// What follows from a command that changed the organisation, whichever it was. A team that is or was a security team stays one. Whoever comes into a
/// place signs in anew if it takes two people to give, and drops a password that came from fewer hands than the place itself.
pub(crate) async fn settle(work: &mut Work<'_>, before: &Directory, after: &Directory) -> Outcome<()> {
    for team in after.teams().filter(|team| !team.security) {
        if before.is_security_team(team.id) || after.is_security_team(team.id) {
            let stays = crate::team::Team { security: true, ..team.as_ref().clone() };
            work.change(team.as_ref(), stays, Kind::Changed, Facts::new()).await?;
        }
    }
    for (person, two) in newcomers(before, after, work.now) {
        // Held, so that a password they choose meanwhile is not overwritten.
        work.hold_stream(&stream_of(person)).await?;
        let credential = store::people::credential(&work.tx, person).await?;
        let enough = if two { OF_TWO } else { OF_ONE };
        // Of passwords from before this was noted nobody knows; that an administrator alone gave them is what is believed.
        let weak = credential.filter(|it| it.hands.unwrap_or(OF_ONE) < enough);
        if two || weak.is_some() {
            session::end_all(work, person).await?;
        }
        if let Some(weak) = weak {
            session::drop_password(work, weak).await?;
        }
    }
    Ok(())
}

/// Who is in a place where they were not before, and whether one of these places takes two people to give.
fn newcomers(before: &Directory, after: &Directory, now: DateTime<Utc>) -> BTreeMap<PersonId, bool> {
    let mut come: BTreeMap<PersonId, bool> = BTreeMap::new();
    let takes_two = |a: &Appointment| {
        after.takes_two(a.role, a.team_id) || a.team_id.is_some_and(|team| before.is_security_team(team))
    };
    let earlier: HashMap<_, _> = before.appointments().iter().map(|a| (a.id, a)).collect();
    let active = |a: &&Appointment| a.state == AppointmentState::Active && a.valid_to.is_none_or(|end| now < end);
    for held in after.appointments().iter().filter(active) {
        let two = takes_two(held);
        let was = earlier.get(&held.id).filter(|was| was.state == AppointmentState::Active);
        if was.is_none_or(|was| two && !before.takes_two(was.role, was.team_id)) {
            *come.entry(held.person_id).or_default() |= two;
        }
    }
    // Whoever stands in comes into that place as by an appointment to it. None: into no place, or nobody has agreed to it yet.
    let stands = |directory: &Directory, it: &crate::absence::Absence| {
        let holds = |who| directory.places(who, now).next().is_some() || directory.will_stand_in(who, now);
        if now >= it.valid_to || !holds(it.person_id) {
            return None;
        }
        let two = directory.guarded(it.person_id, it.valid_from.max(now), it.valid_to);
        (it.confirmed || !two).then_some(two)
    };
    for absence in after.absences() {
        let (Some(substitute), Some(two)) = (absence.substitute_id, stands(after, absence)) else { continue };
        let was = before.absences().iter().find(|it| it.id == absence.id && it.substitute_id == absence.substitute_id);
        if was.and_then(|was| stands(before, was)).is_none_or(|was| two && !was) {
            *come.entry(substitute).or_default() |= two;
        }
    }
    come
}

/// By how many hands a code is given that somebody issues.
pub(crate) fn hands_of_code(issuer: Option<&Standing>, halved: bool) -> i32 {
    match issuer {
        None => OF_TWO,
        Some(_) if halved => OF_TWO,
        Some(who) if may_deal(who, crate::access::Matter::People) => OF_ONE,
        Some(_) => OF_NO_APPOINTER,
    }
}

/// R24: whether a new password for somebody is a matter of two: as an appointment to their place would be, be it only proposed, or yet to begin.
pub fn code_takes_two(person: &Person, organisation: &Directory, now: DateTime<Utc>) -> bool {
    let who = Standing::of(person, organisation, now);
    organisation.place_takes_two(person.id, now) || who.teams.iter().any(|team| organisation.is_security_team(*team))
}
