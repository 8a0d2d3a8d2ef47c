//! Why the two judges differ, where they differ.

/// Rules of ours that are broken although the other judge calls the change compatible.
pub(crate) const OURS_ALONE: &[(&str, &str)] = &[];

/// Changes that the other judge calls breaking by a rule of its own, and we do not.
pub(crate) const THEIRS_ALONE: &[(&str, &str, &str)] = &[];
