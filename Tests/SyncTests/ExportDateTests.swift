// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import Sync

/// Moments on their way into an export and back.
@Suite struct `Moments of an export` {
    @Test(
        "come back as the same bits",
        arguments: [
            0, 1, 999, 1_000, 1_780_000_000_123, 1_780_000_000_999, -1, -1_500, 253_402_300_799_999, 951_782_400_001,
        ])
    func roundTrip(milliseconds: Int64) throws {
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
        #expect(ExportDate.date(ExportDate.text(date)) == date)
    }

    @Test func `every millisecond of a second`() {
        let all = (Int64(1_764_000_000_000)..<1_764_000_001_000).map { Date(timeIntervalSince1970: Double($0) / 1000) }
        #expect(all.allSatisfy { ExportDate.date(ExportDate.text($0)) == $0 })
    }

    @Test func `are written in one way`() {
        #expect(ExportDate.text(Date(timeIntervalSince1970: 1_764_063_000.125)) == "2025-11-25T09:30:00.125Z")
        #expect(ExportDate.text(Date(timeIntervalSince1970: 0.0004)) == "1970-01-01T00:00:00.000Z")
    }

    @Test(
        "anything else is none",
        arguments: [
            "", "Z", "2025-11-25", "2025-11-25T09:30:00Z", "2025-11-25T09:30:00.12Z", "2025-11-25T09:30:00.-12Z", "é",
        ])
    func none(text: String) { #expect(ExportDate.date(text) == nil) }
}
