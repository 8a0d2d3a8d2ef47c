//! Calls the APIs with the clients of progenitor, and reports the outcomes to the server, which compares them with
//! those of the client in Rust.
//!
//! Arguments: the URL of the server, credentials.

use std::error::Error;
use std::fmt::Debug;
use std::process::ExitCode;

use progenitor_client::{ByteStream, ResponseValue};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use serde::Serialize;
use serde_json::{Value, json};

use self::everything::types::Colour;
use self::journal::types::{HappeningInput, Mood, NewEntryInput, Weather};

#[allow(clippy::all, dead_code, reason = "the code is generated")]
mod everything {
    include!(concat!(env!("OUT_DIR"), "/everything.rs"));
}
#[allow(clippy::all, dead_code, reason = "the code is generated")]
mod journal {
    include!(concat!(env!("OUT_DIR"), "/journal.rs"));
}

type Failure = Box<dyn Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, credentials] = &arguments[..] else { return Err("expected a URL and credentials".into()) };
    let mut report = Report { url: url.clone(), passed: 0, failed: 0 };
    let mut fields = HeaderMap::new();
    fields.insert(AUTHORIZATION, HeaderValue::from_str(credentials)?);
    let with_credentials = reqwest::Client::builder().default_headers(fields).build()?;
    call_everything(&mut report, &everything::Client::new_with_client(url, with_credentials)).await?;
    let anonymous = everything::Client::new(url).root().tenant("acme").send().await;
    report.judged("anonymous", shown(anonymous)).await?;
    call_journal(&mut report, &journal::Client::new(url)).await?;
    println!("{} passed, {} failed", report.passed, report.failed);
    Ok(if report.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Calls the API of every feature.
async fn call_everything(report: &mut Report, client: &everything::Client) -> Result<(), Failure> {
    let t = "acme";
    report.judged("root", shown(client.root().tenant(t).send().await)).await?;
    report.judged("thing", shown(client.thing().tenant(t).id(7_u32).send().await)).await?;
    report.judged("thing_missing", shown(client.thing().tenant(t).id(404_u32).send().await)).await?;
    let tags = vec!["a b".to_owned(), "c&d".to_owned()];
    let newest = client.newest().tenant(t).tag(tags).verbose(true).n(2_u8).send().await;
    report.judged("newest", shown(newest)).await?;
    report.judged("sign_in", text(client.sign_in().tenant(t).name("ada").send().await).await?).await?;
    let urge = client.urge().tenant(t).priority("u=1, i").accept_ch("dpr, width").send().await;
    report.judged("urge", text(urge).await?).await?;
    let counts = std::collections::HashMap::from([("d".to_owned(), 4_u8)]);
    let relabel = client.relabel().tenant(t).first("a").other(vec!["b".to_owned()]).x_label("c").body(counts);
    report.judged("relabel", shown(relabel.send().await)).await?;
    report.judged("shelves", shown(client.shelves().tenant(t).send().await)).await?;
    let numbered = client.shelves_with_number().tenant(t).number(3_u32).full(true).send().await;
    report.judged("shelves_with_number", shown(numbered)).await?;
    let things = client.things().tenant(t).after("x/y").ids(vec![2_u16, 5]).reverse(true).x_request_id("r-1");
    let things = things.x_trace(Colour::DarkRed).send().await;
    let next = |answer: &ResponseValue<Vec<everything::types::Thing>>| {
        answer.headers().get("x-next").and_then(|next| next.to_str().ok()).map(str::to_owned)
    };
    let outcome = outcome(things, |answer| json!({ "next": next(&answer), "things": *answer }));
    report.judged("things", outcome).await?;
    let ranked = client.rank().tenant(t).id(8_u32).rank(-3_i64).send().await;
    let outcome = crate::outcome(ranked, |answer| json!({ "status": answer.status().as_u16(), "thing": *answer }));
    report.judged("rank", outcome).await?;
    report.judged("slashed", shown(client.slashed().tenant(t).id(5_u32).send().await)).await?;
    report.judged("cancel", shown(client.cancel().tenant(t).id(5_u32).send().await)).await?;
    let compared = client.compare().tenant(t).base("main").head("topic").send().await;
    report.judged("compare", text(compared).await?).await?;
    report.judged("summary", text(client.summary().tenant(t).summary("").send().await).await?).await?;
    let full = client.full().tenant(t).view("full".parse::<everything::types::FullView>()?).limit(9_u8);
    let full = full.x_version("2".parse::<everything::types::FullXVersion>()?).send().await;
    report.judged("full", text(full).await?).await?;
    report.judged("remove", shown(client.remove().tenant(t).id(5_u32).send().await)).await?;
    report.judged("file", text(client.file().tenant(t).path("read me.txt").send().await).await?).await?;
    let line = client.line().tenant(t).path("readme").number(3_u32).send().await;
    report.judged("line", text(line).await?).await?;
    let new = everything::types::NewThing { name: "chair".parse()?, colour: Colour::DarkRed, note: None, rank: 7 };
    // A type or `null` is a struct of both for progenitor.
    let body = everything::types::NoteBody { subtype_0: Some(new), subtype_1: None };
    report.judged("note", shown(client.note().tenant(t).id(6_u32).body(body).send().await)).await?;
    let raw = client.patch().tenant(t).id(6_u32).body("a raw body").send().await;
    report.judged("patch", text(raw).await?).await?;
    report.judged("echo", text(client.echo().tenant(t).body("h\u{e9}llo").send().await).await?).await
}

/// Calls the journal, which has times, dates, ids and unions.
async fn call_journal(report: &mut Report, client: &journal::Client) -> Result<(), Failure> {
    report.judged("entry", shown(client.entry().id(uuid::Uuid::from_u128(0xabc)).send().await)).await?;
    report.judged("entry_missing", shown(client.entry().id(uuid::Uuid::nil()).send().await)).await?;
    let time = |seconds| chrono::DateTime::from_timestamp(seconds, 0).ok_or("a time");
    let entries = client.entries().since(time(1_600_000_000)?).mood(vec![Mood::Good, Mood::NotGood]).send().await;
    report.judged("entries", shown(entries)).await?;
    let happenings = vec![
        HappeningInput::Walked { metres: 5 },
        HappeningInput::Met { name: "Grace".to_owned(), until: None },
        HappeningInput::Met { name: "Ada".to_owned(), until: Some(time(1_650_000_000)?) },
    ];
    let entry = NewEntryInput {
        day: chrono::NaiveDate::from_ymd_opt(2026, 11, 30).ok_or("a day")?,
        mood: Mood::Good,
        note: None,
        happenings: happenings.clone(),
        weather: Weather::String("rain".to_owned()),
    };
    report.judged("write", shown(client.write().body(entry).send().await)).await?;
    let told = client.tell().id(uuid::Uuid::from_u128(1)).body(happenings).send().await;
    report.judged("tell", shown(told)).await
}

/// The error of a call, as both clients have it.
trait Problem: Debug {
    fn to_json(&self) -> Value;
}

impl Problem for everything::types::Problem {
    fn to_json(&self) -> Value {
        json!({ "status": self.status, "kind": self.type_, "detail": self.detail })
    }
}

impl Problem for journal::types::Problem {
    fn to_json(&self) -> Value {
        json!({ "status": self.status, "kind": self.type_, "detail": self.detail })
    }
}

type Answer<T, E> = Result<ResponseValue<T>, progenitor_client::Error<E>>;

fn shown<T: Serialize, E: Problem>(answer: Answer<T, E>) -> Value {
    outcome(answer, |answer| json!(*answer))
}

fn outcome<T, E: Problem>(answer: Answer<T, E>, value: impl FnOnce(ResponseValue<T>) -> Value) -> Value {
    match answer {
        Ok(answer) => json!({ "value": value(answer) }),
        Err(progenitor_client::Error::ErrorResponse(problem)) => problem.to_json(),
        Err(other) => json!({ "failure": format!("{other:?}") }),
    }
}

/// Returns the outcome of a call whose answer progenitor leaves as bytes.
async fn text<E: Problem>(answer: Answer<ByteStream, E>) -> Result<Value, Failure> {
    let mut stream = match answer {
        Ok(answer) => answer.into_inner().into_inner(),
        Err(error) => return Ok(outcome::<(), E>(Err(error), |_| Value::Null)),
    };
    let mut bytes = Vec::new();
    while let Some(piece) = std::future::poll_fn(|task| stream.as_mut().poll_next(task)).await {
        bytes.extend_from_slice(&piece?);
    }
    Ok(json!({ "value": String::from_utf8(bytes)? }))
}

/// Counts the calls that the server found right.
struct Report {
    url: String,
    passed: usize,
    failed: usize,
}

impl Report {
    /// Lets the server compare an outcome.
    async fn judged(&mut self, name: &str, outcome: Value) -> Result<(), Failure> {
        let body = json!({ "case": name, "outcome": outcome });
        let answer = reqwest::Client::new().post(format!("{}/trial/outcome", self.url)).json(&body).send().await?;
        let problem = answer.text().await?;
        if problem.is_empty() {
            self.passed += 1;
            println!("ok      {name}");
        } else {
            self.failed += 1;
            println!("FAILED  {name}\n        {}", problem.replace('\n', "\n        "));
        }
        Ok(())
    }
}
