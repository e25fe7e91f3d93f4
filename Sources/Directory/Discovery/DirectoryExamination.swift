// SPDX-License-Identifier: Apache-2.0
public import Foundation
import LDAP

/// One thing that was looked at, and how it is.
public struct Finding: Hashable, Sendable {
    public enum Verdict: String, Sendable, Codable { case ok, warning, failed, skipped }

    /// What was looked at: `DNS`, `TCP`, `certificate` …
    public var check: String
    public var verdict: Verdict
    public var detail: String
    /// What to do; `nil` when nothing is wrong.
    public var fix: String?

    public init(_ check: String, _ verdict: Verdict, _ detail: String, fix: String? = nil) {
        self.check = check
        self.verdict = verdict
        self.detail = detail
        self.fix = fix
    }
}

/// Looks at the way to the directory, step by step, and says at which one it breaks.
public struct DirectoryExamination: Sendable {
    private var configuration: DirectoryConfiguration
    private let scope: ScopeDefinition
    private let now: Date

    public init(_ configuration: DirectoryConfiguration, scope: ScopeDefinition, now: Date) {
        self.configuration = configuration
        self.scope = scope
        self.now = now
    }

    static let steps = [
        "DNS", "TCP", "certificate", "TLS", "bind", "directory", "clock", "read rights", "paging", "scope",
    ]

    /// All steps, in order; those behind a broken one are skipped.
    public func run(pins: [ScopePin]) async throws -> [Finding] {
        let controllers = try await ControllerExamination(configuration).run()
        guard let usable = controllers.usable else { return controllers.findings }
        var examination = self
        examination.configuration = usable
        let findings = try await examination.runOnOne(pins: pins, refusal: controllers.refusal)
        return controllers.findings + findings + hostName()
    }

    /// What every command waits for before it asks a domain controller anything. A resolver that gets no answer waits five
    /// seconds (resolv.conf(5)); less may be a busy machine.
    private func hostName() -> [Finding] {
        guard let seconds = LibraryStart.seconds, seconds > 4 else { return [] }
        let name = ProcessInfo.processInfo.hostName
        return [
            Finding(
                "host name", .warning,
                "the LDAP library waited \(Int(seconds.rounded())) s for this host's full name, as with every command that asks the directory",
                fix: "put it into /etc/hosts (127.0.1.1 \(name)), or see to the name servers in /etc/resolv.conf")
        ]
    }

    /// - Parameter refusal: how it has just refused the account, instead of binding again.
    private func runOnOne(pins: [ScopePin], refusal: (any Error)?) async throws -> [Finding] {
        var findings: [Finding] = []
        do {
            if configuration.connection.transport == .clear, configuration.keytab != nil {
                findings.append(Finding("TLS", .ok, "none; SASL encrypts what follows the bind"))
            } else if configuration.connection.transport == .clear {
                findings.append(
                    Finding(
                        "TLS", .warning, "switched off", fix: "use ldaps://: names and passwords travel in the clear"))
            } else {
                findings += certificateFindings(try await ServerCertificate.fetch(from: configuration.connection))
            }
            if let refusal { throw refusal }
            findings += try await ActiveDirectory.connect(configuration) { directory in
                try await examine(directory, pins: pins)
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            findings.append(Self.broken(by: error))
        }
        let reached = Set(findings.map(\.check))
        if let broken = findings.first(where: { $0.verdict == .failed }) {
            let index = Self.steps.firstIndex(of: broken.check) ?? 0
            // What comes before the broken step must have worked, what comes after was not tried.
            let before = Self.steps[..<index].filter { !reached.contains($0) }.map { Finding($0, .ok, "") }
            let after = Self.steps[(index + 1)...].filter { !reached.contains($0) }
                .map { Finding($0, .skipped, "not reached") }
            return Self.inOrder(before + findings + after)
        }
        return findings
    }

    private static func inOrder(_ findings: [Finding]) -> [Finding] {
        let place = { (finding: Finding) in steps.firstIndex(of: finding.check) ?? steps.count }
        return findings.enumerated().sorted { (place($0.element), $0.offset) < (place($1.element), $1.offset) }
            .map(\.element)
    }

    private func certificateFindings(_ certificate: ServerCertificate) -> [Finding] {
        let url = configuration.connection.url
        let days = Int(certificate.notAfter.timeIntervalSince(now) / 86_400)
        let names = certificate.hostNames.joined(separator: ", ")
        let detail = "\(certificate.subject), issued by \(certificate.issuer), for \(names), \(days) days left"
        let expiry =
            days < 21
            ? Finding(
                "certificate", .warning, detail, fix: "renew it before \(certificate.notAfter.formatted(.iso8601))")
            : Finding("certificate", .ok, detail)
        return [
            Finding("DNS", .ok, url.host), Finding("TCP", .ok, "port \(url.port) answers"), expiry,
        ]
    }

    private func examine(_ directory: ActiveDirectory, pins: [ScopePin]) async throws -> [Finding] {
        let server = directory.server
        var findings: [Finding] = []
        if configuration.connection.transport != .clear {
            let version = await directory.connection.tlsVersion
            findings.append(Finding("TLS", .ok, "\(version ?? "TLS"), chain and host name verified"))
        }
        findings.append(Finding("bind", .ok, "as \(configuration.bindName)"))
        let product = server.vendorName.map { "\($0) \(server.vendorVersion ?? "")" } ?? "Active Directory"
        findings.append(
            Finding(
                "directory", .ok,
                "\(server.domainDN) on \(server.dnsHostName ?? "an unnamed server"), \(product)"
                    + (server.isReadOnly ? ", read-only" : "")))
        findings.append(clock(server))
        findings += try await rightsAndPaging(directory)
        do {
            let resolver = ScopeResolver(connection: directory.connection, domain: directory.domain, pins: pins)
            let count = try await resolver.resolve(scope).pins.count { $0.role != .domain }
            findings.append(Finding("scope", .ok, count == 0 ? "the whole domain" : "\(count) objects found"))
        } catch let failure as ScopeFailure {
            findings.append(Self.broken(by: failure))
        }
        return findings
    }

    private func clock(_ server: DirectoryServer) -> Finding {
        guard let ahead = server.secondsAhead else {
            return Finding("clock", .skipped, "the server does not tell its time")
        }
        let skew = Int(ahead.rounded())
        let detail = "the server is \(abs(skew)) s \(skew < 0 ? "behind" : "ahead")"
        return abs(skew) > 300
            ? Finding("clock", .warning, detail, fix: "synchronize both clocks: Kerberos and certificates need it")
            : Finding("clock", .ok, skew == 0 ? "in step with the server" : detail)
    }

    /// Reads a few users in pages of two: enough to see whether paging works and what the account may read.
    private func rightsAndPaging(_ directory: ActiveDirectory) async throws -> [Finding] {
        var read = 0
        var pages = 0
        var issue: DirectoryIssue?
        let search = directory.connection.pages(
            base: .dn(directory.domain), scope: .subtree, filter: .equal("objectClass", "user"),
            attributes: DirectoryUser.attributes, pageSize: 2)
        for try await page in search {
            pages += 1
            for entry in page.entries {
                do throws(DirectoryIssue) {
                    _ = try DirectoryUser(entry: entry)
                    read += 1
                } catch { issue = issue ?? error }
            }
            if pages == 5 { break }
        }
        let rights: Finding
        if read == 0 {
            rights = Finding(
                "read rights", .failed, issue.map(\.description) ?? "no user can be seen",
                fix: "let the account read users: an ordinary member of Domain Users may, unless somebody took it away")
        } else if let issue {
            rights = Finding(
                "read rights", .warning, "\(issue)", fix: "let the account read this attribute, or correct the entry")
        } else {
            rights = Finding("read rights", .ok, "users and the attributes needed can be read")
        }
        let paging =
            pages > 1
            ? Finding("paging", .ok, "works")
            : Finding(
                "paging", read < 2 ? .skipped : .failed, "one page came", fix: "use a server with RFC 2696 paging")
        return [rights, paging]
    }

    /// The step that an error belongs to.
    private static func broken(by error: any Error) -> Finding {
        let step =
            switch error {
            case let error as LDAPError:
                switch error.operation {
                case .resolve: "DNS"
                case .connect: "TCP"
                case .handshake, .startTLS: "TLS"
                case .bind, .ticket, .ticketBind: "bind"
                default: "directory"
                }
            case is TLSFailure: "TLS"
            case is ScopeFailure: "scope"
            default: "directory"
            }
        guard let trouble = DirectoryTrouble(error) else { return Finding(step, .failed, "\(error)") }
        return Finding(step, .failed, trouble.cause, fix: trouble.remedy)
    }
}
