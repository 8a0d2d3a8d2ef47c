//! Numbers by a key, found without looking at all of them: a constant evaluation takes a third of a microsecond for
//! each step, and hundreds of operations are compared with hundreds.

/// How many lists there are. Keys are taken modulo it.
const LISTS: usize = 256;
/// The end of a list.
const END: u16 = u16::MAX;

/// Numbers from 0 to `N`, each in the list of its key.
#[derive(Clone, Copy)]
pub(super) struct Buckets<const N: usize> {
    first: [u16; LISTS],
    next: [u16; N],
}

impl<const N: usize> Buckets<N> {
    pub(super) const EMPTY: Self = Self { first: [END; LISTS], next: [END; N] };

    /// Adds a number that is not in a list.
    ///
    /// # Panics
    ///
    /// Panics for a number that is not below `N`.
    #[inline]
    pub(super) const fn add(&mut self, key: usize, number: usize) {
        assert!(number < N && number < END as usize, "the contract has too many operations or types");
        self.next[number] = self.first[key % LISTS];
        #[expect(clippy::cast_possible_truncation, reason = "it was compared")]
        let number = number as u16;
        self.first[key % LISTS] = number;
    }

    /// Removes the number that was added last, which has this key.
    #[inline]
    pub(super) const fn remove_last(&mut self, key: usize, number: usize) {
        self.first[key % LISTS] = self.next[number];
    }

    /// Returns the number that was added last to the list of a key, which other keys may share.
    #[inline]
    pub(super) const fn first(&self, key: usize) -> Option<usize> {
        as_number(self.first[key % LISTS])
    }

    /// Returns the number after another one.
    #[inline]
    pub(super) const fn after(&self, number: usize) -> Option<usize> {
        as_number(self.next[number])
    }
}

/// Returns a key for a name, from a few of its bytes.
#[inline]
pub(super) const fn key(name: &str) -> usize {
    let bytes = name.as_bytes();
    if bytes.is_empty() {
        return 0;
    }
    let (last, middle) = (bytes[bytes.len() - 1] as usize, bytes[bytes.len() / 2] as usize);
    let before = bytes[bytes.len().saturating_sub(2)] as usize;
    bytes.len() * 7 + last * 31 + before * 13 + middle * 3 + bytes[0] as usize
}

#[inline]
const fn as_number(entry: u16) -> Option<usize> {
    if entry == END { None } else { Some(entry as usize) }
}

#[cfg(test)]
mod tests {
    use super::{Buckets, key};

    #[test]
    fn a_number_is_found_by_its_key() {
        let mut buckets = Buckets::<8>::EMPTY;
        for (number, name) in ["rooms", "users", "rooms"].into_iter().enumerate() {
            buckets.add(key(name), number);
        }
        let list = |name: &str| std::iter::successors(buckets.first(key(name)), |&number| buckets.after(number));
        assert_eq!(list("rooms").collect::<Vec<_>>(), [2, 0]);
        assert_eq!(list("users").collect::<Vec<_>>(), [1]);
        assert_eq!(list("").count(), 0);
        buckets.remove_last(key("rooms"), 2);
        assert_eq!(buckets.first(key("rooms")), Some(0));
    }
}
