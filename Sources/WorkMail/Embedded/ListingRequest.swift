// SPDX-License-Identifier: Apache-2.0

/// A page that was asked for, of any listing that is ordered by id.
struct ListingRequest {
    /// The page begins after this one.
    let lastID: EntityID
    private let listing: [String]
    private let limit: Int

    /// Throws `invalidParameter` for a limit beyond 1 to 100, and for a token of another listing.
    /// - Parameter filter: what the listing is narrowed down to, in words.
    init(
        _ operation: String, of organization: String, _ filter: [String], limit: Int, after token: String?
    ) throws(MailOrganizationError) {
        guard (1...100).contains(limit) else {
            throw MailOrganizationError(
                .invalidParameter, operation: operation, message: "MaxResults is \(limit); it must be 1 to 100")
        }
        self.limit = limit
        listing = [organization, operation] + filter
        guard let token else {
            lastID = EntityID("")
            return
        }
        guard let parsed = ListingToken(token, of: listing) else {
            throw MailOrganizationError(
                .invalidParameter, operation: operation, message: "NextToken is not of this listing")
        }
        lastID = parsed.lastID
    }

    /// The page, with a token when there is more.
    /// - Parameter rows: what comes after `lastID`, one more than the page takes if there are so many.
    func page<Element: Sendable>(of rows: [Element], id: (Element) -> EntityID) -> Page<Element> {
        let page = Array(rows.prefix(limit))
        let next = rows.count > limit ? page.last.map { ListingToken(lastID: id($0)) } : nil
        return Page(elements: page, nextToken: next?.text(of: listing))
    }
}
