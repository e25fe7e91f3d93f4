// SPDX-License-Identifier: Apache-2.0
import LDAP

/// One compare-and-swap of an object's attributes: read, compare, write under a guard that the server keeps, read back.
///
/// The comparison is ours and byte for byte. The server's guard closes the time between it and the write, by the
/// attribute's own equality rule, which for most text ignores case: a change of case only that somebody else makes in just
/// these milliseconds is overwritten.
struct GuardedWrite {
    let connection: LDAPConnection
    let target: SearchBase
    let guid: ObjectGUID
    let changes: [AttributeChange]
    /// Whether the server has the assertion control (RFC 4528).
    let hasAssertion: Bool

    func run() async throws -> ObservedAttributes {
        let before = try await values()
        let conflicts = before.conflicts(with: changes, by: \.old)
        guard conflicts.isEmpty else { throw DelegatedChangeFailure.changedMeanwhile(conflicts) }
        let modifications = modifications
        if modifications.isEmpty { return before.observed }
        try await write(modifications)
        return try await readBack()
    }

    // MARK: Writing

    /// With the assertion control, replacements; without it, a deletion of exactly the old value, which fails when that is
    /// not there, and an addition of the new one, which fails when another is.
    var modifications: [Modification] {
        changes.filter { $0.oldBytes != $0.newBytes }.flatMap { change in
            if hasAssertion { return [Modification(.replace, change.attribute, change.newBytes.map { [$0] } ?? [])] }
            return (change.oldBytes.map { [Modification(.delete, change.attribute, [$0])] } ?? [])
                + (change.newBytes.map { [Modification(.add, change.attribute, [$0])] } ?? [])
        }
    }

    /// That the old values are there.
    var assertion: Filter {
        .and(
            changes.map { change in
                change.oldBytes.map { .equal(change.attribute, $0) } ?? .not(.present(change.attribute))
            })
    }

    func write(_ modifications: [Modification]) async throws {
        try Task.checkCancellation()
        do {
            try await connection.modify(target, modifications, controls: hasAssertion ? [.assertion(assertion)] : [])
        } catch is CancellationError {
            throw DelegatedChangeFailure.unknownOutcome(reason: "it was cancelled while waiting for the answer")
        } catch let error as LDAPError {
            throw try await failure(error)
        }
    }

    /// What the server's refusal means, for which the object may have to be read again.
    private func failure(_ error: LDAPError) async throws -> any Error {
        if error.leavesOutcomeUnknown {
            return DelegatedChangeFailure.unknownOutcome(reason: "\(error.code): \(error.diagnosticMessage)")
        }
        // Not sent.
        if error.code.isLocal { return error }
        switch error.code {
        case .noSuchObject: return DelegatedChangeFailure.gone
        case .insufficientAccessRights:
            return DelegatedChangeFailure.notPermitted(
                attributes: await attributesNotPermitted(), serverWords: error.diagnosticMessage)
        case .assertionFailed, .noSuchAttribute, .attributeOrValueExists, .constraintViolation:
            // These mean a lost race, or a defect of the value itself; reading again tells which.
            if let conflicts = try? await values().conflicts(with: changes, by: \.old), !conflicts.isEmpty {
                return DelegatedChangeFailure.changedMeanwhile(conflicts)
            }
        default: break
        }
        return DelegatedChangeFailure.refused(code: error.code.rawValue, serverWords: error.diagnosticMessage)
    }

    /// Those of the change that are not in `allowedAttributesEffective` ([MS-ADTS] 3.1.1.4.5.7); all of them when that does
    /// not explain the refusal. The list only explains: some rights are given in ways that it does not show, so the server
    /// is asked first.
    private func attributesNotPermitted() async -> [String] {
        let wanted = changes.filter { $0.oldBytes != $0.newBytes }.map(\.attribute)
        guard let entry = try? await connection.read(target, attributes: ["allowedAttributesEffective"]),
            let allowed = entry.strings("allowedAttributesEffective").map({ Set($0.map { $0.lowercased() }) })
        else { return wanted }
        let missing = wanted.filter { !allowed.contains($0.lowercased()) }
        return missing.isEmpty ? wanted : missing
    }

    // MARK: Reading

    private func readBack() async throws -> ObservedAttributes {
        let after: PresentValues
        do {
            after = try await values()
        } catch {
            throw DelegatedChangeFailure.unknownOutcome(
                reason: "the server took it, and reading the object again failed: \(error)")
        }
        let differences = after.conflicts(with: changes, by: \.new)
        guard differences.isEmpty else { throw DelegatedChangeFailure.notAsWritten(differences) }
        return after.observed
    }

    private func values() async throws -> PresentValues {
        // With objectClass, so that an entry comes even when none of the attributes is there.
        guard
            let entry = try await connection.read(target, attributes: ["objectClass"] + changes.map(\.attribute))
        else { throw DelegatedChangeFailure.gone }
        return try PresentValues(entry: entry, guid: guid, attributes: changes.map(\.attribute))
    }
}

/// The attributes of a change as the directory has them.
private struct PresentValues {
    var observed: ObservedAttributes

    init(entry: LDAPEntry, guid: ObjectGUID, attributes: [String]) throws(DelegatedChangeFailure) {
        observed = ObservedAttributes(guid: guid, dn: entry.dn, values: [:])
        for attribute in attributes {
            guard let texts = entry.strings(attribute) else {
                throw .unsuitable(attribute: attribute, problem: "is not text")
            }
            guard texts.count < 2 else {
                throw .unsuitable(attribute: attribute, problem: "has \(texts.count) values")
            }
            observed.values[attribute] = texts.first
        }
    }

    /// Where the directory has something else, byte for byte.
    func conflicts(
        with changes: [AttributeChange], by side: KeyPath<AttributeChange, String?>
    ) -> [AttributeConflict] {
        changes.compactMap { change in
            let (expected, actual) = (change[keyPath: side], observed.values[change.attribute])
            if expected.map({ Array($0.utf8) }) == actual.map({ Array($0.utf8) }) { return nil }
            return AttributeConflict(attribute: change.attribute, expected: expected, actual: actual)
        }
    }
}
