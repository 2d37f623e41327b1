//! Where a report goes first, and why.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use desk::person::add::ChangePerson;
use desk::person::{Language, RequesterType};
use desk::refusal::Refusal;
use desk::service::{SaveService, ServiceInput};
use desk::ticket::*;
use desk::view::View;

/// Somebody reports, and this is where it lands.
async fn lands(world: &World, who: &str, service: Option<&'static str>) -> String {
    let report = Report { service: service.map(|code| world.services[code]), ..world.report("TIK-01", "Ada masalah") };
    let ticket = world.does(who, open(report)).await.ticket;
    let row = world.row(ticket).await;
    format!("{}: {}", row.route_reason, world.state(ticket).await)
}

story! {
    /// The table of first lines.
    the_table, |world| {
        for (who, service, expected) in [
            // A device: the technician of one's own office, or of the office above.
            ("sari", Some("TIK-01"), "REPORTER_UNIT: NEW, tier 1 DISDIK, nobody"),
            ("ayu", Some("TIK-01"), "PARENT_TIER1: NEW, tier 1 PKM-BARU, nobody"),
            ("rahmat", Some("TIK-01"), "PARENT_TIER1: NEW, tier 1 KEL-MAWAR, nobody"),
            // An application of another office: that office's technician, for civil servants and citizens alike.
            ("ayu", Some("PUB-02"), "OWNER_UNIT: NEW, tier 1 DINKES, nobody"),
            ("rahmat", Some("PUB-02"), "OWNER_UNIT: NEW, tier 1 DINKES, nobody"),
            ("warga", Some("PUB-02"), "OWNER_UNIT: NEW, tier 1 DINKES, nobody"),
            ("joko", Some("ADM-02"), "OWNER_UNIT: NEW, tier 1 BKPSDM, nobody"),
            // What the Dinas owns: one's own office first; a citizen has none, and the Dinas' staff are there already.
            ("sari", Some("TIK-13"), "REPORTER_UNIT: NEW, tier 1 DISDIK, nobody"),
            ("warga", Some("TIK-13"), "OWNER_UNIT: NEW, tier 1 DISKOMINFO, nobody"),
            ("agus", Some("TIK-13"), "REPORTER_UNIT: NEW, tier 1 DISKOMINFO, nobody"),
            // *Tidak tahu*: one's own office, or the Dinas, finds out.
            ("sari", None, "SERVICE_UNKNOWN: NEW, tier 1 DISDIK, nobody"),
            ("ayu", None, "PARENT_TIER1: NEW, tier 1 PKM-BARU, nobody"),
            ("warga", None, "SERVICE_UNKNOWN: NEW, tier 1 DISKOMINFO, nobody"),
            // Straight to Tier 2 goes only what the rules list.
            ("sari", Some("TIK-22"), "SECURITY_INCIDENT: NEW, tier 2 T2-KAM, nobody"),
            ("warga", Some("TIK-22"), "SECURITY_INCIDENT: NEW, tier 2 T2-KAM, nobody"),
        ] {
            assert_eq!(lands(&world, who, service).await, expected, "{who} reports {service:?}");
        }
        // A business or a guest is no civil servant, even with an office to their name.
        let input = desk::person::add::PersonInput {
            name: "Sari Wulandari".into(),
            nip: None,
            phone: Some("+6281234509999".into()),
            email: None,
            unit: Some(world.units["DISDIK"]),
            requester_type: RequesterType::Business,
            language: Language::Indonesian,
            zone: None,
            hide_identity: false,
        };
        world.console(ChangePerson { person: world.people["sari"], input }).await;
        assert_eq!(lands(&world, "sari", Some("TIK-13")).await, "OWNER_UNIT: NEW, tier 1 DISKOMINFO, nobody");
    }
}

story! {
    /// The technician of the reporter's own office sees what its people report elsewhere, without handling it.
    the_reporters_own_technician_follows, |world| {
        let ticket = world.opened("rahmat", "PUB-02", "Antrean daring galat").await;
        assert_eq!(world.who_sees(&["andi", "dewi", "budi", "joko"], ticket).await, ["andi", "dewi"]);
        assert_eq!(world.lists("andi", View::OurPeople).await, [ticket]);
        assert_eq!(world.lists("andi", View::UnitQueue).await, []);
        assert_eq!(world.lists("dewi", View::UnitQueue).await, [ticket]);
        assert_eq!(world.refused("andi", take(ticket)).await, Refusal::Forbidden);
        world.does("andi", note(ticket, "Jaringan kelurahan sudah saya cek, normal.")).await;
        world.does("dewi", escalate(ticket)).await;
        assert_eq!(world.lists("andi", View::OurPeople).await, [ticket]);
    }
}

story! {
    /// What came to the Dinas' own Tier 1 still goes on to the Dinas' team by a solution request.
    the_dinas_escalates_to_itself, |world| {
        let ticket = world.opened("warga", "TIK-13", "Surel tidak terkirim").await;
        world.does("nur", escalate(ticket)).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 2 T2-DUK, nobody");
        assert_eq!(world.request(ticket).await.opened_by, Some(world.people["nur"]));
    }
}

story! {
    /// Nobody knew the service: it has to be found before the ticket is solved or escalated, and finding it re-routes.
    the_unknown_service, |world| {
        let unknown = Report { kind: None, service: None, ..world.report("TIK-01", "Tidak bisa absen") };
        let ticket = world.does("sari", open(unknown)).await.ticket;
        world.does("budi", take(ticket)).await;
        assert_eq!(world.refused("budi", resolve(ticket)).await, Refusal::ClassifyFirst);
        assert_eq!(world.refused("budi", escalate(ticket)).await, Refusal::ClassifyFirst);
        let found = |service| Reclassify {
            kind: Some(TicketKind::Incident),
            service: Some(world.services[service]),
            ..reclassify(ticket)
        };
        world.does("budi", found("ADM-02")).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 BKPSDM, nobody");
        assert!(world.row(ticket).await.verified);
        assert!(world.sees("budi", ticket).await);
        world.does("joko", found("TIK-01")).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 DISDIK, nobody");
    }
}

story! {
    /// What is not offered, and what a service does not take.
    what_is_refused_at_the_counter, |world| {
        let report = |service| world.report(service, "Ada masalah");
        let asked = Report { kind: Some(TicketKind::Request), ..report("TIK-22") };
        assert_eq!(world.refused("sari", open(asked)).await, Refusal::KindNotTaken);
        let empty = Report { description: " ".into(), ..world.report("TIK-01", "") };
        assert_eq!(world.refused("sari", open(empty)).await, Refusal::Blank("description"));
        world.console(desk::service::RetireService { service: world.services["TIK-13"] }).await;
        assert_eq!(world.refused("sari", open(report("TIK-13"))).await, Refusal::ServiceNotOffered);
        // Only a description: its beginning is the title.
        let untitled = Report { title: String::new(), description: "Printer macet\ndi loket 3".into(), ..report("TIK-01") };
        let ticket = world.does("sari", open(untitled)).await.ticket;
        assert_eq!(world.row(ticket).await.title, "Printer macet di loket 3");
    }
}

story! {
    /// The administrator's exception: a service whose tickets start at Tier 2.
    straight_to_tier2, |world| {
        let input = ServiceInput { straight_to_tier2: true, ..world.service("TIK-01").await };
        world.does("admin", SaveService { service: Some(world.services["TIK-01"]), input }).await;
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        assert_eq!(world.state(ticket).await, "NEW, tier 2 T2-JAR, nobody");
        let request = world.request(ticket).await;
        assert_eq!((request.reason, request.state), (EscalationReason::NeedsTier2Authority, RequestState::Open));
        assert!(!world.row(ticket).await.security_incident);
        // Returned, it goes to the technician of the reporter's office, who never had it before.
        world.does("agus", give_back(ticket, "Sejak kapan?")).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 DISDIK, nobody");

        // A ticket that becomes one of these on its way says the same reason.
        let other = world.opened("sari", "TIK-13", "Sebenarnya jaringan").await;
        world.does("budi", Reclassify { service: Some(world.services["TIK-01"]), ..reclassify(other) }).await;
        assert_eq!(world.state(other).await, "IN_PROGRESS, tier 2 T2-JAR, nobody");
        assert_eq!(world.request(other).await.reason, EscalationReason::NeedsTier2Authority);
    }
}

story! {
    /// R8: a number carries the year in the region's zone, and each year counts anew.
    numbers, |world| {
        let number = async |at: &str| {
            world.at(at);
            let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
            world.row(ticket).await.number
        };
        assert_eq!(number("2026-12-31T15:59:00Z").await, "TKT-2026-000001");
        // In Makassar it is eight hours later than in Greenwich.
        assert_eq!(number("2026-12-31T16:00:00Z").await, "TKT-2027-000001");
        assert_eq!(number("2026-12-31T16:01:00Z").await, "TKT-2027-000002");
    }
}
