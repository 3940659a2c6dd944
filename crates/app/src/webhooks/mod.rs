//! Webhooks: who of an organisation's other servers is told that records changed, and what came of telling them.

mod endpoint;
mod kept;
mod message;
mod rounds;
#[cfg(test)]
mod tests;

pub use endpoint::{
    Delivery, DeliveryState, ENDPOINTS_MAX, Endpoint, EndpointState, LOG_MAX, TRIES_MAX, WebhookRefusal,
};
pub use kept::{AskedEndpoint, Webhooks};
pub use rounds::WebhookClock;
