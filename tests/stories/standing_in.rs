//! Who stands in for whom, and who says so: nobody gets into another's place by their own word, nor by one colleague's where it takes two (R24).

use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::{Of, refusal};
use chrono::TimeDelta;
use desk::Caller;
use desk::absence::{AbsenceKind, AddAbsence, CancelAbsence, waits};
use desk::appointment::{AppointmentState, Role};
use desk::event::Door;
use desk::id::AbsenceId;
use desk::refusal::Refusal;

fn absence(world: &World, who: &str, days: std::ops::Range<i64>, substitute: Option<&str>) -> AddAbsence {
    AddAbsence {
        person: world.people[who],
        kind: AbsenceKind::Leave,
        valid_from: world.desk.now() + TimeDelta::days(days.start),
        valid_to: world.desk.now() + TimeDelta::days(days.end),
        substitute: substitute.map(|name| world.people[name]),
        reason: String::new(),
    }
}

async fn waiting(world: &World, id: AbsenceId) -> bool {
    let directory = world.desk.directory().await.unwrap();
    let absence = directory.absences().iter().find(|it| it.id == id).unwrap();
    waits(absence, &directory, world.desk.now())
}

story! {
    /// Whoever heads, leads, coordinates or administers notes that others are away, and never puts themselves in their place.
    nobody_takes_the_place_of_another, |world| {
        for (who, of) in [("hadi", "budi"), ("tono", "agus"), ("putri", "gede"), ("putri", "budi"), ("admin", "budi"), ("kadis", "eko")] {
            let before = world.standing(who).await;
            assert_eq!(world.refused(who, absence(&world, of, 0..5, Some(who))).await, Refusal::OwnSubstitute, "{who} for {of}");
            assert_eq!(world.standing(who).await, before);
        }
        // Nor by way of a third, now or later: Agus has named the administrator, and the administrator names Agus.
        world.does("agus", absence(&world, "agus", 2..6, Some("admin"))).await;
        for days in [0..3, 2..6, 5..9] {
            assert_eq!(world.refused("admin", absence(&world, "nur", days, Some("agus"))).await, Refusal::OwnGain);
        }
        // Nor by giving the one whose place they will take more to do.
        let more = world.appointment("agus", Role::Tier2, Of::Team("T2-DUK"));
        assert_eq!(world.refused("admin", more).await, Refusal::OwnGain);
        world.does("admin", absence(&world, "nur", 6..9, Some("agus"))).await;
        assert!(world.standing("admin").await.serves.is_empty());
    }
}

story! {
    /// Of one's own unit's or team's people, and of nobody else's.
    only_of_ones_own_people, |world| {
        let is_put_up = |who: &'static str, of: &'static str, may: bool| {
            let world = &world;
            async move {
                let tried = world.tries(who, absence(world, of, 0..1, None)).await;
                assert_eq!(tried.is_ok(), may, "{who} for {of}: {tried:?}");
                if let Ok(absence) = tried {
                    world.does(who, CancelAbsence { absence }).await;
                }
                let noted = world.console(absence(world, of, 0..1, None)).await;
                let cancelled = world.tries(who, CancelAbsence { absence: noted }).await;
                assert_eq!(cancelled.is_ok(), may, "{who} takes back that of {of}: {cancelled:?}");
            }
        };
        for (who, of, may) in [
            ("hadi", "budi", true),
            ("hadi", "sari", true),
            ("hadi", "dewi", false),
            ("hadi", "eko", false),
            ("kadis", "eko", true),
            ("tono", "agus", true),
            ("tono", "made", false),
            ("tono", "gede", false),
            ("agus", "tono", false),
            ("putri", "budi", true),
            ("putri", "made", true),
            ("putri", "sari", false),
            ("putri", "rina", false),
            ("admin", "dewi", true),
            ("budi", "wayan", false),
            ("rina", "budi", false),
            ("sekda", "budi", false),
            ("warga", "budi", false),
        ] {
            is_put_up(who, of, may).await;
        }
    }
}

story! {
    /// A substitute is staff of the same unit, one above or below it, or of the same team; never a citizen, never of another office.
    who_can_stand_in, |world| {
        for (who, substitute, can) in [
            ("budi", "sari", true),
            ("budi", "hadi", true),
            ("andi", "rahmat", true),
            ("dewi", "ayu", true),
            ("tono", "agus", true),
            ("budi", "warga", false),
            ("budi", "dewi", false),
            ("andi", "sari", false),
            ("tono", "lina", false),
        ] {
            let tried = world.tries(who, absence(&world, who, 0..1, Some(substitute))).await;
            match tried {
                Ok(absence) => {
                    assert!(can, "{substitute} for {who}");
                    world.does(who, CancelAbsence { absence }).await;
                }
                Err(_) => {
                    assert!(!can, "{substitute} for {who}");
                    assert_eq!(refusal(tried), Refusal::SubstituteElsewhere);
                }
            }
        }
        assert!(!world.standing("warga").await.handles());
        // Whoever gives power gives their password again; who only says that they are away gives none.
        let long_signed_in = Caller::person(world.people["budi"], Door::Graphql);
        let named = world.desk.act(&long_signed_in, absence(&world, "budi", 0..1, Some("sari"))).await;
        assert_eq!(refusal(named), Refusal::PasswordAgain);
        let own = world.desk.act(&long_signed_in, absence(&world, "budi", 0..1, None)).await.unwrap();
        world.desk.act(&long_signed_in, CancelAbsence { absence: own }).await.unwrap();
        let named = world.does("budi", absence(&world, "budi", 0..1, Some("sari"))).await;
        assert_eq!(refusal(world.desk.act(&long_signed_in, CancelAbsence { absence: named }).await), Refusal::PasswordAgain);
        let head = Caller::person(world.people["hadi"], Door::Graphql);
        assert_eq!(refusal(world.desk.act(&head, absence(&world, "budi", 0..1, None)).await), Refusal::PasswordAgain);
    }
}

story! {
    /// In the place of the security team only whom a second person agreed to; until then they see nothing of it.
    a_second_person_for_the_security_team, |world| {
        let incident = world.opened("sari", "TIK-22", "Situs diretas").await;
        let team = world.teams["T2-KAM"];
        let named = world.does("gede", absence(&world, "gede", 0..5, Some("bowo"))).await;
        assert!(waiting(&world, named).await);
        assert!(!world.standing("bowo").await.teams.contains(&team) && !world.sees("bowo", incident).await);
        let confirm = world.agreement(named).await;
        let confirm = || confirm.clone();
        assert_eq!(world.refused("gede", confirm()).await, Refusal::SecondPerson);
        assert_eq!(world.refused("bowo", confirm()).await, Refusal::Forbidden);
        assert_eq!(world.refused("tono", confirm()).await, Refusal::Forbidden);
        assert_eq!(world.refused("hadi", confirm()).await, Refusal::Forbidden);
        let long_signed_in = Caller::person(world.people["admin"], Door::Graphql);
        assert_eq!(refusal(world.desk.act(&long_signed_in, confirm()).await), Refusal::PasswordAgain);
        // The substitute is no second person for themselves, whatever they are.
        world.console(world.appointment("bowo", Role::Administrator, Of::All)).await;
        assert_eq!(world.refused("bowo", confirm()).await, Refusal::OwnSubstitute);
        world.does("admin", confirm()).await;
        assert!(!waiting(&world, named).await);
        assert!(world.standing("bowo").await.teams.contains(&team) && world.sees("bowo", incident).await);
        assert_eq!(world.refused("admin", confirm()).await, Refusal::Invalid("absence"));
        // Whom Bowo names in turn, being no officer himself, takes a second person too.
        world.does("bowo", absence(&world, "bowo", 0..5, Some("made"))).await;
        assert!(!world.sees("made", incident).await);
        // The operator at the server needs none.
        world.console(absence(&world, "eko", 0..5, Some("agus"))).await;
    }
}

story! {
    /// An agreement given while somebody was nobody in particular does not hold for what they became.
    an_old_substitute_for_a_new_officer, |world| {
        let incident = world.opened("sari", "TIK-22", "Situs diretas").await;
        let named = world.does("agus", absence(&world, "agus", 0..30, Some("made"))).await;
        assert!(world.standing("made").await.teams.contains(&world.teams["T2-JAR"]));
        assert!(!waiting(&world, named).await);
        world.console(world.appointment("agus", Role::Tier2, Of::Team("T2-KAM"))).await;
        assert!(waiting(&world, named).await);
        assert!(!world.sees("made", incident).await);
        assert!(!world.standing("made").await.teams.contains(&world.teams["T2-JAR"]), "of neither team, until somebody looked");
        world.does("putri", world.agreement(named).await).await;
        assert!(world.sees("made", incident).await);
    }
}

story! {
    /// Whoever works in a security team reads its incidents, so that any role there takes two, and its incidents go nowhere else by one hand.
    any_role_in_a_security_team_takes_two, |world| {
        world.console(world.appointment("bowo", Role::Administrator, Of::All)).await;
        for role in [Role::Tier2, Role::TeamLead, Role::Security] {
            let proposed = world.does("admin", world.appointment("sari", role, Of::Team("T2-KAM"))).await;
            let directory = world.desk.directory().await.unwrap();
            let state = directory.appointments().iter().find(|a| a.id == proposed).unwrap().state;
            assert_eq!(state, AppointmentState::Proposed, "{role}");
            assert_eq!(world.refused("admin", world.confirmation(proposed).await).await, Refusal::SecondPerson);
        }
        assert!(world.standing("sari").await.teams.is_empty());
        let mut service = world.service("TIK-22").await;
        service.team = Some(world.teams["T2-JAR"]);
        let moved = desk::service::SaveService { service: Some(world.services["TIK-22"]), input: service };
        assert_eq!(world.refused("admin", moved).await, Refusal::NoSecurityTeam);
    }
}

story! {
    /// A substitute's work, by the book: named by the colleague, back when they are.
    a_colleague_stands_in, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("hadi", absence(&world, "budi", 0..2, Some("sari"))).await;
        assert!(world.standing("sari").await.serves.contains(&world.units["DISDIK"]));
        let other = world.opened("hadi", "TIK-01", "Printer macet").await;
        world.does("sari", take(other)).await;
        world.later(TimeDelta::days(2));
        assert!(world.standing("sari").await.serves.is_empty());
        world.does("budi", take(ticket)).await;
    }
}
