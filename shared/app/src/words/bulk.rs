//! What the seller reads when work over many records has ended.

use super::SellerText;
use crate::ports::{BulkKind, BulkTask};

/// The end of a task in numbers; nothing of what only answers a question.
#[expect(clippy::too_many_lines, reason = "one arm for each kind")]
pub fn bulk_task_finished(task: &BulkTask) -> Option<SellerText> {
    let n = |outcome: &str| task.counts.get(outcome).copied().unwrap_or(0);
    let rest = |taken: &[&str]| {
        let others = task.counts.iter().filter(|(outcome, _)| !taken.contains(&outcome.as_str()));
        others.map(|(_, count)| count).sum::<u64>()
    };
    let (text, text_en) = match task.kind {
        BulkKind::PricePreview | BulkKind::ProductsEditPreview => return None,
        BulkKind::ProductsEdit => (
            format!(
                "Ubah massal selesai: {} produk berubah, {} sudah sama, {} tidak bisa diubah. Belum ada yang disinkronkan; semuanya bisa dibatalkan.",
                n("changed"),
                n("unchanged"),
                rest(&["changed", "unchanged"])
            ),
            format!(
                "The bulk edit is done: {} products changed, {} were the same, {} could not be changed. Nothing was pushed; all of it can be undone.",
                n("changed"),
                n("unchanged"),
                rest(&["changed", "unchanged"])
            ),
        ),
        BulkKind::ProductsEditUndo => (
            format!(
                "Ubah massal dibatalkan: {} produk kembali seperti semula, {} dibiarkan karena sudah diubah.",
                n("restored"),
                rest(&["restored"])
            ),
            format!(
                "The bulk edit was undone: {} products are as they were, {} were left because somebody changed them since.",
                n("restored"),
                rest(&["restored"])
            ),
        ),
        BulkKind::ConflictsResolve => (
            format!(
                "Penyelesaian konflik selesai: {} diselesaikan, {} tidak bisa atau sudah tidak ada. Buat rencana untuk menyinkronkannya; pilihan ini bisa dibatalkan.",
                n("resolved"),
                rest(&["resolved"])
            ),
            format!(
                "Resolving conflicts is done: {} resolved, {} could not be or were gone. Make a plan to push them; the choice can be undone.",
                n("resolved"),
                rest(&["resolved"])
            ),
        ),
        BulkKind::ConflictsUndo => (
            format!(
                "Penyelesaian konflik dibatalkan: {} kembali seperti sebelumnya, {} dibiarkan karena sudah diubah.",
                n("restored"),
                n("left")
            ),
            format!(
                "The resolution of conflicts was undone: {} are as they were, {} were left because somebody changed them since.",
                n("restored"),
                n("left")
            ),
        ),
        BulkKind::BaseReading => (
            format!(
                "Harga dasar dibaca ulang: {} produk berubah, {} tetap, {} tidak bisa dibaca. Harga di toko belum berubah; buat rencana untuk melihatnya. Pilihan ini bisa dibatalkan.",
                n("changed"),
                n("noted") + n("unchanged"),
                n("refused")
            ),
            format!(
                "Base prices were read again: {} products changed, {} stay, {} could not be read. No shop's price has moved; make a plan to see what would. The choice can be undone.",
                n("changed"),
                n("noted") + n("unchanged"),
                n("refused")
            ),
        ),
        BulkKind::BaseReadingUndo => (
            format!(
                "Pembacaan harga dasar dibatalkan: {} produk kembali seperti sebelumnya, {} dibiarkan karena sudah diubah.",
                n("restored"),
                n("left")
            ),
            format!(
                "The reading of base prices was undone: {} products are as they were, {} were left because somebody changed them since.",
                n("restored"),
                n("left")
            ),
        ),
        BulkKind::MastersAccept => (
            format!(
                "Pembaruan produk selesai: {} diterapkan, {} perlu dilihat dulu atau sudah sama. Buka rinciannya untuk yang belum.",
                n("applied"),
                rest(&["applied"])
            ),
            format!(
                "Updating products is done: {} applied, {} need a look first or were the same. See the rows for those.",
                n("applied"),
                rest(&["applied"])
            ),
        ),
        BulkKind::TitlesAccept => (
            format!(
                "Judul usulan selesai diterima: {} diterima, {} tidak berubah atau dibiarkan.",
                n("accepted"),
                rest(&["accepted"])
            ),
            format!(
                "Proposed titles: {} accepted, {} unchanged or left.",
                n("accepted"),
                rest(&["accepted"])
            ),
        ),
        BulkKind::MatchesAccept => (
            format!(
                "Pencocokan selesai: {} diterima, {} tidak bisa diterima.",
                n("accepted"),
                rest(&["accepted"])
            ),
            format!("Matches: {} accepted, {} could not be accepted.", n("accepted"), rest(&["accepted"])),
        ),
        BulkKind::MatchesReject => (
            format!(
                "Penolakan pencocokan selesai: {} ditolak, {} tidak bisa ditolak.",
                n("rejected"),
                rest(&["rejected"])
            ),
            format!("Matches: {} rejected, {} could not be rejected.", n("rejected"), rest(&["rejected"])),
        ),
        BulkKind::MatchesUndo => (
            format!(
                "Pembatalan pencocokan selesai: {} dibatalkan, {} dibiarkan karena sudah diubah.",
                n("undone"),
                rest(&["undone"])
            ),
            format!(
                "Matches: {} decisions undone, {} were left because somebody changed them since.",
                n("undone"),
                rest(&["undone"])
            ),
        ),
    };
    Some(SellerText { text, text_en })
}
