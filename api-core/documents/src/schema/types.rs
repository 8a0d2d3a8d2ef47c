//! The named types that were found, and their names in a document.
//!
//! Two different types of one name get a number. A type whose values differ between requests and responses, and which
//! occurs in both, has two names. So has one that occurs in JSON and in forms.

use std::collections::{HashMap, HashSet};

use api_core::model::{Declaration, Shape};

use super::describe::Describing;
use super::{Flow, Kind, Known, Members, Rest, Schema, TypeId};
use crate::naming::Names;

/// The named types that were found so far.
#[derive(Debug, Default)]
pub(crate) struct Types {
    found: Vec<Type>,
    by_address: HashMap<*const Shape, TypeId>,
    /// A contract refers to types by name, so the same text can mean different types in two contracts.
    by_name: HashMap<(String, *const &'static Shape), Vec<TypeId>>,
}

#[derive(Debug)]
struct Type {
    full_name: String,
    /// The text of a shape has all of it, down to references.
    text: String,
    request: Body,
    response: Body,
    /// What it is in queries and forms.
    form: Body,
    /// Whether it is no type of the API. Those of the API have the first choice of names.
    is_ours: bool,
}

/// What a type is in one direction.
#[derive(Debug, Default)]
enum Body {
    /// It does not occur in this direction.
    #[default]
    Absent,
    /// It is being described, and mentions itself.
    Begun,
    Described(Schema),
}

/// All named types of a document, with their names.
#[derive(Debug)]
pub(crate) struct Collected {
    /// The schemas, sorted by name.
    sorted: Vec<(String, Flow, Schema)>,
    names: HashMap<(TypeId, Flow), String>,
    /// The names of the types that are none of the API.
    declared: HashSet<String>,
}

impl Types {
    /// Returns the schema of a value, and finds the named types in it.
    pub(crate) fn schema(&mut self, shape: &'static Shape, flow: Flow, known: Known) -> Schema {
        self.describing(flow, known, |describing| describing.schema(shape))
    }

    /// Returns the schema of a field, with its constraints.
    pub(crate) fn field(&mut self, field: &'static api_core::model::Field, flow: Flow, known: Known) -> Schema {
        let schema = self.describing(flow, known, |describing| describing.value(field.shape, &field.constraints));
        Schema { default: field.default, ..schema }
    }

    /// Gives a schema of responses a name, although it is no type of the API.
    pub(crate) fn declare(&mut self, name: &str, schema: Schema) -> TypeId {
        let id = TypeId(self.found.len());
        self.found.push(Type {
            full_name: name.to_owned(),
            text: String::new(),
            request: Body::Absent,
            response: Body::Described(schema),
            form: Body::Absent,
            is_ours: true,
        });
        id
    }

    fn describing<T>(&mut self, flow: Flow, known: Known, describe: impl FnOnce(&mut Describing<'_>) -> T) -> T {
        let mut register = |shape, declaration| self.register(shape, declaration, flow, known);
        describe(&mut Describing { flow, known, register: &mut register })
    }

    fn register(
        &mut self,
        shape: &'static Shape,
        declaration: &'static Declaration,
        flow: Flow,
        known: Known,
    ) -> TypeId {
        let id = self.identify(shape, declaration, known);
        if let Some(body @ Body::Absent) = self.body_mut(id, flow) {
            *body = Body::Begun;
            let schema = self.describing(flow, known, |describing| describing.definition(shape));
            if let Some(body) = self.body_mut(id, flow) {
                *body = Body::Described(schema);
            }
        }
        id
    }

    fn identify(&mut self, shape: &'static Shape, declaration: &Declaration, known: Known) -> TypeId {
        if let Some(id) = self.by_address.get(&std::ptr::from_ref(shape)) {
            return *id;
        }
        let (full_name, text) = (full_name(declaration), shape.to_string());
        let namesakes = self.by_name.entry((full_name.clone(), known.0.as_ptr())).or_default();
        let same = |id: &&TypeId| self.found.get(id.0).is_some_and(|found| found.text == text);
        let id = namesakes.iter().find(same).copied().unwrap_or_else(|| {
            let id = TypeId(self.found.len());
            namesakes.push(id);
            let (request, response, form) = Default::default();
            self.found.push(Type { full_name, text, request, response, form, is_ours: false });
            id
        });
        self.by_address.insert(shape, id);
        id
    }

    fn body_mut(&mut self, id: TypeId, flow: Flow) -> Option<&mut Body> {
        self.found.get_mut(id.0).map(|found| match flow {
            Flow::Request => &mut found.request,
            Flow::Response => &mut found.response,
            Flow::Form => &mut found.form,
        })
    }

    /// Gives names to the types.
    pub(crate) fn named(mut self) -> Collected {
        // A type that occurs in forms alone has its first name there.
        let mut in_forms_alone = HashSet::new();
        for (place, found) in self.found.iter_mut().enumerate() {
            if matches!((&found.request, &found.form), (Body::Absent, Body::Described(_))) {
                found.request = std::mem::take(&mut found.form);
                in_forms_alone.insert(TypeId(place));
            }
        }
        let directed = self.differing(|found| (&found.request, &found.response));
        let formed = self.differing(|found| (&found.request, &found.form));
        let (mut names, mut declared) = (HashMap::new(), HashSet::new());
        let mut free = Names::reserving(self.found.iter().map(|found| component_name(&found.full_name)));
        let mut found: Vec<(TypeId, Type)> =
            self.found.into_iter().enumerate().map(|(place, found)| (TypeId(place), found)).collect();
        found.sort_by_key(|(_, found)| found.is_ours);
        let mut sorted = Vec::new();
        for (id, found) in found {
            let name = free.take(component_name(&found.full_name));
            declared.extend(found.is_ours.then(|| name.clone()));
            let inward = if in_forms_alone.contains(&id) { Flow::Form } else { Flow::Request };
            match (found.request, found.response) {
                (Body::Described(request), Body::Described(response)) => {
                    names.insert((id, Flow::Response), name.clone());
                    if directed.contains(&id) {
                        let input = free.take_derived(format!("{name}Input"));
                        names.insert((id, inward), input.clone());
                        sorted.push((input, inward, request));
                    } else {
                        names.insert((id, inward), name.clone());
                    }
                    sorted.push((name, Flow::Response, response));
                }
                (Body::Described(schema), _) => {
                    names.insert((id, inward), name.clone());
                    sorted.push((name, inward, schema));
                }
                (_, Body::Described(schema)) => {
                    names.insert((id, Flow::Response), name.clone());
                    sorted.push((name, Flow::Response, schema));
                }
                _ => {}
            }
            if let Body::Described(form) = found.form {
                let of_requests = names.get(&(id, Flow::Request)).cloned().unwrap_or_default();
                if formed.contains(&id) {
                    let of_forms = free.take_derived(format!("{of_requests}Form"));
                    names.insert((id, Flow::Form), of_forms.clone());
                    sorted.push((of_forms, Flow::Form, form));
                } else {
                    names.insert((id, Flow::Form), of_requests);
                }
            }
        }
        sorted.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        Collected { sorted, names, declared }
    }

    /// Returns the types whose values differ between two flows: by themselves, or by a type that they mention.
    fn differing(&self, bodies: impl Fn(&Type) -> (&Body, &Body)) -> HashSet<TypeId> {
        let mut differing = HashSet::new();
        let mut mentioned_by: HashMap<TypeId, Vec<TypeId>> = HashMap::new();
        for (place, found) in self.found.iter().enumerate() {
            let id = TypeId(place);
            if let (Body::Described(one), Body::Described(other)) = bodies(found) {
                if one != other {
                    differing.insert(id);
                }
                let mut mentioned = Vec::new();
                mentions(one, &mut mentioned);
                mentions(other, &mut mentioned);
                for other in mentioned {
                    mentioned_by.entry(other).or_default().push(id);
                }
            }
        }
        let mut rest: Vec<TypeId> = differing.iter().copied().collect();
        while let Some(id) = rest.pop() {
            for other in mentioned_by.get(&id).into_iter().flatten() {
                if differing.insert(*other) {
                    rest.push(*other);
                }
            }
        }
        differing
    }
}

impl Collected {
    /// Returns the name of a type. Every type of a schema that [`Types`] described has one.
    pub(crate) fn name(&self, id: TypeId, flow: Flow) -> &str {
        self.names.get(&(id, flow)).map_or("", String::as_str)
    }

    /// Returns whether a type of this name is one of the API.
    pub(super) fn is_of_api(&self, name: &str) -> bool {
        !self.declared.contains(name)
    }

    /// Returns the schema of a named type.
    pub(crate) fn find(&self, id: TypeId, flow: Flow) -> Option<&Schema> {
        let name = self.names.get(&(id, flow))?;
        let place = self.sorted.binary_search_by(|(known, ..)| known.cmp(name)).ok()?;
        self.sorted.get(place).map(|(.., schema)| schema)
    }

    /// Returns the named types, sorted by name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Flow, &Schema)> {
        self.sorted.iter().map(|(name, flow, schema)| (&**name, *flow, schema))
    }
}

fn mentions(schema: &Schema, found: &mut Vec<TypeId>) {
    match &schema.kind {
        Kind::Named(id) => found.push(*id),
        Kind::Array { item, .. } | Kind::Encoded(item) => mentions(item, found),
        Kind::Tuple(schemas) | Kind::One(schemas) | Kind::Some(schemas) | Kind::All(schemas) => {
            for schema in schemas {
                mentions(schema, found);
            }
        }
        Kind::Object(Members { properties, rest, .. }) => {
            for property in properties {
                mentions(&property.schema, found);
            }
            if let Rest::Each { key, value } = rest {
                for schema in key.iter().chain([value]) {
                    mentions(schema, found);
                }
            }
        }
        _ => {}
    }
}

/// Returns a name with its type arguments.
fn full_name(declaration: &Declaration) -> String {
    if declaration.arguments.is_empty() {
        return declaration.name.to_owned();
    }
    let argument = |shape: &&'static Shape| match shape.declaration() {
        Some(declaration) => full_name(declaration),
        None => shape.to_string(),
    };
    let arguments: Vec<String> = declaration.arguments.iter().map(argument).collect();
    format!("{}<{}>", declaration.name, arguments.join(", "))
}

/// Returns a name with letters and digits only: `Page<Room>` is `PageOfRoom`.
fn component_name(full_name: &str) -> String {
    let mut name = String::new();
    let mut begins_word = true;
    for character in full_name.chars() {
        match character {
            '<' => name.push_str("Of"),
            ',' => name.push_str("And"),
            _ if character.is_ascii_alphanumeric() && begins_word => name.push(character.to_ascii_uppercase()),
            _ if character.is_ascii_alphanumeric() || (character == '_' && !name.is_empty()) => name.push(character),
            _ => {}
        }
        begins_word = !(character.is_ascii_alphanumeric() || character == '_');
    }
    if name.is_empty() { "Type".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::component_name;

    #[test]
    fn names_of_generic_types_read_as_words() {
        for (full_name, name) in [
            ("Room", "Room"),
            ("Page<Room>", "PageOfRoom"),
            ("Either<Page<Room>, list of integer 0..=255>", "EitherOfPageOfRoomAndListOfInteger0255"),
            ("room_id", "Room_id"),
            ("Größe", "GrE"),
            ("<>", "Of"),
        ] {
            assert_eq!(component_name(full_name), name);
        }
    }
}
