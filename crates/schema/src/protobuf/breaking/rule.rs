//! buf's rules by their names.

/// A set of rules that buf lets choose at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Category {
    /// Generated code, file by file: its default.
    File,
    /// Generated code, package by package.
    Package,
    /// Data on the wire and as JSON.
    WireJson,
    /// Data on the wire.
    Wire,
}

/// One of buf's rules.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// buf's name of it.
    pub name: &'static str,
    /// Its name among the advisories.
    pub advisory: &'static str,
    /// The categories that it belongs to.
    pub categories: &'static [Category],
}

impl Rule {
    /// The rule of a name.
    pub fn of_name(name: &str) -> Option<&'static Self> {
        RULES.iter().find(|rule| rule.name == name)
    }

    /// The rules that a name stands for in buf's configuration: those of a category, those that took the place of one
    /// that buf does not have any more, or one.
    pub fn named(name: &str) -> Vec<&'static Self> {
        let category = match name {
            "FILE" => Category::File,
            "PACKAGE" => Category::Package,
            "WIRE_JSON" => Category::WireJson,
            "WIRE" => Category::Wire,
            _ => {
                let names: &[&str] = match name {
                    "FIELD_SAME_CTYPE" => &[FIELD_SAME_CPP_STRING_TYPE],
                    "FIELD_SAME_LABEL" => &[
                        FIELD_SAME_CARDINALITY,
                        FIELD_WIRE_COMPATIBLE_CARDINALITY,
                        FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY,
                    ],
                    _ => &[name],
                };
                let rules = RULES.iter();
                return rules.filter(|rule| names.contains(&rule.name)).collect();
            }
        };
        let rules = RULES.iter();
        rules
            .filter(|rule| rule.categories.contains(&category))
            .collect()
    }
}

use Category::{File, Package, Wire, WireJson};

const FILE: &[Category] = &[File];
const PACKAGE: &[Category] = &[Package];
const CODE: &[Category] = &[File, Package];
const CODE_AND_JSON: &[Category] = &[File, Package, WireJson];
const DATA: &[Category] = &[WireJson, Wire];
const JSON: &[Category] = &[WireJson];
const WIRE: &[Category] = &[Wire];
const ALL: &[Category] = &[File, Package, WireJson, Wire];

macro_rules! rules {
    ($($categories:ident: $($name:ident)+;)+) => {
        /// All rules of buf that are known here, in the order of their names within what they are about.
        pub const RULES: &[Rule] = &[$($(Rule {
            name: stringify!($name),
            advisory: concat!("buf.", stringify!($name)),
            categories: $categories,
        },)+)+];

        $($(pub(super) const $name: &str = stringify!($name);)+)+
    };
}

rules! {
    FILE: ENUM_NO_DELETE EXTENSION_NO_DELETE FILE_NO_DELETE FILE_SAME_PACKAGE MESSAGE_NO_DELETE SERVICE_NO_DELETE;
    PACKAGE: PACKAGE_ENUM_NO_DELETE PACKAGE_EXTENSION_NO_DELETE PACKAGE_MESSAGE_NO_DELETE PACKAGE_NO_DELETE
        PACKAGE_SERVICE_NO_DELETE;
    CODE: ENUM_SAME_JSON_FORMAT ENUM_SAME_TYPE ENUM_VALUE_NO_DELETE EXTENSION_MESSAGE_NO_DELETE FIELD_NO_DELETE
        FIELD_SAME_CARDINALITY FIELD_SAME_CPP_STRING_TYPE FIELD_SAME_JAVA_UTF8_VALIDATION FIELD_SAME_JSTYPE
        FIELD_SAME_TYPE FIELD_SAME_UTF8_VALIDATION FILE_SAME_CC_ENABLE_ARENAS FILE_SAME_CC_GENERIC_SERVICES
        FILE_SAME_CSHARP_NAMESPACE FILE_SAME_GO_PACKAGE FILE_SAME_JAVA_GENERIC_SERVICES
        FILE_SAME_JAVA_MULTIPLE_FILES FILE_SAME_JAVA_OUTER_CLASSNAME FILE_SAME_JAVA_PACKAGE
        FILE_SAME_OBJC_CLASS_PREFIX FILE_SAME_OPTIMIZE_FOR FILE_SAME_PHP_CLASS_PREFIX
        FILE_SAME_PHP_METADATA_NAMESPACE FILE_SAME_PHP_NAMESPACE FILE_SAME_PY_GENERIC_SERVICES
        FILE_SAME_RUBY_PACKAGE FILE_SAME_SWIFT_PREFIX FILE_SAME_SYNTAX
        MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR MESSAGE_SAME_JSON_FORMAT ONEOF_NO_DELETE RPC_NO_DELETE;
    CODE_AND_JSON: ENUM_VALUE_SAME_NAME FIELD_SAME_JSON_NAME FIELD_SAME_NAME;
    DATA: ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED;
    JSON: ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED FIELD_NO_DELETE_UNLESS_NAME_RESERVED
        FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY FIELD_WIRE_JSON_COMPATIBLE_TYPE;
    WIRE: FIELD_WIRE_COMPATIBLE_CARDINALITY FIELD_WIRE_COMPATIBLE_TYPE;
    ALL: FIELD_SAME_DEFAULT FIELD_SAME_ONEOF MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT MESSAGE_SAME_REQUIRED_FIELDS
        RESERVED_ENUM_NO_DELETE RESERVED_MESSAGE_NO_DELETE RPC_SAME_CLIENT_STREAMING RPC_SAME_IDEMPOTENCY_LEVEL
        RPC_SAME_REQUEST_TYPE RPC_SAME_RESPONSE_TYPE RPC_SAME_SERVER_STREAMING;
}
