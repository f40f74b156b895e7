//! Axes and models. A model that an edit of the axes does not name is gone.

use serde_json::{Value, json};

use super::{
    edits::{grams, not_found},
    prices::{amount, check_price, check_spread, stock_of},
    request::{Answer, Ctx, Refusal, entries, id, list, missing, refuse, response, text},
    state::{Item, Model, State, Tier, TierOption},
    tables::{MODELS, SKU, TIER_NAME, TIER_OPTION, TIERS},
    views,
};

pub(super) fn init(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let body = &ctx.call.body;
    let item_id = id(body, "item_id")?;
    let mut item = state.living(item_id).cloned().ok_or_else(not_found)?;
    item.tiers = tiers(state, body)?;
    item.models.clear();
    for wish in entries(body, "model", MODELS)? {
        let model = new_model(state, ctx, &item, wish)?;
        item.models.push(model);
    }
    check_spread(&item.prices())?;
    keep(state, item, ctx)
}

pub(super) fn update_tiers(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let body = &ctx.call.body;
    let item_id = id(body, "item_id")?;
    let mut item = state.living(item_id).cloned().ok_or_else(not_found)?;
    if item.in_promotion() {
        let code = "product.error_cannt_change_tier_variation_in_promotion";
        return Err(refuse(code, "The item is in an ongoing promotion."));
    }
    let wish = tiers(state, body)?;
    if item.models.is_empty() || wish.len() != item.tiers.len() {
        return Err(refuse("error_param", "the number of tiers cannot be changed here"));
    }
    item.tiers = wish;
    if body.get("model_list").is_some() {
        let mut kept = Vec::new();
        for entry in list(body, "model_list") {
            let model_id = id(entry, "model_id")?;
            let known = item.models.iter().find(|model| model.id == model_id);
            let mut model = known.cloned().ok_or_else(|| refuse("error_param", "Wrong model_id."))?;
            model.index = index(&item, entry)?;
            kept.push(model);
        }
        item.models = kept;
    }
    let in_bounds = |model: &Model| index_holds(&item.tiers, &model.index);
    if !item.models.iter().all(in_bounds) {
        return Err(refuse("error_model_tier_index_bound", "tier_index is out of bounds"));
    }
    keep(state, item, ctx)
}

pub(super) fn add_models(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let body = &ctx.call.body;
    let item_id = id(body, "item_id")?;
    let mut item = state.living(item_id).cloned().ok_or_else(not_found)?;
    if item.tiers.is_empty() {
        return Err(refuse("error_param", "the item has no variation"));
    }
    let first_new = item.models.len();
    for wish in entries(body, "model_list", MODELS)? {
        let model = new_model(state, ctx, &item, wish)?;
        item.models.push(model);
    }
    if item.models.len() > MODELS {
        return Err(refuse("error_model_count_over_limit", format!("an item takes at most {MODELS} models")));
    }
    check_spread(&item.prices())?;
    item.updated = ctx.now;
    let added = item.models.iter().skip(first_new);
    let added: Vec<Value> = added.map(|model| views::model(model, &item, &ctx.options.locations)).collect();
    state.items.insert(item.id, item);
    Ok(response(json!({ "model": added })))
}

pub(super) fn update_models(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let body = &ctx.call.body;
    let item_id = id(body, "item_id")?;
    let mut item = state.living(item_id).cloned().ok_or_else(not_found)?;
    for wish in entries(body, "model", MODELS)? {
        let model_id = id(wish, "model_id")?;
        let sku = text(wish, "model_sku").ok_or_else(|| missing("model_sku"))?;
        check_sku(sku)?;
        let model = item.models.iter_mut().find(|model| model.id == model_id);
        let model = model.ok_or_else(|| refuse("error_param", "Wrong model_id."))?;
        sku.clone_into(&mut model.sku);
        if let Some(weight) = wish.get("weight") {
            model.weight_grams = Some(grams(weight)?);
        }
    }
    item.updated = ctx.now;
    state.items.insert(item.id, item);
    // Nothing more is answered.
    Ok(json!({}))
}

pub(super) fn delete_model(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let body = &ctx.call.body;
    let (item_id, model_id) = (id(body, "item_id")?, id(body, "model_id")?);
    let item = state.living(item_id).ok_or_else(not_found)?;
    if !item.models.iter().any(|model| model.id == model_id) {
        return Err(refuse("error_param", "Wrong model_id."));
    }
    if item.models.len() == 1 {
        return Err(refuse("error_busi_cannot_delete_default_model", "The last model cannot be deleted."));
    }
    item.models.retain(|model| model.id != model_id);
    item.updated = ctx.now;
    Ok(json!({}))
}

fn keep(state: &mut State, mut item: Item, ctx: &Ctx<'_>) -> Answer {
    item.updated = ctx.now;
    let mut view = views::models(&item, &ctx.options.public_base, &ctx.options.locations);
    if let Some(view) = view.as_object_mut() {
        view.insert("item_id".to_owned(), json!(item.id));
        view.remove("standardise_tier_variation");
    }
    state.items.insert(item.id, item);
    Ok(response(view))
}

fn tiers(state: &State, body: &Value) -> Result<Vec<Tier>, Refusal> {
    if body.get("tier_variation").is_some() {
        return Err(refuse(
            "error_param",
            "tier_variation is no longer taken, use standardise_tier_variation",
        ));
    }
    let wishes = entries(body, "standardise_tier_variation", usize::MAX)?;
    if wishes.len() > TIERS {
        return Err(refuse("error_tier_var_too_many", format!("an item takes at most {TIERS} tiers")));
    }
    let mut tiers = Vec::new();
    for wish in wishes {
        id(wish, "variation_id")?;
        let name = text(wish, "variation_name").unwrap_or_default();
        if !TIER_NAME.holds_text(name) {
            return Err(refuse(
                "error_tier_var_name_too_long",
                format!("{name}: at most {} characters", TIER_NAME.max),
            ));
        }
        let mut options: Vec<TierOption> = Vec::new();
        for wish in entries(wish, "variation_option_list", MODELS)? {
            let name = text(wish, "variation_option_name").unwrap_or_default();
            if !TIER_OPTION.holds_text(name) {
                let message = format!("{name}: at most {} characters", TIER_OPTION.max);
                return Err(refuse("error_tier_opt_val_too_long", message));
            }
            if options.iter().any(|option| option.name == name) {
                return Err(refuse("error_model_duplicate_name", format!("{name} is there twice")));
            }
            let image = text(wish, "image_id").filter(|id| !id.is_empty()).map(str::to_owned);
            if image.as_ref().is_some_and(|id| !state.images.contains_key(id)) {
                return Err(refuse("error_param", "Image not exist."));
            }
            options.push(TierOption { name: name.to_owned(), image });
        }
        let with_image = options.iter().filter(|option| option.image.is_some()).count();
        if tiers.is_empty() && with_image > 0 && with_image < options.len() {
            return Err(refuse("error_param", "all options of the first tier need an image, or none"));
        }
        tiers.push(Tier { name: name.to_owned(), options });
    }
    Ok(tiers)
}

fn new_model(state: &mut State, ctx: &Ctx<'_>, item: &Item, wish: &Value) -> Result<Model, Refusal> {
    let index = index(item, wish)?;
    if item.models.iter().any(|model| model.index == index) {
        return Err(refuse("error_model_duplicate_tier_variation_index", "Two models share a tier_index."));
    }
    let price = amount(wish.get("original_price").ok_or_else(|| missing("original_price"))?)?;
    check_price(price)?;
    let sku = text(wish, "model_sku").unwrap_or_default().to_owned();
    check_sku(&sku)?;
    let stock = stock_of(ctx, list(wish, "seller_stock"))?;
    let weight_grams = wish.get("weight").map(grams).transpose()?;
    Ok(Model { id: state.draw_id(), index, sku, price, stock, weight_grams, promotion: None })
}

fn check_sku(sku: &str) -> Result<(), Refusal> {
    if sku.chars().count() > SKU { Err(refuse("error_param", "model_sku is too long")) } else { Ok(()) }
}

fn index(item: &Item, wish: &Value) -> Result<Vec<usize>, Refusal> {
    let positions = list(wish, "tier_index")
        .iter()
        .map(|position| position.as_u64().and_then(|position| usize::try_from(position).ok()));
    let index: Option<Vec<usize>> = positions.collect();
    let index = index.ok_or_else(|| refuse("error_param", "tier_index must be a list of integers"))?;
    if index_holds(&item.tiers, &index) {
        Ok(index)
    } else {
        Err(refuse("error_model_tier_index_bound", "tier_index is out of bounds"))
    }
}

fn index_holds(tiers: &[Tier], index: &[usize]) -> bool {
    index.len() == tiers.len()
        && index.iter().zip(tiers).all(|(position, tier)| *position < tier.options.len())
}
