//! The real way to other servers: https only, nothing followed, five seconds, 1 MiB, no address of this machine or network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, redirect};
use url::{Host, Url};

use crate::fetch::{Ask, Asked, Fetch, FetchError, Shows, Told, host};
use crate::webhook::{Deliver, Delivering, Parcel};

/// The longest answer that is read, in bytes.
const BODY_MAX: usize = 1024 * 1024;

/// Whether servers in private networks are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrivateAddresses {
    /// They are not.
    Refused,
    /// They are: who set the provider vouches for it.
    Allowed,
}

/// Asks servers over https.
#[derive(Debug, Clone)]
pub struct Https {
    client: Client,
    private: PrivateAddresses,
}

impl Https {
    /// Returns the way to other servers.
    ///
    /// # Errors
    /// When the machine has no certificates to trust.
    pub fn new(private: PrivateAddresses) -> Result<Self, FetchError> {
        // The second call finds the first one's provider in place.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .https_only(true)
            .redirect(redirect::Policy::none())
            .timeout(Duration::from_secs(5))
            .no_proxy()
            .dns_resolver(Arc::new(Public(private)))
            .build()
            .map_err(|problem| FetchError::Silent(problem.to_string()))?;
        Ok(Self { client, private })
    }

    async fn send(&self, ask: Ask) -> Result<Told, FetchError> {
        let name = host(&ask.url);
        if !may_ask(&ask.url, self.private) {
            return Err(FetchError::NotAsked(name));
        }
        let request = match &ask.form {
            Some(form) => {
                let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
                let post = self.client.post(ask.url.clone());
                post.header("content-type", "application/x-www-form-urlencoded").body(body)
            }
            None => self.client.get(ask.url.clone()),
        };
        let request = request.header("accept", "application/json");
        let request = match &ask.shows {
            Shows::Nothing => request,
            Shows::Basic(user, password) => request.basic_auth(user, Some(password)),
            Shows::Bearer(token) => request.bearer_auth(token),
        };
        let silent = |_| FetchError::Silent(name.clone());
        let mut answer = request.send().await.map_err(silent)?;
        let (status, mut body) = (answer.status().as_u16(), Vec::new());
        while let Some(chunk) = answer.chunk().await.map_err(silent)? {
            if body.len() + chunk.len() > BODY_MAX {
                return Err(FetchError::TooLong(name));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Told { status, body })
    }
}

impl Fetch for Https {
    fn ask(&self, ask: Ask) -> Asked<'_> {
        Box::pin(self.send(ask))
    }
}

impl Https {
    /// Posts a delivery; of the answer only its status is looked at.
    async fn post(&self, parcel: Parcel) -> Result<u16, FetchError> {
        let name = host(&parcel.url);
        if !may_ask(&parcel.url, self.private) {
            return Err(FetchError::NotAsked(name));
        }
        let post = self.client.post(parcel.url).header("content-type", "application/json");
        let post = post.header("user-agent", "Plumbline").header("webhook-id", parcel.id);
        let post = post.header("webhook-timestamp", parcel.timestamp.to_string());
        let post = post.header("webhook-signature", parcel.signature).body(parcel.body);
        let answer = post.send().await.map_err(|_| FetchError::Silent(name))?;
        Ok(answer.status().as_u16())
    }
}

impl Deliver for Https {
    fn deliver(&self, parcel: Parcel) -> Delivering<'_> {
        Box::pin(self.post(parcel))
    }
}

/// Finds addresses by name and keeps those that may be asked: the connection is made to what was looked at.
#[derive(Debug)]
struct Public(PrivateAddresses);

impl Resolve for Public {
    fn resolve(&self, name: Name) -> Resolving {
        let private = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let found: Vec<SocketAddr> =
                found.filter(|found| private == PrivateAddresses::Allowed || is_public(found.ip())).collect();
            if found.is_empty() {
                return Err(FetchError::NotAsked(name.as_str().to_owned()).into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Says whether an address is one that is asked at all.
pub(crate) fn may_ask(url: &Url, private: PrivateAddresses) -> bool {
    let plain = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
    let open = private == PrivateAddresses::Allowed;
    let host = match url.host() {
        Some(Host::Ipv4(address)) => open || is_public(address.into()),
        Some(Host::Ipv6(address)) => open || is_public(address.into()),
        Some(Host::Domain(name)) => open || name.trim_end_matches('.') != "localhost",
        None => false,
    };
    plain && host && (open || url.port_or_known_default() == Some(443))
}

/// Says whether an address is in the public internet, and not another one in disguise.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let special = a == 0 || a >= 240 || (a == 192 && b == 0 && c == 0) || (a == 198 && (b == 18 || b == 19));
    let six_to_four = (a, b, c) == (192, 88, 99);
    !(shared
        || special
        || six_to_four
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // Global unicast is 2000::/3; all else is local, mapped, translated or not given out.
    let global = (0x2000..0x4000).contains(&a);
    let teredo_and_special = a == 0x2001 && b < 0x0200;
    let documentation = (a == 0x2001 && b == 0x0db8) || (a == 0x3fff && b < 0x1000);
    global && !teredo_and_special && !documentation && a != 0x2002
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(url: &str) -> bool {
        url.parse().is_ok_and(|url| may_ask(&url, PrivateAddresses::Refused))
    }

    #[test]
    fn h1_h2_no_address_of_this_machine_or_network_is_asked_in_any_disguise() {
        for host in [
            "127.0.0.1",
            "[::1]",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "[fd00::1]",
            "[fe80::1]",
            "100.64.0.1",
            "2130706433",
            "0x7f.1",
            "0177.0.0.1",
            "[::ffff:127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "[2001:0:1::1]",
            "localhost.",
            "localhost",
            "224.0.0.1",
            "127.0.0.1.",
        ] {
            assert!(!may(&format!("https://{host}/")), "{host}");
        }
        assert!(
            may("https://accounts.example.org/x")
                && may("https://[2a00:1450::1]/")
                && may("https://8.8.8.8/")
        );
    }

    #[test]
    fn h5_only_https_without_a_name_in_it_at_its_own_port_is_asked() {
        for url in [
            "http://a.example/",
            "ftp://a.example/",
            "file:///etc/passwd",
            "gopher://a.example/",
            "https://u:p@a.example/",
            "https://u@a.example/",
            "https://a.example:22/",
            "https://a.example:6379/",
        ] {
            assert!(!may(url), "{url}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_is_not_asked() {
        let https = Https::new(PrivateAddresses::Refused).expect("certificates");
        let ask =
            Ask { url: "https://127.0.0.1/".parse().expect("an address"), form: None, shows: Shows::Nothing };
        assert_eq!(https.ask(ask).await.err(), Some(FetchError::NotAsked("127.0.0.1".to_owned())));
        let parcel = Parcel {
            url: "https://[::1]/".parse().expect("an address"),
            id: "msg_1".to_owned(),
            timestamp: 0,
            body: "{}".to_owned(),
            signature: String::new(),
        };
        assert_eq!(https.deliver(parcel).await, Err(FetchError::NotAsked("[::1]".to_owned())));
        let name: Name = "localhost".parse().expect("a name");
        assert!(Public(PrivateAddresses::Refused).resolve(name).await.is_err());
    }
}
