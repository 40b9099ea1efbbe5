//! Reads protocol buffers' text format without a schema: messages of named fields, as the vectors are written.

/// A value of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    Message(Message),
    /// A quoted text, its escapes undone.
    Text(String),
    /// A number or a word, as written.
    Word(String),
}

/// The fields of a message in their order; a repeated field stands several times.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message(pub Vec<(String, Field)>);

/// Deeper messages than this are no vectors.
const DEEPEST: usize = 200;

impl Message {
    /// Reads a whole file; an error says in which line it cannot go on.
    pub fn read(text: &str) -> Result<Message, String> {
        let mut reader = Reader { bytes: text.as_bytes(), at: 0 };
        let message = reader.fields(0);
        match message {
            Some(message) if reader.at == reader.bytes.len() => Ok(message),
            _ => {
                let line = reader.bytes.iter().take(reader.at).filter(|byte| **byte == b'\n').count() + 1;
                Err(format!("line {line}: not the text format of protocol buffers"))
            }
        }
    }

    /// The first field of this name.
    pub fn get(&self, name: &str) -> Option<&Field> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Field::Text(text) | Field::Word(text) => Some(text),
            Field::Message(_) => None,
        }
    }

    pub fn message(&self, name: &str) -> Option<&Message> {
        self.messages(name).next()
    }

    pub fn messages<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Message> {
        self.0.iter().filter(move |(field, _)| field == name).filter_map(|(_, value)| match value {
            Field::Message(message) => Some(message),
            _ => None,
        })
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<u8> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            match byte {
                b'#' => {
                    self.at +=
                        self.bytes[self.at..].iter().position(|b| *b == b'\n').unwrap_or(self.bytes.len() - self.at)
                }
                b' ' | b'\t' | b'\r' | b'\n' | b',' | b';' => self.at += 1,
                _ => return Some(byte),
            }
        }
    }

    fn fields(&mut self, depth: usize) -> Option<Message> {
        let mut message = Message::default();
        while let Some(byte) = self.next() {
            if byte == b'}' || byte == b'>' {
                break;
            }
            let name = if byte == b'[' { self.bracketed()? } else { self.word()? };
            if self.next() == Some(b':') {
                self.at += 1;
            }
            if self.next()? == b'[' {
                self.at += 1;
                while self.next()? != b']' {
                    let value = self.value(depth)?;
                    message.0.push((name.clone(), value));
                }
                self.at += 1;
            } else {
                let value = self.value(depth)?;
                message.0.push((name, value));
            }
        }
        Some(message)
    }

    fn value(&mut self, depth: usize) -> Option<Field> {
        match self.next()? {
            b'{' | b'<' if depth < DEEPEST => {
                self.at += 1;
                let inner = self.fields(depth + 1)?;
                matches!(self.next()?, b'}' | b'>').then_some(())?;
                self.at += 1;
                Some(Field::Message(inner))
            }
            b'"' | b'\'' => {
                let mut bytes = Vec::new();
                while let Some(quote @ (b'"' | b'\'')) = self.next() {
                    self.quoted(quote, &mut bytes)?;
                }
                Some(Field::Text(String::from_utf8_lossy(&bytes).into_owned()))
            }
            _ => Some(Field::Word(self.word()?)),
        }
    }

    fn word(&mut self) -> Option<String> {
        let rest = self.bytes.get(self.at..)?;
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.+-".contains(byte);
        let length = rest.iter().position(|byte| !is_part(byte)).unwrap_or(rest.len());
        self.at += length;
        (length > 0).then(|| String::from_utf8_lossy(&rest[..length]).into_owned())
    }

    /// The name of an extension or of a type: `[type.googleapis.com/x]`.
    fn bracketed(&mut self) -> Option<String> {
        let rest = self.bytes.get(self.at..)?;
        let length = rest.iter().position(|byte| *byte == b']')? + 1;
        self.at += length;
        Some(String::from_utf8_lossy(&rest[..length]).into_owned())
    }

    fn quoted(&mut self, quote: u8, bytes: &mut Vec<u8>) -> Option<()> {
        self.at += 1;
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            match byte {
                b'\\' => self.escaped(bytes)?,
                _ if byte == quote => return Some(()),
                _ => bytes.push(byte),
            }
        }
    }

    fn escaped(&mut self, bytes: &mut Vec<u8>) -> Option<()> {
        let letter = *self.bytes.get(self.at)?;
        self.at += 1;
        let byte = match letter {
            b'a' => 7,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'v' => 11,
            b'x' | b'X' => u8::try_from(self.digits(16, 2)?).ok()?,
            b'u' | b'U' => {
                let c = char::from_u32(self.digits(16, if letter == b'u' { 4 } else { 8 })?)?;
                bytes.extend(c.to_string().bytes());
                return Some(());
            }
            b'0'..=b'7' => {
                self.at -= 1;
                u8::try_from(self.digits(8, 3)?).ok()?
            }
            itself => itself,
        };
        bytes.push(byte);
        Some(())
    }

    /// A number of at most so many digits.
    fn digits(&mut self, base: u32, most: usize) -> Option<u32> {
        let rest = self.bytes.get(self.at..)?;
        let length = rest.iter().take(most).take_while(|byte| char::from(**byte).is_digit(base)).count();
        self.at += length;
        u32::from_str_radix(std::str::from_utf8(&rest[..length]).ok()?, base).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, Message};

    #[test]
    fn fields_texts_and_lists_are_read_as_written() {
        let message =
            Message::read("a: 'x\\n' \"y\\303\\277\" # note\nb { c: -1.5e3 d: [ON, OFF] } [t.x/y] < e: 'z' >").unwrap();
        assert_eq!(message.text("a"), Some("x\nyÿ"));
        let inner = message.message("b").unwrap();
        assert_eq!(inner.text("c"), Some("-1.5e3"));
        assert_eq!(inner.0.iter().filter(|(name, _)| name == "d").count(), 2);
        assert!(matches!(message.get("[t.x/y]"), Some(Field::Message(_))));
        assert_eq!(Message::read("a: 'x\n{").unwrap_err(), "line 2: not the text format of protocol buffers");
    }
}
