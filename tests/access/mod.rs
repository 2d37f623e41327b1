//! Who may do what to whose ticket, printed. `matrix.txt` is reviewed like code: a change of it is a change of policy.

use crate::support::World;
use crate::support::golden::golden;
use desk::access::{self, Matter, Sight, Standing, Ties};
use desk::id::PersonId;
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
    let letter = |(verb, letter): &(Verb, char)| if access::may(who, *verb, ticket, ties) { *letter } else { '.' };
    format!("{sight:<8}{internal:<9}{}", LETTERS.iter().map(letter).collect::<String>())
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
                let kept = stricter.chars().zip(looser.chars()).skip(17).all(|(s, l)| s == '.' || s == l);
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

const HEADER: &str = "\
Who may do what to whose ticket (R23). Printed by tests/access from the code that decides, and reviewed like code:
TANGGAP_BLESS=1 writes it anew.

A row: what the ticket is to the person, its class, how much of it they see (full, outline: number, unit and dates but no
text, - : for them it does not exist), whether they read what is internal, and what they may do. Whether the ticket is in a
state in which it can be done is another question: docs/lifecycle.md.

";
