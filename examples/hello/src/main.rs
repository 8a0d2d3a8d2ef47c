use api_core::prelude::*;
#[api]
trait Hello {
    #[get("/hello/{name}")]
    async fn hello(&self, name: String) -> Result<String, Error> {
        Ok(format!("hello {name}"))
    }
}
impl Hello for () {}
#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let server = api_server::spawn("127.0.0.1:8080", HelloApi::serve(())).await?;
    println!("{}", api_client::connect::<HelloApi>("http://127.0.0.1:8080")?.hello("you".to_owned()).await?);
    Ok(server.await?) // curl http://127.0.0.1:8080/hello/world
}
