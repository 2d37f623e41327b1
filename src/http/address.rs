//! Where a request comes from: the connection's other end, or what a proxy of ours says in `Forwarded` (RFC 7239). What anybody else says there, or in
//! any other header, is not believed: it decides whose wrong passwords are counted together (R26).

use crate::config::Networks;
use axum::http::HeaderMap;
use axum::http::header::FORWARDED;
use std::net::{IpAddr, SocketAddr};

/// The other end of a connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// The client's address: going back from the connection, the first that is no proxy of ours.
pub fn client(peer: IpAddr, headers: &HeaderMap, proxies: &Networks) -> IpAddr {
    let mut client = peer.to_canonical();
    if !proxies.hold(client) {
        return client;
    }
    let lines: Vec<&str> = headers.get_all(FORWARDED).iter().filter_map(|value| value.to_str().ok()).collect();
    let text = lines.join(",");
    // Each proxy adds its own element at the end.
    for element in split(&text, ',').into_iter().rev() {
        match forwarded_for(element) {
            Some(address) => client = address.to_canonical(),
            // A proxy of ours that does not say for whom it asks is all we know.
            None => return client,
        }
        if !proxies.hold(client) {
            return client;
        }
    }
    client
}

/// The address in an element's `for`.
fn forwarded_for(element: &str) -> Option<IpAddr> {
    let pairs = split(element, ';').into_iter().filter_map(|pair| pair.split_once('='));
    let mut values = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for")).map(|(_, value)| value.trim());
    let value = values.next()?;
    let value = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
    if let Some(rest) = value.strip_prefix('[') {
        return rest.split_once(']')?.0.parse().ok();
    }
    value.parse().ok().or_else(|| value.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

/// Splits outside quotation marks.
fn split(text: &str, at: char) -> Vec<&str> {
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    for (index, c) in text.char_indices() {
        if c == '"' {
            quoted = !quoted;
        } else if c == at && !quoted {
            parts.push(&text[start..index]);
            start = index + c.len_utf8();
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Sources};
    use axum::http::HeaderValue;

    #[test]
    fn only_proxies_of_ours_are_believed() {
        let variables = vec![("TRUSTED_PROXIES".to_owned(), "10.0.0.0/8,fd00::/8".to_owned())];
        let config = Config::from_sources(Sources { variables, ..Sources::default() }, false).unwrap();
        for (peer, forwarded, wanted) in [
            ("8.8.8.8", "for=1.2.3.4", "8.8.8.8"),
            ("10.0.0.1", "", "10.0.0.1"),
            ("10.0.0.1", "for=1.2.3.4", "1.2.3.4"),
            ("10.0.0.1", "For=\"1.2.3.4:5555\";proto=https;by=10.0.0.1", "1.2.3.4"),
            ("10.0.0.1", "for=\"[2001:db8::7]:4711\"", "2001:db8::7"),
            ("10.0.0.1", "for=\"[2001:db8::7]\"", "2001:db8::7"),
            // The first is what the client made up.
            ("10.0.0.1", "for=9.9.9.9, for=1.2.3.4", "1.2.3.4"),
            ("10.0.0.1", "for=9.9.9.9, for=1.2.3.4, for=10.2.2.2", "1.2.3.4"),
            ("10.0.0.1", "for=10.3.3.3, for=10.2.2.2", "10.3.3.3"),
            ("10.0.0.1", "for=1.2.3.4, for=unknown", "10.0.0.1"),
            ("10.0.0.1", "for=1.2.3.4, for=_hidden, for=10.2.2.2", "10.2.2.2"),
            ("10.0.0.1", "for=\"1.2.3.4, for=5.6.7.8", "10.0.0.1"),
            ("10.0.0.1", "proto=https", "10.0.0.1"),
            ("::ffff:10.0.0.1", "for=1.2.3.4", "1.2.3.4"),
            ("fd00::1", "for=1.2.3.4", "1.2.3.4"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(FORWARDED, HeaderValue::from_static(forwarded));
            headers.insert("x-forwarded-for", HeaderValue::from_static("6.6.6.6"));
            let found = client(peer.parse().unwrap(), &headers, &config.trusted_proxies);
            assert_eq!(found.to_string(), wanted, "{peer} {forwarded}");
        }
    }
}
