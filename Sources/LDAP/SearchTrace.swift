// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// Says every search as an `ldapsearch` line that can be pasted into a shell, without the password: `-W` asks for it,
/// and a Kerberos ticket (`-Y GSSAPI`) needs none.
///
/// A task local, so that whoever wants to listen does, and nobody has to hand it through.
public enum SearchTrace {
    @TaskLocal public static var receive: (@Sendable (String) -> Void)?

    /// - Parameter name: who is bound; empty before the bind.
    static func say(
        _ request: SearchRequest, pageSize: Int?, on configuration: LDAPConfiguration, as name: String,
        withTicket isTicket: Bool
    ) {
        guard let receive else { return }
        receive(
            line(request, pageSize: pageSize, configuration: configuration, name: name, withTicket: isTicket))
    }

    static func line(
        _ request: SearchRequest, pageSize: Int?, configuration: LDAPConfiguration, name: String,
        withTicket isTicket: Bool = false
    ) -> String {
        var words: [String] = []
        if case .file(let path) = configuration.trust { words.append("LDAPTLS_CACERT=\(quoted(path))") }
        words += ["ldapsearch", "-LLL", "-H", quoted(configuration.url.description)]
        if configuration.transport == .startTLS { words.append("-ZZ") }
        if isTicket {
            words += ["-Y", "GSSAPI", "-N", "-O", "maxssf=0", "-Q"]
        } else {
            words += name.isEmpty ? ["-x"] : ["-x", "-D", quoted(name), "-W"]
        }
        for control in request.controls {
            let value = control.value.map { "=::" + Data($0).base64EncodedString() } ?? ""
            words += ["-e", quoted((control.critical ? "!" : "") + control.oid + value)]
        }
        if let pageSize { words += ["-E", "pr=\(pageSize)/noprompt"] }
        let scope =
            switch request.scope {
            case .base: "base"
            case .oneLevel: "one"
            case .subtree: "sub"
            }
        words += ["-b", quoted(request.base.text), "-s", scope, quoted(request.filter.description)]
        return (words + request.attributes.map(quoted)).joined(separator: " ")
    }

    /// In single quotes, as a shell takes it, unless nothing in it needs them.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-_./:".utf8.contains(byte)
        }
        if isPlain, !text.isEmpty { return text }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
