//! Rows that give power over the desk against what the events of their people say.

use super::finding::{Finding, Findings, Unchecked};
use super::told::{Given, Told};
use crate::power::Power;
use crate::refusal::Fault;
use crate::store::Conn;
use crate::store::audit::rows::{self, Auditable};
use crate::store::people::{ApiToken, Credential, ResetCode, Session};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// Holds passwords, codes, sessions and tokens against what was told of them.
pub(crate) async fn check(conn: &impl Conn, told: &[Told], findings: &mut Findings) -> Result<(), Fault> {
    let people: BTreeMap<Uuid, &Told> =
        told.iter().filter_map(|told| Some((Uuid::try_parse(&told.key).ok()?, told))).collect();
    table(conn, &people, findings, |_: &Credential, _| None).await?;
    table(conn, &people, findings, |row: &ResetCode, given| (row.is_over() != given.ended).then_some("used_at"))
        .await?;
    table(conn, &people, findings, token).await?;
    table(conn, &people, findings, session).await
}

fn token(row: &ApiToken, given: &Given) -> Option<&'static str> {
    // Of those of old not everything that ended them was told.
    let told = given.digest.is_some() || given.ended;
    (told && row.is_over() != given.ended).then_some("revoked_at")
}

fn session(row: &Session, given: &Given) -> Option<&'static str> {
    let used = row.created_at..=row.expires_at;
    [
        (row.is_over() == given.ended, "ended_at"),
        (row.proved_at.timestamp_micros() == given.proved, "proved_at"),
        // Use moves it; but nobody uses what has not begun, or is over.
        (used.contains(&row.last_seen_at), "last_seen_at"),
    ]
    .into_iter()
    .find_map(|(fits, column)| (!fits).then_some(column))
}

/// One table. `moved`: the column that does not follow from the events, of those that are in no digest.
async fn table<P: Power + Auditable>(
    conn: &impl Conn,
    people: &BTreeMap<Uuid, &Told>,
    findings: &mut Findings,
    moved: impl Fn(&P, &Given) -> Option<&'static str>,
) -> Result<(), Fault> {
    let ids: Vec<Uuid> = people.keys().copied().collect();
    let mut there: HashSet<(Uuid, String)> = HashSet::new();
    for found in rows::of_people::<P>(conn, &ids).await? {
        let Some(told) = people.get(&found.key) else { continue };
        let Some(row) = found.row else {
            let record = format!("{}/{}", P::WORD, told.key);
            findings.add(Finding::RecordEdited { record, columns: Vec::new() });
            continue;
        };
        let id = row.id().as_simple().to_string();
        let record = format!("{}/{id}", P::WORD);
        match told.powers.get(&(P::WORD.to_owned(), id.clone())) {
            None => findings.add(Finding::RecordWithoutEvents { record }),
            Some(given) => {
                if given.digest.is_none() {
                    findings.pass(Unchecked::OldPowers);
                }
                let altered = given.digest.as_ref().is_some_and(|digest| *digest != row.digest().to_string());
                let column = altered.then_some("digest").or_else(|| moved(&row, given));
                if let Some(column) = column {
                    findings.add(Finding::RecordEdited { record, columns: vec![column.to_owned()] });
                }
            }
        }
        there.insert((found.key, id));
    }
    // Sessions and codes stay behind when a backup is restored.
    if [Credential::WORD, ApiToken::WORD].contains(&P::WORD) {
        for (person, told) in people {
            let own = told.powers.keys().filter(|(what, _)| what == P::WORD);
            for (_, id) in own.filter(|(_, id)| !there.contains(&(*person, id.clone()))) {
                findings.add(Finding::RecordMissing { record: format!("{}/{id}", P::WORD) });
            }
        }
    }
    Ok(())
}

/// Looks for rows that belong to nobody.
pub(crate) async fn orphans(conn: &impl Conn, findings: &mut Findings) -> Result<(), Fault> {
    for table in [Credential::WORD, ResetCode::WORD, Session::WORD, ApiToken::WORD] {
        super::rows::no_key(conn, table, findings).await?;
        for person in rows::hanging_on_nothing(conn, table, "person_id", "person").await? {
            let record = format!("{table}/{}", person.as_simple());
            findings.add(Finding::RecordWithoutEvents { record });
        }
    }
    Ok(())
}
