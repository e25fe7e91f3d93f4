// SPDX-License-Identifier: Apache-2.0
import LDAP

/// An object that may hold users: an organizational unit, a container, the domain itself.
public struct DirectoryContainer: Hashable, Sendable {
    public var guid: ObjectGUID
    public var dn: String
    /// At the domain controller that was asked; `nil` where it does not tell.
    public var uSNChanged: Int64?

    public init(guid: ObjectGUID, dn: String, uSNChanged: Int64? = nil) {
        self.guid = guid
        self.dn = dn
        self.uSNChanged = uSNChanged
    }

    init?(_ entry: LDAPEntry) {
        guard let guid = ObjectGUID(bytes: entry.first("objectGUID") ?? []) else { return nil }
        self.init(guid: guid, dn: entry.dn, uSNChanged: entry.uSNChanged)
    }
}

/// What some objects are now; those that are not in it are not there, or may not be read.
public struct ObjectBatch: Sendable {
    public var page: ObservedPage
    public var groups: [DirectoryGroup] = []
    public var containers: [DirectoryContainer] = []
    /// Of all of them.
    public var witnesses: [USNWitness]
}

extension ActiveDirectory {
    /// How many objects are read at once: a filter over their GUIDs, which costs the server as many look-ups by index.
    public static let batchSize = 250

    /// Reads some people by their objectGUIDs, with the scope's verdict as it is now.
    /// - Returns: whom the directory has; how it is known that it does not have the others; and the highest `uSNChanged` of all
    ///   that this goes by, `.max` where that is not known.
    /// - Throws: `ScopeFailure`, `LDAPError`.
    public func read(
        _ people: [ObjectGUID], in definition: ScopeDefinition, pins: [ScopePin]
    ) async throws -> (page: ObservedPage, absent: [ObjectGUID: Absence], highestUSN: Int64) {
        let scope = try await resolve(definition, pins: pins)
        var entries: [LDAPEntry] = []
        var absent: [ObjectGUID: Absence] = [:]
        for guid in people {
            if let entry = try await connection.read(.guid(guid.bytes), attributes: DirectoryUser.attributes) {
                entries.append(entry)
            } else {
                absent[guid] = try await secondLook(at: guid)
            }
        }
        let page = Self.observe(entries, scope: scope.scope)
        // That somebody has gone has no number that is seen.
        let usn = absent.isEmpty ? max(page.highestUSN, scope.highestUSNOfVerdicts) : .max
        return (page, absent, usn)
    }

    /// Reads some objects of whatever kind, a few hundred at most, with one search.
    public func read(_ objects: [ObjectGUID], in scope: ResolvedScope) async throws -> ObjectBatch {
        let entries = try await connection.search(
            base: .dn(domain), scope: .subtree, filter: .or(objects.map { .equal("objectGUID", $0.bytes) }),
            attributes: DirectoryUser.attributes + ["groupType"])
        var people: [LDAPEntry] = []
        var batch = ObjectBatch(page: ObservedPage(), witnesses: entries.compactMap { USNWitness($0) })
        for entry in entries {
            let classes = Set((entry.strings("objectClass") ?? []).map { $0.lowercased() })
            if classes.contains("group") {
                do throws(DirectoryIssue) {
                    if let group = try DirectoryGroup.decode(entry) { batch.groups.append(group) }
                } catch {
                    batch.page.issues.append(error)
                }
            } else if classes.contains("user") || entry.contains("sAMAccountName") || classes.isEmpty {
                people.append(entry)
            } else if let container = DirectoryContainer(entry) {
                batch.containers.append(container)
            }
        }
        let page = Self.observe(people, scope: scope.scope)
        batch.page.users = page.users
        batch.page.issues += page.issues
        return batch
    }

    /// Where everything is that may hold users, page by page.
    public func readContainers(receive: ([DirectoryContainer]) async throws -> Void) async throws {
        let pages = connection.pages(
            base: .dn(domain), scope: .subtree,
            filter: .and([
                TrackedAttributes.filter, .not(.equal("objectClass", "user")), .not(.equal("objectClass", "group")),
            ]),
            attributes: ["objectGUID", "uSNChanged"], pageSize: pageSize)
        for try await page in pages { try await receive(page.entries.compactMap(DirectoryContainer.init)) }
    }

    /// The objectGUIDs of everybody who can be seen, page by page: the cheapest proof that somebody is there.
    public func readPresence(receive: ([ObjectGUID]) async throws -> Void) async throws {
        let pages = connection.pages(
            base: .dn(domain), scope: .subtree, filter: .equal("objectClass", "user"), attributes: ["objectGUID"],
            pageSize: pageSize)
        for try await page in pages {
            try await receive(page.entries.compactMap { ObjectGUID(bytes: $0.first("objectGUID") ?? []) })
        }
    }
}
