//! One list of routes with two uses: the router, and the OpenAPI document.
//!
//! Building the document of about 130 operations takes longer than the rest of a start, and the process does not need
//! it: the API serves a snapshot, and a test checks that the snapshot equals the result of [`Description`].

use axum::{Router, extract::DefaultBodyLimit, routing::MethodRouter};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use crate::ApiState;

/// The handlers of one path, created by [`routes!`].
pub(crate) struct Route {
    pub path: String,
    pub methods: MethodRouter<ApiState>,
    pub describe: fn() -> UtoipaMethodRouter<ApiState>,
}

/// A use of the list of routes.
pub(crate) trait Routes: Sized {
    fn new() -> Self;
    fn routes(self, route: Route) -> Self;
    fn merge(self, other: Self) -> Self;
    /// Sets the largest body of these routes, in bytes.
    fn bodies(self, most: usize) -> Self;
}

impl Routes for Router<ApiState> {
    fn new() -> Self {
        Self::new()
    }

    fn routes(self, route: Route) -> Self {
        self.route(&route.path, route.methods)
    }

    fn merge(self, other: Self) -> Self {
        Self::merge(self, other)
    }

    fn bodies(self, most: usize) -> Self {
        self.layer(DefaultBodyLimit::max(most))
    }
}

/// Collects the OpenAPI descriptions of all operations.
pub(crate) struct Description(pub OpenApiRouter<ApiState>);

impl Routes for Description {
    fn new() -> Self {
        Self(OpenApiRouter::new())
    }

    fn routes(self, route: Route) -> Self {
        Self(self.0.routes((route.describe)()))
    }

    fn merge(self, other: Self) -> Self {
        Self(self.0.merge(other.0))
    }

    fn bodies(self, _: usize) -> Self {
        self
    }
}

/// The handlers of one path with different methods, each with a `#[utoipa::path]`.
macro_rules! routes {
    ($first:ident $(, $more:ident)* $(,)?) => {
        utoipa_axum::paste! {{
            use utoipa::Path as _;
            use utoipa_axum::PathItemExt as _;
            let mut methods = axum::routing::MethodRouter::new();
            for method in [<__path_ $first>]::methods() {
                methods = methods.on(method.to_method_filter(), $first);
            }
            $(for method in [<__path_ $more>]::methods() {
                methods = methods.on(method.to_method_filter(), $more);
            })*
            $crate::route::Route {
                path: [<__path_ $first>]::path(),
                methods,
                describe: || utoipa_axum::routes!($first $(, $more)*),
            }
        }}
    };
}
pub(crate) use routes;
