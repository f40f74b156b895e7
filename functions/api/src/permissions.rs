//! Permissions: one table of all routes, each with the least role it needs and whether it starts work.

use app::ports::Role::{self, Admin, Member, Owner, Viewer};

/// What a route requires of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// No token is needed.
    Open,
    /// This role or a higher one.
    Least(Role),
    /// This role or a higher one, and an `Idempotency-Key`, because the request starts work.
    Once(Role),
}

impl Access {
    /// The least role; `None` for an open route.
    pub const fn role(self) -> Option<Role> {
        match self {
            Self::Open => None,
            Self::Least(role) | Self::Once(role) => Some(role),
        }
    }
}

use Access::{Least, Once, Open};

/// Every route of the API: method, template, access. A route that is not in the table is refused.
pub const TABLE: &[(&str, &str, Access)] = &[
    ("GET", "/health", Open),
    ("GET", "/v1/me", Least(Viewer)),
    ("GET", "/v1/me/preferences", Least(Viewer)),
    // Each person changes only their own.
    ("PATCH", "/v1/me/preferences", Least(Viewer)),
    ("GET", "/v1/openapi.json", Least(Viewer)),
    ("GET", "/v1/channels", Least(Viewer)),
    ("GET", "/v1/connections", Least(Viewer)),
    ("GET", "/v1/connections/{channel}", Least(Viewer)),
    ("DELETE", "/v1/connections/{channel}", Least(Owner)),
    ("PUT", "/v1/connections/{channel}/credentials", Least(Owner)),
    ("POST", "/v1/connections/{channel}/test", Least(Admin)),
    ("POST", "/v1/connections/{channel}/authorization", Least(Admin)),
    // The channel sends the seller's browser here; the state that we gave the channel protects it.
    ("GET", "/v1/connections/{channel}/callback", Open),
    ("GET", "/v1/imports", Least(Viewer)),
    ("POST", "/v1/imports", Once(Member)),
    ("GET", "/v1/imports/{id}", Least(Viewer)),
    // The same picture has the same address, so a repeat needs no key.
    ("POST", "/v1/images", Least(Member)),
    // Buyers see it in the shops, and a browser shows a picture without a token.
    ("GET", "/v1/images/{hash}", Open),
    ("GET", "/v1/products", Least(Viewer)),
    ("POST", "/v1/products", Once(Member)),
    ("GET", "/v1/products/index", Least(Viewer)),
    ("POST", "/v1/products/bulk", Once(Member)),
    ("GET", "/v1/products/sku-pattern", Least(Viewer)),
    ("PUT", "/v1/products/sku-pattern", Least(Admin)),
    // Proposing only computes; it reserves nothing.
    ("POST", "/v1/products/sku-proposals", Least(Viewer)),
    ("GET", "/v1/products/sheets", Least(Viewer)),
    ("POST", "/v1/products/sheets", Once(Member)),
    ("GET", "/v1/products/sheets/{id}", Least(Viewer)),
    ("GET", "/v1/products/sheets/{id}/entries", Least(Viewer)),
    ("GET", "/v1/products/sheets/{id}/errors", Least(Viewer)),
    ("POST", "/v1/products/sheets/{id}/apply", Once(Member)),
    ("GET", "/v1/exports/products", Least(Viewer)),
    ("POST", "/v1/exports/products", Least(Viewer)),
    ("GET", "/v1/products/{id}", Least(Viewer)),
    ("PATCH", "/v1/products/{id}", Least(Member)),
    ("DELETE", "/v1/products/{id}", Least(Member)),
    ("GET", "/v1/products/{id}/variants", Least(Viewer)),
    ("PATCH", "/v1/products/{id}/variants/{variant}", Least(Member)),
    ("GET", "/v1/products/{id}/listings", Least(Viewer)),
    ("GET", "/v1/products/{id}/details/{channel}", Least(Viewer)),
    ("PUT", "/v1/products/{id}/details/{channel}", Least(Member)),
    ("GET", "/v1/channels/{channel}/categories", Least(Viewer)),
    ("GET", "/v1/channels/{channel}/categories/{category}", Least(Viewer)),
    ("GET", "/v1/channels/{channel}/brands", Least(Viewer)),
    ("GET", "/v1/products/{id}/history", Least(Viewer)),
    ("PATCH", "/v1/products/{id}/sources", Least(Member)),
    ("GET", "/v1/listings/{key}", Least(Viewer)),
    ("PATCH", "/v1/listings/{key}", Least(Member)),
    ("POST", "/v1/listings/{key}/keep", Least(Member)),
    ("POST", "/v1/masters/preview", Least(Viewer)),
    ("POST", "/v1/masters/accept", Once(Member)),
    ("GET", "/v1/matches", Least(Viewer)),
    ("POST", "/v1/matches/accept", Once(Member)),
    ("POST", "/v1/matches/link", Once(Member)),
    ("POST", "/v1/matches/reject", Once(Member)),
    ("POST", "/v1/matches/undo", Once(Member)),
    ("POST", "/v1/matches/unlink", Once(Member)),
    ("GET", "/v1/matches/{id}", Least(Viewer)),
    ("POST", "/v1/matches/{id}/accept", Least(Member)),
    ("POST", "/v1/matches/{id}/reject", Least(Member)),
    ("POST", "/v1/matches/{id}/undo", Least(Member)),
    ("GET", "/v1/matching/sku-rules", Least(Viewer)),
    ("PUT", "/v1/matching/sku-rules", Least(Admin)),
    ("GET", "/v1/price-rules", Least(Viewer)),
    ("GET", "/v1/price-rules/{channel}", Least(Viewer)),
    ("PUT", "/v1/price-rules/{channel}", Least(Admin)),
    // Stores no rule; of a large catalogue a bulk task finds the answer.
    ("POST", "/v1/price-rules/preview", Once(Viewer)),
    // Computes only; stores nothing.
    ("POST", "/v1/quotes", Least(Viewer)),
    ("POST", "/v1/price-rules/base-readings", Once(Admin)),
    ("GET", "/v1/bulk-tasks", Least(Viewer)),
    ("GET", "/v1/bulk-tasks/{id}", Least(Viewer)),
    ("GET", "/v1/bulk-tasks/{id}/rows", Least(Viewer)),
    // A person who may start a task may also undo it. For a base reading the route itself requires an admin.
    ("POST", "/v1/bulk-tasks/{id}/undo", Once(Member)),
    ("GET", "/v1/price-rules/{channel}/overrides", Least(Viewer)),
    ("GET", "/v1/price-rules/{channel}/overrides/{scope}", Least(Viewer)),
    ("PUT", "/v1/price-rules/{channel}/overrides/{scope}", Least(Admin)),
    ("DELETE", "/v1/price-rules/{channel}/overrides/{scope}", Least(Admin)),
    ("GET", "/v1/fee-schedules/{channel}", Least(Viewer)),
    ("PUT", "/v1/fee-schedules/{channel}", Least(Admin)),
    ("GET", "/v1/exports", Least(Viewer)),
    ("GET", "/v1/field-report", Least(Viewer)),
    ("POST", "/v1/field-report", Once(Member)),
    ("GET", "/v1/field-report.csv", Least(Viewer)),
    ("GET", "/v1/field-report/{field}/products", Least(Viewer)),
    ("GET", "/v1/field-mapping/{channel}", Least(Viewer)),
    ("PUT", "/v1/field-mapping/{channel}", Least(Admin)),
    ("GET", "/v1/fee-schedules/{channel}/versions", Least(Viewer)),
    ("GET", "/v1/fee-schedules/{channel}/presets", Least(Viewer)),
    ("GET", "/v1/repricings", Least(Viewer)),
    ("GET", "/v1/repricings/{id}", Least(Viewer)),
    ("GET", "/v1/title-rules/{channel}", Least(Viewer)),
    ("PUT", "/v1/title-rules/{channel}", Least(Admin)),
    ("GET", "/v1/products/{id}/titles", Least(Viewer)),
    ("PUT", "/v1/products/{id}/titles/{key}", Least(Member)),
    ("DELETE", "/v1/products/{id}/titles/{key}", Least(Member)),
    // Proposing only computes; it stores nothing.
    ("POST", "/v1/titles/propose", Least(Viewer)),
    ("POST", "/v1/titles/accept", Once(Member)),
    ("GET", "/v1/titles/risks", Least(Viewer)),
    ("GET", "/v1/verification", Least(Viewer)),
    ("POST", "/v1/verification", Once(Member)),
    ("GET", "/v1/verification/rows", Least(Viewer)),
    ("GET", "/v1/plans", Least(Viewer)),
    ("POST", "/v1/plans", Once(Member)),
    ("GET", "/v1/plans/{id}", Least(Viewer)),
    ("GET", "/v1/plans/{id}/entries", Least(Viewer)),
    ("GET", "/v1/plans/{id}/entries.csv", Least(Viewer)),
    ("POST", "/v1/deletion-plans", Once(Admin)),
    ("GET", "/v1/runs", Least(Viewer)),
    ("POST", "/v1/runs", Once(Admin)),
    ("GET", "/v1/runs/{id}", Least(Viewer)),
    ("GET", "/v1/runs/{id}/jobs", Least(Viewer)),
    ("GET", "/v1/runs/{id}/jobs/{job}", Least(Viewer)),
    ("GET", "/v1/runs/{id}/failures", Least(Viewer)),
    ("POST", "/v1/runs/{id}/approve", Once(Admin)),
    ("POST", "/v1/runs/{id}/pause", Least(Admin)),
    ("POST", "/v1/runs/{id}/resume", Least(Admin)),
    ("POST", "/v1/runs/{id}/cancel", Least(Admin)),
    ("POST", "/v1/runs/{id}/retry", Once(Admin)),
    // An undo is an ordinary plan: making it sends nothing, and a run carries it out.
    ("POST", "/v1/runs/{id}/undo", Once(Member)),
    ("GET", "/v1/conflicts", Least(Viewer)),
    // Only records change. A later plan changes the shops.
    ("POST", "/v1/conflicts/resolve", Once(Member)),
    ("POST", "/v1/conflicts/resolve/{id}/undo", Once(Member)),
    ("GET", "/v1/stock", Least(Viewer)),
    ("POST", "/v1/stock/adjustments", Least(Member)),
    ("GET", "/v1/dead-letters", Least(Viewer)),
    ("POST", "/v1/dead-letters/{queue}/{id}/redrive", Least(Admin)),
    ("POST", "/v1/dead-letters/{queue}/{id}/discard", Least(Admin)),
    ("GET", "/v1/notifications", Least(Viewer)),
    ("POST", "/v1/notifications/read-all", Least(Member)),
    ("POST", "/v1/notifications/{id}/read", Least(Member)),
    ("GET", "/v1/audit", Least(Viewer)),
    ("GET", "/v1/dashboard", Least(Viewer)),
];

/// The access of the route with this method and template; `None` if it is not in the table.
pub fn access(method: &str, template: &str) -> Option<Access> {
    let method = if method == "HEAD" { "GET" } else { method };
    TABLE.iter().find(|(m, t, _)| *m == method && *t == template).map(|(_, _, access)| *access)
}
