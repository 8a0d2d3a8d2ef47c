//! The vocabulary of a declarative typed API: description, models, routing context, codecs, errors, client.
