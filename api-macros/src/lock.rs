//! `lock!`: the text of a contract lock as constant data.
//!
//! The file of a lock is this macro around its text, and is included by the code that `#[api(contract = "…")]` writes.
//! Names of the framework are found through the alias `__api` there.

use std::collections::HashMap;

use api_lock::{
    Constraints, Content, Definition, Encoding, ErrorCase, Exchange, Field, Item, Level, Limit, Location, Lock,
    Operation, Output, Reading, Security, Segment, Shape, Tagging, Terms, Type, Variant, Writing, acyclic_mentions,
    segments,
};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::LitStr;

use crate::diagnostics::compile_error;

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
    let types = Types::new(&lock.types)?;
    let declared = lock.types.iter().enumerate().map(|(index, one)| types.declare(index, one));
    let declared = declared.collect::<Result<Vec<_>, _>>()?;
    let all = (0..lock.types.len()).map(constant);
    let name = &lock.name;
    let base = path(&lock.base)?;
    let security = optional(lock.security.as_ref().map(security));
    let errors = types.errors(&lock.errors)?;
    let operations = lock.operations.iter().map(|one| types.operation(one)).collect::<Result<Vec<_>, _>>()?;
    let severities = lock.severities.iter().map(|one| {
        let (rule, level) = (&one.rule, level(one.level));
        quote!((#rule, #level))
    });
    Ok(quote!({
        #(#declared)*
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

/// The named types of a lock.
struct Types<'l> {
    /// Their places in the list.
    places: HashMap<&'l str, usize>,
    /// The types that each of them mentions by its constant. The others it refers to by name: constants must not be
    /// cyclic.
    direct: Vec<Vec<usize>>,
}

impl<'l> Types<'l> {
    fn new(types: &'l [Type]) -> Result<Self, String> {
        let mut places = HashMap::new();
        for (index, one) in types.iter().enumerate() {
            if places.insert(one.name.as_str(), index).is_some() {
                return Err(format!("the lock has the type `{}` twice", one.name));
            }
        }
        Ok(Self { places, direct: acyclic_mentions(types) })
    }

    fn declare(&self, index: usize, one: &Type) -> Result<TokenStream, String> {
        let constant = constant(index);
        let shape = self.definition(index, one)?;
        Ok(quote!(const #constant: &__api::model::Shape = &#shape;))
    }

    fn definition(&self, index: usize, one: &Type) -> Result<TokenStream, String> {
        let name = &one.name;
        let within = Some(index);
        let declaration = quote!(__api::model::Declaration { name: #name, arguments: &[], docs: "" });
        Ok(match &one.definition {
            Definition::Struct { fields, closed } => {
                let (fields, unknown) = (self.fields(fields, within)?, unknown_fields(*closed));
                quote!(__api::model::Shape::Struct(__api::model::Struct {
                    declaration: #declaration, fields: #fields, unknown_fields: #unknown,
                }))
            }
            Definition::Enum { tagging, variants, closed } => {
                let variants = variants.iter().map(|one| self.variant(one, within)).collect::<Result<Vec<_>, _>>()?;
                let (tagging, unknown) = (tagging_of(tagging), unknown_fields(*closed));
                quote!(__api::model::Shape::Enum(__api::model::Enum {
                    declaration: #declaration, tagging: #tagging, variants: &[#(#variants),*], unknown_fields: #unknown,
                }))
            }
            Definition::Newtype { item, transparent } => {
                let item = self.item(item, within)?;
                quote!(__api::model::Shape::Newtype(__api::model::Newtype {
                    declaration: #declaration, item: #item, transparent: #transparent,
                }))
            }
            Definition::Tuple(items) => {
                let items = self.items(items, within)?;
                quote!(__api::model::Shape::Tuple(__api::model::Tuple {
                    declaration: ::core::option::Option::Some(#declaration), items: #items,
                }))
            }
        })
    }

    fn fields(&self, fields: &[Field], within: Option<usize>) -> Result<TokenStream, String> {
        let field = |field: &Field| {
            let Field { name, aliases, item, flattened, .. } = field;
            let (shape, constraints) = (self.shape(&item.shape, within)?, constraints(&item.constraints));
            let reading = match field.reading {
                Reading::Required => quote!(Required),
                Reading::Insisted => quote!(Insisted),
                Reading::Defaulted => quote!(Defaulted),
                Reading::Ignored => quote!(Ignored),
            };
            let writing = match field.writing {
                Writing::Always => quote!(Always),
                Writing::Sometimes => quote!(Sometimes),
                Writing::Never => quote!(Never),
            };
            Ok::<_, String>(quote!(__api::model::Field {
                name: #name,
                aliases: &[#(#aliases),*],
                docs: "",
                shape: #shape,
                reading: __api::model::Reading::#reading,
                writing: __api::model::Writing::#writing,
                flattened: #flattened,
                constraints: #constraints,
            }))
        };
        let fields = fields.iter().map(field).collect::<Result<Vec<_>, _>>()?;
        Ok(quote!(&[#(#fields),*]))
    }

    fn variant(&self, variant: &Variant, within: Option<usize>) -> Result<TokenStream, String> {
        let Variant { name, aliases, content, read, written, other } = variant;
        let content = match content {
            Content::Unit => quote!(Unit),
            Content::Newtype(item) => {
                let item = self.item(item, within)?;
                quote!(Newtype(#item))
            }
            Content::Tuple(items) => {
                let items = self.items(items, within)?;
                quote!(Tuple(#items))
            }
            Content::Struct(fields) => {
                let fields = self.fields(fields, within)?;
                quote!(Struct(#fields))
            }
        };
        Ok(quote!(__api::model::Variant {
            name: #name,
            aliases: &[#(#aliases),*],
            docs: "",
            content: __api::model::Content::#content,
            read: #read,
            written: #written,
            other: #other,
        }))
    }

    fn item(&self, item: &Item, within: Option<usize>) -> Result<TokenStream, String> {
        let (shape, constraints) = (self.shape(&item.shape, within)?, constraints(&item.constraints));
        Ok(quote!(__api::model::Item { shape: #shape, constraints: #constraints }))
    }

    fn items(&self, items: &[Item], within: Option<usize>) -> Result<TokenStream, String> {
        let items = items.iter().map(|item| self.item(item, within)).collect::<Result<Vec<_>, _>>()?;
        Ok(quote!(&[#(#items),*]))
    }

    /// Returns an expression of type `&'static Shape`. `within` is the type whose constant it is a part of.
    fn shape(&self, shape: &Shape, within: Option<usize>) -> Result<TokenStream, String> {
        let inner = match shape {
            Shape::Null => quote!(Null),
            Shape::Boolean => quote!(Boolean),
            Shape::Integer { minimum, maximum } => {
                let (minimum, maximum) = (Literal::i128_unsuffixed(*minimum), Literal::i128_unsuffixed(*maximum));
                quote!(Integer(__api::model::Integers { minimum: #minimum, maximum: #maximum }))
            }
            Shape::Number => quote!(Number),
            Shape::Text(format) => {
                let format = optional(format.as_ref());
                quote!(Text { format: #format })
            }
            Shape::Any => quote!(Any),
            Shape::Option(inner) => {
                let inner = self.shape(inner, within)?;
                quote!(Option(#inner))
            }
            Shape::Patch(inner) => {
                let inner = self.shape(inner, within)?;
                quote!(Patch(#inner))
            }
            Shape::List { item, length, unique } => {
                let (item, length) = (self.shape(item, within)?, optional(length.map(number)));
                quote!(List(__api::model::List { item: #item, length: #length, unique: #unique }))
            }
            Shape::Map(key, value) => {
                let (key, value) = (self.shape(key, within)?, self.shape(value, within)?);
                quote!(Map(__api::model::Map { key: #key, value: #value }))
            }
            Shape::Tuple(items) => {
                let items = self.items(items, within)?;
                quote!(Tuple(__api::model::Tuple { declaration: ::core::option::Option::None, items: #items }))
            }
            Shape::Named(name) => {
                let place = *self.places.get(name.as_str()).ok_or_else(|| format!("the lock has no type `{name}`"))?;
                let constant = constant(place);
                if within.is_none_or(|within| self.direct.get(within).is_some_and(|direct| direct.contains(&place))) {
                    return Ok(constant.into_token_stream());
                }
                quote!(Reference(__api::model::Reference {
                    name: #name,
                    target: {
                        fn target() -> &'static __api::model::Shape {
                            #constant
                        }
                        target
                    },
                }))
            }
        };
        Ok(quote!(&__api::model::Shape::#inner))
    }

    fn operation(&self, operation: &Operation) -> Result<TokenStream, String> {
        let (name, requires) = (&operation.name, &operation.requires);
        let (verb, path) = (verb(&operation.verb)?, path(&operation.path)?);
        let deprecated = operation.deprecated.as_ref().map(|reason| quote!(.deprecated(#reason)));
        let sunset = operation.sunset.map(|date| {
            let (year, month, day) = date.parts();
            quote!(.sunset(__api::description::Date::new(#year, #month, #day)))
        });
        let security = operation.security.as_ref().map(|scheme| {
            let scheme = security(scheme);
            quote!(.security(#scheme))
        });
        let parameters = operation.parameters.iter().map(|one| {
            let (name, shape) = (&one.name, self.shape(&one.shape, None)?);
            let location = match one.location {
                Location::Path => quote!(Path),
                Location::Query => quote!(Query),
                Location::Header => quote!(Header),
            };
            Ok::<_, String>(quote!(__api::description::Parameter::new(
                #name, __api::description::Location::#location, #shape
            )))
        });
        let parameters = parameters.collect::<Result<Vec<_>, _>>()?;
        let body = match &operation.body {
            None => None,
            Some(body) => {
                let shape = self.shape(&body.shape, None)?;
                let encoding = match body.encoding {
                    Encoding::Json => quote!(Json),
                    Encoding::Form => quote!(Form),
                    Encoding::Text => quote!(Text),
                    Encoding::Bytes => quote!(Bytes),
                    Encoding::Stream => quote!(Stream),
                };
                let limit = body.limit.map(number).map(|limit| quote!(.limit(#limit)));
                let any = body.any_content_type.then(|| quote!(.any_content_type()));
                Some(quote!(.body(
                    __api::__private::BodyDescription::new(__api::__private::BodyEncoding::#encoding, #shape) #limit #any
                )))
            }
        };
        let exchange = self.exchange(&operation.exchange)?;
        let outputs = operation.outputs.iter().map(|one| self.output(one)).collect::<Result<Vec<_>, _>>()?;
        let errors = self.errors(&operation.errors)?;
        Ok(quote! {
            __api::__private::Endpoint::new(#name, __api::__private::Verb::#verb, #path)
                #deprecated #sunset #security
                .requires(&[#(#requires),*])
                .parameters(&[#(#parameters),*])
                #body
                .exchange(#exchange)
                .outputs(&[#(#outputs),*])
                .errors(#errors)
        })
    }

    fn exchange(&self, exchange: &Exchange) -> Result<TokenStream, String> {
        Ok(match exchange {
            Exchange::Unary => quote!(__api::__private::Exchange::Unary),
            Exchange::Events { resumable, resume_query } => {
                let query = optional(resume_query.as_ref());
                quote!(__api::__private::Exchange::Subscription(__api::__private::Streaming {
                    resumable: #resumable, resume_query: #query,
                }))
            }
            Exchange::Duplex { binary, input, terms } => {
                let encoding = if *binary { quote!(Binary) } else { quote!(Text) };
                let (input, terms) = (self.shape(input, None)?, terms_of(terms));
                quote!(__api::__private::Exchange::Duplex(__api::__private::Duplex {
                    input: #input, encoding: __api::__private::MessageEncoding::#encoding, terms: #terms,
                }))
            }
            Exchange::Socket(terms) => {
                let terms = terms_of(terms);
                quote!(__api::__private::Exchange::Handover(#terms))
            }
        })
    }

    fn output(&self, output: &Output) -> Result<TokenStream, String> {
        let Output { status, headers, .. } = output;
        let media_type = optional(output.media_type.as_ref());
        let shape = match &output.shape {
            None => quote!(::core::option::Option::None),
            Some(shape) => {
                let shape = self.shape(shape, None)?;
                quote!(::core::option::Option::Some(#shape))
            }
        };
        let streamed = output.streamed.then(|| quote!(.streamed()));
        Ok(quote! {
            __api::contract::output(#status, #media_type, #shape).headers(&[#(#headers),*]) #streamed
        })
    }

    fn errors(&self, errors: &[ErrorCase]) -> Result<TokenStream, String> {
        let error = |one: &ErrorCase| {
            let ErrorCase { status, kind, attributes } = one;
            let attributes = match attributes {
                None => quote!(::core::option::Option::None),
                Some(shape) => {
                    let shape = self.shape(shape, None)?;
                    quote!(::core::option::Option::Some(#shape))
                }
            };
            Ok::<_, String>(quote!(__api::__private::ErrorCase {
                status: #status, kind: #kind, docs: "", attributes: #attributes,
            }))
        };
        let errors = errors.iter().map(error).collect::<Result<Vec<_>, _>>()?;
        Ok(quote!(&[#(#errors),*]))
    }
}

/// Returns the name of a type's constant.
fn constant(place: usize) -> Ident {
    format_ident!("T{place}")
}

fn path(template: &str) -> Result<TokenStream, String> {
    let segments = segments(template).ok_or_else(|| format!("the path `{template}` does not begin with `/`"))?;
    let segments = segments.map(|segment| {
        let (kind, text) = match segment {
            Segment::Literal(text) => ("Literal", text),
            Segment::Capture(name) => ("Capture", name),
            Segment::Wildcard(name) => ("Wildcard", name),
        };
        let kind = format_ident!("{kind}");
        quote!(__api::__private::Segment::#kind(#text))
    });
    Ok(quote!(__api::__private::Path(&[#(#segments),*])))
}

fn verb(name: &str) -> Result<Ident, String> {
    let name = match name {
        "GET" => "Get",
        "POST" => "Post",
        "PUT" => "Put",
        "PATCH" => "Patch",
        "DELETE" => "Delete",
        "SUBSCRIBE" => "Subscribe",
        _ => return Err(format!("`{name}` is no method of an operation")),
    };
    Ok(format_ident!("{name}"))
}

fn security(scheme: &Security) -> TokenStream {
    match scheme {
        Security::Bearer => quote!(__api::__private::Security::Bearer),
        Security::Basic => quote!(__api::__private::Security::Basic),
        Security::ApiKey(name) => quote!(__api::__private::Security::ApiKey(#name)),
    }
}

fn level(level: Level) -> TokenStream {
    match level {
        Level::Error => quote!(__api::contract::Level::Error),
        Level::Warning => quote!(__api::contract::Level::Warning),
        Level::Info => quote!(__api::contract::Level::Info),
    }
}

fn unknown_fields(closed: bool) -> TokenStream {
    if closed { quote!(__api::model::UnknownFields::Refused) } else { quote!(__api::model::UnknownFields::Ignored) }
}

fn tagging_of(tagging: &Tagging) -> TokenStream {
    match tagging {
        Tagging::External => quote!(__api::model::Tagging::External),
        Tagging::Internal(tag) => quote!(__api::model::Tagging::Internal { tag: #tag }),
        Tagging::Adjacent(tag, content) => quote!(__api::model::Tagging::Adjacent { tag: #tag, content: #content }),
        Tagging::Untagged => quote!(__api::model::Tagging::Untagged),
    }
}

fn terms_of(terms: &Terms) -> TokenStream {
    let names = &terms.subprotocols;
    let (message, frame) = (optional(terms.max_message.map(number)), optional(terms.max_frame.map(number)));
    quote!(__api::__private::SocketTerms { subprotocols: &[#(#names),*], max_message: #message, max_frame: #frame })
}

fn constraints(constraints: &Constraints) -> TokenStream {
    if *constraints == Constraints::default() {
        return quote!(__api::model::Constraints::NONE);
    }
    let limit = |limit: Option<Limit>| {
        optional(limit.map(|limit| match limit {
            Limit::Integer(number) => {
                let number = Literal::i128_unsuffixed(number);
                quote!(__api::model::Limit::Integer(#number))
            }
            Limit::Number(number) => quote!(__api::model::Limit::Number(#number)),
        }))
    };
    let (min, max) = (limit(constraints.min), limit(constraints.max));
    let length = |length: Option<u64>| optional(length.map(number));
    let (min_length, max_length) = (length(constraints.min_length), length(constraints.max_length));
    let (pattern, format) = (optional(constraints.pattern.as_ref()), optional(constraints.format.as_ref()));
    quote!(__api::model::Constraints {
        min: #min, max: #max, min_length: #min_length, max_length: #max_length, pattern: #pattern, format: #format,
    })
}

fn number(number: u64) -> Literal {
    Literal::u64_unsuffixed(number)
}

fn optional<T: ToTokens>(value: Option<T>) -> TokenStream {
    value.map_or_else(|| quote!(::core::option::Option::None), |value| quote!(::core::option::Option::Some(#value)))
}
