// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import WorkMail

/// The paging of one request: how many rows, and after which.
///
/// A token holds where the last page ended and a digest over organization, operation, parameters and that place: it is
/// good after a restart and in any process, and one of another listing, or an altered one, is refused. The digest guards
/// against mix-ups and not against malice: whoever has a token may read every row anyway.
struct Listing: Sendable {
    /// 1 to 100.
    let limit: Int
    /// Where the last page ended, in the words of the operation; `nil` for the first page.
    let cursor: String?
    private let tokenGiven: String?
    private let digest: @Sendable (String) -> Data
    private let endless: FaultSettings.EndlessListing

    /// - Throws: `InvalidParameterException` for a token that is not of this listing.
    init(of operation: String, _ request: WireValue, in served: ServedOrganization) throws(ServiceFault) {
        guard case .object(var members) = request else { throw .serialization("The request must be an object.") }
        if case .integer(let asked)? = members.removeValue(forKey: "MaxResults") {
            limit = asked
        } else {
            limit = served.settings.defaultPageSize
        }
        let given = members.removeValue(forKey: "NextToken")
        members["OrganizationId"] = .string(served.id)
        let parts = [operation, WireValue.object(members).canonicalText]
        digest = { cursor in Self.digest(parts + [cursor]) }
        endless = served.settings.faults.endlessListing
        guard case .string(let token)? = given else {
            (tokenGiven, cursor) = (nil, nil)
            return
        }
        tokenGiven = token
        guard let bytes = Data(base64Encoded: token), bytes.count > Self.digestLength,
            let kept = String(validating: bytes.dropFirst(Self.digestLength), as: UTF8.self),
            bytes.prefix(Self.digestLength) == digest(kept)
        else { throw .invalidParameter("NextToken is not of this listing.") }
        cursor = kept.hasPrefix(Self.again) ? nil : String(kept.dropFirst())
    }

    /// The token of the page after the one that ends there; none after the last page, unless listings are to be endless.
    func token(after cursor: String?) -> String? {
        switch endless {
        case .sameToken where tokenGiven != nil: tokenGiven
        case .sameToken, .never: cursor.map { text("-" + $0) } ?? text(Self.again)
        case .off: cursor.map { text("-" + $0) }
        }
    }

    /// One page of rows that are all at hand, in the order of their keys. A row that was deleted since the last page
    /// costs no other one.
    func page<Row>(_ rows: [Row], by key: (Row) -> String) -> (rows: [Row], nextToken: String?) {
        let sorted = rows.map { (key: key($0), row: $0) }.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        let rest = sorted.drop { entry in
            cursor.map { !$0.utf8.lexicographicallyPrecedes(entry.key.utf8) } ?? false
        }
        let page = rest.prefix(limit)
        return (page.map(\.row), token(after: rest.count > limit ? page.last?.key : nil))
    }

    private func text(_ cursor: String) -> String { (digest(cursor) + Data(cursor.utf8)).base64EncodedString() }

    /// The cursor of a listing that begins again instead of ending.
    private static let again = "+"
    private static let digestLength = 12

    private static func digest(_ parts: [String]) -> Data {
        var hash = SHA256()
        for part in parts {
            hash.update(data: Data("\(part.utf8.count):".utf8))
            hash.update(data: Data(part.utf8))
        }
        return Data(hash.finalize().prefix(digestLength))
    }
}

extension WireValue {
    /// The same for the same value, whatever the order of its members. A member that is null is one that is not there.
    fileprivate var canonicalText: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let value): "\(value.utf8.count):\(value)"
        case .array(let values): "[" + values.map(\.canonicalText).joined(separator: ",") + "]"
        case .object(let members):
            "{"
                + members.filter { if case .null = $0.value { false } else { true } }
                .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                .map { "\($0.key.utf8.count):\($0.key)=\($0.value.canonicalText)" }.joined(separator: ",") + "}"
        }
    }
}
