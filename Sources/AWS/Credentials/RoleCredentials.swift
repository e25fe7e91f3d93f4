// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What a profile's credentials are made of where it has no key of its own: a role, a web identity, a process.
struct RoleCredentials {
    let chain: CredentialChain
    let profiles: Profiles

    private func trouble(_ name: String, _ cause: String, _ remedy: String = "correct the profile") -> ServiceTrouble {
        ServiceTrouble("AWS profile \"\(name)\"", cause, remedy: remedy, isTransient: false)
    }

    /// `role_arn` with `source_profile` or `credential_source`; `nil` where the profile has none.
    ///
    /// - Parameter visited: profiles on the way here, the first one first.
    func assumed(_ name: String, visited: [String]) async throws -> AWSCredentials? {
        let settings = profiles.settings(name)
        guard let role = settings["role_arn"], settings["web_identity_token_file"] == nil else { return nil }
        guard settings["mfa_serial"] == nil else {
            throw trouble(name, "mfa_serial asks for a code that nobody is here to type", "use a role without it")
        }
        let source = try await origin(name, settings, visited: visited + [name])
        var parameters = [
            (name: "RoleArn", value: role),
            (name: "RoleSessionName", value: sessionName(settings["role_session_name"])),
        ]
        if let id = settings["external_id"] { parameters.append(("ExternalId", id)) }
        if let seconds = settings["duration_seconds"] {
            guard let number = Int(seconds), number > 0 else { throw trouble(name, "duration_seconds is no number") }
            parameters.append(("DurationSeconds", String(number)))
        }
        return try await chain.sts(settings).assumeRole(
            parameters, with: source, source: "the role \(role) of profile \"\(name)\"")
    }

    /// Who assumes the role.
    private func origin(_ name: String, _ settings: [String: String], visited: [String]) async throws -> AWSCredentials
    {
        switch (settings["source_profile"], settings["credential_source"]) {
        case (let source?, nil): return try await ofSource(source, named: name, visited: visited)
        case (nil, let place?): return try await ofPlace(place, named: name)
        case (nil, nil): throw trouble(name, "role_arn needs source_profile or credential_source")
        case (_?, _?): throw trouble(name, "source_profile and credential_source exclude each other")
        }
    }

    private func ofSource(_ source: String, named name: String, visited: [String]) async throws -> AWSCredentials {
        guard profiles.exists(source) else { throw trouble(name, "its source_profile \"\(source)\" is not there") }
        // A key goes before a role here, so that a profile may name itself.
        if let key = try profiles.key(source, in: .shared) { return key }
        if let key = try profiles.key(source, in: .config) { return key }
        guard !visited.contains(source) else {
            throw trouble(name, "source_profile goes in a circle: \((visited + [source]).joined(separator: " → "))")
        }
        if let credentials = try await assumed(source, visited: visited) { return credentials }
        if let credentials = try await ofWebIdentity(source, isSource: true) { return credentials }
        if let credentials = try await ofProcess(source) { return credentials }
        throw trouble(name, "its source_profile \"\(source)\" has no credentials")
    }

    private func ofPlace(_ place: String, named name: String) async throws -> AWSCredentials {
        switch place.lowercased() {
        case "environment":
            if let credentials = try EnvironmentCredentials.credentials(chain.environment) { return credentials }
            throw trouble(name, "credential_source is Environment, and AWS_ACCESS_KEY_ID is not set")
        case "ecscontainer":
            if let url = try ContainerCredentials.url(chain.environment) { return try await chain.container.load(url) }
            throw trouble(name, "credential_source is EcsContainer, and no AWS_CONTAINER_CREDENTIALS variable is set")
        case "ec2instancemetadata":
            do { return try await chain.instance.load() } catch let absence as InstanceCredentials.Absence {
                throw trouble(name, "credential_source is Ec2InstanceMetadata: \(absence.words)")
            }
        default:
            throw trouble(name, "credential_source is none of Environment, EcsContainer, Ec2InstanceMetadata: \(place)")
        }
    }

    /// A token that somebody else vouches for, such as a pod's; from the environment, unless a profile was named, or from
    /// the profile. `nil` where there is none.
    func ofWebIdentity(_ name: String, isSource: Bool = false) async throws -> AWSCredentials? {
        let settings = profiles.settings(name)
        let environment = chain.environment
        let usesVariables = chain.explicitProfile == nil && !isSource
        let variable = usesVariables ? environment["AWS_WEB_IDENTITY_TOKEN_FILE"] : nil
        guard let path = variable ?? settings["web_identity_token_file"] else { return nil }
        let thing = variable == nil ? "AWS profile \"\(name)\"" : "AWS_WEB_IDENTITY_TOKEN_FILE"
        func trouble(_ cause: String) -> ServiceTrouble {
            ServiceTrouble(thing, cause, remedy: "correct the settings", isTransient: false)
        }
        guard let role = (usesVariables ? environment["AWS_ROLE_ARN"] : nil) ?? settings["role_arn"] else {
            throw trouble("a web identity needs a role (AWS_ROLE_ARN, role_arn)")
        }
        // Read for each exchange: the token is renewed long before the credentials are.
        guard let data = try? environment.readFile(environment.expanded(path)),
            let token = String(data: data, encoding: .utf8)?.trimmingCharacters(in: .whitespacesAndNewlines),
            !token.isEmpty
        else { throw trouble("no token can be read from \(path)") }
        let session = (usesVariables ? environment["AWS_ROLE_SESSION_NAME"] : nil) ?? settings["role_session_name"]
        return try await chain.sts(settings).assumeRoleWithWebIdentity(
            [("RoleArn", role), ("RoleSessionName", sessionName(session)), ("WebIdentityToken", token)],
            source: "the role \(role) by the web identity in \(path)")
    }

    /// `credential_process`; `nil` where the profile has none.
    func ofProcess(_ name: String) async throws -> AWSCredentials? {
        guard let command = profiles.settings(name)["credential_process"] else { return nil }
        return try await ProcessCredentials.load(
            command: command, environment: chain.environment, source: "credential_process of profile \"\(name)\"")
    }

    private func sessionName(_ configured: String?) -> String {
        configured ?? "\(chain.sessionName)-\(Int(chain.environment.now().timeIntervalSince1970))"
    }
}
