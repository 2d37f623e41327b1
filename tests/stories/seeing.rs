//! What `access::sight` says and what SQL returns are the same (R23): for every person and every ticket of a region thrown together by dice.

use crate::story;
use crate::support::World;
use chrono::TimeDelta;
use desk::absence::{AbsenceKind, AddAbsence};
use desk::access::{Sight, Ties, reads_internal, sight};
use desk::clock::Chance;
use desk::id::{Id, TicketId};
use desk::service::{SaveService, ServiceInput};
use desk::store::entity::{party, ticket};
use desk::ticket::*;
use migrations::driver::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const TICKETS: usize = 240;

/// Who is away, and who stands in: people without a role, with one of their own, and by way of a third.
const STOOD_IN: &[(&str, &str)] = &[
    ("budi", "sari"),
    ("dewi", "ayu"),
    ("joko", "sinta"),
    ("agus", "made"),
    ("tono", "nur"),
    ("andi", "rahmat"),
    ("made", "bowo"),
];

async fn some_are_away(world: &World) {
    for (who, substitute) in STOOD_IN {
        let absence = AddAbsence {
            person: world.people[who],
            kind: AbsenceKind::Leave,
            valid_from: world.desk.now(),
            valid_to: world.desk.now() + TimeDelta::days(3),
            substitute: Some(world.people[substitute]),
            reason: String::new(),
        };
        world.console(absence).await;
    }
}

struct Dice(Chance);

impl Dice {
    fn one<T: Copy>(&self, of: &[T]) -> T {
        of[self.0.below(u32::try_from(of.len()).unwrap()) as usize]
    }

    /// Once in so many times.
    fn once_in(&self, n: u32) -> bool {
        self.0.below(n) == 0
    }

    fn maybe<T: Copy>(&self, of: &[T]) -> Option<T> {
        (!self.once_in(4)).then(|| self.one(of))
    }
}

/// Tickets in every combination, also such as no command would make.
async fn thrown(world: &World) -> Vec<(Ticket, Vec<(PartyRole, Uuid)>)> {
    // A head of whose unit a service is: theirs are the reports on it, wherever they come from.
    let owned = ServiceInput { owner: world.units["DISDIK"], ..world.service("TIK-13").await };
    world.console(SaveService { service: Some(world.services["TIK-13"]), input: owned }).await;
    let dice = Dice(Chance::seeded(23));
    let like = world.row(world.opened("sari", "TIK-01", "Internet mati").await).await;
    let people: Vec<_> = world.people.values().copied().collect();
    let units: Vec<_> = world.units.values().copied().collect();
    let teams: Vec<_> = world.teams.values().copied().collect();
    let services: Vec<_> = world.services.values().copied().collect();
    let mut all = Vec::new();
    for n in 0..TICKETS {
        let requester = dice.one(&people);
        let row = Ticket {
            id: TicketId(dice.0.uuid(world.desk.now())),
            number: format!("TKT-2026-1{n:05}"),
            requester_id: requester,
            filer_id: if dice.once_in(3) { dice.one(&people) } else { requester },
            unit_id: dice.maybe(&units),
            queue_unit_id: dice.maybe(&units),
            service_id: dice.maybe(&services),
            // Also a team left over at tier 1: it must not count there.
            team_id: dice.maybe(&teams),
            tier: dice.one(&[1, 2]),
            assignee_id: dice.maybe(&people).filter(|_| dice.once_in(2)),
            confidentiality: dice.one(Confidentiality::ALL),
            status: dice.one(Status::ALL),
            ..like.clone()
        };
        let mut parties = BTreeSet::new();
        while dice.once_in(2) {
            parties.insert(match dice.one(PartyRole::ALL) {
                PartyRole::PastUnit => (PartyRole::PastUnit, dice.one(&units).uuid()),
                PartyRole::PastTeam => (PartyRole::PastTeam, dice.one(&teams).uuid()),
                role => (role, dice.one(&people).uuid()),
            });
        }
        // Of complaints there are enough about those whose places others stand in.
        if dice.once_in(2) {
            parties.insert((PartyRole::HiddenFrom, world.people[dice.one(STOOD_IN).0].uuid()));
        }
        all.push((row, parties.into_iter().collect::<Vec<_>>()));
    }
    let db = world.desk.store().migrating();
    let rows = all.iter().map(|(row, _)| row.clone().into_active_model().reset_all());
    ticket::Entity::insert_many(rows).exec_without_returning(db).await.unwrap();
    let parties = all.iter().flat_map(|(row, parties)| {
        let of = |(role, member_id): &(PartyRole, Uuid)| party::Model {
            ticket_id: row.id,
            role: *role,
            member_id: *member_id,
        };
        parties.iter().map(of).map(|party| party.into_active_model().reset_all()).collect::<Vec<_>>()
    });
    party::Entity::insert_many(parties).exec_without_returning(db).await.unwrap();
    all.push((like, Vec::new()));
    all
}

story! {
    /// Every person, every ticket, in full and in outline.
    code_and_sql_agree, |world| {
        some_are_away(&world).await;
        let tickets = thrown(&world).await;
        let (mut seen, mut places) = (BTreeMap::new(), 0);
        for (who, _) in world.people.clone() {
            let reader = world.reader(who).await;
            let standing = world.standing(who).await;
            let (mut full, mut outline) = (BTreeSet::new(), BTreeSet::new());
            for (row, parties) in &tickets {
                let ties = Ties::of(&standing, parties);
                let sight = sight(&standing, row, ties);
                let shows = desk::access::sight(&standing, row, Ties { place_hidden: false, ..ties });
                places += usize::from(ties.place_hidden && shows != sight);
                *seen.entry((row.confidentiality, sight)).or_insert(0) += 1;
                if sight >= Sight::Outline {
                    outline.insert(row.id);
                }
                if sight == Sight::Full {
                    full.insert(row.id);
                }
            }
            let in_sql = async |outline| reader.visible_ids(outline).await.unwrap().into_iter().collect::<BTreeSet<_>>();
            assert_eq!(in_sql(false).await, full, "{who} in full");
            assert_eq!(in_sql(true).await, outline, "{who} in outline");
        }
        // The dice must have shown everything there is to see, or the story says nothing.
        for class in Confidentiality::ALL {
            assert!(seen[&(*class, Sight::Full)] > 50 && seen[&(*class, Sight::Nothing)] > 50, "{class}: {seen:?}");
        }
        assert!(seen[&(Confidentiality::Restricted, Sight::Outline)] > 20 && seen[&(Confidentiality::Secret, Sight::Outline)] > 20);
        assert!(!seen.contains_key(&(Confidentiality::Normal, Sight::Outline)));
        assert!(places > 5, "hidden from the place, shown but for that: {places}");
    }
}

story! {
    /// A text for handlers only is found by exactly those who may read it.
    internal_texts_agree_too, |world| {
        some_are_away(&world).await;
        let tickets = thrown(&world).await;
        let mut found_somewhere = 0;
        for (row, _) in &tickets {
            world.indexed(row.id, Audience::Internal, "xqzvk").await;
        }
        for (who, _) in world.people.clone() {
            let standing = world.standing(who).await;
            let reads: BTreeSet<_> = tickets
                .iter()
                .filter(|(row, parties)| reads_internal(&standing, row, Ties::of(&standing, parties)))
                .map(|(row, _)| row.id)
                .collect();
            let finds = world.finds_all(who, "xqzvk").await;
            assert_eq!(finds, reads, "{who}");
            found_somewhere += finds.len();
        }
        assert!(found_somewhere > 200);
    }
}
