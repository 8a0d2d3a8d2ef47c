//! Renders the impl: the shape as one constant, and validation where there are constraints.

use proc_macro2::TokenStream;
use quote::quote;
use syn::GenericParam;

use super::check::Checked;
use super::literals::{constraints, some};
use super::tree::{Body, Content, Field, Item, Reading, Tagging, Tree, Variant, Writing};
use super::validation;
use crate::placing::{placed, placed_call};

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
    let validation = validation::render(tree, &model);
    let assertions = assertions(tree, &model);
    quote! {
        #[automatically_derived]
        impl #impl_generics #model::Model for #ident #type_generics #where_clause {
            const SHAPE: &'static #model::Shape = &#shape;
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
    let mut assertions = TokenStream::new();
    validation::each_item(&tree.body, |item| {
        if item.constraints.is_none() {
            return;
        }
        let (limits, shape) = (constraints(&item.constraints, model), shape_of(item, model));
        let assertion = placed_call(quote!(#limits.assert_fit), shape, &item.constraints.place);
        assertions.extend(quote!(const _: () = #assertion;));
    });
    assertions
}

fn is_generic(tree: &Tree) -> bool {
    !tree.generics.params.is_empty()
}

/// Renders `<Type as Model>::SHAPE`, with a span that reports a missing impl at the type.
fn shape_of(item: &Item, model: &TokenStream) -> TokenStream {
    let shape = &item.shape;
    placed(quote!(<#shape as #model::Model>::SHAPE), shape)
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
                let item = self.item(item);
                quote!(#model::Shape::Newtype(#model::Newtype {
                    declaration: #declaration, item: #item, transparent: #transparent,
                }))
            }
            Body::Tuple(items) => {
                let (items, declaration) = (self.items(items), some(&declaration));
                quote!(#model::Shape::Tuple(#model::Tuple { declaration: #declaration, items: #items }))
            }
            Body::Struct { fields, refuses_unknown } => {
                let (fields, unknown) = (self.fields(fields), self.unknown(*refuses_unknown));
                quote!(#model::Shape::Struct(#model::Struct {
                    declaration: #declaration, fields: #fields, unknown_fields: #unknown,
                }))
            }
            Body::Enum { tagging, variants, refuses_unknown } => {
                let (tagging, unknown) = (self.tagging(tagging), self.unknown(*refuses_unknown));
                let variants = variants.iter().map(|variant| self.variant(variant));
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

    fn fields(&self, fields: &[Field]) -> TokenStream {
        let fields = fields.iter().map(|field| {
            let model = self.model;
            let Field { name, aliases, docs, flattened, .. } = field;
            let (shape, constraints) = (shape_of(&field.item, model), self.fitting(&field.item));
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
            quote! {
                #model::Field {
                    name: #name, aliases: &[#(#aliases),*], docs: #docs, shape: #shape,
                    reading: #model::Reading::#reading, writing: #model::Writing::#writing,
                    flattened: #flattened, constraints: #constraints,
                }
            }
        });
        quote!(&[#(#fields),*])
    }

    fn variant(&self, variant: &Variant) -> TokenStream {
        let model = self.model;
        let Variant { name, aliases, docs, read, written, other, .. } = variant;
        let content = match &variant.content {
            Content::Unit => quote!(Unit),
            Content::Newtype(item) => {
                let item = self.item(item);
                quote!(Newtype(#item))
            }
            Content::Tuple(items) => {
                let items = self.items(items);
                quote!(Tuple(#items))
            }
            Content::Struct(fields) => {
                let fields = self.fields(fields);
                quote!(Struct(#fields))
            }
        };
        quote! {
            #model::Variant {
                name: #name, aliases: &[#(#aliases),*], docs: #docs, content: #model::Content::#content,
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
        }
    }

    fn unknown(&self, refused: bool) -> TokenStream {
        let model = self.model;
        if refused { quote!(#model::UnknownFields::Refused) } else { quote!(#model::UnknownFields::Ignored) }
    }

    fn items(&self, items: &[Item]) -> TokenStream {
        let items = items.iter().map(|item| self.item(item));
        quote!(&[#(#items),*])
    }

    fn item(&self, item: &Item) -> TokenStream {
        let (model, shape, constraints) = (self.model, shape_of(item, self.model), self.fitting(item));
        quote!(#model::Item { shape: #shape, constraints: #constraints })
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
