//! Who may pass: partner, time, signature, token, shop — in that order, each with the documented refusal.

use secrecy::SecretString;

use super::{
    request::{Call, Ctx, Refusal, missing, refuse},
    state::State,
};
use crate::client::sign::{Scope, base_string, sign};

/// Who has to sign a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signer {
    Partner,
    Shop,
    /// Documented for the partner only; older clients call it for a shop.
    Either,
}

/// How far a clock may be off, in seconds.
const WINDOW: i64 = 300;

pub(super) fn pass(state: &State, ctx: &Ctx<'_>, signer: Signer) -> Result<(), Refusal> {
    let Ctx { options, call, now } = ctx;
    check_partner(call, options.partner_id)?;
    let timestamp = check_time(call, *now)?;
    let for_shop = match signer {
        Signer::Partner => false,
        Signer::Shop => true,
        Signer::Either => call.query("access_token").is_some(),
    };
    if !for_shop {
        return check_sign(call, &options.partner_key, options.partner_id, timestamp, Scope::Public);
    }
    let access_token = call.query("access_token").ok_or_else(|| missing("access_token"))?;
    let shop = call.query_int("shop_id").ok().and_then(|id| u64::try_from(id).ok());
    let shop = shop.ok_or_else(|| missing("shop_id"))?;
    let scope = Scope::Owner { access_token, id: shop };
    check_sign(call, &options.partner_key, options.partner_id, timestamp, scope)?;
    if shop != options.shop_id {
        return Err(Refusal {
            status: 403,
            ..refuse("shop_no_linked", "The partner and shop are not linked.")
        });
    }
    if state.access.get(access_token).is_none_or(|ends| *ends <= *now) {
        let message = "Invalid access_token, please have a check.";
        return Err(Refusal { status: 403, ..refuse("invalid_acceess_token", message) });
    }
    Ok(())
}

pub(super) fn check_partner(call: &Call, partner_id: u64) -> Result<(), Refusal> {
    let given =
        call.query("partner_id").ok_or_else(|| refuse("error_param", "There is no partner_id in query."))?;
    if given.parse() == Ok(partner_id) {
        Ok(())
    } else {
        Err(refuse("invalid_partner_id", "Invalid partner_id."))
    }
}

/// The timestamp, when it is of these five minutes.
pub(super) fn check_time(call: &Call, now: i64) -> Result<i64, Refusal> {
    let timestamp =
        call.query_int("timestamp").map_err(|_| refuse("error_param", "There is no timestamp in query."))?;
    if (now - timestamp).abs() <= WINDOW {
        Ok(timestamp)
    } else {
        Err(refuse("error_param", "Timestamp is expired."))
    }
}

pub(super) fn check_sign(
    call: &Call,
    key: &SecretString,
    partner_id: u64,
    timestamp: i64,
    scope: Scope<'_>,
) -> Result<(), Refusal> {
    let given = call.query("sign").ok_or_else(|| refuse("error_param", "There is no sign in query."))?;
    if given == sign(key, &base_string(partner_id, &call.path, timestamp, scope)) {
        Ok(())
    } else {
        Err(Refusal { status: 403, ..refuse("error_sign", "Wrong sign.") })
    }
}
