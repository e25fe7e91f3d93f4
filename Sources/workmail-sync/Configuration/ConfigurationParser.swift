// SPDX-License-Identifier: Apache-2.0
import Configuration
import Yams

/// Reads the file's text against `ConfigurationKey.all`. It goes on after a problem, so that all of them are told at
/// once.
struct ConfigurationParser {
    private(set) var values = ConfigurationValues()
    private(set) var problems: [ConfigurationProblem] = []
    /// Keys that are there but not usable: they are neither missing nor may a rule judge what they would say.
    private(set) var unreadable: Set<String> = []
    /// Whether the file has sections at all; without them there is nothing more to say about it.
    private(set) var hasSections = false

    init(_ text: String) {
        do {
            guard let root = try Yams.compose(yaml: text) else {
                problems.append(ConfigurationProblem("the file is empty; directory.url and a few others are required"))
                return
            }
            guard case .mapping(let sections) = root else {
                problems.append(
                    ConfigurationProblem(
                        line: root.mark?.line, "expected sections such as “directory:”, found \(root.words)"))
                return
            }
            hasSections = true
            for (name, section) in sections { read(section, named: name) }
            requireKeys()
        } catch {
            problems.append(YAMLFault.problem(error, in: text))
        }
    }

    private mutating func read(_ section: Node, named nameNode: Node) {
        let name = nameNode.scalar?.string ?? ""
        let keys = ConfigurationKey.all.filter { $0.section == name }
        guard !keys.isEmpty else {
            problems.append(UnknownKey.section(name, line: nameNode.mark?.line))
            return
        }
        // A section whose keys are all commented out is empty, which is no mistake.
        if section.isNothing { return }
        guard case .mapping(let pairs) = section else {
            let found = "expected keys such as “\(keys[0].name):”, found \(section.words)"
            problems.append(ConfigurationProblem(line: nameNode.mark?.line, key: name, found))
            return
        }
        for (keyNode, value) in pairs {
            let keyName = keyNode.scalar?.string ?? ""
            guard let key = keys.first(where: { $0.name == keyName }) else {
                problems.append(UnknownKey.key(keyName, in: name, line: keyNode.mark?.line))
                continue
            }
            read(value, of: key, line: keyNode.mark?.line)
        }
    }

    private mutating func read(_ node: Node, of key: ConfigurationKey, line: Int?) {
        do {
            values[key] = try ConfigurationValues.Entry(
                content: node.content(as: key.kind), line: line, elementLines: node.elementLines)
        } catch {
            values[key] = nil
            unreadable.insert(key.path)
            for fault in error.faults {
                let path = key.path + (fault.index.map { "[\($0)]" } ?? "")
                // Somebody may have written the password itself there.
                let secretly = "expected \(key.kind.words); what was found is not repeated, since it may be a password"
                let reason = key.isSecret && !node.isNothing ? secretly : fault.reason
                problems.append(ConfigurationProblem(line: fault.line ?? line, key: path, reason))
            }
        }
    }

    private mutating func requireKeys() {
        for key in ConfigurationKey.all where values[key] == nil && !unreadable.contains(key.path) {
            guard case .required = key.fallback else { continue }
            problems.append(ConfigurationProblem(key: key.path, "is required: \(key.kind.words)"))
        }
    }
}
