// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Where a secret is. Never the secret itself, so it may be shown.
enum SecretSource: Hashable, Sendable, CustomStringConvertible {
    /// A file of mode 0600 or less that belongs to root or to us.
    case file(String)
    /// The name of a systemd credential (systemd.exec(5), LoadCredential=).
    case credential(String)

    var description: String {
        switch self {
        case .file(let path): path
        case .credential(let name): "the systemd credential “\(name)”"
        }
    }

    /// The secret without the one line end that editors put after it.
    /// - Throws: when it is not there, others can read it, it is empty, has several lines or is no small regular file.
    func read(environment: [String: String] = ProcessInfo.processInfo.environment) throws(SecretFailure) -> [UInt8] {
        switch self {
        case .file(let path):
            return try Self.line(of: PrivateFile.read(path, requiringPrivacy: true), path)
        case .credential(let name):
            guard let folder = environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty else {
                throw SecretFailure(
                    thing: description,
                    cause: "CREDENTIALS_DIRECTORY is not set: systemd passes credentials only to a service",
                    remedy: "run it as the service that has LoadCredential=\(name):…, or name a file instead")
            }
            // systemd keeps others out of this folder; its files may be 0440 with an access list for the service's
            // user.
            return try Self.line(of: PrivateFile.read("\(folder)/\(name)", requiringPrivacy: false), description)
        }
    }

    /// The one line of the file, without its end.
    static func line(of bytes: [UInt8], _ thing: String) throws(SecretFailure) -> [UInt8] {
        var line = bytes[...]
        if line.last == UInt8(ascii: "\n") { line = line.dropLast() }
        if line.last == UInt8(ascii: "\r"), line.count < bytes.count { line = line.dropLast() }
        guard !line.isEmpty else {
            throw SecretFailure(
                thing: thing, cause: "it is empty",
                remedy: "write the password to it; with an empty one the directory would take us for anonymous")
        }
        guard !line.contains(UInt8(ascii: "\n")), !line.contains(0) else {
            throw SecretFailure(
                thing: thing, cause: "it has more than one line", remedy: "leave only the password in it")
        }
        return Array(line)
    }
}

/// Why a secret cannot be read. Nothing of the secret is in it.
struct SecretFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file or the credential.
    var thing: String
    var cause: String
    var remedy: String

    var description: String { "\(thing): \(cause)" }
}
