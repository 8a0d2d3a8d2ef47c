//! The REST API of GitHub: the laws, which serve a mock and call it, and answers as GitHub writes them.

use api_core::error::Attributes;
use api_core::{Body, Transport};
use api_testing::laws::{self, Laws};
use http::{Request, Response, StatusCode};
use published::github::activity::{Activity as _, ActivityApi, Polled};
use published::github::errors::{GitHubError, Moved};
use published::github::issues::{AnyLabel, IssueAnswer, Issues as _, IssuesApi};
use published::github::pages::{Caller, PageQuery};
use published::github::repositories::{AssetContent, Content, Repositories as _, RepositoriesApi};

const LAWS: Laws = Laws::new(30, 1);

#[test]
fn the_laws_hold_for_repositories() {
    laws::check::<RepositoriesApi>(&LAWS);
}

#[test]
fn the_laws_hold_for_activity() {
    laws::check::<ActivityApi>(&LAWS);
}

#[test]
fn the_laws_hold_for_issues() {
    laws::check::<IssuesApi>(&LAWS);
}

/// A server that answers each request the same.
fn answering(status: u16, fields: &'static [(&'static str, &'static str)], body: &'static str) -> impl Transport {
    tower::service_fn(move |_: Request<Body>| async move {
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        for (name, value) in fields {
            response.headers_mut().insert(*name, value.parse().unwrap());
        }
        Ok::<_, std::convert::Infallible>(response)
    })
}

fn names() -> (String, String) {
    ("octocat".to_owned(), "hello-world".to_owned())
}

#[tokio::test]
async fn an_archive_is_a_redirection_and_a_renamed_repository_too() {
    const ARCHIVE: &str = "https://codeload.example/legacy.tar.gz/refs/heads/main";
    let (owner, repo) = names();
    let client = RepositoriesApi::connect(answering(302, &[("location", ARCHIVE)], ""));
    let found = client.tarball(owner, repo, "refs/heads/main".to_owned()).await.unwrap();
    assert_eq!(found.headers.location, ARCHIVE);

    let (owner, repo) = names();
    let moved =
        answering(301, &[("location", "https://api.example/repositories/1")], r#"{"message":"Moved Permanently"}"#);
    let refused = RepositoriesApi::connect(moved).repository(owner, repo).await.unwrap_err();
    assert!(matches!(refused, GitHubError::MovedPermanently(Attributes(Some(body)), Moved { location })
        if body.message == "Moved Permanently" && location.ends_with("/1")));
}

#[tokio::test]
async fn content_is_a_file_or_a_folder() {
    let file = r#"{"type":"file","encoding":"base64","size":3,"path":"a/b","sha":"7","content":"YWJj"}"#;
    let folder = r#"[{"type":"dir","name":"b","path":"a/b","sha":"7"}]"#;
    for (body, is_folder) in [(file, false), (folder, true)] {
        let (owner, repo) = names();
        let client =
            RepositoriesApi::connect(answering(200, &[("content-type", "application/json; charset=utf-8")], body));
        let content = client.content(owner, repo, "a/b".to_owned(), None).await.unwrap();
        assert_eq!(matches!(content, Content::Folder(_)), is_folder);
    }
}

#[tokio::test]
async fn a_file_of_a_release_is_here_or_elsewhere() {
    let (owner, repo) = names();
    let client = RepositoriesApi::connect(answering(200, &[("content-type", "application/octet-stream")], "bytes"));
    let AssetContent::Here(bytes) = client.asset(owner, repo, 7).await.unwrap() else { panic!("elsewhere") };
    assert_eq!(bytes.collect(10).await.unwrap(), "bytes");
}

#[tokio::test]
async fn polling_returns_events_once() {
    let changed = answering(
        200,
        &[("etag", "\"a\""), ("x-poll-interval", "60"), ("content-type", "application/json")],
        r#"[{"id":"1","type":"WatchEvent","payload":{}}]"#,
    );
    let polled = ActivityApi::connect(changed).events(Caller::default(), PageQuery::default()).await.unwrap();
    let Polled::Changed(page) = polled else { panic!("unchanged") };
    assert_eq!((page.value.len(), page.headers.interval), (1, Some(60)));
    let known = Caller { if_none_match: page.headers.etag, ..Caller::default() };
    let client = ActivityApi::connect(answering(304, &[("etag", "\"a\""), ("x-poll-interval", "60")], ""));
    assert!(matches!(client.events(known, PageQuery::default()).await, Ok(Polled::Unchanged(_))));
}

#[tokio::test]
async fn a_star_is_a_status() {
    for (status, body, expected) in [(204, "", true), (404, r#"{"message":"Not Found","status":"404"}"#, false)] {
        let (owner, repo) = names();
        let answer = ActivityApi::connect(answering(status, &[], body)).starred(owner, repo).await;
        assert_eq!(answer.is_ok(), expected);
        assert!(
            expected || matches!(answer, Err(GitHubError::NotFound(Attributes(body))) if body.message == "Not Found")
        );
    }
}

#[tokio::test]
async fn errors_of_one_operation_have_different_bodies() {
    const INVALID: &str = r#"{"message":"Validation Failed","documentation_url":"https://docs.example",
        "errors":[{"resource":"Label","field":"name","code":"missing"}]}"#;
    const LIMIT: &[(&str, &str)] = &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1764460800")];
    let (owner, repo) = names();
    let client = IssuesApi::connect(answering(422, &[], INVALID));
    let refused = client.remove_label(owner, repo, 1, "a b/c".to_owned()).await.unwrap_err();
    assert!(matches!(refused, GitHubError::ValidationFailed(Attributes(body))
        if body.errors.as_ref().unwrap()[0].code == "missing"));

    let (owner, repo) = names();
    let client = IssuesApi::connect(answering(403, LIMIT, r#"{"message":"API rate limit exceeded"}"#));
    let refused = client.merge(owner, repo, 1, None).await.unwrap_err();
    assert!(
        matches!(refused, GitHubError::Forbidden(_, limit) if limit.remaining == Some(0) && limit.reset == Some(1_764_460_800))
    );
}

#[tokio::test]
async fn labels_of_an_issue_are_texts_or_objects() {
    let (owner, repo) = names();
    let body = r#"{"number":1,"title":"a","body":null,"labels":["bug",{"name":"later","color":"ededed"}]}"#;
    let client = IssuesApi::connect(answering(200, &[("content-type", "application/json")], body));
    let IssueAnswer::Issue(issue) = client.issue(owner, repo, 1).await.unwrap() else { panic!("unchanged") };
    assert!(matches!(&issue.labels[..], [AnyLabel::Name(_), AnyLabel::Label(_)]));
}
