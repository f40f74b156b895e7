use std::fs;

use domain::matching::{Settings, Settled};

use super::*;

/// A separate file for each test.
fn file(name: &str, text: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("match-{}-{name}.csv", std::process::id()));
    fs::write(&path, text).unwrap();
    path
}

fn read(name: &str, text: &str) -> anyhow::Result<Catalogue> {
    let path = file(name, text.as_bytes());
    let read = catalogue(&path);
    fs::remove_file(path).unwrap();
    read
}

fn complaint(name: &str, text: &str) -> String {
    let text = format!("{:#}", read(name, text).unwrap_err());
    text.split_once(".csv").unwrap().1.to_owned()
}

#[test]
fn the_three_columns_are_enough_and_a_hash_may_be_missing() {
    let text = "\u{feff}id,title,image_phash\r\na,\"Frame \"\"Elang\"\" 5\"\", karbon\",94974f937d4c2433\r\nb,Gimbal,\r\nc,Mount,nan\r\n";
    let Catalogue { items, unreadable_hashes } = read("three", text).unwrap();
    assert_eq!(items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(items[0].title, "Frame \"Elang\" 5\", karbon");
    assert_eq!(items[0].images, [0x9497_4f93_7d4c_2433]);
    assert_eq!((&items[1].images[..], &items[2].images[..]), (&[][..], &[][..]));
    assert_eq!(unreadable_hashes, 1);
}

#[test]
fn further_columns_stand_in_any_order_and_strange_ones_do_not_matter() {
    let text = "shop,Price, title ,variants,sku,id,grams\n\
        x,150000|Rp 1.150.000|59000.0,Frame,\"Hitam,5 inch|Merah,5 inch\",A-1|A-2,1,\n\
        y,,Gimbal,,,2,120\n";
    let items = read("further", text).unwrap().items;
    assert_eq!(items[0].prices, [150_000, 1_150_000, 59_000]);
    assert_eq!(items[0].skus, ["A-1", "A-2"]);
    assert_eq!(items[0].variants, [["Hitam", "5 inch"], ["Merah", "5 inch"]]);
    assert_eq!((items[0].grams, items[1].grams), (None, Some(120)));
    assert_eq!((items[1].prices.len(), items[1].variants.len()), (0, 0));
}

#[test]
fn what_is_wrong_is_named_by_file_row_and_column() {
    assert_eq!(complaint("none", "id,name\n1,a\n"), ", row 1: there is no column title, only id, name");
    assert_eq!(complaint("id", "id,title\n,a\n"), ", row 2, column id: is empty");
    let twice = "id,title\n1,\"two\nlines\"\n2,b\n1,c\n";
    assert_eq!(complaint("twice", twice), ", row 5, column id: 1 stands in row 2 too");
    for price in ["murah", "15.50", "-5", "1,5"] {
        let expected =
            format!(", row 2, column price: {price} is not whole rupiah, such as 150000 or 150.000");
        assert_eq!(complaint("price", &format!("id,title,price\n1,a,\"{price}\"\n")), expected);
    }
    assert_eq!(
        complaint("grams", "id,title,grams\n1,a,some\n"),
        ", row 2, column grams: some is no whole number"
    );
    let short = complaint("short", "id,title,image_phash\n1,a,ff\n2,b\n");
    assert!(short.contains("line: 3") && short.contains("2 fields"), "{short}");
    let nowhere = format!("{:#}", catalogue(Path::new("/nowhere/left.csv")).unwrap_err());
    assert!(nowhere.starts_with("/nowhere/left.csv: "), "{nowhere}");
    let broken = file("broken", b"id,title\n1,\xff\xfe\n");
    let complaint = format!("{:#}", catalogue(&broken).unwrap_err());
    fs::remove_file(&broken).unwrap();
    assert!(complaint.contains("line 2") && complaint.contains("invalid utf-8"), "{complaint}");
}

#[test]
fn at_most_five_candidates_are_written_for_each_left_row_the_best_first() {
    let left = read("left", "id,title\nl1,Frame Elang Karbon 5 inch\nl2,Stiker Helm\n").unwrap().items;
    let rows: Vec<String> =
        (0..8).map(|n| format!("r{n},Frame Elang {} {} inch", ["Karbon", "TPU"][n % 2], 4 + n % 4)).collect();
    let right = read("right", &format!("id,title\n{}\n", rows.join("\n"))).unwrap().items;
    let settings = Settings::default();
    let matcher = Matcher::new(&left, &right, &Settled::default(), &settings);
    let output = file("output", b"");
    write(&output, &matcher, &super::super::decide(&matcher, 1)).unwrap();
    let written = fs::read_to_string(&output).unwrap();
    fs::remove_file(&output).unwrap();
    let mut lines = written.lines();
    assert_eq!(lines.next(), Some("left_id,right_id,rank,score,tier"));
    let ranks: Vec<&str> = lines.map(|line| line.split(',').nth(2).unwrap()).collect();
    assert_eq!(ranks, ["1", "2", "3", "4", "5"]);
    assert!(written.lines().skip(1).all(|line| line.starts_with("l1,r")), "{written}");
}
