//! `lock!`: the text of a contract lock as constant data.
//!
//! The file of a lock is this macro around its text, and is included by the code that `#[api(contract = "…")]` writes.
//! Names of the framework are found through the alias `__api` there.
//!
//! ```text
//! types         named types as constants, and the shapes of values
//! called        the APIs that callers serve, as constants
//! operations    operations as expressions
//! words         paths, methods, schemes and limits
//! ```

mod called;
mod operations;
mod types;
mod words;

use api_lock::Lock;
use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

use crate::diagnostics::compile_error;

use self::types::{Types, constant};
use self::words::{level, optional, path, security};

/// Expands the macro to an expression of type `Contract`.
pub(crate) fn expand(text: TokenStream) -> TokenStream {
    let parsed = syn::parse2::<LitStr>(text).and_then(|literal| {
        let lock = Lock::parse_inner(&literal.value());
        let lock =
            lock.map_err(|error| syn::Error::new(literal.span(), format!("E093: the lock cannot be read: {error}")))?;
        render(&lock).map_err(|message| syn::Error::new(literal.span(), format!("E093: {message}")))
    });
    parsed.unwrap_or_else(|error| {
        let error = compile_error(&error);
        quote!({ #error; __api::contract::Contract::EMPTY })
    })
}

fn render(lock: &Lock) -> Result<TokenStream, String> {
    let types = Types::new(lock)?;
    let declared = lock.types.iter().enumerate().map(|(index, one)| types.declare(index, one));
    let declared = declared.collect::<Result<Vec<_>, _>>()?;
    let all = (0..lock.types.len()).map(constant);
    let name = &lock.name;
    let base = path(&lock.base)?;
    let security = optional(lock.security.as_ref().map(security));
    let errors = types.errors(&lock.errors)?;
    let operations = lock.operations.iter().map(|one| types.operation(one)).collect::<Result<Vec<_>, _>>()?;
    let called = called::declare(lock, &types)?;
    let severities = lock.severities.iter().map(|one| {
        let (rule, level) = (&one.rule, level(one.level));
        quote!((#rule, #level))
    });
    let plain = types.declare_plain();
    Ok(quote!({
        #(#plain)*
        #(#declared)*
        #(#called)*
        const DESCRIPTION: &__api::__private::Description = &__api::__private::Description {
            name: #name,
            docs: "",
            base: #base,
            security: #security,
            endpoints: &[#(&#operations),*],
            errors: #errors,
        };
        __api::contract::Contract {
            description: DESCRIPTION,
            types: &[#(#all),*],
            severities: &[#(#severities),*],
        }
    }))
}
