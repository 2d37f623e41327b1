//! Who takes a step: whoever may and is there.

use super::Player;
use crate::demo::plan::{Planned, Who};
use desk::directory::Directory;
use desk::id::{PersonId, UnitId};
use desk::person::RequesterType;
use desk::ticket::{Channel, Ticket};
use rand::Rng;
use rand::seq::IndexedRandom;

impl Player<'_> {
    pub(super) fn one_of(&mut self, mut people: Vec<PersonId>) -> Option<PersonId> {
        people.sort_unstable_by_key(|id| self.places.get(id).copied().unwrap_or(usize::MAX));
        people.choose(&mut self.rng).copied()
    }

    /// Coordinators who are there.
    pub(super) fn coordinator(&mut self, directory: &Directory) -> Option<PersonId> {
        let now = self.desk.now();
        let there = directory.coordinators(now).into_iter().filter(|id| !directory.is_away(*id, now)).collect();
        self.one_of(there)
    }

    /// Who answers for a unit's queue: a Tier 1 who is there, else the coordinator.
    pub(super) fn tier1(&mut self, directory: &Directory, unit: Option<UnitId>) -> Option<PersonId> {
        let now = self.desk.now();
        let serving = unit.and_then(|unit| directory.serving(unit, now));
        let there: Vec<PersonId> = serving
            .into_iter()
            .flat_map(|unit| directory.tier1_of(unit, now))
            .filter(|id| !directory.is_away(*id, now))
            .collect();
        self.one_of(there).or_else(|| self.coordinator(directory))
    }

    /// Members of a ticket's team who are there.
    pub(super) fn member(&mut self, directory: &Directory, row: &Ticket) -> Option<PersonId> {
        let now = self.desk.now();
        let members = row.team_id.into_iter().flat_map(|team| directory.members_of(team, now));
        self.one_of(members.filter(|id| !directory.is_away(*id, now)).collect())
    }

    /// Who goes on with a ticket: whoever has it, if still there; else somebody of its queue.
    pub(super) fn handler(&mut self, directory: &Directory, row: &Ticket) -> Option<PersonId> {
        let now = self.desk.now();
        let workers = match row.tier {
            2 => row.team_id.map(|team| directory.members_of(team, now)).unwrap_or_default(),
            _ => {
                let serving = row.queue_unit_id.and_then(|unit| directory.serving(unit, now));
                let own = serving.map(|unit| directory.tier1_of(unit, now)).unwrap_or_default();
                [own, directory.coordinators(now)].concat()
            }
        };
        let has_it = row.assignee_id.filter(|id| workers.contains(id) && !directory.is_away(*id, now));
        match (has_it, row.tier) {
            (Some(id), _) => Some(id),
            (None, 2) => self.member(directory, row),
            (None, _) => self.tier1(directory, row.queue_unit_id),
        }
    }

    pub(super) fn requester_type(&self, who: &Who) -> RequesterType {
        let place = match who {
            Who::Known(person) => self.places.get(person),
            Who::New { .. } => None,
        };
        let entry = place.and_then(|place| self.content.people.people.get(*place));
        entry.map_or(RequesterType::Citizen, |entry| entry.requester_type)
    }

    pub(super) fn complained_of(&mut self, directory: &Directory, unit: Option<UnitId>) -> Option<PersonId> {
        let now = self.desk.now();
        let serving = unit.and_then(|unit| directory.serving(unit, now)).or(directory.office().map(|unit| unit.id));
        let there = serving.map(|unit| directory.tier1_of(unit, now)).unwrap_or_default();
        self.one_of(there)
    }

    pub(super) fn serves(&self, directory: &Directory, person: PersonId, unit: Option<UnitId>) -> bool {
        let now = self.desk.now();
        directory.coordinators(now).contains(&person)
            || unit
                .and_then(|unit| directory.serving(unit, now))
                .is_some_and(|unit| directory.tier1_of(unit, now).contains(&person))
    }

    /// Now and then a colleague files for somebody.
    pub(super) fn filer(
        &mut self,
        directory: &Directory,
        planned: &Planned,
        requester: PersonId,
        channel: Channel,
    ) -> PersonId {
        if channel != Channel::Web || !self.rng.random_bool(0.07) {
            return requester;
        }
        let Some(unit) = planned.unit else { return requester };
        let now = self.desk.now();
        let colleagues = directory.tier1_of(unit, now).into_iter();
        self.one_of(colleagues.filter(|id| *id != requester && !directory.is_away(*id, now)).collect())
            .unwrap_or(requester)
    }
}
