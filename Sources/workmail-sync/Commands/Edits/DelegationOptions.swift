// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Directory

/// What to do with a change of fields that the directory owns.
struct DelegationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Write the change as LDIF for ldapmodify; - for standard output.", valueName: "file"))
    var ldif: String?
    @OptionGroup var directory: DirectoryCredentialOptions

    var delegate: Bool { directory.delegate }

    func validate() throws {
        if ldif != nil, delegate {
            throw ValidationError("--ldif writes the change down, --delegate makes it: not both")
        }
    }
}

/// As whom something is done in the directory.
struct DirectoryCredentialOptions: ParsableArguments {
    @Flag(help: "Make the change in the directory, as an administrator of it.") var delegate = false
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "The administrator of the directory: a UPN, DOMAIN\\name or a DN. Asks for the password.",
            valueName: "name"))
    var administrator: String?
    @Flag(help: "Use the Kerberos ticket that kinit got instead of a password.") var kerberos = false
    @Option(
        help: ArgumentHelp("Read the administrator's password from this open file descriptor.", valueName: "number"))
    var asPasswordFd: Int32?

    func validate() throws {
        guard delegate else {
            if administrator != nil || kerberos || asPasswordFd != nil {
                throw ValidationError("--as, --kerberos and --as-password-fd go with --delegate")
            }
            return
        }
        if (administrator == nil) == !kerberos {
            throw ValidationError("--delegate needs --as NAME or --kerberos, one of the two")
        }
        if administrator?.isEmpty == true { throw ValidationError("--as names nobody") }
        try PasswordInput.validate(descriptor: asPasswordFd, "--as-password-fd")
        if kerberos, asPasswordFd != nil { throw ValidationError("--kerberos needs no password") }
    }

    /// As whom. Asks for the password where none was handed over.
    func credential() throws -> AdministratorCredential {
        guard let administrator else { return .kerberosTicket }
        let password: [UInt8]
        if let asPasswordFd {
            password = try PasswordInput.read(descriptor: asPasswordFd)
        } else {
            password = try PasswordInput.ask(
                "Password of \(administrator): ", remedy: "run it at a terminal, or give --as-password-fd")
        }
        return .password(name: administrator, password: AdministratorPassword(password))
    }
}
