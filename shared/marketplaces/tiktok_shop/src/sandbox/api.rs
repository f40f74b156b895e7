//! The endpoints that exist, and what each of them wants.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::Value;

use super::{Desk, edits, lifecycle, listings, reply::Reply, shop, upload};

/// A call that has passed the gate.
pub struct Ask {
    /// The id in the path; empty where there is none.
    pub id: String,
    pub query: BTreeMap<String, String>,
    pub content: Content,
}

pub enum Content {
    Json(Value),
    Picture { data: Bytes, use_case: String },
}

impl Ask {
    pub fn body(&self) -> &Value {
        match &self.content {
            Content::Json(value) => value,
            Content::Picture { .. } => &Value::Null,
        }
    }

    pub fn query(&self, key: &str) -> Option<&str> {
        self.query.get(key).map(String::as_str).filter(|text| !text.is_empty())
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Endpoint {
    pub method: &'static str,
    /// `{id}` means one segment.
    pub path: &'static str,
    pub cipher: bool,
    /// Changes something: what a quiet day must not have.
    pub write: bool,
    pub upload: bool,
    pub run: fn(&mut Desk<'_>, &Ask) -> Reply,
}

type Run = fn(&mut Desk<'_>, &Ask) -> Reply;

const fn read(method: &'static str, path: &'static str, run: Run) -> Endpoint {
    Endpoint { method, path, cipher: true, write: false, upload: false, run }
}

const fn write(method: &'static str, path: &'static str, run: Run) -> Endpoint {
    Endpoint { method, path, cipher: true, write: true, upload: false, run }
}

const fn without_cipher(endpoint: Endpoint) -> Endpoint {
    Endpoint { cipher: false, ..endpoint }
}

static ENDPOINTS: [Endpoint; 33] = [
    without_cipher(read("GET", "/authorization/202309/shops", shop::shops)),
    without_cipher(read("GET", "/seller/202309/shops", shop::active_shops)),
    read("POST", "/product/202502/products/search", listings::search),
    read("POST", "/product/202309/products/search", listings::search),
    read("GET", "/product/202309/products/{id}", listings::get),
    read("POST", "/product/202309/inventory/search", listings::inventory),
    write("POST", "/product/202309/products", edits::create),
    write("PUT", "/product/202509/products/{id}", edits::edit),
    write("PUT", "/product/202309/products/{id}", edits::edit),
    write("POST", "/product/202509/products/{id}/partial_edit", edits::partial_edit),
    write("POST", "/product/202309/products/{id}/partial_edit", edits::partial_edit),
    write("POST", "/product/202309/products/{id}/prices/update", lifecycle::prices),
    write("POST", "/product/202309/products/{id}/inventory/update", lifecycle::inventory),
    write("POST", "/product/202309/products/activate", lifecycle::activate),
    write("POST", "/product/202309/products/deactivate", lifecycle::deactivate),
    write("DELETE", "/product/202309/products", lifecycle::delete),
    write("POST", "/product/202309/products/recover", lifecycle::recover),
    read("POST", "/product/202309/products/listing_check", edits::listing_check),
    read("GET", "/product/202312/prerequisites", shop::prerequisites),
    read("GET", "/product/202309/prerequisites", shop::prerequisites),
    read("GET", "/product/202309/categories", shop::categories),
    read("POST", "/product/202309/categories/recommend", shop::recommend),
    read("GET", "/product/202309/categories/{id}/rules", shop::rules),
    read("GET", "/product/202309/categories/{id}/attributes", shop::attributes),
    read("GET", "/product/202309/brands", shop::brands),
    without_cipher(write("POST", "/product/202309/brands", shop::create_brand)),
    Endpoint {
        method: "POST",
        path: "/product/202309/images/upload",
        cipher: false,
        write: true,
        upload: true,
        run: upload::image,
    },
    read("GET", "/logistics/202309/warehouses", shop::warehouses),
    read("GET", "/logistics/202309/warehouses/{id}/delivery_options", shop::delivery_options),
    read("GET", "/event/202309/webhooks", shop::webhooks),
    write("PUT", "/event/202309/webhooks", shop::set_webhook),
    write("DELETE", "/event/202309/webhooks", shop::delete_webhook),
    read("GET", "/seller/202309/permissions", shop::permissions),
];

/// The endpoint and the id in the path. A path that exists with another method is distinguished from one that does not.
pub fn find(method: &str, path: &str) -> Result<(&'static Endpoint, Option<String>), Reply> {
    let mut known = false;
    // A fixed segment is more exact than a placeholder: `products/search` is no product.
    let fitting = ENDPOINTS.iter().filter_map(|endpoint| Some((endpoint, fits(endpoint.path, path)?)));
    let mut best: Option<(&'static Endpoint, Option<String>)> = None;
    for (endpoint, id) in fitting {
        known = true;
        if endpoint.method == method && (best.is_none() || id.is_none()) {
            best = Some((endpoint, id));
        }
    }
    best.ok_or_else(|| {
        if known {
            Reply::fail(36_009_010, "Invalid method")
        } else {
            Reply::fail(36_009_009, "Invalid path")
        }
    })
}

#[expect(clippy::option_option, reason = "whether the path fits, and whether it has an id")]
fn fits(template: &str, path: &str) -> Option<Option<String>> {
    let (wanted, given): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    if wanted.len() != given.len() {
        return None;
    }
    let mut id = None;
    for (wanted, given) in wanted.iter().zip(&given) {
        if *wanted == "{id}" {
            id = Some((*given).to_owned());
        } else if wanted != given {
            return None;
        }
    }
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_path_wins_over_a_placeholder() {
        assert_eq!(
            find("POST", "/product/202309/products/activate").unwrap().0.path,
            "/product/202309/products/activate"
        );
        let (endpoint, id) = find("GET", "/product/202309/products/17").unwrap();
        assert_eq!((endpoint.path, id.as_deref()), ("/product/202309/products/{id}", Some("17")));
    }

    #[test]
    fn a_wrong_method_is_told_apart_from_a_wrong_path() {
        assert_eq!(find("GET", "/product/202502/products/search").unwrap_err().code, 36_009_010);
        assert_eq!(find("GET", "/api/products/search").unwrap_err().code, 36_009_009);
    }
}
