// SPDX-License-Identifier: Apache-2.0
import Sync

/// One thing that an administrator is told, and what is remembered once it has arrived.
struct Notice: Hashable, Sendable {
    /// What it is about; the names are part of what a webhook gets.
    enum Kind: String, Sendable, CaseIterable, Encodable {
        case candidates
        case hold
        case holdOver = "hold-over"
        case leavers
        case waiting
        case mailboxes
        case expiry
        case silence
        case silenceOver = "silence-over"
        case test
    }

    var kind: Kind
    /// One line.
    var summary: String
    /// Lines. What others wrote in them is `printable`.
    var details: [String]
    var marks: [TellingMark] = []
    /// Whether the candidates who were offered are in it.
    var tellsCandidates = false

    init(_ kind: Kind, _ summary: String, _ details: [String], _ marks: [TellingMark] = []) {
        self.kind = kind
        self.summary = summary.printable
        self.details = details.map(\.printable)
        self.marks = marks
    }

    /// To see that a way works; nothing is remembered of it.
    static let test = Notice(
        .test, "a test: notices of workmail-sync arrive here",
        ["Somebody typed workmail-sync notifications test. There is nothing to do."])
}
