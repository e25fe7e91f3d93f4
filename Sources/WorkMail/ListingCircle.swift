// SPDX-License-Identifier: Apache-2.0

/// Notices a listing that would never end: a token that was handed out before, a page that begins like an earlier one, or
/// a thousand pages in a row with nothing on them.
struct ListingCircle {
    private var tokens: Set<Int> = []
    private var firsts: Set<String> = []
    private var emptyPages = 0

    /// - Parameters:
    ///   - token: the page's `NextToken`.
    ///   - first: what the page's first row is known by.
    /// - Returns: whether the listing may go on.
    mutating func goesOn(token: String?, first: String?) -> Bool {
        guard let token else { return true }
        let isNewToken = tokens.insert(token.hashValue).inserted
        let isNewPage = first.map { firsts.insert($0).inserted } ?? true
        emptyPages = first == nil ? emptyPages + 1 : 0
        return isNewToken && isNewPage && emptyPages < 1_000
    }
}

/// Every page of a listing; a listing ends when there is no token, never because a page is short or empty.
/// - Parameter identity: what a row is known by.
/// - Throws: `invalidParameter` for a listing that would never end.
func forEachPage<Element: Sendable>(
    of operation: String, page: (_ token: String?) async throws -> Page<Element>, identity: (Element) -> String?,
    body: ([Element]) async throws -> Void
) async throws {
    var circle = ListingCircle()
    var token: String?
    repeat {
        let next = try await page(token)
        guard circle.goesOn(token: next.nextToken, first: next.elements.first.flatMap(identity)) else {
            throw MailOrganizationError(
                .invalidParameter, operation: operation,
                message: "the listing goes in a circle: a page came that had come before, so that it would never end")
        }
        try await body(next.elements)
        token = next.nextToken
    } while token != nil
}
