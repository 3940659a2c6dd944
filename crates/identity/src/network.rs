//! Where somebody comes from: an address, as wide as one household.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

/// The network of a caller: one IPv4 address, or the /64 of an IPv6 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Network(IpAddr);

impl Network {
    /// Returns the network of an address; what is none counts as one of its own.
    pub fn of(address: &str) -> Self {
        address.parse::<IpAddr>().map_or(Self(IpAddr::V6(Ipv6Addr::UNSPECIFIED)), Self::from)
    }
}

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self(IpAddr::V4(address)),
            IpAddr::V6(address) => {
                Self(IpAddr::V6(Ipv6Addr::from(u128::from(address) & !u128::from(u64::MAX))))
            }
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_household_is_one_network() {
        assert_eq!(Network::of("2001:db8::1"), Network::of("2001:db8::ffff:2"));
        assert_ne!(Network::of("2001:db8::1"), Network::of("2001:db8:0:1::1"));
        assert_eq!(Network::of("::ffff:192.0.2.1"), Network::of("192.0.2.1"));
        assert_eq!(Network::of("nonsense").to_string(), "::");
    }
}
