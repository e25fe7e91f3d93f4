// SPDX-License-Identifier: Apache-2.0
import Sync

/// Who owns a field, in words, with the line of the configuration that made it so.
struct OwnershipText {
    private let values: ConfigurationValues

    init(_ assembly: SyncAssembly) { values = assembly.values }

    /// For example `directory.kind: ad-connector (line 2): AD Connector only reads the directory`.
    func reason(_ ownership: Ownership) -> String {
        "\(ownership.reason.key): \(ownership.reason.value) (\(origin(ownership))): \(ownership.reason.explanation)"
    }

    /// Where the reason comes from: `line 2`, or `default`.
    func origin(_ ownership: Ownership) -> String {
        let key = ConfigurationKey.all.first { $0.path == ownership.reason.key }
        return key.flatMap { values.line($0) }.map { "line \($0)" } ?? "default"
    }

    /// The refusal of an edit, with the owner and where to go.
    func failure(_ ownership: Ownership) -> CommandFailure {
        let isDeed = [.creation, .deletion, .groups].contains(ownership.field)
        return CommandFailure(
            ownership.field.rawValue,
            "\(ownership.field.words) \(isDeed ? "is not done" : "cannot be changed") here: the owner is "
                + "\(ownership.owner.words). "
                + "\(reason(ownership)). Nothing was asked or changed",
            remedy: "\(isDeed ? "do" : "change") it \(ownership.whereInstead)")
    }
}

extension Owner {
    var words: String {
        switch self {
        case .workmail: "the mail organization"
        case .directory: "the directory"
        case .exchange: "Exchange"
        case .console: "the service's console"
        }
    }
}
