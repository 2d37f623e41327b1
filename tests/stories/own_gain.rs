//! Nobody sees or may more by a command of their own.

use crate::story;
use crate::support::words::*;
use crate::support::world::Of;
use chrono::TimeDelta;
use desk::absence::{AbsenceKind, AddAbsence, CancelAbsence};
use desk::access::Sight;
use desk::appointment::{EndAppointment, Role};
use desk::refusal::Refusal;
use desk::service::{FirstLine, SaveService};
use desk::setting::{SetSetting, SettingKey};
use desk::ticket::*;
use desk::unit::{SaveUnit, UnitInput};

story! {
    /// The coordinator moves what she may not read, and cannot read it by moving it.
    what_is_moved_stays_unread, |world| {
        world.console(world.appointment("bowo", Role::Coordinator, Of::All)).await;
        for class in [Confidentiality::Restricted, Confidentiality::Secret] {
            let ticket = world.opened("sari", "TIK-01", "Rapor bocor").await;
            world.does("budi", take(ticket)).await;
            world.does("budi", classify(ticket, class)).await;
            assert_eq!(world.sight("putri", ticket).await, Sight::Outline);
            assert_eq!(world.refused("putri", assign(ticket, world.people["putri"])).await, Refusal::OwnGain);
            assert_eq!(world.refused("putri", assign(ticket, world.people["bowo"])).await, Refusal::OwnGain, "another coordinator");
            assert_eq!(world.refused("putri", take(ticket)).await, Refusal::Forbidden);
            assert_eq!(world.sight("putri", ticket).await, Sight::Outline);
            // To those whose queue it is she brings it.
            world.does("putri", assign(ticket, world.people["wayan"])).await;
            assert_eq!(world.sight("putri", ticket).await, Sight::Outline);
            assert!(world.sees("wayan", ticket).await);
        }
    }
}

story! {
    /// Of a ticket given back the queue sees it: so that who works in the queue, too, cannot give back unseen what they want to read.
    nothing_is_given_back_to_oneself, |world| {
        let ticket = world.opened("sari", "TIK-01", "Rapor bocor").await;
        world.does("budi", take(ticket)).await;
        world.does("budi", classify(ticket, Confidentiality::Restricted)).await;
        world.console(world.appointment("putri", Role::Tier1, Of::Unit("DISDIK"))).await;
        assert_eq!(world.sight("putri", ticket).await, Sight::Outline);
        assert_eq!(world.refused("putri", Release { ticket, seen: None }).await, Refusal::OwnGain);
        assert_eq!(world.refused("putri", assign(ticket, world.people["putri"])).await, Refusal::OwnGain);
        assert_eq!(world.sight("putri", ticket).await, Sight::Outline);
        world.does("budi", Release { ticket, seen: None }).await;
        assert!(world.sees("putri", ticket).await);
    }
}

story! {
    /// Of an open queue nothing changes: the coordinator takes what nobody has, and gives herself what everybody sees.
    what_is_seen_is_hers_to_take, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("putri", assign(ticket, world.people["putri"])).await;
        assert!(world.sees("putri", ticket).await);
    }
}

story! {
    /// The administrator arranges the organisation, but not around themselves.
    the_house_is_not_built_around_its_builder, |world| {
        for (role, of) in [(Role::Tier2, Of::Team("T2-JAR")), (Role::Tier1, Of::Unit("DINKES"))] {
            world.console(world.appointment("admin", role, of)).await;
        }
        let before = world.standing("admin").await;
        let moved = |code: &'static str, change: fn(&mut desk::service::ServiceInput, &crate::support::World)| {
            let world = &world;
            async move {
                let mut input = world.service(code).await;
                change(&mut input, world);
                world.tries("admin", SaveService { service: Some(world.services[code]), input }).await
            }
        };
        let to_own_team = moved("TIK-13", |it, world| it.team = Some(world.teams["T2-JAR"])).await;
        assert_eq!(crate::support::world::refusal(to_own_team), Refusal::OwnGain);
        let to_own_unit = moved("ADM-02", |it, world| it.owner = world.units["DINKES"]).await;
        assert_eq!(crate::support::world::refusal(to_own_unit), Refusal::OwnGain);
        moved("TIK-13", |it, world| it.team = Some(world.teams["T2-KOR"])).await.unwrap();
        moved("TIK-01", |it, _| it.description = "Jaringan kantor".into()).await.unwrap();
        moved("TIK-13", |it, _| it.first_line = FirstLine::OwnerUnit).await.unwrap();

        moved("TIK-01", |it, _| it.confidentiality = Confidentiality::Restricted).await.unwrap();
        let opened = moved("TIK-01", |it, _| it.confidentiality = Confidentiality::Normal).await;
        assert_eq!(crate::support::world::refusal(opened), Refusal::OwnGain, "they read in another role");

        let setting = |value: &str| SetSetting {
            key: SettingKey::CoordinatorTeam,
            value: value.into(),
            basis: String::new(),
            seen: None,
        };
        assert_eq!(world.refused("admin", setting("T2-JAR")).await, Refusal::OwnGain);
        world.does("admin", setting("T2-DUK")).await;

        let directory = world.desk.directory().await.unwrap();
        let village = directory.unit(world.units["KEL-MAWAR"]).unwrap();
        let input = |parent| UnitInput {
            code: village.code.clone(),
            name: village.name.clone(),
            short_name: village.short_name.clone(),
            kind: village.kind,
            parent: Some(world.units[parent]),
            zone: None,
            calendar: village.calendar.clone(),
            service_desk_office: false,
            self_managed: false,
            requires_tier1: false,
            address: None,
        };
        let save = |parent| SaveUnit { unit: Some(village.id), input: input(parent) };
        assert_eq!(world.refused("admin", save("DINKES")).await, Refusal::OwnGain);
        world.does("admin", save("DISDIK")).await;
        assert_eq!(world.standing("admin").await, before);
    }
}

story! {
    /// Whoever is next up the tree serves an office whose technician is away or gone. Who that would be says neither: somebody else does.
    an_office_falls_back, |world| {
        world.console(world.appointment("admin", Role::Tier1, Of::Unit("DINKES"))).await;
        let appointment = world.console(world.appointment("ayu", Role::Tier1, Of::Unit("PKM-BARU"))).await;
        let kept = world.opened("ayu", "TIK-01", "Rekam medis terbuka").await;
        world.does("ayu", classify(kept, Confidentiality::Restricted)).await;
        assert_eq!(world.refused("admin", EndAppointment { appointment }).await, Refusal::OwnGain);
        let ill = |substitute: Option<&str>| AddAbsence {
            person: world.people["ayu"],
            kind: AbsenceKind::Sick,
            valid_from: world.desk.now(),
            valid_to: world.desk.now() + TimeDelta::days(3),
            substitute: substitute.map(|name| world.people[name]),
            reason: String::new(),
        };
        assert_eq!(world.refused("admin", ill(None)).await, Refusal::OwnGain);
        assert!(!world.sees("admin", kept).await);
        // Nor is it any better said while away oneself.
        let away = AddAbsence { person: world.people["admin"], valid_to: world.desk.now() + TimeDelta::days(5), ..ill(None) };
        let own = world.does("admin", away).await;
        assert_eq!(world.refused("admin", ill(None)).await, Refusal::OwnGain);
        world.does("admin", CancelAbsence { absence: own }).await;
        // Where somebody else stands in, nothing falls back.
        let noted = world.does("admin", ill(Some("dewi"))).await;
        assert!(!world.sees("admin", kept).await);
        world.does("admin", CancelAbsence { absence: noted }).await;
        world.console(EndAppointment { appointment }).await;
        assert!(world.standing("admin").await.serves.contains(&world.units["PKM-BARU"]));
    }
}
