//! What the seller reads when work over many records has ended.

use crate::ports::{BulkKind, BulkTask};

/// The end of a resolution of conflicts, or of its undo, in Bahasa Indonesia and in English.
pub(crate) fn conflicts_decided(task: &BulkTask) -> (String, String) {
    let n = |outcome: &str| task.counts.get(outcome).copied().unwrap_or(0);
    if task.kind == BulkKind::ConflictsUndo {
        return (
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
        );
    }
    let rest = task.counts.values().sum::<u64>() - n("resolved");
    (
        format!(
            "Penyelesaian konflik selesai: {} diselesaikan, {rest} tidak bisa atau sudah tidak ada. Buat rencana untuk menyinkronkannya; pilihan ini bisa dibatalkan.",
            n("resolved"),
        ),
        format!(
            "Resolving conflicts is done: {} resolved, {rest} could not be or were gone. Make a plan to push them; the choice can be undone.",
            n("resolved"),
        ),
    )
}
