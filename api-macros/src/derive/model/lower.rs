//! Lowers the derive input to the tree, with wire names and without skipped parts.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, Index, Member, Path, parse_quote};

use super::attributes::{Attributes, Place};
use super::casing::Casing;
use super::recursion;
use super::tree::{Body, Constraints, Content, Field, Item, Reading, Source, Tagging, Tree, Variant, Writing};
use crate::diagnostics::Diagnostics;
use crate::features;

/// Returns the tree, or `None` for an item that cannot be a model.
pub(super) fn lower(input: &DeriveInput, diagnostics: &mut Diagnostics) -> Option<Tree> {
    let mut container = Attributes::read(&input.attrs, Place::Container, diagnostics);
    let framework = container.framework.take().unwrap_or_else(|| parse_quote!(::api_core));
    let name = container.rename.as_ref().map_or_else(|| input.ident.unraw().to_string(), syn::LitStr::value);
    let docs = std::mem::take(&mut container.docs);
    let body = Lowering { input, framework: &framework, diagnostics }.body(container)?;
    Some(Tree { ident: input.ident.clone(), generics: input.generics.clone(), name, docs, framework, body })
}

struct Lowering<'a> {
    input: &'a DeriveInput,
    framework: &'a Path,
    diagnostics: &'a mut Diagnostics,
}

impl Lowering<'_> {
    fn body(&mut self, mut container: Attributes) -> Option<Body> {
        let constraints = std::mem::take(&mut container.constraints);
        if let Some(form) = container.same_form_as.take() {
            self.refuse_constraints(&constraints);
            return Some(Body::As(form));
        }
        self.require_as(&container, "the type");
        let body = match &self.input.data {
            Data::Struct(data) => self.structure(&data.fields, &container)?,
            Data::Enum(data) => self.enumeration(data, &container),
            Data::Union(data) => {
                self.diagnostics.error(
                    data.union_token,
                    "E070: a union has no wire format, because its active field is unknown\nhelp: write an enum",
                );
                return None;
            }
        };
        Some(self.with_own_constraints(body, constraints))
    }

    /// Moves constraints on a newtype to its content. Other types cannot have constraints, only their fields can.
    fn with_own_constraints(&mut self, body: Body, constraints: Constraints) -> Body {
        match body {
            Body::Newtype { mut item, transparent } if !constraints.is_none() => {
                if !item.constraints.is_none() {
                    self.diagnostics.error(
                        &item.constraints.place,
                        "E076: constraints are given on both the type and its field\nhelp: keep those on the type",
                    );
                }
                item.constraints = constraints;
                Body::Newtype { item, transparent }
            }
            body => {
                self.refuse_constraints(&constraints);
                body
            }
        }
    }

    fn refuse_constraints(&mut self, constraints: &Constraints) {
        if !constraints.is_none() {
            self.diagnostics.error(
                &constraints.place,
                "E076: constraints are allowed on fields and newtypes only\nhelp: put them on the field that they apply to",
            );
        }
    }

    fn require_as(&mut self, attributes: &Attributes, whose: &str) {
        if let Some(path) = &attributes.converted
            && attributes.same_form_as.is_none()
        {
            let key = quote::ToTokens::to_token_stream(path);
            self.diagnostics.error(
                path,
                format!(
                    "E071: `{key}` changes the wire format of {whose}, so its type does not determine it\n\
                     help: name a type with the same wire format: `#[model(as = String)]`"
                ),
            );
        }
    }

    fn structure(&mut self, fields: &Fields, container: &Attributes) -> Option<Body> {
        if let Some(repr) = container.repr.as_ref() {
            self.diagnostics.error(repr, "E070: `repr` is for enums without fields\nhelp: remove it");
        }
        if let Some(tag) = container.tag.as_ref() {
            self.diagnostics.error(tag, "E070: `tag` is for enums\nhelp: add a field for the tag");
        }
        if container.transparent.is_some() {
            return self.transparent(fields, container);
        }
        Some(match fields {
            Fields::Unit => Body::Unit,
            Fields::Named(_) => Body::Struct {
                fields: self.fields(fields, container.rename_all, container),
                refuses_unknown: container.deny_unknown_fields,
            },
            Fields::Unnamed(_) => {
                let mut items = self.items(fields);
                match items.pop() {
                    Some(item) if fields.len() == 1 => Body::Newtype { item, transparent: false },
                    last => {
                        items.extend(last);
                        Body::Tuple(items)
                    }
                }
            }
        })
    }

    fn transparent(&mut self, fields: &Fields, container: &Attributes) -> Option<Body> {
        let mut items = self.items(fields);
        if let (Some(item), true) = (items.pop(), items.is_empty()) {
            return Some(Body::Newtype { item, transparent: true });
        }
        let message = "E071: a transparent type must have exactly one field that is not skipped";
        self.diagnostics.error(container.transparent.as_ref(), message);
        None
    }

    fn enumeration(&mut self, data: &syn::DataEnum, container: &Attributes) -> Body {
        let tagging = match (&container.tag, &container.content, &container.untagged) {
            (None, None, None) => Tagging::External,
            (Some(tag), None, None) => Tagging::Internal(tag.clone()),
            (Some(tag), Some(content), None) => Tagging::Adjacent(tag.clone(), content.clone()),
            (None, None, Some(_)) => Tagging::Untagged,
            (None, Some(content), None) => {
                self.diagnostics.error(content, "E071: `content` requires `tag`\nhelp: add `tag = \"type\"`");
                Tagging::External
            }
            (_, _, Some(untagged)) => {
                self.diagnostics
                    .error(untagged, "E071: an enum is either tagged or `untagged`\nhelp: keep one of the two");
                Tagging::Untagged
            }
        };
        let variants: Vec<Variant> =
            data.variants.iter().filter_map(|variant| self.variant(variant, container)).collect();
        if let Some(repr) = &container.repr {
            self.only_values(data, container, repr);
            return Body::Enum { tagging: Tagging::Integer, variants, refuses_unknown: false };
        }
        Body::Enum { tagging, variants, refuses_unknown: container.deny_unknown_fields }
    }

    /// Reports what an enum that is sent as numbers cannot have.
    fn only_values(&mut self, data: &syn::DataEnum, container: &Attributes, repr: &Path) {
        if !self.input.generics.params.is_empty() {
            self.diagnostics.error(repr, "E070: an enum that is sent as numbers has no parameters\nhelp: remove them");
        }
        if !self.input.attrs.iter().any(|attribute| attribute.path().is_ident("repr")) {
            self.diagnostics.error(
                repr,
                "E070: the type of the numbers is not told\nhelp: write `#[repr(u8)]` on the enum, or another integer type",
            );
        }
        let named = [&container.tag, &container.content].into_iter().flatten().map(ToTokens::to_token_stream);
        let named = named.chain(container.untagged.as_ref().map(ToTokens::to_token_stream)).next();
        if named.is_some() || container.rename_all.is_some() {
            self.diagnostics.error(
                named.unwrap_or_else(|| repr.to_token_stream()),
                "E071: the variants are sent as numbers, so they have no names and no tag\n\
                 help: remove serde's attributes, or `#[model(repr)]`",
            );
        }
        for variant in &data.variants {
            let attributes = Attributes::read(&variant.attrs, Place::Variant, &mut Diagnostics::default());
            if !matches!(variant.fields, Fields::Unit) {
                self.diagnostics.error(
                    &variant.fields,
                    "E070: a variant that is sent as a number has no fields\nhelp: remove them, or `#[model(repr)]`",
                );
            }
            if attributes.rename.is_some()
                || !attributes.aliases.is_empty()
                || attributes.skip_serializing.is_some()
                || attributes.skip_deserializing.is_some()
            {
                self.diagnostics.error(
                    &variant.ident,
                    "E071: this variant is sent as a number, and serde_repr ignores all attributes but `other`\n\
                     help: remove them",
                );
            }
        }
    }

    fn variant(&mut self, variant: &syn::Variant, container: &Attributes) -> Option<Variant> {
        let attributes = Attributes::read(&variant.attrs, Place::Variant, self.diagnostics);
        if attributes.skipped() {
            return None;
        }
        self.require_as(&attributes, "the variant");
        let rust_name = variant.ident.unraw().to_string();
        let name = match (&attributes.rename, container.rename_all) {
            (Some(name), _) => name.value(),
            (None, Some(casing)) => casing.variant(&rust_name),
            (None, None) => rust_name,
        };
        let content = match (&attributes.same_form_as, &variant.fields) {
            (Some(form), _) => Content::Newtype(Item {
                member: Member::Unnamed(Index::from(0)),
                value_type: form.clone(),
                shape: form.clone(),
                constraints: Constraints::default(),
                source: Source::Other,
            }),
            (None, Fields::Unit) => Content::Unit,
            (None, fields @ Fields::Named(_)) => {
                let casing = attributes.rename_all.or(container.rename_all_fields);
                let deny_unknown_fields = container.deny_unknown_fields;
                Content::Struct(self.fields(
                    fields,
                    casing,
                    &Attributes { deny_unknown_fields, ..Attributes::default() },
                ))
            }
            (None, fields @ Fields::Unnamed(_)) => {
                let mut items = self.items(fields);
                match items.pop() {
                    Some(item) if fields.len() == 1 => Content::Newtype(item),
                    // serde serializes a variant whose only field is skipped as its name.
                    None if fields.len() == 1 => Content::Unit,
                    last => {
                        items.extend(last);
                        Content::Tuple(items)
                    }
                }
            }
        };
        Some(Variant {
            ident: variant.ident.clone(),
            name,
            content,
            aliases: attributes.aliases,
            docs: attributes.docs,
            read: attributes.skip_deserializing.is_none(),
            written: attributes.skip_serializing.is_none(),
            other: attributes.other,
        })
    }

    fn fields(&mut self, fields: &Fields, casing: Option<Casing>, container: &Attributes) -> Vec<Field> {
        fields.iter().zip(fields.members()).filter_map(|(field, at)| self.field(field, at, casing, container)).collect()
    }

    fn field(
        &mut self,
        field: &syn::Field,
        at: Member,
        casing: Option<Casing>,
        container: &Attributes,
    ) -> Option<Field> {
        let defaulted = container.default;
        let mut attributes = Attributes::read(&field.attrs, Place::Field, self.diagnostics);
        if attributes.skipped() {
            return None;
        }
        let item = self.item(field, at, &mut attributes);
        let rust_name = field.ident.as_ref().map(|ident| ident.unraw().to_string()).unwrap_or_default();
        let name = match (&attributes.rename, casing) {
            (Some(name), _) => name.value(),
            (None, Some(casing)) if attributes.flatten.is_none() => casing.field(&rust_name),
            (None, _) => rust_name,
        };
        if let Some(flatten) = attributes.flatten.as_ref().filter(|_| !item.constraints.is_none()) {
            self.diagnostics.error(
                flatten,
                "E005: a flattened field has no key, so it cannot be constrained\nhelp: constrain the fields of its type",
            );
        }
        self.both_directions(&attributes, container);
        self.one_direction(&attributes, container, &field.ty);
        Some(Field {
            name,
            item,
            aliases: attributes.aliases,
            docs: attributes.docs,
            reading: match (attributes.skip_deserializing.is_some(), attributes.default || defaulted) {
                (true, _) => Reading::Ignored,
                (false, true) => Reading::Defaulted,
                (false, false) if attributes.read_by_function => Reading::Insisted,
                (false, false) => Reading::Required,
            },
            writing: match (attributes.skip_serializing.is_some(), attributes.skip_serializing_if.is_some()) {
                (true, _) => Writing::Never,
                (false, true) if attributes.omits_null => Writing::Sometimes,
                (false, true) => Writing::Conditional,
                (false, false) => Writing::Always,
            },
            flatten: attributes.flatten,
            style: attributes.style,
            access: attributes.access.map(|(access, _)| access),
            default: attributes.known_default.map(|(json, _)| json),
            omits: attributes.skip_serializing.or(attributes.skip_serializing_if),
        })
    }

    /// Reports a field that one end leaves out and the other insists on, where the attributes alone tell it.
    fn both_directions(&mut self, attributes: &Attributes, container: &Attributes) {
        let omits = attributes.skip_serializing.as_ref().or(attributes.skip_serializing_if.as_ref());
        if omits.is_some() && attributes.read_by_function && !attributes.default && !container.default {
            self.diagnostics.error(
                omits,
                "E073: the other end cannot read the object without this field, because it has a function of its own\n\
                 help: add `default` to this `#[serde(..)]`",
            );
        }
        if container.deny_unknown_fields && attributes.skip_deserializing.is_some() {
            self.diagnostics.error(
                &attributes.skip_deserializing,
                "E073: the other end refuses this field: it is written but not read, and `deny_unknown_fields` is set\n\
                 help: write `skip`, or remove `deny_unknown_fields`",
            );
        }
    }

    /// Reports a field of one direction that the other insists on, and a default that serde does not take.
    fn one_direction(&mut self, attributes: &Attributes, container: &Attributes, ty: &syn::Type) {
        let may_lack = attributes.default || container.default;
        let is_option =
            matches!(ty, syn::Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Option"));
        if let Some((access, key)) = &attributes.access
            && !may_lack
            && (!is_option || attributes.read_by_function)
        {
            let message = if *access == "ReadOnly" { "requests" } else { "answers" };
            self.diagnostics.error(
                key,
                format!(
                    "E073: {message} do not have this field, and it is required\n\
                     help: make it an `Option`, or add `#[serde(default)]`"
                ),
            );
        }
        if let Some((_, key)) = attributes.known_default.as_ref().filter(|_| !may_lack) {
            self.diagnostics.error(
                key,
                "E073: this default is for documents, and serde has none for the field\n\
                 help: add `#[serde(default = \"…\")]` with a function that returns the same value",
            );
        }
    }

    fn items(&mut self, fields: &Fields) -> Vec<Item> {
        let mut items = Vec::new();
        for (field, member) in fields.iter().zip(fields.members()) {
            let mut attributes = Attributes::read(&field.attrs, Place::Field, self.diagnostics);
            if attributes.skipped() {
                continue;
            }
            let omits = [&attributes.skip_serializing_if, &attributes.skip_serializing, &attributes.skip_deserializing];
            if let Some(omits) = omits.into_iter().flatten().next() {
                self.diagnostics.error(
                    omits,
                    "E073: a field without a name is told by its position, so it cannot be left out\n\
                     help: give the fields names, or write `skip`",
                );
            }
            items.push(self.item(field, member, &mut attributes));
        }
        items
    }

    fn item(&mut self, field: &syn::Field, member: Member, attributes: &mut Attributes) -> Item {
        self.require_as(attributes, "the field");
        let constraints = std::mem::take(&mut attributes.constraints);
        let (shape, source) = match (attributes.same_form_as.take(), &attributes.by_name) {
            (Some(form), by_name) => {
                if by_name.is_some() {
                    self.diagnostics
                        .error(by_name, "E076: `by_name` and `as` cannot be combined\nhelp: keep one of them");
                }
                if !constraints.is_none() {
                    self.diagnostics.error(
                        &constraints.place,
                        "E076: the value behind `as` is not of that type, so constraints cannot be checked on it\n\
                         help: use a newtype that holds the constraints and implements serde's traits",
                    );
                }
                (form, Source::Other)
            }
            (None, Some(_)) => (recursion::content_held(field.ty.clone(), self.framework), Source::Own),
            (None, None) => {
                features::check(&field.ty, self.diagnostics);
                (recursion::own_name_held(field.ty.clone(), &self.input.ident, self.framework), Source::Own)
            }
        };
        Item { member, value_type: field.ty.clone(), shape, constraints, source }
    }
}
