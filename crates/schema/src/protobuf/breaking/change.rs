//! What was found, and where to show what is gone.

use super::Breakage;
use super::rule::{RULES, Rule};
use super::view::{FileView, MessageView, View};
use crate::position::Span;

pub(super) struct Found<'v, 'a> {
    new: &'v View<'a>,
    all: Vec<Breakage>,
}

impl<'v, 'a> Found<'v, 'a> {
    pub(super) fn new(new: &'v View<'a>) -> Self {
        Self {
            new,
            all: Vec::new(),
        }
    }

    /// Something at a place of the new set.
    pub(super) fn at(&mut self, rule: &str, file: FileView<'_>, at: Span, message: String) {
        self.push(rule, Some(file.path), Some(at), message);
    }

    /// Something that a file does not have any more: shown at the innermost of the messages that it stood in, or in no
    /// place of the file.
    pub(super) fn gone(&mut self, rule: &str, old: FileView<'_>, nested: &str, message: String) {
        let file = self.new.file(old.path);
        let index = file.map(|file| file.index);
        let parent = self.parent(nested, |outer| file.map(|file| file.full(outer)));
        let here = parent.filter(|one| Some(one.file.index) == index);
        let at = here.map(|one| one.message.at);
        self.push(rule, file.map(|file| file.path), at, message);
    }

    /// Something that a package does not have any more: as [`Self::gone`], but in whichever file that message is now.
    pub(super) fn gone_from_package(
        &mut self,
        rule: &str,
        old: FileView<'_>,
        nested: &str,
        message: String,
    ) {
        match self.parent(nested, |outer| Some(old.full(outer))) {
            Some(one) => self.at(rule, one.file, one.message.at, message),
            None => {
                let file = self.new.file(old.path);
                self.push(rule, file.map(|file| file.path), None, message);
            }
        }
    }

    pub(super) fn push(
        &mut self,
        rule: &str,
        file: Option<&str>,
        at: Option<Span>,
        message: String,
    ) {
        let rule = Rule::of_name(rule).unwrap_or(&RULES[0]);
        self.all.push(Breakage {
            rule,
            file: file.map(str::to_owned),
            at,
            message,
        });
    }

    /// The innermost message that there is of those around a name.
    fn parent(
        &self,
        nested: &str,
        full: impl Fn(&str) -> Option<String>,
    ) -> Option<&'v MessageView<'a>> {
        let outward = std::iter::successors(Some(nested), |name| {
            name.rsplit_once('.').map(|(outer, _)| outer)
        });
        let mut outer = outward.skip(1);
        outer.find_map(|outer| self.new.message(&full(outer)?))
    }

    pub(super) fn sorted(self) -> Vec<Breakage> {
        let mut all = self.all;
        let order = |rule: &Rule| RULES.iter().position(|one| one == rule);
        all.sort_by_key(|one| order(one.rule));
        all
    }
}
