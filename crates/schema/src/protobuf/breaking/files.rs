use super::change::Found;
use super::feature::{option, text};
use super::rule;
use super::view::{FileView, View};

/// A rule for an option of files, the option, and what it is where it is not written.
const OPTIONS: [(&str, &str, &str); 16] = [
    (rule::FILE_SAME_CC_ENABLE_ARENAS, "cc_enable_arenas", "true"),
    (
        rule::FILE_SAME_CC_GENERIC_SERVICES,
        "cc_generic_services",
        "false",
    ),
    (rule::FILE_SAME_CSHARP_NAMESPACE, "csharp_namespace", ""),
    (rule::FILE_SAME_GO_PACKAGE, "go_package", ""),
    (
        rule::FILE_SAME_JAVA_GENERIC_SERVICES,
        "java_generic_services",
        "false",
    ),
    (
        rule::FILE_SAME_JAVA_MULTIPLE_FILES,
        "java_multiple_files",
        "false",
    ),
    (
        rule::FILE_SAME_JAVA_OUTER_CLASSNAME,
        "java_outer_classname",
        "",
    ),
    (rule::FILE_SAME_JAVA_PACKAGE, "java_package", ""),
    (rule::FILE_SAME_OBJC_CLASS_PREFIX, "objc_class_prefix", ""),
    (rule::FILE_SAME_OPTIMIZE_FOR, "optimize_for", "SPEED"),
    (rule::FILE_SAME_PHP_CLASS_PREFIX, "php_class_prefix", ""),
    (
        rule::FILE_SAME_PHP_METADATA_NAMESPACE,
        "php_metadata_namespace",
        "",
    ),
    (rule::FILE_SAME_PHP_NAMESPACE, "php_namespace", ""),
    (
        rule::FILE_SAME_PY_GENERIC_SERVICES,
        "py_generic_services",
        "false",
    ),
    (rule::FILE_SAME_RUBY_PACKAGE, "ruby_package", ""),
    (rule::FILE_SAME_SWIFT_PREFIX, "swift_prefix", ""),
];

/// The rules on files as a whole.
pub(super) fn check(old: &View<'_>, new: &View<'_>, found: &mut Found<'_, '_>) {
    for was in &old.files {
        match new.file(was.path) {
            Some(is) => pair(*was, is, found),
            None => found.push(
                rule::FILE_NO_DELETE,
                None,
                None,
                format!("The file {} is gone.", was.path),
            ),
        }
    }
}

fn pair(was: FileView<'_>, is: FileView<'_>, found: &mut Found<'_, '_>) {
    for (rule, name, default) in OPTIONS {
        let (before, after) = (
            option(&was.file.options, name),
            option(&is.file.options, name),
        );
        let value = |setting| text(setting).unwrap_or(default);
        if value(before) != value(after) {
            let message = format!(
                "The file's option `{name}` was \"{}\" and is \"{}\".",
                value(before),
                value(after)
            );
            found.push(
                rule,
                Some(is.path),
                after.map(|setting| setting.at),
                message,
            );
        }
    }
    if was.package() != is.package() {
        let message = format!(
            "The package was \"{}\" and is \"{}\".",
            was.package(),
            is.package()
        );
        let at = is.file.package.is_some().then_some(is.file.package_at);
        found.push(rule::FILE_SAME_PACKAGE, Some(is.path), at, message);
    }
    let (before, after) = (syntax(was), syntax(is));
    if before != after {
        let message = format!("The syntax was {before} and is {after}.");
        let at = is.file.syntax.is_some().then_some(is.file.syntax_at);
        found.push(rule::FILE_SAME_SYNTAX, Some(is.path), at, message);
    }
}

fn syntax(view: FileView<'_>) -> &str {
    let syntax = view.file.syntax.as_ref();
    syntax.map_or("proto2", |syntax| &syntax.text)
}
