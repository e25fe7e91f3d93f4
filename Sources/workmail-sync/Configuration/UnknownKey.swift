// SPDX-License-Identifier: Apache-2.0

/// What to say about a name that is no key: which one was probably meant. The value is never repeated: it may be a
/// secret.
enum UnknownKey {
    static func section(_ name: String, line: Int?) -> ConfigurationProblem {
        var sections: [String] = []
        for key in ConfigurationKey.all where sections.last != key.section { sections.append(key.section) }
        let hint: String
        if let key = ConfigurationKey.all.first(where: { $0.path == name }) {
            hint = "write “\(key.name):” indented under “\(key.section):”"
        } else if let section = NearestName.of(name, among: sections) {
            hint = "did you mean “\(section)”?"
        } else if let key = ConfigurationKey.all.first(where: { $0.name == name }) {
            hint = "it belongs under “\(key.section):”"
        } else {
            hint = "there are \(sections.joined(separator: ", "))"
        }
        return ConfigurationProblem(line: line, key: name, "is not a section; \(hint)")
    }

    static func key(_ name: String, in section: String, line: Int?) -> ConfigurationProblem {
        let own = ConfigurationKey.all.filter { $0.section == section }.map(\.name)
        let hint: String
        if section == "directory", ["password", "bind_password"].contains(name) {
            hint =
                "a password does not belong in this file; write it to a file of its own and name that in password_file"
        } else if let elsewhere = ConfigurationKey.all.first(where: { $0.name == name }) {
            hint = "did you mean \(elsewhere.path)?"
        } else if let nearest = NearestName.of(name, among: own) {
            hint = "did you mean \(nearest)?"
        } else if let nearest = NearestName.of(name, among: ConfigurationKey.all.map(\.name)),
            let key = ConfigurationKey.all.first(where: { $0.name == nearest })
        {
            hint = "did you mean \(key.path)?"
        } else {
            hint = "there are \(own.joined(separator: ", "))"
        }
        return ConfigurationProblem(line: line, key: "\(section).\(name)", "is not a key; \(hint)")
    }
}
