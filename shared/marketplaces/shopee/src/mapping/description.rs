//! Extended descriptions: texts with pictures between them. We use only the texts; the pictures stay in their place
//! when the text is edited.

use domain::lines::{LineEdit, is_edit_of, line_edits};

use crate::wire::{
    edit,
    listing::{ExtendedDescription, Item},
};

/// The text of an item's description.
pub(crate) fn plain(item: &Item) -> String {
    let extended = item.description_info.as_ref().and_then(|info| info.extended_description.as_ref());
    match extended {
        Some(extended) if item.description_type == "extended" => {
            let texts = extended.field_list.iter().map(|field| field.text.as_str());
            texts.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n")
        }
        _ => item.description.clone(),
    }
}

/// `text` put into the existing fields: a line stays in its field, a new line goes after the line before it.
pub(crate) fn merged(fields: &ExtendedDescription, text: &str) -> edit::ExtendedDescription {
    let mut texts: Vec<Vec<&str>> = vec![Vec::new(); fields.field_list.len().max(1)];
    let (mut old, mut home) = (Vec::new(), Vec::new());
    for (place, field) in
        fields.field_list.iter().enumerate().filter(|(_, field)| !field.text.trim().is_empty())
    {
        for line in field.text.split('\n') {
            old.push(line);
            home.push(place);
        }
    }
    let new: Vec<&str> = text.split('\n').collect();
    let mut here = home.first().copied();
    for edit in line_edits(&old, &new, |old, new| is_edit_of(old, new)) {
        let line = match edit {
            LineEdit::Keep { old: at } | LineEdit::Delete { old: at } => {
                here = Some(home[at]);
                matches!(edit, LineEdit::Keep { .. }).then(|| old[at])
            }
            LineEdit::Replace { old: at, new: to } => {
                here = Some(home[at]);
                Some(new[to])
            }
            LineEdit::Insert { new: to } => Some(new[to]),
        };
        if let Some(line) = line {
            texts[here.unwrap_or(0)].push(line);
        }
    }
    let mut field_list = Vec::new();
    for (place, lines) in texts.iter().enumerate() {
        let text = lines.join("\n");
        if !text.trim().is_empty() {
            field_list.push(edit::DescriptionField::Text { text });
        }
        let image = fields.field_list.get(place).and_then(|field| field.image_info.as_ref());
        if let Some(image) = image.filter(|image| !image.image_id.is_empty()) {
            let image_info = edit::ImageRef { image_id: image.image_id.clone() };
            field_list.push(edit::DescriptionField::Image { image_info });
        }
    }
    edit::ExtendedDescription { field_list }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn fields() -> ExtendedDescription {
        let json = r#"{"field_list":[
            {"field_type":"text","text":"Pembuka\nBahan PLA"},
            {"field_type":"image","image_info":{"image_id":"a","image_url":""}},
            {"field_type":"text","text":"Penutup"},
            {"field_type":"image","image_info":{"image_id":"b","image_url":""}}]}"#;
        serde_json::from_str(json).unwrap()
    }

    fn said(edit: &edit::ExtendedDescription) -> String {
        let field = |field: &edit::DescriptionField| match field {
            edit::DescriptionField::Text { text } => text.clone(),
            edit::DescriptionField::Image { image_info } => format!("[{}]", image_info.image_id),
        };
        edit.field_list.iter().map(field).collect::<Vec<_>>().join("|")
    }

    #[rstest]
    #[case("Pembuka\nBahan PLA\nPenutup", "Pembuka\nBahan PLA|[a]|Penutup|[b]")]
    #[case("Pembuka\nBahan PLA+\nPenutup akhir", "Pembuka\nBahan PLA+|[a]|Penutup akhir|[b]")]
    #[case("Pembuka\nBahan PLA\nPenutup\nKirim cepat", "Pembuka\nBahan PLA|[a]|Penutup\nKirim cepat|[b]")]
    #[case("Penutup", "[a]|Penutup|[b]")]
    #[case("Lain", "[a]|Lain|[b]")]
    fn pictures_stay_between_the_texts(#[case] text: &str, #[case] expected: &str) {
        let merged = merged(&fields(), text);
        assert_eq!(said(&merged), expected);
    }

    #[test]
    fn a_description_of_pictures_alone_gets_its_text_before_them() {
        let json = r#"{"field_list":[{"field_type":"image","image_info":{"image_id":"a","image_url":""}}]}"#;
        assert_eq!(said(&merged(&serde_json::from_str(json).unwrap(), "Teks")), "Teks|[a]");
    }
}
