// SPDX-License-Identifier: Apache-2.0
public import LDAP

/// Where the domain's controllers are known from.
public enum ControllerSource: Sendable, Hashable {
    /// These, in order of preference.
    case urls([LDAPURL])
    /// The SRV records of a domain, those of the site first ([MS-ADTS] 6.3.2.3).
    /// - Parameter site: `nil` where the domain controllers say in which site we are.
    case domain(String, site: String?, scheme: LDAPURL.Scheme)
}

/// A domain controller that may be asked, and where it was named.
struct ControllerCandidate: Hashable, Sendable {
    var url: LDAPURL
    /// `directory.urls`, or the name of the SRV records.
    var namedBy: String
    /// Place in the order of preference, from 0; those with the same are as good as one another.
    var rank = 0
}

extension ControllerSource {
    /// The controllers in order of preference, each once.
    /// - Parameters:
    ///   - health: knows where a domain controller once said that we are.
    ///   - seconds: for each name that DNS is asked for.
    ///   - progress: told before each of them.
    /// - Throws: `ServiceLookupFailure` when DNS cannot be asked, `ControllerFailure` when it names none.
    func candidates(
        _ health: ControllerHealth, seconds: Double, progress: () -> Void,
        using generator: inout some RandomNumberGenerator
    ) async throws -> [ControllerCandidate] {
        switch self {
        case .urls(let urls):
            return urls.enumerated().map {
                ControllerCandidate(url: $0.element, namedBy: "directory.urls", rank: $0.offset)
            }
        case .domain(let domain, let site, let scheme):
            var names = ["_ldap._tcp.dc._msdcs.\(domain)"]
            if let site = site ?? health.site(in: domain) {
                names.insert("_ldap._tcp.\(site)._sites.dc._msdcs.\(domain)", at: 0)
            }
            var candidates: [ControllerCandidate] = []
            var ranks: [String] = []
            for name in names {
                progress()
                let records = try await ServiceLookup.records(of: name, seconds: seconds)
                for record in ServiceRecord.ordered(records, using: &generator) {
                    // The record's port is that of LDAP in the clear; LDAPS has none of its own in DNS.
                    let url = LDAPURL(
                        scheme: scheme, host: record.target, port: scheme == .ldap ? Int(record.port) : nil)
                    if !candidates.contains(where: { $0.url == url }) {
                        let kind = "\(record.priority) of \(name)"
                        if ranks.last != kind { ranks.append(kind) }
                        candidates.append(ControllerCandidate(url: url, namedBy: name, rank: ranks.count - 1))
                    }
                }
            }
            guard !candidates.isEmpty else { throw ControllerFailure.noneNamed(by: names[names.count - 1]) }
            return candidates
        }
    }
}
