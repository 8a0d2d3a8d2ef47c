//! Renders `validate`, `CONSTRAINED` and, for newtypes, `measure`.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::{Ident, Member};

use super::literals::{constraints, literal};
use super::tree::{Body, Content, Field, Item, Source, Tagging, Tree, Variant};
use crate::placing::placed;

/// Renders the validation items of the impl; none for a type without constraints.
pub(super) fn render(tree: &Tree, model: &TokenStream) -> TokenStream {
    let mut conditions = Vec::new();
    each_item(&tree.body, |item| {
        if item.source == Source::Own {
            let shape = &item.shape;
            let constrained = placed(quote!(<#shape as #model::Model>::CONSTRAINED), shape);
            conditions.push(if item.constraints.is_none() { constrained } else { quote!(true) });
        }
    });
    if conditions.is_empty() {
        return TokenStream::new();
    }
    let violations = Ident::new("violations", Span::mixed_site());
    let validation = Validation { model, violations: &violations };
    let (steps, measure) = match &tree.body {
        Body::As(_) | Body::Unit => (TokenStream::new(), TokenStream::new()),
        Body::Newtype { item, .. } => (validation.here(item, &own(item)), validation.measure(item)),
        Body::Tuple(items) => (validation.items(items, own), TokenStream::new()),
        Body::Struct { fields, .. } => (validation.fields(fields, own), TokenStream::new()),
        Body::Enum { tagging, variants, .. } => (validation.variants(tagging, variants), TokenStream::new()),
    };
    quote! {
        const CONSTRAINED: ::core::primitive::bool = #(#conditions)||*;

        fn validate(&self, #violations: &mut #model::Violations<'_>) {
            #steps
        }

        #measure
    }
}

/// Visits every item of a type.
pub(super) fn each_item(body: &Body, mut visit: impl FnMut(&Item)) {
    match body {
        Body::As(_) | Body::Unit => {}
        Body::Newtype { item, .. } => visit(item),
        Body::Tuple(items) => items.iter().for_each(visit),
        Body::Struct { fields, .. } => fields.iter().for_each(|field| visit(&field.item)),
        Body::Enum { variants, .. } => {
            for variant in variants {
                match &variant.content {
                    Content::Unit => {}
                    Content::Newtype(item) => visit(item),
                    Content::Tuple(items) => items.iter().for_each(&mut visit),
                    Content::Struct(fields) => fields.iter().for_each(|field| visit(&field.item)),
                }
            }
        }
    }
}

struct Validation<'a> {
    model: &'a TokenStream,
    violations: &'a Ident,
}

impl Validation<'_> {
    fn fields(&self, fields: &[Field], value: impl Fn(&Item) -> TokenStream) -> TokenStream {
        let violations = self.violations;
        let steps = fields.iter().map(|field| {
            let value = value(&field.item);
            if field.flattened() {
                return self.here(&field.item, &value);
            }
            let name = literal(&field.name);
            let value_type = &field.item.value_type;
            let plain = quote!(#violations.field::<#value_type>(#name, #value));
            self.step(&field.item, &plain, |rule| quote!(#violations.ruled_field::<#value_type>(#name, #value, #rule)))
        });
        quote!(#(#steps)*)
    }

    fn items(&self, items: &[Item], value: impl Fn(&Item) -> TokenStream) -> TokenStream {
        let violations = self.violations;
        let steps = items.iter().enumerate().map(|(index, item)| {
            let value = value(item);
            let value_type = &item.value_type;
            let plain = quote!(#violations.item::<#value_type>(#index, #value));
            self.step(item, &plain, |rule| quote!(#violations.ruled_item::<#value_type>(#index, #value, #rule)))
        });
        quote!(#(#steps)*)
    }

    /// Renders the validation of a value that adds no step to the path of a violation.
    fn here(&self, item: &Item, value: &TokenStream) -> TokenStream {
        let (model, violations) = (self.model, self.violations);
        let value_type = &item.value_type;
        let plain = quote!(<#value_type as #model::Model>::validate(#value, #violations));
        self.step(item, &plain, |rule| quote!(#violations.ruled::<#value_type>(#value, #rule)))
    }

    fn step(&self, item: &Item, plain: &TokenStream, ruled: impl Fn(TokenStream) -> TokenStream) -> TokenStream {
        let (model, shape) = (self.model, &item.shape);
        if item.source == Source::Other {
            return TokenStream::new();
        }
        if item.constraints.is_none() {
            let step = quote!(if <#shape as #model::Model>::CONSTRAINED { #plain; });
            return placed(step, shape);
        }
        let limits = constraints(&item.constraints, model);
        let ruled = ruled(quote!(&RULE));
        placed(quote!({ static RULE: #model::Rule = #model::Rule::new(#limits); #ruled; }), shape)
    }

    fn measure(&self, item: &Item) -> TokenStream {
        let (model, value, value_type) = (self.model, own(item), &item.value_type);
        if item.source == Source::Other {
            return TokenStream::new();
        }
        quote! {
            fn measure(&self) -> #model::Measure<'_> {
                <#value_type as #model::Model>::measure(#value)
            }
        }
    }

    fn variants(&self, tagging: &Tagging, variants: &[Variant]) -> TokenStream {
        let arms = variants.iter().filter_map(|variant| self.variant(tagging, variant));
        quote! {
            #[allow(unreachable_patterns, clippy::match_wildcard_for_single_variants, reason = "a generated match")]
            match self {
                #(#arms)*
                _ => {}
            }
        }
    }

    fn variant(&self, tagging: &Tagging, variant: &Variant) -> Option<TokenStream> {
        let (ident, violations) = (&variant.ident, self.violations);
        let (members, steps): (Vec<&Item>, _) = match &variant.content {
            Content::Newtype(item) if item.source == Source::Own => (vec![item], self.here(item, &bound(item))),
            Content::Unit | Content::Newtype(_) => return None,
            Content::Tuple(items) => (items.iter().collect(), self.items(items, bound)),
            Content::Struct(fields) => (fields.iter().map(|field| &field.item).collect(), self.fields(fields, bound)),
        };
        let patterns = members.iter().filter(|item| item.source == Source::Own).map(|item| {
            let (member, name) = (&item.member, bound(item));
            quote!(#member: #name)
        });
        let key = match tagging {
            Tagging::External => Some(literal(&variant.name)),
            Tagging::Adjacent(_, content) => Some(content.clone()),
            Tagging::Internal(_) | Tagging::Untagged | Tagging::Integer => None,
        };
        let steps = match key {
            Some(key) => quote!(#violations.within(#key, |#violations| { #steps })),
            None => steps,
        };
        Some(quote!(Self::#ident { #(#patterns,)* .. } => { #steps }))
    }
}

/// Renders a member accessed through `self`.
fn own(item: &Item) -> TokenStream {
    let member = &item.member;
    quote!(&self.#member)
}

/// Renders a member bound by the pattern of its variant.
fn bound(item: &Item) -> TokenStream {
    let name = match &item.member {
        Member::Named(ident) => format_ident!("field_{}", ident, span = Span::mixed_site()),
        Member::Unnamed(index) => format_ident!("field_{}", index.index, span = Span::mixed_site()),
    };
    quote!(#name)
}
