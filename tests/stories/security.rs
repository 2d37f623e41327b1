//! Security incidents, confidential tickets, and complaints hidden from those they are about.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use desk::access::Sight;
use desk::audit::trail::TrailFilter;
use desk::event::{Kind, Recorded};
use desk::id::{CardId, Id, TicketId};
use desk::refusal::Refusal;
use desk::store;
use desk::ticket::*;
use desk::view::audit::TrailEvent;
use desk::view::containment::{MOST, MOST_OF_ONE};
use desk::view::{Filter, Page, View};

const EVERYBODY: [&str; 25] = [
    "sari", "budi", "wayan", "ayu", "dewi", "rahmat", "andi", "joko", "nur", "agus", "made", "putri", "eko", "tono",
    "kadis", "rina", "admin", "warga", "gede", "hadi", "lina", "bowo", "sinta", "camat", "sekda",
];

async fn with_sight(world: &World, wanted: Sight, ticket: TicketId) -> Vec<&'static str> {
    let mut seeing = Vec::new();
    for who in EVERYBODY {
        if world.sight(who, ticket).await == wanted {
            seeing.push(who);
        }
    }
    seeing
}

story! {
    /// Straight to the security team, and invisible to everybody else: in lists, counts, search, links and by its number.
    a_security_incident_is_invisible_to_others, |world| {
        let ticket = world.opened("sari", "TIK-22", "Akun kepala dinas diretas xqzvk").await;
        let row = world.row(ticket).await;
        assert_eq!((row.tier, row.confidentiality, row.priority), (2, Confidentiality::Restricted, Priority::High));
        assert_eq!(with_sight(&world, Sight::Full, ticket).await, ["sari", "eko", "kadis", "gede"]);
        // The coordinator and the auditor see that it is there, and no word of it; the administrator nothing.
        assert_eq!(with_sight(&world, Sight::Outline, ticket).await, ["putri", "rina"]);
        for who in ["putri", "rina"] {
            let reader = world.reader(who).await;
            let view = reader.ticket(ticket).await.unwrap();
            assert_eq!((view.number(), view.title()), ("TKT-2026-000001", None));
            assert_eq!((view.location(), view.internal, view.names_requester()), (None, false, false));
            assert!(reader.timeline(&view, 100, None).await.unwrap().0.is_empty());
            assert_eq!(world.finds(who, "xqzvk").await, []);
            assert_eq!(world.lists(who, View::All).await, [ticket]);
        }
        for who in ["budi", "agus", "admin", "hadi", "nur"] {
            assert_eq!(world.finds(who, "xqzvk").await, [], "{who}");
            assert_eq!(world.finds(who, "TKT-2026-000001").await, [], "{who}");
            assert_eq!(world.lists(who, View::All).await, [], "{who}");
            assert_eq!(world.reader(who).await.count(View::Active, &Filter::default()).await.unwrap(), 0, "{who}");
            assert_eq!(world.refused(who, note(ticket, "Apa ini?")).await, Refusal::NotFound, "{who}");
        }
        let other = world.opened("sari", "TIK-01", "Internet mati").await;
        assert_eq!(world.refused("budi", link(other, ticket)).await, Refusal::NotFound);
        assert_eq!(world.finds("eko", "xqzvk").await, [ticket]);
    }
}

story! {
    /// The Tier 1 of the unit that was struck learns where, since when and what to do first; the security team learns that it was done. Nobody else
    /// gets the card, the ticket stays invisible, and a card of an ended incident or of an ordinary ticket is none.
    the_tier1_of_the_struck_unit_gets_a_containment_card, |world| {
        let ticket = world.opened("sari", "TIK-22", "Akun kepala dinas diretas xqzvk").await;
        let ordinary = world.opened("sari", "TIK-01", "Internet mati").await;
        for who in EVERYBODY {
            let cards = world.reader(who).await.containment_cards().await.unwrap();
            assert_eq!(cards.len(), usize::from(world.standing(who).await.serves.contains(&world.units["DISDIK"])), "{who}");
        }
        let reader = world.reader("budi").await;
        let card = reader.containment_cards().await.unwrap().remove(0);
        assert_eq!((card.unit, card.opened_at, card.done_by.is_empty()), (world.units["DISDIK"], world.row(ticket).await.opened_at, true));
        assert!(reader.containment_steps()[0].contains("cabut kabel LAN"));

        assert_eq!(world.refused("agus", Contain { card: card.id }).await, Refusal::NotFound);
        assert_eq!(world.refused("eko", Contain { card: card.id }).await, Refusal::NotFound);
        assert_eq!(world.refused("budi", Contain { card: CardId(ordinary.uuid()) }).await, Refusal::NotFound);
        world.does("budi", Contain { card: card.id }).await;
        world.does("budi", Contain { card: card.id }).await;
        assert_eq!(world.times(ticket, Kind::TicketContained).await, 1);
        assert_eq!(world.reader("budi").await.containment_cards().await.unwrap()[0].done_by, [world.people["budi"]]);
        assert!(!world.sees("budi", ticket).await);

        world.does("gede", accept(ticket)).await;
        world.does("gede", resolve(ticket)).await;
        assert_eq!(world.reader("budi").await.containment_cards().await.unwrap(), []);
        assert_eq!(world.refused("budi", Contain { card: card.id }).await, Refusal::NotFound);
    }
}

story! {
    /// Whoever reports much pushes nobody else's card off.
    a_flood_hides_no_card, |world| {
        let real = world.opened("hadi", "TIK-22", "Server nilai disandera").await;
        world.later(chrono::TimeDelta::minutes(1));
        for n in 0..MOST {
            world.opened("sari", "TIK-22", &format!("Layar aneh {n}")).await;
        }
        let cards = world.reader("budi").await.containment_cards().await.unwrap();
        assert_eq!(cards.len(), MOST_OF_ONE + 1);
        assert!(cards.iter().any(|card| card.id == CardId(real.uuid())));
    }
}

story! {
    /// Whoever comes too late is told what came between as far as they could read it anyway.
    stale_tells_no_more_than_the_timeline, |world| {
        let secret = world.opened("sari", "TIK-22", "Akun diretas").await;
        let card = world.reader("budi").await.containment_cards().await.unwrap().remove(0);
        world.does("budi", Contain { card: card.id }).await;
        world.does("gede", accept(secret)).await;
        world.does("eko", Reclassify { security_confirmed: true, ..reclassify(secret) }).await;
        assert_eq!(world.sight("putri", secret).await, Sight::Outline);
        let late = Assign { seen: Some(1), ..assign(secret, world.people["gede"]) };
        assert_eq!(world.refused("putri", late).await, Refusal::Stale { changes: Vec::new() });

        let own = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", take(own)).await;
        world.does("budi", note(own, "Kabelnya putus")).await;
        world.does("budi", ask(own, "Lampunya menyala?")).await;
        let told = |refusal: Refusal| match refusal {
            Refusal::Stale { changes } => changes.into_iter().map(|change| change.kind).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let late = |ticket| Cancel { seen: Some(1), ..cancel(ticket) };
        assert_eq!(told(world.refused("sari", late(own)).await), ["TICKET_ASKED"]);
        let late = Take { seen: Some(1), ..take(own) };
        assert_eq!(told(world.refused("putri", late).await), ["TICKET_TAKEN", "TICKET_NOTED", "TICKET_ASKED"]);
    }
}

story! {
    /// Of a security incident that does not exist for somebody there is no event in the trail either, neither of its own nor of who read it.
    the_trail_of_what_does_not_exist, |world| {
        let secret = world.opened("sari", "TIK-22", "Akun diretas").await;
        let card = world.reader("budi").await.containment_cards().await.unwrap().remove(0);
        world.does("budi", Contain { card: card.id }).await;
        world.does("gede", accept(secret)).await;
        assert!(world.reader("eko").await.ticket(secret).await.unwrap().title().is_some());
        world.desk.write_access_log().await.unwrap();
        let (number, stream) = (world.row(secret).await.number, world.row(secret).await.stream());
        let found = async |who: &str, filter: TrailFilter| {
            let page = Page { first: Some(100), ..Page::default() };
            let rows = world.reader(who).await.audit_events(&filter, &page).await.unwrap().rows;
            let about = |event: &TrailEvent| event.event.stream == stream || event.event.stream.starts_with("access/");
            rows.into_iter().map(|(_, event)| event).filter(about).map(|event| event.event.kind).collect::<Vec<_>>()
        };
        let by_number = || TrailFilter { stream: Some(number.clone()), ..TrailFilter::default() };
        let reads = || TrailFilter { kinds: vec![Kind::ConfidentialRead, Kind::TicketContained], ..TrailFilter::default() };
        for (who, there) in [("rina", true), ("admin", false)] {
            assert_eq!(!found(who, by_number()).await.is_empty(), there, "{who}");
            assert_eq!(!found(who, reads()).await.is_empty(), there, "{who}");
        }
    }
}

story! {
    /// HIGH until the security team has confirmed it, whatever anybody types; then CRITICAL.
    only_the_security_team_makes_it_critical, |world| {
        let severe = || Report { impact: Impact::Wide, urgency: Urgency::High, ..world.report("TIK-22", "Peladen disandera") };
        let sari = RequesterRef::Known(world.people["sari"]);
        let ticket = world.does("budi", phone_call(severe(), sari)).await.ticket;
        assert_eq!(world.row(ticket).await.priority, Priority::High, "noted by staff");
        world.does("gede", accept(ticket)).await;
        let worse = |impact| Reclassify { impact: Some(impact), urgency: Some(Urgency::High), ..reclassify(ticket) };
        world.does("gede", worse(Impact::Wide)).await;
        assert_eq!(world.row(ticket).await.priority, Priority::High, "reclassified by the team");
        world.does("gede", worse(Impact::Person)).await;
        assert_eq!(world.row(ticket).await.priority, Priority::High, "and not lowered by answers either");
        let confirmed = || Reclassify { security_confirmed: true, ..reclassify(ticket) };
        assert_eq!(world.refused("gede", confirmed()).await, Refusal::Forbidden);
        world.does("eko", confirmed()).await;
        assert_eq!(world.row(ticket).await.priority, Priority::Critical);
        // What is no security incident cannot be confirmed as one.
        let other = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", escalate(other)).await;
        world.does("agus", hand_over(other, world.teams["T2-KAM"])).await;
        assert_eq!(world.refused("eko", Reclassify { security_confirmed: true, ..reclassify(other) }).await, Refusal::Forbidden);
    }
}

story! {
    /// A fault turns out to be an attack: it goes to the security team, and whoever had it before is out.
    a_fault_turns_out_to_be_an_attack, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet lambat").await;
        world.does("budi", take(ticket)).await;
        world.does("budi", Reclassify { impact: Some(Impact::Wide), urgency: Some(Urgency::High), ..reclassify(ticket) }).await;
        assert_eq!(world.row(ticket).await.priority, Priority::Critical);
        world.does("budi", Reclassify { service: Some(world.services["TIK-22"]), ..reclassify(ticket) }).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 2 T2-KAM, nobody");
        let row = world.row(ticket).await;
        assert_eq!((row.confidentiality, row.priority), (Confidentiality::Restricted, Priority::High));
        assert_eq!(world.request(ticket).await.reason, EscalationReason::SecurityIncident);
        assert_eq!(with_sight(&world, Sight::Full, ticket).await, ["sari", "eko", "kadis", "gede"]);

        // A false alarm becomes an ordinary ticket: its team changes, its class is lowered only by a reason.
        world.does("eko", accept(ticket)).await;
        let harmless = || Reclassify { service: Some(world.services["TIK-01"]), ..reclassify(ticket) };
        world.does("eko", harmless()).await;
        let row = world.row(ticket).await;
        assert_eq!((row.security_incident, row.confidentiality), (false, Confidentiality::Restricted));
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 2 T2-JAR, nobody");
        let normal = Reclassify { reason: "  ".into(), ..classify(ticket, Confidentiality::Normal) };
        assert_eq!(world.refused("agus", normal).await, Refusal::Blank("reason"));
        world.does("agus", classify(ticket, Confidentiality::Normal)).await;
        assert!(world.sees("budi", ticket).await);
    }
}

story! {
    /// SECRET: even the team sees only what it was assigned to. The coordinator, who reads nothing, can still bring it to somebody.
    secret, |world| {
        let ticket = world.opened("sari", "TIK-22", "Kebocoran data pegawai").await;
        world.does("eko", classify(ticket, Confidentiality::Secret)).await;
        assert_eq!(with_sight(&world, Sight::Full, ticket).await, ["sari", "eko", "kadis"]);
        assert_eq!(world.refused("gede", accept(ticket)).await, Refusal::NotFound);
        assert_eq!(world.refused("putri", note(ticket, "Tolong segera")).await, Refusal::Forbidden);
        assert_eq!(world.refused("putri", assign(ticket, world.people["agus"])).await, Refusal::NotInQueue);
        world.does("putri", assign(ticket, world.people["gede"])).await;
        world.does("gede", accept(ticket)).await;
        world.does("gede", involve(ticket, world.people["agus"])).await;
        assert!(world.sees("agus", ticket).await);
        assert!(!world.sees("tono", ticket).await);
    }
}

story! {
    /// Whoever reads what is confidential leaves a trace; the requester, whose own it is, does not.
    reading_it_leaves_a_trace, |world| {
        let ticket = world.opened("sari", "TIK-22", "Akun diretas").await;
        for who in ["sari", "eko", "putri", "kadis"] {
            let view = world.reader(who).await.ticket(ticket).await.unwrap();
            assert_eq!(view.title().is_none(), who == "putri");
        }
        world.desk.write_access_log().await.unwrap();
        let log = store::record::events_after(&world.desk.store().read(), "access/2026-07-06", 0).await.unwrap();
        let read: Vec<_> = log.iter().filter(|e| e.kind == Kind::ConfidentialRead.code()).map(|e| e.actor.clone()).collect();
        assert_eq!(read, [world.people["eko"].to_string(), world.people["kadis"].to_string()]);
        assert!(log.iter().all(|event| !String::from_utf8_lossy(&event.data).contains("diretas")));
    }
}

story! {
    /// A complaint about a person goes to the coordinator and does not exist for that person.
    a_complaint_about_somebody, |world| {
        let about_budi = || Report {
            kind: Some(TicketKind::Complaint),
            about_person: Some(world.people["budi"]),
            ..world.report("TIK-30", "Teknisi tidak datang xqzvk")
        };
        let ticket = world.does("sari", open(about_budi())).await.ticket;
        assert_eq!(world.state(ticket).await, "NEW, tier 1 coordinator, nobody");
        assert_eq!(world.row(ticket).await.route_reason, RouteReason::ComplaintAboutHandling);
        assert_eq!(world.lists("putri", View::WithoutTier1).await, [ticket]);
        // Wayan serves the same office and sees it; Budi does not, by no road.
        assert_eq!(world.who_sees(&["budi", "wayan", "putri", "joko"], ticket).await, ["wayan", "putri"]);
        assert_eq!(world.finds("budi", "xqzvk").await, []);
        assert_eq!(world.lists("budi", View::All).await, []);
        assert_eq!(world.refused("budi", note(ticket, "Saya datang!")).await, Refusal::NotFound);
        // Nobody brings it to him by a back door, either.
        assert_eq!(world.refused("putri", involve(ticket, world.people["budi"])).await, Refusal::Invalid("person"));
        world.does("putri", forward(ticket, world.units["DISDIK"])).await;
        assert!(!world.sees("budi", ticket).await);
        assert_eq!(world.refused("wayan", assign(ticket, world.people["budi"])).await, Refusal::Invalid("assignee"));
        let problem = world.does("wayan", promote(ticket)).await.ticket;
        assert!(!world.sees("budi", problem).await, "what is made of it is hidden from him, too");
        // Said of anything but a complaint, it would silently not be hidden: it is refused instead.
        let confused = Report { kind: Some(TicketKind::Incident), ..about_budi() };
        assert_eq!(world.refused("sari", open(confused)).await, Refusal::Invalid("kind"));
    }
}

story! {
    /// What is restricted and still nobody's is seen in the unit's queue, so that it does not lie there; then only whoever took it sees it.
    restricted_at_tier_1, |world| {
        let ticket = world.opened("sari", "TIK-01", "Sandi ruang peladen tersebar").await;
        world.does("budi", classify(ticket, Confidentiality::Restricted)).await;
        let everybody = ["budi", "wayan", "hadi", "joko", "agus"];
        assert_eq!(world.who_sees(&everybody, ticket).await, ["budi"], "whoever made it so has it");
        world.does("budi", forward(ticket, world.units["BKPSDM"])).await;
        assert_eq!(world.who_sees(&everybody, ticket).await, ["joko"]);
        assert!(world.lists("joko", View::UnitQueue).await.contains(&ticket));
        assert_eq!(world.finds("joko", "tersebar").await, [ticket]);
        world.does("joko", take(ticket)).await;
        world.does("joko", classify(ticket, Confidentiality::Secret)).await;
        assert_eq!(world.who_sees(&everybody, ticket).await, ["joko"]);
    }
}

story! {
    /// A complaint about the only coordinator does not lie where nobody may touch it: the head of the Dinas deals with it.
    a_complaint_about_the_coordinator, |world| {
        let about_putri = Report {
            kind: Some(TicketKind::Complaint),
            about_person: Some(world.people["putri"]),
            ..world.report("TIK-30", "Laporan saya didiamkan")
        };
        let ticket = world.does("sari", open(about_putri)).await.ticket;
        assert_eq!(world.refused("putri", note(ticket, "Saya?")).await, Refusal::NotFound);
        assert_eq!(world.refused("hadi", resolve(ticket)).await, Refusal::Forbidden);
        world.does("kadis", take(ticket)).await;
        world.does("kadis", resolve(ticket)).await;
        world.does("sari", confirm(ticket)).await;
    }
}

story! {
    /// A complaint about how a ticket was handled is hidden from those who handled it; and only of a ticket that one sees.
    a_complaint_about_a_ticket, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", take(ticket)).await;
        world.does("budi", escalate(ticket)).await;
        world.does("agus", accept(ticket)).await;
        let about_it = || Report {
            kind: Some(TicketKind::Complaint),
            about_ticket: Some(ticket),
            ..world.report("TIK-30", "Sudah tiga hari")
        };
        let complaint = world.does("sari", open(about_it())).await.ticket;
        assert_eq!(world.who_sees(&["sari", "budi", "wayan", "agus", "putri"], complaint).await, ["sari", "wayan", "putri"]);
        // Of a ticket she cannot see a stranger learns nothing, not even that it is there.
        assert_eq!(world.refused("rahmat", open(about_it())).await, Refusal::NotFound);
        let gone = Report { follow_up_of: Some(ticket), ..world.report("TIK-01", "Lanjutan") };
        assert_eq!(world.refused("rahmat", open(gone)).await, Refusal::NotFound);
    }
}

story! {
    /// Merging must not show it to its subject: the target would tell.
    a_complaint_is_not_merged_into_the_open, |world| {
        let about_budi = Report {
            kind: Some(TicketKind::Complaint),
            about_person: Some(world.people["budi"]),
            ..world.report("TIK-30", "Teknisi tidak datang")
        };
        let complaint = world.does("sari", open(about_budi)).await.ticket;
        let open_one = world.opened("sari", "TIK-01", "Internet mati").await;
        assert_eq!(world.refused("putri", merge(complaint, open_one)).await, Refusal::MergeLessConfidential);
        world.does("putri", merge(open_one, complaint)).await;
    }
}
