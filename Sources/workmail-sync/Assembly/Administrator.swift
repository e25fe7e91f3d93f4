// SPDX-License-Identifier: Apache-2.0
import CPOSIX
import Foundation
import Glibc

/// Who is at the keyboard: what the journal says of a decision.
enum Administrator {
    /// The login; through sudo the person behind it, such as `alice (root through sudo)`.
    static func name(environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
        let login = unsafe cposix_login(getuid()).map { unsafe String(cString: $0) } ?? "uid \(getuid())"
        // Only root can have been made root by sudo; from anybody else the variable is a claim and nothing more.
        guard getuid() == 0, let person = environment["SUDO_USER"], !person.isEmpty, person != login else {
            return login
        }
        return "\(person.printable) (\(login) through sudo)"
    }
}
