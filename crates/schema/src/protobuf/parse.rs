mod body;
mod expect;
mod service;
mod setting;

use super::token::{Kind, Token, Tokens};
use super::tree::{Declared, Enum, Extend, File, Import, ImportKind, Message, Name};
use crate::diagnostic::Diagnostic;
use crate::position::Span;

/// How deep messages may be nested. protoc stops at 32; a registry's parser overflows its stack some way above this.
const DEEPEST: usize = 1_000;
/// How many diagnostics are enough.
const MOST_DIAGNOSTICS: usize = 50;

/// What was wrong has been told; the statement is to be skipped.
pub(super) struct Broken;
type Parsed<T = ()> = Result<T, Broken>;

/// Reads a text as the registry's parser does: grammar only, names are not resolved. Goes on after what is broken.
pub(super) fn parse(text: &str) -> Result<File, Vec<Diagnostic>> {
    parse_with(text, false)
}

/// As [`parse`], but with editions, which the registry does not read.
pub(super) fn parse_with_editions(text: &str) -> Result<File, Vec<Diagnostic>> {
    parse_with(text, true)
}

fn parse_with(text: &str, editions: bool) -> Result<File, Vec<Diagnostic>> {
    let mut parser = Parser {
        tokens: Tokens::new(text),
        editions,
        file: File::default(),
        open: Vec::new(),
        diagnostics: Vec::new(),
        any: false,
    };
    parser.run();
    if parser.diagnostics.is_empty() {
        parser.file.index();
        Ok(parser.file)
    } else {
        Err(parser.diagnostics)
    }
}

struct Parser<'a> {
    tokens: Tokens<'a>,
    /// Whether editions are read.
    editions: bool,
    file: File,
    /// The messages whose braces are open, outermost first.
    open: Vec<usize>,
    diagnostics: Vec<Diagnostic>,
    /// Whether a statement came before.
    any: bool,
}

impl Parser<'_> {
    fn run(&mut self) {
        while self.diagnostics.len() < MOST_DIAGNOSTICS {
            let token = self.tokens.peek();
            let parsed = match (self.open.last().copied(), token.kind) {
                (None, Kind::End) => return,
                (Some(message), Kind::End) => {
                    let name = self.file.messages[message].name.clone();
                    self.tell(
                        name.span,
                        format!(
                            "The message {} is not closed: a `}}` is missing.",
                            name.text
                        ),
                    );
                    return;
                }
                (_, Kind::Symbol(';')) => {
                    self.tokens.next();
                    Ok(())
                }
                (Some(message), Kind::Symbol('}')) => {
                    self.file.messages[message].at.end = self.tokens.next().span.end;
                    self.open.pop();
                    Ok(())
                }
                (None, Kind::Symbol('}')) => {
                    self.tokens.next();
                    self.tell(token.span, "This `}` closes nothing.".to_owned());
                    Ok(())
                }
                (Some(message), _) => self.message_statement(message),
                (None, _) => self.file_statement(),
            };
            if parsed.is_err() {
                self.recover();
            }
        }
    }

    fn file_statement(&mut self) -> Parsed {
        let first = !std::mem::replace(&mut self.any, true);
        let token = self.tokens.peek();
        if token.kind != Kind::Word {
            return self.unexpected("a declaration (`message`, `enum`, `import`, …)");
        }
        match self.tokens.text(token) {
            "syntax" => self.syntax(first),
            "edition" => self.edition(),
            "package" => {
                self.tokens.next();
                let name = self.word("the name of a package")?;
                if self.file.package.is_some() {
                    self.tell(
                        token.span,
                        "There is a package already: a file has one.".to_owned(),
                    );
                }
                self.file.package = Some(name);
                self.semicolon()?;
                self.file.package_at = self.since(token.span.start);
                Ok(())
            }
            "import" => self.import(),
            "option" => {
                let option = self.option_statement()?;
                self.file.options.push(option);
                Ok(())
            }
            "message" => self.message(None),
            "enum" => {
                let id = self.enumeration(None)?;
                self.file.types.push(Declared::Enum(id));
                Ok(())
            }
            "service" => self.service(),
            "extend" => {
                let extend = self.extend()?;
                self.file.extends.push(extend);
                Ok(())
            }
            word => {
                let message = format!(
                    "Expected `message`, `enum`, `service`, `extend`, `import`, `option` or `package`, found `{}`.",
                    clipped(word)
                );
                self.tell(token.span, message);
                self.tokens.next();
                Err(Broken)
            }
        }
    }

    fn syntax(&mut self, first: bool) -> Parsed {
        let keyword = self.tokens.next();
        self.symbol('=')?;
        let name = self.string("\"proto2\" or \"proto3\"")?;
        if !first {
            self.tell(
                keyword.span,
                "`syntax` has to be the first statement of a file.".to_owned(),
            );
        }
        if name.text != "proto2" && name.text != "proto3" {
            let message = format!(
                "The syntax is \"proto2\" or \"proto3\", not \"{}\".",
                clipped(&name.text)
            );
            self.tell(name.span, message);
        }
        self.file.syntax = Some(name);
        self.semicolon()?;
        self.file.syntax_at = self.since(keyword.span.start);
        Ok(())
    }

    fn edition(&mut self) -> Parsed {
        let keyword = self.tokens.next();
        if self.editions {
            self.symbol('=')?;
            self.file.syntax = Some(self.string("a year")?);
            self.semicolon()?;
            self.file.syntax_at = self.since(keyword.span.start);
            return Ok(());
        }
        self.tell(
            keyword.span,
            "Schema Registry does not read editions: write `syntax = \"proto3\";` (or \"proto2\") instead.".to_owned(),
        );
        self.symbol('=')?;
        self.string("a year")?;
        // What the rest means under an edition is not ours to judge: labels are read as proto3's.
        self.file.syntax = Some(Name {
            text: "proto3".to_owned(),
            span: keyword.span,
        });
        self.semicolon()
    }

    fn import(&mut self) -> Parsed {
        self.tokens.next();
        let token = self.tokens.peek();
        let kind = match self.tokens.text(token) {
            "public" => ImportKind::Public,
            "weak" => ImportKind::Weak,
            _ => ImportKind::Plain,
        };
        if kind != ImportKind::Plain {
            self.tokens.next();
        }
        let path = self.string("the path of a file, in quotes")?;
        self.file.imports.push(Import { path, kind });
        self.semicolon()
    }

    /// Opens a message; its statements follow as those of the innermost open one.
    fn message(&mut self, parent: Option<usize>) -> Parsed {
        let start = self.tokens.next().span.start;
        let name = self.word("the name of a message")?;
        self.symbol('{')?;
        if self.open.len() >= DEEPEST {
            let message = format!("Messages are nested more than {DEEPEST} levels deep.");
            self.tell(name.span, message);
            self.skip_block();
            return Ok(());
        }
        let id = self.file.messages.len();
        let mut message = Message::new(name, parent);
        message.at.start = start;
        self.file.messages.push(message);
        match parent {
            Some(parent) => &mut self.file.messages[parent].types,
            None => &mut self.file.types,
        }
        .push(Declared::Message(id));
        self.open.push(id);
        Ok(())
    }

    fn enumeration(&mut self, parent: Option<usize>) -> Parsed<usize> {
        let start = self.tokens.next().span.start;
        let name = self.word("the name of an enum")?;
        let mut made = Enum {
            at: name.span,
            name,
            parent,
            constants: Vec::new(),
            options: Vec::new(),
            reserved: Vec::new(),
        };
        self.symbol('{')?;
        let name = made.name.clone();
        self.block("enum", &name, |parser, token| {
            match parser.tokens.text(token) {
                "option" => made.options.push(parser.option_statement()?),
                "reserved" => made.reserved.push(parser.reserved()?),
                _ => made.constants.push(parser.constant()?),
            }
            Ok(())
        });
        made.at = self.since(start);
        self.file.enums.push(made);
        Ok(self.file.enums.len() - 1)
    }

    fn extend(&mut self) -> Parsed<Extend> {
        self.tokens.next();
        let name = self.word("the name of a message")?;
        self.symbol('{')?;
        let mut fields = Vec::new();
        let what = name.clone();
        self.block("extend", &what, |parser, _| {
            if let body::Member::Field(field) = parser.member(false)? {
                fields.push(field);
            }
            Ok(())
        });
        Ok(Extend { name, fields })
    }

    /// The statements of a block that holds no messages, up to and with its brace; each is given its first token.
    fn block(
        &mut self,
        what: &str,
        name: &Name,
        mut statement: impl FnMut(&mut Self, Token) -> Parsed,
    ) {
        while self.diagnostics.len() < MOST_DIAGNOSTICS {
            let token = self.tokens.peek();
            let parsed = match token.kind {
                Kind::End => {
                    let message = format!(
                        "The {what} {} is not closed: a `}}` is missing.",
                        clipped(&name.text)
                    );
                    return self.tell(name.span, message);
                }
                Kind::Symbol('}') => {
                    self.tokens.next();
                    return;
                }
                Kind::Symbol(';') => {
                    self.tokens.next();
                    Ok(())
                }
                Kind::Word => statement(self, token),
                _ => self.unexpected("a statement"),
            };
            if parsed.is_err() {
                self.recover();
            }
        }
    }

    /// Goes to the end of a broken statement.
    fn recover(&mut self) {
        loop {
            match self.tokens.peek().kind {
                Kind::End | Kind::Symbol('}') => return,
                Kind::Symbol('{') => {
                    self.tokens.next();
                    return self.skip_block();
                }
                Kind::Symbol(';') => {
                    self.tokens.next();
                    return;
                }
                _ => {
                    self.tokens.next();
                }
            }
        }
    }

    fn tell(&mut self, span: Span, message: String) {
        if self.diagnostics.len() < MOST_DIAGNOSTICS {
            self.diagnostics.push(Diagnostic { span, message });
        }
    }
}

/// A word for a message: a long one is cut.
fn clipped(word: &str) -> String {
    match word.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &word[..at]),
        None => word.to_owned(),
    }
}
