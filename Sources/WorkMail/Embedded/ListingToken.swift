// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The `NextToken` of a listing: where the last page ended.
///
/// Opaque to the caller, good for any process and after a restart. It holds the last id and a digest over the listing
/// and the id, so that a token of another listing, or an altered one, is refused rather than answered with
/// the wrong rows. The digest guards against mix-ups, not against malice: a caller may read every row anyway.
struct ListingToken {
    let lastID: EntityID

    init(lastID: EntityID) { self.lastID = lastID }

    /// `nil` when the text is no token of this listing.
    /// - Parameter listing: organization, operation and filter, in any words that tell it from every other one.
    init?(_ text: String, of listing: [String]) {
        guard let bytes = Data(base64Encoded: text), bytes.count > 8,
            let id = String(validating: bytes.dropFirst(8), as: UTF8.self)
        else { return nil }
        lastID = EntityID(id)
        guard bytes.prefix(8).elementsEqual(Self.digest(listing, lastID)) else { return nil }
    }

    func text(of listing: [String]) -> String {
        (Data(Self.digest(listing, lastID)) + Data(lastID.value.utf8)).base64EncodedString()
    }

    /// FNV-1a, 64 bits, over the parts with their lengths. `Hasher` is of no use: it differs from process to process.
    private static func digest(_ listing: [String], _ id: EntityID) -> [UInt8] {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for part in listing + [id.value] {
            for shift in stride(from: 0, to: 32, by: 8) { add(UInt8(truncatingIfNeeded: part.utf8.count >> shift)) }
            for byte in part.utf8 { add(byte) }
        }
        return (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) }
    }
}
