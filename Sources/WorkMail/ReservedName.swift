// SPDX-License-Identifier: Apache-2.0

/// Names that CreateUser and CreateGroup refuse with `reservedName`. The service does not publish its list; these are the
/// accounts that every directory has of itself.
public enum ReservedName {
    private static let names: Set<String> = ["administrator", "guest", "krbtgt"]

    public static func contains(_ name: String) -> Bool { names.contains(name.lowercased()) }
}
