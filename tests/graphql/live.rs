//! Live hints over a socket.

use super::talk::{Client, Door, report};
use crate::program::instances::Socket;
use crate::story;
use crate::support::words::note;
use desk::session::Identity;
use futures_util::StreamExt;
use serde_json::{Value, json};

async fn listens(client: &Client) -> Socket {
    Socket::open(client.door.server(), &client.bearer).await
}

async fn subscribes(socket: &mut Socket, id: &str, query: &str) {
    socket.say(&json!({ "id": id, "type": "subscribe", "payload": { "query": query } })).await;
    // What was said before is taken up before what is said after.
    socket.say(&json!({ "type": "ping" })).await;
    assert_eq!(socket.hear().await, json!({ "type": "pong" }));
}

async fn hears(socket: &mut Socket, id: &str) -> Value {
    let mut said = socket.hear().await;
    assert_eq!((said["type"].as_str(), said["id"].as_str()), (Some("next"), Some(id)), "{said}");
    assert_eq!(said["payload"]["errors"], Value::Null, "{said}");
    said["payload"]["data"].take()
}

story! {
    /// Whoever sees a ticket hears of it and reads again; whoever does not hears nothing.
    hints, |world| {
        let door = Door::program(&world).await;
        let (sari, budi, rahmat) =
            (door.client(&world, "sari").await, door.client(&world, "budi").await, door.client(&world, "rahmat").await);
        let (mut hers, mut his, mut strangers) = (listens(&sari).await, listens(&budi).await, listens(&rahmat).await);
        subscribes(&mut his, "antrean", "subscription { queueChanged(view: UNIT_QUEUE) { view ticket } }").await;
        let ticket = sari.does("ticketOpen", json!({ "report": report(&world, "TIK-01", "Internet mati") })).await;
        let queue = json!({ "queueChanged": { "view": "UNIT_QUEUE", "ticket": ticket.id } });
        assert_eq!(hears(&mut his, "antrean").await, queue);

        let one = format!("subscription {{ ticketChanged(ticket: \"{}\") {{ ticket version }} }}", ticket.id);
        subscribes(&mut hers, "tiket", &one).await;
        subscribes(&mut strangers, "tiket", &one).await;
        subscribes(&mut strangers, "sendiri", "subscription { queueChanged(view: MY_REPORTS) { view ticket } }").await;
        let seen = budi.sees(&ticket.id).await.expect("a ticket");
        let taken = budi.does("ticketTake", seen.and(json!({}))).await;
        let change = json!({ "ticketChanged": { "ticket": ticket.id, "version": taken.version } });
        assert_eq!(hears(&mut hers, "tiket").await, change);
        assert_eq!(sari.sees(&ticket.id).await.expect("her ticket").line(), taken.line());
        assert_eq!(hears(&mut his, "antrean").await, queue);

        // The first thing the stranger hears is of their own, which came later.
        let own = rahmat.does("ticketOpen", json!({ "report": report(&world, "TIK-01", "Printer rusak") })).await;
        let mine = json!({ "queueChanged": { "view": "MY_REPORTS", "ticket": own.id } });
        assert_eq!(hears(&mut strangers, "sendiri").await, mine);
    }
}

story! {
    /// However many subscriptions somebody has, and to whatever end, what changes is looked up once for them.
    many_ears_of_one_person, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let schema = graphql::schema(Some(world.desk.clone()));
        let listens = |who: &str, query: String| {
            let identity = Identity { person: world.people[who], session: None, proved: false, token: None };
            let request = graphql::attach(async_graphql::Request::new(query), &world.desk, Some(identity.into()));
            let mut told = async_graphql::Executor::execute_stream(&schema, request, None);
            tokio::spawn(async move { told.next().await.expect("an answer").into_result().expect("no error").data.to_string() })
        };
        let one = format!("subscription {{ ticketChanged(ticket: \"{ticket}\") {{ ticket }} }}");
        let list = "subscription { queueChanged(view: UNIT_QUEUE) { ticket } }".to_owned();
        let mut ears: Vec<_> = (0..200).map(|n| listens("budi", if n % 2 == 0 { one.clone() } else { list.clone() })).collect();
        ears.push(listens("sari", one.clone()));
        ears.push(listens("rahmat", one));
        // Until all but the stranger are there and have heard.
        let mut hints = 0;
        while ears.iter().filter(|ear| ear.is_finished()).count() < 201 {
            hints += 1;
            world.does("budi", note(ticket, &format!("Catatan {hints}"))).await;
            tokio::task::yield_now().await;
        }
        assert!(world.desk.looked() <= 2 * hints, "{} of {hints}", world.desk.looked());
        let stranger = ears.pop().expect("the stranger");
        assert!(!stranger.is_finished());
        stranger.abort();
        for ear in ears {
            assert!(ear.await.expect("no panic").contains(&ticket.to_string()));
        }
    }
}

story! {
    /// Two who may write notes see each other on a ticket, and what the other does; the requester is not among them, and who hangs up is gone.
    who_is_there, |world| {
        let door = Door::program(&world).await;
        let (sari, budi, wayan) =
            (door.client(&world, "sari").await, door.client(&world, "budi").await, door.client(&world, "wayan").await);
        let ticket = sari.does("ticketOpen", json!({ "report": report(&world, "TIK-01", "Internet mati") })).await;
        let there = |doing: &str| {
            format!("subscription {{ ticketPresence(ticket: \"{}\", doing: {doing}) {{ person {{ name }} doing }} }}", ticket.id)
        };
        let (mut his, mut others, mut hers) = (listens(&budi).await, listens(&wayan).await, listens(&sari).await);
        let listen = |id: &str, query: String| json!({ "id": id, "type": "subscribe", "payload": { "query": query } });
        his.say(&listen("di sini", there("VIEWING"))).await;
        assert_eq!(hears(&mut his, "di sini").await, json!({ "ticketPresence": [] }));
        others.say(&listen("menulis", there("WRITING"))).await;
        let one = |name: &str, doing: &str| json!({ "ticketPresence": [{ "person": { "name": name }, "doing": doing }] });
        assert_eq!(hears(&mut others, "menulis").await, one("Budi Santoso", "VIEWING"));
        assert_eq!(hears(&mut his, "di sini").await, one("I Wayan Sudarma", "WRITING"));
        hers.say(&listen("ingin tahu", there("VIEWING"))).await;
        assert_eq!(hers.hear().await["type"], "error");
        others.say(&json!({ "id": "menulis", "type": "complete" })).await;
        assert_eq!(hears(&mut his, "di sini").await, json!({ "ticketPresence": [] }));
    }
}

story! {
    /// What is made secret is gone at once from the screen of who may not see it any more; of what happens on it after that they hear nothing, nor does
    /// anybody who follows nothing of it.
    made_secret, |world| {
        let door = Door::program(&world).await;
        let (sari, budi, wayan, warga) = (
            door.client(&world, "sari").await,
            door.client(&world, "budi").await,
            door.client(&world, "wayan").await,
            door.client(&world, "warga").await,
        );
        let ticket = sari.does("ticketOpen", json!({ "report": report(&world, "TIK-01", "Internet mati") })).await;
        let taken = budi.does("ticketTake", ticket.and(json!({}))).await;
        let (mut his, mut hers) = (listens(&wayan).await, listens(&warga).await);
        let one = format!("subscription {{ ticketChanged(ticket: \"{}\") {{ ticket version }} }}", ticket.id);
        subscribes(&mut his, "tiket", &one).await;
        subscribes(&mut his, "antrean", "subscription { queueChanged(view: UNIT_QUEUE) { view ticket } }").await;
        subscribes(&mut hers, "ikut", "subscription { queueChanged(view: FOLLOWED) { view ticket } }").await;
        subscribes(&mut hers, "lapor", "subscription { queueChanged(view: MY_REPORTS) { view ticket } }").await;
        let secret = taken.and(json!({ "confidentiality": "SECRET", "reason": "Menyangkut pegawai" }));
        budi.does("ticketReclassify", secret).await;
        let gone = [("tiket", json!({ "ticketChanged": { "ticket": ticket.id, "version": null } })),
            ("antrean", json!({ "queueChanged": { "view": "UNIT_QUEUE", "ticket": null } }))];
        for _ in &gone {
            let mut said = his.hear().await;
            let wanted = gone.iter().find(|(id, _)| said["id"] == *id).expect("one of the two");
            assert_eq!(said["payload"]["data"].take(), wanted.1);
        }
        assert_eq!(wayan.sees(&ticket.id).await, None);
        budi.does("ticketNote", ticket.only(json!({ "text": "Rahasia" }))).await;

        // The first thing that either hears after it is of another ticket, which came later.
        let other = sari.does("ticketOpen", json!({ "report": report(&world, "TIK-01", "Printer rusak") })).await;
        assert_eq!(hears(&mut his, "antrean").await, json!({ "queueChanged": { "view": "UNIT_QUEUE", "ticket": other.id } }));
        let own = warga.does("ticketOpen", json!({ "report": report(&world, "TIK-01", "Situs mati") })).await;
        assert_eq!(hears(&mut hers, "lapor").await, json!({ "queueChanged": { "view": "MY_REPORTS", "ticket": own.id } }));
    }
}
