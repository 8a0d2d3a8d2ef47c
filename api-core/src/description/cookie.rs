//! Cookies that a response sets (RFC 6265 §4.1): names and attributes.

/// A cookie that a response sets, with the attributes that it always has. A value may add others.
///
/// ```
/// use api_core::Model;
/// use api_core::description::{Cookie, HeaderField, SameSite};
///
/// const SESSION: Cookie = Cookie::new("sid").path("/").max_age(3600).secure().http_only().same_site(SameSite::Lax);
/// const FIELD: HeaderField = HeaderField::set_cookie(SESSION, String::SHAPE);
/// assert_eq!(FIELD.name, "set-cookie");
/// assert_eq!(SESSION.to_string(), "sid=…; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cookie {
    /// The name.
    pub name: &'static str,
    /// The paths to which it is sent: this one, and those below. `None`: those below the path of the request.
    pub path: Option<&'static str>,
    /// The host to which it is sent, and those below. `None`: the host that set it, alone.
    pub domain: Option<&'static str>,
    /// The time in seconds for which it is kept. `None`: as long as the browser is open.
    pub max_age: Option<u64>,
    /// Whether it is sent over secure connections only.
    pub secure: bool,
    /// Whether scripts cannot read it.
    pub http_only: bool,
    /// The requests of other sites that have it. `None`: the browser decides.
    pub same_site: Option<SameSite>,
    /// Whether each site that embeds this one has a cookie of its own.
    pub partitioned: bool,
}

/// The requests that other sites cause and that have a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SameSite {
    /// None.
    Strict,
    /// Those that open a page by `GET`.
    Lax,
    /// All. The cookie must be `Secure`.
    None,
}

impl Cookie {
    /// Creates the description of a cookie without attributes.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            path: None,
            domain: None,
            max_age: None,
            secure: false,
            http_only: false,
            same_site: None,
            partitioned: false,
        }
    }

    /// Sets the paths to which it is sent.
    #[must_use]
    pub const fn path(mut self, path: &'static str) -> Self {
        self.path = Some(path);
        self
    }

    /// Sets the host to which it is sent.
    #[must_use]
    pub const fn domain(mut self, domain: &'static str) -> Self {
        self.domain = Some(domain);
        self
    }

    /// Sets the time in seconds for which it is kept.
    #[must_use]
    pub const fn max_age(mut self, seconds: u64) -> Self {
        self.max_age = Some(seconds);
        self
    }

    /// Sends it over secure connections only.
    #[must_use]
    pub const fn secure(mut self) -> Self {
        self.secure = true;
        self
    }

    /// Hides it from scripts.
    #[must_use]
    pub const fn http_only(mut self) -> Self {
        self.http_only = true;
        self
    }

    /// Sets the requests of other sites that have it.
    #[must_use]
    pub const fn same_site(mut self, same_site: SameSite) -> Self {
        self.same_site = Some(same_site);
        self
    }

    /// Gives each site that embeds this one a cookie of its own.
    #[must_use]
    pub const fn partitioned(mut self) -> Self {
        self.partitioned = true;
        self
    }
}

impl SameSite {
    /// Returns the value of the attribute.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Strict => "Strict",
            Self::Lax => "Lax",
            Self::None => "None",
        }
    }
}

/// Writes the field as documents show it, with `…` for the value.
impl std::fmt::Display for Cookie {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}=…", self.name)?;
        self.path.iter().try_for_each(|path| write!(formatter, "; Path={path}"))?;
        self.domain.iter().try_for_each(|domain| write!(formatter, "; Domain={domain}"))?;
        self.max_age.iter().try_for_each(|seconds| write!(formatter, "; Max-Age={seconds}"))?;
        let flags = [("Secure", self.secure), ("HttpOnly", self.http_only)];
        flags.iter().filter(|(_, is_set)| *is_set).try_for_each(|(name, _)| write!(formatter, "; {name}"))?;
        self.same_site.iter().try_for_each(|same_site| write!(formatter, "; SameSite={}", same_site.word()))?;
        if self.partitioned { formatter.write_str("; Partitioned") } else { Ok(()) }
    }
}
