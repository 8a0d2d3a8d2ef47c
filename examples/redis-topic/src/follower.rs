//! Following a log: what is pushed, and what has to be read because it was not pushed.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use tokio::time::sleep;

use crate::entry::{Item, Linked};
use crate::error::Error;
use crate::keys::Keys;
use crate::mailbox::{Delivery, Mailbox};
use crate::page::{Cursor, Page};
use crate::position::Position;
use crate::server::Server;

/// The most entries that a follower reads from Redis at once.
const PAGE: usize = 64;

/// The time before a page is tried again that Redis refused.
const RETRY: Duration = Duration::from_secs(1);

/// The entries of a log as they are appended: a stream without end.
///
/// Every entry comes once and in order, or there is an [`Item::Gap`] where entries may be missing. While Redis is away
/// the stream waits. Afterwards it reads what it has missed.
///
/// Entries are pushed into a bounded queue, see [`Options::queue`](crate::Options::queue). A follower that is too slow
/// for it reads the rest from Redis when it gets there, so memory does not grow, and entries are missing only if the
/// log was trimmed meanwhile.
pub struct Follower {
    server: Arc<Server>,
    keys: Arc<Keys>,
    mailbox: Arc<Mailbox>,
    cursor: Cursor,
    /// Items of a page that was read.
    ready: VecDeque<Item>,
    /// The page that is being read, and the cursor behind it.
    reading: Option<Reading>,
    /// Another page has to be read.
    behind: bool,
    /// Entries in the mailbox with a number up to this one may have been read already.
    covered: u64,
}

type Reading = Pin<Box<dyn Future<Output = (Cursor, Page)> + Send>>;

impl Follower {
    pub(crate) fn new(server: Arc<Server>, keys: Arc<Keys>, after: Position) -> Self {
        let options = &server.link.options;
        let mailbox = Arc::new(Mailbox::new(options.queue_entries, options.queue_bytes));
        server.link.tails.follow(&keys, &mailbox);
        Self {
            server,
            keys,
            mailbox,
            cursor: Cursor::new(after),
            ready: VecDeque::new(),
            reading: None,
            behind: false,
            covered: 0,
        }
    }

    /// Returns the next item.
    ///
    /// # Cancel safety
    /// Cancel safe: no item is lost if the future is dropped.
    pub async fn next(&mut self) -> Item {
        poll_fn(|task| self.poll(task)).await
    }

    fn poll(&mut self, task: &mut Context<'_>) -> Poll<Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(item);
            }
            // The memory of a large page is not kept for as long as the follower exists.
            self.ready.shrink_to(0);
            if let Some(reading) = &mut self.reading {
                let (cursor, page) = ready!(reading.as_mut().poll(task));
                self.reading = None;
                self.cursor = cursor;
                self.covered = self.mailbox.arrived();
                self.behind = page.more;
                self.ready = page.items.into();
            } else if self.behind {
                self.behind = false;
                self.reading = Some(Box::pin(read(self.server.clone(), self.keys.clone(), self.cursor)));
            } else {
                match ready!(self.mailbox.poll(task)) {
                    Delivery::Entry(Linked { previous, entry }, _) if previous == self.cursor.position => {
                        self.cursor.position = entry.position;
                        return Poll::Ready(Item::Entry(entry));
                    }
                    // It was pushed while the page was read that has it.
                    Delivery::Entry(Linked { entry, .. }, number)
                        if number <= self.covered && entry.position <= self.cursor.position => {}
                    Delivery::Lost | Delivery::Entry(..) => self.behind = true,
                }
            }
        }
    }
}

impl Stream for Follower {
    type Item = Item;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Item>> {
        self.poll(task).map(Some)
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.server.link.tails.leave(&self.keys, &self.mailbox);
    }
}

impl fmt::Debug for Follower {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = formatter.debug_struct("Follower");
        output.field("log", &self.keys.name).field("position", &self.cursor.position).finish_non_exhaustive()
    }
}

/// Reads a page, however long Redis is away.
async fn read(server: Arc<Server>, keys: Arc<Keys>, mut cursor: Cursor) -> (Cursor, Page) {
    loop {
        match cursor.read(&server.link, &keys, PAGE, server.link.deadline()).await {
            Ok(page) => return (cursor, page),
            Err(Error::Unavailable(_) | Error::Unknown(_)) => {}
            Err(error) => {
                tracing::warn!(log = &*keys.name, %error, "a log cannot be read");
                sleep(RETRY).await;
            }
        }
    }
}
