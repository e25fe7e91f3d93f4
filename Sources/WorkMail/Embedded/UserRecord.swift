// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What a user is called and is told about: name, role and profile, as one value of the `record` column.
///
/// One value, because that makes "nothing changed" one comparison of bytes for a directory of 100,000; and bytes,
/// because SQLite's text ends at a NUL in the library's hands, while a directory's values may hold one.
///
/// The form: a version byte (1), a byte of flags (bit 0: hidden from the global address list), then the texts in a
/// fixed order, each as its length in UTF-8 bytes (LEB128) and the bytes. A later version may only append texts.
struct UserRecord: Hashable, Sendable {
    var name: String
    var role: UserRole
    var profile: MailProfile

    /// Thrown when stored bytes are no record: the file is damaged.
    struct Damaged: Error {}

    var bytes: Data { Self.bytes(name: name, role: role, profile: profile) }

    /// Without a record being made first: this is done for every user of a directory on every full read.
    static func bytes(name: String, role: UserRole, profile: MailProfile) -> Data {
        var out: [UInt8] = [1, profile.hiddenFromGlobalAddressList ? 1 : 0]
        out.reserveCapacity(256)
        func append(_ text: String) {
            var rest = text.utf8.count
            while rest >= 0x80 {
                out.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            out.append(UInt8(rest))
            out.append(contentsOf: text.utf8)
        }
        append(name)
        append(role.rawValue)
        append(profile.displayName)
        append(profile.firstName)
        append(profile.lastName)
        append(profile.initials)
        append(profile.telephone)
        append(profile.street)
        append(profile.jobTitle)
        append(profile.city)
        append(profile.company)
        append(profile.zipCode)
        append(profile.department)
        append(profile.country)
        append(profile.office)
        return Data(out)
    }

    init(name: String, role: UserRole, profile: MailProfile) {
        self.name = name
        self.role = role
        self.profile = profile
    }

    init(bytes: Data) throws(Damaged) {
        var rest = bytes[...]
        guard rest.popFirst() == 1, let flags = rest.popFirst() else { throw Damaged() }
        func next() throws(Damaged) -> String {
            var length = 0
            var shift = 0
            while true {
                guard let byte = rest.popFirst(), shift < 35 else { throw Damaged() }
                length |= Int(byte & 0x7F) << shift
                guard byte & 0x80 != 0 else { break }
                shift += 7
            }
            guard length <= rest.count, let text = String(validating: rest.prefix(length), as: UTF8.self) else {
                throw Damaged()
            }
            rest = rest.dropFirst(length)
            return text
        }
        name = try next()
        role = UserRole(rawValue: try next())
        profile = MailProfile()
        profile.hiddenFromGlobalAddressList = flags & 1 != 0
        profile.displayName = try next()
        profile.firstName = try next()
        profile.lastName = try next()
        profile.initials = try next()
        profile.telephone = try next()
        profile.street = try next()
        profile.jobTitle = try next()
        profile.city = try next()
        profile.company = try next()
        profile.zipCode = try next()
        profile.department = try next()
        profile.country = try next()
        profile.office = try next()
    }
}
