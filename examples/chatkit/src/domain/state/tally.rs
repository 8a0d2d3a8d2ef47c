//! The numbers of records by kind.

use std::fmt;

use super::record::Record;

/// The numbers of records by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Users.
    pub users: u64,
    /// Rooms.
    pub rooms: u64,
    /// Messages.
    pub messages: u64,
    /// Files, including announced ones.
    pub files: u64,
    /// Cursors.
    pub cursors: u64,
    /// All other records.
    pub others: u64,
}

impl Tally {
    /// Counts these records.
    pub fn of<'r>(records: impl IntoIterator<Item = &'r Record>) -> Self {
        let mut tally = Self::default();
        records.into_iter().for_each(|record| tally.add(record));
        tally
    }

    /// Whether there are no records except for counters, roles and jobs.
    pub fn has_no_data(&self) -> bool {
        Self { others: self.others, ..Self::default() } == *self
    }

    /// Counts one more record.
    pub fn add(&mut self, record: &Record) {
        let count = match record {
            Record::User { .. } => &mut self.users,
            Record::Room { .. } => &mut self.rooms,
            Record::Message(_) => &mut self.messages,
            Record::Attachment(_) => &mut self.files,
            Record::Cursor(_) => &mut self.cursors,
            Record::Counters(_) | Record::Role(_) | Record::Job { .. } => &mut self.others,
        };
        *count += 1;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { users, rooms, messages, files, cursors, others: _ } = *self;
        let counts = [(users, "user"), (rooms, "room"), (messages, "message"), (files, "file"), (cursors, "cursor")];
        for (index, (count, what)) in counts.into_iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            let plural = if count == 1 { "" } else { "s" };
            write!(formatter, "{comma}{count} {what}{plural}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn a_count_of_one_is_singular() {
        let tally = Tally { users: 12, rooms: 1, messages: 4711, ..Tally::default() };
        assert_eq!(tally.to_string(), "12 users, 1 room, 4711 messages, 0 files, 0 cursors");
    }
}
