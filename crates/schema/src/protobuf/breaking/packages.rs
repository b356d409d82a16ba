use super::change::Found;
use super::rule;
use super::view::{FileView, View};
use std::collections::HashSet;

/// The rules that look for what is gone: in a file, and in a package, whatever its files.
pub(super) fn check(old: &View<'_>, new: &View<'_>, found: &mut Found<'_, '_>) {
    let packages: HashSet<&str> = new.files.iter().map(FileView::package).collect();
    let mut told = HashSet::new();
    for file in &old.files {
        let package = file.package();
        if !packages.contains(package) && told.insert(package) {
            let message = format!("The package \"{package}\" is gone.");
            found.push(rule::PACKAGE_NO_DELETE, None, None, message);
        }
    }
    let mut gone = Gone {
        new,
        packages,
        found,
    };
    let messages = new.messages.iter().map(|one| (one.file, &*one.nested));
    gone.look(
        "message",
        [rule::MESSAGE_NO_DELETE, rule::PACKAGE_MESSAGE_NO_DELETE],
        old.messages.iter().map(|one| (one.file, &*one.nested)),
        messages,
    );
    gone.look(
        "enum",
        [rule::ENUM_NO_DELETE, rule::PACKAGE_ENUM_NO_DELETE],
        old.enums.iter().map(|one| (one.file, &*one.nested)),
        new.enums.iter().map(|one| (one.file, &*one.nested)),
    );
    gone.look(
        "service",
        [rule::SERVICE_NO_DELETE, rule::PACKAGE_SERVICE_NO_DELETE],
        old.services().map(|(file, one)| (file, &*one.name.text)),
        new.services().map(|(file, one)| (file, &*one.name.text)),
    );
    gone.look(
        "extension",
        [rule::EXTENSION_NO_DELETE, rule::PACKAGE_EXTENSION_NO_DELETE],
        old.extensions
            .iter()
            .map(|one| (one.file, one.nested.as_deref().unwrap_or_default())),
        new.extensions
            .iter()
            .map(|one| (one.file, one.nested.as_deref().unwrap_or_default())),
    );
}

struct Gone<'g, 'v, 'a> {
    new: &'g View<'g>,
    packages: HashSet<&'g str>,
    found: &'g mut Found<'v, 'a>,
}

impl Gone<'_, '_, '_> {
    fn look<'o, 'n>(
        &mut self,
        what: &str,
        [in_file, in_package]: [&str; 2],
        old: impl Iterator<Item = (FileView<'o>, &'o str)>,
        new: impl Iterator<Item = (FileView<'n>, &'n str)>,
    ) {
        let mut in_files = HashSet::new();
        let mut full = HashSet::new();
        for (file, nested) in new {
            in_files.insert((file.path.to_owned(), nested.to_owned()));
            full.insert(file.full(nested));
        }
        for (file, nested) in old {
            let place = (file.path.to_owned(), nested.to_owned());
            // Of a file that is gone that alone is told.
            if self.new.file(file.path).is_some() && !in_files.contains(&place) {
                let message = format!("The {what} `{nested}` is gone from this file.");
                self.found.gone(in_file, file, nested, message);
            }
            if self.packages.contains(file.package()) && !full.contains(&file.full(nested)) {
                let message = format!(
                    "The {what} `{nested}` is gone from the package \"{}\".",
                    file.package()
                );
                // Only of messages buf looks where in the package they stood.
                if what == "message" {
                    self.found
                        .gone_from_package(in_package, file, nested, message);
                } else {
                    self.found.gone(in_package, file, nested, message);
                }
            }
        }
    }
}
