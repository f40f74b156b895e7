//! A catalogue and the sheets that a seller makes of it.

use app::{
    Ports,
    catalogue::sheet,
    ports::{
        CatalogueQuery, SheetEntry, SheetError, SheetFormat, SheetImport, SheetOutcome, SheetPart, Versioned,
    },
    worker,
};
use domain::{
    Product, ProductId, SheetId,
    sheet::{Cell, Grid, GridRow, headings, rows},
};
use testkit::Fakes;

pub const ACTOR: &str = "ani@motekar.test";

pub struct World {
    pub ports: Ports,
    pub fakes: Fakes,
}

impl World {
    pub fn new() -> Self {
        let (ports, fakes) = testkit::ports([]);
        Self { ports, fakes }
    }

    pub async fn with(products: &[Product]) -> Self {
        let world = Self::new();
        for product in products {
            world.ports.products.create(product).await.unwrap();
        }
        world.fakes.memory.forget_writes();
        world
    }

    pub async fn product(&self, id: &ProductId) -> Versioned<Product> {
        self.ports.products.get(id).await.unwrap().unwrap()
    }

    /// What an export writes, as the grid that reading it gives.
    pub async fn exported(&self) -> Grid {
        let products = sheet::export(&self.ports, &CatalogueQuery::default()).await.unwrap();
        let mut table: Vec<Vec<String>> = vec![headings().into_iter().map(str::to_owned).collect()];
        table.extend(products.iter().flat_map(|product| rows(&product.value, product.version)));
        grid_of(&table)
    }

    pub async fn check(&self, grid: Grid) -> SheetImport {
        let id = SheetId::from_unique(&self.ports.ids.unique());
        sheet::check(&self.ports, ACTOR, id, SheetFormat::Csv, vec![grid]).await.unwrap()
    }

    pub async fn entries(&self, import: &SheetImport) -> Vec<SheetEntry> {
        let mut all = Vec::new();
        for number in 0..import.batches {
            all.extend(self.ports.sheets.batch(&import.id, number).await.unwrap().unwrap());
        }
        all
    }

    pub async fn errors(&self, import: &SheetImport) -> Vec<SheetError> {
        let mut all = Vec::new();
        for number in 0..import.error_batches {
            all.extend(self.ports.sheets.errors(&import.id, number).await.unwrap().unwrap());
        }
        all
    }

    /// The errors as `B3 code`.
    pub async fn places(&self, import: &SheetImport) -> Vec<String> {
        let errors = self.errors(import).await;
        errors.into_iter().map(|error| format!("{}{} {}", error.column, error.row, error.code)).collect()
    }

    pub async fn accept(&self, import: &SheetImport, part: SheetPart) -> SheetImport {
        sheet::accept(&self.ports, ACTOR, &import.id, &import.hash, part).await.unwrap()
    }

    /// Accepts and works the queue off; the sheet as it stands then.
    pub async fn apply(&self, import: &SheetImport, part: SheetPart) -> SheetImport {
        self.accept(import, part).await;
        self.work().await;
        self.ports.sheets.get(&import.id).await.unwrap().unwrap()
    }

    pub async fn work(&self) {
        while let Some(message) = self.fakes.outbox.next_import() {
            worker::import::handle(&self.ports, message).await.unwrap();
        }
    }

    pub async fn outcomes(&self, import: &SheetImport) -> Vec<SheetOutcome> {
        let mut all = Vec::new();
        for number in 0..import.batches {
            all.extend(self.ports.sheets.outcomes(&import.id, number).await.unwrap().unwrap());
        }
        all
    }

    pub async fn audited(&self, id: &ProductId) -> Vec<String> {
        let page = self.ports.audit.list(Some(id.as_str()), None, 50).await.unwrap();
        page.items.into_iter().map(|entry| format!("{} {}", entry.actor, entry.action)).collect()
    }
}

/// A grid of these rows, the first one with the headings.
pub fn grid(rows: &[&[&str]]) -> Grid {
    let table: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|text| (*text).to_owned()).collect()).collect();
    grid_of(&table)
}

pub fn grid_of(table: &[Vec<String>]) -> Grid {
    let row = |(number, cells): (u32, &Vec<String>)| GridRow {
        number,
        cells: cells.iter().map(|text| Cell::text(domain::sheet::escaped(text, false))).collect(),
    };
    Grid { name: "Produk".to_owned(), rows: (1..).zip(table).map(row).collect() }
}

/// Replaces the cell of `row` (the first is 1) under `heading`.
pub fn set(grid: &mut Grid, row: usize, heading: &str, text: &str) {
    let column = grid.rows[0].cells.iter().position(|cell| cell.text == heading).unwrap();
    grid.rows[row - 1].cells[column] = Cell::text(text);
}
