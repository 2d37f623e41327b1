//! Units: in any order, so that a unit may stand before the one above it.

use super::cells::Cells;
use super::{Column as C, Deed, Ground, Plan, Row, RowProblem, code_key};
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
pub(super) fn plan(ground: &Ground, rows: &[Row], problems: &mut Vec<RowProblem>) -> Plan {
    let mut organisation = Directory::clone(&ground.organisation);
    let mut twice = BTreeSet::new();
    let codes = by_code(rows, &mut twice, problems);
    let known: Vec<Option<&Unit>> = rows.iter().map(|row| existing(ground, row)).collect();
    let above: Vec<Above> =
        rows.iter().zip(&known).map(|(row, known)| above(ground, row, *known, &codes, problems)).collect();
    let new = || UnitId(ground.chance.uuid(ground.now));
    let ids: Vec<UnitId> = known.iter().map(|known| known.map_or_else(new, |unit| unit.id)).collect();
    let mut plan = Plan::new();
    for index in from_above(ground, rows, &above, &ids, problems) {
        if twice.contains(&index) {
            continue;
        }
        let parent = match above[index] {
            Above::Nothing => None,
            Above::There(unit) => Some(unit),
            // A row that is wrong itself is told once, not once more for each unit below it.
            Above::Row(parent) => match organisation.unit(ids[parent]) {
                Some(parent) => Some(parent.id),
                None => continue,
            },
        };
        let before = known[index].cloned();
        let mut cells = Cells::of(&rows[index]);
        if before.as_ref().is_some_and(|unit| unit.retired_at.is_some()) {
            cells.wrong(Some(C::Code), Refusal::Retired("unit"));
        }
        let input = input(&mut cells, &organisation, before.as_ref(), parent);
        let unit = input.and_then(|input| cells.take(unit::checked(&organisation, ids[index], input), C::Code));
        if let Some(unit) = cells.done(unit, problems) {
            organisation.put_unit(unit.clone());
            let same = before.as_ref() == Some(&unit);
            plan.push((index, if same { Deed::Nothing } else { Deed::Unit(before, unit) }));
        }
    }
    plan
}

/// The unit that a row speaks of, if it is there.
fn existing<'g>(ground: &'g Ground, row: &Row) -> Option<&'g Unit> {
    let code = row.cells.get(&C::Code)?.trim();
    ground.organisation.unit(ground.units().coded(code)?).map(AsRef::as_ref)
}

/// The rows by their code. A code that comes twice is a mistake, whoever it belongs to.
fn by_code(rows: &[Row], twice: &mut BTreeSet<usize>, problems: &mut Vec<RowProblem>) -> BTreeMap<String, usize> {
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        let code = row.cells.get(&C::Code).map(|code| code_key(code)).unwrap_or_default();
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
    ground: &Ground,
    row: &Row,
    known: Option<&Unit>,
    codes: &BTreeMap<String, usize>,
    problems: &mut Vec<RowProblem>,
) -> Above {
    let mut cells = Cells::of(row);
    let Some(given) = cells.filled(C::Parent) else {
        let kept = known.filter(|_| !cells.has(C::Parent)).and_then(|unit| unit.parent_id);
        return kept.map_or(Above::Nothing, Above::There);
    };
    if let Some(index) = codes.get(&code_key(given)) {
        return Above::Row(*index);
    }
    let found = cells.unit(C::Parent, ground);
    cells.done(found, problems).map_or(Above::Nothing, Above::There)
}

/// The tree as it will be.
struct Tree<'a> {
    ground: &'a Ground,
    above: &'a [Above],
    ids: &'a [UnitId],
    /// The rows that speak of a unit.
    rows: HashMap<UnitId, usize>,
    /// How many units lie from each up to the top, itself among them; none: they go in a circle.
    depths: HashMap<UnitId, Option<usize>>,
}

impl Tree<'_> {
    /// The unit above one, whether a row says so or it is there.
    fn parent(&self, unit: UnitId) -> Option<UnitId> {
        self.ground.looks.step();
        match self.rows.get(&unit).map(|index| &self.above[*index]) {
            Some(Above::Nothing) => None,
            Some(Above::There(unit)) => Some(*unit),
            Some(Above::Row(index)) => Some(self.ids[*index]),
            None => self.ground.organisation.unit(unit).and_then(|unit| unit.parent_id),
        }
    }

    /// How deep a unit lies; none: in a circle, or below one. Whatever lies on the way up is known from then on.
    fn depth(&mut self, unit: UnitId) -> Option<usize> {
        let (mut way, mut met, mut next) = (Vec::new(), BTreeSet::new(), Some(unit));
        let mut depth = loop {
            let Some(unit) = next else { break Some(0) };
            if let Some(known) = self.depths.get(&unit) {
                break *known;
            }
            if !met.insert(unit) {
                break None;
            }
            way.push(unit);
            next = self.parent(unit);
        };
        for unit in way.into_iter().rev() {
            depth = depth.map(|above| above + 1);
            self.depths.insert(unit, depth);
        }
        depth
    }

    /// The row that is to blame for where a unit lies: its own, or the nearest above it.
    fn blamed(&self, unit: UnitId) -> Option<usize> {
        let up = std::iter::successors(Some(unit), |unit| self.parent(*unit));
        up.take(unit::DEEPEST + 1).find_map(|unit| self.rows.get(&unit).copied())
    }
}

/// The rows in an order in which every unit comes after all that will be above it. What goes in a circle, and what lies too deep, is told and left out.
fn from_above(
    ground: &Ground,
    rows: &[Row],
    above: &[Above],
    ids: &[UnitId],
    problems: &mut Vec<RowProblem>,
) -> Vec<usize> {
    let of_rows = ids.iter().enumerate().map(|(index, id)| (*id, index)).collect();
    let mut tree = Tree { ground, above, ids, rows: of_rows, depths: HashMap::new() };
    let mut wrong = |index: usize, refusal: Refusal| {
        problems.push(RowProblem { line: rows[index].line, column: Some(C::Parent), refusal });
    };
    let (mut order, mut deep, mut blamed) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (index, unit) in ids.iter().enumerate() {
        match tree.depth(*unit) {
            None => wrong(index, Refusal::UnitCircle),
            Some(depth) if depth > unit::DEEPEST => deep.push(index),
            Some(depth) => order.push((depth, index)),
        }
    }
    // The first that lies too deep is told, and not all below it; by a row it can be that others do of which no row speaks.
    for unit in ids.iter().copied().chain(ground.organisation.units().map(|unit| unit.id)) {
        if tree.depth(unit) == Some(unit::DEEPEST + 1) {
            blamed.extend(tree.blamed(unit));
        }
    }
    if blamed.is_empty() {
        blamed.extend(deep);
    }
    for index in blamed {
        wrong(index, Refusal::Invalid("parent"));
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
