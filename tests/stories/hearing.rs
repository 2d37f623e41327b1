//! Who is told that something changed: whoever sees the ticket or saw it until then, and nobody else.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use desk::Hint;
use desk::access::Sight;
use desk::id::TicketId;
use desk::ticket::*;
use desk::view::View;
use std::collections::BTreeSet;
use tokio::sync::broadcast::Receiver;

struct Ears<'w> {
    world: &'w World,
    hints: Receiver<Hint>,
}

impl Ears<'_> {
    async fn seeing(&self, ticket: TicketId) -> BTreeSet<&'static str> {
        let mut seeing = BTreeSet::new();
        for who in self.world.people.keys() {
            if self.world.sight(who, ticket).await != Sight::Nothing {
                seeing.insert(*who);
            }
        }
        seeing
    }

    /// Those for whom `hint` is, of all that were told since the last time.
    async fn told(&mut self, hint: impl Fn(&Hint, &desk::access::Standing) -> bool) -> BTreeSet<&'static str> {
        let mut told = BTreeSet::new();
        while let Ok(said) = self.hints.try_recv() {
            for who in self.world.people.keys() {
                if hint(&said, &self.world.standing(who).await) {
                    told.insert(*who);
                }
            }
        }
        told
    }
}

story! {
    /// After each of these things, exactly those are told who see the ticket or have just ceased to.
    those_who_see_it, |world| {
        let mut ears = Ears { world: &world, hints: world.desk.hints() };
        let about_budi = Report { kind: Some(TicketKind::Complaint), about_person: Some(world.people["budi"]), ..world.report("TIK-30", "Tidak datang") };
        let complaint = world.does("sari", open(about_budi)).await.ticket;
        assert_eq!(ears.told(Hint::reaches).await, ears.seeing(complaint).await);
        assert!(!ears.seeing(complaint).await.contains("budi"));

        let ticket = world.opened("warga", "TIK-01", "Situs tidak terbuka").await;
        let mut before = ears.seeing(ticket).await;
        assert_eq!(ears.told(Hint::reaches).await, before);
        for step in 0..4 {
            match step {
                0 => drop(world.does("putri", forward(ticket, world.units["DISDIK"])).await),
                1 => drop(world.does("budi", involve(ticket, world.people["lina"])).await),
                2 => drop(world.does("budi", classify(ticket, Confidentiality::Restricted)).await),
                _ => drop(world.does("budi", classify(ticket, Confidentiality::Secret)).await),
            }
            let after = ears.seeing(ticket).await;
            let told = ears.told(Hint::reaches).await;
            assert_eq!(told, before.union(&after).copied().collect(), "step {step}");
            before = after;
        }
        // Nobody who has lost sight of it hears of it again.
        world.does("lina", reply(ticket, "Saya bantu")).await;
        assert_eq!(ears.told(Hint::reaches).await, before);
        assert!(!before.contains("wayan") && before.contains("lina") && before.contains("putri"));
    }
}

story! {
    /// A list of what one follows changes by what one follows; the lists of heads, owners and those involved by what they see.
    lists_by_what_they_hold, |world| {
        let mut ears = Ears { world: &world, hints: world.desk.hints() };
        let ticket = world.opened("sinta", "ADM-02", "Data pegawai salah").await;
        let all = ears.told(|hint, who| hint.concerns(who, View::All)).await;
        assert!(["kadis", "lina", "joko", "putri"].iter().all(|who| all.contains(who)) && !all.contains("warga"), "{all:?}");
        world.does("joko", take(ticket)).await;
        assert_eq!(ears.told(|hint, who| hint.concerns(who, View::Followed)).await, BTreeSet::new());
        world.does("eko", follow(world.opened("sari", "TIK-01", "Internet mati").await)).await;
        let followed = ears.told(|hint, who| hint.concerns(who, View::Followed)).await;
        assert_eq!(followed, BTreeSet::from(["eko"]));
        world.does("budi", take(world.lists("budi", View::UnitQueue).await[0])).await;
        let (mut queue, mut work) = (BTreeSet::new(), BTreeSet::new());
        while let Ok(said) = ears.hints.try_recv() {
            for who in world.people.keys() {
                let standing = world.standing(who).await;
                queue.extend(Some(*who).filter(|_| said.concerns(&standing, View::UnitQueue)));
                work.extend(Some(*who).filter(|_| said.concerns(&standing, View::MyWork)));
            }
        }
        assert_eq!((queue, work), (BTreeSet::from(["budi", "wayan"]), BTreeSet::from(["budi"])));
    }
}
