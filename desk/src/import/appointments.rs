//! Appointments of people who are known already, by NIP, phone or e-mail. The same role with the same scope is the same appointment.

use super::cells::Cells;
use super::people::{self, Known};
use super::{Column as C, Deed, Ground, Plan, Row, RowProblem, code_key, is_live};
use crate::appointment::{self, Appoint, Appointment, AppointmentState, Role};
use crate::id::{AppointmentId, PersonId};
use crate::refusal::{Outcome, Refusal};
use crate::store::{self, Conn};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use std::collections::HashMap;

const ROLES: &[(&str, Role)] = &[
    ("tier 1", Role::Tier1),
    ("petugas tier 1", Role::Tier1),
    ("teknisi tik", Role::Tier1),
    ("petugas service desk tier 1", Role::Tier1),
    ("tier 2", Role::Tier2),
    ("petugas tier 2", Role::Tier2),
    ("petugas service desk tier 2", Role::Tier2),
    ("ketua tim", Role::TeamLead),
    ("koordinator", Role::Coordinator),
    ("koordinator service desk", Role::Coordinator),
    ("kepala opd", Role::UnitHead),
    ("kepala perangkat daerah", Role::UnitHead),
    ("kepala pd", Role::UnitHead),
    ("pengelola layanan", Role::ServiceOwner),
    ("manajer perubahan", Role::ChangeManager),
    ("penyetuju", Role::Approver),
    ("petugas keamanan", Role::Security),
    ("ttis", Role::Security),
    ("pimpinan", Role::Executive),
    ("auditor", Role::Auditor),
    ("auditor keamanan", Role::SecurityAuditor),
    ("administrator", Role::Administrator),
    ("admin", Role::Administrator),
];

/// What people are appointed to already.
pub(super) type Held = HashMap<PersonId, Vec<Appointment>>;

/// Reads what these people are appointed to.
pub(super) async fn held(conn: &impl Conn, known: &Known) -> Outcome<Held> {
    let mut held = Held::new();
    for row in store::people::appointments_of_all(conn, &known.ids()).await? {
        held.entry(row.person_id).or_default().push(row);
    }
    Ok(held)
}

/// Decides what becomes of every row.
pub(super) fn plan(ground: &Ground, known: &Known, held: &Held, rows: &[Row], problems: &mut Vec<RowProblem>) -> Plan {
    let mut plan = Plan::new();
    let mut seen: HashMap<String, u64> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        let mut cells = Cells::of(row);
        let deed = appointment(ground, known, held, row, &mut cells, &mut seen);
        if let Some(deed) = cells.done(deed, problems) {
            plan.push((index, deed));
        }
    }
    plan
}

fn appointment(
    ground: &Ground,
    known: &Known,
    held: &Held,
    row: &Row,
    cells: &mut Cells<'_>,
    seen: &mut HashMap<String, u64>,
) -> Option<Deed> {
    let identity = people::identity(cells);
    let person = known.meant(cells, &identity);
    let role = cells.word(C::Role, Role::ALL, ROLES);
    if cells.filled(C::Role).is_none() {
        cells.wrong(Some(C::Role), Refusal::Blank("role"));
    }
    let unit = cells.unit(C::Unit, ground);
    let team = cells.team(C::Team, ground);
    let service = cells.service(C::Service, ground);
    let zone = ground.organisation.zone();
    let midnight = |date: NaiveDate| {
        let local = date.and_time(NaiveTime::MIN).and_local_timezone(zone).earliest();
        local.map_or_else(|| date.and_time(NaiveTime::MIN).and_utc(), |at| at.to_utc())
    };
    let valid_from = cells.date(C::ValidFrom).map(midnight);
    // The day that is named is the last one that counts.
    let valid_to = cells.date(C::ValidTo).and_then(|date| date.checked_add_days(Days::new(1))).map(midnight);
    let given = Appoint {
        person: person?,
        role: role?,
        unit,
        team,
        service,
        board: cells.filled(C::Board).map(str::to_owned),
        valid_from,
        valid_to,
        basis_number: cells.filled(C::BasisNumber).map(str::to_owned),
        basis_date: cells.date(C::BasisDate),
        basis_file: None,
    };
    if let Some(line) = seen.insert(scope(&given), row.line) {
        cells.wrong(Some(C::Role), Refusal::Twice { field: "role", line });
        return None;
    }
    let earlier = held.get(&given.person).map(Vec::as_slice).unwrap_or_default();
    match same(earlier, &given, ground.now) {
        Some(before) if before.state == AppointmentState::Ended => {
            cells.wrong(Some(C::Role), Refusal::Retired("appointment"));
            None
        }
        Some(before) => change(ground, cells, before, given),
        None => {
            let id = AppointmentId(ground.chance.uuid(ground.now));
            let made = appointment::checked(&ground.organisation, id, ground.by, ground.now, given);
            cells.take(made, C::Role).map(|made| Deed::Appointment(None, made))
        }
    }
}

/// What makes two rows the same appointment.
fn scope(given: &Appoint) -> String {
    let board = given.board.as_deref().map(code_key);
    format!("{} {} {:?} {:?} {:?} {board:?}", given.person, given.role, given.unit, given.team, given.service)
}

/// The appointment that a row means: the one that began when it says, be it over; else the one that counts or will.
fn same<'a>(earlier: &'a [Appointment], given: &Appoint, now: DateTime<Utc>) -> Option<&'a Appointment> {
    let board = |board: &Option<String>| board.as_deref().map(code_key);
    let mut alike = earlier.iter().filter(|it| {
        (it.role, it.unit_id, it.team_id, it.service_id) == (given.role, given.unit, given.team, given.service)
            && board(&it.board) == board(&given.board)
    });
    let began_then = alike.clone().find(|it| given.valid_from == Some(it.valid_from));
    began_then.or_else(|| alike.find(|it| is_live(it, now)))
}

fn change(ground: &Ground, cells: &mut Cells<'_>, before: &Appointment, given: Appoint) -> Option<Deed> {
    let kept = |column: C, cells: &Cells<'_>| !cells.has(column);
    let wanted = Appoint {
        valid_from: given.valid_from.or(Some(before.valid_from)),
        valid_to: if kept(C::ValidTo, cells) { before.valid_to } else { given.valid_to },
        basis_number: if kept(C::BasisNumber, cells) { before.basis_number.clone() } else { given.basis_number },
        basis_date: if kept(C::BasisDate, cells) { before.basis_date } else { given.basis_date },
        basis_file: before.basis_file_id,
        board: before.board.clone(),
        ..given
    };
    let made = appointment::checked(&ground.organisation, before.id, ground.by, ground.now, wanted);
    let made = cells.take(made, C::Role)?;
    let period = |it: &Appointment| (it.valid_from, it.valid_to, it.basis_number.clone(), it.basis_date);
    if period(&made) == period(before) {
        return Some(Deed::Nothing);
    }
    // R24: who needed a second person for it needs one for other dates too.
    let again = ground.by.is_some() && ground.organisation.takes_two(made.role, made.team_id);
    let after = if again {
        made
    } else {
        Appointment { proposed_by: before.proposed_by, confirmed_by: before.confirmed_by, state: before.state, ..made }
    };
    Some(Deed::Appointment(Some(before.clone()), after))
}
