// SPDX-License-Identifier: Apache-2.0

/// Which profile is meant.
enum ProfileName {
    /// What is named explicitly, `AWS_PROFILE`, `AWS_DEFAULT_PROFILE`, or `default`.
    ///
    /// - Throws: for one that is named and not there; `default` may be missing.
    static func resolve(
        _ explicit: String?, _ environment: AWSEnvironment, _ profiles: Profiles
    ) throws(ServiceTrouble) -> String {
        guard let named = explicit ?? environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"] else {
            return "default"
        }
        guard profiles.exists(named) || named == "default" else {
            let files = profiles.unread.isEmpty ? [profiles.configPath, profiles.credentialsPath] : profiles.unread
            throw ServiceTrouble(
                "AWS profile \"\(named)\"", "there is no such profile (\(files.joined(separator: ", ")))",
                remedy: "correct its name or add it", isTransient: false)
        }
        return named
    }
}
