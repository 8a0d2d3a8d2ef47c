//! Renders the impl: the shape as one constant, and validation where there are constraints.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::GenericParam;

use super::carry;
use super::check::Checked;
use super::literals::{constraints, shape_of, some};
use super::tree::{Body, Content, Field, Item, Tagging, Tree, Variant};
use super::validation;
use crate::placing::placed_call;

/// Renders the impl of `Model`.
pub(super) fn render(checked: &Checked) -> TokenStream {
    let tree = checked.tree();
    let model = model_path(tree);
    let Tree { ident, name, .. } = tree;
    let mut generics = tree.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!(#model::Model));
    }
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let shape = Render { tree, model: &model }.body();
    let shape = if is_generic(tree) { quote!(&#shape) } else { named(told_in_cycles(&shape, &model), ident) };
    let validation = validation::render(tree, &model);
    let assertions = assertions(tree, &model);
    quote! {
        #[automatically_derived]
        impl #impl_generics #model::Model for #ident #type_generics #where_clause {
            const SHAPE: &'static #model::Shape = #shape;
            const NAME: ::core::option::Option<&'static ::core::primitive::str> = ::core::option::Option::Some(#name);
            #validation
        }
        #assertions
    }
}

/// Returns the path of the framework's `model` module.
fn model_path(tree: &Tree) -> TokenStream {
    let framework = &tree.framework;
    quote!(#framework::model)
}

/// Renders assertions that constraints apply to their types. A generic type has none: its constraints are checked when
/// its shape is used.
fn assertions(tree: &Tree, model: &TokenStream) -> TokenStream {
    if is_generic(tree) {
        return TokenStream::new();
    }
    let mut assertions = carry::constants(tree, model);
    validation::each_item(&tree.body, |item| {
        if item.constraints.is_none() {
            return;
        }
        let (limits, shape) = (constraints(&item.constraints, model), shape_of(item, model));
        let assertion = placed_call(quote!(#limits.assert_fit), shape, &item.constraints.place);
        assertions.extend(quote!(const _: () = #assertion;));
    });
    named(assertions, &tree.ident)
}

/// Renders the shape as a constant whose name says what to do about a cycle of types: rustc names the constants of a
/// cycle (E0391), and nothing else of it is in the hands of a derive.
fn told_in_cycles(shape: &TokenStream, model: &TokenStream) -> TokenStream {
    quote!({
        const ONE_FIELD_OF_THIS_CYCLE_NEEDS_MODEL_BY_NAME: &#model::Shape = &#shape;
        ONE_FIELD_OF_THIS_CYCLE_NEEDS_MODEL_BY_NAME
    })
}

/// Replaces `Self`, which a constant beside the type does not have.
fn named(tokens: TokenStream, ident: &Ident) -> TokenStream {
    let renamed = |token| match token {
        TokenTree::Ident(own) if own == "Self" => {
            let mut name = ident.clone();
            name.set_span(own.span());
            TokenTree::Ident(name)
        }
        TokenTree::Group(group) => {
            let mut content = Group::new(group.delimiter(), named(group.stream(), ident));
            content.set_span(group.span());
            TokenTree::Group(content)
        }
        other => other,
    };
    tokens.into_iter().map(renamed).collect()
}

fn is_generic(tree: &Tree) -> bool {
    !tree.generics.params.is_empty()
}

struct Render<'a> {
    tree: &'a Tree,
    model: &'a TokenStream,
}

impl Render<'_> {
    fn body(&self) -> TokenStream {
        let (model, declaration) = (self.model, self.declaration());
        match &self.tree.body {
            Body::As(form) => {
                let item = quote!(#model::Item::plain(<#form as #model::Model>::SHAPE));
                quote!(#model::Shape::Newtype(#model::Newtype { declaration: #declaration, item: #item, transparent: true }))
            }
            Body::Unit => {
                let item = quote!(#model::Item::plain(&#model::Shape::Null));
                quote!(#model::Shape::Newtype(#model::Newtype { declaration: #declaration, item: #item, transparent: false }))
            }
            Body::Newtype { item, transparent } => {
                let item = self.item(item, None);
                quote!(#model::Shape::Newtype(#model::Newtype {
                    declaration: #declaration, item: #item, transparent: #transparent,
                }))
            }
            Body::Tuple(items) => {
                let (items, declaration) = (self.items(items, None), some(&declaration));
                quote!(#model::Shape::Tuple(#model::Tuple { declaration: #declaration, items: #items }))
            }
            Body::Struct { fields, refuses_unknown } => {
                let (fields, unknown) = (self.fields(fields, None), self.unknown(*refuses_unknown));
                quote!(#model::Shape::Struct(#model::Struct {
                    declaration: #declaration, fields: #fields, unknown_fields: #unknown,
                }))
            }
            Body::Enum { tagging, variants, refuses_unknown } => {
                let tree_tagging = Some(tagging);
                let (tagging, unknown) = (self.tagging(tagging), self.unknown(*refuses_unknown));
                let variants = variants.iter().map(|variant| self.variant(variant, tree_tagging));
                quote!(#model::Shape::Enum(#model::Enum {
                    declaration: #declaration, tagging: #tagging, variants: &[#(#variants),*], unknown_fields: #unknown,
                }))
            }
        }
    }

    fn declaration(&self) -> TokenStream {
        let (model, Tree { name, docs, .. }) = (self.model, self.tree);
        let arguments = self.tree.generics.params.iter().filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(&parameter.ident),
            _ => None,
        });
        quote! {
            #model::Declaration { name: #name, arguments: &[#(<#arguments as #model::Model>::SHAPE),*], docs: #docs }
        }
    }

    fn fields(&self, fields: &[Field], tagging: Option<&Tagging>) -> TokenStream {
        let fields = fields.iter().map(|field| {
            let model = self.model;
            let Field { name, aliases, docs, .. } = field;
            let flattened = field.flattened();
            let shape = self.carried(shape_of(&field.item, model), carry::field(field, tagging, model));
            let plain = quote!(#model::Field::plain(#name, #docs, #shape));
            if field.is_plain() {
                return plain;
            }
            let constraints = self.fitting(&field.item);
            let (reading, writing) = (field.reading.variant(), field.writing.variant());
            let style = field.style.map(|style| {
                let style = Ident::new(style, Span::call_site());
                quote!(style: #model::Style::#style,)
            });
            let access = field.access.map(|access| {
                let access = Ident::new(access, Span::call_site());
                quote!(access: #model::Access::#access,)
            });
            let default = field.default.as_ref().map(|json| quote!(default: ::core::option::Option::Some(#json),));
            quote! {
                #model::Field {
                    aliases: &[#(#aliases),*],
                    reading: #model::Reading::#reading, writing: #model::Writing::#writing,
                    flattened: #flattened, constraints: #constraints, #style #access #default
                    ..#plain
                }
            }
        });
        quote!(&[#(#fields),*])
    }

    fn variant(&self, variant: &Variant, tagging: Option<&Tagging>) -> TokenStream {
        let model = self.model;
        let Variant { name, aliases, docs, read, written, other, .. } = variant;
        let content = match &variant.content {
            Content::Unit => quote!(Unit),
            Content::Newtype(item) => {
                let item = self.item(item, tagging);
                quote!(Newtype(#item))
            }
            Content::Tuple(items) => {
                let items = self.items(items, tagging);
                quote!(Tuple(#items))
            }
            Content::Struct(fields) => {
                let fields = self.fields(fields, tagging);
                quote!(Struct(#fields))
            }
        };
        let (name, label) = match tagging {
            Some(Tagging::Integer) => (numeral(&self.tree.ident, &variant.ident, model), name.as_str()),
            _ => (quote!(#name), ""),
        };
        quote! {
            #model::Variant {
                name: #name, label: #label, aliases: &[#(#aliases),*], docs: #docs, content: #model::Content::#content,
                read: #read, written: #written, other: #other,
            }
        }
    }

    fn tagging(&self, tagging: &Tagging) -> TokenStream {
        let model = self.model;
        match tagging {
            Tagging::External => quote!(#model::Tagging::External),
            Tagging::Internal(tag) => quote!(#model::Tagging::Internal { tag: #tag }),
            Tagging::Adjacent(tag, content) => quote!(#model::Tagging::Adjacent { tag: #tag, content: #content }),
            Tagging::Untagged => quote!(#model::Tagging::Untagged),
            Tagging::Integer => quote!(#model::Tagging::Integer),
        }
    }

    fn unknown(&self, refused: bool) -> TokenStream {
        let model = self.model;
        if refused { quote!(#model::UnknownFields::Refused) } else { quote!(#model::UnknownFields::Ignored) }
    }

    fn items(&self, items: &[Item], tagging: Option<&Tagging>) -> TokenStream {
        let items = items.iter().map(|item| self.item(item, tagging));
        quote!(&[#(#items),*])
    }

    fn item(&self, item: &Item, tagging: Option<&Tagging>) -> TokenStream {
        let (model, constraints) = (self.model, self.fitting(item));
        let shape = self.carried(shape_of(item, model), carry::item(item, tagging, model));
        quote!(#model::Item { shape: #shape, constraints: #constraints })
    }

    /// Adds the checks of a part of a generic type to its shape. Those of another type are constants beside it.
    fn carried(&self, shape: TokenStream, checks: Option<TokenStream>) -> TokenStream {
        match checks {
            Some(checks) if is_generic(self.tree) => quote!({ #checks #shape }),
            _ => shape,
        }
    }

    fn fitting(&self, item: &Item) -> TokenStream {
        let limits = constraints(&item.constraints, self.model);
        if item.constraints.is_none() || !is_generic(self.tree) {
            return limits;
        }
        let shape = shape_of(item, self.model);
        placed_call(quote!(#limits.fitting), shape, &item.constraints.place)
    }
}

/// Renders the digits of a variant's value, which only the compiler knows.
fn numeral(ident: &Ident, variant: &Ident, model: &TokenStream) -> TokenStream {
    quote!({
        const NUMERAL: &#model::Numeral = &#model::Numeral::new(#ident::#variant as i128);
        NUMERAL.text()
    })
}
