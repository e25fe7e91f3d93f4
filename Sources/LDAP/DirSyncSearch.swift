// SPDX-License-Identifier: Apache-2.0

/// Some of the entries of a DirSync search, in the server's order.
public struct DirSyncChunk: Sendable {
    /// Attributes that did not change are not there; one that was cleared is there without values.
    public let entries: [LDAPEntry]
    /// Where the next search begins. Only the last chunk has it: before that, not everything has come.
    public let cookie: [UInt8]?
}

/// A search for what changed since a cookie ([MS-ADTS] 3.1.1.3.4.1.3), in chunks.
///
/// Samba sends everything in one answer, however much it is, so entries are taken off the connection one by one and
/// no more than a chunk of them is held; what has not been taken waits in the network's buffers and the server with it.
/// Where a server breaks off and has more, the next search is sent at once. The sequence ends only after the last chunk,
/// and anything else is an error.
///
/// Until then nothing else may be asked on the same connection: what is left of the answer would pile up in memory.
public struct DirSyncSearch: Sendable {
    let request: SearchRequest
    let flags: DirSyncFlags
    let chunkSize: Int
    private(set) var cookie: [UInt8]
    /// The request under way, when there is one.
    private(set) var outstanding: Int32?
    private(set) var isFinished = false
    /// Answers in a row that moved neither the cookie nor brought anything.
    private var idleAnswers = 0
    private var entriesInAnswer = 0

    public init(
        base: SearchBase, filter: Filter, attributes: [String], flags: DirSyncFlags, cookie: [UInt8],
        chunkSize: Int = 1000
    ) {
        request = SearchRequest(base: base, scope: .subtree, filter: filter, attributes: attributes, controls: [])
        self.flags = flags
        self.cookie = cookie
        self.chunkSize = max(chunkSize, 1)
    }

    /// The same for other objects, from its beginning.
    public func filtered(by filter: Filter) -> DirSyncSearch {
        DirSyncSearch(
            base: request.base, filter: filter, attributes: request.attributes, flags: flags, cookie: cookie,
            chunkSize: chunkSize)
    }

    fileprivate mutating func began(_ id: Int32) {
        outstanding = id
        entriesInAnswer = 0
    }

    fileprivate mutating func took(_ count: Int) { entriesInAnswer += count }

    /// - Returns: whether the search is over, and with it the cookie is the one to keep; `nil` for a server that goes
    ///   round in circles.
    fileprivate mutating func ended(with answer: DirSync) -> Bool? {
        outstanding = nil
        idleAnswers = entriesInAnswer == 0 && answer.cookie == cookie ? idleAnswers + 1 : 0
        cookie = answer.cookie
        isFinished = !answer.hasMore
        return answer.hasMore && idleAnswers > 100 ? nil : isFinished
    }
}

extension LDAPConnection {
    /// How many times longer than an ordinary one a DirSync answer may be in coming: the server may look through the
    /// whole domain before its first byte.
    public static let dirSyncPatience = 5

    /// The next chunk, which may be empty, or `nil` after the last.
    ///
    /// The search is a value, so that the next chunk can be asked for while this one is worked on. One that is given up
    /// is abandoned with `abandonLater(_:)`; an error or cancellation does that by itself.
    public func next(of search: DirSyncSearch) throws -> (chunk: DirSyncChunk, search: DirSyncSearch)? {
        if search.isFinished { return nil }
        var search = search
        var entries: [LDAPEntry] = []
        var deadline = deadline(isFirst: search.outstanding == nil)
        while true {
            let id = try search.outstanding ?? begin(&search)
            let message = try message(to: id, .search, all: false, until: deadline.instant, deadline.seconds)
            guard message.isResult else {
                let before = entries.count
                do { try decode(message, into: &entries) } catch {
                    abandon(id)
                    throw error
                }
                search.took(entries.count - before)
                if entries.count >= search.chunkSize {
                    return (DirSyncChunk(entries: entries, cookie: nil), search)
                }
                // Silence has its limit; a slow answer that goes on has none but this one for a whole chunk. References, of
                // which a server may have any number, are silence.
                if before == 0, !entries.isEmpty {
                    heard()
                    deadline = self.deadline(isFirst: false)
                }
                continue
            }
            let control = try succeeded(message, .search).first { $0.oid == DirSync.oid }
            guard let answer = control.flatMap({ DirSync(value: $0.value ?? []) }) else {
                throw failure(.search, .controlNotFound, "the server's answer has no DirSync cookie")
            }
            guard let isLast = search.ended(with: answer) else {
                throw failure(.search, .clientLoop, "the server has more again and again and does not send it")
            }
            heard()
            if isLast { return (DirSyncChunk(entries: entries, cookie: answer.cookie), search) }
            deadline = self.deadline(isFirst: true)
        }
    }

    /// Gives a search up before its end, with the next request or when the connection closes.
    public nonisolated func abandonLater(_ search: DirSyncSearch) {
        if let id = search.outstanding { abandonLater(id) }
    }

    private func begin(_ search: inout DirSyncSearch) throws -> Int32 {
        var request = search.request
        let control = DirSync.request(search.flags, cookie: search.cookie)
        request.controls = [control]
        SearchTrace.say(request, pageSize: nil, on: configuration, as: boundName, withTicket: isBoundWithTicket)
        let id = try send(request, controls: [control])
        search.began(id)
        return id
    }

    private func deadline(isFirst: Bool) -> (instant: ContinuousClock.Instant, seconds: Double) {
        let seconds = configuration.timeouts.operationSeconds * (isFirst ? Double(Self.dirSyncPatience) : 1)
        return (.now + .seconds(seconds), seconds)
    }
}
