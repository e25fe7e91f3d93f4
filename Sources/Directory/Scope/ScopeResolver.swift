// SPDX-License-Identifier: Apache-2.0
import LDAP

/// An OU or group of the scope as it was read in this run.
struct ScopedObject: Sendable {
    static let attributes = ["objectGUID", "objectSid", "objectClass", "uSNChanged"]

    var guid: ObjectGUID
    var sid: ObjectSID?
    var dn: String
    var isGroup: Bool
    var uSNChanged: Int64?

    init(entry: LDAPEntry, role: ScopePin.Role) throws {
        let classes = entry.values("objectClass").map { String(decoding: $0, as: UTF8.self).lowercased() }
        guard let guid = ObjectGUID(bytes: entry.values("objectGUID").first ?? []), !classes.isEmpty else {
            throw ScopeFailure.unreadable(role, dn: entry.dn)
        }
        self.guid = guid
        self.sid = ObjectSID(bytes: entry.values("objectSid").first ?? [])
        self.dn = entry.dn
        self.isGroup = classes.contains("group")
        self.uSNChanged = entry.uSNChanged
    }
}

/// Turns the configured scope into the objects it means, by their pins, and stops the run when one of them is gone.
struct ScopeResolver {
    let connection: LDAPConnection
    let domain: DN
    let pins: [ScopePin]

    /// - Returns: the scope, the pins of all its objects, and where its subtrees are; what was not pinned before is pinned
    ///   now.
    func resolve(
        _ definition: ScopeDefinition
    ) async throws -> (scope: Scope, pins: [ScopePin], places: [ScopePlace]) {
        // The filter first: it costs nothing to find a typing error before the server is asked anything.
        let filter = try definition.filter.map(parsedFilter)
        let home = try await domainPin()
        let bases = try await objects(.base, definition.bases)
        let excluded = try await objects(.excludedSubtree, definition.excludedSubtrees)
        let groups = try await objects(.group, definition.groups)
        if let other = groups.first(where: { !$0.object.isGroup }) { throw ScopeFailure.notAGroup(dn: other.object.dn) }

        var scope = Scope(bases: [], excludedSubtrees: [], filterMatches: nil, groups: nil)
        scope.bases = try bases.map { try dn(.base, $0.object.dn) }
        scope.excludedSubtrees = try excluded.map { try dn(.excludedSubtree, $0.object.dn) }
        if let filter { scope.filterMatches = try await matches(filter) }
        if !groups.isEmpty {
            scope.groups = try await GroupMembership.resolve(groups.map(\.object), domain: domain, on: connection)
        }
        let places = zip(bases + excluded, scope.bases + scope.excludedSubtrees).map { found, dn in
            ScopePlace(guid: found.object.guid, dn: dn)
        }
        return (scope, (bases + excluded + groups).map(\.pin) + [home], places)
    }

    /// The domain itself, which must be the one that was read before.
    private func domainPin() async throws -> ScopePin {
        guard let entry = try await connection.read(.dn(domain), attributes: ScopedObject.attributes) else {
            throw ScopeFailure.unreadable(.domain, dn: domain.description)
        }
        let object = try ScopedObject(entry: entry, role: .domain)
        if let known = pins.first(where: { $0.role == .domain }), known.guid != object.guid {
            throw ScopeFailure.otherDomain(dn: object.dn)
        }
        return ScopePin(role: .domain, configuredDN: "", guid: object.guid)
    }

    private func objects(
        _ role: ScopePin.Role, _ names: [String]
    ) async throws -> [(object: ScopedObject, pin: ScopePin)] {
        var found: [(ScopedObject, ScopePin)] = []
        for name in names {
            let object: ScopedObject
            if let pin = pins.first(where: { $0.role == role && $0.configuredDN.utf8.elementsEqual(name.utf8) }) {
                guard let entry = try await connection.read(.guid(pin.guid.bytes), attributes: ScopedObject.attributes)
                else {
                    throw ScopeFailure.gone(pin)
                }
                object = try ScopedObject(entry: entry, role: role)
            } else {
                object = try await firstLook(role, name)
            }
            found.append((object, ScopePin(role: role, configuredDN: name, guid: object.guid)))
        }
        return found
    }

    private func firstLook(_ role: ScopePin.Role, _ name: String) async throws -> ScopedObject {
        let wanted = try dn(role, name)
        guard wanted == domain || wanted.isDescendant(of: domain) else {
            throw ScopeFailure.outsideDomain(role, dn: name, domain: domain.description)
        }
        do {
            // A search and not a read, since its refusal tells what does exist.
            let found = try await connection.search(
                base: .dn(wanted), scope: .base, filter: .present("objectClass"), attributes: ScopedObject.attributes)
            guard let entry = found.first else { throw ScopeFailure.unreadable(role, dn: name) }
            return try ScopedObject(entry: entry, role: role)
        } catch let error as LDAPError where error.code == .noSuchObject {
            throw ScopeFailure.notFound(role, dn: name, nearest: error.matchedDN)
        }
    }

    /// Who matches, by GUID: the server evaluates the filter, so it means here what it means in every other tool.
    private func matches(_ filter: Filter) async throws -> Set<ObjectGUID> {
        var guids: Set<ObjectGUID> = []
        let pages = connection.pages(
            base: .dn(domain), scope: .subtree, filter: .and([.equal("objectClass", "user"), filter]),
            attributes: ["objectGUID"])
        for try await page in pages {
            for entry in page.entries {
                if let guid = ObjectGUID(bytes: entry.values("objectGUID").first ?? []) { guids.insert(guid) }
            }
        }
        return guids
    }

    private func dn(_ role: ScopePin.Role, _ text: String) throws -> DN {
        do { return try DN(parsing: text) } catch {
            throw ScopeFailure.malformedDN(role, dn: text, reason: "\(error)")
        }
    }

    private func parsedFilter(_ text: String) throws -> Filter {
        do { return try Filter(parsing: text) } catch { throw ScopeFailure.malformedFilter(text, reason: "\(error)") }
    }
}
