//! Flows, contracts and tidiness of the whole workspace. The tests are in `tests/`.
