// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Logging
import ServiceLifecycle
import Sync
import UnixSignals

/// `run`: the service.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs as a service: follows the directory's changes, and carries out decisions at once.",
        discussion: """
            Example: systemctl start workmail-sync

            SIGTERM ends it between two changes, SIGHUP makes it read the configuration again. One instance may run for a
            state database. Exit codes: 0 ended as told, 75 another instance runs, 78 the configuration cannot work.
            """)

    @OptionGroup var config: ConfigurationOptions

    @Option(
        help: ArgumentHelp(
            "How the log is written: journal, json, text, or auto: the journal where systemd connected it.",
            valueName: "form"))
    var log = LogForm.auto

    @Option(
        help: ArgumentHelp(
            "The least that is logged: debug, info, notice, warning or error. (default: info)", valueName: "level"),
        transform: { name in
            guard let level = Logger.Level(rawValue: name) else { throw ValidationError("“\(name)” is no level") }
            return level
        })
    var logLevel = Logger.Level.info

    func run() async throws {
        let configuration: LoadedConfiguration
        do { configuration = try config.load() } catch {
            StandardError.write(FailureReport(error).text + "\n")
            throw Exit.configuration.code
        }
        let lock = try ServiceLock(configuration)
        defer { withExtendedLifetime(lock) {} }
        let handler = DaemonLog(log)
        var logger = Logger(label: "workmail-sync") { _ in handler }
        logger.logLevel = logLevel
        var frame = logger
        frame.logLevel = .error
        let bell = Bell()
        let record = DaemonRecord()
        let desk = NotificationDesk()
        let daemon = SyncDaemon(
            options: config, configuration: configuration, bell: bell, manager: ServiceManager(), record: record,
            log: logger, notifications: desk)
        let socket = ControlSocket(path: configuration.settings.service.socket, bell: bell)
        let notifications = DaemonNotifications(desk: desk, record: record, log: logger)
        // Ended in the opposite order: nobody is heard any more when the loop ends.
        var services: [any Service] = [daemon, ReloadSignal(bell: bell), socket, notifications]
        if let address = configuration.settings.service.metrics {
            services.append(MetricsEndpoint(address: address, record: record, logger: frame))
        }
        try await ServiceGroup(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: frame
        ).run()
    }
}

extension LogForm: ExpressibleByArgument {}
