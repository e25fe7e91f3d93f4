// SPDX-License-Identifier: Apache-2.0
import LDAP

/// Everybody, by when they were added: `uSNCreated` is the copy's own number of that moment, never changes, and is indexed on
/// Samba (in order, with an LMDB database) and Active Directory.
enum DirSyncRange {
    static let whole = Filter.equal("objectClass", "user")

    /// More would cost a server without an ordered index more than they bring: it looks through everybody for each.
    private static let most: Int64 = 8
    /// A range of fewer numbers is not worth a request.
    static let leastNumbers: Int64 = 10_000

    /// Filters that everybody passes exactly one of, whoever is added later the first one. So does whoever has no
    /// `uSNCreated` that may be read.
    /// - Parameters:
    ///   - usn: the highest number given so far; `nil` where the server does not tell.
    ///   - numbers: how many a range has at least.
    static func filters(upTo usn: Int64?, ofAtLeast numbers: Int64 = leastNumbers) -> [Filter] {
        guard let usn, usn >= 2 * numbers else { return [whole] }
        let count = min(most, usn / numbers)
        let bounds = (1..<count).map { usn / count * $0 }
        let open = Filter.or([.greaterOrEqual(name, String(bounds[bounds.count - 1] + 1)), .not(.present(name))])
        let closed = bounds.indices.map { index in
            let upper = Filter.lessOrEqual(name, String(bounds[index]))
            return index == 0 ? upper : .and([.greaterOrEqual(name, String(bounds[index - 1] + 1)), upper])
        }
        return ([open] + closed).map { .and([whole, $0]) }
    }

    private static let name = "uSNCreated"
}
