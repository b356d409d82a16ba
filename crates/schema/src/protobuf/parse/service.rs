use super::{Parsed, Parser};
use crate::protobuf::token::Kind;
use crate::protobuf::tree::{Method, Name, Service};

/// Services and their methods.
impl Parser<'_> {
    pub(super) fn service(&mut self) -> Parsed {
        let start = self.tokens.next().span.start;
        let name = self.word("the name of a service")?;
        let mut made = Service {
            at: name.span,
            name,
            methods: Vec::new(),
            options: Vec::new(),
        };
        self.symbol('{')?;
        let name = made.name.clone();
        self.block("service", &name, |parser, token| {
            match parser.tokens.text(token) {
                "option" => made.options.push(parser.option_statement()?),
                "rpc" => made.methods.push(parser.method()?),
                _ => return parser.unexpected("`rpc` or `option`"),
            }
            Ok(())
        });
        made.at = self.since(start);
        self.file.services.push(made);
        Ok(())
    }

    fn method(&mut self) -> Parsed<Method> {
        let start = self.tokens.next().span.start;
        let name = self.word("the name of a method")?;
        let (request_streams, request) = self.message_in_parentheses()?;
        let token = self.tokens.peek();
        if self.tokens.text(token) != "returns" {
            self.unexpected("`returns`")?;
        }
        self.tokens.next();
        let (response_streams, response) = self.message_in_parentheses()?;
        let mut options = Vec::new();
        if self.tokens.peek().kind == Kind::Symbol('{') {
            self.tokens.next();
            self.block("method", &name, |parser, token| {
                if parser.tokens.text(token) != "option" {
                    return parser.unexpected("`option`");
                }
                options.push(parser.option_statement()?);
                Ok(())
            });
        } else {
            self.semicolon()?;
        }
        Ok(Method {
            name,
            request,
            response,
            request_streams,
            response_streams,
            options,
            at: self.since(start),
        })
    }

    fn message_in_parentheses(&mut self) -> Parsed<(bool, Name)> {
        self.symbol('(')?;
        let first = self.word("a message")?;
        let streams = first.text == "stream" && self.tokens.peek().kind == Kind::Word;
        let name = if streams {
            self.word("a message")?
        } else {
            first
        };
        self.symbol(')')?;
        Ok((streams, name))
    }
}
