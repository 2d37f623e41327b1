//! Two who do something at the same moment: neither undoes what the other was told is done. The first is stopped where it has decided and not yet
//! written; then comes the second, as far as it gets; then the first goes on.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::{Of, refusal};
use desk::appointment::{Appointment, AppointmentState, EndAppointment, Role};
use desk::audit::verify::Trust;
use desk::clock::Chance;
use desk::event::Door;
use desk::person::add::{AddPerson, ChooseLanguage, ErasePerson, PersonInput, RetirePerson};
use desk::person::{Language, Person, RequesterType};
use desk::service::SaveService;
use desk::session::{Identity, IssueCode, SignIn};
use desk::setting::{SetSetting, SettingKey};
use desk::store::strike::{Point, Strike, Strikes};
use desk::store::{Conn, PoolSize};
use desk::team::{RetireTeam, SaveTeam, TeamInput};
use desk::token::{MakeToken, TokenScope};
use desk::unit::{RetireUnit, SaveUnit, UnitInput, UnitKind};
use desk::{Caller, Command};
use desk::{Desk, Outcome, Parts, Refusal};
use migrations::driver::ConnectionTrait;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use tokio::sync::Notify;

/// Where the first one is stopped.
#[derive(Debug, Clone, Copy)]
enum Where {
    /// Before the first statement that begins with one of these words, within its transaction.
    Statement(&'static [&'static str]),
    /// Before the transaction that comes after one with these words.
    Begin(&'static str),
}

/// A gate at which the first one waits, once.
#[derive(Debug)]
struct Gate {
    at: Where,
    seen: AtomicBool,
    passed: AtomicBool,
    reached: Notify,
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn open(&self) {
        *self.open.lock().unwrap() = true;
        self.opened.notify_all();
    }

    fn is_here(&self, point: Point, sql: &str) -> bool {
        match self.at {
            Where::Statement(words) => point == Point::Statement && words.iter().any(|word| sql.starts_with(word)),
            Where::Begin(after) if point == Point::Begin => self.seen.load(Ordering::Relaxed) && !after.is_empty(),
            Where::Begin(after) => {
                self.seen.fetch_or(sql.contains(after), Ordering::Relaxed);
                false
            }
        }
    }
}

impl Strikes for Gate {
    fn at(&self, point: Point, sql: &str) -> Option<Strike> {
        if self.is_here(point, sql) && !self.passed.swap(true, Ordering::Relaxed) {
            self.reached.notify_one();
            tokio::task::block_in_place(|| {
                let open = self.open.lock().unwrap();
                drop(self.opened.wait_while(open, |open| !*open).unwrap());
            });
        }
        None
    }
}

/// Whether somebody waits for somebody else's lock.
async fn somebody_waits(world: &World) -> bool {
    let db = world.desk.store().read();
    let sql =
        "SELECT COUNT(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let row = db.raw().query_one_raw(db.statement(sql, vec![])).await.unwrap().unwrap();
    row.try_get::<i64>("", "n").unwrap() > 0
}

/// Tells what came of both.
async fn overtaken<A: Send + 'static, B: Send + 'static, F, G>(
    world: &World,
    at: Where,
    first: impl FnOnce(Arc<Desk>) -> F,
    second: impl FnOnce(Arc<Desk>) -> G,
) -> (A, B)
where
    F: Future<Output = A> + Send + 'static,
    G: Future<Output = B> + Send + 'static,
{
    static SEED: AtomicU32 = AtomicU32::new(600);
    let gate = Arc::new(Gate {
        at,
        seen: AtomicBool::new(false),
        passed: AtomicBool::new(false),
        reached: Notify::new(),
        open: Mutex::new(false),
        opened: Condvar::new(),
    });
    let parts = Parts {
        database: world.database.clone(),
        pool: PoolSize { write: 2, read: 2 },
        files: world.folder.path().join("files"),
        clock: world.clock.clone(),
        chance: Chance::seeded(SEED.fetch_add(1, Ordering::Relaxed).into()),
    };
    let desk = Arc::new(Desk::open_struck(parts, Some(gate.clone())).await.expect("the desk opens"));
    let mut one = tokio::spawn(first(desk));
    tokio::select! {
        () = gate.reached.notified() => {}
        _ = &mut one => panic!("it never came to {at:?}"),
    }
    let two = tokio::spawn(second(world.desk.clone()));
    // On SQLite whoever is in a transaction has all others wait.
    let alone = world.desk.store().is_sqlite() && matches!(at, Where::Statement(_));
    while !alone && !two.is_finished() {
        if !world.desk.store().is_sqlite() && somebody_waits(world).await {
            break;
        }
        tokio::task::yield_now().await;
    }
    gate.open();
    (one.await.expect("the first"), two.await.expect("the second"))
}

const WRITES: Where = Where::Statement(&["UPDATE", "INSERT"]);
const OLD: &str = "sepeda biru di pasar";
const NEW: &str = "meja rapat lantai dua";
const OTHER: &str = "payung hitam di teras";

fn by(who: &str, password: &str) -> SignIn {
    static PLACES: AtomicU32 = AtomicU32::new(0);
    SignIn {
        login: format!("{who}@kab.example"),
        password: password.into(),
        shared_computer: true,
        agent: "Firefox".into(),
        address: format!("20.0.{}.7", PLACES.fetch_add(1, Ordering::Relaxed)),
        device: None,
    }
}

async fn signed_in(world: &World, who: &str) -> Identity {
    let session = world.desk.sign_in(by(who, OLD)).await.unwrap();
    world.desk.identify_session(&session.token).await.unwrap()
}

async fn person(world: &World, who: &str) -> Person {
    desk::store::get(&world.desk.store().read(), world.people[who]).await.unwrap().unwrap()
}

async fn counted(world: &World, what: &str) -> i64 {
    let db = world.desk.store().read();
    let row = db.raw().query_one_raw(db.statement(&format!("SELECT COUNT(*) AS n FROM {what}"), vec![])).await;
    row.unwrap().unwrap().try_get("", "n").unwrap()
}

async fn whole(world: &World) {
    let report = world.desk.audit_verify(&Caller::CONSOLE, Trust::default()).await.unwrap();
    assert!(report.is_clean(), "{:?}", report.findings);
}

/// Of two of which one is too late: why.
fn one_of<T: std::fmt::Debug>((one, two): (Outcome<T>, Outcome<T>)) -> Refusal {
    match (one, two) {
        (Ok(_), refused) | (refused, Ok(_)) => refusal(refused),
        neither => panic!("{neither:?}"),
    }
}

story! {
    /// Somebody who is retired, or whose data are erased, does not come back by a command of their own that was under way.
    who_is_gone_stays_gone, |world| {
        for who in ["ayu", "warga"] {
            let (theirs, admin, id) = (world.as_(who), world.as_("admin"), world.people[who]);
            let chooses = |desk: Arc<Desk>| async move { desk.act(&theirs, ChooseLanguage { language: Language::English }).await };
            let (_, gone) = match who {
                "ayu" => overtaken(&world, WRITES, chooses, |desk| async move { desk.act(&admin, RetirePerson { person: id }).await }).await,
                _ => {
                    let erase = ErasePerson { person: id, basis: "UU PDP".into(), reports: false };
                    overtaken(&world, WRITES, chooses, |desk| async move { desk.act(&admin, erase).await.map(|erased| erased.person) }).await
                }
            };
            gone.expect("it was acknowledged");
            let row = person(&world, who).await;
            assert!(row.retired_at.is_some(), "{who}");
            assert_eq!(row.salt.is_none(), who == "warga");
        }
        whole(&world).await;
    }
}

story! {
    /// An appointment that was ended is not made valid by a confirmation that was under way.
    what_was_ended_stays_ended, |world| {
        world.console(world.appointment("bowo", Role::Administrator, Of::All)).await;
        let appointment = world.does("admin", world.appointment("nur", Role::Security, Of::Team("T2-KAM"))).await;
        let (bowo, admin) = (world.as_("bowo"), world.as_("admin"));
        let confirmation = world.confirmation(appointment).await;
        let (_, ended) = overtaken(
            &world,
            WRITES,
            |desk| async move { desk.act(&bowo, confirmation).await },
            |desk| async move { desk.act(&admin, EndAppointment { appointment }).await },
        ).await;
        ended.expect("it was acknowledged");
        let row: Appointment = desk::store::get(&world.desk.store().read(), appointment).await.unwrap().unwrap();
        assert_eq!(row.state, AppointmentState::Ended);
        whole(&world).await;
    }
}

story! {
    /// A setting that two set for the first time is set by one, and the other is told.
    a_setting_is_set_by_one, |world| {
        let set = |days: i64| {
            let (admin, key) = (world.as_("admin"), SettingKey::RemindOnceDays);
            let set = SetSetting { key, value: days.into(), basis: String::new(), seen: Some(0) };
            move |desk: Arc<Desk>| async move { desk.act(&admin, set).await }
        };
        let late = one_of(overtaken(&world, Where::Statement(&["INSERT INTO \"setting\""]), set(2), set(3)).await);
        assert!(matches!(late, Refusal::Stale { .. }), "{late:?}");
        whole(&world).await;
    }
}

story! {
    /// However many issue a code for somebody at once: one counts. However many type it in at once: one gets in.
    one_code_counts, |world| {
        let issue = || {
            let (admin, code) = (world.as_("admin"), IssueCode { person: world.people["sari"] });
            move |desk: Arc<Desk>| async move { desk.act(&admin, code).await.map(|issued| issued.code) }
        };
        let inserts = Where::Statement(&["INSERT INTO \"reset_code\""]);
        let (first, second) = overtaken(&world, inserts, issue(), issue()).await;
        let (first, second) = (first.unwrap(), second.unwrap());
        assert_eq!(counted(&world, "reset_code WHERE used_at IS NULL").await, 1);
        assert_eq!(refusal(world.desk.redeem_code(&first, NEW, by("", "")).await), Refusal::WrongCode);
        let redeem = |new: &'static str| {
            let code = second.clone();
            move |desk: Arc<Desk>| async move { desk.redeem_code(&code, new, by("", "")).await }
        };
        let late = one_of(overtaken(&world, Where::Statement(&["INSERT INTO \"session\""]), redeem(NEW), redeem(OTHER)).await);
        assert_eq!(late, Refusal::WrongCode);
        assert_eq!(counted(&world, "session WHERE ended_at IS NULL").await, 1);
        whole(&world).await;
    }
}

story! {
    /// What rests on the old password and is under way when there is a new one comes to nothing: a sign-in, the password given again, a new password, a token.
    the_old_password_opens_nothing_more, |world| {
        for way in ["signs in", "proves", "changes", "makes a token"] {
            world.desk.set_password(world.people["sari"], OLD, false).await.unwrap();
            let (owner, thief) = (signed_in(&world, "sari").await, signed_in(&world, "sari").await);
            let same = owner.clone();
            let change = |desk: Arc<Desk>| async move { desk.change_password(&owner, OLD.into(), NEW.into()).await };
            let (came, changed) = match way {
                "signs in" => {
                    let signs_in = |desk: Arc<Desk>| async move { desk.sign_in(by("sari", OLD)).await.map(drop) };
                    overtaken(&world, Where::Begin("sign_in_place"), signs_in, change).await
                }
                // In the very session that stays.
                "proves" => {
                    let proves = |desk: Arc<Desk>| async move { desk.prove(&same, OLD.into()).await };
                    overtaken(&world, Where::Begin("sign_in_place"), proves, change).await
                }
                "changes" => {
                    let changes = |desk: Arc<Desk>| async move { desk.change_password(&thief, OLD.into(), OTHER.into()).await };
                    overtaken(&world, Where::Begin("proved_at"), changes, change).await
                }
                _ => {
                    let caller = thief.caller(Door::Graphql);
                    let token = MakeToken { name: "t".into(), days: 7, scopes: vec![TokenScope::Read] };
                    let makes = |desk: Arc<Desk>| async move {
                        // It was let in while its session was open.
                        desk.act(&caller, ChooseLanguage { language: Language::English }).await?;
                        desk.act(&caller, token).await.map(drop)
                    };
                    overtaken(&world, Where::Begin("UPDATE"), makes, change).await
                }
            };
            changed.expect("it was acknowledged");
            let told = refusal(came);
            assert!(matches!(told, Refusal::WrongCredentials | Refusal::SignInFirst), "{way}: {told:?}");
            assert_eq!(counted(&world, "session WHERE ended_at IS NULL").await, 1, "{way}: the owner's");
            assert_eq!(counted(&world, "api_token WHERE revoked_at IS NULL").await, 0, "{way}");
            assert_eq!(refusal(world.desk.sign_in(by("sari", OTHER)).await), Refusal::WrongCredentials);
            world.desk.sign_in(by("sari", NEW)).await.expect(way);
        }
        whole(&world).await;
    }
}

story! {
    /// A file hangs on one ticket, however many are opened with it at once.
    a_file_hangs_on_one_ticket, |world| {
        let file = world.uploaded("sari", "foto.txt", b"lampu merah").await;
        let opens = |title: &str| {
            let (sari, report) = (world.as_("sari"), desk::ticket::Report { files: vec![file], ..world.report("TIK-01", title) });
            move |desk: Arc<Desk>| async move { desk.act(&sari, open(report)).await }
        };
        let late = one_of(overtaken(&world, Where::Statement(&["UPDATE \"attachment\""]), opens("Satu"), opens("Dua")).await);
        assert_eq!(late, Refusal::FileNotYours);
        whole(&world).await;
    }
}

story! {
    /// Files that come at once are all counted.
    a_quota_is_not_overtaken, |world| {
        world.does("admin", SetSetting { key: SettingKey::FilesPerDay, value: 25.into(), basis: String::new(), seen: None }).await;
        let file = world.uploaded("sari", "besar.txt", b"besar").await;
        world.does("sari", open(desk::ticket::Report { files: vec![file], ..world.report("TIK-01", "Besar") })).await;
        world.by_hand("UPDATE attachment SET size = 24999980").await;
        let uploads = || {
            let sari = world.as_("sari");
            move |desk: Arc<Desk>| async move { desk.upload(&sari, "kecil.txt", b"lima belas huruf".to_vec()).await }
        };
        let late = one_of(overtaken(&world, Where::Statement(&["INSERT INTO \"attachment\""]), uploads(), uploads()).await);
        assert!(matches!(late, Refusal::FileDayQuota(_)), "{late:?}");
    }
}

story! {
    /// A complaint about somebody, or about how a ticket was handled, leaves the record whole.
    a_complaint_leaves_the_record_whole, |world| {
        let about = world.opened("sari", "TIK-01", "Jaringan mati").await;
        world.does("budi", take(about)).await;
        for (who, person, ticket) in [("warga", Some("budi"), None), ("sari", None, Some(about)), ("sari", Some("nur"), Some(about))] {
            let report = desk::ticket::Report {
                kind: Some(desk::ticket::TicketKind::Complaint),
                service: None,
                about_person: person.map(|who| world.people[who]),
                about_ticket: ticket,
                ..world.report("TIK-01", "Keluhan")
            };
            world.does(who, open(report)).await;
            whole(&world).await;
        }
    }
}

/// A unit under another, as an administrator saves it.
fn under(world: &World, unit: Option<desk::id::UnitId>, code: &str, parent: Option<desk::id::UnitId>) -> SaveUnit {
    let input = UnitInput {
        code: code.into(),
        name: format!("Seksi {code}"),
        short_name: code.into(),
        kind: UnitKind::Section,
        parent: parent.or(Some(world.units["DISDIK"])),
        zone: None,
        calendar: "ASN5".into(),
        service_desk_office: false,
        self_managed: false,
        requires_tier1: false,
        address: None,
    };
    SaveUnit { unit, input }
}

fn team(team: Option<desk::id::TeamId>, code: &str) -> SaveTeam {
    let input = TeamInput {
        code: code.into(),
        name: format!("Tim {code}"),
        covers: String::new(),
        competences: Vec::new(),
        calendar: None,
        unit: None,
    };
    SaveTeam { team, input }
}

/// Two commands of the administrator, the second in the middle of the first; why the one that was too late is refused.
async fn late<C, D>(world: &World, first: C, second: D) -> Refusal
where
    C: Command<Answer: std::fmt::Debug + 'static> + 'static,
    D: Command<Answer: std::fmt::Debug + 'static> + 'static,
{
    let admin = world.as_("admin").proved();
    let (one, two) = overtaken(
        world,
        WRITES,
        |desk| async move { desk.act(&admin, first).await.map(drop) },
        |desk| async move { desk.act(&admin, second).await.map(drop) },
    )
    .await;
    one_of((one, two))
}

story! {
    /// Whatever is decided upon the organisation is decided upon as it is when it is written: no two edits that are each fine alone make together what
    /// none of them may.
    what_is_fine_alone_and_wrong_together, |world| {
        let (one, two) = (world.does("admin", under(&world, None, "SM0", None)).await, world.does("admin", under(&world, None, "SM1", None)).await);
        let circle = late(&world, under(&world, Some(one), "SM0", Some(two)), under(&world, Some(two), "SM1", Some(one))).await;
        assert_eq!(circle, Refusal::Invalid("parent"));

        let (above, below) = (RetireUnit { unit: two }, under(&world, None, "SM2", Some(two)));
        let directory = world.desk.directory().await.unwrap();
        if directory.units().any(|unit| unit.parent_id == Some(two)) {
            world.does("admin", under(&world, Some(one), "SM0", None)).await;
        }
        let told = late(&world, above, below).await;
        assert!(matches!(told, Refusal::InUse("unit") | Refusal::Retired("unit")), "{told:?}");

        let new = world.does("admin", team(None, "T2-BARU")).await;
        let mut moved = world.service("TIK-13").await;
        moved.team = Some(new);
        let told = late(&world, RetireTeam { team: new }, SaveService { service: Some(world.services["TIK-13"]), input: moved }).await;
        assert!(matches!(told, Refusal::InUse("service") | Refusal::Retired("team")), "{told:?}");
        whole(&world).await;
    }
}

story! {
    /// Of two who take the same code or number at once, one has it, and the other is told so.
    a_code_is_taken_by_one, |world| {
        let code = || under(&world, None, "SAMA", None);
        assert_eq!(late(&world, code(), code()).await, Refusal::Taken("code"));
        assert_eq!(late(&world, team(None, "T2-SAMA"), team(None, "T2-SAMA")).await, Refusal::Taken("code"));
        let mut same = world.service("TIK-13").await;
        same.code = "TIK-SAMA".into();
        let service = || SaveService { service: None, input: same.clone() };
        assert_eq!(late(&world, service(), service()).await, Refusal::Taken("code"));
        let somebody = |name: &str| AddPerson(PersonInput {
            name: name.into(),
            nip: Some("198501012010011777".into()),
            phone: None,
            email: None,
            unit: Some(world.units["DISDIK"]),
            requester_type: RequesterType::CivilServant,
            language: Language::Indonesian,
            zone: None,
            hide_identity: false,
        });
        assert_eq!(late(&world, somebody("Satu"), somebody("Dua")).await, Refusal::Taken("nip"));
        whole(&world).await;
    }
}
