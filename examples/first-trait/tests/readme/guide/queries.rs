//! Queries and forms: values inside of values, styles of lists, defaults, and maps.

use std::collections::BTreeMap;

use api_core::Body;
use api_core::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Search {
    /// `size=5`, or `size[least]=5`.
    size: Option<Size>,
    /// `labels=a,b`
    #[serde(default)]
    #[model(comma)]
    labels: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(untagged)]
enum Size {
    Exactly(u32),
    AtLeast { least: u32 },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Range {
    most: u32,
}

#[api]
trait Shop {
    #[get("/articles")]
    async fn articles(
        &self,
        #[query] search: Search,
        #[query(comma)] ids: Vec<u32>,
        #[query(brackets)] price: Option<Range>,
        #[query(default = 20)] limit: u16,
        #[query] others: BTreeMap<String, String>,
    ) -> Result<Vec<String>, Error>;
}

struct Echo;

impl Shop for Echo {
    async fn articles(
        &self,
        search: Search,
        ids: Vec<u32>,
        price: Option<Range>,
        limit: u16,
        others: BTreeMap<String, String>,
    ) -> Result<Vec<String>, Error> {
        Ok(vec![format!("{search:?} {ids:?} {price:?} {limit} {others:?}")])
    }
}

#[tokio::test]
async fn a_query_has_values_inside_of_values() {
    let client = ShopApi::connect(InProcess::new(ShopApi::serve(Echo)));
    let target = "/articles?size[least]=5&labels=a,b&ids=1,2&price[most]=9&colour=red";
    let request = http::Request::get(target.replace('[', "%5B").replace(']', "%5D")).body(Body::empty()).unwrap();
    let answer = client.raw(request).await.unwrap();
    let bytes = answer.into_body().into_bytes().unwrap();
    let read: Vec<String> = serde_json::from_slice(&bytes).unwrap();
    let search = Search { size: Some(Size::AtLeast { least: 5 }), labels: vec!["a".into(), "b".into()] };
    let others = BTreeMap::from([("colour".to_owned(), "red".to_owned())]);
    let arguments = (search, vec![1, 2], Some(Range { most: 9 }), 20, others);
    let (search, ids, price, limit, others) = arguments.clone();
    assert_eq!(read, [format!("{search:?} {ids:?} {price:?} {limit} {others:?}")]);
    // The derived client writes what is read again.
    let (search, ids, price, limit, others) = arguments;
    assert_eq!(client.articles(search, ids, price, limit, others).await.unwrap(), read);
}

#[tokio::test]
async fn what_could_not_be_read_again_is_not_sent() {
    let client = ShopApi::connect(InProcess::new(ShopApi::serve(Echo)));
    let search = Search { size: None, labels: vec!["a,b".into()] };
    let error = client.articles(search, Vec::new(), None, 1, BTreeMap::new()).await.unwrap_err();
    let reason = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    assert!(reason.contains("labels"), "{error}: {reason}");
}

#[api]
trait Redirects {
    #[get("/redirect")]
    async fn redirect(&self, #[query(allow_reserved)] to: String) -> Result<(), Error>;
}

#[test]
fn a_client_writes_reserved_characters_as_they_are() {
    #[derive(Clone)]
    struct Nowhere;
    impl Redirects for Nowhere {
        async fn redirect(&self, _: String) -> Result<(), Error> {
            Ok(())
        }
    }
    let client = RedirectsApi::connect(InProcess::new(RedirectsApi::serve(Nowhere)));
    let request = client.request(&RedirectsRedirectCall { to: "/a?b:c&d".to_owned() }).unwrap();
    assert_eq!(request.uri().path_and_query().unwrap(), "/redirect?to=/a?b:c%26d");
}
