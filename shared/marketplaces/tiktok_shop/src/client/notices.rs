//! The addresses that pushes go to.

use app::{ChannelError, marketplace::ShopSession};
use reqwest::Method;
use serde_json::{Value, json};

use super::call::Call;
use crate::{
    TiktokShop,
    wire::notice::{Webhook, Webhooks},
};

const WEBHOOKS: &str = "/event/202309/webhooks";

impl TiktokShop {
    /// The addresses that this shop's pushes go to; kinds without one use the address of the console.
    pub async fn webhooks(&self, session: &dyn ShopSession) -> Result<Vec<Webhook>, ChannelError> {
        Ok(self.call::<Webhooks>(session, &Call::get(WEBHOOKS)).await?.value.webhooks)
    }

    /// Sets the address for one kind of push.
    pub async fn set_webhook(
        &self,
        session: &dyn ShopSession,
        webhook: &Webhook,
    ) -> Result<(), ChannelError> {
        if webhook.address.chars().count() > 255 {
            let problem = "an address has at most 255 characters";
            return Err(domain::Invalid::new("address", "address_length", problem).into());
        }
        let call = Call::write(Method::PUT, WEBHOOKS.to_owned(), webhook)?;
        self.call::<Value>(session, &call).await.map(drop)
    }

    /// Removes the address for one kind of push. Succeeds also where there was none.
    pub async fn delete_webhook(
        &self,
        session: &dyn ShopSession,
        event_type: &str,
    ) -> Result<(), ChannelError> {
        let body = json!({ "event_type": event_type });
        let call = Call::write(Method::DELETE, WEBHOOKS.to_owned(), &body)?;
        self.call::<Value>(session, &call).await.map(drop)
    }
}
