//! The calls that every foreign client makes, and what the client in Rust makes of the same calls.

use api_core::Client;
use api_core::call::{AnySuccess, Text, WithHeaders};
use api_core::codec::query::Flag;
use api_core::error::ApiError;
use api_testing::everything::{
    Colour, Everything as _, EverythingApi, Filter, Label, NewThing, Order, OrderedItem, Page, Range, Replaced, Report,
    ReportType, Size, Step, Urgency,
};
use bytes::Bytes;
use foreign::journal::{Happening, Journal as _, JournalApi, Mood, NewEntry, Weather};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::place::{Routes, TENANT, routes};
use crate::recorder::{Recorded, Recorder, SameCall};

/// A call, and what came of it.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) endpoint: &'static str,
    pub(crate) request: Recorded,
    pub(crate) same_call: SameCall,
    pub(crate) outcome: Value,
}

struct Cases {
    recorder: Recorder<Routes>,
    found: Vec<Case>,
}

impl Cases {
    /// Adds the call that was made last.
    fn add<A: api_core::Api>(&mut self, name: &'static str, endpoint: &'static str, outcome: Value) {
        let request = self.recorder.take().expect("a call is one request");
        let same_call = api_testing::laws::same_call::<A>;
        self.found.push(Case { name, endpoint, request, same_call, outcome });
    }
}

/// Makes the calls with the client in Rust.
pub(crate) async fn cases() -> Vec<Case> {
    let recorder = Recorder::new(routes());
    let mut cases = Cases { recorder: recorder.clone(), found: Vec::new() };
    let client = Client::<EverythingApi, _>::new(recorder.clone()).bind("tenant", TENANT);
    let anonymous = Client::<EverythingApi, _>::new(recorder.clone().without_credentials()).bind("tenant", TENANT);
    of_everything(&mut cases, &client).await;
    let outcome = shown(anonymous.root().await, |thing| json!(thing));
    cases.add::<EverythingApi>("anonymous", "root", outcome);
    bodies_of_everything(&mut cases, &client).await;
    of_the_journal(&mut cases, &Client::<JournalApi, _>::new(recorder)).await;
    cases.found
}

type Of<A> = Client<A, Recorder<Routes>>;

/// Adds calls without bodies.
async fn of_everything(cases: &mut Cases, client: &Of<EverythingApi>) {
    let mut add = |name, endpoint, outcome| cases.add::<EverythingApi>(name, endpoint, outcome);
    add("root", "root", shown(client.root().await, |thing| json!(thing)));
    add("thing", "thing", shown(client.thing(7).await, |thing| json!(thing)));
    add("thing_missing", "thing", shown(client.thing(404).await, |thing| json!(thing)));
    let tags = vec!["a b".to_owned(), "c&d".to_owned()];
    add("newest", "newest", shown(client.newest(tags, Flag(true), Some(2)).await, |things| json!(things)));
    let orders = Some(vec![Colour::DarkRed, Colour::Blue]);
    add("sort", "sort", shown(client.sort(vec![3, 1], orders, 1, Some(Step(15))).await, |things| json!(things)));
    let filter = Filter { colours: Vec::new(), size: Some(Size::Exactly(3)) };
    let range = Some(Range { from: 2, steps: vec![4, 5] });
    let found = client.find(filter, range, [("x".to_owned(), "y z".to_owned())].into()).await;
    add("find", "find", shown(found, |thing| json!(thing)));
    add("session", "session", shown(client.session("s1".to_owned(), Some(Colour::Blue)).await, |sid| json!(sid)));
    add("sign_in", "sign_in", shown(client.sign_in("ada".to_owned()).await, |answer| json!(answer.value.0)));
    let urgency = Urgency { urgency: Some(1), incremental: true };
    let hints = vec!["dpr".parse().expect("a token"), "width".parse().expect("a token")];
    add("urge", "urge", shown(client.urge(urgency, hints, None).await, |answer| json!(answer.value.0)));
    add("shelves", "shelves", shown(client.shelves(Flag(false), None).await, |things| json!(things)));
    add(
        "shelves_with_number",
        "shelves_with_number",
        shown(client.shelves(Flag(true), Some(3)).await, |things| json!(things)),
    );
    let page = Page { after: Some("x/y".to_owned()), ids: vec![2, 5], reverse: true };
    let things = client.things(page, "r-1".to_owned(), Some(Colour::DarkRed)).await;
    add(
        "things",
        "things",
        shown(things, |WithHeaders { value, headers }| json!({ "things": value, "next": headers.next })),
    );
    let ranked = client.rank(8, -3).await;
    add(
        "rank",
        "rank",
        shown(ranked, |AnySuccess { status, value }| json!({ "status": status.as_u16(), "thing": value })),
    );
    add("slashed", "slashed", shown(client.slashed(5).await, |thing| json!(thing)));
    add("cancel", "cancel", shown(client.cancel(5).await, |()| Value::Null));
    let compared = client.compare("main".to_owned(), "topic".to_owned()).await;
    add("compare", "compare", shown(compared, text));
    add("summary", "summary", shown(client.summary().await, text));
    add("full", "full", shown(client.full(Some(9)).await, text));
    add("inspect", "inspect", shown(client.inspect(5).await, |answer| json!({ "next": answer.headers.next })));
    let options = client.order_options().await;
    add("order_options", "order_options", shown(options, |answer| json!({ "next": answer.headers.next })));
    #[allow(deprecated, reason = "clients call it as long as it is there")]
    add("remove", "remove", shown(client.remove(5).await, |()| Value::Null));
    add("file", "file", shown(client.file("read me.txt".to_owned()).await, text));
    add("line", "line", shown(client.line("readme".to_owned(), 3).await, text));
}

/// Adds calls with bodies.
async fn bodies_of_everything(cases: &mut Cases, client: &Of<EverythingApi>) {
    let mut add = |name, endpoint, outcome| cases.add::<EverythingApi>(name, endpoint, outcome);
    let new = || NewThing { name: "chair".to_owned(), colour: Colour::DarkRed, note: None, rank: 7 };
    add("create", "create", shown(client.create(new()).await, |thing| json!(thing)));
    let taken = NewThing { name: "taken".to_owned(), ..new() };
    add("create_taken", "create", shown(client.create(taken).await, |thing| json!(thing)));
    for (name, id) in [("replace_unchanged", 3), ("replace_created", 4), ("replace_changed", 5)] {
        let page = Page { after: None, ids: vec![1, 2], reverse: false };
        let replaced = client.replace(id, page).await;
        add(
            name,
            "replace",
            shown(replaced, |replaced| match replaced {
                Replaced::Unchanged => json!({ "status": 204 }),
                Replaced::Created(thing) => json!({ "status": 201, "thing": thing }),
                Replaced::Changed(thing) => json!({ "status": 200, "thing": thing }),
            }),
        );
    }
    add("note", "note", shown(client.note(6, Some(new())).await, |thing| json!(thing)));
    add("note_missing", "note", shown(client.note(6, None).await, |thing| json!(thing)));
    let relabelled = client.relabel(
        Label("a".to_owned()),
        vec![Label("b".to_owned())],
        Some(Label("c".to_owned())),
        [(Label("d".to_owned()), 4)].into(),
    );
    add("relabel", "relabel", shown(relabelled.await, |labels| json!(labels)));
    let raw = client.patch(6, Bytes::from_static(b"a raw body")).await;
    add("patch", "patch", shown(raw, |raw| json!(String::from_utf8_lossy(&raw.0))));
    add("merge", "merge", shown(client.merge(6, new()).await, |thing| json!(thing)));
    let image = client.image(6, "image/png".to_owned(), Bytes::from_static(b"png")).await;
    add("image", "image", shown(image, text));
    let things = Report::Page(Page { after: None, ids: vec![9], reverse: true });
    add(
        "convert",
        "convert",
        shown(client.convert(ReportType::Things, things).await, |report| match report {
            Report::Things(things) => json!(things),
            other => json!(format!("{other:?}")),
        }),
    );
    add("echo", "echo", shown(client.echo("h\u{e9}llo".to_owned()).await, text));
    let item =
        OrderedItem { thing: 4, count: None, price: 0.25, seal: api_core::model::Base64(b"seal".to_vec().into()) };
    let order = Order { items: [item].into_iter().collect(), labels: [("k".to_owned(), "v".to_owned())].into() };
    add("order", "order", shown(client.order(order).await, |thing| json!(thing)));
}

/// Adds calls with times, dates, ids, unions, `null` and large integers.
async fn of_the_journal(cases: &mut Cases, client: &Of<JournalApi>) {
    let mut add = |name, endpoint, outcome| cases.add::<JournalApi>(name, endpoint, outcome);
    add("entry", "entry", shown(client.entry(Uuid::from_u128(0xabc)).await, |entry| json!(entry)));
    add("entry_missing", "entry", shown(client.entry(Uuid::nil()).await, |entry| json!(entry)));
    let since = Timestamp::from_second(1_600_000_000).expect("a time");
    let entries = client.entries(Some(since), vec![Mood::Good, Mood::NotGood]).await;
    add("entries", "entries", shown(entries, |entries| json!(entries)));
    let until = Some(Timestamp::from_second(1_650_000_000).expect("a time"));
    let happenings = vec![
        Happening::Walked { metres: 5 },
        Happening::Met { name: "Grace".to_owned(), until: None },
        Happening::Met { name: "Ada".to_owned(), until },
    ];
    let entry = NewEntry {
        day: Date::constant(2026, 11, 30),
        mood: Mood::Good,
        note: None,
        happenings: happenings.clone(),
        weather: Weather::Words("rain".to_owned()),
    };
    add("write", "write", shown(client.write(entry).await, |entry| json!(entry)));
    add("tell", "tell", shown(client.tell(Uuid::from_u128(1), happenings).await, |happenings| json!(happenings)));
}

fn text(Text(text): Text) -> Value {
    json!(text)
}

/// Returns an outcome as the scripts report theirs.
fn shown<T, E: ApiError>(result: Result<T, E>, value: impl FnOnce(T) -> Value) -> Value {
    match result {
        Ok(answer) => json!({ "value": value(answer) }),
        Err(error) => {
            let document = error.document();
            assert!(error.failure().is_none(), "the client in Rust fails: {error}");
            json!({ "status": document.status.as_u16(), "kind": format!("#{}", document.kind), "detail": document.description })
        }
    }
}
