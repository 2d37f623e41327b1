//! Thousands of operations, made of the contract and of chance, as everybody: nothing breaks, and what was refused has changed nothing.

pub mod make;
mod tables;

use crate::graphql::talk::Door;
use crate::support::World;
use crate::support::words::*;
use chrono::TimeDelta;
use desk::id::{PersonId, TicketId};
use desk::session::SignIn;
use desk::ticket::{Confidentiality, MessageKind};
use make::{Maker, Operation, Pools};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use tables::Tables;

/// Operations on each kind of database, unless `TANGGAP_FUZZ` says how many.
const OPERATIONS: usize = 1_500;
const SEED: u64 = 20_261_122;
const PASSWORD: &str = "kunci gudang di rak biru";

/// Who asks, and by what they are known.
struct Asker {
    /// None: a stranger, or somebody whose token holds no longer.
    person: Option<&'static str>,
    headers: Vec<(&'static str, String)>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite() {
    Fuzz::begin(World::on_sqlite().await).await.run(SEED).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres() {
    Fuzz::begin(World::on_postgres().await).await.run(SEED + 1).await;
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long to look for trouble is said by the environment: COUNT or COUNT:SEED"
)]
fn asked() -> (Option<usize>, Option<u64>) {
    let said = std::env::var("TANGGAP_FUZZ").unwrap_or_default();
    let mut parts = said.split(':');
    (parts.next().and_then(|text| text.parse().ok()), parts.next().and_then(|text| text.parse().ok()))
}

struct Fuzz {
    world: World,
    door: Door,
    askers: Vec<Asker>,
    pools: Pools,
    tables: Tables,
    /// How often each mutation was done.
    done: BTreeMap<String, usize>,
    /// How often each was sent.
    sent: BTreeMap<String, usize>,
}

impl Fuzz {
    async fn begin(world: World) -> Self {
        let door = Door::routes(&world);
        let mut askers = vec![
            Asker { person: None, headers: Vec::new() },
            Asker { person: None, headers: vec![("authorization", format!("Bearer tgp_{}", "0".repeat(64)))] },
        ];
        for person in world.people.keys() {
            let client = door.client(&world, person).await;
            askers.push(Asker { person: Some(person), headers: vec![("authorization", client.bearer)] });
        }
        let mut it = Self {
            tables: Tables::of(&world).await,
            pools: Pools::new(),
            done: BTreeMap::new(),
            sent: BTreeMap::new(),
            world,
            door,
            askers,
        };
        it.furnish().await;
        it
    }

    /// Something of every kind, so that every id has something to stand for.
    async fn furnish(&mut self) {
        let world = &self.world;
        let mut tickets: Vec<TicketId> = Vec::new();
        for (who, service) in [
            ("sari", "TIK-01"),
            ("sari", "TIK-13"),
            ("ayu", "PUB-02"),
            ("rahmat", "TIK-01"),
            ("sari", "TIK-22"),
            ("warga", "PUB-02"),
        ] {
            for n in 0..3 {
                tickets.push(world.opened(who, service, &format!("Gangguan {service} {n}")).await);
            }
        }
        world.does("budi", classify(tickets[0], Confidentiality::Secret)).await;
        world.does("budi", escalate(tickets[1])).await;
        world.does("budi", resolve(tickets[2])).await;
        world.does("budi", note(tickets[3], "Catatan internal")).await;
        let mut pool = |id: String| {
            let prefix = id.split(':').next().unwrap_or_default().to_owned();
            self.pools.entry(prefix).or_default().push(id);
        };
        world.units.values().for_each(|id| pool(id.to_string()));
        world.teams.values().for_each(|id| pool(id.to_string()));
        world.services.values().for_each(|id| pool(id.to_string()));
        world.people.values().for_each(|id| pool(id.to_string()));
        for ticket in &tickets {
            pool(ticket.to_string());
            pool(world.said(*ticket, MessageKind::Report).await.id.to_string());
        }
        for who in ["sari", "budi", "agus", "warga"] {
            pool(world.uploaded(who, "foto.txt", b"isi").await.to_string());
            let reader = world.reader(who).await;
            reader.tokens().await.expect("tokens").iter().for_each(|token| pool(token.id.to_string()));
        }
        let directory = world.desk.directory().await.expect("the directory");
        directory.appointments().iter().for_each(|appointment| pool(appointment.id.to_string()));
        let holidays = world.reader("admin").await.holidays(2026).await.expect("holidays");
        holidays.iter().take(5).for_each(|holiday| pool(holiday.id.to_string()));
    }

    /// Somebody who has just given their password, so that what asks for it again is tried too. Tokens prove nothing.
    async fn sign_in(&mut self, person: &'static str) {
        let id = self.world.people[person];
        // Whom a command of before retired or erased comes in no more.
        if self.world.desk.set_password(id, PASSWORD, false).await.is_err() {
            return;
        }
        let by = SignIn {
            login: format!("{person}@kab.example"),
            password: PASSWORD.into(),
            shared_computer: true,
            agent: "uji".into(),
            address: "127.0.0.1".into(),
            device: None,
        };
        let Ok(signed_in) = self.world.desk.sign_in(by).await else { return };
        self.askers
            .retain(|asker| asker.person != Some(person) || !asker.headers.iter().any(|(name, _)| *name == "cookie"));
        let headers = vec![
            ("cookie", format!("tanggap={}", signed_in.token)),
            ("origin", "http://127.0.0.1:8080".to_owned()),
            ("x-tanggap", "1".to_owned()),
        ];
        self.askers.push(Asker { person: Some(person), headers });
    }

    /// Time passes, what is due happens, and everybody has used what they are known by: when it was last used is on its row.
    async fn time_passes(&mut self, rng: &mut ChaCha8Rng) {
        self.world.later(TimeDelta::minutes(rng.random_range(1..600)));
        self.world.run_due().await;
        for person in ["admin", "putri"] {
            self.sign_in(person).await;
        }
        for asker in &self.askers {
            self.send(asker, &Operation { query: "{ version }".into(), variables: json!({}) }).await;
        }
    }

    async fn send(&self, asker: &Asker, operation: &Operation) -> (u16, Vec<u8>) {
        let headers: Vec<(&str, &str)> = asker.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let body = json!({ "query": operation.query, "variables": operation.variables }).to_string();
        self.door.post(&headers, body).await
    }

    /// Something that this person can do with some ticket now.
    async fn can(&self, person: PersonId, maker: &mut Maker) -> Option<(String, Value)> {
        let caller = desk::Caller::person(person, desk::event::Door::Graphql);
        let reader = self.world.desk.reader(&caller).await.ok()?;
        let ids = reader.visible_ids(false).await.expect("ids");
        let view = reader.ticket(*ids.choose(&mut maker.rng)?).await.ok()?;
        let verb = *reader.can(&view).choose(&mut maker.rng)?;
        let name = format!("ticket{}", crate::contract::sdl::pascal(verb.code()));
        let mut input = maker.input_of(&name);
        input["ticket"] = view.id().to_string().into();
        if !input["seen"].is_null() {
            input["seen"] = view.version().into();
        }
        Some((name, input))
    }

    async fn run(mut self, seed: u64) {
        let (count, given) = asked();
        let (operations, seed) = (count.unwrap_or(OPERATIONS), given.unwrap_or(seed));
        println!("TANGGAP_FUZZ={operations}:{seed}");
        let mut maker = Maker {
            sdl: crate::contract::sdl::Sdl::read(),
            rng: ChaCha8Rng::seed_from_u64(seed),
            pools: std::mem::take(&mut self.pools),
        };
        let mutations: Vec<String> = maker.sdl.fields("Mutation").iter().map(|it| it.name.node.to_string()).collect();
        let mut before = Vec::new();
        for n in 0..operations {
            if n.is_multiple_of(100) {
                let mut rng = ChaCha8Rng::seed_from_u64(seed + n as u64);
                self.time_passes(&mut rng).await;
                before = self.tables.read(&self.world).await;
            }
            let mut asker = &self.askers[maker.rng.random_range(0..self.askers.len())];
            let mut mutation = None;
            let mut operation = if maker.rng.random_range(0..100) < 20 {
                maker.query()
            } else {
                let possible = match asker.person.filter(|_| maker.rng.random_range(0..100) < 75) {
                    Some(person) => self.can(self.world.people[person], &mut maker).await,
                    None => None,
                };
                let (name, mut input) = possible.unwrap_or_else(|| {
                    // Half of the time what has never been done: it is what needs trying most.
                    let undone: Vec<_> = mutations.iter().filter(|name| !self.done.contains_key(*name)).collect();
                    let name = match undone.choose(&mut maker.rng).filter(|_| maker.rng.random_range(0..2) == 0) {
                        Some(name) => (*name).clone(),
                        None => mutations.choose(&mut maker.rng).cloned().unwrap_or_default(),
                    };
                    let input = maker.input_of(&name);
                    (name, input)
                });
                // What only an administrator may is mostly tried by one.
                if !name.starts_with("ticket") && maker.rng.random_range(0..100) < 80 {
                    asker = self.askers.iter().rfind(|asker| asker.person == Some("admin")).unwrap_or(asker);
                }
                if maker.rng.random_range(0..100) < 30 {
                    maker.spoil(&mut input);
                }
                *self.sent.entry(name.clone()).or_default() += 1;
                let operation = maker.mutation(&name, input);
                mutation = Some(name);
                operation
            };
            if maker.rng.random_range(0..100) < 8 {
                maker.spoil_text(&mut operation);
            }
            let (status, answer) = self.send(asker, &operation).await;
            let told = || {
                let said: String = format!("{operation:?}").chars().take(3_000).collect();
                let heard: String = String::from_utf8_lossy(&answer).chars().take(2_000).collect();
                format!("operation {n} of seed {seed}, as {:?}: {said}\n{status} {heard}", asker.person)
            };
            assert!(status < 500, "{}", told());
            let answer: Value = serde_json::from_slice(&answer).unwrap_or_else(|_| panic!("no JSON: {}", told()));
            let errors = answer["errors"].as_array().map_or(&[][..], |errors| errors);
            assert!(errors.iter().all(|error| error["extensions"]["code"] != "INTERNAL"), "{}", told());
            let it = &answer["data"]["it"];
            let done = mutation.filter(|_| it.is_object() && it["why"].as_array().is_none_or(Vec::is_empty));
            // Who looks into the record is on record before they have their answer (R25).
            let looked =
                ["auditEvents", "auditSeals"].iter().any(|name| operation.query.contains(name)) && !it.is_null();
            let after = self.tables.read(&self.world).await;
            match done {
                Some(name) => {
                    *self.done.entry(name).or_default() += 1;
                    remember(&mut maker.pools, it);
                }
                None => assert!(
                    after == before || (looked && self.tables.differ(&before, &after) == "event, stream"),
                    "what was refused has changed {}: {}",
                    self.tables.differ(&before, &after),
                    told()
                ),
            }
            before = after;
        }
        self.weigh(operations, &mutations);
        let report = self.world.desk.audit_verify(&desk::Caller::CONSOLE, Default::default()).await.expect("an audit");
        assert!(report.is_clean(), "{:?}", report.findings);
    }

    /// Whether it was a trial at all: everything was sent, and much of it was done.
    fn weigh(&self, operations: usize, mutations: &[String]) {
        let done: usize = self.done.values().sum();
        println!("{done} of {operations} were done: {:?}", self.done);
        if operations < OPERATIONS {
            return;
        }
        let never: BTreeSet<_> = mutations.iter().filter(|name| !self.sent.contains_key(*name)).collect();
        assert!(never.is_empty(), "never sent: {never:?}");
        assert!(done * 20 > operations && self.done.len() * 3 > mutations.len(), "{done} done: {:?}", self.done);
    }
}

/// What was made can be named from now on.
fn remember(pools: &mut Pools, payload: &Value) {
    for id in [&payload["id"], &payload["ticket"]["id"]] {
        if let Some((prefix, _)) = id.as_str().and_then(|id| id.split_once(':')) {
            let id = id.as_str().unwrap_or_default().to_owned();
            pools.entry(prefix.to_owned()).or_default().push(id);
        }
    }
}
