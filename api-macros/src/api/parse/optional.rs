//! Expands a method whose path may lack its last segment into two endpoints.

use proc_macro2::Ident;
use syn::{GenericArgument, LitStr, PathArguments, Type};

use crate::diagnostics::Diagnostics;

use super::super::model::{Endpoint, OptionalCapture, Parameter, Template, plain};

/// Returns the endpoints of a method: one, or that without the last segment and that with it.
pub(super) fn expand(endpoint: Endpoint, diagnostics: &mut Diagnostics) -> Vec<Endpoint> {
    if !endpoint.template.is_optional {
        return vec![endpoint];
    }
    if endpoint.socket.is_some() {
        let message = "E012: the path of a WebSocket has all its segments\nhelp: remove the `?`, and write a second method for the path without the segment";
        diagnostics.error(&endpoint.template.literal, message);
        return Vec::new();
    }
    let last = endpoint.template.captures().last().map(str::to_owned).unwrap_or_default();
    let Some((index, parameter)) =
        endpoint.parameters.iter().enumerate().find(|(_, parameter)| plain(&parameter.name) == last)
    else {
        // A placeholder without an argument was reported.
        return Vec::new();
    };
    let (given, form) = (inner(&parameter.ty), parameter.form.as_ref().map(inner));
    let (Some(given), Some(form)) = (given, form.map_or(Some(None), |form| form.map(Some))) else {
        let message = format!(
            "E039: `{last}` may be missing from the path, so its argument is an `Option`\nhelp: write `{last}: Option<String>`, or an option of another type, or `{{{last}}}` without the `?`"
        );
        diagnostics.error(&parameter.ty, message);
        return Vec::new();
    };
    let (given, form) = (given.clone(), form.cloned());
    let optional = OptionalCapture { name: parameter.name.clone(), ty: parameter.ty.clone(), index, is_given: false };
    let mut short = endpoint.clone();
    short.parameters.remove(index);
    short.template = without_last(&endpoint.template, &last);
    short.optional = Some(optional.clone());
    let mut long = endpoint;
    long.parameters[index] = Parameter { ty: given, form, ..long.parameters[index].clone() };
    long.template = with_last(long.template, &last);
    long.name = Ident::new(&format!("{}_with_{last}", plain(&long.method)), long.method.span());
    long.optional = Some(OptionalCapture { is_given: true, ..optional });
    vec![short, long]
}

/// Returns the type in an option.
fn inner(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) => Some(inner),
        _ => None,
    }
}

/// The literals of both paths are for messages, at the place of the one that was written.
fn without_last(template: &Template, name: &str) -> Template {
    let mut template = template.clone();
    template.segments.pop();
    let text = template.literal.value().replacen(&format!("/{{{name}?}}"), "", 1);
    let text = if text.starts_with('/') { text } else { format!("/{text}") };
    template.literal = LitStr::new(&text, template.literal.span());
    template
}

fn with_last(mut template: Template, name: &str) -> Template {
    let text = template.literal.value().replacen(&format!("{{{name}?}}"), &format!("{{{name}}}"), 1);
    template.literal = LitStr::new(&text, template.literal.span());
    template
}
