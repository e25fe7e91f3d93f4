// SPDX-License-Identifier: Apache-2.0

/// How it is found out what changed in a domain, the cheapest way first.
public enum TrackingMethod: String, Sendable, Codable, CaseIterable {
    /// The DirSync control ([MS-ADTS] 3.1.1.3.4.1.3): the server says what changed since its cookie.
    case dirSync
    /// A search for objects with a higher `uSNChanged` than last time.
    case usn
    /// Everybody is read each time.
    case fullRead

    public var words: String {
        switch self {
        case .dirSync: "DirSync"
        case .usn: "uSNChanged"
        case .fullRead: "full read"
        }
    }
}
