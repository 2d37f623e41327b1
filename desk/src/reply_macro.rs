//! Macros: texts that are used again and again, with placeholders that are filled in for a ticket. Administered, retired and never deleted; those of a
//! team are offered to that team only.

use crate::access::Matter;
use crate::codes::codes;
use crate::event::{Facts, Kind};
use crate::id::{MacroId, TeamId};
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::setting::SettingKey;
use crate::store;
use crate::token::Needs;
use crate::view::{Reader, TicketView};
use crate::work::{Command, Work};
use serde::Serialize;

pub use crate::store::entity::reply_macro::Model as Macro;

codes! {
    /// What can stand in a macro as `{{nama_pelapor}}`.
    pub enum Placeholder {
        /// The requester's name; *Bapak/Ibu* where it is hidden.
        Requester = "nama_pelapor",
        /// The ticket's number.
        Number = "nomor",
        /// The ticket's title.
        Title = "judul",
        /// The service's name.
        Service = "layanan",
        /// The name of the requester's unit.
        Unit = "unit",
        /// The name of whoever writes.
        Handler = "nama_petugas",
        /// The name of the Dinas that runs the service desk.
        Office = "dinas",
        /// The name of the region.
        Region = "daerah",
    }
}

/// What stands where a name is not known or not shown.
const NAMELESS: &str = "Bapak/Ibu";

/// What an administrator says of a macro.
#[derive(Debug, Clone, Serialize)]
pub struct MacroInput {
    /// By what it is found.
    pub name: String,
    /// The text, with placeholders.
    pub body: String,
    /// The team that uses it; none: everybody who handles tickets.
    pub team: Option<TeamId>,
}

/// Adds a macro, or changes one.
#[derive(Debug, Clone, Serialize)]
pub struct SaveMacro {
    /// The macro to change; none: a new one.
    pub id: Option<MacroId>,
    /// What holds from now on.
    pub input: MacroInput,
}

/// Adds several macros at once: those a region starts from.
#[derive(Debug, Clone, Serialize)]
pub struct AddMacros {
    /// The macros.
    pub macros: Vec<MacroInput>,
}

/// Takes a macro out of use.
#[derive(Debug, Clone, Serialize)]
pub struct RetireMacro {
    /// The macro.
    pub id: MacroId,
}

/// A piece of a macro's text.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    /// As it stands.
    Text(&'a str),
    /// What stands between double braces, without white space around it.
    Gap(&'a str),
}

/// A lone `{{` is text.
fn pieces(body: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut rest) = (Vec::new(), body);
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((gap, behind)) = after.split_once("}}") else { break };
        pieces.extend([Piece::Text(before), Piece::Gap(gap.trim())]);
        rest = behind;
    }
    pieces.push(Piece::Text(rest));
    pieces
}

fn fill(body: &str, value: impl Fn(Placeholder) -> String) -> String {
    let piece = |piece: Piece<'_>| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Gap(gap) => gap.parse().map_or_else(|_| format!("{{{{{gap}}}}}"), &value),
    };
    pieces(body).into_iter().map(piece).collect()
}

/// Refuses a placeholder that nothing stands for: it would reach a requester as it is.
fn known(body: &str) -> Outcome<()> {
    let unknown = pieces(body).into_iter().find_map(|piece| match piece {
        Piece::Gap(gap) if gap.parse::<Placeholder>().is_err() => Some(gap.to_owned()),
        Piece::Gap(_) | Piece::Text(_) => None,
    });
    let Some(value) = unknown else { return Ok(()) };
    let known = Placeholder::ALL.iter().map(|it| it.code()).collect::<Vec<_>>().join(", ");
    Err(Refusal::Unknown { field: "body", value, known }.into())
}

async fn checked(work: &Work<'_>, input: MacroInput, before: Option<&Macro>) -> Outcome<Macro> {
    let name = input::line("name", &input.name, input::NAME)?;
    let body = input::text("body", &input.body)?;
    known(&body)?;
    if let Some(team) = input.team {
        work.organisation().active_team(team)?;
    }
    let id = before.map_or_else(|| work.id(), |before| before.id);
    let others = store::writing::macros(&work.tx).await?;
    if others.iter().any(|other| other.id != id && other.team_id == input.team && other.name == name) {
        return Err(Refusal::Taken("name").into());
    }
    Ok(Macro { id, name, body, team_id: input.team, retired_at: None })
}

async fn in_use(work: &Work<'_>, id: MacroId) -> Outcome<Macro> {
    let found: Macro = store::get(&work.tx, id).await?.ok_or(Refusal::NotFound)?;
    if found.retired_at.is_some() { Err(Refusal::Retired("macro").into()) } else { Ok(found) }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for SaveMacro {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = MacroId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<MacroId> {
        work.need(Matter::Catalogue)?;
        let before = match self.id {
            Some(id) => Some(in_use(work, id).await?),
            None => None,
        };
        let row = checked(work, self.input, before.as_ref()).await?;
        let id = row.id;
        match &before {
            Some(before) => work.change(before, row, Kind::Changed, Facts::new()).await?,
            None => work.create(row, Kind::Created, Facts::new()).await?,
        }
        Ok(id)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for AddMacros {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = Vec<MacroId>;

    async fn run(self, work: &mut Work<'_>) -> Outcome<Vec<MacroId>> {
        work.need(Matter::Catalogue)?;
        let mut ids = Vec::with_capacity(self.macros.len());
        for input in self.macros {
            let row = checked(work, input, None).await?;
            ids.push(row.id);
            work.create(row, Kind::Created, Facts::new()).await?;
        }
        Ok(ids)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for RetireMacro {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = MacroId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<MacroId> {
        work.need(Matter::Catalogue)?;
        let before = in_use(work, self.id).await?;
        let after = Macro { retired_at: Some(work.now), ..before.clone() };
        work.change(&before, after, Kind::Retired, Facts::new()).await?;
        Ok(self.id)
    }
}

impl Reader {
    /// The macros this person can use, by name: those of all, and of their teams. An administrator sees every one.
    pub async fn macros(&self) -> Outcome<Vec<Macro>> {
        let who = &self.standing;
        if !who.handles() && !who.administrator {
            return Ok(Vec::new());
        }
        let mut macros = store::writing::macros(&self.db()).await?;
        macros.retain(|it| who.administrator || it.team_id.is_none_or(|team| who.teams.contains(&team)));
        Ok(macros)
    }

    /// The macros this person can use on a ticket, filled in for it. What an administrator of other teams' sees is not among them.
    pub async fn macros_for(&self, view: &TicketView) -> Outcome<Vec<(Macro, String)>> {
        let (Some(ticket), directory) = (view.inside(), &self.directory) else { return Ok(Vec::new()) };
        let requester = match view.requester() {
            Some(requester) => self.people_by_id(&[requester]).await?.pop().map(|person| person.name),
            None => None,
        };
        let requester = requester.unwrap_or_else(|| NAMELESS.to_owned());
        let value = |placeholder| match placeholder {
            Placeholder::Requester => requester.clone(),
            Placeholder::Number => ticket.number.clone(),
            Placeholder::Title => ticket.title.clone(),
            Placeholder::Service => {
                ticket.service_id.and_then(|id| directory.service(id)).map(|it| it.name.clone()).unwrap_or_default()
            }
            Placeholder::Unit => {
                ticket.unit_id.and_then(|id| directory.unit(id)).map(|it| it.name.clone()).unwrap_or_default()
            }
            Placeholder::Handler => self.person.name.clone(),
            Placeholder::Office => directory.office().map(|it| it.name.clone()).unwrap_or_default(),
            Placeholder::Region => directory.text(SettingKey::RegionName),
        };
        let mut macros = self.macros().await?;
        macros.retain(|it| it.team_id.is_none_or(|team| self.standing.teams.contains(&team)));
        Ok(macros
            .into_iter()
            .map(|it| {
                let text = fill(&it.body, value);
                (it, text)
            })
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_and_lone_braces_are_text() {
        let value = |it: Placeholder| it.code().to_uppercase();
        for (body, wanted) in [
            ("Yth. {{nama_pelapor}}, {{ nomor }}.", "Yth. NAMA_PELAPOR, NOMOR."),
            ("{{nomor}}{{judul}}", "NOMORJUDUL"),
            ("tanpa celah", "tanpa celah"),
            ("{{ tidak ditutup", "{{ tidak ditutup"),
            ("} }} { {{", "} }} { {{"),
            ("{{hantu}}", "{{hantu}}"),
            ("", ""),
        ] {
            assert_eq!(fill(body, value), wanted);
        }
        assert!(known("{{nomor}} {{").is_ok());
        assert!(known("{{hantu}}").is_err() && known("{{}}").is_err());
    }
}
