//! What settings can be.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::Duration;

/// Something that can be written in one line.
pub(super) trait Text: Sized {
    /// Reads it.
    fn read(text: &str) -> Option<Self>;

    /// As the file would have it, secrets masked.
    fn show(&self) -> String;
}

fn quoted(text: impl fmt::Display) -> String {
    format!("{:?}", text.to_string())
}

impl Text for bool {
    fn read(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

impl Text for u32 {
    fn read(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

/// So many bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size(pub u64);

const UNITS: [(&str, u32); 3] = [("GiB", 30), ("MiB", 20), ("KiB", 10)];

impl Text for Size {
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let unit = UNITS.iter().find_map(|(name, bits)| Some((text.strip_suffix(name)?, *bits)));
        let (number, bits) = unit.unwrap_or((text, 0));
        number.trim().parse::<u64>().ok()?.checked_mul(1 << bits).map(Self)
    }

    fn show(&self) -> String {
        let unit = UNITS.iter().find(|(_, bits)| self.0 > 0 && self.0.is_multiple_of(1 << bits));
        unit.map_or_else(|| quoted(self.0), |(name, bits)| quoted(format!("{}{name}", self.0 >> bits)))
    }
}

impl Text for SocketAddr {
    fn read(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }

    fn show(&self) -> String {
        quoted(self)
    }
}

impl Text for PathBuf {
    fn read(text: &str) -> Option<Self> {
        (!text.trim().is_empty()).then(|| Self::from(text))
    }

    fn show(&self) -> String {
        quoted(self.display())
    }
}

/// A web address without a path, as browsers write it in `Origin`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Scheme, host, and port unless it is the usual one.
    pub text: String,
    /// Whether it is https.
    pub secure: bool,
    /// Whether it is this machine.
    pub loopback: bool,
}

impl Origin {
    /// A plain address on this machine.
    pub fn plain(address: SocketAddr) -> Self {
        Self { text: format!("http://{address}"), secure: false, loopback: address.ip().is_loopback() }
    }
}

impl Text for Origin {
    fn read(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('/').to_lowercase();
        let (scheme, authority) = text.split_once("://")?;
        let (secure, usual) = match scheme {
            "https" => (true, ":443"),
            "http" => (false, ":80"),
            _ => return None,
        };
        let allowed = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
        if authority.is_empty() || !authority.chars().all(allowed) {
            return None;
        }
        let authority = authority.strip_suffix(usual).unwrap_or(authority);
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (authority, None),
        };
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        if host.is_empty() || port.is_some_and(|port| port.parse::<u16>().is_err()) {
            return None;
        }
        let loopback = bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        Some(Self { text: format!("{scheme}://{authority}"), secure, loopback })
    }

    fn show(&self) -> String {
        quoted(&self.text)
    }
}

/// Addresses that begin alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    fn read(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.trim().parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Some(most), |bits| bits.trim().parse().ok())?;
        (bits <= most).then_some(Self { address, bits })
    }

    fn holds(self, other: IpAddr) -> bool {
        let as_bits = |ip: IpAddr| match ip {
            IpAddr::V4(ip) => (u128::from(u32::from(ip)) << 96, true),
            IpAddr::V6(ip) => (u128::from(ip), false),
        };
        let ((ours, v4), (theirs, other_v4)) = (as_bits(self.address), as_bits(other));
        let differing = (ours ^ theirs).checked_shr(128 - u32::from(self.bits)).unwrap_or(0);
        v4 == other_v4 && differing == 0
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

/// A list of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks(Vec<Network>);

impl Networks {
    /// Whether an address lies in one of them.
    pub fn hold(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.holds(address))
    }
}

impl Text for Networks {
    fn read(text: &str) -> Option<Self> {
        // In brackets it is what the file would have, and what a message shows.
        let list = match text.trim().starts_with('[') {
            true => toml::Value::from_str(text.trim()).ok()?.try_into::<Vec<String>>().ok()?,
            false => text.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect(),
        };
        list.iter().map(|part| Network::read(part)).collect::<Option<_>>().map(Self)
    }

    fn show(&self) -> String {
        let list: Vec<String> = self.0.iter().map(quoted).collect();
        format!("[{}]", list.join(", "))
    }
}

/// Where the database is. It may hold a password, so that it shows itself only masked.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The embedded database in a folder.
    pub fn sqlite_in(folder: &Path) -> Self {
        // Two letters mean something in such an address.
        let path = folder.join("tanggap.db").display().to_string().replace('%', "%25").replace('?', "%3f");
        Self(format!("sqlite://{path}"))
    }

    /// As the driver wants it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether it is the embedded database.
    pub fn is_sqlite(&self) -> bool {
        self.0.starts_with("sqlite:")
    }

    /// The file of the embedded database.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        let path = self.0.strip_prefix("sqlite://")?.split('?').next()?;
        Some(PathBuf::from(path.replace("%3f", "?").replace("%25", "%")))
    }

    fn masked(&self) -> String {
        if self.is_sqlite() {
            return self.0.clone();
        }
        // A password may stand before the host or among the parameters; the latter are left out whole.
        let plain = self.0.split('?').next().unwrap_or_default();
        match (plain.split_once("://"), plain.rsplit_once('@')) {
            (Some((scheme, rest)), Some((_, host))) => {
                let user = rest.split([':', '@']).next().unwrap_or_default();
                format!("{scheme}://{user}:***@{host}")
            }
            _ => plain.to_owned(),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl Text for DatabaseUrl {
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let rest = ["sqlite://", "postgres://", "postgresql://"].iter().find_map(|scheme| text.strip_prefix(scheme))?;
        (!rest.is_empty()).then(|| Self(text.to_owned()))
    }

    fn show(&self) -> String {
        quoted(self.masked())
    }
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

impl Text for LogFormat {
    fn read(text: &str) -> Option<Self> {
        match text.trim() {
            "text" => Some(Self::Text),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    fn show(&self) -> String {
        quoted(match self {
            Self::Text => "text",
            Self::Json => "json",
        })
    }
}

/// What is written to the log, in the words of `tracing`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFilter(pub String);

impl Default for LogFilter {
    fn default() -> Self {
        Self("info".to_owned())
    }
}

impl Text for LogFilter {
    fn read(text: &str) -> Option<Self> {
        tracing_subscriber::EnvFilter::try_new(text).ok().map(|_| Self(text.to_owned()))
    }

    fn show(&self) -> String {
        quoted(&self.0)
    }
}

/// A time between two deeds: `30s`, `15m`, `1h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Every(pub Duration);

impl Text for Every {
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let unit = text.chars().last()?;
        let seconds = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            _ => return None,
        };
        let number: u64 = text.strip_suffix(unit)?.parse().ok()?;
        let seconds = number.checked_mul(seconds).filter(|seconds| (1..=86_400).contains(seconds))?;
        Some(Self(Duration::from_secs(seconds)))
    }

    fn show(&self) -> String {
        quoted(format!("{}s", self.0.as_secs()))
    }
}
