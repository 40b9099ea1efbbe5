//! Sentences taken apart once, so that filling one in is a few copies. What is taken apart says exactly what Fluent
//! says (a test holds that); what is not understood here is left to Fluent.

use std::fmt::Write;

use fluent_bundle::FluentValue;
use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement, VariantKey};

use super::Language;

/// A sentence as a list of pieces.
#[derive(Debug, PartialEq)]
pub(super) struct Ready(Vec<Piece>);

#[derive(Debug, PartialEq)]
enum Piece {
    Text(Box<str>),
    Value(Box<str>),
    /// One of several continuations, by a number or a word; the last figure is the place of the one that is taken else.
    Choice {
        variable: Box<str>,
        variants: Vec<(Key, Ready)>,
        default: usize,
    },
}

#[derive(Debug, PartialEq)]
enum Key {
    Number(f64),
    /// A word, or for numbers the name of a plural form.
    Name(Box<str>),
}

impl Ready {
    /// Nothing, if the pattern uses anything but texts, variables and choices by a variable.
    pub fn of(pattern: &Pattern<&str>) -> Option<Ready> {
        let mut pieces = Vec::with_capacity(pattern.elements.len());
        for element in &pattern.elements {
            pieces.push(match element {
                PatternElement::TextElement { value } => Piece::Text((*value).into()),
                PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
                    InlineExpression::VariableReference { id } => Piece::Value(id.name.into()),
                    // An escape would have to be resolved.
                    InlineExpression::StringLiteral { value } if !value.contains('\\') => Piece::Text((*value).into()),
                    _ => return None,
                },
                PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                    let InlineExpression::VariableReference { id } = selector else { return None };
                    let default = variants.iter().position(|v| v.default)?;
                    let mut ready = Vec::with_capacity(variants.len());
                    for variant in variants {
                        let key = match &variant.key {
                            VariantKey::Identifier { name } => Key::Name((*name).into()),
                            VariantKey::NumberLiteral { value } => Key::Number(value.parse().ok()?),
                        };
                        ready.push((key, Ready::of(&variant.value)?));
                    }
                    Piece::Choice { variable: id.name.into(), variants: ready, default }
                }
            });
        }
        Some(Ready(pieces))
    }

    /// The sentence; nothing, if a variable is missing or is no text and no whole number.
    pub fn filled(&self, language: Language, values: &[(&str, FluentValue<'_>)]) -> Option<String> {
        let mut said = String::with_capacity(96);
        self.fill(language, values, &mut said)?;
        Some(said)
    }

    fn fill(&self, language: Language, values: &[(&str, FluentValue<'_>)], said: &mut String) -> Option<()> {
        let value = |name: &str| values.iter().rev().find(|(n, _)| *n == name).map(|(_, value)| value);
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => said.push_str(text),
                Piece::Value(name) => match value(name)? {
                    FluentValue::String(text) => said.push_str(text),
                    number => write!(said, "{}", whole(number)?).ok()?,
                },
                Piece::Choice { variable, variants, default } => {
                    let fits: &dyn Fn(&Key) -> bool = match value(variable)? {
                        FluentValue::String(text) => &move |key| matches!(key, Key::Name(name) if **name == **text),
                        number => {
                            let number = whole(number)?;
                            let form = if language == Language::En && number.abs() == 1 { "one" } else { "other" };
                            &move |key| match key {
                                Key::Number(wanted) => *wanted == number as f64,
                                Key::Name(name) => **name == *form,
                            }
                        }
                    };
                    let chosen = variants.iter().find(|(key, _)| fits(key)).or_else(|| variants.get(*default))?;
                    chosen.1.fill(language, values, said)?;
                }
            }
        }
        Some(())
    }
}

/// A whole number as it was given, without wishes about its looks.
fn whole(value: &FluentValue<'_>) -> Option<i64> {
    let FluentValue::Number(number) = value else { return None };
    let plain = number.value.fract() == 0.0 && number.value.abs() < 1e15 && number.options == Default::default();
    plain.then_some(number.value as i64)
}

#[cfg(test)]
mod tests {
    use super::super::{FILES, FluentValue, Language, Words, messages, parse};

    /// Every sentence with every plausible value says what Fluent itself says.
    #[test]
    fn a_sentence_taken_apart_says_what_fluent_says() {
        let texts = ["", "Zhou Lan", "周", "one", "other", "a { $b } <i>&"];
        let numbers = [0usize, 1, 2, 3, 5, 11, 21, 100, 1_204_187];
        let mut apart = 0;
        let mut all = 0;
        for language in Language::ALL {
            let speech = Words::load().speech(language);
            for (key, variables) in
                FILES.iter().flat_map(|f| messages(&parse(if language == Language::En { f.1 } else { f.2 })))
            {
                if variables.is_empty() {
                    continue;
                }
                all += 1;
                apart += usize::from(speech.apart.contains_key(key.as_str()));
                let values =
                    texts.iter().map(|t| FluentValue::from(*t)).chain(numbers.iter().map(|n| FluentValue::from(*n)));
                let values: Vec<FluentValue> = values.chain([FluentValue::from(2.5), FluentValue::from(-1)]).collect();
                for (round, first) in values.iter().enumerate() {
                    // Each variable in turn walks through the values; the others stand somewhere else in the list.
                    let pick = |place: usize| values[(round + place * 5) % values.len()].clone();
                    let mut args: Vec<(&str, FluentValue)> =
                        variables.iter().enumerate().map(|(place, name)| (name.as_str(), pick(place))).collect();
                    assert_eq!(speech.with(&key, &args), speech.fluent(&key, &args), "{key} with {args:?}");
                    args.pop();
                    assert_eq!(
                        speech.with(&key, &args),
                        speech.fluent(&key, &args),
                        "{key} without a value, {first:?}"
                    );
                }
            }
        }
        assert!(apart * 10 > all * 9, "only {apart} of {all} sentences are taken apart");
    }
}
