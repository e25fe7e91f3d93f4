// SPDX-License-Identifier: Apache-2.0

/// The list of who may do what with an object (DACL), of a self-relative security descriptor ([MS-DTYP] 2.4.6).
struct AccessList {
    private struct Entry {
        var isAllowance: Bool
        var mask: UInt32
        /// What of the object it is about; `nil` for all.
        var object: ObjectGUID?
        var trustee: ObjectSID
    }

    private var entries: [Entry] = []

    /// Fails on anything that is not one from beginning to end, and on a descriptor without such a list.
    init?(descriptor: [UInt8]) {
        // SE_DACL_PRESENT
        guard descriptor.count >= 20, descriptor[2] & 0x04 != 0 else { return nil }
        let start = Int(descriptor.number(at: 16))
        guard start >= 20, start + 8 <= descriptor.count else { return nil }
        let count = Int(descriptor[start + 4]) | Int(descriptor[start + 5]) << 8
        var place = start + 8
        for _ in 0..<count {
            guard place + 4 <= descriptor.count else { return nil }
            let size = Int(descriptor[place + 2]) | Int(descriptor[place + 3]) << 8
            guard size >= 8, place + size <= descriptor.count else { return nil }
            guard append(Array(descriptor[place..<place + size])) else { return nil }
            place += size
        }
    }

    /// One entry ([MS-DTYP] 2.4.4). One of a kind that neither allows nor forbids is left out, and so is a condition for
    /// allowing; a condition for forbidding is taken to be met.
    private mutating func append(_ entry: [UInt8]) -> Bool {
        let (kind, flags) = (entry[0], entry[1])
        // ACCESS_ALLOWED, DENIED; both for an OBJECT; then those with a condition (CALLBACK): DENIED, DENIED for an OBJECT
        guard [0, 1, 5, 6, 10, 12].contains(kind) else { return true }
        // INHERIT_ONLY_ACE: for what is below, not for the object.
        if flags & 0x08 != 0 { return true }
        var place = 8
        var object: ObjectGUID?
        if [5, 6, 12].contains(kind) {
            guard entry.count >= 12 else { return false }
            let present = entry.number(at: 8)
            place = 12
            if present & 1 != 0 {
                guard entry.count >= place + 16 else { return false }
                object = ObjectGUID(bytes: Array(entry[place..<place + 16]))
                place += 16
            }
            if present & 2 != 0 { place += 16 }
        }
        guard entry.count >= place + 8 else { return false }
        let end = place + 8 + 4 * Int(entry[place + 1])
        guard end <= entry.count, let trustee = ObjectSID(bytes: Array(entry[place..<end])) else { return false }
        entries.append(
            Entry(
                isAllowance: kind == 0 || kind == 5, mask: entry.number(at: 4), object: object, trustee: trustee))
        return true
    }

    /// Whether an attribute that is in no property set may be read ([MS-ADTS] 5.1.3.3.2): the first entry about it says so.
    func allowsReading(_ attribute: ObjectGUID, as identities: Set<ObjectSID>) -> Bool {
        // RIGHT_DS_READ_PROPERTY, GENERIC_ALL, GENERIC_READ
        entries.first {
            $0.mask & 0x9000_0010 != 0 && identities.contains($0.trustee) && ($0.object ?? attribute) == attribute
        }?.isAllowance ?? false
    }
}

extension [UInt8] {
    /// 32 bits, little-endian.
    fileprivate func number(at place: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(self[place + $1]) << (8 * UInt32($1)) }
    }
}
