//! The fields that a product has once: texts, measures, pre-order days.

use super::{
    Rule, Source, Work, field, flag,
    pick::{Say, Standing, decide, newer, says, squeezed},
    shape,
};
use crate::{Dimensions, Invalid, PreOrderDays, Title, diff::Field};

impl<'a> Work<'a> {
    pub(super) fn build_fields(&mut self) -> Result<(), Invalid> {
        self.title()?;
        self.description();
        self.category();
        self.brand();
        self.measures();
        self.pre_order();
        Ok(())
    }

    /// The product's current value of `name`.
    pub(super) fn standing<T>(&self, name: &str, value: Option<(T, String)>) -> Standing<'a, T> {
        Standing { value: value.filter(|_| self.request.current.is_some()), before: self.before(name) }
    }

    /// The sources' values of `name`.
    fn asked<T>(
        &self,
        name: &str,
        field: Field,
        read: impl Fn(&'a Source<'a>) -> Option<(T, String)>,
    ) -> Vec<Say<'a, T>> {
        says(&self.sources, field, self.before(name).and_then(super::Provenance::chosen), read)
    }

    fn title(&mut self) -> Result<(), Invalid> {
        let now = self.standing(
            field::TITLE,
            Some((self.product.title.clone(), squeezed(self.product.title.as_str()))),
        );
        let read = |adapted: bool| {
            move |source: &'a Source<'a>| {
                let (title, cut) = shape::title_of(source.content, source.key)?;
                let compared = squeezed(title.as_str());
                (cut == adapted).then_some((title, compared))
            }
        };
        let mut said = self.asked(field::TITLE, Field::Title, read(false));
        if said.is_empty() {
            // A title that had to be cut is used only if there is no better one.
            said = self.asked(field::TITLE, Field::Title, read(true));
            if let Some(say) = said.first() {
                let text = format!("{} {}", say.key, say.compared);
                self.raised.raise(flag::TITLE_ADAPTED, text);
                self.keep(say.key, Field::Title);
            }
        }
        let (title, provenance): (Option<Title>, _) = decide(now, &said, newer);
        let missing = || Invalid::new("title", "title_empty", "no source has a title");
        self.product.title = title.ok_or_else(missing)?;
        self.remember(field::TITLE.to_owned(), provenance);
        Ok(())
    }

    fn description(&mut self) {
        let text = self.product.description.clone();
        let squeezed_now = squeezed(&text);
        let value = (!squeezed_now.is_empty()).then_some((text, squeezed_now));
        let now = self.standing(field::DESCRIPTION, value);
        let read = |cut_too: bool| {
            move |source: &'a Source<'a>| {
                let (text, cut) = shape::description_of(source.plain);
                let compared = squeezed(&text);
                (!compared.is_empty() && cut == cut_too).then_some((text, compared))
            }
        };
        let mut said = self.asked(field::DESCRIPTION, Field::Description, read(false));
        if said.is_empty() {
            said = self.asked(field::DESCRIPTION, Field::Description, read(true));
            if let Some(say) = said.first() {
                self.raised.raise(flag::DESCRIPTION_CUT, say.key.to_string());
                self.keep(say.key, Field::Description);
            }
        }
        let (text, provenance) = decide(now, &said, longer);
        self.product.description = text.unwrap_or_default();
        self.remember(field::DESCRIPTION.to_owned(), provenance);
    }

    fn category(&mut self) {
        let now = self.standing(field::CATEGORY, self.product.category.clone().map(shown));
        let said = self.asked(field::CATEGORY, Field::Category, |source| {
            source.content.category.as_ref()?.name.clone().map(shown)
        });
        let (category, provenance) = decide(now, &said, newer);
        self.product.category = category;
        self.remember(field::CATEGORY.to_owned(), provenance);
    }

    fn brand(&mut self) {
        let now = self.standing(field::BRAND, self.product.brand.clone().map(shown));
        let said = self.asked(field::BRAND, Field::Brand, |source| {
            source.content.brand.as_ref()?.name.clone().filter(|name| !shape::is_no_brand(name)).map(shown)
        });
        let (brand, provenance) = decide(now, &said, newer);
        self.product.brand = brand;
        self.remember(field::BRAND.to_owned(), provenance);
    }

    fn measures(&mut self) {
        let grams = |weight: crate::Grams| (weight, weight.get().to_string());
        let now = self.standing(field::WEIGHT, self.product.weight.map(grams));
        let said = self.asked(field::WEIGHT, Field::Weight, |source| source.content.weight.map(grams));
        let (weight, provenance) = decide(now, &said, newer);
        self.product.weight = weight;
        self.remember(field::WEIGHT.to_owned(), provenance);

        let now = self.standing(field::DIMENSIONS, self.product.dimensions.map(sides));
        let said =
            self.asked(field::DIMENSIONS, Field::Dimensions, |source| source.content.dimensions.map(sides));
        let (dimensions, provenance) = decide(now, &said, newer);
        self.product.dimensions = dimensions;
        self.remember(field::DIMENSIONS.to_owned(), provenance);
    }

    /// Shipping from stock counts as the shortest pre-order.
    fn pre_order(&mut self) {
        let promise = |days: Option<PreOrderDays>| (days, days.map_or(0, PreOrderDays::get).to_string());
        let now = self.standing(field::PRE_ORDER, Some(promise(self.product.pre_order)));
        let said =
            self.asked(field::PRE_ORDER, Field::PreOrder, |source| Some(promise(source.content.pre_order)));
        let (days, provenance) =
            decide(now, &said, |says| (first_max(says, |say| say.value), Rule::LongerPromise));
        self.product.pre_order = days.flatten();
        self.remember(field::PRE_ORDER.to_owned(), provenance);
    }
}

fn longer(says: &[Say<'_, String>]) -> (usize, Rule) {
    (first_max(says, |say| say.compared.chars().count()), Rule::LongerText)
}

/// The index of the largest; of equal ones, the newest edit.
fn first_max<T, K: Ord>(says: &[Say<'_, T>], key: impl Fn(&Say<'_, T>) -> K) -> usize {
    let mut best = 0;
    for at in 1..says.len() {
        if key(&says[at]) > key(&says[best]) {
            best = at;
        }
    }
    best
}

fn shown(text: String) -> (String, String) {
    let compared = squeezed(&text);
    (text, compared)
}

fn sides(size: Dimensions) -> (Dimensions, String) {
    let [length, width, height] = [size.length, size.width, size.height].map(crate::Length::to_centimetres);
    (size, format!("{length} × {width} × {height}"))
}
