// SPDX-License-Identifier: Apache-2.0
import LDAP

/// An entry's values as text, with issues that name entry and attribute.
struct EntryValues {
    let entry: LDAPEntry
    var guid: ObjectGUID?
    /// What could not be read and only describes the person.
    private(set) var faults: [DirectoryIssue] = []

    init(_ entry: LDAPEntry) { self.entry = entry }

    func issue(_ attribute: String, _ problem: String) -> DirectoryIssue {
        DirectoryIssue(guid: guid, dn: entry.dn, attribute: attribute, problem: problem)
    }

    func bytes(_ attribute: String) -> [UInt8]? { entry.first(attribute) }

    /// The first value; `nil` when the attribute is absent. Kept scalar for scalar: nothing is composed or trimmed.
    func text(_ attribute: String) throws(DirectoryIssue) -> String? {
        if let text = entry.string(attribute) { return text }
        if entry.first(attribute) != nil { throw issue(attribute, "is not UTF-8") }
        return nil
    }

    func texts(_ attribute: String) throws(DirectoryIssue) -> [String] {
        guard let texts = entry.strings(attribute) else { throw issue(attribute, "is not UTF-8") }
        return texts
    }

    /// The first value of something that only describes the person; one that cannot be read becomes a fault.
    mutating func readable(_ attribute: String) -> String? {
        do throws(DirectoryIssue) { return try text(attribute) } catch {
            faults.append(error)
            return nil
        }
    }

    mutating func readableProxyAddresses() -> ProxyAddresses {
        do throws(DirectoryIssue) { return try proxyAddresses() } catch {
            faults.append(error)
            return .none
        }
    }

    private func proxyAddresses() throws(DirectoryIssue) -> ProxyAddresses {
        let values = try texts("proxyAddresses")
        do throws(ProxyAddressesFault) {
            return try ProxyAddresses(values: values)
        } catch {
            switch error {
            case .twoPrimaries(let one, let other):
                throw issue("proxyAddresses", "has two primary addresses, \(one) and \(other)")
            }
        }
    }
}
