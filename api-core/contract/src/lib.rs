//! Contracts as files: locks are written from descriptions, compared, and read from OpenAPI documents.
