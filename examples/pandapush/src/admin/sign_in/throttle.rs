//! Bounds how often an address may try passwords.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long wrong passwords are remembered.
const WINDOW: Duration = Duration::from_mins(1);

/// Maximum number of addresses that are remembered. Beyond it the one that began first is forgotten.
const ADDRESSES: usize = 4096;

/// The wrong passwords of the last minute, by address.
#[derive(Debug)]
pub(super) struct Throttle {
    limit: u32,
    failures: Mutex<HashMap<Option<IpAddr>, Failures>>,
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    since: Instant,
    count: u32,
}

impl Throttle {
    /// Creates a throttle that allows `limit` wrong passwords in a minute.
    pub(super) fn new(limit: u32) -> Self {
        Self { limit, failures: Mutex::default() }
    }

    /// Returns how long an address has to wait before it may try a password again, or `None` if it may.
    pub(super) fn wait(&self, address: Option<IpAddr>, now: Instant) -> Option<Duration> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let Failures { since, count } = *failures.get(&network(address))?;
        let left = WINDOW.checked_sub(now.saturating_duration_since(since))?;
        (count >= self.limit && !left.is_zero()).then_some(left)
    }

    /// Records a wrong password.
    pub(super) fn failed(&self, address: Option<IpAddr>, now: Instant) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let address = network(address);
        if failures.len() >= ADDRESSES && !failures.contains_key(&address) {
            let oldest = failures.iter().min_by_key(|(_, failures)| failures.since).map(|(address, _)| *address);
            oldest.map(|address| failures.remove(&address));
        }
        let entry = failures.entry(address).or_insert(Failures { since: now, count: 0 });
        if now.saturating_duration_since(entry.since) >= WINDOW {
            *entry = Failures { since: now, count: 0 };
        }
        entry.count = entry.count.saturating_add(1);
    }
}

/// Returns the address, or of IPv6 the network of it: a single machine has 2⁶⁴ addresses.
fn network(address: Option<IpAddr>) -> Option<IpAddr> {
    match address?.to_canonical() {
        IpAddr::V6(address) => Some(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into()),
        address @ IpAddr::V4(_) => Some(address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_waits_out_its_minute_and_others_do_not() {
        let throttle = Throttle::new(2);
        let (begin, one, other) = (Instant::now(), "192.0.2.1".parse().ok(), "192.0.2.2".parse().ok());
        for count in 0..2 {
            assert_eq!(throttle.wait(one, begin), None, "{count}");
            throttle.failed(one, begin);
        }
        assert_eq!(throttle.wait(one, begin + Duration::from_secs(20)), Some(Duration::from_secs(40)));
        assert_eq!(throttle.wait(other, begin), None);
        assert_eq!(throttle.wait(one, begin + WINDOW), None);
        throttle.failed(one, begin + WINDOW);
        assert_eq!(throttle.wait(one, begin + WINDOW), None);
    }

    #[test]
    fn addresses_of_one_network_are_one() {
        let throttle = Throttle::new(1);
        let now = Instant::now();
        throttle.failed("2001:db8::1".parse().ok(), now);
        assert!(throttle.wait("2001:db8::2:3".parse().ok(), now).is_some());
        assert!(throttle.wait("2001:db8:0:1::1".parse().ok(), now).is_none());
        throttle.failed("192.0.2.1".parse().ok(), now);
        assert!(throttle.wait("::ffff:192.0.2.1".parse().ok(), now).is_some());
    }

    #[test]
    fn the_table_is_bounded_and_forgets_the_first() {
        let throttle = Throttle::new(1);
        let begin = Instant::now();
        let address = |number: usize| Some(IpAddr::from(u32::try_from(number).unwrap().to_be_bytes()));
        for number in 0..=ADDRESSES {
            throttle.failed(address(number), begin + Duration::from_millis(number as u64));
        }
        assert_eq!(throttle.failures.lock().unwrap().len(), ADDRESSES);
        assert!(throttle.wait(address(0), begin).is_none() && throttle.wait(address(ADDRESSES), begin).is_some());
    }
}
