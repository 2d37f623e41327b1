//! Who may do what to whose ticket, printed. `matrix.txt` is reviewed like code: a change of it is a change of policy.

use crate::support::World;
use crate::support::golden::golden;
use desk::access::{self, Matter, Sight, Standing, Ties};
use desk::id::PersonId;
use desk::person::Person;
use desk::session;
use desk::ticket::{Confidentiality, Ticket, Verb};
use std::fmt::Write as _;

/// One letter per command, in the order of the columns.
const LETTERS: &[(Verb, char)] = &[
    (Verb::Take, 'T'),
    (Verb::Assign, 'A'),
    (Verb::Reply, 'r'),
    (Verb::Attach, 'f'),
    (Verb::Note, 'n'),
    (Verb::Ask, 'q'),
    (Verb::Hold, 'h'),
    (Verb::Resume, 'u'),
    (Verb::Forward, 'F'),
    (Verb::Escalate, 'E'),
    (Verb::CompleteRequest, 'i'),
    (Verb::Accept, 'C'),
    (Verb::HandOver, 'H'),
    (Verb::Return, 'B'),
    (Verb::Answer, 'W'),
    (Verb::Resolve, 'S'),
    (Verb::Confirm, 'c'),
    (Verb::Rate, '*'),
    (Verb::Reopen, 'o'),
    (Verb::Reject, 'X'),
    (Verb::Cancel, 'x'),
    (Verb::Merge, 'M'),
    (Verb::Reclassify, 'K'),
    (Verb::Redact, 'Z'),
    (Verb::Involve, 'I'),
    (Verb::Follow, 'w'),
    (Verb::Link, 'L'),
    (Verb::Tag, 't'),
    (Verb::PromoteToProblem, 'P'),
    (Verb::RaiseChange, 'G'),
    (Verb::CompleteFile, 'k'),
    (Verb::StartLegal, 'l'),
    (Verb::EndLegal, 'm'),
    (Verb::AskException, 'e'),
    (Verb::DecideException, 'D'),
];

const MATTERS: &[(Matter, &str)] = &[
    (Matter::Catalogue, "catalogue"),
    (Matter::People, "people"),
    (Matter::Audit, "audit"),
    (Matter::RecordReports, "record reports"),
    (Matter::FindPeople, "find people"),
    (Matter::Time, "told of a clock that jumped"),
    (Matter::ConfirmTime, "confirm its time"),
];

/// The roles, each by a person of the stories who holds that one and no other, and the unit, team or service it is for.
const ROLES: &[(&str, &str, For)] = &[
    ("(no role)", "rahmat", For::Nothing),
    ("citizen", "warga", For::Nothing),
    ("TIER1", "budi", For::Unit("DISDIK")),
    ("TIER2", "agus", For::Team("T2-JAR")),
    ("TEAM_LEAD", "tono", For::Team("T2-JAR")),
    ("SECURITY", "eko", For::Team("T2-KAM")),
    ("COORDINATOR", "putri", For::Nothing),
    ("UNIT_HEAD", "hadi", For::ReadUnit("DISDIK")),
    ("head of the Dinas", "kadis", For::ReadUnit("DISKOMINFO")),
    ("SERVICE_OWNER", "lina", For::Service("ADM-02")),
    ("EXECUTIVE of a unit", "camat", For::ReadUnit("KEC-SATU")),
    ("EXECUTIVE of all", "sekda", For::Nothing),
    ("AUDITOR", "rina", For::Nothing),
    ("SECURITY_AUDITOR", "tika", For::Nothing),
    ("CHANGE_MANAGER", "bowo", For::Nothing),
    ("APPROVER", "sinta", For::Nothing),
    ("ADMINISTRATOR", "admin", For::Nothing),
];

#[derive(Clone, Copy)]
enum For {
    Nothing,
    /// Serves it.
    Unit(&'static str),
    /// Heads or reads it.
    ReadUnit(&'static str),
    Team(&'static str),
    Service(&'static str),
}

struct Case {
    whose: &'static str,
    ticket: Ticket,
    ties: Ties,
}

/// Everything a ticket can be to a person with this role.
fn cases(world: &World, me: PersonId, of: For, like: &Ticket) -> Vec<Case> {
    // Nobody of the table has to do with BKPSDM, the helpdesk team or the mail service.
    let elsewhere = Ticket {
        requester_id: world.people["nur"],
        filer_id: world.people["nur"],
        unit_id: Some(world.units["BKPSDM"]),
        queue_unit_id: Some(world.units["BKPSDM"]),
        service_id: Some(world.services["TIK-13"]),
        tier: 1,
        team_id: None,
        assignee_id: None,
        ..like.clone()
    };
    let at_tier2 = Ticket { tier: 2, team_id: Some(world.teams["T2-DUK"]), ..elsewhere.clone() };
    let none = Ties::default();
    let mut all = vec![
        ("own", Ticket { requester_id: me, filer_id: me, ..elsewhere.clone() }, none),
        ("own, at tier 2", Ticket { requester_id: me, filer_id: me, ..at_tier2.clone() }, none),
        ("own, hidden from me", Ticket { requester_id: me, ..elsewhere.clone() }, Ties { hidden: true, ..none }),
        ("filed for me", Ticket { requester_id: me, ..elsewhere.clone() }, none),
        ("filed by me", Ticket { filer_id: me, ..elsewhere.clone() }, none),
    ];
    match of {
        For::Nothing => {}
        For::Unit(code) => {
            let unit = Some(world.units[code]);
            let queue = Ticket { queue_unit_id: unit, ..elsewhere.clone() };
            all.extend([
                ("in my queue", queue.clone(), none),
                (
                    "in my queue, another's work",
                    Ticket { assignee_id: Some(world.people["nur"]), ..queue.clone() },
                    none,
                ),
                ("in my queue, and mine", Ticket { requester_id: me, ..queue.clone() }, none),
                ("in my queue, hidden from me", queue.clone(), Ties { hidden: true, ..none }),
                ("of my unit, elsewhere", Ticket { unit_id: unit, ..elsewhere.clone() }, none),
                ("of my unit, at tier 2", Ticket { unit_id: unit, queue_unit_id: unit, ..at_tier2.clone() }, none),
                ("had before", elsewhere.clone(), Ties { past: true, ..none }),
            ]);
        }
        For::ReadUnit(code) => {
            let unit = Some(world.units[code]);
            all.extend([
                ("of my unit", Ticket { unit_id: unit, ..elsewhere.clone() }, none),
                ("of my unit, at tier 2", Ticket { unit_id: unit, ..at_tier2.clone() }, none),
                ("in the coordinator's queue", Ticket { queue_unit_id: None, ..elsewhere.clone() }, none),
                ("in its queue only", Ticket { queue_unit_id: unit, ..elsewhere.clone() }, none),
            ]);
        }
        For::Team(code) => {
            let team = Some(world.teams[code]);
            let queue = Ticket { team_id: team, ..at_tier2.clone() };
            all.extend([
                ("with my team", queue.clone(), none),
                ("with my team, and mine", Ticket { requester_id: me, ..queue.clone() }, none),
                ("with my team, hidden from me", queue.clone(), Ties { hidden: true, ..none }),
                ("had before", at_tier2.clone(), Ties { past: true, ..none }),
                ("had before, at tier 1", elsewhere.clone(), Ties { past: true, ..none }),
            ]);
        }
        For::Service(code) => {
            let service = Some(world.services[code]);
            all.extend([
                ("of my service", Ticket { service_id: service, ..elsewhere.clone() }, none),
                ("of my service, at tier 2", Ticket { service_id: service, ..at_tier2.clone() }, none),
            ]);
        }
    }
    all.extend([
        ("assigned to me", Ticket { assignee_id: Some(me), ..elsewhere.clone() }, none),
        ("assigned to me, at tier 2", Ticket { assignee_id: Some(me), ..at_tier2.clone() }, none),
        ("I am involved", elsewhere.clone(), Ties { involved: true, ..none }),
        ("I follow it", elsewhere.clone(), Ties { follower: true, ..none }),
        ("other", elsewhere.clone(), none),
        ("other, at tier 2", at_tier2, none),
        ("other, hidden from me", elsewhere, Ties { hidden: true, ..none }),
    ]);
    all.into_iter().map(|(whose, ticket, ties)| Case { whose, ticket, ties }).collect()
}

/// What somebody sees and may do, as a row shows it.
fn rights(who: &Standing, ticket: &Ticket, ties: Ties) -> String {
    let sight = match access::sight(who, ticket, ties) {
        Sight::Nothing => "-",
        Sight::Outline => "outline",
        Sight::Full => "full",
    };
    let internal = if access::reads_internal(who, ticket, ties) { "internal" } else { "-" };
    let may = LETTERS.iter().filter(|(verb, _)| access::may(who, *verb, ticket, ties));
    let letters: String = may.map(|(_, letter)| *letter).collect();
    format!("{sight:<8}{internal:<9}{}", if letters.is_empty() { "-" } else { &letters })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_matrix() {
    for verb in Verb::ALL {
        let of_tickets = !matches!(verb, Verb::Open | Verb::Record);
        assert_eq!(LETTERS.iter().filter(|(v, _)| v == verb).count(), usize::from(of_tickets), "{verb} has one column");
    }
    let world = World::on_sqlite().await;
    let like = world.row(world.opened("sari", "TIK-01", "Internet mati").await).await;
    let mut out = String::from(HEADER);
    for chunk in LETTERS.chunks(7) {
        let words: Vec<_> = chunk.iter().map(|(verb, letter)| format!("{letter} {verb}")).collect();
        let _ = writeln!(out, "    {}", words.join("   "));
    }
    for (role, who, of) in ROLES {
        let standing = world.standing(who).await;
        let _ = write!(out, "\n{role}\n");
        for case in cases(&world, standing.person, *of, &like) {
            let of_class = |class: &Confidentiality| {
                rights(&standing, &Ticket { confidentiality: *class, ..case.ticket.clone() }, case.ties)
            };
            // The stricter the class, the fewer see it and the less they may do.
            for pair in Confidentiality::ALL.windows(2) {
                let [looser, stricter] = [pair[0], pair[1]].map(|class| of_class(&class));
                let [before, after] = [&looser, &stricter].map(|rights| rights.rsplit(' ').next().unwrap_or_default());
                let kept = after.chars().all(|letter| letter == '-' || before.contains(letter));
                let sight = |class| {
                    access::sight(&standing, &Ticket { confidentiality: class, ..case.ticket.clone() }, case.ties)
                };
                assert!(kept && sight(pair[0]) >= sight(pair[1]), "{role}, {}: {looser} / {stricter}", case.whose);
            }
            // Classes with the same rights share a row.
            let mut rows: Vec<(Vec<&str>, String)> = Vec::new();
            for class in Confidentiality::ALL {
                let rights = of_class(class);
                match rows.last_mut() {
                    Some((classes, same)) if *same == rights => classes.push(class.code()),
                    _ => rows.push((vec![class.code()], rights)),
                }
            }
            for (classes, rights) in rows {
                let classes = if classes.len() == 3 { "any class".to_owned() } else { classes.join(", ") };
                let _ = writeln!(out, "  {:<30}{classes:<20}{rights}", case.whose);
            }
        }
        let deals: Vec<_> =
            MATTERS.iter().filter(|(matter, _)| access::may_deal(&standing, *matter)).map(|(_, word)| *word).collect();
        let _ = writeln!(out, "  deals with: {}", if deals.is_empty() { "-".into() } else { deals.join(", ") });
    }
    golden("tests/access/matrix.txt", &out);
}

/// The people of the stories, with what they are.
async fn everybody(world: &World) -> Vec<(&'static str, Person)> {
    let mut all = Vec::new();
    for (name, id) in &world.people {
        let person: Option<Person> = desk::store::get(&world.desk.store().read(), *id).await.expect("a read");
        all.push((*name, person.expect("a person")));
    }
    all
}

fn names(of: impl Iterator<Item = &'static str>) -> String {
    let names: Vec<_> = of.collect();
    if names.is_empty() { "-".into() } else { names.join(" ") }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn power_over_people() {
    let world = World::on_sqlite().await;
    let (directory, now) = (world.desk.directory().await.expect("the directory"), world.desk.now());
    let all = everybody(&world).await;
    let mut out = String::from(OVER_PEOPLE);
    for (name, person) in &all {
        let roles = directory.appointments().iter().filter(|a| a.person_id == person.id).map(|a| a.role.code());
        let unit = person.unit_id.map_or("-", |unit| world.code_of(unit));
        let guarded = if directory.guarded(person.id, now, now) { ", guarded" } else { "" };
        let _ = writeln!(out, "    {name:<8}{unit:<12}{}{guarded}", names(roles));
    }
    for (name, _) in &all {
        let who = world.standing(name).await;
        let others = || all.iter().filter(|(_, person)| person.id != who.person);
        let absences = others().filter(|(_, of)| access::may_note_absence(&who, of, &directory)).map(|(name, _)| *name);
        let code = |halved: bool| {
            let may = |of: &Person| session::may_issue(&who, of, &directory, now) == Ok(halved);
            all.iter().filter(|(_, of)| may(of)).map(|(name, _)| *name).collect::<Vec<_>>()
        };
        let (code, half) = (code(false), code(true));
        let substitutes = others().filter(|(_, of)| {
            let me = all.iter().find(|(it, _)| it == name).map(|(_, person)| person);
            me.is_some_and(|me| access::can_stand_in(of, me, &directory))
        });
        let _ = writeln!(out, "\n{name}");
        let _ = writeln!(out, "  notes absences of: {}", names(absences));
        let _ = writeln!(out, "  can be stood in for by: {}", names(substitutes.map(|(name, _)| *name)));
        let _ = writeln!(out, "  issues a code for: {}", names(code.into_iter()));
        let _ = writeln!(out, "  issues half a code for: {}", names(half.into_iter()));
    }
    golden("tests/access/people.txt", &out);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_brought_a_ticket() {
    let world = World::on_sqlite().await;
    let like = world.row(world.opened("sari", "TIK-01", "Internet mati").await).await;
    let all = everybody(&world).await;
    let mut standings = Vec::new();
    for (name, _) in &all {
        standings.push((*name, world.standing(name).await));
    }
    let mut out = String::from(BROUGHT);
    let tier1 = Ticket { assignee_id: Some(world.people["budi"]), ..like.clone() };
    let nobodys = Ticket { assignee_id: None, queue_unit_id: None, ..like.clone() };
    let tier2 = Ticket { tier: 2, team_id: Some(world.teams["T2-JAR"]), ..tier1.clone() };
    for (place, ticket) in [("tier 1 of DISDIK", tier1), ("the coordinator's queue", nobodys), ("T2-JAR", tier2)] {
        for class in Confidentiality::ALL {
            let ticket = Ticket { confidentiality: *class, ..ticket.clone() };
            let _ = writeln!(out, "\n{place}, {class}");
            for (name, by) in &standings {
                if access::may(by, Verb::Assign, &ticket, Ties::default()) {
                    let receive =
                        |to: &Standing| access::may_receive(to, Ties::default(), by, Ties::default(), &ticket);
                    let to = standings.iter().filter(|(_, to)| receive(to)).map(|(name, _)| *name);
                    let _ = writeln!(out, "  {name:<8}{}", names(to));
                }
            }
        }
    }
    golden("tests/access/assigning.txt", &out);
}

const OVER_PEOPLE: &str = "\
Who has power over whose place (R24). Printed by tests/access from the code that decides, and reviewed like code:
TANGGAP_BLESS=1 writes it anew.

Guarded: it takes two people to give. Whoever is named as a substitute there waits for a second person, and a code for
them comes in two halves from two people. All of it asks for the password again, and none of it goes by a token: see
doors.txt.

";

const BROUGHT: &str = "\
To whom a ticket may be assigned, by whom. Whoever sees only the outline of a ticket brings it to those whose queue it is,
and neither to themselves nor to who only coordinates. Printed by tests/access: TANGGAP_BLESS=1 writes it anew.
";

const HEADER: &str = "\
Who may do what to whose ticket (R23). Printed by tests/access from the code that decides, and reviewed like code:
TANGGAP_BLESS=1 writes it anew.

A row: what the ticket is to the person, its class, how much of it they see (full, outline: number, unit and dates but no
text, - : for them it does not exist), whether they read what is internal, and what they may do (-: nothing). Whether the ticket is in a
state in which it can be done is another question: docs/lifecycle.md.

";
