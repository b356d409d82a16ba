//! Relative references, as far as `$id` and `$ref` need them (RFC 3986, section 5).

/// Resolves a reference against a base; against none, or one that is opaque (`urn:x`), it stands for itself.
pub(super) fn resolve(base: &str, reference: &str) -> String {
    if base.is_empty() || scheme(reference).is_some() {
        return reference.to_owned();
    }
    let (base, _) = split_fragment(base);
    if reference.is_empty() {
        return base.to_owned();
    }
    let after_scheme = scheme(base).map_or(0, |scheme| scheme.len() + 1);
    if reference.starts_with('#') {
        return format!("{base}{reference}");
    }
    if after_scheme > 0 && !base[after_scheme..].starts_with('/') {
        return reference.to_owned();
    }
    if reference.starts_with("//") {
        return format!("{}{reference}", &base[..after_scheme]);
    }
    let path_at = match base[after_scheme..].strip_prefix("//") {
        Some(rest) => rest
            .find(['/', '?'])
            .map_or(base.len(), |at| after_scheme + 2 + at),
        None => after_scheme,
    };
    let (root, path) = base.split_at(path_at);
    let path = path.split('?').next().unwrap_or_default();
    let (target, tail) = reference
        .find(['?', '#'])
        .map_or((reference, ""), |at| reference.split_at(at));
    let merged = if target.is_empty() {
        path.to_owned()
    } else if target.starts_with('/') {
        without_dots(target)
    } else {
        let folder = path.rfind('/').map_or("", |at| &path[..=at]);
        let slash = if folder.is_empty() && !root.is_empty() {
            "/"
        } else {
            ""
        };
        without_dots(&format!("{slash}{folder}{target}"))
    };
    format!("{root}{merged}{tail}")
}

/// A URI without its fragment, and the fragment, which keeps its `#`; without one it is empty.
pub(super) fn split_fragment(uri: &str) -> (&str, &str) {
    uri.find('#').map_or((uri, ""), |at| uri.split_at(at))
}

/// The steps of a JSON pointer in a fragment, such as `#/definitions/a~1b`.
pub(super) fn pointer_steps(fragment: &str) -> impl Iterator<Item = String> + '_ {
    fragment
        .split('/')
        .skip(1)
        .map(|step| percent_decoded(step).replace("~1", "/").replace("~0", "~"))
}

fn scheme(uri: &str) -> Option<&str> {
    let at = uri.find(':')?;
    let scheme = &uri[..at];
    let mut bytes = scheme.bytes();
    let first = bytes.next()?;
    (first.is_ascii_alphabetic()
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)))
    .then_some(scheme)
}

fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut steps = path.split('/').peekable();
    while let Some(step) = steps.next() {
        let last = steps.peek().is_none();
        match step {
            "." => {
                if last {
                    kept.push("");
                }
            }
            ".." => {
                if kept
                    .last()
                    .is_some_and(|step| !step.is_empty() && *step != "..")
                {
                    kept.pop();
                    if last {
                        kept.push("");
                    }
                } else {
                    kept.push(step);
                }
            }
            _ => kept.push(step),
        }
    }
    kept.join("/")
}

fn percent_decoded(step: &str) -> String {
    if !step.contains(['%', '+']) {
        return step.to_owned();
    }
    let mut decoded = Vec::with_capacity(step.len());
    let mut bytes = step.as_bytes();
    while let [first, rest @ ..] = bytes {
        let hex = rest
            .first_chunk::<2>()
            .and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                bytes = &rest[2..];
            }
            (b'+', _) => {
                decoded.push(b' ');
                bytes = rest;
            }
            _ => {
                decoded.push(*first);
                bytes = rest;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves_relative_references() {
        for (base, reference, resolved) in [
            ("", "#/a", "#/a"),
            ("http://x.io/s/a.json", "#/a", "http://x.io/s/a.json#/a"),
            (
                "http://x.io/s/a.json#old",
                "b.json#c",
                "http://x.io/s/b.json#c",
            ),
            ("http://x.io/s/a.json", "../b.json", "http://x.io/b.json"),
            ("http://x.io", "b.json", "http://x.io/b.json"),
            ("http://x.io/s/a.json", "/b", "http://x.io/b"),
            ("http://x.io/s", "//y.io/b", "http://y.io/b"),
            ("urn:x", "b.json", "b.json"),
            ("a.json", "b.json", "b.json"),
            ("http://x.io/a", "urn:y", "urn:y"),
        ] {
            assert_eq!(resolve(base, reference), resolved, "{reference} in {base}");
        }
        assert_eq!(
            pointer_steps("#/a~1b/c%20d").collect::<Vec<_>>(),
            ["a/b", "c d"]
        );
    }
}
