//! Answers whose status may be any success.

use api_core::body::Body;
use api_core::call::{AnySuccess, HeaderFields, Text, WithHeaders};
use api_core::description::Output;
use api_core::routing::InProcess;
use api_core::{Error, Transport as _, api};
use http::{Request, StatusCode};

#[derive(Debug, PartialEq, HeaderFields)]
struct Place {
    location: Option<String>,
}

#[api]
trait Jobs {
    #[post("/jobs/{status}")]
    async fn start(&self, status: u16) -> Result<AnySuccess<Text>, Error>;

    #[get("/jobs/{status}")]
    async fn find(&self, status: u16) -> Result<WithHeaders<AnySuccess<()>, Place>, Error>;
}

struct Queue;

impl Jobs for Queue {
    async fn start(&self, status: u16) -> Result<AnySuccess<Text>, Error> {
        Ok(AnySuccess { status: StatusCode::from_u16(status).unwrap(), value: Text("queued".to_owned()) })
    }

    async fn find(&self, status: u16) -> Result<WithHeaders<AnySuccess<()>, Place>, Error> {
        let value = AnySuccess { status: StatusCode::from_u16(status).unwrap(), value: () };
        Ok(WithHeaders { value, headers: Place { location: Some("/jobs/1".to_owned()) } })
    }
}

#[tokio::test]
async fn a_client_gets_the_status_that_was_sent() {
    let client = JobsApi::connect(InProcess::new(JobsApi::serve(Queue)));
    for status in [200, 201, 202, 203, 206, 226, 299] {
        let started = client.start(status).await.expect("a success");
        assert_eq!((started.status.as_u16(), started.value.0.as_str()), (status, "queued"));
        let found = client.find(status).await.expect("a success");
        assert_eq!((found.value.status.as_u16(), found.headers.location.as_deref()), (status, Some("/jobs/1")));
    }
    assert_eq!(client.find(204).await.expect("a success").value.status, 204);
}

#[tokio::test]
async fn a_status_that_is_no_success_is_not_sent() {
    let transport = InProcess::new(JobsApi::serve(Queue));
    for status in [100, 302, 404, 500] {
        let request = Request::post(format!("/jobs/{status}")).body(Body::empty()).expect("a request");
        assert_eq!(transport.send(request).await.expect("a response").status(), 500, "{status}");
    }
}

#[test]
fn the_description_has_one_output_that_covers_the_class() {
    for endpoint in JobsApi::DESCRIPTION.endpoints {
        let [output] = endpoint.outputs else { panic!("one output: {:?}", endpoint.outputs) };
        assert_eq!(output.status, Output::ANY_SUCCESS);
        assert!(output.has_status(200) && output.has_status(299) && !output.has_status(302));
    }
    assert!(JobsApi::DESCRIPTION.layout().to_string().contains("-> 2XX"));
}
