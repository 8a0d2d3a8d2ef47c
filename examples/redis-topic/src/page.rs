//! Reading a log: a page of entries, and the gaps between them.

use bytes::Bytes;
use redis::{ErrorKind, RedisResult};
use tokio::time::Instant;

use crate::entry::{Entry, Item, Linked};
use crate::error::Error;
use crate::keys::Keys;
use crate::lane::salt;
use crate::link::{Link, Live, milliseconds};
use crate::position::Position;
use crate::script::OPEN;

/// Some consecutive items of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// The entries, and where some may be missing.
    pub items: Vec<Item>,
    /// The position after which the next page begins.
    pub position: Position,
    /// Whether more entries may follow already.
    pub more: bool,
}

/// How far a reader has read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) position: Position,
    /// The restart of Redis that the reader knows of. `None` before the first page.
    restart: Option<Position>,
}

/// The fields of an entry.
type Fields = Vec<(String, Bytes)>;

/// What Redis holds after a position.
#[derive(Debug)]
struct Found {
    entries: Vec<Linked>,
    last: Position,
    restart: Position,
    more: bool,
}

impl Cursor {
    pub(crate) fn new(position: Position) -> Self {
        Self { position, restart: None }
    }

    /// Reads the next page, and moves behind it.
    pub(crate) async fn read(
        &mut self,
        link: &Link,
        keys: &Keys,
        limit: usize,
        deadline: Instant,
    ) -> Result<Page, Error> {
        let after = self.position;
        let found = link.run(deadline, |live| find(live, keys, after, limit.max(1))).await?;
        let found = if let Some(found) = found {
            found
        } else {
            // The log does not exist. It is begun, so that its position tells if it is removed later.
            let (last, restart) = open(link, keys, deadline).await?;
            Found { entries: Vec::new(), last, restart, more: false }
        };
        Ok(self.advance(found))
    }

    /// Moves over what was found.
    fn advance(&mut self, found: Found) -> Page {
        let mut items = Vec::with_capacity(found.entries.len());
        let begin = self.position == Position::ZERO;
        let restarted = match self.restart {
            Some(known) => known != found.restart,
            None => !begin && self.position < found.restart,
        };
        if restarted {
            items.push(Item::Gap);
        }
        self.restart = Some(found.restart);
        for (index, Linked { previous, entry }) in found.entries.into_iter().enumerate() {
            let first_of_all = begin && index == 0;
            if previous != self.position && !first_of_all {
                push_gap(&mut items);
            }
            self.position = entry.position;
            items.push(Item::Entry(entry));
        }
        if !found.more && self.position != found.last {
            // The rest is missing, or the log was begun again at an earlier position.
            if !(begin && items.is_empty()) {
                push_gap(&mut items);
            }
            self.position = found.last;
        }
        Page { items, position: self.position, more: found.more }
    }
}

/// Returns the position of a log's last entry, or its first position, and the last restart of Redis.
pub(crate) async fn open(link: &Link, keys: &Keys, deadline: Instant) -> Result<(Position, Position), Error> {
    let opened = link.run(deadline, |mut live| async move {
        let mut call = OPEN.key(&*keys.stream);
        call.key(&*keys.head).arg(link.options.log_length).arg(milliseconds(link.options.unused_after)).arg(salt());
        let last: String = call.invoke_async(&mut live.connection).await?;
        Ok((parse(&last)?, live.restart))
    });
    opened.await
}

/// Reads the entries after a position, and the last position, in one step. `None` if there is no log.
async fn find(mut live: Live, keys: &Keys, after: Position, limit: usize) -> RedisResult<Option<Found>> {
    let mut pipeline = redis::pipe();
    pipeline.atomic();
    pipeline.cmd("XRANGE").arg(&*keys.stream).arg(format!("({after}")).arg("+").arg("COUNT").arg(limit);
    pipeline.cmd("HGET").arg(&*keys.head).arg("last");
    let (rows, last): (Vec<(String, Fields)>, Option<String>) = pipeline.query_async(&mut live.connection).await?;
    let Some(last) = last else { return Ok(None) };
    let more = rows.len() >= limit;
    let entries = rows.into_iter().map(linked).collect::<RedisResult<Vec<Linked>>>()?;
    Ok(Some(Found { entries, last: parse(&last)?, restart: live.restart, more }))
}

fn linked((id, fields): (String, Fields)) -> RedisResult<Linked> {
    let (mut previous, mut payload) = (None, None);
    for (name, value) in fields {
        match name.as_str() {
            "p" => previous = Some(parse(&String::from_utf8_lossy(&value))?),
            "d" => payload = Some(value),
            _ => {}
        }
    }
    let (Some(previous), Some(payload)) = (previous, payload) else {
        return Err((ErrorKind::UnexpectedReturnType, "an entry has other fields than `p` and `d`", id).into());
    };
    Ok(Linked { previous, entry: Entry { position: parse(&id)?, payload } })
}

fn parse(position: &str) -> RedisResult<Position> {
    let error = |_| (ErrorKind::UnexpectedReturnType, "not a position", position.to_owned()).into();
    position.parse().map_err(error)
}

fn push_gap(items: &mut Vec<Item>) {
    if items.last() != Some(&Item::Gap) {
        items.push(Item::Gap);
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::{Cursor, Found};
    use crate::entry::{Item, Linked};
    use crate::position::Position;

    fn position(number: u64) -> Position {
        format!("{number}-0").parse().unwrap()
    }

    #[test]
    fn a_page_has_a_gap_where_the_chain_is_broken() {
        // Where the reader is, the entries found with the positions before them, the last position, whether there may
        // be more, the last restart; then the entries read (0 is a gap), and where the reader is.
        type Row = (u64, &'static [(u64, u64)], u64, bool, u64, &'static [u64], u64);
        let table: [Row; 17] = [
            (5, &[], 5, false, 1, &[], 5),
            (5, &[(6, 5), (7, 6)], 7, false, 1, &[6, 7], 7),
            (5, &[(6, 5), (7, 6)], 9, true, 1, &[6, 7], 7),
            // Trimmed, and trimmed up to the reader.
            (5, &[(8, 7), (9, 8)], 9, false, 1, &[0, 8, 9], 9),
            (5, &[(6, 5)], 6, false, 1, &[6], 6),
            // An entry in the middle, at the end, or everything was removed.
            (5, &[(6, 5), (8, 7)], 8, false, 1, &[6, 0, 8], 8),
            (5, &[(6, 5)], 8, false, 1, &[6, 0], 8),
            (5, &[], 8, false, 1, &[0], 8),
            // Emptied and begun again, later or with an earlier clock.
            (5, &[(8, 7), (9, 8)], 9, false, 1, &[0, 8, 9], 9),
            (5, &[], 3, false, 1, &[0], 3),
            // The end was lost in a crash.
            (5, &[], 4, false, 6, &[0], 4),
            // A restart, before or after the reader's position.
            (5, &[(6, 5)], 6, false, 6, &[0, 6], 6),
            (5, &[(6, 5)], 6, false, 5, &[6], 6),
            (5, &[(8, 7)], 8, false, 7, &[0, 8], 8),
            // From the beginning, nothing is missing.
            (0, &[(8, 7), (9, 8)], 9, false, 6, &[8, 9], 9),
            (0, &[], 8, false, 1, &[], 8),
            (0, &[(8, 7), (10, 9)], 10, false, 1, &[8, 0, 10], 10),
        ];
        for (at, entries, last, more, restart, expected, end) in table {
            let entry = |(number, previous): &(u64, u64)| {
                Linked::from_message(&Bytes::from(format!("{number}-0 {previous}-0\n"))).unwrap()
            };
            let entries = entries.iter().map(entry).collect();
            let found = Found { entries, last: position(last), restart: position(restart), more };
            let mut cursor = Cursor::new(position(at));
            let page = cursor.advance(found);
            let read = page.items.iter().map(|item| match item {
                Item::Gap => position(0),
                Item::Entry(entry) => entry.position,
            });
            let expected: Vec<Position> = expected.iter().copied().map(position).collect();
            assert_eq!(read.collect::<Vec<_>>(), expected, "{at} {last}");
            assert_eq!((page.position, cursor.position), (position(end), position(end)));
        }
    }

    #[test]
    fn a_restart_is_one_gap() {
        let mut cursor = Cursor::new(position(5));
        let found = |restart| Found { entries: Vec::new(), last: position(5), restart: position(restart), more: false };
        assert_eq!(cursor.advance(found(1)).items, []);
        assert_eq!(cursor.advance(found(9)).items, [Item::Gap]);
        assert_eq!(cursor.advance(found(9)).items, []);
    }
}
