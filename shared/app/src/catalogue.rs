//! The master catalogue: what is selected of it, and work over many of its products.

pub mod edit_many;
pub mod selection;
