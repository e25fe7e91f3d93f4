// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Makes entries out of the bytes of messages, with four allocations for an entry instead of several for each
/// attribute.
struct EntryDecoder {
    /// Attribute descriptions seen before, so that entries share their strings.
    private var known: [Known] = []
    /// Where the next description probably is: a server sends the attributes of like entries in the same order.
    private var expected = 0

    private var dn = ""
    // Reused from entry to entry; `finish` copies out what was used.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var slots: [LDAPEntry.Slot] = []

    private struct Known {
        let bytes: [UInt8]
        let description: AttributeDescription
    }

    /// More descriptions than any schema's attribute list; a server that makes up new ones does not make this grow.
    private static let mostKnown = 256

    mutating func begin(dn: UnsafeRawBufferPointer) {
        self.dn = unsafe String(decoding: dn, as: UTF8.self)
        expected = 0
    }

    /// One value of the attribute that `endAttribute` will name.
    mutating func addValue(_ value: UnsafeRawBufferPointer) {
        unsafe bytes.append(contentsOf: value)
        ends.append(bytes.count)
    }

    mutating func endAttribute(name: UnsafeRawBufferPointer) {
        slots.append(LDAPEntry.Slot(description: unsafe description(name), end: ends.count))
    }

    mutating func finish() -> LDAPEntry {
        defer {
            bytes.removeAll(keepingCapacity: true)
            ends.removeAll(keepingCapacity: true)
            slots.removeAll(keepingCapacity: true)
        }
        return LDAPEntry(dn: dn, bytes: Self.exactCopy(bytes), ends: Self.exactCopy(ends), slots: Self.exactCopy(slots))
    }

    private mutating func description(_ name: UnsafeRawBufferPointer) -> AttributeDescription {
        for offset in known.indices {
            let candidate = (expected + offset) % known.count
            if unsafe Self.isEqual(known[candidate].bytes, name) {
                expected = candidate + 1
                return known[candidate].description
            }
        }
        if known.count == Self.mostKnown { known.removeAll() }
        let description = AttributeDescription(unsafe String(decoding: name, as: UTF8.self))
        known.append(Known(bytes: unsafe [UInt8](name), description: description))
        expected = known.count
        return description
    }

    /// A copy without spare room, and not one that shares the buffer we write to next.
    private static func exactCopy<T>(_ array: [T]) -> [T] {
        unsafe array.withUnsafeBufferPointer { unsafe Array($0) }
    }

    private static func isEqual(_ left: [UInt8], _ right: UnsafeRawBufferPointer) -> Bool {
        guard left.count == right.count, let bytes = right.baseAddress else { return false }
        return unsafe memcmp(left, bytes, left.count) == 0
    }
}
