//! What search makes of a text: case, accents and punctuation do not count.

/// The words of a text, folded.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded: String = text.chars().flat_map(fold).collect();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A SKU without anything but letters and digits, folded.
pub(super) fn compact(text: &str) -> String {
    text.chars().flat_map(fold).filter(|c| c.is_alphanumeric()).collect()
}

/// Lower case without accents: Latin letters are what Indonesian and its loan words use.
fn fold(c: char) -> impl Iterator<Item = char> {
    let plain = match c {
        'À'..='Å' | 'à'..='å' | 'Ā' | 'ā' | 'Ă' | 'ă' | 'Ą' | 'ą' => 'a',
        'Ç' | 'ç' | 'Ć' | 'ć' | 'Č' | 'č' => 'c',
        'È'..='Ë' | 'è'..='ë' | 'Ē' | 'ē' | 'Ę' | 'ę' | 'Ě' | 'ě' => 'e',
        'Ì'..='Ï' | 'ì'..='ï' | 'Ī' | 'ī' => 'i',
        'Ñ' | 'ñ' | 'Ń' | 'ń' | 'Ň' | 'ň' => 'n',
        'Ò'..='Ö' | 'ò'..='ö' | 'Ō' | 'ō' | 'Ő' | 'ő' => 'o',
        'Š' | 'š' | 'Ś' | 'ś' => 's',
        'Ù'..='Ü' | 'ù'..='ü' | 'Ū' | 'ū' | 'Ů' | 'ů' | 'Ű' | 'ű' => 'u',
        'Ý' | 'ý' | 'ÿ' => 'y',
        'Ž' | 'ž' | 'Ź' | 'ź' | 'Ż' | 'ż' => 'z',
        // Combining accents follow their letter and carry nothing of their own.
        '\u{300}'..='\u{36f}' => return FoldedChar::Nothing,
        other => other,
    };
    FoldedChar::Some(plain.to_lowercase())
}

enum FoldedChar {
    Nothing,
    Some(std::char::ToLowercase),
}

impl Iterator for FoldedChar {
    type Item = char;
    fn next(&mut self) -> Option<char> {
        match self {
            Self::Nothing => None,
            Self::Some(chars) => chars.next(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_punctuation_do_not_count() {
        assert_eq!(words("Dudukan Kamera—GoPro (é-Mount)"), ["dudukan", "kamera", "gopro", "e", "mount"]);
        assert_eq!(words("cafe\u{301}"), ["cafe"]);
        assert_eq!(compact("MTK-01 A"), "mtk01a");
    }
}
