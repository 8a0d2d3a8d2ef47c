//! Two locks compared: what breaks clients, and what else differs.

use std::collections::BTreeSet;
use std::fmt;

use api_core::contract::{Change, Changes, Level, Party, Rule, compare};
use api_core::description::Endpoint;
use api_lock::Lock;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

use crate::constant::{InvalidLock, contract_of};

/// How many changes are listed.
const MOST: usize = 10_000;

/// What two locks differ in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    findings: Vec<Finding>,
    /// How many changes are not listed, and whether there are breaking ones among all.
    unlisted: usize,
    is_breaking: bool,
    removed: Vec<String>,
    added: Vec<String>,
}

/// A change that matters to clients of the old contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub level: api_lock::Level,
    /// The rule, for example `response.field-removed`.
    pub rule: &'static str,
    /// The operation, as `GET /rooms/{id} room`. Empty: the API.
    pub operation: String,
    /// The name of the innermost type and of the field in it, as `Room.topic`, or the operation.
    pub subject: String,
    /// Where and what, in words.
    pub message: String,
    /// What it means for a client of the old contract.
    pub consequence: &'static str,
}

/// What a change of a contract asks of its clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The contracts are the same.
    Same,
    /// They differ, and clients of the old one are served by the new one.
    Compatible,
    /// Some clients of the old one are not served by the new one.
    Breaking,
}

impl Comparison {
    /// Compares two locks. `party` says on whose behalf, see [`compare`].
    ///
    /// # Errors
    ///
    /// Returns an error for a lock that names types or methods which do not exist.
    pub fn of(old: &Lock, new: &Lock, party: Party) -> Result<Self, InvalidLock> {
        let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
        Self::on(today, old, new, party)
    }

    /// Compares two locks as [`Comparison::of`] does on another day. From the day of its sunset on, which the old lock
    /// has, an operation may be removed.
    ///
    /// # Errors
    ///
    /// Returns an error for a lock that names types or methods which do not exist.
    pub fn on(today: civil::Date, old: &Lock, new: &Lock, party: Party) -> Result<Self, InvalidLock> {
        let mut list = vec![None; MOST];
        let mut changes = Changes::new(&mut list);
        compare(contract_of(old)?, contract_of(new)?, party, &mut changes);
        let has_own_severity = |rule: Rule| old.severities.iter().any(|severity| severity.rule == rule.name());
        let mut over = 0;
        let mut findings = Vec::new();
        for change in changes.as_slice().iter().flatten() {
            let mut finding = Finding::new(change);
            if change.rule == Rule::SunsetOperationRemoved && !has_own_severity(change.rule) && has_come(change, today)
            {
                finding.level = api_lock::Level::Info;
                over += 1;
            }
            findings.push(finding);
        }
        let (unlisted, is_breaking) = (changes.count() - findings.len(), changes.errors() > over);
        let (before, after) = (facts(old), facts(new));
        let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| one.difference(other).cloned().collect();
        Ok(Self { findings, unlisted, is_breaking, removed: only(&before, &after), added: only(&after, &before) })
    }

    /// Returns what matters to clients, as the lock lists operations.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Returns how many changes there are beside [`findings`](Self::findings), which lists the first ten thousand.
    pub fn unlisted(&self) -> usize {
        self.unlisted
    }

    /// Returns the lines of the old lock that the new one does not have, each after the line that it belongs to.
    pub fn removed(&self) -> &[String] {
        &self.removed
    }

    /// Returns the lines of the new lock that the old one does not have.
    pub fn added(&self) -> &[String] {
        &self.added
    }

    /// Returns the changes that are breaking.
    pub fn breaking(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.level == api_lock::Level::Error)
    }

    /// Returns the verdict.
    pub fn verdict(&self) -> Verdict {
        if self.is_breaking {
            Verdict::Breaking
        } else if self.findings.is_empty() && self.removed.is_empty() && self.added.is_empty() {
            Verdict::Same
        } else {
            Verdict::Compatible
        }
    }
}

impl Finding {
    fn new(change: &Change) -> Self {
        let operation = change.operation.map(route).unwrap_or_default();
        let last = change.trail.steps().last().copied().unwrap_or_default();
        let subject = match change.trail.within() {
            "" => operation.clone(),
            within => format!("{within}.{last}"),
        };
        let text = change.to_string();
        let message = text.lines().next().unwrap_or_default().to_owned();
        let level = match change.level {
            Level::Error => api_lock::Level::Error,
            Level::Warning => api_lock::Level::Warning,
            Level::Info => api_lock::Level::Info,
        };
        Self { level, rule: change.rule.name(), operation, subject, message, consequence: change.consequence() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}\n    {}: {}", self.message, self.rule, self.consequence)
    }
}

/// Returns whether the sunset of a change's operation is today or earlier.
fn has_come(change: &Change, today: civil::Date) -> bool {
    let sunset = change.operation.and_then(|operation| operation.sunset);
    sunset.is_some_and(|sunset| sunset.to_string() <= today.to_string())
}

fn route(endpoint: &'static Endpoint) -> String {
    format!("{} {} {}", endpoint.verb, endpoint.path, endpoint.name)
}

/// Returns the lines of a lock, each after those that it belongs to. Reasons and severities are not among them.
fn facts(lock: &Lock) -> BTreeSet<String> {
    let mut plain = lock.clone();
    (plain.severities, plain.breaks) = (Vec::new(), Vec::new());
    let mut facts = BTreeSet::new();
    let mut around: Vec<String> = Vec::new();
    for line in plain.to_string().lines().filter(|line| !line.is_empty()) {
        let content = line.trim_start_matches(' ');
        around.truncate((line.len() - content.len()) / 2);
        around.push(content.to_owned());
        facts.insert(around.join(" / "));
    }
    facts
}

#[cfg(test)]
mod tests {
    use api_core::contract::Party;
    use api_lock::{Level, Lock};
    use jiff::civil::date;

    use super::{Comparison, Verdict};

    fn lock(lines: &str) -> Lock {
        Lock::parse(&format!("lock! {{ r##\"\nformat 1\napi A /\n{lines}\"## }}\n")).expect("a lock")
    }

    /// Returns the rules and levels of what differs on a day.
    fn found(day: jiff::civil::Date, old: &Lock, new: &Lock, party: Party) -> Vec<(&'static str, Level)> {
        let comparison = Comparison::on(day, old, new, party).expect("locks");
        comparison.findings().iter().map(|finding| (finding.rule, finding.level)).collect()
    }

    #[test]
    fn an_operation_may_be_removed_from_its_sunset_on() {
        let old = lock("\nGET /a a\n  deprecated \"use b\"\n  sunset \"2027-01-01\"\n  -> 204\n\nGET /b b\n  -> 204\n");
        let new = lock("\nGET /b b\n  -> 204\n");
        for (day, level, verdict) in [
            (date(2026, 12, 31), Level::Error, Verdict::Breaking),
            (date(2027, 1, 1), Level::Info, Verdict::Compatible),
            (date(2030, 6, 1), Level::Info, Verdict::Compatible),
        ] {
            assert_eq!(found(day, &old, &new, Party::Provider), [("sunset-operation-removed", level)], "{day}");
            assert_eq!(Comparison::on(day, &old, &new, Party::Provider).expect("locks").verdict(), verdict, "{day}");
            // A consumer still uses it.
            assert_eq!(found(day, &old, &new, Party::Served), [("operation-removed", Level::Error)], "{day}");
        }
        let comparison = Comparison::on(date(2026, 12, 31), &old, &new, Party::Provider).expect("locks");
        assert_eq!(comparison.findings()[0].message, "GET /a (`a`): was promised until 2027-01-01, is not there");
        let mut strict = old.clone();
        let severity =
            |level| api_lock::Severity { rule: "sunset-operation-removed".to_owned(), level, reason: "x".to_owned() };
        strict.severities.push(severity(Level::Error));
        let always = [("sunset-operation-removed", Level::Error)];
        assert_eq!(found(date(2030, 6, 1), &strict, &new, Party::Provider), always, "the lock's severity counts");
    }

    #[test]
    fn an_end_is_announced_with_a_day_that_does_not_come_closer() {
        let with = |lines: &str| lock(&format!("\nGET /a a\n{lines}  -> 204\n"));
        let plain = with("");
        let undated = with("  deprecated \"\"\n");
        let early = with("  deprecated \"\"\n  sunset \"2027-01-01\"\n");
        let late = with("  deprecated \"\"\n  sunset \"2027-06-01\"\n");
        let day = date(2026, 11, 29);
        let missing = [("deprecated-without-sunset", Level::Error)];
        let advanced = [("sunset-advanced", Level::Error)];
        for (old, new, expected) in [
            (&plain, &undated, &missing[..]),
            (&plain, &early, &[]),
            (&undated, &undated, &[]),
            (&undated, &early, &[]),
            (&early, &late, &[]),
            (&late, &early, &advanced),
            (&early, &undated, &[]),
            (&early, &plain, &[]),
        ] {
            assert_eq!(found(day, old, new, Party::Provider), expected, "{old} {new}");
            assert_eq!(found(day, old, new, Party::Served), [], "{old} {new}");
        }
    }
}
