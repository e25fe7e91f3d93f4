// SPDX-License-Identifier: Apache-2.0
import LDAP

/// A number that an object had. On one copy of the database it only ever grows ([MS-ADTS] 3.1.1.1.9), so an object with a
/// lower one proves that the copy was put back to an earlier state, also when the copy has gone beyond where it was since.
public struct USNWitness: Hashable, Sendable, Codable {
    public var guid: ObjectGUID
    public var usn: Int64

    public init(guid: ObjectGUID, usn: Int64) {
        self.guid = guid
        self.usn = usn
    }

    /// Those of the latest changes, one for each object.
    /// - Parameter known: of before, on the same copy.
    public static func latest(_ new: [USNWitness], known: [USNWitness]) -> [USNWitness] {
        let latest = Dictionary((known + new).map { ($0.guid, $0.usn) }, uniquingKeysWith: max)
        return latest.sorted { ($0.value, $0.key) > ($1.value, $1.key) }.prefix(count)
            .map { USNWitness(guid: $0.key, usn: $0.value) }
    }

    /// Some of them change again, and say nothing then.
    private static let count = 5
}

extension USNWitness {
    /// `nil` where the server does not tell the number.
    init?(_ entry: LDAPEntry) {
        guard let usn = entry.uSNChanged, let guid = entry.first("objectGUID").flatMap(ObjectGUID.init(bytes:)) else {
            return nil
        }
        self.init(guid: guid, usn: usn)
    }
}
