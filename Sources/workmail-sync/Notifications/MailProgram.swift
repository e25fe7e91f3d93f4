// SPDX-License-Identifier: Apache-2.0
import AWS
import CPOSIX
import Foundation
import Glibc
import Subprocess
import SystemPackage

/// Hands a message to a program with sendmail's interface: recipients from the message (`-t`), and a line with a single dot is
/// not its end (`-oi`). Taken is what it ends with 0 for.
struct MailProgram: NotificationWay {
    let settings: NotificationSettings.Mail
    var seconds = 30.0

    init(_ settings: NotificationSettings.Mail, seconds: Double = 30) {
        self.settings = settings
        self.seconds = seconds
    }

    var name: String { "mail" }
    var destination: String { settings.recipients.joined(separator: ", ") }

    func deliver(_ letter: Letter) async throws {
        let message = MailMessage(sender: settings.sender, recipients: settings.recipients, letter: letter)
        let status: TerminationStatus
        do {
            status = try await withDeadline(seconds: seconds) { try await run(on: message.text) }
        } catch let passed as DeadlinePassed {
            throw DeliveryFailure("\(settings.program) did not end within \(passed.seconds.rounded(to: 0)) s")
        } catch {
            try Task.checkCancellation()
            throw DeliveryFailure("\(settings.program) could not be run: \(error)")
        }
        switch status {
        case .exited(0): return
        case .exited(let code): throw DeliveryFailure("\(settings.program) ended with \(code)\(Self.words(code))")
        case .signaled(let signal): throw DeliveryFailure("\(settings.program) was ended by signal \(signal)")
        }
    }

    @concurrent private func run(on message: String) async throws -> TerminationStatus {
        // From a file and not through a pipe: one that ends without reading would end this program by SIGPIPE.
        let bytes = Array(message.utf8)
        let input = unsafe bytes.withUnsafeBytes { unsafe cposix_memory_file($0.baseAddress, $0.count) }
        guard input >= 0 else { throw DeliveryFailure("no memory for the message: \(PrivateFile.reason(errno))") }
        defer { close(input) }
        var options = PlatformOptions()
        // With whatever it started: what is left over would hold the message for ever.
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(1))]
        // What it says goes where ours goes, and not through a pipe: one that delivers behind its back would keep it open.
        return try await Subprocess.run(
            .name("env"), arguments: [settings.program, "-t", "-oi"], environment: .custom(Self.environment),
            platformOptions: options,
            input: .fileDescriptor(FileDescriptor(rawValue: input), closeAfterSpawningProcess: false),
            output: .discarded, error: .currentStandardError
        ).terminationStatus
    }

    /// What mail programs need of ours; keys of AWS are none of their business.
    private static var environment: [Subprocess.Environment.Key: String] {
        let all = ProcessInfo.processInfo.environment
        var kept: [Subprocess.Environment.Key: String] = [:]
        kept["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin"
        for name in ["HOME", "USER", "LOGNAME", "TMPDIR", "TZ"] {
            if let value = all[name], let key = Subprocess.Environment.Key(rawValue: name) { kept[key] = value }
        }
        return kept
    }

    /// sysexits(3), which mail programs end with.
    private static func words(_ code: Int32) -> String {
        switch code {
        case 64: ": it does not know sendmail's options -t -oi"
        case 67, 68: ": an address is unknown to it"
        case 69: ": its server is not to be reached"
        case 73: ": it cannot write its queue (see the unit's sandbox in README)"
        case 75: ": it asks to try again later"
        case 77: ": it may not"
        case 78: ": it is not configured"
        // Of env(1), which starts it.
        case 126: ": it cannot be run"
        case 127: ": there is no such program"
        default: ""
        }
    }
}
