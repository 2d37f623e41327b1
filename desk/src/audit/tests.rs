//! Everything an audit is there to find is done here by hand, on both databases, and has to be named.

use super::export::verify_export;
use super::finding::{AnchorFault, FileFault, Finding, HeadFault, MessageFault, SealFault};
use super::verify::{Scope, Trust};
use crate::caller::Caller;
use crate::digest::Digest;
use crate::event::{Event, Facts, Kind};
use crate::id::Id;
use crate::person::{Language, Person};
use crate::refusal::{Error, Refusal};
use crate::seal::{Anchor, FileAnchor, Seal, SealKey};
use crate::store;
use crate::ticket::{Audience, Message, MessageKind, Reply, Ticket};
use chrono::TimeDelta;
use std::io::Cursor;
use world::{Tried, World, databases, rechained, web};

mod by_hand;
mod table;
mod world;

#[tokio::test]
async fn nothing_is_found_where_nothing_was_done() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        let report = world.verified().await?;
        assert_eq!(report.findings, []);
        assert!(report.is_clean() && report.streams > 15 && report.events > 25, "{report:?}");
        assert_eq!(report.proven_until_seal, None);
        assert_eq!(report.unsealed, report.events);

        world.erase().await?;
        assert_eq!(world.findings().await?, []);
        world.seal().await?;
        world.clock.forward(TimeDelta::minutes(5));
        // An audit is itself on record, so there is something to seal again.
        assert_eq!(world.proven().await?.findings, []);
        world.seal().await?;
        let report = world.proven().await?;
        assert_eq!(report.findings, []);
        assert_eq!((report.proven_until_seal, report.not_anchored), (Some(2), 0));
        let note = report.note(Language::English);
        assert!(note.starts_with("Proven up to seal 2 by the anchor"), "{note}");
        let exported = world.exported(vec![world.key.public()]).await?;
        assert_eq!((exported.findings, exported.scope), (vec![], Scope::Export));
        world.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_audit_of_a_desk_at_work_finds_nothing() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        world.seal().await?;
        let write = async |ticket| {
            for n in 0..25 {
                let reply = Reply {
                    ticket,
                    text: format!("Pesan {n}"),
                    files: Vec::new(),
                    draft: crate::draft::SeenDraft::Any,
                };
                world.desk.act(&web(world.budi), reply).await?;
            }
            Ok::<_, Error>(())
        };
        let seal = async || {
            for _ in 0..10 {
                world.seal().await?;
            }
            Ok::<_, Error>(())
        };
        let audit = async || {
            for _ in 0..5 {
                assert_eq!(world.proven().await?.findings, []);
                assert_eq!(world.exported(vec![world.key.public()]).await?.findings, []);
            }
            Ok::<_, Error>(())
        };
        let done = tokio::join!(write(world.ticket), write(world.other), write(world.ticket), seal(), audit());
        let _ = (done.0?, done.1?, done.2?, done.3?, done.4?);
        world.seal().await?;
        let report = world.proven().await?;
        assert_eq!((report.findings, report.not_anchored), (vec![], 0));
        assert!(report.seals > 3 && report.proven_until_seal == Some(report.seals as i64), "{}", report.seals);
        world.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn no_salt_and_no_name_is_in_any_event() -> Tried {
    let world = World::new(None).await?;
    let mut file = Vec::new();
    world.desk.audit_export(&Caller::CONSOLE, &mut file).await?;
    let file = String::from_utf8(file)?;
    let ticket: Ticket = row(&world, world.ticket).await?;
    let person: Person = row(&world, world.budi).await?;
    let salts = [ticket.text_salt, person.salt].map(|salt| salt.unwrap_or(Digest::NONE).to_string());
    let texts = ["Budi", "0812", "812345678", "Wi-Fi mati", "Kami periksa", "Switch", "umrah", "log.txt", "Anto"];
    for word in texts.into_iter().chain(salts.iter().map(String::as_str)) {
        assert!(!file.contains(word), "{word}");
    }
    assert!(file.contains(&person.digest.to_string()));
    Ok(())
}

async fn row<M, K>(world: &World, id: K) -> Result<M, Box<dyn std::error::Error>>
where
    K: Id,
    M: store::audit::rows::Auditable,
{
    let found = store::audit::rows::by_ids::<M>(&world.desk.store().read(), &[id.uuid()]).await?;
    Ok(found.into_iter().next().and_then(|found| found.row).ok_or("no row")?)
}

/// Does something to the events of the ticket, and says what an audit then finds; with what was told by rows left out, since an event that is gone
/// or altered leaves the rows without their ground.
async fn after(what: impl Fn(&mut Vec<Event>), with_head: bool) -> Result<Vec<Finding>, Box<dyn std::error::Error>> {
    let mut said: Option<Vec<Finding>> = None;
    for server in databases() {
        let world = World::new(server).await?;
        world.lift_triggers().await?;
        let mut events = world.events(&world.stream()).await?;
        assert_eq!(events.len(), 8, "{events:?}");
        what(&mut events);
        world.replace(events, with_head).await?;
        let stream = world.stream();
        let of_chain = |finding: &Finding| match finding {
            Finding::EventEdited { stream: at, .. }
            | Finding::EventMissing { stream: at, .. }
            | Finding::EventInserted { stream: at, .. }
            | Finding::EventOutOfPlace { stream: at, .. }
            | Finding::TailCut { stream: at, .. }
            | Finding::HeadWrong { stream: at, .. } => {
                assert_eq!(*at, stream);
                true
            }
            Finding::RecordEdited { .. }
            | Finding::MessageForged { .. }
            | Finding::AttachmentWrong { .. }
            | Finding::TextMissing { .. } => false,
            other => panic!("{other:?}"),
        };
        let findings: Vec<Finding> = world.findings().await?.into_iter().filter(of_chain).collect();
        // From an export just the same.
        assert_eq!(world.exported(Vec::new()).await?.findings, findings);
        assert!(said.is_none_or(|said| strip(&said) == strip(&findings)), "both databases find the same");
        said = Some(findings);
        world.close().await?;
    }
    Ok(said.map(|said| strip(&said)).unwrap_or_default())
}

/// Findings with another name for the stream, which is a new one in every world.
fn strip(findings: &[Finding]) -> Vec<Finding> {
    let name = |finding: &mut Finding| match finding {
        Finding::EventEdited { stream, .. }
        | Finding::EventMissing { stream, .. }
        | Finding::EventInserted { stream, .. }
        | Finding::EventOutOfPlace { stream, .. }
        | Finding::TailCut { stream, .. }
        | Finding::HeadWrong { stream, .. } => "T".clone_into(stream),
        _ => {}
    };
    findings
        .iter()
        .cloned()
        .map(|mut finding| {
            name(&mut finding);
            finding
        })
        .collect()
}

fn t() -> String {
    "T".to_owned()
}

#[tokio::test]
async fn an_edited_event_is_named() -> Tried {
    let found = after(|events| "clock".clone_into(&mut events[2].actor), false).await?;
    assert_eq!(found, [Finding::EventEdited { stream: t(), seq: 3 }]);
    // With its hash mended, the one after it does not know it any more.
    let mended = |events: &mut Vec<Event>| {
        "clock".clone_into(&mut events[2].actor);
        events[2].hash = events[2].computed_hash();
    };
    assert_eq!(after(mended, false).await?, [Finding::EventInserted { stream: t(), seq: 3 }]);
    // The last one, mended: only the head knows.
    let last = |events: &mut Vec<Event>| {
        "clock".clone_into(&mut events[7].actor);
        events[7].hash = events[7].computed_hash();
    };
    assert_eq!(after(last, false).await?, [Finding::HeadWrong { stream: t(), fault: HeadFault::Hash }]);
    Ok(())
}

#[tokio::test]
async fn a_deleted_event_is_named() -> Tried {
    let found = after(|events| drop(events.drain(3..5)), false).await?;
    assert_eq!(found, [Finding::EventMissing { stream: t(), from: 4, to: 5 }]);
    let first = after(|events| drop(events.remove(0)), false).await?;
    assert_eq!(first, [Finding::EventMissing { stream: t(), from: 1, to: 1 }]);
    Ok(())
}

#[tokio::test]
async fn an_inserted_event_is_named() -> Tried {
    let forged = |of: &Event, seq: i64, prev: &Event| {
        let mut event = Event { seq, prev_hash: prev.hash, ..of.clone() };
        event.kind = Kind::TicketRated.code().to_owned();
        event.data = b"{}".to_vec();
        event.state_digest = None;
        event.hash = event.computed_hash();
        event
    };
    // After the end, which the head does not know.
    let found = after(|events| events.push(forged(&events[7], 9, &events[7])), false).await?;
    assert_eq!(found, [Finding::EventInserted { stream: t(), seq: 9 }]);
    // In the middle, with those after it moved on by one.
    let middle = |events: &mut Vec<Event>| {
        let new = forged(&events[5], 7, &events[5]);
        events[6..].iter_mut().for_each(|event| event.seq += 1);
        events.insert(6, new);
    };
    let moved = |seq| Finding::EventOutOfPlace { stream: t(), seq, belongs: seq - 1 };
    assert_eq!(after(middle, true).await?, [Finding::EventInserted { stream: t(), seq: 7 }, moved(8), moved(9)]);
    Ok(())
}

#[tokio::test]
async fn reordering_is_named() -> Tried {
    let swap = |events: &mut Vec<Event>| (events[4].seq, events[5].seq) = (6, 5);
    let found = after(swap, false).await?;
    let moved = |seq, belongs| Finding::EventOutOfPlace { stream: t(), seq, belongs };
    assert_eq!(found, [moved(5, 6), moved(6, 5)]);
    assert!(found[0].sentence(Language::Indonesian).starts_with("Urutan diubah"));
    let mended = |events: &mut Vec<Event>| {
        (events[4].seq, events[5].seq) = (6, 5);
        events[4..6].iter_mut().for_each(|event| event.hash = event.computed_hash());
    };
    assert_eq!(after(mended, false).await?, [moved(5, 6), moved(6, 5)]);
    Ok(())
}

#[tokio::test]
async fn a_cut_tail_is_named() -> Tried {
    let found = after(|events| events.truncate(6), false).await?;
    assert_eq!(found, [Finding::TailCut { stream: t(), from: 7, to: 8, seal: None }]);
    Ok(())
}

#[tokio::test]
async fn a_cut_tail_whose_head_was_mended_is_known_to_the_seal_and_to_the_rows() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        world.lift_triggers().await?;
        let stream = world.stream();
        let events = world.events(&stream).await?;
        world.seal().await?;
        world.replace(events[..6].to_vec(), true).await?;
        let found = world.findings().await?;
        assert!(
            found.contains(&Finding::TailCut { stream: stream.clone(), from: 7, to: 8, seal: Some(1) }),
            "{found:?}"
        );
        let edited = |finding: &Finding| matches!(finding, Finding::RecordEdited { record, .. } if *record == stream);
        assert!(found.iter().any(edited), "{found:?}");
        world.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_stream_that_is_gone_is_known_to_head_row_and_seal() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        world.lift_triggers().await?;
        let stream = format!("ticket/{}", world.other.0.as_simple());
        world.sql(&format!("DELETE FROM event WHERE stream = '{stream}'")).await?;
        assert_eq!(world.findings().await?, [Finding::StreamMissing { stream: stream.clone(), seal: None }]);
        world.sql(&format!("DELETE FROM stream WHERE name = '{stream}'")).await?;
        let message = row_of_ticket(&world).await?;
        let forged = Finding::MessageForged { message, stream: stream.clone(), fault: MessageFault::Unrecorded };
        assert_eq!(world.findings().await?, [Finding::RecordWithoutEvents { record: stream.clone() }, forged]);
        world.close().await?;
    }
    for server in databases() {
        let world = World::new(server).await?;
        world.lift_triggers().await?;
        world.seal().await?;
        let stream = format!("ticket/{}", world.other.0.as_simple());
        for table in ["event WHERE stream", "stream WHERE name"] {
            world.sql(&format!("DELETE FROM {table} = '{stream}'")).await?;
        }
        for table in ["ticket WHERE id", "message WHERE ticket_id", "clock WHERE ticket_id"] {
            world.sql(&format!("DELETE FROM {table} = {}", world.spell(world.other.0))).await?;
        }
        assert_eq!(world.findings().await?, [Finding::StreamMissing { stream, seal: Some(1) }]);
        world.close().await?;
    }
    Ok(())
}

async fn row_of_ticket(world: &World) -> Result<String, Box<dyn std::error::Error>> {
    let messages = store::ticket::messages(&world.desk.store().read(), world.other).await?;
    Ok(messages.first().ok_or("no message")?.id.to_string())
}

#[tokio::test]
async fn a_head_that_was_tampered_with_is_named() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        let stream = world.stream();
        let name = format!("WHERE name = '{stream}'");
        let wrong = |fault| vec![Finding::HeadWrong { stream: stream.clone(), fault }];
        world.sql(&format!("UPDATE stream SET sealed_seq = 8 {name}")).await?;
        assert_eq!(world.findings().await?, wrong(HeadFault::Sealed));
        world.sql(&format!("UPDATE stream SET sealed_seq = 0, seq = 5 {name}")).await?;
        assert_eq!(world.findings().await?, wrong(HeadFault::Number));
        world.sql(&format!("DELETE FROM stream {name}")).await?;
        assert_eq!(world.findings().await?, wrong(HeadFault::Missing));
        world.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_stream_that_was_written_anew_contradicts_the_seal() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        world.lift_triggers().await?;
        let stream = world.stream();
        world.seal().await?;
        let reply = Reply {
            ticket: world.ticket,
            text: "Terima kasih".to_owned(),
            files: Vec::new(),
            draft: crate::draft::SeenDraft::Any,
        };
        world.desk.act(&web(world.budi), reply).await?;
        world.seal().await?;
        let mut events = world.events(&stream).await?;
        events[3].effective_at -= TimeDelta::hours(5);
        world.replace(rechained(events), true).await?;
        let contradicted = vec![Finding::SealContradicted { seal: 1, stream: stream.clone(), seq: 8 }];
        // Nothing but the seal tells: the chain is whole, the rows fit.
        assert_eq!(world.findings().await?, contradicted);
        assert_eq!(world.proven().await?.findings, contradicted);
        assert_eq!(world.exported(vec![world.key.public()]).await?.findings, contradicted);
        // What is newer than the seals can be written anew unnoticed, and the report does not say otherwise.
        world.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn seals_that_were_tampered_with_are_named() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        world.lift_triggers().await?;
        for _ in 0..4 {
            world.clock.forward(TimeDelta::minutes(1));
            let reply = Reply {
                ticket: world.ticket,
                text: "Bagaimana?".to_owned(),
                files: Vec::new(),
                draft: crate::draft::SeenDraft::Any,
            };
            world.desk.act(&web(world.budi), reply).await?;
            world.seal().await?;
        }
        let report = world.proven().await?;
        assert_eq!((report.findings, report.proven_until_seal), (vec![], Some(4)));
        let broken = |seal, fault| Finding::SealBroken { seal, fault };

        // A leaf of the third that leads elsewhere.
        let leaf = "WHERE seal_number = 3";
        world.sql(&format!("UPDATE seal_leaf SET seq = seq - 1 {leaf} AND stream = '{}'", world.stream())).await?;
        let report = world.proven().await?;
        assert_eq!(report.findings[0], broken(3, SealFault::Root));
        assert_eq!(report.proven_until_seal, Some(2));
        world.sql(&format!("UPDATE seal_leaf SET seq = seq + 1 {leaf} AND stream = '{}'", world.stream())).await?;
        assert_eq!(world.proven().await?.findings, []);

        // The third, said to be older than it is: its hash, and the anchor.
        let third: Seal = seal(&world, 3).await?;
        put_seal(&world, Seal { at: third.at - TimeDelta::days(1), ..third.clone() }).await?;
        let differs = |seal| Finding::AnchorContradicted { seal, fault: AnchorFault::Differs };
        assert_eq!(world.findings().await?, [broken(3, SealFault::Hash)]);
        assert_eq!(world.proven().await?.findings, [broken(3, SealFault::Hash), differs(3)]);
        // Its hash mended: the signature, and the fourth that pointed to it.
        let mut mended = Seal { at: third.at - TimeDelta::days(1), ..third.clone() };
        mended.hash = mended.computed_hash();
        put_seal(&world, mended).await?;
        assert_eq!(world.findings().await?, [broken(4, SealFault::Chain)]);
        let found = world.proven().await?.findings;
        assert_eq!(found, [broken(3, SealFault::Signature), differs(3), broken(4, SealFault::Chain)]);
        put_seal(&world, third).await?;

        // One from between the others is gone.
        world.sql("DELETE FROM seal WHERE number = 2").await?;
        assert_eq!(world.findings().await?, [Finding::SealMissing { from: 2, to: 2 }]);
        let lacking = |seal| Finding::AnchorContradicted { seal, fault: AnchorFault::Lacking };
        let report = world.proven().await?;
        assert_eq!(report.findings, [Finding::SealMissing { from: 2, to: 2 }, lacking(2)]);
        assert_eq!(report.proven_until_seal, Some(1));
        world.close().await?;
    }
    Ok(())
}

async fn seal(world: &World, number: i64) -> Result<Seal, Box<dyn std::error::Error>> {
    Ok(store::seal::get(&world.desk.store().read(), number).await?.ok_or("no seal")?)
}

async fn put_seal(world: &World, seal: Seal) -> Tried {
    let tx = world.desk.store().begin().await?;
    tx.save(seal).await?;
    Ok(tx.commit().await?)
}

#[tokio::test]
async fn the_last_seals_can_be_taken_back_and_only_the_anchor_tells() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        world.lift_triggers().await?;
        world.seal().await?;
        let reply = Reply {
            ticket: world.ticket,
            text: "Bagaimana?".to_owned(),
            files: Vec::new(),
            draft: crate::draft::SeenDraft::Any,
        };
        world.desk.act(&web(world.budi), reply).await?;
        world.seal().await?;
        for sql in
            ["DELETE FROM seal WHERE number = 2".to_owned(), "DELETE FROM seal_leaf WHERE seal_number = 2".to_owned()]
        {
            world.sql(&sql).await?;
        }
        // The heads remember, until somebody sees to that too.
        let stream = world.stream();
        assert_eq!(world.findings().await?, [Finding::HeadWrong { stream, fault: HeadFault::Sealed }]);
        world.sql(&format!("UPDATE stream SET sealed_seq = 8 WHERE name = '{}'", world.stream())).await?;
        let report = world.verified().await?;
        assert_eq!(report.findings, []);
        assert!(report.note(Language::English).contains("Nothing is proven"), "{}", report.note(Language::English));
        let trust = Trust { keys: vec![world.key.public()], anchor: None };
        let report = world.audited(trust).await?;
        assert_eq!((&*report.findings, report.proven_until_seal), (&[][..], Some(1)));
        let note = report.note(Language::Indonesian);
        assert!(note.starts_with("Tidak ada yang terbukti setelah segel 1"), "{note}");
        let report = world.proven().await?;
        assert_eq!(report.findings, [Finding::AnchorContradicted { seal: 2, fault: AnchorFault::Lacking }]);
        // And nobody seals over it.
        let error = world.seal().await.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains("holds seal 2"), "{error}");
        world.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn seals_of_another_key_are_not_trusted_and_old_keys_still_are() -> Tried {
    for server in databases() {
        let mut world = World::new(server).await?;
        world.seal().await?;
        let (old, new) = (world.key.public(), SealKey::generate([8; 32]));
        let reply = Reply {
            ticket: world.ticket,
            text: "Bagaimana?".to_owned(),
            files: Vec::new(),
            draft: crate::draft::SeenDraft::Any,
        };
        world.desk.act(&web(world.budi), reply).await?;
        world.key = new;
        world.seal().await?;
        let verify = async |keys| world.audited(Trust { keys, anchor: None }).await;
        let both = verify(vec![old.clone(), world.key.public()]).await?;
        assert_eq!((both.findings, both.proven_until_seal), (vec![], Some(2)));
        let broken = |seal, fault| vec![Finding::SealBroken { seal, fault }];
        let first = verify(vec![old.clone()]).await?;
        assert_eq!((first.findings, first.proven_until_seal), (broken(2, SealFault::Key), Some(1)));
        assert_eq!(verify(vec![world.key.public()]).await?.findings, broken(1, SealFault::Key));

        // Whoever bears the old key's name without having it.
        world.lift_triggers().await?;
        let mut forged = seal(&world, 2).await?;
        forged.key_id = old.key_id();
        forged.hash = forged.computed_hash();
        put_seal(&world, forged).await?;
        assert_eq!(verify(vec![old, world.key.public()]).await?.findings, broken(2, SealFault::Signature));
        world.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_anchor_that_was_tampered_with_is_named() -> Tried {
    let world = World::new(None).await?;
    for _ in 0..3 {
        let reply = Reply {
            ticket: world.ticket,
            text: "Bagaimana?".to_owned(),
            files: Vec::new(),
            draft: crate::draft::SeenDraft::Any,
        };
        world.desk.act(&web(world.budi), reply).await?;
        world.seal().await?;
    }
    let text = std::fs::read_to_string(world.anchor_path())?;
    let lines: Vec<&str> = text.lines().collect();
    let verify = async |anchor: String| {
        let trust = Trust { keys: vec![world.key.public()], anchor: Some(Box::new(Cursor::new(anchor))) };
        world.audited(trust).await
    };
    let broken = |seal| Finding::AnchorContradicted { seal, fault: AnchorFault::Broken };
    let differs = |seal| Finding::AnchorContradicted { seal, fault: AnchorFault::Differs };

    let report = verify(text.replacen("\"leaves\":1,", "\"leaves\":2,", 1)).await?;
    assert_eq!(report.findings.len(), 2, "{:?}", report.findings);
    assert!(matches!(report.findings[..], [Finding::AnchorContradicted { fault: AnchorFault::Broken, .. }, _]));
    let garbage = verify(format!("{}\nhello\n{}\n{}\n", lines[0], lines[1], lines[2])).await?;
    assert_eq!(garbage.findings, [broken(2)]);
    let gap = verify(format!("{}\n{}\n", lines[0], lines[2])).await?;
    assert_eq!((gap.findings, gap.proven_until_seal), (vec![broken(3)], Some(1)));
    let other = lines[1].replace(&world.key.key_id(), "0000000000000000");
    assert_eq!(verify(format!("{}\n{other}\n", lines[0])).await?.findings, [broken(2), differs(2)]);

    // Died while it wrote, and wrote anew; lagging; begun late: all that is in order.
    let torn = verify(format!("{}\n{}\n{}\n{}", lines[0], &lines[1][..40], lines[1], &lines[2][..9])).await?;
    assert_eq!((torn.findings, torn.proven_until_seal, torn.not_anchored), (vec![], Some(2), 1));
    let twice = verify(format!("{}\n{}\n{}\n", lines[0], lines[0], lines[1])).await?;
    assert_eq!((twice.findings, twice.proven_until_seal, twice.not_anchored), (vec![], Some(2), 1));
    let late = verify(format!("{}\n", lines[2])).await?;
    assert_eq!((late.findings, late.proven_until_seal, late.not_anchored), (vec![], Some(3), 0));
    let empty = verify(String::new()).await?;
    assert_eq!((empty.findings, empty.proven_until_seal, empty.not_anchored), (vec![], None, 3));
    Ok(())
}

#[tokio::test]
async fn an_anchor_that_fell_behind_is_brought_up() -> Tried {
    let world = World::new(None).await?;
    // Died between commit and append.
    world.desk.seal(&world.key, &[]).await?;
    let reply = || Reply {
        ticket: world.ticket,
        text: "Bagaimana?".to_owned(),
        files: Vec::new(),
        draft: crate::draft::SeenDraft::Any,
    };
    world.desk.act(&web(world.budi), reply()).await?;
    let done = world.seal().await?;
    assert_eq!((done.seals, done.anchored, done.last), (1, 2, Some(2)));
    // Died in the middle of an append.
    let text = std::fs::read_to_string(world.anchor_path())?;
    std::fs::write(world.anchor_path(), &text[..text.len() - 20])?;
    let done = world.seal().await?;
    assert_eq!((done.seals, done.anchored), (0, 1));
    let report = world.proven().await?;
    assert_eq!((report.findings, report.proven_until_seal, report.not_anchored), (vec![], Some(2), 0));
    // A second anchor, begun later, gets everything.
    let second = FileAnchor::new(world.folder.path().join("second.jsonl"));
    let anchors: [&dyn Anchor; 2] = [&world.anchor(), &second];
    world.desk.act(&web(world.budi), reply()).await?;
    let done = world.desk.seal(&world.key, &anchors).await?;
    assert_eq!((done.seals, done.anchored), (1, 4));
    assert_eq!(second.last().await?.map(|seal| seal.number), Some(3));
    Ok(())
}

#[tokio::test]
async fn many_streams_make_several_seals_and_one_sealer_at_a_time() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        let mut work = world.desk.begin(&Caller::CONSOLE).await?;
        for n in 0..450 {
            let at = work.now;
            work.append(&format!("access/test-{n}"), Kind::SignedIn, crate::event::Facts::new(), None, at).await?;
        }
        work.commit().await?;
        let anchor = world.anchor();
        let anchors: [&dyn Anchor; 1] = [&anchor];
        let (a, b) = tokio::join!(world.desk.seal(&world.key, &anchors), world.desk.seal(&world.key, &anchors));
        let (a, b) = (a?, b?);
        assert!(a.elsewhere != b.elsewhere || a.seals + b.seals == 3, "{a:?} {b:?}");
        let report = world.proven().await?;
        assert_eq!((report.findings, report.seals, report.proven_until_seal), (vec![], 3, Some(3)));
        assert_eq!(world.exported(vec![world.key.public()]).await?.findings, []);
        // One that died holding the duty is succeeded once its lease has run out.
        let tx = world.desk.store().begin().await?;
        let now = world.desk.now();
        let token = world.desk.chance.uuid(now);
        assert!(store::lease::take(&tx, "seal", token, now, now + TimeDelta::seconds(60)).await?);
        tx.commit().await?;
        assert!(world.seal().await?.elsewhere);
        world.clock.forward(TimeDelta::seconds(61));
        assert!(!world.seal().await?.elsewhere);
        let tx = world.desk.store().begin().await?;
        assert!(!store::lease::renew(&tx, "seal", token, now + TimeDelta::seconds(90)).await?, "it is fenced");
        tx.rollback().await?;
        world.close().await?;
    }
    Ok(())
}

/// What a statement by hand makes an audit find; afterwards the row is put back.
async fn by_hand<R: store::Row>(world: &World, sql: &str, row: &R) -> Result<Vec<Finding>, Box<dyn std::error::Error>> {
    world.sql(sql).await?;
    let found = world.findings().await?;
    let tx = world.desk.store().begin().await?;
    tx.insert_new(row.clone()).await?;
    tx.save(row.clone()).await?;
    tx.commit().await?;
    Ok(found)
}

#[tokio::test]
async fn an_edited_row_is_named_with_its_columns() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        let ticket: Ticket = row(&world, world.ticket).await?;
        for (set, columns) in [
            ("status = 'CLOSED', active = FALSE, rating = 5", vec!["rating", "status"]),
            ("active = FALSE", vec!["active"]),
            // Even what the program cannot read does not stop it.
            ("status = 'HACKED'", vec![]),
        ] {
            let sql = format!("UPDATE ticket SET {set} WHERE id = {}", world.spell(world.ticket.0));
            let columns = columns.into_iter().map(String::from).collect();
            assert_eq!(
                by_hand(&world, &sql, &ticket).await?,
                [Finding::RecordEdited { record: world.stream(), columns }]
            );
        }
        assert_eq!(world.findings().await?, []);

        // One of every other kind.
        let edits = [
            ("UPDATE unit SET name = 'x' WHERE code = 'DINKES'", "unit/", "name"),
            ("UPDATE team SET competences = '[\"LAN\"]'", "team/", "competences"),
            ("UPDATE service SET straight_to_tier2 = TRUE", "service/", "straight_to_tier2"),
            ("UPDATE appointment SET role = 'COORDINATOR' WHERE role = 'TIER1'", "appointment/", "role"),
            ("UPDATE absence SET kind = 'SAKIT'", "absence/", "kind"),
            ("UPDATE holiday SET holiday_set = 'JOINT_LEAVE'", "holiday/", "holiday_set"),
            (
                "UPDATE setting SET value = '5' WHERE key = 'tickets.recordBackDays'",
                "setting/tickets.recordBackDays",
                "value",
            ),
            (
                "UPDATE calendar SET created_at = '2020-01-01T00:00:00+00:00' WHERE version = 1",
                "calendar/ASN",
                "created_at",
            ),
            ("UPDATE solution_request SET state = 'OPEN'", "request/", "state"),
            ("UPDATE person SET hide_identity = TRUE WHERE name LIKE 'Budi%'", "person/", "hide_identity"),
        ];
        for (sql, ..) in edits {
            world.sql(sql).await?;
        }
        let found = world.findings().await?;
        assert_eq!(found.len(), edits.len(), "{found:?}");
        for (sql, word, column) in edits {
            let named = found.iter().any(|finding| match finding {
                Finding::RecordEdited { record, columns } => {
                    record.starts_with(word) && columns.contains(&column.into())
                }
                _ => false,
            });
            assert!(named, "{sql}: {found:?}");
        }
        world.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn rows_that_came_or_went_by_hand_are_named() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        let id = uuid::Uuid::from_u128(9);
        let columns = "person_id, role, unit_id, team_id, service_id, board, valid_from, valid_to, basis_number, basis_date, \
                       basis_file_id, proposed_by, confirmed_by, state, ended_at";
        let taken = columns.replace("person_id", &world.spell(world.budi.0)).replace("role", "'ADMINISTRATOR'");
        for sql in [
            &format!("DELETE FROM ticket WHERE id = {}", world.spell(world.ticket.0)),
            "DELETE FROM setting WHERE key = 'tickets.recordBackDays'",
            "DELETE FROM calendar WHERE version = 1",
            &format!(
                "INSERT INTO appointment (id, {columns}) SELECT {}, {taken} FROM appointment LIMIT 1",
                world.spell(id)
            ),
            "INSERT INTO setting (key, value, basis, version) VALUES ('numbers.digits', '4', '', 1)",
        ] {
            world.sql(sql).await?;
        }
        let mut found = world.findings().await?;
        let missing = |record: &str| Finding::RecordMissing { record: record.to_owned() };
        let without = |record: &str| Finding::RecordWithoutEvents { record: record.to_owned() };
        let mut expected = vec![
            missing(&world.stream()),
            missing("setting/tickets.recordBackDays"),
            missing("calendar/ASN"),
            without(&format!("appointment/{}", id.as_simple())),
            without("setting/numbers.digits"),
        ];
        found.sort_by_key(|finding| format!("{finding:?}"));
        expected.sort_by_key(|finding| format!("{finding:?}"));
        assert_eq!(found, expected);
        world.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn edited_texts_and_names_are_named() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        let edited = |of: String, stream: String| [Finding::TextEdited { of, stream }];
        let message: Message = row(&world, world.reply).await?;
        let sql = format!("UPDATE message SET body = 'x' WHERE id = {}", world.spell(world.reply.0));
        assert_eq!(by_hand(&world, &sql, &message).await?, edited(world.reply.to_string(), world.stream()));
        let ticket: Ticket = row(&world, world.ticket).await?;
        for column in ["title", "location", "contact"] {
            let sql = format!("UPDATE ticket SET {column} = 'x' WHERE id = {}", world.spell(world.ticket.0));
            assert_eq!(by_hand(&world, &sql, &ticket).await?, edited(world.stream(), String::new()));
        }
        let person: Person = row(&world, world.budi).await?;
        let stream = format!("person/{}", world.budi.0.as_simple());
        for set in ["name = 'Budi'", "phone = NULL", "nip = '1'", "email = 'a@b.id'"] {
            let sql = format!("UPDATE person SET {set} WHERE id = {}", world.spell(world.budi.0));
            assert_eq!(by_hand(&world, &sql, &person).await?, edited(stream.clone(), String::new()));
        }
        world.sql("UPDATE solution_request SET diagnosis = 'x'").await?;
        let found = world.findings().await?;
        assert!(matches!(&found[..], [Finding::TextEdited { of, .. }] if of.starts_with("request/")), "{found:?}");
        world.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn texts_that_are_gone_need_an_event() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        let note: Message = row(&world, world.note).await?;
        let (of, stream) = (world.note.to_string(), world.stream());
        let here = format!("WHERE id = {}", world.spell(world.note.0));
        assert_eq!(
            by_hand(&world, &format!("DELETE FROM message {here}"), &note).await?,
            [Finding::TextMissing { of: of.clone(), stream: stream.clone() }]
        );
        for set in ["body = '', salt = NULL", "erased_at = at"] {
            let found = by_hand(&world, &format!("UPDATE message SET {set} {here}"), &note).await?;
            assert_eq!(found, [Finding::TextErasedWithoutEvent { of: of.clone(), stream: stream.clone() }]);
        }
        let person: Person = row(&world, world.budi).await?;
        let set = "name = '[data dihapus]', phone = NULL, salt = NULL";
        let sql = format!("UPDATE person SET {set} WHERE id = {}", world.spell(world.budi.0));
        let of = format!("person/{}", world.budi.0.as_simple());
        assert_eq!(
            by_hand(&world, &sql, &person).await?,
            [Finding::TextErasedWithoutEvent { of, stream: String::new() }]
        );
        // And what was erased must not come back.
        let before: Message = row(&world, world.reply).await?;
        world.erase().await?;
        let reply = format!("UPDATE message SET body = 'x' WHERE id = {}", world.spell(world.reply.0));
        assert_eq!(
            by_hand(&world, &reply, &before).await?,
            [Finding::TextNotErased { of: world.reply.to_string(), stream: world.stream() }]
        );
        assert_eq!(
            world.findings().await?,
            [Finding::TextNotErased { of: world.reply.to_string(), stream: world.stream() }]
        );
        world.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn forged_messages_are_named() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        let before: Message = row(&world, world.reply).await?;
        let forged = |message: String, fault| Finding::MessageForged { message, stream: world.stream(), fault };
        let reply = world.reply.to_string();
        for (set, fault) in [
            ("audience = 'INTERNAL'", MessageFault::Audience),
            ("kind = 'NOTE'", MessageFault::Kind),
            ("author_id = NULL", MessageFault::Author),
            ("door = 'TELEGRAM'", MessageFault::Door),
            ("seq = 2", MessageFault::Number),
            ("at = '2026-01-01T00:00:00+00:00'", MessageFault::Instant),
            ("audience = 'HACKED'", MessageFault::Unreadable),
        ] {
            let sql = format!("UPDATE message SET {set} WHERE id = {}", world.spell(world.reply.0));
            assert_eq!(by_hand(&world, &sql, &before).await?, [forged(reply.clone(), fault)], "{set}");
        }
        // Moved to another ticket: it is missing here, and nobody said it there.
        let (here, there) = (world.spell(world.reply.0), world.spell(world.other.0));
        let moved = format!("UPDATE message SET ticket_id = {there} WHERE id = {here}");
        let found = by_hand(&world, &moved, &before).await?;
        let stream = format!("ticket/{}", world.other.0.as_simple());
        let told = Finding::MessageForged { message: reply.clone(), stream, fault: MessageFault::Unrecorded };
        let missing = Finding::TextMissing { of: reply.clone(), stream: world.stream() };
        assert!(found.len() == 2 && found.contains(&told) && found.contains(&missing), "{found:?}");
        // One of somebody's own making, whole in itself; and another's text exchanged together with its digest.
        let salt = Digest([3; 32]);
        let body = "Saya setuju".to_owned();
        let digest = Digest::of_text(salt, [&*body]);
        let id = uuid::Uuid::from_u128(9).into();
        let own = Message { id, author_id: Some(world.budi), salt: Some(salt), digest, body, ..before.clone() };
        let other = Message { body: "x".to_owned(), salt: Some(salt), digest: Digest::of_text(salt, ["x"]), ..before };
        let tx = world.desk.store().begin().await?;
        tx.insert(own).await?;
        tx.save(other).await?;
        tx.commit().await?;
        let mut found = world.findings().await?;
        found.sort_by_key(|finding| format!("{finding:?}"));
        assert_eq!(found, [forged(id.to_string(), MessageFault::Unrecorded), forged(reply, MessageFault::Digest)]);
        world.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn exchanged_files_are_named() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        let files = store::file::of_ticket(&world.desk.store().read(), world.ticket).await?;
        let file = files.into_iter().next().ok_or("no file")?;
        let wrong = |stream, fault| Finding::AttachmentWrong { file: file.id.to_string(), stream, fault };
        for (set, fault) in [
            ("sha256 = 'ff'".to_owned(), FileFault::Content),
            (format!("message_id = {}", world.spell(world.note.0)), FileFault::Message),
            (format!("uploader_id = {}", world.spell(world.sari.0)), FileFault::Uploader),
            ("name = 'surat.txt'".to_owned(), FileFault::Name),
            ("mime = 'text/html'".to_owned(), FileFault::Kind),
            ("size = 1".to_owned(), FileFault::Kind),
            ("inline = TRUE".to_owned(), FileFault::Kind),
            ("erased_at = created_at".to_owned(), FileFault::Erased),
            ("ticket_id = NULL".to_owned(), FileFault::Missing),
        ] {
            let found = by_hand(&world, &format!("UPDATE attachment SET {set}"), &file).await?;
            assert_eq!(found, [wrong(world.stream(), fault)]);
        }
        let sql = format!("UPDATE attachment SET ticket_id = {}", world.spell(world.other.0));
        let found = by_hand(&world, &sql, &file).await?;
        let there = format!("ticket/{}", world.other.0.as_simple());
        assert_eq!(found.len(), 2);
        assert!(found.contains(&wrong(world.stream(), FileFault::Missing)), "{found:?}");
        assert!(found.contains(&wrong(there, FileFault::Unrecorded)), "{found:?}");
        world.erase().await?;
        world.sql("UPDATE attachment SET erased_at = NULL").await?;
        assert_eq!(world.findings().await?, [wrong(world.stream(), FileFault::NotErased)]);
        world.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_sqlite_lets_anybody_write_into_a_key_is_not_passed_over() -> Tried {
    let world = World::new(None).await?;
    let columns = "recorded_at, effective_at, actor, door, kind, v, data, state_digest, prev_hash, hash";
    world
        .sql(&format!("INSERT INTO event (stream, seq, {columns}) SELECT x'00', 1, {columns} FROM event LIMIT 1"))
        .await?;
    world
        .sql(&format!("INSERT INTO event (stream, seq, {columns}) SELECT stream, 'x', {columns} FROM event LIMIT 1"))
        .await?;
    world.sql("INSERT INTO party (ticket_id, role, member_id) VALUES (1, 'INVOLVED', 2)").await?;
    world.sql("UPDATE person SET id = 'me' WHERE name LIKE 'Ina%'").await?;
    let found = world.findings().await?;
    let unreadable = |table: &str, rows| Finding::RowsUnreadable { table: table.to_owned(), rows };
    assert_eq!(found[0], unreadable("event", 2));
    assert_eq!(found[2], unreadable("person", 1));
    assert!(matches!(&found[1], Finding::RecordMissing { record } if record.starts_with("person/")), "{found:?}");
    assert_eq!(found[3], unreadable("party", 1));
    assert_eq!(found.len(), 4, "{found:?}");
    assert_eq!(world.exported(Vec::new()).await?.findings, [unreadable("event", 2)]);

    // A field that cannot be read is an edit like any other.
    world.lift_triggers().await?;
    let at = format!("WHERE stream = '{}' AND seq", world.stream());
    world.sql(&format!("UPDATE event SET hash = x'00' {at} = 2")).await?;
    world.sql(&format!("UPDATE event SET door = 'WINDOW' {at} = 4")).await?;
    world.sql(&format!("UPDATE event SET recorded_at = 'soon' {at} = 6")).await?;
    let edited: Vec<Finding> = [2, 4, 6].map(|seq| Finding::EventEdited { stream: world.stream(), seq }).to_vec();
    let found: Vec<Finding> = world.findings().await?.into_iter().filter(|finding| edited.contains(finding)).collect();
    assert_eq!(found, edited);
    let exported = world.exported(Vec::new()).await?.findings;
    assert_eq!(exported[1..], edited);
    Ok(())
}

#[tokio::test]
async fn an_export_that_was_tampered_with_is_named() -> Tried {
    let world = World::new(None).await?;
    world.seal().await?;
    let mut file = Vec::new();
    let counts = world.desk.audit_export(&Caller::CONSOLE, &mut file).await?;
    let text = String::from_utf8(file)?;
    assert_eq!(text.lines().count() as u64, 2 + counts.heads + counts.events + counts.seals + counts.leaves);
    let verify = async |text: String| {
        let anchor = std::fs::read(world.anchor_path()).map_err(crate::Fault::new)?;
        let trust = Trust { keys: vec![world.key.public()], anchor: Some(Box::new(Cursor::new(anchor))) };
        verify_export(Cursor::new(text), trust).await
    };
    let report = verify(text.clone()).await?;
    assert_eq!((report.findings, report.proven_until_seal), (vec![], Some(1)));
    assert_eq!((report.events, report.seals), (counts.events, counts.seals));
    let stream = world.stream();

    let renamed = text.replacen("TICKET_TAKEN", "TICKET_RATED", 1);
    assert_eq!(verify(renamed).await?.findings, [Finding::EventEdited { stream: stream.clone(), seq: 2 }]);
    let all: Vec<&str> = text.lines().collect();
    let n = all.iter().position(|line| line.contains("TICKET_TAKEN")).ok_or("no such event")?;
    let without =
        |n: usize| all.iter().enumerate().filter(|(i, _)| *i != n).map(|(_, line)| format!("{line}\n")).collect();
    let broken = |line: usize| Finding::ExportBroken { line: line as u64 };
    let missing = Finding::EventMissing { stream: stream.clone(), from: 2, to: 2 };
    assert_eq!(verify(without(n)).await?.findings, [broken(all.len() - 1), missing]);
    let twice = text.replacen(all[n], &format!("{0}\n{0}", all[n]), 1);
    assert_eq!(verify(twice).await?.findings.len(), 2);
    let cut: String = all[..all.len() - 1].iter().map(|line| format!("{line}\n")).collect();
    assert_eq!(verify(cut).await?.findings, [broken(all.len() - 1)]);
    let garbage = text.replacen(all[n], &all[n][..30], 1);
    assert_eq!(verify(garbage).await?.findings[0], broken(n + 1));
    let more = format!("{text}{}\n", all[n]);
    assert_eq!(verify(more).await?.findings[0], broken(all.len() + 1));
    assert!(verify("hello\n".to_owned()).await.is_err());
    Ok(())
}

#[tokio::test]
async fn only_who_may_looks_into_the_audit_trail_and_all_of_it_is_noted() -> Tried {
    let world = World::new(None).await?;
    let refused = world.desk.audit_verify(&web(world.budi), Trust::default()).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::Forbidden))), "{refused:?}");
    let refused = world.desk.audit_export(&web(world.sari), &mut Vec::new()).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::Forbidden))), "{refused:?}");
    assert_eq!(world.desk.audit_verify(&web(world.auditor), Trust::default()).await?.findings, []);
    world.desk.audit_export(&web(world.auditor), &mut Vec::new()).await?;
    world.desk.audit_verify(&Caller::CONSOLE, Trust::default()).await?;
    let day = world.desk.now().with_timezone(&chrono_tz::Asia::Jakarta).date_naive();
    let events = world.events(&format!("access/{day}")).await?;
    let noted: Vec<(&str, String, serde_json::Value)> =
        events.iter().skip(1).map(|event| (&*event.kind, event.actor.clone(), event.facts()["what"].clone())).collect();
    let (budi, sari, ina) = (world.budi.to_string(), world.sari.to_string(), world.auditor.to_string());
    let null = serde_json::Value::Null;
    assert_eq!(
        noted,
        [
            ("REFUSED", budi, null.clone()),
            ("REFUSED", sari, null),
            ("AUDIT_READ", ina.clone(), "VERIFY".into()),
            ("AUDIT_READ", ina, "EXPORT".into()),
            ("AUDIT_READ", "console".to_owned(), "VERIFY".into()),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn two_instances_begin_the_same_stream_and_neither_fails() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        world.clock.forward(TimeDelta::days(3));
        let append = async || {
            let mut work = world.desk.begin(&Caller::CLOCK).await?;
            work.begin_shared("access/2030-01-01").await?;
            tokio::task::yield_now().await;
            let now = work.now;
            work.append("access/2030-01-01", Kind::SignedIn, crate::event::Facts::new(), None, now).await?;
            work.commit().await
        };
        let done = tokio::join!(append(), append(), append());
        let _ = (done.0?, done.1?, done.2?);
        assert_eq!(world.events("access/2030-01-01").await?.len(), 3);
        assert_eq!(world.findings().await?, []);
        world.close().await?;
    }
    Ok(())
}

/// What a command says on a ticket goes into an event of that ticket and of no other, and is not stored without one.
#[tokio::test]
async fn what_is_said_on_a_ticket_is_told_by_an_event_of_its_own() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        let before = (
            world.events(&Ticket::stream_of(world.ticket)).await?,
            world.events(&Ticket::stream_of(world.other)).await?,
        );
        for told in [false, true] {
            let mut work = world.desk.begin(&Caller::CLOCK).await?;
            let mut one = work.hold(world.ticket).await?;
            let mut other = work.hold(world.other).await?;
            work.say(&mut one, MessageKind::Note, Audience::Internal, "Kabel sudah diganti").await?;
            work.record(&mut other, Kind::TicketNoted, Facts::new()).await?;
            if told {
                work.record(&mut one, Kind::TicketNoted, Facts::new()).await?;
            }
            assert_eq!(work.commit().await.is_ok(), told);
        }
        let texts = async |ticket, before: Vec<Event>| {
            let events = world.events(&Ticket::stream_of(ticket)).await?;
            let new = &events[before.len()..];
            Ok::<_, Error>(new.iter().map(|event| Facts::of(event).list("texts").len()).collect::<Vec<_>>())
        };
        assert_eq!((texts(world.ticket, before.0).await?, texts(world.other, before.1).await?), (vec![1], vec![0]));
        assert_eq!(world.findings().await?, []);
        world.close().await?;
    }
    Ok(())
}
