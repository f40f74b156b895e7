//! One list of routes, read in two ways: as a router, and as the description of the API.
//!
//! The description of some 130 operations takes longer to build than all the rest of a start, and nobody reads it there:
//! what is served is its snapshot, which a test holds equal to what [`Description`] makes.

use axum::{Router, extract::DefaultBodyLimit, routing::MethodRouter};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use crate::ApiState;

/// The handlers of one path. Made by [`routes!`].
pub(crate) struct Route {
    pub path: String,
    pub methods: MethodRouter<ApiState>,
    pub describe: fn() -> UtoipaMethodRouter<ApiState>,
}

/// What a list of routes becomes.
pub(crate) trait Routes: Sized {
    fn new() -> Self;
    fn routes(self, route: Route) -> Self;
    fn merge(self, other: Self) -> Self;
    /// Bodies of up to so many bytes.
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

/// Every operation in words.
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

/// Handlers of one path and different methods, each with a `#[utoipa::path]`.
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
