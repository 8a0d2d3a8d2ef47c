//! Paths: text beside placeholders, crossing paths, and declared `HEAD`.

use api_core::call::{Binary, HeaderFields, WithHeaders};
use api_core::prelude::*;

#[api]
trait Releases {
    #[post("/releases/{id}:publish")]
    async fn publish(&self, id: u64) -> Result<(), Error>;

    #[get("/compare/{base}...{head}")]
    async fn compare(&self, base: String, head: String) -> Result<Vec<String>, Error>;
}

#[api]
trait Archive {
    #[get("/archive/{year?}")]
    async fn entries(&self, year: Option<u16>) -> Result<Vec<String>, Error>;
}

#[api(crossing = literal_first)]
trait Drive {
    #[get("/files/{id}/trash")]
    async fn trash(&self, id: String) -> Result<Vec<String>, Error>;

    #[get("/files/upload_sessions/{id}")]
    async fn upload_session(&self, id: String) -> Result<String, Error>;
}

#[api]
trait Buckets {
    #[get("/buckets/{name}")]
    async fn objects(&self, name: String) -> Result<Vec<String>, Error>;

    #[get("/buckets/{name}?cors")]
    async fn cors(&self, name: String) -> Result<Vec<String>, Error>;

    #[post("/", when_header("x-amz-target" = "Tables.List"))]
    async fn tables(&self) -> Result<Vec<String>, Error>;

    #[put("/buckets/{name}")]
    async fn create(&self, name: String) -> Result<(), Error>;

    #[put("/buckets/{name}", when_header("x-amz-copy-source"))]
    async fn copy(&self, name: String, #[header] x_amz_copy_source: String) -> Result<(), Error>;
}

/// The size of an object in bytes.
#[derive(Debug, Clone, PartialEq, HeaderFields)]
struct Size {
    #[header("content-length")]
    bytes: u64,
}

#[api]
trait Objects {
    #[get("/objects/{key}")]
    async fn object(&self, key: String) -> Result<Binary, Error>;

    #[head("/objects/{key}", status = 200)]
    async fn object_size(&self, key: String) -> Result<WithHeaders<(), Size>, Error>;
}

#[cfg(test)]
mod tests {
    use super::{
        BucketsApi, BucketsCopyCall, BucketsCorsCall, BucketsTablesCall, DriveApi, DriveTrashCall, Objects, ObjectsApi,
        Releases, ReleasesApi, Size,
    };
    use api_core::call::{Binary, WithHeaders};
    use api_core::prelude::*;
    use api_core::routing::InProcess;

    struct Echo;

    impl Releases for Echo {
        async fn publish(&self, _: u64) -> Result<(), Error> {
            Ok(())
        }

        async fn compare(&self, base: String, head: String) -> Result<Vec<String>, Error> {
            Ok(vec![base, head])
        }
    }

    #[test]
    fn a_client_sends_what_selects_the_method() {
        let client = BucketsApi::connect(InProcess::new(api_core::routing::NotFound));
        let cors = client.request(&BucketsCorsCall { name: "b".to_owned() }).unwrap();
        assert_eq!(cors.uri().path_and_query().unwrap(), "/buckets/b?cors");
        let call = BucketsCopyCall { name: "b".to_owned(), x_amz_copy_source: "a".to_owned() };
        assert_eq!(client.request(&call).unwrap().headers()["x-amz-copy-source"], "a");
        let tables = client.request(&BucketsTablesCall {}).unwrap();
        assert_eq!(tables.headers()["x-amz-target"], "Tables.List");
    }

    #[test]
    fn a_call_that_another_method_would_answer_is_refused() {
        let client = DriveApi::connect(InProcess::new(api_core::routing::NotFound));
        let call = |id: &str| DriveTrashCall { id: id.to_owned() };
        assert!(client.request(&call("upload_sessions")).unwrap_err().is_encode());
        assert_eq!(client.request(&call("7")).unwrap().uri().path(), "/files/7/trash");
    }

    struct Store;

    impl Objects for Store {
        async fn object(&self, _: String) -> Result<Binary, Error> {
            Err(Error::not_found("no_such_object"))
        }

        async fn object_size(&self, key: String) -> Result<WithHeaders<(), Size>, Error> {
            Ok(WithHeaders { value: (), headers: Size { bytes: key.len() as u64 } })
        }
    }

    #[tokio::test]
    async fn a_method_of_its_own_answers_head() {
        let client = ObjectsApi::connect(InProcess::new(ObjectsApi::serve(Store)));
        assert_eq!(client.object_size("key".to_owned()).await.unwrap().headers, Size { bytes: 3 });
    }

    #[tokio::test]
    async fn the_last_occurrence_divides_a_segment_and_values_arrive() {
        let client = ReleasesApi::connect(InProcess::new(ReleasesApi::serve(Echo)));
        client.publish(7).await.unwrap();
        for (base, head) in [("a...b", "c"), ("a", "b...c")] {
            assert_eq!(client.compare(base.to_owned(), head.to_owned()).await.unwrap(), [base, head]);
        }
    }
}

struct Years;

impl Archive for Years {
    async fn entries(&self, year: Option<u16>) -> Result<Vec<String>, Error> {
        Ok(vec![year.map_or_else(|| "all".to_owned(), |year| year.to_string())])
    }
}

#[tokio::test]
async fn a_method_whose_last_segment_may_be_missing_has_two_paths() {
    let client = ArchiveApi::connect(InProcess::new(ArchiveApi::serve(Years)));
    assert_eq!(client.request(&ArchiveEntriesCall {}).unwrap().uri().path(), "/archive");
    assert_eq!(client.request(&ArchiveEntriesWithYearCall { year: 2026 }).unwrap().uri().path(), "/archive/2026");
    assert_eq!(client.entries(None).await.unwrap(), ["all"]);
    assert_eq!(client.entries(Some(2026)).await.unwrap(), ["2026"]);
    let paths: Vec<String> = ArchiveApi::DESCRIPTION.endpoints.iter().map(|one| one.path.to_string()).collect();
    assert_eq!(paths, ["/archive", "/archive/{year}"]);
}
