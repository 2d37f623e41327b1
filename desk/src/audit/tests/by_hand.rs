//! Tickets that are older than the digests of what stands around them, and files whose bytes are others.

use super::world::{Tried, World, databases, rechained};
use crate::audit::finding::{FileFault, Finding};
use crate::event::{Recorded, VERSION};
use crate::id::Id;
use crate::ticket::Ticket;

/// Makes a ticket what it was before there were such digests: neither its row nor its last event knows them.
async fn aged(world: &World) -> Tried {
    let at = format!("WHERE id = {}", world.spell(world.ticket.uuid()));
    world.lift_triggers().await?;
    world.sql(&format!("UPDATE ticket SET parties_salt = NULL, parties_digest = NULL, due_digest = NULL {at}")).await?;
    world.sql("UPDATE attachment SET salt = NULL").await?;
    let ticket: Ticket = super::row(world, world.ticket).await?;
    let mut events = world.events(&world.stream()).await?;
    for event in &mut events {
        assert_eq!(event.v, VERSION);
        let mut facts = event.facts();
        for file in facts["files"].as_array_mut().into_iter().flatten() {
            *file = serde_json::json!({ "id": file["id"], "sha256": file["sha256"] });
        }
        event.data = crate::event::canonical(&facts);
    }
    if let Some(last) = events.last_mut() {
        last.state_digest = Some(ticket.state_digest());
    }
    world.replace(rechained(events), true).await?;
    Ok(())
}

#[tokio::test]
async fn a_ticket_older_than_the_digests_is_whole_and_still_guarded_by_its_events() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        aged(&world).await?;
        assert_eq!(world.findings().await?, []);
        let (ticket, who) = (world.spell(world.ticket.uuid()), world.spell(world.auditor.uuid()));
        for role in ["INVOLVED", "FOLLOWER", "CONTAINING", "PAST_TEAM"] {
            world
                .sql(&format!("INSERT INTO party (ticket_id, role, member_id) VALUES ({ticket}, '{role}', {who})"))
                .await?;
            let columns = vec!["parties".to_owned()];
            assert_eq!(world.findings().await?, [Finding::RecordEdited { record: world.stream(), columns }], "{role}");
            world.sql(&format!("DELETE FROM party WHERE member_id = {who}")).await?;
        }
        // With the next thing that happens to it, it is as any other.
        let reply = crate::ticket::Reply {
            ticket: world.ticket,
            text: "Halo".to_owned(),
            files: Vec::new(),
            draft: crate::draft::SeenDraft::Any,
        };
        world.desk.act(&super::world::web(world.budi), reply).await?;
        assert_eq!(world.findings().await?, []);
        let row: Ticket = super::row(&world, world.ticket).await?;
        assert!(row.parties_digest.is_some() && row.due_digest.is_some());
        world.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn bytes_that_are_gone_or_others_are_named_and_never_handed_out() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        let report = world.desk.audit_files(world.verified().await?).await?;
        assert_eq!((report.findings, report.files), (vec![], Some(1)));
        let files = crate::store::file::of_ticket(&world.desk.store().read(), world.ticket).await?;
        let file = files.into_iter().next().ok_or("no file")?;
        let path = world.folder.path().join("files").join(&file.sha256[..2]).join(&file.sha256);
        let wrong = |fault| vec![Finding::AttachmentWrong { file: file.id.to_string(), stream: world.stream(), fault }];
        std::fs::write(&path, b"kabel utuh!")?;
        assert!(matches!(
            world.desk.files().get(&file.sha256).await,
            Err(crate::Error::Refused(crate::refusal::Refusal::FileDamaged))
        ));
        assert_eq!(world.desk.audit_files(world.verified().await?).await?.findings, wrong(FileFault::Bytes));
        std::fs::remove_file(&path)?;
        assert!(world.desk.files().get(&file.sha256).await.is_err());
        assert_eq!(world.desk.audit_files(world.verified().await?).await?.findings, wrong(FileFault::BytesMissing));
        world.close().await?;
    }
    Ok(())
}
