//! Units: in any order, so that a unit may stand before the one above it.

use super::cells::Cells;
use super::{Column as C, Deed, Ground, Plan, Row, RowProblem, fold};
use crate::directory::Directory;
use crate::id::UnitId;
use crate::refusal::Refusal;
use crate::unit::{self, Unit, UnitInput, UnitKind};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What people write for a kind besides its code.
const KINDS: &[(&str, UnitKind)] = &[
    ("sekretariat daerah", UnitKind::Secretariat),
    ("sekretariat dprd", UnitKind::Secretariat),
    ("setda", UnitKind::Secretariat),
    ("setwan", UnitKind::Secretariat),
    ("satpol pp", UnitKind::Corps),
    ("desa", UnitKind::Village),
    ("lurah", UnitKind::Village),
    ("rumah sakit", UnitKind::Hospital),
    ("pkm", UnitKind::HealthCentre),
    ("camat", UnitKind::District),
];

/// The kinds that must have a Tier 1, unless the table says otherwise.
fn requires_tier1(kind: UnitKind) -> bool {
    match kind {
        UnitKind::Secretariat
        | UnitKind::Inspectorate
        | UnitKind::Office
        | UnitKind::Agency
        | UnitKind::Corps
        | UnitKind::District
        | UnitKind::Hospital => true,
        UnitKind::Village
        | UnitKind::HealthCentre
        | UnitKind::TechnicalUnit
        | UnitKind::Division
        | UnitKind::Field
        | UnitKind::Section => false,
    }
}

/// The unit above, as a row names it.
enum Above {
    /// None.
    Nothing,
    /// One that is there already.
    There(UnitId),
    /// One of the table, by the index of its row.
    Row(usize),
}

/// Decides what becomes of every row.
pub(super) fn plan(ground: &Ground<'_>, rows: &[Row], problems: &mut Vec<RowProblem>) -> Plan {
    let mut organisation = ground.organisation.clone();
    let mut twice = BTreeSet::new();
    let codes = by_code(rows, &mut twice, problems);
    let above: Vec<Above> = rows.iter().map(|row| above(row, &organisation, &codes, problems)).collect();
    let mut ids: HashMap<usize, UnitId> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        let known = existing(&organisation, row).map(|unit| unit.id);
        ids.insert(index, known.unwrap_or_else(|| UnitId(ground.chance.uuid(ground.now))));
    }
    let mut plan = Plan::new();
    for index in from_above(&organisation, rows, &above, &ids, problems) {
        if twice.contains(&index) {
            continue;
        }
        let parent = match above[index] {
            Above::Nothing => None,
            Above::There(unit) => Some(unit),
            // A row that is wrong itself is told once, not once more for each unit below it.
            Above::Row(parent) => match ids.get(&parent).filter(|id| organisation.unit(**id).is_some()) {
                Some(id) => Some(*id),
                None => continue,
            },
        };
        let id = ids[&index];
        let mut cells = Cells::of(&rows[index]);
        let before = existing(&organisation, &rows[index]).cloned();
        if before.as_ref().is_some_and(|unit| unit.retired_at.is_some()) {
            cells.wrong(Some(C::Code), Refusal::Retired("unit"));
        }
        let input = input(&mut cells, &organisation, before.as_ref(), parent);
        let unit = input.and_then(|input| cells.take(unit::checked(&organisation, id, input), C::Code));
        if let Some(unit) = cells.done(unit, problems) {
            organisation.put_unit(unit.clone());
            let same = before.as_ref() == Some(&unit);
            plan.push((index, if same { Deed::Nothing } else { Deed::Unit(before, unit) }));
        }
    }
    plan
}

fn existing<'o>(organisation: &'o Directory, row: &Row) -> Option<&'o Unit> {
    let code = row.cells.get(&C::Code)?.trim();
    organisation
        .unit_by_code(code)
        .or_else(|| organisation.units().map(AsRef::as_ref).find(|unit| fold(&unit.code) == fold(code)))
}

/// The rows by their code. A code that comes twice is a mistake, whoever it belongs to.
fn by_code(rows: &[Row], twice: &mut BTreeSet<usize>, problems: &mut Vec<RowProblem>) -> BTreeMap<String, usize> {
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        let code = row.cells.get(&C::Code).map(|code| fold(code)).unwrap_or_default();
        if code.is_empty() {
            continue;
        }
        match codes.get(&code) {
            Some(first) => {
                twice.insert(index);
                let refusal = Refusal::Twice { field: "code", line: rows[*first].line };
                problems.push(RowProblem { line: row.line, column: Some(C::Code), refusal });
            }
            None => {
                codes.insert(code, index);
            }
        }
    }
    codes
}

fn above(
    row: &Row,
    organisation: &Directory,
    codes: &BTreeMap<String, usize>,
    problems: &mut Vec<RowProblem>,
) -> Above {
    let mut cells = Cells::of(row);
    let Some(given) = cells.filled(C::Parent) else {
        let kept = existing(organisation, row).filter(|_| !cells.has(C::Parent)).and_then(|unit| unit.parent_id);
        return kept.map_or(Above::Nothing, Above::There);
    };
    if let Some(index) = codes.get(&fold(given)) {
        return Above::Row(*index);
    }
    let found = cells.unit(C::Parent, organisation);
    cells.done(found, problems).map_or(Above::Nothing, Above::There)
}

/// The rows in an order in which every unit comes after all that will be above it. What goes in a circle is told and left out.
fn from_above(
    organisation: &Directory,
    rows: &[Row],
    above: &[Above],
    ids: &HashMap<usize, UnitId>,
    problems: &mut Vec<RowProblem>,
) -> Vec<usize> {
    let row_of: HashMap<UnitId, usize> = ids.iter().map(|(index, id)| (*id, *index)).collect();
    // The parent that a unit will have, whether a row says so or it is there.
    let parent = |unit: UnitId| match row_of.get(&unit).map(|index| &above[*index]) {
        Some(Above::Nothing) => None,
        Some(Above::There(unit)) => Some(*unit),
        Some(Above::Row(index)) => ids.get(index).copied(),
        None => organisation.unit(unit).and_then(|unit| unit.parent_id),
    };
    let mut order = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let mut seen = BTreeSet::new();
        let mut unit = ids.get(&index).copied();
        while let Some(id) = unit.filter(|id| seen.insert(*id)) {
            unit = parent(id);
        }
        match unit {
            None => order.push((seen.len(), index)),
            Some(_) => {
                problems.push(RowProblem { line: row.line, column: Some(C::Parent), refusal: Refusal::UnitCircle });
            }
        }
    }
    order.sort_unstable();
    order.into_iter().map(|(_, index)| index).collect()
}

fn input(
    cells: &mut Cells<'_>,
    organisation: &Directory,
    before: Option<&Unit>,
    parent: Option<UnitId>,
) -> Option<UnitInput> {
    let code = before.map(|unit| unit.code.clone()).or_else(|| cells.filled(C::Code).map(str::to_owned));
    let Some(code) = code else {
        cells.wrong(Some(C::Code), Refusal::Blank("code"));
        return None;
    };
    let name = cells.needed(C::Name, before.map(|unit| unit.name.as_str()));
    let kind = cells.word(C::Kind, UnitKind::ALL, KINDS).or(before.map(|unit| unit.kind));
    if kind.is_none() && cells.filled(C::Kind).is_none() {
        cells.wrong(Some(C::Kind), Refusal::Blank("kind"));
    }
    let kind = kind?;
    // What a table does not say of a new unit is as with the unit above it.
    let like = parent.and_then(|parent| organisation.unit(parent).map(AsRef::as_ref)).or(organisation.office());
    let calendar = cells.filled(C::Calendar).map(str::to_uppercase);
    let calendar = calendar.or_else(|| before.or(like).map(|unit| unit.calendar.clone()));
    let short_name = cells.filled(C::ShortName).map(str::to_owned);
    let short_name = short_name.or_else(|| before.map(|unit| unit.short_name.clone()));
    if !cells.is_sound() {
        return None;
    }
    let short = if name.chars().count() <= 40 { &name } else { &code };
    Some(UnitInput {
        short_name: short_name.unwrap_or_else(|| short.clone()),
        kind,
        parent,
        zone: cells.text(C::Zone, before.and_then(|unit| unit.zone.as_deref())),
        calendar: calendar.unwrap_or_else(|| "ASN5".to_owned()),
        service_desk_office: cells
            .yes(C::ServiceDeskOffice)
            .or(before.map(|unit| unit.service_desk_office))
            .unwrap_or(false),
        self_managed: cells.yes(C::SelfManaged).or(before.map(|unit| unit.self_managed)).unwrap_or(false),
        requires_tier1: cells
            .yes(C::RequiresTier1)
            .or(before.map(|unit| unit.requires_tier1))
            .unwrap_or_else(|| requires_tier1(kind)),
        address: cells.text(C::Address, before.and_then(|unit| unit.address.as_deref())),
        code,
        name,
    })
}
