// SPDX-License-Identifier: Apache-2.0
import AWS
import Sync

/// The form that a text in the configuration must have.
enum TextForm: Sendable {
    case dnsName, siteName, principal, directoryURL, path, bindName, credentialName, distinguishedName, filter
    case addressTemplate, organizationAlias
    case mailDomain, personalField, organizationID, region, profileName, endpointURL, listenAddress
    case mailAddress, webhookURL

    /// The text as it is meant (domains become lower case), or what is wrong with it.
    func read(_ text: String) throws(TextFault) -> String {
        guard !text.isEmpty else { throw TextFault("is empty") }
        if let scalar = text.unicodeScalars.first(where: { $0.properties.generalCategory == .control }) {
            throw TextFault("contains the control character U+\(String(scalar.value, radix: 16, uppercase: true))")
        }
        switch self {
        case .directoryURL: _ = try DirectoryURL(text)
        case .path: try Self.checkPath(text)
        case .credentialName:
            guard !text.contains("/"), text != ".", text != ".." else {
                throw TextFault("“\(text)” is not the name of a credential: a name has no slash")
            }
        case .distinguishedName: try Self.checkDistinguishedName(text)
        case .filter: try Self.checkFilter(text)
        case .addressTemplate: _ = try AddressPattern(text)
        case .organizationAlias:
            guard text.utf8.count <= 62, text.utf8.allSatisfy(Self.isAliasByte) else {
                throw TextFault("“\(text)” is not an alias: at most 62 of a-z, 0-9 and hyphen")
            }
        case .mailDomain: return try Self.mailDomain(text)
        case .personalField: try Self.checkPersonalField(text)
        case .organizationID:
            guard text.utf8.count == 34, text.hasPrefix("m-"), text.utf8.dropFirst(2).allSatisfy(Self.isLowercaseHex)
            else {
                throw TextFault("“\(text)” is no organization id: m- and 32 of 0-9 and a-f")
            }
        case .region:
            guard text.utf8.allSatisfy(Self.isAliasByte), text.contains("-") else {
                throw TextFault("“\(text)” is no Region such as eu-west-1")
            }
        case .endpointURL: try Self.checkEndpoint(text)
        case .listenAddress: _ = try ListenAddress(text)
        case .mailAddress: try Self.checkMailAddress(text)
        case .webhookURL: _ = try WebhookURL(text)
        case .profileName: break
        case .bindName: break
        case .dnsName:
            guard Self.isDNSName(text) else { throw TextFault("“\(text)” is no DNS name such as corp.example.com") }
        case .siteName:
            guard !text.contains("."), Self.isDNSName(text) else {
                throw TextFault("“\(text)” is no site: letters, digits, hyphens and underscores")
            }
        case .principal:
            guard text.split(separator: "@", omittingEmptySubsequences: false).count == 2, !text.hasPrefix("@"),
                !text.hasSuffix("@")
            else { throw TextFault("“\(text)” is no principal such as svc-workmail@CORP.EXAMPLE.COM") }
        }
        return text
    }

    /// What to expect, in words.
    var words: String {
        switch self {
        case .dnsName: "a DNS name"
        case .siteName: "a site's name"
        case .principal: "name@REALM"
        case .directoryURL: "an ldaps:// or ldap:// URL"
        case .path: "an absolute path"
        case .bindName: "a UPN, DOMAIN\\name or a DN"
        case .credentialName: "a credential's name"
        case .distinguishedName: "a DN"
        case .filter: "an LDAP filter"
        case .addressTemplate: "an address template"
        case .organizationAlias: "a short name"
        case .mailDomain: "a domain"
        case .personalField: "a field of the personal data"
        case .organizationID: "m- and 32 hex digits"
        case .region: "a Region such as eu-west-1"
        case .profileName: "a profile's name"
        case .endpointURL: "an https:// URL"
        case .listenAddress: "a loopback address with a port, or an absolute path"
        case .mailAddress: "a mail address"
        case .webhookURL: "an https:// URL"
        }
    }

    var pluralWords: String {
        switch self {
        case .distinguishedName: "DNs"
        case .addressTemplate: "address templates"
        case .mailDomain: "domains"
        case .personalField: "fields of the personal data"
        case .directoryURL: "ldaps:// or ldap:// URLs"
        case .mailAddress: "mail addresses"
        case .dnsName, .siteName, .principal, .path, .bindName, .credentialName, .filter, .organizationAlias,
            .organizationID, .region, .profileName, .endpointURL, .listenAddress, .webhookURL:
            "texts"
        }
    }

    private static func checkPersonalField(_ text: String) throws(TextFault) {
        let known = AccountField.personalData.map(\.rawValue)
        guard !known.contains(text) else { return }
        let hint = NearestName.of(text, among: known).map { "did you mean \($0)?" }
        throw TextFault("“\(text)” is no field; " + (hint ?? "there are " + known.joined(separator: ", ")))
    }

    /// An addr-spec as it goes into a header without quoting (RFC 5322 §3.4.1: dot-atoms), so that none can be two.
    private static func checkMailAddress(_ text: String) throws(TextFault) {
        let parts = text.lowercased().split(separator: "@", omittingEmptySubsequences: false)
        let isSound =
            parts.count == 2 && text.utf8.count <= 254 && isDNSName(String(parts[1]))
            && parts[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
                !atom.isEmpty && atom.utf8.allSatisfy { isAliasByte($0) || "!#$%&'*+/=?^_`{|}~".utf8.contains($0) }
            }
        guard isSound else { throw TextFault("“\(text)” is no mail address such as postmaster@example.com") }
    }

    private static func checkEndpoint(_ text: String) throws(TextFault) {
        do { _ = try Endpoint.url(text, named: "organization.endpoint") } catch {
            throw TextFault("“\(text)” cannot be used: \(error.cause); \(error.remedy)")
        }
    }

    /// Labels of letters, digits, hyphens and underscores (RFC 1035 §2.3.4; AD has names with underscores).
    private static func isDNSName(_ text: String) -> Bool {
        text.utf8.count <= 253
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                (1...63).contains(label.utf8.count)
                    && label.lowercased().utf8.allSatisfy { isAliasByte($0) || $0 == UInt8(ascii: "_") }
            }
    }

    private static func isLowercaseHex(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func checkPath(_ text: String) throws(TextFault) {
        guard text.hasPrefix("/") else {
            throw TextFault("“\(text)” is not an absolute path; the program may be started from anywhere")
        }
        guard !text.hasSuffix("/") else { throw TextFault("“\(text)” is a folder, not a file") }
    }

    /// Only the outline: the directory's own parser (RFC 4514) has the last word when the program connects.
    private static func checkDistinguishedName(_ text: String) throws(TextFault) {
        for part in DNOutline.parts(of: text) where !part.contains("=") {
            throw TextFault("“\(text)” is not a DN: “\(part)” has no “=”")
        }
    }

    /// Only the outline: a parenthesis that belongs to a value is written `\28` or `\29` (RFC 4515 §3), so all others
    /// pair.
    private static func checkFilter(_ text: String) throws(TextFault) {
        guard text.hasPrefix("("), text.hasSuffix(")") else {
            throw TextFault("“\(text)” is not an LDAP filter: it needs parentheses around it")
        }
        var depth = 0
        var pairs = true
        for (index, byte) in text.utf8.enumerated() {
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") { depth -= 1 }
            // The first parenthesis is closed by the last one, and not before.
            if depth <= 0, index < text.utf8.count - 1 { pairs = false }
        }
        guard pairs, depth == 0 else {
            throw TextFault("“\(text)” is not an LDAP filter: its parentheses do not pair")
        }
    }

    private static func isAliasByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "-")
    }

    /// A domain name as the service takes it after the `@`: ASCII labels, a top level of letters.
    private static func mailDomain(_ text: String) throws(TextFault) -> String {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw TextFault("“\(text)” has letters outside ASCII: write it in its xn-- form")
        }
        let domain = text.lowercased()
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        let sound = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.utf8.allSatisfy(isAliasByte) && !label.hasPrefix("-")
                && !label.hasSuffix("-")
        }
        let top = labels.last ?? ""
        let topIsSound =
            top.utf8.count >= 2 && !top.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard sound, labels.count >= 2, topIsSound, domain.utf8.count <= 209 else {
            throw TextFault("“\(text)” is not a mail domain such as example.com")
        }
        return domain
    }
}

/// What is wrong with a text, as the end of a sentence that began with its key.
struct TextFault: Error, Hashable {
    var reason: String

    init(_ reason: String) { self.reason = reason }
}
