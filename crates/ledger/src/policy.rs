//! Policies: which log, and which witnesses must have seen it (C2SP tlog-policy).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::checkpoint::{Checkpoint, Uncheckable};
use crate::cosign::cosigned_at;
use crate::note::{BadNote, Kind, Note, VerifierKey};

/// Groups in groups are evaluated to this depth; names are defined before use, so there is no circle.
const LINES_MAX: usize = 1000;

/// A witness as a policy names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyWitness {
    pub name: String,
    pub key: VerifierKey,
    /// Where it is asked for cosignatures.
    pub url: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    needed: usize,
    members: Vec<String>,
}

/// Who must have signed a checkpoint for it to be believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<VerifierKey>,
    witnesses: Vec<PolicyWitness>,
    groups: BTreeMap<String, Group>,
    /// `None` when no witness is needed.
    quorum: Option<String>,
}

/// A line of a policy file that cannot be followed; lines count from 1, 0 is the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPolicy {
    pub line: usize,
    pub because: String,
}

impl fmt::Display for BadPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.because),
            line => write!(f, "line {line}: {}", self.because),
        }
    }
}

impl Policy {
    /// The policy of a log without witnesses: its own signature is enough.
    pub fn of_log(key: VerifierKey) -> Policy {
        Policy { logs: vec![key], witnesses: Vec::new(), groups: BTreeMap::new(), quorum: None }
    }

    /// Reads a policy file; empty lines and lines that begin with `#` say nothing.
    pub fn parse(text: &str) -> Result<Policy, BadPolicy> {
        let mut policy = Policy { logs: vec![], witnesses: vec![], groups: BTreeMap::new(), quorum: None };
        let mut grouped = BTreeSet::new();
        let mut has_quorum = false;
        for (at, line) in text.lines().enumerate() {
            let wrong = |because: String| BadPolicy { line: at + 1, because };
            if at >= LINES_MAX {
                return Err(wrong(format!("a policy has at most {LINES_MAX} lines")));
            }
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                [] => {}
                [first, ..] if first.starts_with('#') => {}
                ["log", key, rest @ ..] if rest.len() <= 1 => {
                    let key = VerifierKey::parse(key).map_err(|why| wrong(why.to_string()))?;
                    if key.kind() != Kind::Ed25519 {
                        return Err(wrong("the key of a log is of kind 1".to_owned()));
                    }
                    policy.logs.push(key);
                }
                ["witness", name, key, rest @ ..] if rest.len() <= 1 => {
                    policy.is_new(name).map_err(&wrong)?;
                    let key = VerifierKey::parse(key).map_err(|why| wrong(why.to_string()))?;
                    if key.kind() != Kind::Cosignature {
                        return Err(wrong("the key of a witness is of kind 4".to_owned()));
                    }
                    if policy.witnesses.iter().any(|other| other.key == key) {
                        return Err(wrong(format!("the key of `{name}` belongs to another witness already")));
                    }
                    let url = rest.first().map(|url| (*url).to_owned());
                    policy.witnesses.push(PolicyWitness { name: (*name).to_owned(), key, url });
                }
                ["group", name, needed, members @ ..] if !members.is_empty() => {
                    policy.is_new(name).map_err(&wrong)?;
                    let needed = match *needed {
                        "any" => 1,
                        "all" => members.len(),
                        number => number
                            .parse()
                            .ok()
                            .filter(|k| (1..=members.len()).contains(k))
                            .ok_or_else(|| wrong(format!("`{number}` is not any, all or 1 to {}", members.len())))?,
                    };
                    for member in members {
                        if !policy.knows(member) {
                            return Err(wrong(format!("`{member}` is not defined before")));
                        }
                        if !grouped.insert((*member).to_owned()) {
                            return Err(wrong(format!("`{member}` is in a group already")));
                        }
                    }
                    let members = members.iter().map(|m| (*m).to_owned()).collect();
                    policy.groups.insert((*name).to_owned(), Group { needed, members });
                }
                ["quorum", name] => {
                    if std::mem::replace(&mut has_quorum, true) {
                        return Err(wrong("there is one quorum".to_owned()));
                    }
                    if *name != "none" && !policy.knows(name) {
                        return Err(wrong(format!("`{name}` is not defined before")));
                    }
                    policy.quorum = (*name != "none").then(|| (*name).to_owned());
                }
                _ => return Err(wrong("a line begins with log, witness, group or quorum".to_owned())),
            }
        }
        if has_quorum {
            Ok(policy)
        } else {
            Err(BadPolicy { line: 0, because: "a policy ends with `quorum`, a name or none".to_owned() })
        }
    }

    fn knows(&self, name: &str) -> bool {
        self.groups.contains_key(name) || self.witnesses.iter().any(|witness| witness.name == name)
    }

    fn is_new(&self, name: &str) -> Result<(), String> {
        if name == "none" || self.knows(name) { Err(format!("the name `{name}` is taken")) } else { Ok(()) }
    }

    pub fn logs(&self) -> &[VerifierKey] {
        &self.logs
    }

    pub fn witnesses(&self) -> &[PolicyWitness] {
        &self.witnesses
    }

    /// Whether it asks for any witness.
    pub fn asks_witnesses(&self) -> bool {
        self.quorum.is_some()
    }

    /// The checkpoint of a note that a log of the policy signed in its own name and enough witnesses saw, with the latest
    /// time one of these witnesses gave, in POSIX seconds.
    pub fn check(&self, note: &Note) -> Result<(Checkpoint, Option<u64>), Uncheckable> {
        let checkpoint = Checkpoint::from_text(&note.text)?;
        let own: Vec<VerifierKey> = self.logs.iter().filter(|key| key.name() == checkpoint.origin).cloned().collect();
        note.verify(&own)?;
        let keys: Vec<VerifierKey> = self.witnesses.iter().map(|witness| witness.key.clone()).collect();
        let seen = match note.verify(&keys) {
            Ok(seen) => seen,
            Err(BadNote::Unsigned) => Vec::new(),
            Err(why) => return Err(why.into()),
        };
        let names: BTreeSet<&str> = self
            .witnesses
            .iter()
            .filter(|witness| seen.iter().any(|signature| witness.key.is_named_in(signature)))
            .map(|witness| witness.name.as_str())
            .collect();
        match &self.quorum {
            Some(quorum) if !self.holds(quorum, &names) => Err(BadNote::Unsigned.into()),
            _ => Ok((checkpoint, seen.iter().filter_map(|signature| cosigned_at(signature)).max())),
        }
    }

    fn holds(&self, name: &str, seen: &BTreeSet<&str>) -> bool {
        match self.groups.get(name) {
            None => seen.contains(name),
            Some(group) => group.members.iter().filter(|member| self.holds(member, seen)).count() >= group.needed,
        }
    }
}
