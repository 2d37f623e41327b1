//! The audit trail: events, and the seals over them; for auditors and administrators. Every look at it is in the access log.

use crate::enums::{Door, EventActor, EventKind};
use crate::error::id_or_none;
use crate::object::page::PageInfo;
use crate::object::person::Person;
use crate::viewer::{in_words, reader};
use async_graphql::{Context, ID, InputObject, Json, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use desk::audit::trail::TrailFilter;
use desk::event::Kind;
use desk::view::Page;
use desk::view::audit::TrailEvent;

#[derive(Debug, Default)]
pub struct AuditQuery;

/// What narrows the audit trail. What is left out narrows nothing.
#[derive(Debug, Default, InputObject)]
pub struct AuditFilter {
    /// A stream, as in `unit/0198c1...`; all of a kind, as in `access/`; or the number of a ticket.
    stream: Option<String>,
    /// Of one of these kinds.
    #[graphql(default)]
    kinds: Vec<EventKind>,
    /// By this person.
    actor: Option<ID>,
    /// Recorded at or after; left out: 31 days before `before`. Without a stream at most 92 days are searched at once.
    from: Option<DateTime<Utc>>,
    /// Recorded before; left out: now.
    before: Option<DateTime<Utc>>,
}

impl AuditFilter {
    pub fn read(self) -> Result<TrailFilter> {
        Ok(TrailFilter {
            stream: self.stream.filter(|stream| !stream.trim().is_empty()),
            kinds: self.kinds.into_iter().map(Into::into).collect(),
            actor: id_or_none(&self.actor, "actor")?,
            from: self.from,
            before: self.before,
        })
    }
}

/// An event of the record.
#[derive(Debug)]
pub struct AuditEvent(TrailEvent);

/// An event of the record.
#[Object]
impl AuditEvent {
    /// The stream it belongs to.
    async fn stream(&self) -> &str {
        &self.0.event.stream
    }

    /// Its place in the stream, from 1. Null of the access log: a gap there would tell of what is kept from the viewer.
    async fn seq(&self) -> Option<i64> {
        self.0.is_placed().then_some(self.0.event.seq)
    }

    /// What happened; null: a kind that this version of the program does not know.
    async fn kind(&self) -> Option<EventKind> {
        self.0.event.kind.parse::<Kind>().ok().map(Into::into)
    }

    /// When it was recorded.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.0.event.recorded_at
    }

    /// When it took effect, where that was earlier.
    async fn effective_at(&self) -> DateTime<Utc> {
        self.0.event.effective_at
    }

    /// By whom it came about.
    async fn by(&self) -> EventActor {
        self.0.actor_kind.into()
    }

    /// The person; null also where their identity is hidden from the viewer.
    async fn actor(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.0.person).await
    }

    /// Through which door it came.
    async fn door(&self) -> Door {
        self.0.door.into()
    }

    /// The number of the ticket it is about, if the viewer sees that one at all.
    async fn ticket(&self) -> Option<&str> {
        self.0.ticket.as_deref()
    }

    /// Whether what it says is withheld: it is about a ticket that the viewer does not see in full.
    async fn limited(&self) -> bool {
        self.0.facts.is_none()
    }

    /// What it says: codes, ids, numbers and digests, never texts. Null where it is withheld.
    async fn data(&self) -> Option<Json<serde_json::Value>> {
        self.0.facts.clone().map(Json)
    }

    /// The version of its form.
    async fn version(&self) -> i32 {
        self.0.event.v
    }

    /// The hash of the event before it in its stream; null as `seq` is.
    async fn prev_hash(&self) -> Option<String> {
        self.0.is_placed().then(|| self.0.event.prev_hash.to_string())
    }

    /// Its own hash; null as `seq` is.
    async fn hash(&self) -> Option<String> {
        self.0.is_placed().then(|| self.0.event.hash.to_string())
    }
}

/// A page of events.
#[derive(Debug, SimpleObject)]
pub struct AuditEventConnection {
    /// The events, newest first.
    nodes: Vec<AuditEvent>,
    /// Where the page stands.
    page_info: PageInfo,
}

/// A seal over the record.
#[derive(Debug, SimpleObject)]
pub struct AuditSeal {
    /// Its number, from 1.
    number: i64,
    /// When it was taken.
    at: DateTime<Utc>,
    /// How many streams it took in.
    leaves: i32,
    /// The root over those streams, in hexadecimal digits.
    root: String,
    /// The hash of the seal before it.
    prev_hash: String,
    /// Its own hash: what is signed.
    hash: String,
    /// Which key signed it.
    key_id: String,
}

#[Object]
impl AuditQuery {
    /// Events of the record, newest first; for those who may audit. The question is an entry in the access log.
    #[graphql(complexity = "50 + (first.unwrap_or(25).max(1) as usize).saturating_mul(child_complexity)")]
    async fn audit_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What narrows it.")] filter: Option<AuditFilter>,
        #[graphql(desc = "How many, 1 to 100; none: 25.")] first: Option<i32>,
        #[graphql(desc = "A cursor of an earlier page.")] after: Option<String>,
    ) -> Result<AuditEventConnection> {
        let reader = reader(ctx).await?;
        let filter = filter.unwrap_or_default().read()?;
        let page = reader.audit_events(&filter, &Page { first, after, ..Page::default() }).await;
        let page = page.map_err(in_words(reader))?;
        let page_info = PageInfo::of(&page);
        Ok(AuditEventConnection {
            nodes: page.rows.into_iter().map(|(_, event)| AuditEvent(event)).collect(),
            page_info,
        })
    }

    /// The newest fifty seals, or those before one; for those who may audit.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(50)")]
    async fn audit_seals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Those before this number.")] before: Option<i64>,
    ) -> Result<Vec<AuditSeal>> {
        let reader = reader(ctx).await?;
        let seals = reader.audit_seals(before).await.map_err(in_words(reader))?;
        let shown = |seal: desk::seal::Seal| AuditSeal {
            number: seal.number,
            at: seal.at,
            leaves: seal.leaves,
            root: seal.root.to_string(),
            prev_hash: seal.prev_hash.to_string(),
            hash: seal.hash.to_string(),
            key_id: seal.key_id,
        };
        Ok(seals.into_iter().map(shown).collect())
    }
}
