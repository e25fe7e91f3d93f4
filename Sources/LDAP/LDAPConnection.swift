// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// One LDAPv3 connection to one server.
///
/// It lives as long as the closure that gets it, works on a thread of its own, and does one thing at a time. Whatever
/// waits for the server ends within 150 ms of the task's cancellation with `CancellationError` (who waits for notifications
/// within 500 ms), and at the configured timeout with `LDAPResultCode.timeout`. Referrals are never followed. A connection
/// that was lost stays lost: it does not come back unbound.
public actor LDAPConnection {
    public nonisolated let configuration: LDAPConfiguration
    /// Who is bound: the name that was given, or the principal of the ticket; empty before the bind.
    public internal(set) var boundName = ""
    /// Whether that was done with a Kerberos ticket.
    var isBoundWithTicket = false
    private nonisolated let verification: LDAPHandle.Verification
    /// Told when the server has answered something, or a part of it.
    private(set) var heard: @Sendable () -> Void = {}
    private let thread: LDAPThread
    private var handle: LDAPHandle?
    private var decoder = EntryDecoder()
    /// Requests whose iterator was dropped, to be abandoned with the next call.
    private nonisolated let dropped = Mutex<[Int32]>([])

    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    /// Connects, runs `body`, and closes, also when `body` throws. The connection must not be used after `body` has
    /// ended.
    public static func withConnection<T: Sendable>(
        _ configuration: LDAPConfiguration, _ body: (LDAPConnection) async throws -> T
    ) async throws -> T {
        let trustFile = configuration.transport == .clear ? "" : try TrustFile.locate(for: configuration)
        // libldap compares “localhost” not with the certificate but replaces it by the machine's own name first. So
        // that one name is compared here.
        let isLocalhost = ASCIICase.isEqual(configuration.url.host, "localhost") && configuration.transport != .clear
        let connection = try LDAPConnection(
            configuration, verification: isLocalhost ? .chain(trustFile: trustFile) : .required(trustFile: trustFile))
        return try await connection.use(explainingWith: trustFile) { connection in
            if isLocalhost { try await connection.requireName("localhost") }
            return try await body(connection)
        }
    }

    /// From now on `body` is told of each answer, page and chunk: signs of life of a server that has much to say.
    public func whenHeard(_ body: @escaping @Sendable () -> Void) { heard = body }

    init(_ configuration: LDAPConfiguration, verification: LDAPHandle.Verification) throws {
        self.configuration = configuration
        self.verification = verification
        do {
            thread = try LDAPThread(name: "ldap \(configuration.url.host)")
        } catch {
            throw LDAPError(
                code: .noMemory, operation: .connect, diagnosticMessage: "the system allows no more threads",
                server: configuration.url)
        }
    }

    isolated deinit {
        handle = nil
        thread.stop()
    }

    /// Opens, runs `body`, closes. With a `trustFile`, a TLS handshake that fails is thrown as a `TLSFailure`.
    nonisolated func use<T: Sendable>(
        explainingWith trustFile: String? = nil, _ body: (LDAPConnection) async throws -> T
    ) async throws -> T {
        do {
            do {
                try await open()
            } catch let error as LDAPError where error.operation == .handshake && error.code != .timeout {
                guard let trustFile else { throw error }
                throw try await TLSFailure.explain(configuration: configuration, trustFile: trustFile)
            }
            let value = try await body(self)
            await close()
            return value
        } catch {
            await close()
            throw error
        }
    }

    private func close() {
        handle = nil
    }

    // MARK: Connecting

    private func open() async throws {
        if let contradiction = configuration.contradiction { throw failure(.configure, .paramError, contradiction) }
        do { try LibraryStart.wait { Task.isCancelled } } catch let error as LibraryFailure {
            throw failure(.configure, error.code, error.message)
        }
        let deadline = ContinuousClock.now + .seconds(configuration.timeouts.connectSeconds)
        let socket = try connect(until: deadline)
        do {
            handle = try LDAPHandle(adopting: socket, url: configuration.url)
        } catch {
            socket.close()
            throw failure(.connect, error.code, error.message)
        }
        do {
            try handle?.configure()
        } catch {
            throw failure(.connect, error.code, error.message)
        }
        socket.setNonBlocking()
        switch configuration.transport {
        case .clear:
            return
        case .startTLS:
            let id = try sent(.startTLS) { () throws(LibraryFailure) in try handle?.startTLS() }
            _ = try answer(to: id, .startTLS, within: Double(Self.milliseconds(until: deadline)) / 1000)
        case .tls:
            break
        }
        try await handshake(on: socket, until: deadline)
        socket.setNonBlocking()
    }

    /// Cancellation and the deadline end the handshake by ending the connection under it: libldap's own timeout
    /// begins again with every byte that a server sends.
    private func handshake(on socket: TCPSocket, until deadline: ContinuousClock.Instant) async throws {
        let watchdog = HandshakeWatchdog(socket: socket, milliseconds: Self.milliseconds(until: deadline))
        defer { watchdog.stop() }
        do {
            try await withTaskCancellationHandler {
                // A second more than the watchdog's: that one knows whether it was the time.
                try handle?.installTLS(verification, milliseconds: Self.milliseconds(until: deadline) + 1000)
            } onCancel: {
                watchdog.shutDown()
            }
        } catch {
            // Before the descriptor is closed.
            watchdog.stop()
            handle = nil
            try Task.checkCancellation()
            if watchdog.hasTimedOut {
                let seconds = configuration.timeouts.connectSeconds
                throw failure(.handshake, .timeout, "no TLS handshake within \(seconds) s of connecting")
            }
            guard let error = error as? LibraryFailure else { throw error }
            // libldap also calls a closed connection a timeout.
            let code = error.code == .timeout ? .connectError : error.code
            throw failure(.handshake, code, error.message)
        }
    }

    /// The TLS version in use, such as `TLS1.3`; `nil` without TLS.
    public var tlsVersion: String? { handle?.tlsVersion }

    /// The server's own certificate in DER.
    var peerCertificate: [UInt8]? { handle?.peerCertificate }

    // MARK: Requests and answers

    /// Sends a request; its answer comes under the message id returned.
    func send(_ request: SearchRequest, controls: [LDAPControl]) throws -> Int32 {
        if let defect = request.defect { throw failure(.search, .paramError, defect) }
        return try sent(.search) { () throws(LibraryFailure) in try handle?.search(request, controls: controls) }
    }

    func sendBind(as name: String, password: Secret) throws -> Int32 {
        try sent(.bind) { () throws(LibraryFailure) in try handle?.bind(name: name, password: password) }
    }

    /// SASL GSSAPI, step by step until both sides are satisfied. One that fails ends the connection: it would be half
    /// bound.
    func exchangeTicket(isSealed: Bool, until deadline: ContinuousClock.Instant) throws {
        let seconds = configuration.timeouts.bindSeconds
        do {
            var bind = try sent(.ticketBind) { () throws(LibraryFailure) in
                try handle?.beginTicketBind(isSealed: isSealed)
            }
            while !bind.isComplete {
                let message = try message(to: bind.messageID, .ticketBind, until: deadline, seconds)
                bind = try sent(.ticketBind) { [bind] () throws(LibraryFailure) in
                    try handle?.proceed(bind, after: message)
                }
            }
        } catch {
            handle = nil
            throw error
        }
        if isSealed, (handle?.saslStrength ?? 0) < 56 {
            handle = nil
            throw failure(.ticketBind, .localError, "the server did not agree to encrypt what follows")
        }
        boundName = handle?.ticketName ?? ""
        isBoundWithTicket = true
    }

    func send(_ modifications: [Modification], to target: String, controls: [LDAPControl]) throws -> Int32 {
        try sent(.modify) { () throws(LibraryFailure) in
            try handle?.modify(target, modifications, controls: controls)
        }
    }

    /// - Parameter request: `nil` when there is no connection any more.
    private func sent<Sent>(
        _ operation: LDAPError.Operation, _ request: () throws(LibraryFailure) -> Sent?
    ) throws -> Sent {
        try Task.checkCancellation()
        for id in dropped.withLock({ ids in
            defer { ids = [] }; return ids
        }) { handle?.abandon(id) }
        do {
            guard let sent = try request() else { throw failure(operation, .serverDown, "the connection is closed") }
            return sent
        } catch let error as LibraryFailure {
            throw lost(operation, error)
        }
    }

    /// Waits in slices of 100 ms, looking for cancellation and timeout in between; either abandons the request.
    /// Nothing suspends here, so one operation is never interleaved with another.
    /// - Parameter all: the whole answer; otherwise the next of its messages.
    func message(
        to id: Int32, _ operation: LDAPError.Operation, all: Bool = true, until deadline: ContinuousClock.Instant,
        _ seconds: Double
    ) throws -> ResultMessage {
        while true {
            if Task.isCancelled {
                handle?.abandon(id)
                throw CancellationError()
            }
            let left = Self.milliseconds(until: deadline)
            do {
                guard handle != nil else { throw failure(operation, .serverDown, "the connection is closed") }
                if let message = try handle?.result(of: id, all: all, milliseconds: min(max(left, 0), 100)) {
                    return message
                }
            } catch let error as LibraryFailure {
                throw lost(operation, error)
            }
            if left <= 0 {
                handle?.abandon(id)
                throw failure(operation, .timeout, "no complete answer within \(seconds) s")
            }
        }
    }

    func decode(_ answer: borrowing Answer) throws -> (entries: [LDAPEntry], references: [String]) {
        do {
            return try answer.message.decode(with: &decoder)
        } catch {
            throw failure(.search, error.code, error.message)
        }
    }

    /// One message of an answer that comes piece by piece.
    func decode(_ message: borrowing ResultMessage, into entries: inout [LDAPEntry]) throws {
        do {
            _ = try message.decode(with: &decoder, into: &entries)
        } catch {
            throw failure(.search, error.code, error.message)
        }
    }

    /// A message of a search that does not end, if there is one within `milliseconds`. Others get their turn in between.
    func messageIfAny(to id: Int32, milliseconds: Int32) throws -> ResultMessage? {
        do {
            guard handle != nil else { throw failure(.search, .serverDown, "the connection is closed") }
            return try handle?.result(of: id, all: false, milliseconds: milliseconds)
        } catch let error as LibraryFailure {
            throw lost(.search, error)
        }
    }

    /// Gives up on a request that nobody waits for any more.
    func abandon(_ id: Int32) {
        handle?.abandon(id)
    }

    /// The same from a `deinit`, which cannot wait its turn: it happens with the next request, or when the connection
    /// closes.
    nonisolated func abandonLater(_ id: Int32) {
        dropped.withLock { $0.append(id) }
    }

    /// After these codes libldap would quietly open a new connection with the next request, unbound: reading on as
    /// nobody could find an empty directory. So the session ends here.
    func lost(_ operation: LDAPError.Operation, _ error: LibraryFailure) -> LDAPError {
        if error.code.endsConnection { handle = nil }
        return failure(operation, error.code, error.message)
    }

    nonisolated func failure(_ operation: LDAPError.Operation, _ code: LDAPResultCode, _ message: String) -> LDAPError {
        LDAPError(code: code, operation: operation, diagnosticMessage: message, server: configuration.url)
    }

    private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
        let left = (deadline - .now).components
        return Int32(clamping: left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000)
    }
}
