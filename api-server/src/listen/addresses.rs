//! The number of open connections of each address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bits of an IPv6 address that stand for one customer. A host may use any of the addresses below them (RFC 4291
/// §2.5.4, RFC 6177).
const PREFIX: u128 = !0 << 64;

/// Counts the open connections of each address. It has at most one entry for each open connection.
#[derive(Debug)]
pub(super) struct Addresses {
    most: usize,
    open: Mutex<HashMap<IpAddr, usize>>,
}

impl Addresses {
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, open: Mutex::default() })
    }

    /// Counts a connection until the result is dropped. Returns `None` if its address has as many as it may have.
    pub(super) fn admit(self: &Arc<Self>, address: IpAddr) -> Option<Admission> {
        let network = network(address);
        let mut open = self.lock();
        let count = open.entry(network).or_default();
        // With a limit of zero the entry is new and has to go.
        if *count >= self.most {
            if *count == 0 {
                open.remove(&network);
            }
            return None;
        }
        *count += 1;
        Some(Admission { addresses: self.clone(), network })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        // Nothing panics while the lock is held.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A counted connection.
#[derive(Debug)]
pub(super) struct Admission {
    addresses: Arc<Addresses>,
    network: IpAddr,
}

impl Drop for Admission {
    fn drop(&mut self) {
        let mut open = self.addresses.lock();
        if let Some(count) = open.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.network);
            }
        }
    }
}

/// Returns what connections are counted by: the address, or the first 64 bits of an IPv6 address.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & PREFIX).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::Addresses;

    #[test]
    fn an_address_is_counted_as_its_ipv4_address_or_ipv6_prefix() {
        let table = [
            ("192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
            ("192.0.2.1", "::ffff:192.0.2.1", true),
            ("::ffff:192.0.2.1", "::ffff:192.0.2.2", false),
            ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true),
            ("2001:db8:0:1::1", "2001:db8:0:2::1", false),
            ("::1", "127.0.0.1", false),
        ];
        for (first, second, same) in table {
            let addresses = Addresses::new(1);
            let admitted = addresses.admit(first.parse().unwrap());
            assert!(admitted.is_some());
            assert_eq!(addresses.admit(second.parse().unwrap()).is_none(), same, "{first} and {second}");
        }
    }

    #[test]
    fn a_closed_connection_is_forgotten() {
        let addresses = Addresses::new(2);
        let address = "192.0.2.1".parse().unwrap();
        let (first, second) = (addresses.admit(address), addresses.admit(address));
        assert!(first.is_some() && second.is_some() && addresses.admit(address).is_none());
        drop(first);
        let third = addresses.admit(address);
        assert!(third.is_some() && addresses.admit(address).is_none());
        drop((second, third));
        assert!(addresses.lock().is_empty());
        let none = Addresses::new(0);
        assert!(none.admit(address).is_none() && none.lock().is_empty());
    }
}
