// SPDX-License-Identifier: Apache-2.0
import LDAP

extension ActiveDirectory {
    /// Everybody, by a DirSync search with no cookie, for which everything counts as changed.
    ///
    /// Samba sends the first byte of its answer when it has put together all of it, and then everything at once: the two
    /// sides work one after the other. So the domain is asked for in ranges, over two connections, which Samba serves by a
    /// process each: one range is taken off while others are put together. Active Directory breaks its answers off itself.
    /// - Parameter filters: the ranges, for tests; otherwise chosen by the server.
    func readEverybodyByDirSync(
        in scope: ResolvedScope, flags: DirSyncFlags, beside another: DirectoryConfiguration?,
        ranges filters: [Filter]? = nil, receive: (ObservedPage) async throws -> Void
    ) async throws {
        let ranges = RangeQueue(
            filters ?? (server.isSamba ? DirSyncRange.filters(upTo: server.highestCommittedUSN) : [DirSyncRange.whole]))
        func reader(_ connection: LDAPConnection) -> RangeReader {
            RangeReader(
                connection: connection, ranges: ranges, scope: scope.scope,
                search: DirSyncSearch(
                    base: .dn(domain), filter: DirSyncRange.whole,
                    attributes: DirectoryUser.attributes + ["isDeleted"], flags: flags, cookie: [], chunkSize: pageSize)
            )
        }
        let first = reader(connection)
        var hasBegun = false
        if ranges.count > 1, let another {
            do {
                try await withSecondConnection(another) { second in
                    hasBegun = true
                    try await Self.merge([first, reader(second)], receive)
                }
            } catch {
                // A server that takes no second connection is asked on the first one.
                if hasBegun || Task.isCancelled { throw error }
            }
        }
        if !hasBegun { try await Self.merge([first], receive) }

        let parts = ranges.partial
        for start in stride(from: 0, to: parts.count, by: Self.batchSize) {
            let batch = parts[start..<min(start + Self.batchSize, parts.count)]
            try await receive(try await read(Array(batch), in: scope).page)
        }
    }

    /// Who changed last, the latest first, and their `uSNChanged`, which DirSync does not tell; `nil` where the server does not,
    /// or hides somebody's.
    ///
    /// They are among the latest numbers, or not much below: looked for there, and ever further down.
    public func latestOfEverybody() async throws -> [USNWitness]? {
        guard let committed = try await highestCommittedUSN() else { return nil }
        if !server.isSamba, try await !showsNumbersOfOthers() { return nil }
        var width: Int64 = 1_000
        while true {
            let lower = max(committed - width, 0)
            let numbered = Filter.greaterOrEqual("uSNChanged", String(lower))
            // To Samba, whoever hides theirs has none. So the same search finds all of them, and a first page, for which Samba
            // looks at everybody, is not asked for.
            let filter = server.isSamba ? Filter.or([numbered, .not(.present("uSNChanged"))]) : numbered
            let pages = connection.pages(
                base: .dn(domain), scope: .subtree, filter: .and([DirSyncRange.whole, filter]),
                attributes: ["objectGUID", "uSNChanged"], pageSize: pageSize)
            var latest: [USNWitness] = []
            for try await page in pages {
                let numbered = page.entries.compactMap { USNWitness($0) }
                guard numbered.count == page.entries.count else { return nil }
                latest = USNWitness.latest(numbered, known: latest)
            }
            if !latest.isEmpty { return latest }
            if lower == 0 { return nil }
            width *= 10
        }
    }

    /// - Throws: what `body` throws; before it, whatever kept the connection from being a second one to the same copy of the
    ///   database, since the numbers that ranges are made of are each copy's own.
    private func withSecondConnection(
        _ configuration: DirectoryConfiguration, _ body: (LDAPConnection) async throws -> Void
    ) async throws {
        var settings = configuration.connection
        settings.url = choice.url
        try await LDAPConnection.withConnection(settings) { second in
            await second.whenHeard(configuration.progress)
            try await configuration.bind(second)
            let other = try await ActiveDirectory(connection: second, pageSize: pageSize, choice: choice)
            guard let invocationID = server.invocationID, other.server.invocationID == invocationID else {
                throw DirectoryFailure.notADirectory
            }
            try await body(second)
        }
    }

    /// Hands over the readers' pages as they come, one at a time. Each reader works on its next one meanwhile, so there is one
    /// page more in memory than there are readers.
    private static func merge(
        _ readers: [RangeReader], _ receive: (ObservedPage) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: (RangeReader, ObservedPage?).self) { group in
            for reader in readers { group.addTask { (reader, try await reader.next()) } }
            while let (reader, page) = try await group.next() {
                guard let page else { continue }
                group.addTask { (reader, try await reader.next()) }
                try await receive(page)
            }
        }
    }
}
