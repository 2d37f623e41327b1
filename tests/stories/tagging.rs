//! *Beri tanda*: the office's own words on tickets.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use desk::Refusal;
use desk::event::Kind;
use desk::id::TicketId;
use desk::setting::{SetSetting, SettingKey};
use desk::ticket::{Confidentiality, MOST_TAGS};
use desk::view::{Filter, Order, Page, View};
use serde_json::json;

/// The tickets that somebody finds by a tag.
async fn found(world: &World, who: &str, tags: &[&str]) -> Vec<TicketId> {
    let filter = Filter { tags: tags.iter().map(ToString::to_string).collect(), ..Filter::default() };
    let page = world.reader(who).await.tickets(View::All, &filter, Order::Oldest, &Page::default()).await.unwrap();
    page.rows.into_iter().map(|(_, view)| view.id()).collect()
}

async fn tags(world: &World, who: &str, ticket: TicketId) -> Vec<String> {
    world.reader(who).await.ticket(ticket).await.unwrap().tags().to_vec()
}

story! {
    /// Handlers give tags and find by them; whoever reported it knows nothing of it.
    found_by_tag, |world| {
        let ticket = world.opened("sari", "TIK-01", "Laptop lambat").await;
        let other = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", take(ticket)).await;
        let before = world.version(ticket).await;
        world.does("budi", tag(ticket, &["perangkat lama", "butuh pengadaan"])).await;
        world.does("wayan", tag(other, &["butuh pengadaan"])).await;
        assert_eq!(world.version(ticket).await, before, "what somebody else is about to do is not out of date");
        assert_eq!(tags(&world, "budi", ticket).await, ["butuh pengadaan", "perangkat lama"]);
        assert_eq!(found(&world, "budi", &["butuh pengadaan"]).await, [ticket, other]);
        assert_eq!(found(&world, "budi", &["perangkat lama"]).await, [ticket]);
        assert_eq!(found(&world, "budi", &["perangkat lama", "calon artikel"]).await, [ticket], "one of them is enough");
        assert_eq!(found(&world, "budi", &["butuh"]).await, [], "a tag is found whole");

        assert_eq!(tags(&world, "sari", ticket).await, [""; 0]);
        assert_eq!(found(&world, "sari", &["butuh pengadaan"]).await, []);
        assert_eq!(found(&world, "agus", &["butuh pengadaan"]).await, [], "not with his team");
        let reader = world.reader("sari").await;
        let (timeline, _) = reader.timeline(&reader.ticket(ticket).await.unwrap(), 100, None).await.unwrap();
        assert!(timeline.iter().all(|entry| entry.happened.kind != Kind::TicketTagged));
    }
}

story! {
    /// Of a confidential ticket the coordinator and an auditor see the outline; no tag says more of it.
    no_outline_by_tag, |world| {
        let ticket = world.opened("sari", "TIK-01", "Laptop lambat").await;
        world.does("budi", take(ticket)).await;
        world.does("budi", tag(ticket, &[TAG])).await;
        assert_eq!(found(&world, "putri", &[TAG]).await, [ticket]);
        assert_eq!(found(&world, "rina", &[TAG]).await, [ticket]);
        world.does("budi", classify(ticket, Confidentiality::Secret)).await;
        for who in ["putri", "rina"] {
            assert_eq!(tags(&world, who, ticket).await, [""; 0], "{who} sees that it is there");
            assert_eq!(found(&world, who, &[TAG]).await, [], "{who}");
        }
        assert_eq!(found(&world, "budi", &[TAG]).await, [ticket]);
    }
}

story! {
    /// Two people tag at once: nothing of either is lost; and what changes nothing leaves no trace.
    both_tag, |world| {
        let ticket = world.opened("sari", "TIK-01", "Laptop lambat").await;
        world.does("budi", tag(ticket, &["perangkat lama"])).await;
        world.does("wayan", tag(ticket, &["butuh anggaran", "butuh anggaran"])).await;
        world.does("budi", tag(ticket, &["perangkat lama"])).await;
        world.does("budi", untag(ticket, &["calon artikel"])).await;
        assert_eq!(tags(&world, "budi", ticket).await, ["butuh anggaran", "perangkat lama"]);
        assert_eq!(world.happened(ticket).await, [Kind::TicketOpened, Kind::TicketTagged, Kind::TicketTagged]);
        world.does("budi", untag(ticket, &["butuh anggaran", "perangkat lama"])).await;
        assert_eq!(tags(&world, "budi", ticket).await, [""; 0]);
        assert_eq!(found(&world, "budi", &["perangkat lama"]).await, []);
    }
}

story! {
    /// The words are the office's: others are refused, and one that has gone out of use can still be taken away.
    own_words, |world| {
        let ticket = world.opened("sari", "TIK-01", "Laptop lambat").await;
        let refused = world.refused("budi", tag(ticket, &["penting sekali"])).await;
        assert!(matches!(refused, Refusal::Unknown { field: "tag", .. }), "{refused:?}");
        assert_eq!(world.refused("sari", tag(ticket, &[TAG])).await, Refusal::Forbidden);
        world.does("budi", tag(ticket, &[TAG])).await;
        let words = |value| SetSetting { key: SettingKey::Tags, value, basis: String::new(), seen: None };
        for wrong in [json!([""]), json!([" tanda"]), json!(["x".repeat(31)]), json!([7]), json!("tanda")] {
            assert_eq!(world.refused("admin", words(wrong)).await, Refusal::Invalid("value"));
        }
        let own: Vec<String> = (0..=MOST_TAGS).map(|n| format!("tanda {n}")).collect();
        world.does("admin", words(json!(own))).await;
        assert!(matches!(world.refused("budi", tag(ticket, &[TAG])).await, Refusal::Unknown { .. }));
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        assert_eq!(world.refused("budi", tag(ticket, &own)).await, Refusal::TooMany(MOST_TAGS));
        assert_eq!(tags(&world, "budi", ticket).await, [TAG]);
        world.does("budi", untag(ticket, &[TAG])).await;
        world.does("budi", tag(ticket, &own[1..])).await;
        assert_eq!(tags(&world, "budi", ticket).await.len(), MOST_TAGS);
    }
}
