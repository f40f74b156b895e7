//! The OpenAPI document, generated from the code. The frontend's types are generated from it.

use utoipa::openapi::{
    Components, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, RefOr, Required, ResponseBuilder,
    path::{Operation, ParameterBuilder, ParameterIn},
    schema::{ObjectBuilder, Type},
    security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
};

use crate::{
    permissions::{Access, access},
    problem::ProblemBody,
    route::Description,
    routes,
};

/// The document as it is served: the snapshot of [`document`]. A test checks that both are equal.
pub const SNAPSHOT: &str = include_str!("../openapi.json");

/// The text that the snapshot must have.
pub fn json() -> String {
    // The document contains only texts and maps, so it can always be serialised.
    let mut text = document().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

/// The document. What all operations have in common is filled in from the table of permissions.
pub fn document() -> OpenApi {
    let Description(described) = routes::all();
    let (_, mut api) = described.split_for_parts();
    api.merge(base());
    api.info = base().info;
    for (template, item) in &mut api.paths.paths {
        for (method, operation) in [
            ("GET", &mut item.get),
            ("PUT", &mut item.put),
            ("POST", &mut item.post),
            ("PATCH", &mut item.patch),
            ("DELETE", &mut item.delete),
        ] {
            if let Some(operation) = operation {
                complete(operation, access(method, template));
                name(operation, template);
            }
        }
    }
    api
}

fn base() -> OpenApi {
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    let mut components = Components::new();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    components.schemas.extend(problem_schemas());
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("SyncStore")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(
                    "One place to run every shop: the HTTP API. See docs/API.md and docs/ERRORS.md.",
                ))
                .build(),
        )
        .components(Some(components))
        .build()
}

type NamedSchema = (String, RefOr<utoipa::openapi::Schema>);

fn problem_schemas() -> Vec<NamedSchema> {
    let mut schemas = vec![(
        <ProblemBody as utoipa::ToSchema>::name().into_owned(),
        <ProblemBody as utoipa::PartialSchema>::schema(),
    )];
    <ProblemBody as utoipa::ToSchema>::schemas(&mut schemas);
    schemas
}

/// Puts the noun before the handler's name, so that every operation has a unique name, such as `products_list`.
fn name(operation: &mut Operation, template: &str) {
    let noun = template.trim_start_matches("/v1").split('/').nth(1).unwrap_or_default();
    let noun = noun.trim_end_matches(".json").trim_end_matches(".csv").replace('-', "_");
    if let Some(name) = operation.operation_id.take() {
        let name =
            if name == noun || name.starts_with("variants_") { name } else { format!("{noun}_{name}") };
        operation.operation_id = Some(name);
    }
}

fn complete(operation: &mut Operation, access: Option<Access>) {
    let problem = ResponseBuilder::new()
        .description("A problem; docs/ERRORS.md lists every code.")
        .content(
            "application/problem+json",
            ContentBuilder::new().schema(Some(utoipa::openapi::Ref::from_schema_name("Problem"))).build(),
        )
        .build();
    operation.responses.responses.insert("default".to_owned(), RefOr::T(problem));
    let Some(access) = access else { return };
    if let Some(role) = access.role() {
        operation.security = Some(vec![SecurityRequirement::new("bearer", Vec::<String>::new())]);
        let said = operation.description.take().unwrap_or_default();
        let role = format!("Needs the role {} or more.", role.as_str());
        operation.description = Some(if said.is_empty() { role } else { format!("{said}\n\n{role}") });
    }
    if matches!(access, Access::Once(_)) {
        let key = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::True)
            .description(Some("1 to 200 visible characters, a new one for each piece of work."))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String).build()))
            .build();
        operation.parameters.get_or_insert_default().push(key);
    }
}
