//! Authentication: one scheme for each operation, with the permissions that it asks for.

use api_lock::{Location, Operation, Parameter, Security, Shape};
use serde_json::Value;

use super::document::{Importer, Object};
use super::error::OpenApiError;
use super::parameter::is_field_name;

/// What one scheme is for a lock.
enum Scheme {
    Said(Security),
    /// A key in the query, under this name.
    Query(String),
    Unsaid,
}

impl Importer<'_> {
    /// Reads what an operation requires, or what the document does for all operations.
    pub(super) fn secure(&mut self, members: &Object, operation: &mut Operation) -> Result<(), OpenApiError> {
        let of_all = self.root()?.get("security");
        let Some(requirements) = members.get("security").or(of_all) else { return Ok(()) };
        let Value::Array(requirements) = requirements else {
            return Err(self.wrong_type("security", "an array", requirements));
        };
        let mut alternatives = Vec::new();
        for requirement in requirements {
            alternatives.push(self.object(requirement, "security")?);
        }
        if alternatives.iter().any(|alternative| alternative.is_empty()) && alternatives.len() > 1 {
            self.widened("authentication that is optional", "");
            return Ok(());
        }
        if alternatives.len() > 1 {
            self.part_left_out("alternatives of authentication", "");
        }
        for alternative in alternatives {
            if self.use_alternative(alternative, operation)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Returns whether a lock can say it.
    fn use_alternative(&mut self, alternative: &Object, operation: &mut Operation) -> Result<bool, OpenApiError> {
        let mut is_said = false;
        for (name, scopes) in alternative {
            match self.scheme(name)? {
                Scheme::Said(security) if operation.security.is_none() => {
                    operation.security = Some(security);
                    let Value::Array(scopes) = scopes else {
                        return Err(self.wrong_type(name, "an array", scopes));
                    };
                    operation.requires.extend(scopes.iter().filter_map(Value::as_str).map(str::to_owned));
                    is_said = true;
                }
                Scheme::Query(key) => {
                    if operation.parameters.iter().all(|known| known.name != key) {
                        let shape = Shape::Text(None);
                        operation.parameters.push(Parameter::new(Location::Query, key, shape));
                    }
                    is_said = true;
                }
                Scheme::Said(_) => self.part_left_out("a second scheme of authentication", name),
                Scheme::Unsaid => self.part_left_out("a scheme of authentication", name),
            }
        }
        Ok(is_said)
    }

    fn scheme(&mut self, name: &str) -> Result<Scheme, OpenApiError> {
        let components = self.member_object(self.root()?, "components")?;
        let schemes = components.map(|members| self.member_object(members, "securitySchemes")).transpose()?.flatten();
        let Some(scheme) = schemes.and_then(|schemes| schemes.get(name)) else {
            return Err(OpenApiError::Reference {
                place: self.subject.clone(),
                reference: format!("#/components/securitySchemes/{name}"),
            });
        };
        let scheme = self.object(self.resolved(scheme)?, name)?;
        let text = |key: &'static str| self.member_text(scheme, key).map(Option::unwrap_or_default);
        let kind = text("type")?;
        Ok(match kind {
            "http" => match text("scheme")?.to_ascii_lowercase().as_str() {
                "bearer" => Scheme::Said(Security::Bearer),
                "basic" => Scheme::Said(Security::Basic),
                _ => Scheme::Unsaid,
            },
            "oauth2" | "openIdConnect" => {
                self.part_left_out("how a token is obtained", name);
                Scheme::Said(Security::Bearer)
            }
            "apiKey" => {
                let key = text("name")?;
                match text("in")? {
                    "header" => match key.to_ascii_lowercase() {
                        // The value may be anything, most often a token.
                        field if field == "authorization" => Scheme::Said(Security::Bearer),
                        field if is_field_name(&field) => Scheme::Said(Security::ApiKey(field)),
                        _ => Scheme::Unsaid,
                    },
                    "query" => Scheme::Query(key.to_owned()),
                    _ => Scheme::Unsaid,
                }
            }
            _ => Scheme::Unsaid,
        })
    }
}
