//! Paths: text beside placeholders.

use api_core::prelude::*;

#[api]
trait Releases {
    #[post("/releases/{id}:publish")]
    async fn publish(&self, id: u64) -> Result<(), Error>;

    #[get("/compare/{base}...{head}")]
    async fn compare(&self, base: String, head: String) -> Result<Vec<String>, Error>;
}

#[cfg(test)]
mod tests {
    use super::{Releases, ReleasesApi};
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

    #[tokio::test]
    async fn the_last_occurrence_divides_a_segment_and_values_arrive() {
        let client = ReleasesApi::connect(InProcess::new(ReleasesApi::serve(Echo)));
        client.publish(7).await.unwrap();
        for (base, head) in [("a...b", "c"), ("a", "b...c")] {
            assert_eq!(client.compare(base.to_owned(), head.to_owned()).await.unwrap(), [base, head]);
        }
    }
}
