/// How a text is parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Strictness {
    /// As a registry parses a new schema (`schema.validate.new.schemas`, on by default from 8.2).
    Strict,
    /// As a registry parses a version that it already holds: names and defaults are not checked.
    Lenient,
}

/// The registry's `compatibilityPolicy`; it matters for JSON Schema only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Policy {
    /// The default.
    #[default]
    Strict,
    /// From 8.0.3, 8.1.1 and 8.2.0: nine kinds more are compatible.
    Lenient,
}

/// Which registry's verdicts: releases differ in a few rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Profile {
    /// Confluent Cloud, and the registry's main branch.
    #[default]
    Cloud,
    /// Confluent Platform 8.3.
    V8_3,
    /// Confluent Platform 7.9.
    V7_9,
    /// Confluent Platform 7.4, before enums, packages and singletons were handled as today.
    V7_4,
}

/// How a registry compares: what of its settings and its release makes a difference to a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Rules {
    /// Its `compatibilityPolicy`.
    pub policy: Policy,
    /// Its release.
    pub profile: Profile,
}
