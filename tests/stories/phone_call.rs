//! *Catat laporan*: what reached a handler by telephone, at the counter, by letter.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::instant;
use desk::refusal::Refusal;
use desk::store;
use desk::ticket::*;
use desk::view::{Filter, View};

async fn how_many_tickets(world: &World) -> u64 {
    world.reader("putri").await.count(View::All, &Filter::default()).await.unwrap()
}

story! {
    /// Twenty seconds at the telephone: noted, solved, told. The promise of a first response is met when the telephone was answered.
    recorded_and_solved_in_one_go, |world| {
        let sari = RequesterRef::Known(world.people["sari"]);
        let call = Record { then: and_solved(), ..phone_call(world.report("TIK-01", "Kabel tercabut"), sari) };
        let ticket = world.does("budi", call).await.ticket;
        assert_eq!(world.state(ticket).await, "RESOLVED, tier 1 DISDIK, budi");
        let row = world.row(ticket).await;
        assert_eq!((row.requester_id, row.filer_id), (world.people["sari"], world.people["budi"]));
        assert_eq!((row.first_response_at, row.received_at), (Some(world.desk.now()), world.desk.now()));
        // It is hers: she confirms and rates.
        world.does("sari", confirm(ticket)).await;
        world.does("sari", rate(ticket, 5)).await;
        assert_eq!(world.refused("budi", rate(ticket, 1)).await, Refusal::Forbidden);
    }
}

story! {
    /// ... or escalated in the same breath.
    recorded_and_escalated_in_one_go, |world| {
        let sari = RequesterRef::Known(world.people["sari"]);
        let then = RecordThen::Escalate(wanted());
        let call = Record { then, ..phone_call(world.report("TIK-01", "Lantai dua mati"), sari.clone()) };
        let ticket = world.does("budi", call).await.ticket;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 2 T2-JAR, nobody");
        assert_eq!(world.request(ticket).await.number, "PSP-2026-000001");
        // Whoever took the call is who hears back.
        world.does("agus", give_back(ticket, "Lantai berapa, ruang mana?")).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 DISDIK, budi");

        let half = Wanted { steps_tried: String::new(), ..wanted() };
        let then = RecordThen::Escalate(half);
        let call = Record { then, ..phone_call(world.report("TIK-01", "Lantai tiga mati"), sari) };
        assert_eq!(world.refused("budi", call).await, Refusal::Blank("stepsTried"));
        assert_eq!(how_many_tickets(&world).await, 1, "nothing half done");
    }
}

story! {
    /// Somebody nobody knows: a name and a telephone number are enough. If the second half is refused, the person is not there either.
    a_new_caller, |world| {
        let maria = || caller("Yohana Rumbiak", "0812-4000-9000");
        let known = async || {
            let found = store::people::by_phone(&world.desk.store().read(), "+6281240009000").await.unwrap();
            found.into_iter().map(|person| (person.name, person.unit_id)).collect::<Vec<_>>()
        };
        // Budi works for the education office; what a citizen wants of the health office is not his to solve.
        let not_his = Record { then: and_solved(), ..phone_call(world.report("PUB-02", "Antrean daring galat"), maria()) };
        assert_eq!(world.refused("budi", not_his).await, Refusal::Forbidden);
        assert_eq!((known().await, how_many_tickets(&world).await), (vec![], 0), "nothing half done");

        let call = phone_call(world.report("PUB-02", "Antrean daring galat"), maria());
        let ticket = world.does("budi", call).await.ticket;
        assert_eq!(known().await, [("Yohana Rumbiak".to_owned(), None)]);
        assert_eq!(world.state(ticket).await, "NEW, tier 1 DINKES, nobody");
        // He noted it, so he can follow what becomes of it.
        assert_eq!(world.who_sees(&["budi", "dewi", "joko"], ticket).await, ["budi", "dewi"]);

        let nameless = phone_call(world.report("PUB-02", "?"), caller(" ", "081240009001"));
        assert_eq!(world.refused("budi", nameless).await, Refusal::Blank("name"));
        let unreachable = phone_call(world.report("PUB-02", "?"), caller("Tanpa Nomor", ""));
        assert_eq!(world.refused("budi", unreachable).await, Refusal::Blank("phone"));
    }
}

story! {
    /// Only PHONE and WALK_IN are answered by being noted down; and `take` never answers anybody.
    what_meets_the_first_response, |world| {
        let sari = || RequesterRef::Known(world.people["sari"]);
        for (channel, met) in [
            (Channel::Phone, true),
            (Channel::WalkIn, true),
            (Channel::Letter, false),
            (Channel::Whatsapp, false),
            (Channel::Email, false),
        ] {
            let noted = Record { channel, ..phone_call(world.report("TIK-01", "Lambat"), sari()) };
            let ticket = world.does("budi", noted).await.ticket;
            assert_eq!(world.row(ticket).await.first_response_at.is_some(), met, "{channel}");
        }
        // Who reports at the portal has not been answered by that.
        let ticket = world.does("sari", open(world.report("TIK-01", "Lambat"))).await.ticket;
        assert_eq!(world.row(ticket).await.first_response_at, None);
        world.does("budi", take(ticket)).await;
        world.does("budi", note(ticket, "Cek modem")).await;
        assert_eq!(world.row(ticket).await.first_response_at, None);
        // The requester's own words are no response to them; the technician's are, and only the first.
        world.does("sari", reply(ticket, "Halo?")).await;
        assert_eq!(world.row(ticket).await.first_response_at, None);
        world.later(chrono::TimeDelta::minutes(3));
        let first = world.desk.now();
        world.does("budi", reply(ticket, "Sedang kami cek.")).await;
        world.later(chrono::TimeDelta::minutes(3));
        world.does("budi", ask(ticket, "Lampunya menyala?")).await;
        assert_eq!(world.row(ticket).await.first_response_at, Some(first));
    }
}

story! {
    /// *Dicatat belakangan*: clocks start when the report was received; more than two business days back is refused, and so is tomorrow.
    recorded_late, |world| {
        let at = |text: &str| {
            let sari = RequesterRef::Known(world.people["sari"]);
            Record { received_at: Some(instant(text)), ..phone_call(world.report("TIK-01", "Kemarin mati"), sari) }
        };
        // Monday, 09.10. Thursday was two business days ago, Wednesday three.
        let thursday = "2026-07-02T02:00:00Z";
        let ticket = world.does("budi", at(thursday)).await.ticket;
        let row = world.row(ticket).await;
        assert_eq!((row.received_at, row.opened_at), (instant(thursday), world.desk.now()));
        assert_eq!(row.first_response_at, Some(instant(thursday)));
        let opened = &world.events(ticket).await[0];
        assert_eq!((opened.effective_at, opened.recorded_at), (instant(thursday), world.desk.now()));
        let view = world.reader("budi").await.ticket(ticket).await.unwrap();
        assert!(view.labels().contains(&desk::view::ticket::Label::RecordedLate));

        assert_eq!(world.refused("budi", at("2026-07-01T07:59:00Z")).await, Refusal::TooFarBack(2));
        // On Saturday nobody works: its report counts from Monday.
        world.does("budi", at("2026-07-04T02:00:00Z")).await;
        assert_eq!(world.refused("budi", at("2026-07-06T01:10:01Z")).await, Refusal::InFuture("receivedAt"));
        let now = world.does("budi", at("2026-07-06T01:10:00Z")).await.ticket;
        let view = world.reader("budi").await.ticket(now).await.unwrap();
        assert_eq!(view.labels(), []);
    }
}

story! {
    /// Noting down what others report is for handlers; what staff note can be CRITICAL, what requesters answer is HIGH at most.
    who_notes_down, |world| {
        let severe = || Report { impact: Impact::Wide, urgency: Urgency::High, ..world.report("TIK-01", "Semua mati") };
        let warga = || RequesterRef::Known(world.people["warga"]);
        assert_eq!(world.refused("sari", phone_call(severe(), warga())).await, Refusal::Forbidden);
        assert_eq!(world.refused("rina", phone_call(severe(), warga())).await, Refusal::Forbidden);
        let noted = world.does("budi", phone_call(severe(), warga())).await.ticket;
        assert_eq!(world.row(noted).await.priority, Priority::Critical);
        let reported = world.does("sari", open(severe())).await.ticket;
        assert_eq!(world.row(reported).await.priority, Priority::High);

        // A colleague of the same office may file for her; she is whose ticket it is. Strangers may not look people up.
        let for_sari = |report| Open { on_behalf_of: Some(world.people["sari"]), ..open(report) };
        let ticket = world.does("hadi", for_sari(severe())).await.ticket;
        let row = world.row(ticket).await;
        assert_eq!((row.requester_id, row.filer_id), (world.people["sari"], world.people["hadi"]));
        assert_eq!(world.refused("rahmat", for_sari(severe())).await, Refusal::Forbidden);
    }
}
