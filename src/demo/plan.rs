//! Which report comes when, from whom: decided before the history is told, by seeded chance.

use super::content::{Content, From, Path, Story};
use super::region::Region;
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use desk::appointment::Role;
use desk::directory::Directory;
use desk::id::{PersonId, TeamId, UnitId};
use desk::person::RequesterType;
use desk::refusal::{Fault, Outcome};
use desk::service::FirstLine;
use desk::ticket::Channel;
use desk::time::Compiled;
use desk::unit::{Unit, UnitKind};
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many days the history covers.
pub const DAYS: i64 = 90;
/// How many tickets there are in the end, about.
const TICKETS: usize = 400;

/// Who reports.
#[derive(Debug, Clone)]
pub enum Who {
    /// Somebody the desk knows.
    Known(PersonId),
    /// A caller or visitor whom the desk has never met.
    New {
        /// Name.
        name: &'static str,
        /// Phone.
        phone: String,
    },
}

/// What happens on a ticket besides its story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extra {
    /// The requester writes again soon after it was closed.
    LateWord,
    /// The requester writes again when it cannot be reopened any more.
    FollowUp,
    /// The answer comes after the ticket was closed for want of it.
    LateAnswer,
    /// The requester writes a password, which is erased.
    Secret,
    /// It becomes a problem too.
    Problem,
    /// A change is asked for.
    Change,
}

/// Where a ticket that fills a queue stands at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Reported.
    New,
    /// Somebody is at it.
    Working,
    /// Waits for Tier 2.
    Escalated,
    /// Tier 2 is at it.
    Accepted,
    /// Waits for its date.
    Dated,
}

/// A report that will come.
#[derive(Debug, Clone)]
pub struct Planned {
    /// Its story, as an index.
    pub story: usize,
    /// Where it is.
    pub location: String,
    /// Who reports.
    pub who: Who,
    /// From which unit.
    pub unit: Option<UnitId>,
    /// When.
    pub at: DateTime<Utc>,
    /// How far it gets; none: as far as its story and the time allow.
    pub stop: Option<Stop>,
    /// What else happens.
    pub extra: Option<Extra>,
    /// The plan it is merged into, as an index.
    pub merge_into: Option<usize>,
    /// Comes without service and kind: *Tidak tahu*.
    pub unknown: bool,
}

/// Callers and visitors nobody has met before. Their phones lie in the same invented range as all others.
const STRANGERS: [&str; 10] = [
    "Bahri Lantara",
    "Nuraeni Sila",
    "Daeng Ngampo",
    "Yohana Paembonan",
    "Kaharuddin",
    "Wayan Sutari",
    "Mince Rorong",
    "La Ode Hamsa",
    "Rostina Beddu",
    "Titus Lembang",
];

/// Makes the plan.
pub fn plan(
    content: &Content,
    region: &Region,
    directory: &Directory,
    now: DateTime<Utc>,
    rng: &mut ChaCha8Rng,
) -> Outcome<Vec<Planned>> {
    let calendar = directory.office().and_then(|office| directory.calendar(&office.calendar));
    let calendar = calendar.cloned().ok_or_else(|| Fault::new("the demo has no calendar"))?;
    let mut planner = Planner {
        pools: pools(content, region, directory)?,
        civil: civil(content, region)?,
        content,
        region,
        directory,
        now,
        days: days(&calendar, now),
        calendar,
        told: BTreeSet::new(),
        strangers: 0,
        plans: Vec::new(),
        rng,
    };
    planner.tell_all()?;
    planner.fill_queues()?;
    planner.repeat()?;
    planner.add_extras();
    Ok(planner.plans)
}

/// The people of a unit who report, those without a role several times.
fn pools(content: &Content, region: &Region, directory: &Directory) -> Outcome<BTreeMap<UnitId, Vec<PersonId>>> {
    let mut pools: BTreeMap<UnitId, Vec<PersonId>> = BTreeMap::new();
    for entry in &content.people.people {
        let Some(unit) = entry.unit.as_deref() else { continue };
        let roles: Vec<Role> = entry.appointments.iter().map(|appointment| appointment.role).collect();
        let handles = |role: &Role| {
            matches!(
                role,
                Role::Tier1 | Role::Tier2 | Role::TeamLead | Role::Security | Role::Coordinator | Role::Auditor
            )
        };
        let weight = match roles.as_slice() {
            [] => 6,
            roles if roles.iter().any(handles) => 0,
            _ => 1,
        };
        let person = region.person(&entry.key)?;
        pools.entry(region.unit(unit)?).or_default().extend(std::iter::repeat_n(person, weight));
    }
    pools.retain(|unit, people| !people.is_empty() && directory.unit(*unit).is_some());
    Ok(pools)
}

fn civil(content: &Content, region: &Region) -> Outcome<BTreeSet<PersonId>> {
    let civil = content.people.people.iter().filter(|entry| entry.requester_type == RequesterType::CivilServant);
    civil.map(|entry| region.person(&entry.key)).collect()
}

/// The days of the history with their weight: a Monday brings more than a Friday, a holiday next to nothing, and the desk is better known from week
/// to week.
fn days(calendar: &Compiled, now: DateTime<Utc>) -> Vec<(NaiveDate, u32, bool)> {
    let today = calendar.local_date(now);
    (0..=DAYS)
        .map(|ago| {
            let day = calendar.day(today - TimeDelta::days(ago));
            let weight = match (day.is_business_day(), day.date.weekday()) {
                (false, _) => 6,
                (true, Weekday::Mon) => 135,
                (true, Weekday::Tue) => 115,
                (true, Weekday::Fri) => 75,
                (true, _) => 100,
            };
            let growth = 100 + u32::try_from((DAYS - ago) / 3).unwrap_or(0);
            (day.date, weight * growth / 100, day.is_business_day())
        })
        .collect()
}

fn is_spoken(channel: Channel) -> bool {
    matches!(channel, Channel::Phone | Channel::WalkIn)
}

/// Whether a report reaches a handler who records it, and not the desk directly.
pub fn is_recorded(channel: Channel) -> bool {
    !matches!(channel, Channel::Web | Channel::Telegram | Channel::Api)
}

struct Planner<'a> {
    content: &'a Content,
    region: &'a Region,
    directory: &'a Directory,
    now: DateTime<Utc>,
    calendar: Arc<Compiled>,
    days: Vec<(NaiveDate, u32, bool)>,
    pools: BTreeMap<UnitId, Vec<PersonId>>,
    /// Those of them who are civil servants: only their reports go to the technician of their own unit.
    civil: BTreeSet<PersonId>,
    /// Which story was told of which unit.
    told: BTreeSet<(usize, Option<UnitId>)>,
    strangers: usize,
    plans: Vec<Planned>,
    rng: &'a mut ChaCha8Rng,
}

impl Planner<'_> {
    /// Every story, once for each of its places.
    fn tell_all(&mut self) -> Outcome<()> {
        let content = self.content;
        let mut told: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        // Merged ones last: they need the one they are merged into.
        let (last, first): (Vec<_>, Vec<_>) =
            content.stories.iter().enumerate().partition(|(_, story)| story.path == Path::Merged);
        for (index, story) in first.into_iter().chain(last) {
            let places: Vec<&String> =
                if story.locations.is_empty() { vec![&story.location] } else { story.locations.iter().collect() };
            for (turn, place) in places.into_iter().enumerate() {
                let at = self.time_of(story);
                let target = match &story.merge_into {
                    Some(key) => told.get(key.as_str()).and_then(|plans| plans.get(turn)).copied(),
                    None => None,
                };
                if story.merge_into.is_some() && target.is_none() {
                    continue;
                }
                let plan = self.add(index, place.clone(), at, None, target)?;
                told.entry(&story.key).or_default().push(plan);
            }
        }
        Ok(())
    }

    /// Something open in every queue.
    fn fill_queues(&mut self) -> Outcome<()> {
        let open: BTreeSet<UnitId> = self
            .plans
            .iter()
            .filter(|plan| {
                let path = self.content.stories[plan.story].path;
                path.stays_open() && path != Path::OpenEscalated && self.at_reporters_unit(plan.story)
            })
            .filter_map(|plan| plan.unit)
            .collect();
        let queue = |unit: &&Arc<Unit>| unit.requires_tier1 || !self.directory.tier1_of(unit.id, self.now).is_empty();
        let units = self.region.units.values().filter_map(|id| self.directory.unit(*id));
        let queues: Vec<Arc<Unit>> = units.filter(queue).cloned().collect();
        for unit in queues {
            if open.contains(&unit.id) || !self.pools.contains_key(&unit.id) {
                continue;
            }
            let fits = |story: &Story| story.path == Path::SolvedTier1 && !is_spoken(story.channel);
            let stop = if self.rng.random_bool(0.35) { Stop::New } else { Stop::Working };
            self.fill(&unit, stop, fits)?;
        }
        for _ in 0..2 {
            let Some(index) = self.any_story(|story, _| story.schedule_days.is_some_and(|days| days > 1)) else {
                break;
            };
            let place = self.content.stories[index].location.clone();
            let at = self.working_time_ago(200, 350);
            self.add(index, place, at, Some(Stop::Dated), None)?;
        }
        let teams: Vec<TeamId> = self.region.teams.values().copied().collect();
        for team in teams {
            for stop in [Stop::Escalated, Stop::Accepted] {
                let Some(index) = self.any_story(|story, planner| {
                    story.path == Path::EscalatedSolved
                        && planner.region.services.get(&story.service).is_some_and(|id| {
                            planner.directory.service(*id).is_some_and(|service| service.team_id == Some(team))
                        })
                }) else {
                    continue;
                };
                let place = self.content.stories[index].location.clone();
                let at = self.working_time_ago(150, 900);
                self.add(index, place, at, Some(stop), None)?;
            }
        }
        Ok(())
    }

    fn fill(&mut self, unit: &Unit, stop: Stop, fits: impl Fn(&Story) -> bool) -> Outcome<()> {
        let found = self.any_story(|story, planner| {
            fits(story)
                && story.units.is_empty()
                && story.requester_type.is_none()
                && (story.from == From::Any || is_from(story.from, unit.kind))
                && planner.at_reporters_unit_of(story)
        });
        if let Some(index) = found {
            let at = self.working_time_ago(20, if stop == Stop::New { 200 } else { 700 });
            let place = self.content.stories[index].location.clone();
            let index_of = self.add(index, place, at, Some(stop), None)?;
            // Of this unit and no other.
            let civil = self.people_of(unit.id, true);
            if let Some(person) = civil.choose(self.rng) {
                let plan = &mut self.plans[index_of];
                (plan.who, plan.unit, plan.unknown) = (Who::Known(*person), Some(unit.id), false);
            }
        }
        Ok(())
    }

    /// The everyday ones happen again elsewhere.
    fn repeat(&mut self) -> Outcome<()> {
        while self.plans.len() < TICKETS {
            let everyday = [Path::SolvedTier1, Path::SolvedTier1, Path::AskedThenSolved, Path::EscalatedSolved];
            let path = everyday[self.rng.random_range(0..everyday.len())];
            let found = self.any_story(|story, planner| {
                story.path == path && story.units.is_empty() && planner.at_reporters_unit_of(story)
            });
            let Some(index) = found else { continue };
            let story = &self.content.stories[index];
            let place = story.locations.choose(self.rng).unwrap_or(&story.location).clone();
            let at = self.time_of(story);
            self.add(index, place, at, None, None)?;
        }
        Ok(())
    }

    fn add_extras(&mut self) {
        let day = |ago: i64| self.now - TimeDelta::days(ago);
        let wanted: [(Extra, usize, DateTime<Utc>, DateTime<Utc>); 6] = [
            (Extra::LateWord, 3, day(16), day(9)),
            (Extra::FollowUp, 2, day(70), day(35)),
            (Extra::LateAnswer, 1, day(80), day(20)),
            (Extra::Secret, 1, day(80), day(10)),
            (Extra::Problem, 2, day(40), day(12)),
            (Extra::Change, 1, day(40), day(12)),
        ];
        for (extra, count, from, to) in wanted {
            let fits = |plan: &Planned| {
                let story = &self.content.stories[plan.story];
                let known = matches!(plan.who, Who::Known(_)) && plan.unit.is_some();
                let path = match extra {
                    Extra::LateWord | Extra::FollowUp | Extra::Secret => story.path == Path::SolvedTier1,
                    Extra::LateAnswer => story.path == Path::NoAnswer,
                    Extra::Problem => {
                        story.path == Path::SolvedTier1
                            && matches!(story.service.as_str(), "TIK-01" | "TIK-03" | "TIK-24")
                    }
                    Extra::Change => story.path == Path::EscalatedSolved && story.service.starts_with("ADM-"),
                };
                let direct = extra != Extra::Secret || !is_recorded(story.channel);
                known
                    && path
                    && direct
                    && plan.stop.is_none()
                    && story.service != "TIK-30"
                    && (from..to).contains(&plan.at)
            };
            let mut found: Vec<usize> = (0..self.plans.len())
                .filter(|index| self.plans[*index].extra.is_none() && fits(&self.plans[*index]))
                .collect();
            for _ in 0..count {
                if found.is_empty() {
                    break;
                }
                let index = found.swap_remove(self.rng.random_range(0..found.len()));
                self.plans[index].extra = Some(extra);
            }
        }
    }

    /// Who of a unit reports, each as often as is likely.
    fn people_of(&self, unit: UnitId, civil_servants: bool) -> Vec<PersonId> {
        let pool = self.pools.get(&unit).map(Vec::as_slice).unwrap_or_default();
        pool.iter().copied().filter(|id| !civil_servants || self.civil.contains(id)).collect()
    }

    fn any_story(&mut self, fits: impl Fn(&Story, &Self) -> bool) -> Option<usize> {
        let found: Vec<usize> =
            (0..self.content.stories.len()).filter(|index| fits(&self.content.stories[*index], self)).collect();
        found.choose(self.rng).copied()
    }

    fn at_reporters_unit(&self, story: usize) -> bool {
        self.at_reporters_unit_of(&self.content.stories[story])
    }

    /// Whether the technician of the reporter's own unit gets it.
    fn at_reporters_unit_of(&self, story: &Story) -> bool {
        let service = self.region.services.get(&story.service).and_then(|id| self.directory.service(*id));
        service.is_some_and(|service| {
            service.first_line == FirstLine::ReporterUnit && !service.straight_to_tier2 && service.code != "TIK-30"
        }) && story.from != From::Citizen
    }

    fn add(
        &mut self,
        index: usize,
        location: String,
        at: DateTime<Utc>,
        stop: Option<Stop>,
        target: Option<usize>,
    ) -> Outcome<usize> {
        let story = &self.content.stories[index];
        let (mut who, mut unit) = self.somebody(index)?;
        let mut at = at;
        if let Some(target) = target.map(|target| self.plans[target].clone()) {
            // The same thing, noticed by somebody else a little later; where the reporter's unit decides on the queue, by a colleague.
            at = self.calendar.add(target.at, TimeDelta::minutes(self.rng.random_range(15..70))).unwrap_or(target.at);
            if self.at_reporters_unit(index) {
                unit = target.unit;
                let pool = unit.map(|unit| self.people_of(unit, true)).unwrap_or_default();
                let others: Vec<PersonId> =
                    pool.into_iter().filter(|id| !matches!(target.who, Who::Known(who) if who == *id)).collect();
                who = others.choose(self.rng).map_or(target.who, |id| Who::Known(*id));
            }
        }
        self.told.insert((index, unit));
        let open_question = matches!(story.path, Path::SolvedTier1 | Path::AskedThenSolved | Path::EscalatedSolved);
        let unknown = open_question
            && unit.is_some()
            && stop.is_none()
            && self.at_reporters_unit(index)
            && !is_recorded(story.channel)
            && self.rng.random_bool(0.08);
        let planned = Planned { story: index, location, who, unit, at, stop, extra: None, merge_into: target, unknown };
        self.plans.push(planned);
        Ok(self.plans.len() - 1)
    }

    /// Who tells this story: somebody of a unit it was not told of yet, if there is one.
    fn somebody(&mut self, index: usize) -> Outcome<(Who, Option<UnitId>)> {
        let story = &self.content.stories[index];
        if story.from == From::Citizen {
            let often_new = story.requester_type.is_none()
                && is_spoken(story.channel)
                && matches!(story.path, Path::SolvedTier1 | Path::Forwarded | Path::NoAnswer)
                && self.strangers < STRANGERS.len();
            if often_new {
                let name = STRANGERS[self.strangers];
                self.strangers += 1;
                let phone = format!("+628605509{:04}", 100 + self.strangers * 37);
                return Ok((Who::New { name, phone }, None));
            }
            let wanted = story.requester_type.unwrap_or(RequesterType::Citizen);
            let outside = |key: &&super::content::PersonEntry| key.unit.is_none() && key.requester_type == wanted;
            let people: Vec<&str> =
                self.content.people.people.iter().filter(outside).map(|entry| entry.key.as_str()).collect();
            let key = people.choose(self.rng).ok_or_else(|| Fault::new(format!("nobody tells {}", story.key)))?;
            return Ok((Who::Known(self.region.person(key)?), None));
        }
        let mut units: Vec<UnitId> = if story.units.is_empty() {
            let kind = |id: &UnitId| self.directory.unit(*id).map(|unit| unit.kind);
            let fits = |id: &UnitId| story.from == From::Any || kind(id).is_some_and(|kind| is_from(story.from, kind));
            self.region.units.values().copied().filter(fits).collect()
        } else {
            story.units.iter().map(|code| self.region.unit(code)).collect::<Outcome<_>>()?
        };
        units.retain(|unit| self.pools.contains_key(unit));
        let fresh: Vec<UnitId> =
            units.iter().copied().filter(|unit| !self.told.contains(&(index, Some(*unit)))).collect();
        let unit = fresh.choose(self.rng).or_else(|| units.choose(self.rng)).copied();
        let unit = unit.ok_or_else(|| Fault::new(format!("no unit tells {}", story.key)))?;
        // What will be merged has to come into one queue.
        let twice = self.content.stories.iter().any(|other| other.merge_into.as_ref() == Some(&story.key));
        let people = self.people_of(unit, twice);
        let person = people.choose(self.rng).copied();
        let person = person.ok_or_else(|| Fault::new(format!("nobody tells {}", story.key)))?;
        Ok((Who::Known(person), Some(unit)))
    }

    /// When a story is told: what stays open began lately, what is rare is over, the rest is spread over the days.
    fn time_of(&mut self, story: &Story) -> DateTime<Utc> {
        match story.path {
            Path::OpenNew => self.working_time_ago(5, 320),
            Path::OpenWorking => self.working_time_ago(90, 1200),
            Path::OpenWaiting if story.third_party.is_some() => self.working_time_ago(600, 3200),
            Path::OpenWaiting => self.working_time_ago(300, 1500),
            Path::OpenEscalated => self.working_time_ago(200, 1800),
            Path::SolvedTier1 | Path::AskedThenSolved | Path::EscalatedSolved | Path::Scheduled => {
                self.some_time(story, 0)
            }
            _ => self.some_time(story, 14),
        }
    }

    /// Some time of the history, at least so many days ago.
    fn some_time(&mut self, story: &Story, least_days_ago: usize) -> DateTime<Utc> {
        let recorded = is_recorded(story.channel);
        let open: Vec<_> =
            self.days.iter().skip(least_days_ago).filter(|(_, _, business)| *business || !recorded).copied().collect();
        let sum: u32 = open.iter().map(|(_, weight, _)| weight).sum();
        let mut left = self.rng.random_range(0..sum.max(1));
        let mut date = self.calendar.local_date(self.now);
        let mut business = true;
        for (day, weight, is_business) in open {
            (date, business) = (day, is_business);
            if left < weight {
                break;
            }
            left -= weight;
        }
        let minute = match (business, self.rng.random_range(0..100)) {
            (true, 0..64) => self.rng.random_range(7 * 60 + 35..11 * 60 + 30),
            (true, 64..94) => self.rng.random_range(13 * 60..15 * 60 + 45),
            (true, _) if recorded => self.rng.random_range(8 * 60..11 * 60),
            (true, _) => self.rng.random_range(16 * 60..21 * 60),
            (false, _) => self.rng.random_range(8 * 60..20 * 60),
        };
        let at =
            self.region.midnight(date) + TimeDelta::minutes(minute) + TimeDelta::seconds(self.rng.random_range(0..60));
        // Today has not ended yet.
        if at < self.now { at } else { self.working_time_ago(30, 600) }
    }

    /// So many working minutes before the end of the history.
    fn working_time_ago(&mut self, least: i64, most: i64) -> DateTime<Utc> {
        let wanted = TimeDelta::minutes(self.rng.random_range(least..most));
        let mut at = self.now - TimeDelta::seconds(self.rng.random_range(0..60));
        while self.calendar.between(at, self.now) < wanted && self.now - at < TimeDelta::days(DAYS / 2) {
            at -= TimeDelta::minutes(7);
        }
        at
    }
}

fn is_from(from: From, kind: UnitKind) -> bool {
    match kind {
        UnitKind::Office | UnitKind::Corps | UnitKind::TechnicalUnit => from == From::Dinas,
        UnitKind::Agency => from == From::Badan,
        UnitKind::Secretariat | UnitKind::Division | UnitKind::Inspectorate => from == From::Setda,
        UnitKind::District => from == From::Kecamatan,
        UnitKind::Village => from == From::Kelurahan,
        UnitKind::HealthCentre => from == From::Puskesmas,
        UnitKind::Hospital => from == From::Rsud,
        UnitKind::Field | UnitKind::Section => false,
    }
}
