//! The seals: each against its leaves, its signature, the one before it, and the copy in the anchor.

use super::finding::{AnchorFault, Finding, Findings, SealFault};
use super::verify::Trust;
use crate::digest::Digest;
use crate::refusal::Fault;
use crate::seal::{Leaf, PublicKey, Seal, SealLine, root};
use crate::store::Conn;
use crate::store::audit::{self, LeafAt, SealAt};
use std::collections::BTreeMap;
use std::io::BufRead;

/// How many seals are read at a time, with up to 200 leaves each.
const PAGE: usize = 50;

/// What the seals come to.
#[derive(Debug, Default)]
pub(crate) struct Sealed {
    /// How many there are.
    pub(crate) seals: u64,
    /// The last one up to which everything holds, shown by something from outside: the anchor, if there is one, else signatures.
    pub(crate) proven: Option<i64>,
    /// How many of the last seals are not in the anchor yet.
    pub(crate) not_anchored: u64,
}

/// Checks all seals.
pub(crate) async fn check(conn: &impl Conn, trust: Trust<'_>, findings: &mut Findings) -> Result<Sealed, Fault> {
    let mut it = Check {
        from_outside: !trust.keys.is_empty() || trust.anchor.is_some(),
        anchor: trust.anchor.map(|lines| Anchored {
            lines,
            keys: trust.keys.clone(),
            first: None,
            next: None,
            last: None,
        }),
        keys: trust.keys,
        before: None,
        whole: true,
        done: Sealed::default(),
    };
    loop {
        let after = it.before.as_ref().map_or(i64::MIN, |(number, _)| *number);
        let page = audit::seals(conn, after, PAGE as u64).await?;
        let is_last = page.len() < PAGE;
        let until = page.last().map(|seal| seal.key).filter(|_| !is_last);
        let mut leaves: BTreeMap<i64, Vec<LeafAt>> = BTreeMap::new();
        for leaf in audit::leaves_of_seals(conn, after, until).await? {
            leaves.entry(leaf.key.0).or_default().push(leaf);
        }
        for found in page {
            let leaves = leaves.remove(&found.key).unwrap_or_default();
            it.pass(found, leaves, findings)?;
        }
        // What is left lost its seal. Of one from between others its neighbours tell.
        let last = it.before.as_ref().map_or(0, |(number, _)| *number);
        for number in leaves.into_keys().filter(|number| *number < 1 || *number > last) {
            findings.add(Finding::SealMissing { from: number, to: number });
        }
        if is_last {
            break;
        }
    }
    if let Some(anchor) = &mut it.anchor {
        anchor.until(i64::MAX, findings)?;
    }
    Ok(it.done)
}

struct Check<'a> {
    from_outside: bool,
    anchor: Option<Anchored<'a>>,
    keys: Vec<PublicKey>,
    /// The seal before: its number, and its hash if it can be read.
    before: Option<(i64, Option<Digest>)>,
    /// Whether everything held so far.
    whole: bool,
    done: Sealed,
}

impl Check<'_> {
    fn pass(&mut self, found: SealAt, leaves: Vec<LeafAt>, findings: &mut Findings) -> Result<(), Fault> {
        let number = found.key;
        self.done.seals += 1;
        let expected = self.before.as_ref().map_or(1, |(number, _)| number.saturating_add(1));
        if number > expected {
            self.whole = false;
            findings.add(Finding::SealMissing { from: expected, to: number - 1 });
        }
        let prev = match &self.before {
            // After a gap there is nothing left that it could point to.
            _ if number > expected => None,
            None => Some(Digest::NONE),
            Some((_, hash)) => *hash,
        };
        let fault = match &found.row {
            None => Some(SealFault::Unreadable),
            Some(seal) => fault(seal, leaves, prev, &self.keys),
        };
        if let Some(fault) = fault {
            self.whole = false;
            findings.add(Finding::SealBroken { seal: number, fault });
        }
        let anchored = match &mut self.anchor {
            None => self.from_outside,
            Some(anchor) => match anchor.about(number, found.row.as_ref(), findings)? {
                About::Same => true,
                About::Other => {
                    self.whole = false;
                    false
                }
                // The anchor began later: the chain leads from what it has back to this one.
                About::Before => false,
                About::After => {
                    self.done.not_anchored += 1;
                    false
                }
            },
        };
        if self.whole && anchored {
            self.done.proven = Some(number);
        }
        self.before = Some((number, found.row.map(|seal| seal.hash)));
        Ok(())
    }
}

fn fault(seal: &Seal, leaves: Vec<LeafAt>, prev: Option<Digest>, keys: &[PublicKey]) -> Option<SealFault> {
    let all = leaves.len();
    let mut leaves: Vec<Leaf> = leaves.into_iter().filter_map(|leaf| leaf.row).collect();
    let key = keys.iter().find(|key| key.key_id() == seal.key_id);
    if seal.computed_hash() != seal.hash {
        Some(SealFault::Hash)
    } else if prev.is_some_and(|prev| prev != seal.prev_hash) {
        Some(SealFault::Chain)
    } else if leaves.len() != all || usize::try_from(seal.leaves) != Ok(all) || root(&mut leaves) != seal.root {
        Some(SealFault::Root)
    } else if keys.is_empty() {
        None
    } else {
        match key {
            None => Some(SealFault::Key),
            Some(key) => (!key.signed(seal.hash, &seal.signature)).then_some(SealFault::Signature),
        }
    }
}

/// What an anchor says of a seal.
enum About {
    /// The same.
    Same,
    /// Something else.
    Other,
    /// It begins with a later one.
    Before,
    /// It ends with an earlier one.
    After,
}

/// An anchor, read line by line beside the seals.
struct Anchored<'a> {
    lines: Box<dyn BufRead + Send + 'a>,
    keys: Vec<PublicKey>,
    /// The number of the first one.
    first: Option<i64>,
    /// The next seal it holds, and whether its line is sound.
    next: Option<(Seal, bool)>,
    /// The number and hash of the last one that was read.
    last: Option<(i64, Digest)>,
}

impl Anchored<'_> {
    fn line(&mut self) -> Result<Option<String>, Fault> {
        let mut line = Vec::new();
        self.lines.read_until(b'\n', &mut line).map_err(Fault::new)?;
        Ok(if line.is_empty() { None } else { Some(String::from_utf8_lossy(&line).into_owned()) })
    }

    /// Looks at the next seal without taking it.
    fn peek(&mut self, findings: &mut Findings) -> Result<Option<&(Seal, bool)>, Fault> {
        let mut torn: Option<String> = None;
        while self.next.is_none() {
            let Some(line) = self.line()? else {
                // A last line without its end was cut off when the machine died; the next run of sealing will write it anew.
                if torn.is_some_and(|torn| torn.ends_with('\n')) {
                    self.broken(findings);
                }
                return Ok(None);
            };
            // So was one that the next line begins with.
            if torn.as_ref().is_some_and(|torn| !line.starts_with(torn.trim_end())) {
                self.broken(findings);
            }
            torn = None;
            match SealLine::read(line.trim_end()) {
                None => torn = Some(line),
                Some(seal) => self.take(seal, findings),
            }
        }
        Ok(self.next.as_ref())
    }

    fn broken(&self, findings: &mut Findings) {
        let seal = self.last.map_or(1, |(number, _)| number.saturating_add(1));
        findings.add(Finding::AnchorContradicted { seal, fault: AnchorFault::Broken });
    }

    fn take(&mut self, seal: Seal, findings: &mut Findings) {
        // Two instances may both have put it there.
        if self.last == Some((seal.number, seal.hash)) {
            return;
        }
        let follows = self.last.is_none_or(|(number, hash)| seal.number == number + 1 && seal.prev_hash == hash);
        let signed = self.keys.is_empty() || self.keys.iter().any(|key| key.signed(seal.hash, &seal.signature));
        let sound = follows && signed && seal.computed_hash() == seal.hash;
        if !sound {
            findings.add(Finding::AnchorContradicted { seal: seal.number, fault: AnchorFault::Broken });
        }
        self.first.get_or_insert(seal.number);
        self.last = Some((seal.number, seal.hash));
        self.next = Some((seal, sound));
    }

    /// Takes every seal before `number`: those are not in the database.
    fn until(&mut self, number: i64, findings: &mut Findings) -> Result<(), Fault> {
        while let Some((seal, _)) = self.peek(findings)? {
            if seal.number >= number {
                break;
            }
            findings.add(Finding::AnchorContradicted { seal: seal.number, fault: AnchorFault::Lacking });
            self.next = None;
        }
        Ok(())
    }

    fn about(&mut self, number: i64, row: Option<&Seal>, findings: &mut Findings) -> Result<About, Fault> {
        self.until(number, findings)?;
        let first = self.first;
        let Some((seal, sound)) = self.peek(findings)? else { return Ok(About::After) };
        if seal.number != number {
            return Ok(if first > Some(number) { About::Before } else { About::Other });
        }
        // As a line says it: a row that an older version wrote may name its instant more finely.
        let (same, sound) = (row.map(SealLine::from) == Some(SealLine::from(seal)), *sound);
        if !same {
            findings.add(Finding::AnchorContradicted { seal: number, fault: AnchorFault::Differs });
        }
        self.next = None;
        Ok(if same && sound { About::Same } else { About::Other })
    }
}
