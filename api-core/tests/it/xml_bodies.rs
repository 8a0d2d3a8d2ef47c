//! Bodies and answers as XML.

use std::collections::BTreeMap;

use api_core::client::Transport as _;
use api_core::codec::{value_from_bytes, value_to_bytes};
use api_core::context::BodySlot;
use api_core::description::BodyEncoding;
use api_core::model::Patch;
use api_core::routing::InProcess;
use api_core::{Body, Error, Model, api};
use api_testing::laws::{self, Laws};
use http::{Request, Response};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The answer of S3 to a request for the objects of a bucket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(rename_all = "PascalCase")]
struct ListBucketResult {
    #[serde(rename = "@xmlns")]
    namespace: Option<String>,
    name: String,
    prefix: String,
    key_count: u32,
    is_truncated: bool,
    next_continuation_token: Option<String>,
    contents: Vec<Object>,
    common_prefixes: Vec<Prefix>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(rename_all = "PascalCase")]
struct Object {
    key: String,
    #[serde(rename = "ETag")]
    tag: String,
    size: u64,
    storage_class: StorageClass,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum StorageClass {
    Standard,
    Glacier,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(rename_all = "PascalCase")]
struct Prefix {
    prefix: String,
}

const BUCKET: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
    <Name>quotes</Name>
    <Prefix/>
    <KeyCount>205</KeyCount>
    <MaxKeys>1000</MaxKeys>
    <IsTruncated>false</IsTruncated>
    <Contents>
        <Key>my-image &amp; more.jpg</Key>
        <LastModified>2009-10-12T17:50:30.000Z</LastModified>
        <ETag>"fba9dede5f27731c9771645a39863328"</ETag>
        <Size>434234</Size>
        <StorageClass>STANDARD</StorageClass>
    </Contents>
    <CommonPrefixes><Prefix>photos/</Prefix></CommonPrefixes>
    <Contents><Key>b</Key><ETag/><Size> 1 </Size><StorageClass>GLACIER</StorageClass></Contents>
</ListBucketResult>
"#;

/// A feed of RSS 2.0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(rename = "rss")]
struct Feed {
    #[serde(rename = "@version")]
    version: String,
    #[serde(rename = "@xmlns:atom")]
    atom: Option<String>,
    channel: Channel,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Channel {
    title: String,
    #[serde(rename = "atom:link")]
    link: Option<Link>,
    #[serde(rename = "item")]
    items: Vec<Article>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Link {
    #[serde(rename = "@href")]
    href: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Article {
    title: Option<String>,
    guid: Guid,
    #[serde(rename = "category")]
    categories: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Guid {
    #[serde(rename = "@isPermaLink")]
    is_permanent: Option<bool>,
    #[serde(rename = "$text")]
    id: String,
}

const FEED: &str = r#"<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>Liftoff <![CDATA[<News>]]></title><!-- a comment --><atom:link href="a?b&amp;c" rel="self"/>
<item><guid isPermaLink="false">2003&#x2f;06</guid><category>a</category><category> b </category></item>
<item><title/><guid>x</guid></item>
</channel></rss>"#;

/// A value with everything that an element can hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Everything {
    #[serde(rename = "@id")]
    id: u64,
    #[serde(rename = "@note")]
    note: Option<String>,
    text: String,
    character: char,
    flag: bool,
    integer: i64,
    number: f64,
    unit: Unit,
    option: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    omitted: Option<u8>,
    #[serde(default)]
    defaulted: Option<u8>,
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    patch: Patch<String>,
    list: Vec<String>,
    #[serde(default)]
    optional_items: Vec<Option<bool>>,
    array: [u8; 2],
    map: BTreeMap<Color, u8>,
    maybe: BTreeMap<Color, Option<String>>,
    nested: Nested,
    #[serde(flatten)]
    more: Nested2,
    shape: Figure,
    shapes: Vec<Figure>,
    tagged: Tagged,
    adjacent: Vec<Adjacent>,
    tree: Tree,
    transparent: Wrapper,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Model)]
enum Color {
    Red,
    Green,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Nested {
    a: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Unit;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Nested2 {
    b: Option<String>,
    c: Vec<Color>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
enum Figure {
    Point,
    Circle(u32),
    Named(Nested),
    Box { width: u32, tags: Vec<String> },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "@kind")]
enum Tagged {
    Nothing,
    Wrapped(Nested),
    Fields { count: u32, items: Vec<u8> },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "type", content = "value")]
enum Adjacent {
    Nothing,
    List(Vec<String>),
    Fields { count: u32 },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Tree {
    name: String,
    children: Vec<Tree>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Wrapper(Vec<String>);

/// Values as XML alone and beside JSON.
#[api]
trait Documents {
    /// Takes and returns a bucket.
    #[post("/buckets", media_type = "application/xml")]
    async fn bucket(
        &self,
        #[body(media_type = "application/xml")] bucket: ListBucketResult,
    ) -> Result<ListBucketResult, Error>;

    /// Takes and returns a feed.
    #[post("/feeds", media_type = ["application/rss+xml", "application/json"])]
    async fn feed(
        &self,
        #[body(media_type = ["application/rss+xml", "application/json", "text/xml"])] feed: Feed,
    ) -> Result<Feed, Error>;

    /// Takes and returns everything.
    #[post("/everything", media_type = ["text/xml", "application/json"])]
    async fn everything(
        &self,
        #[body(media_type = ["application/xml", "application/json"])] everything: Everything,
    ) -> Result<Everything, Error>;

    /// Takes a value that may be missing.
    #[post("/maybe", media_type = "application/xml")]
    async fn maybe(
        &self,
        #[body(media_type = "application/xml")] nested: Option<Nested>,
    ) -> Result<Option<Nested>, Error>;
}

impl Documents for () {
    async fn bucket(&self, bucket: ListBucketResult) -> Result<ListBucketResult, Error> {
        Ok(bucket)
    }
    async fn feed(&self, feed: Feed) -> Result<Feed, Error> {
        Ok(feed)
    }
    async fn everything(&self, everything: Everything) -> Result<Everything, Error> {
        Ok(everything)
    }
    async fn maybe(&self, nested: Option<Nested>) -> Result<Option<Nested>, Error> {
        Ok(nested)
    }
}

async fn sent(path: &str, media_type: &str, body: &str) -> Response<Body> {
    let request = Request::post(path).header("content-type", media_type).body(body.to_owned().into());
    InProcess::new(DocumentsApi::serve(())).send(request.expect("a request")).await.expect("a response")
}

async fn answered(path: &str, media_type: &str, body: &str) -> (u16, String) {
    let response = sent(path, media_type, body).await;
    let status = response.status().as_u16();
    let bytes = BodySlot::new(response.into_body()).bytes(1 << 20).await.expect("a body");
    (status, String::from_utf8(bytes.to_vec()).expect("text"))
}

fn read<T: Model + DeserializeOwned>(text: &str) -> Result<T, String> {
    let value = value_from_bytes(BodyEncoding::Xml, T::SHAPE, text.as_bytes()).map_err(|error| error.to_string())?;
    serde_json::from_value(value).map_err(|error| error.to_string())
}

fn written<T: Model + Serialize>(value: &T) -> Result<String, String> {
    let value = serde_json::to_value(value).expect("JSON");
    let bytes = value_to_bytes(BodyEncoding::Xml, T::SHAPE, &value).map_err(|error| error.to_string())?;
    Ok(String::from_utf8(bytes).expect("text"))
}

#[tokio::test]
async fn the_list_of_a_bucket_is_read_and_written() {
    let bucket: ListBucketResult = read(BUCKET).expect("a bucket");
    assert_eq!(bucket.contents[0].key, "my-image & more.jpg");
    assert_eq!((bucket.contents[1].size, bucket.contents.len()), (1, 2));
    assert_eq!(bucket.next_continuation_token, None);
    let (status, answer) = answered("/buckets", "application/xml; charset=utf-8", BUCKET).await;
    assert_eq!(status, 200, "{answer}");
    let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>quotes</Name><Prefix/>\
        <KeyCount>205</KeyCount><IsTruncated>false</IsTruncated><Contents><Key>my-image &amp; more.jpg</Key>\
        <ETag>\"fba9dede5f27731c9771645a39863328\"</ETag><Size>434234</Size><StorageClass>STANDARD</StorageClass>\
        </Contents><Contents><Key>b</Key><ETag/><Size>1</Size><StorageClass>GLACIER</StorageClass></Contents>\
        <CommonPrefixes><Prefix>photos/</Prefix></CommonPrefixes></ListBucketResult>";
    assert_eq!(answer, expected);
    let client = DocumentsApi::connect(InProcess::new(DocumentsApi::serve(())));
    assert_eq!(client.bucket(bucket.clone()).await.expect("an answer"), bucket);
}

#[tokio::test]
async fn a_feed_is_read_and_written() {
    let feed: Feed = read(FEED).expect("a feed");
    assert_eq!(feed.channel.title, "Liftoff <News>");
    assert_eq!(feed.channel.link, Some(Link { href: "a?b&c".to_owned() }));
    assert_eq!(feed.channel.items[0].guid, Guid { is_permanent: Some(false), id: "2003/06".to_owned() });
    assert_eq!(feed.channel.items[0].categories, ["a", " b "]);
    assert_eq!(feed.channel.items[1].title.as_deref(), Some(""), "an empty element is an empty text");
    assert_eq!(read::<Feed>(&written(&feed).expect("XML")).expect("a feed"), feed);
    for media_type in ["application/rss+xml", "text/xml"] {
        assert_eq!(answered("/feeds", media_type, FEED).await.0, 200, "{media_type}");
    }
    for media_type in ["application/atom+xml", "text/xml; charset=iso-8859-1", "application/xml"] {
        assert_eq!(answered("/feeds", media_type, FEED).await.0, 415, "{media_type}");
    }
    for media_type in ["application/atom+xml", "text/xml", "Text/XML; charset=\"UTF-8\""] {
        assert_eq!(
            answered("/buckets", media_type, BUCKET).await.0,
            200,
            "all names of XML are the usual one: {media_type}"
        );
    }
}

#[test]
fn what_is_not_well_formed_is_refused() {
    let nested = |text: &str| format!("<Nested>{text}</Nested>");
    let table = [
        ("", "no root element"),
        ("<Nested><a>x</a>", "ends inside of an element"),
        ("<Nested><a>x</b></Nested>", "not well-formed"),
        ("<Nested><a>x</a></Nested><Nested/>", "more than one root element"),
        ("<Nested><a>x</a></Nested>x", "outside of its root element"),
        ("x<Nested><a>x</a></Nested>", "outside of its root element"),
        ("<Nested a=\"1\" a=\"2\"/>", "two attributes of the same name"),
        ("<Nested a=1/>", "an attribute that is not one"),
        (&nested("<a>&nbsp;</a>"), "an entity that is not one of the five"),
        (&nested("<a>& </a>"), "not well-formed"),
        (&nested("<a>&#0;</a>"), "not well-formed"),
        (&nested("<a>&#1;</a>"), "U+0001"),
        (&nested("<a>\u{1}</a>"), "U+0001"),
        (&nested("<a><![CDATA[\u{fffe}]]></a>"), "U+FFFE"),
        (&nested("<a>]]></a>"), "]]&gt;"),
        ("<?xml version=\"1.0\" encoding=\"latin1\"?><Nested/>", "another encoding"),
        ("<!DOCTYPE Nested><Nested><a>x</a></Nested>", "document type declaration"),
        (
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Nested><a>&x;</a></Nested>",
            "document type declaration",
        ),
        (
            "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;&x;\">]><Nested><a>&y;</a></Nested>",
            "document type declaration",
        ),
    ];
    for (text, expected) in table {
        let error = read::<Nested>(text).expect_err(text);
        assert!(error.contains(expected), "{text}\n{error}");
    }
    let bytes = value_from_bytes(BodyEncoding::Xml, Nested::SHAPE, b"<Nested><a>\xff</a></Nested>");
    assert!(bytes.is_err_and(|error| error.to_string().contains("not UTF-8")));
}

#[test]
fn what_a_peer_sends_is_bounded_in_depth_and_attributes() {
    let deep = format!("{}{}", "<Tree><children>".repeat(50_000), "</children></Tree>".repeat(50_000));
    assert!(read::<Tree>(&deep).is_err_and(|error| error.contains("128 elements")));
    let unclosed = "<a>".repeat(100_000);
    assert!(read::<Tree>(&unclosed).is_err_and(|error| error.contains("128 elements")));
    // Comparing all pairs would take minutes.
    let attributes: Vec<String> = (0..200_000).map(|number| format!(" a{number}=\"\"")).collect();
    let attributes = attributes.concat();
    let wide = format!("<Tree{attributes}/>");
    assert!(read::<Tree>(&wide).is_err_and(|error| error.contains("64 attributes")));
    // As deep as JSON may be here.
    let mut tree = Tree { name: String::new(), children: Vec::new() };
    for _ in 0..60 {
        tree = Tree { name: "x".to_owned(), children: vec![tree] };
    }
    assert_eq!(read::<Tree>(&written(&tree).expect("XML")).expect("a tree"), tree);
}

#[tokio::test]
async fn what_does_not_fit_is_refused_with_its_place() {
    let bucket = |from: &str, to: &str| BUCKET.replacen(from, to, 1);
    let table = [
        (bucket("<Size>434234</Size>", "<Size>many</Size>"), 422, "/Contents/0/Size"),
        (bucket("<Size>434234</Size>", ""), 422, "/Contents/0"),
        (bucket("STANDARD", "COLD"), 422, "/Contents/0/StorageClass"),
        (bucket("<KeyCount>205", "<KeyCount>1</KeyCount><KeyCount>205"), 422, "`KeyCount` is there more than once"),
        (bucket("<Prefix/>", "<Prefix><b/></Prefix>"), 422, "an element `b` inside, expected text"),
        (
            bucket("ListBucketResult", "Other").replace("/ListBucketResult", "/Other"),
            422,
            "expected `ListBucketResult`",
        ),
        (bucket("<Name>", "<Name"), 400, "an element without a name"),
        (String::new(), 400, "no root element"),
    ];
    for (body, status, expected) in table {
        let (found, answer) = answered("/buckets", "application/xml", &body).await;
        assert_eq!(found, status, "{body}\n{answer}");
        assert!(answer.contains(expected), "{expected}\n{answer}");
    }
}

#[tokio::test]
async fn an_optional_body_may_be_missing_or_nil() {
    let nil = "<Nested xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>";
    for body in ["", nil] {
        let (status, answer) = answered("/maybe", "application/xml", body).await;
        assert_eq!((status, answer.split_once('\n').map(|(_, rest)| rest)), (200, Some(nil)));
    }
    let client = DocumentsApi::connect(InProcess::new(DocumentsApi::serve(())));
    for value in [None, Some(Nested { a: " ".to_owned() })] {
        assert_eq!(client.maybe(value.clone()).await.expect("an answer"), value);
    }
}

#[tokio::test]
async fn a_text_that_xml_excludes_is_an_error_of_the_client() {
    let client = DocumentsApi::connect(InProcess::new(DocumentsApi::serve(())));
    let failure = client.maybe(Some(Nested { a: "a\u{0}".to_owned() })).await.expect_err("no XML");
    let shown = format!("{failure:?}");
    assert!(shown.contains("U+0000, which XML 1.0 excludes"), "{shown}");
}

#[test]
fn each_part_has_its_form() {
    let value = json!({
        "@id": 7, "@note": "a\n\"b\"", "text": " a\r\n<b>&c ", "character": "\t", "flag": true, "integer": -1, "number": 0.1,
        "unit": null, "option": null, "defaulted": null, "patch": null, "list": ["", "x"],
        "optional_items": [null, true], "array": [1, 2], "map": {"Red": 1}, "maybe": {"Green": null},
        "nested": {"a": "b"}, "b": null, "c": ["Red"], "shape": "Point",
        "shapes": [{"Circle": 1}, {"Named": {"a": ""}}, {"Box": {"width": 1, "tags": []}}], "tagged": {"@kind": "Wrapped", "a": "x"},
        "adjacent": [{"type": "Nothing"}, {"type": "List", "value": []}, {"type": "Fields", "value": {"count": 1}}],
        "tree": {"name": "r", "children": [{"name": "s", "children": []}]}, "transparent": ["a"]
    });
    let everything: Everything = serde_json::from_value(value).expect("everything");
    let nil = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"";
    let expected = [
        "<Everything id=\"7\" note=\"a&#10;&quot;b&quot;\">",
        "<text> a&#13;\n&lt;b&gt;&amp;c </text>",
        "<character>\t</character><flag>true</flag><integer>-1</integer><number>0.1</number><unit/>",
        &format!("<patch {nil}/>"),
        "<list/><list>x</list>",
        &format!("<optional_items {nil}/><optional_items>true</optional_items>"),
        "<array>1</array><array>2</array><map><Red>1</Red></map>",
        &format!("<maybe><Green {nil}/></maybe>"),
        "<nested><a>b</a></nested>",
        "<c>Red</c>",
        "<shape><Point/></shape>",
        "<shapes><Circle>1</Circle></shapes><shapes><Named><a/></Named></shapes><shapes><Box><width>1</width></Box></shapes>",
        "<tagged kind=\"Wrapped\"><a>x</a></tagged>",
        "<adjacent><type>Nothing</type></adjacent><adjacent><type>List</type></adjacent>",
        "<adjacent><type>Fields</type><value><count>1</count></value></adjacent>",
        "<tree><name>r</name><children><name>s</name></children></tree>",
        "<transparent>a</transparent></Everything>",
    ];
    let text = written(&everything).expect("XML");
    assert_eq!(text.split_once('\n').expect("a declaration").1, expected.concat());
    assert_eq!(read::<Everything>(&text).expect("everything"), everything);
}

proptest! {
    #[test]
    fn text_is_read_as_it_was_written(text in "[ -~\\t\\r\\néß\u{85}\u{2028}\u{10000}]*", attribute in "[ -~\\t\\r\\né\u{85}]*") {
        let guid = Guid { is_permanent: None, id: text };
        prop_assert_eq!(read::<Guid>(&written(&guid).expect("XML")).expect("a value"), guid);
        let link = Link { href: attribute };
        prop_assert_eq!(read::<Link>(&written(&link).expect("XML")).expect("a value"), link);
    }

    #[test]
    fn numbers_are_read_as_they_were_written(number in proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL | proptest::num::f64::ZERO) {
        #[derive(Debug, PartialEq, Serialize, Deserialize, Model)]
        struct Measured { value: f64, small: Option<f32> }
        #[expect(clippy::cast_possible_truncation, reason = "any number of the smaller type will do")]
        let small = Some(number as f32).filter(|small| small.is_finite());
        let value = Measured { value: number, small };
        prop_assert_eq!(read::<Measured>(&written(&value).expect("XML")).expect("a value"), value);
    }

    #[test]
    fn bytes_of_a_peer_do_not_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "(<[a/Nested>!\\[?&;=\" -]|.){0,60}") {
        let _ = value_from_bytes(BodyEncoding::Xml, Everything::SHAPE, &bytes);
        let _: Result<Value, _> = value_from_bytes(BodyEncoding::Xml, Nested::SHAPE, text.as_bytes());
    }
}

#[test]
fn the_laws_hold() {
    laws::check::<DocumentsApi>(&Laws::new(100, 1));
}
