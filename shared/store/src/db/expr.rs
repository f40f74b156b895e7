//! Expressions. Every attribute is written as `#name`, because half the plain words are reserved in DynamoDB.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

/// An expression with the names and values that it mentions.
#[derive(Debug, Clone, Default)]
pub(crate) struct Expr {
    text: String,
    names: HashMap<String, String>,
    values: HashMap<String, AttributeValue>,
}

impl Expr {
    /// Each `#name` in `text` means the attribute `name`.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let names = text
            .split('#')
            .skip(1)
            .map(|rest| rest.split(|c| !is_part(c)).next().unwrap_or_default())
            .map(|name| (format!("#{name}"), name.to_owned()))
            .collect();
        Self { text, names, values: HashMap::new() }
    }

    pub(crate) fn value(mut self, placeholder: &str, value: AttributeValue) -> Self {
        self.values.insert(placeholder.to_owned(), value);
        self
    }

    /// Makes `placeholder` stand for an attribute whose name contains other characters than letters, digits and `_`.
    pub(crate) fn alias(mut self, placeholder: &str, attribute: &str) -> Self {
        self.names.insert(placeholder.to_owned(), attribute.to_owned());
        self
    }

    /// Condition: the item does not exist.
    pub(crate) fn absent() -> Self {
        Self::new("attribute_not_exists(#pk)")
    }

    pub(crate) fn exists() -> Self {
        Self::new("attribute_exists(#pk)")
    }

    /// Condition: the item has this version.
    pub(crate) fn at_version(version: u64) -> Self {
        Self::new("#version = :expected").value(":expected", super::n(version))
    }

    /// Condition: the item has this version, or does not exist when `version` is 0.
    pub(crate) fn replaces(version: u64) -> Self {
        if version == 0 { Self::absent() } else { Self::at_version(version) }
    }

    pub(crate) fn and(mut self, other: Self) -> Self {
        self.text = format!("({}) AND ({})", self.text, other.text);
        self.names.extend(other.names);
        self.values.extend(other.values);
        self
    }

    pub(crate) fn or(mut self, other: Self) -> Self {
        self.text = format!("({}) OR ({})", self.text, other.text);
        self.names.extend(other.names);
        self.values.extend(other.values);
        self
    }

    pub(crate) fn text(&self) -> String {
        self.text.clone()
    }

    /// The names and values of several expressions of one request; `None` where there are none, as DynamoDB wants it.
    #[expect(clippy::type_complexity, reason = "the shape that every request builder takes")]
    pub(crate) fn mentions<'a>(
        parts: impl IntoIterator<Item = &'a Self>,
    ) -> (Option<HashMap<String, String>>, Option<HashMap<String, AttributeValue>>) {
        let (mut names, mut values) = (HashMap::new(), HashMap::new());
        for part in parts {
            names.extend(part.names.clone());
            values.extend(part.values.clone());
        }
        ((!names.is_empty()).then_some(names), (!values.is_empty()).then_some(values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_an_expression_is_declared() {
        let both = Expr::at_version(3).and(Expr::new("attribute_not_exists(#product) OR #gone=:g"));
        assert_eq!(both.text(), "(#version = :expected) AND (attribute_not_exists(#product) OR #gone=:g)");
        let (names, values) = Expr::mentions([&both]);
        let mut names: Vec<String> = names.unwrap().into_values().collect();
        names.sort();
        assert_eq!(names, ["gone", "product", "version"]);
        assert_eq!(values.unwrap().len(), 1);
    }
}
