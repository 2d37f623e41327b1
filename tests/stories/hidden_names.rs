//! Who reported it, where they asked for their name to be hidden: no field, no request and no event tells it to those who do not talk to them.

use crate::story;
use crate::support::words::*;
use desk::access::Sight;
use desk::audit::trail::TrailFilter;
use desk::event::{Event, Kind, canonical};
use desk::id::Id;
use desk::person::add::AddPerson;
use desk::ticket::*;
use desk::view::Page;
use desk::view::audit::TrailEvent;

story! {
    /// A report that went straight to Tier 2: whoever reported it made the request, and is whom to ask on the spot.
    straight_to_tier2, |world| {
        let hidden = Report {
            hide_identity: Some(true),
            contact: "Pak Hadi 0812-3450-0019".into(),
            ..world.report("TIK-22", "Akun dibobol")
        };
        let ticket = world.does("hadi", open(hidden)).await.ticket;
        let look = async |who: &str| {
            let reader = world.reader(who).await;
            let view = reader.ticket(ticket).await.unwrap();
            assert_eq!(view.sight, Sight::Full, "{who}");
            let request = reader.requests(&view).await.unwrap().remove(0);
            (view.requester().is_some(), view.contact().is_some(), request.opened_by.is_some())
        };
        for who in ["gede", "eko", "kadis"] {
            assert_eq!(look(who).await, (false, false, false), "{who}");
        }
        // Whoever takes it has to talk to them.
        world.does("gede", accept(ticket)).await;
        assert_eq!(look("gede").await, (true, true, true));
        assert_eq!(look("eko").await, (false, false, false));
        let request = world.request(ticket).await;
        assert_eq!(request.opened_by, Some(world.people["hadi"]), "the row knows");
    }
}

async fn people_of(world: &crate::support::World, who: &str) -> Vec<TrailEvent> {
    let filter = TrailFilter { stream: Some("person/".into()), kinds: vec![Kind::Created], ..TrailFilter::default() };
    let page = Page { first: Some(100), ..Page::default() };
    let events = world.reader(who).await.audit_events(&filter, &page).await.unwrap();
    events.rows.into_iter().map(|(_, event)| event).collect()
}

story! {
    /// Somebody the desk did not know: that they came into being together with the report is told to nobody who may not know whose it is.
    a_newcomer, |world| {
        let hidden = world.does("dewi", phone_call(world.report("PUB-02", "Antrean"), caller("Siti", "081240009001"))).await;
        let known = Report { hide_identity: Some(false), ..world.report("PUB-02", "Loket") };
        let known = world.does("dewi", phone_call(known, caller("Slamet", "081240009002"))).await;
        let (hidden, known) = (world.row(hidden.ticket).await, world.row(known.ticket).await);
        assert!(hidden.identity_hidden && !known.identity_hidden);
        for who in ["rina", "admin"] {
            let told = people_of(&world, who).await;
            let made = |id: desk::id::PersonId| {
                let name = id.uuid().as_simple().to_string();
                told.iter().any(|event| event.event.stream.ends_with(&name))
            };
            assert_eq!((made(hidden.requester_id), made(world.people["sari"])), (false, true), "{who}");
            assert!(made(known.requester_id), "{who}");
        }
        // Nor does their id say when.
        let instant = |id: uuid::Uuid| id.get_timestamp().map(|at| at.to_unix());
        assert_ne!(instant(hidden.requester_id.uuid()), instant(hidden.id.uuid()));
        // Who was there before is no secret.
        let input = desk::person::add::PersonInput {
            name: "Wati".into(),
            nip: None,
            phone: Some("081240009003".into()),
            email: None,
            unit: None,
            requester_type: desk::person::RequesterType::Citizen,
            language: desk::person::Language::Indonesian,
            zone: None,
            hide_identity: true,
        };
        world.later(chrono::TimeDelta::seconds(1));
        let wati = world.does("admin", AddPerson(input)).await;
        let name = wati.uuid().as_simple().to_string();
        assert!(people_of(&world, "rina").await.iter().any(|event| event.event.stream.ends_with(&name)));
    }
}

story! {
    /// Whoever audits gets the hashes, but not the names. With a list of everybody at hand, the right guess looks like all others.
    no_guess_is_confirmed, |world| {
        let hidden = Report { hide_identity: Some(true), ..world.report("PUB-02", "Antrean") };
        let ticket = world.does("sari", open(hidden)).await.ticket;
        world.does("sari", reply(ticket, "Masih macet.")).await;
        let known = world.events(ticket).await;
        let stream = known[0].stream.clone();
        for who in ["rina", "admin"] {
            let filter = TrailFilter { stream: Some(stream.clone()), ..TrailFilter::default() };
            let told = world.reader(who).await.audit_events(&filter, &Page::default()).await.unwrap().rows;
            assert_eq!(told.len(), known.len(), "{who}");
            for (_, told) in told {
                let real = known.iter().find(|event| event.seq == told.event.seq).unwrap();
                assert_eq!((told.event.hash, &*told.event.data, told.event.state_digest), (real.hash, &[][..], None), "{who}");
                // The right guess: all that is told, and what is struck guessed as it is.
                let guess = Event { data: canonical(&real.facts()), ..real.clone() };
                assert_ne!(guess.computed_hash(), told.event.hash, "{who}: {}", real.kind);
                assert!(!told.facts.is_some_and(|facts| facts.to_string().contains("salt\"")), "{who}: {}", real.kind);
            }
        }
    }
}
