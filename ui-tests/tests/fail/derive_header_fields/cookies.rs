//! Cookies that browsers refuse, mistakes in their attributes, and types that are no cookie.

use api_core::call::{HeaderFields, SetCookie, WithHeaders};
use api_core::prelude::*;

#[derive(HeaderFields)]
struct Host {
    #[cookie("__Host-sid", path = "/")]
    session: SetCookie<String>,
}

#[derive(HeaderFields)]
struct HostOfDomain {
    #[cookie("__Host-sid", path = "/a", domain = "a.example", secure)]
    session: SetCookie<String>,
}

#[derive(HeaderFields)]
struct Insecure {
    #[cookie("__Secure-sid")]
    session: SetCookie<String>,
    #[cookie(same_site = none)]
    embedded: SetCookie<String>,
    #[cookie(partitioned)]
    divided: SetCookie<String>,
}

#[derive(HeaderFields)]
struct Twice {
    #[cookie("sid")]
    session: SetCookie<String>,
    #[cookie]
    sid: Option<SetCookie<u64>>,
    set_cookie: Vec<String>,
}

#[derive(HeaderFields)]
struct Attributes {
    #[cookie("a b")]
    spaces: SetCookie<String>,
    #[cookie(http_onyl)]
    misspelt: SetCookie<String>,
    #[cookie(secure, secure = true)]
    twice: SetCookie<String>,
    #[cookie(path = "admin", domain = "a b", max_age = 0, same_site = "lax")]
    values: SetCookie<String>,
    #[cookie(max_age = "1h", path)]
    kinds: SetCookie<String>,
    #[cookie]
    #[header("x-both")]
    both: SetCookie<String>,
}

#[derive(HeaderFields)]
struct Nameless(#[cookie] SetCookie<String>);

#[derive(HeaderFields)]
struct NoCookie {
    #[cookie]
    plain: String,
}

#[derive(Clone, Debug, PartialEq, HeaderFields)]
struct List {
    #[cookie]
    ids: SetCookie<Vec<u8>>,
}

#[api]
trait Sessions {
    #[post("/a")]
    async fn list(&self) -> Result<WithHeaders<(), List>, Error>;

    #[post("/b")]
    async fn asked(&self, #[headers] sent: Sent) -> Result<(), Error>;
}

#[derive(Clone, Debug, PartialEq, HeaderFields)]
struct Sent {
    #[cookie]
    session: SetCookie<String>,
}

fn main() {}
