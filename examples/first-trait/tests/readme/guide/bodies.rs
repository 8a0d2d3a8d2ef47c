//! Media types of bodies and answers.

use api_core::call::{Binary, ByteStream, FilePart, FileStream, HeaderFields, WithHeaders};
use api_core::prelude::*;
use api_core::{Content, Multipart};
use bytes::Bytes;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Settings {
    theme: String,
}

#[derive(Debug, PartialEq, HeaderFields)]
struct MediaType {
    content_type: String,
}

#[api]
trait Pictures {
    #[get("/logo", media_type = "image/png")]
    async fn logo(&self) -> Result<Binary, Error>;

    #[patch("/settings", media_type = "application/vnd.api+json")]
    async fn change(
        &self,
        #[body(media_type = "application/merge-patch+json")] settings: Settings,
    ) -> Result<Settings, Error>;

    #[put("/pictures/{id}", media_type = "image/*")]
    async fn picture(
        &self,
        id: u32,
        #[header] content_type: String,
        #[body(stream, media_type = "image/*")] picture: ByteStream,
    ) -> Result<WithHeaders<ByteStream, MediaType>, Error>;

    #[post("/rows", status = 201, media_type = ["application/json", "application/x-www-form-urlencoded"])]
    async fn add(
        &self,
        #[body(media_type = ["application/json", "application/x-www-form-urlencoded"])] settings: Settings,
    ) -> Result<Settings, Error>;
}

impl Pictures for () {
    async fn logo(&self) -> Result<Binary, Error> {
        Ok(Binary("png".into()))
    }

    async fn change(&self, settings: Settings) -> Result<Settings, Error> {
        Ok(settings)
    }

    async fn picture(
        &self,
        _: u32,
        content_type: String,
        picture: ByteStream,
    ) -> Result<WithHeaders<ByteStream, MediaType>, Error> {
        Ok(WithHeaders { value: picture, headers: MediaType { content_type } })
    }

    async fn add(&self, settings: Settings) -> Result<Settings, Error> {
        Ok(settings)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(rename = "order")]
struct Order {
    #[serde(rename = "@id")]
    id: u32,
    note: Option<String>,
    #[serde(rename = "line")]
    lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Line {
    #[serde(rename = "@count")]
    count: u32,
    #[serde(rename = "$text")]
    product: String,
}

#[api]
trait Orders {
    #[post("/orders", media_type = ["application/xml", "application/json"])]
    async fn order(
        &self,
        #[body(media_type = ["application/xml", "application/json"])] order: Order,
    ) -> Result<Order, Error>;
}

impl Orders for () {
    async fn order(&self, order: Order) -> Result<Order, Error> {
        Ok(order)
    }
}

#[derive(Debug, Clone, PartialEq, Content)]
enum Report {
    #[content("application/json")]
    Rows(Vec<Settings>),
    #[content("text/csv")]
    Csv(String),
    #[content("image/png")]
    Chart(Bytes),
}

#[api]
trait Reports {
    #[get("/report")]
    async fn report(&self, #[accept] wanted: ReportType) -> Result<Report, Error>;

    #[put("/report")]
    async fn store(&self, #[body(content)] report: Report) -> Result<(), Error>;
}

impl Reports for () {
    async fn report(&self, wanted: ReportType) -> Result<Report, Error> {
        Ok(match wanted {
            ReportType::Rows => Report::Rows(vec![Settings { theme: "dark".to_owned() }]),
            ReportType::Csv => Report::Csv("theme\ndark".to_owned()),
            ReportType::Chart => Report::Chart("png".into()),
        })
    }

    async fn store(&self, report: Report) -> Result<(), Error> {
        if matches!(report, Report::Csv(_)) { Ok(()) } else { Err(Error::conflict("only_csv")) }
    }
}

#[tokio::test]
async fn bodies_and_answers_have_media_types_of_their_own() {
    let client = PicturesApi::connect(InProcess::new(PicturesApi::serve(())));
    assert_eq!(client.logo().await.unwrap(), Binary("png".into()));
    let settings = Settings { theme: "dark".to_owned() };
    assert_eq!(client.change(settings.clone()).await.unwrap(), settings);
    let picture = client.picture(1, "image/webp".to_owned(), "webp".into()).await.unwrap();
    assert_eq!(picture.headers.content_type, "image/webp");

    assert_eq!(client.add(settings.clone()).await.unwrap(), settings);

    let reports = ReportsApi::connect(InProcess::new(ReportsApi::serve(())));
    let csv = reports.report(ReportType::Csv).await.unwrap();
    assert_eq!(csv, Report::Csv("theme\ndark".to_owned()));
    reports.store(csv).await.unwrap();

    let refused = client.picture(1, "text/html".to_owned(), "x".into()).await.unwrap_err();
    assert_eq!(refused.status().unwrap(), 415);
    let request = client.request(&PicturesChangeCall { settings }).unwrap();
    assert_eq!(request.headers()["content-type"], "application/merge-patch+json");
}

#[derive(Debug, Clone, PartialEq, Multipart)]
struct Upload {
    title: String,
    tags: Vec<String>,
    settings: Option<Settings>,
    #[multipart(name = "thumbnail[]", limit = 65536)]
    thumbnails: Vec<FilePart>,
    content: FileStream,
}

#[api]
trait Uploads {
    #[post("/uploads", body_limit = 1_073_741_824)]
    async fn upload(&self, #[body(multipart)] upload: Upload) -> Result<u64, Error>;
}

impl Uploads for () {
    async fn upload(&self, mut upload: Upload) -> Result<u64, Error> {
        let mut size = 0;
        while let Some(piece) = upload.content.content.next().await {
            size += piece?.len() as u64;
        }
        Ok(size + upload.thumbnails.iter().map(|file| file.content.len() as u64).sum::<u64>())
    }
}

#[tokio::test]
async fn a_form_has_fields_and_files() {
    let client = UploadsApi::connect(InProcess::new(UploadsApi::serve(())));
    let thumbnail = FilePart { file_name: Some("a.png".to_owned()), content_type: None, content: "png".into() };
    let content = FileStream { file_name: None, content_type: Some("video/mp4".to_owned()), content: "film".into() };
    let settings = Some(Settings { theme: "dark".to_owned() });
    let (title, tags) = ("a film".to_owned(), vec!["a".to_owned(), "b".to_owned()]);
    let upload = Upload { title, tags, settings, thumbnails: vec![thumbnail], content };
    assert_eq!(client.upload(upload).await.unwrap(), 7);
}

#[tokio::test]
async fn a_model_is_xml_as_the_guide_shows() {
    let client = OrdersApi::connect(InProcess::new(OrdersApi::serve(())));
    let line = Line { count: 2, product: "tea".to_owned() };
    let order = Order { id: 7, note: None, lines: vec![line.clone(), Line { product: "milk".to_owned(), ..line }] };
    let call = OrdersOrderCall { order: order.clone() };
    let request = client.request(&call).expect("a request");
    let body = api_core::context::BodySlot::new(request.into_body()).bytes(4096).await.expect("a body");
    let text = String::from_utf8(body.to_vec()).expect("text");
    assert_eq!(text.split_once('\n').expect("a declaration").1, XML.replace(['\n'], "").replace("    ", ""));
    assert!(super::super::GUIDE.contains(XML), "the guide shows another document");
    assert_eq!(client.order(order.clone()).await.expect("an answer"), order);
}

const XML: &str = r#"<order id="7">
    <line count="2">tea</line>
    <line count="2">milk</line>
</order>"#;
