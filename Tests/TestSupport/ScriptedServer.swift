// SPDX-License-Identifier: Apache-2.0
public import Foundation
import Synchronization

/// A request that the server got, whole.
public struct ReceivedRequest: Sendable {
    public var method: String
    /// Path and query, as in the request line.
    public var target: String
    public var headers: [(name: String, value: String)]
    public var body: Data
    /// Which of the server's connections it came on, from 1.
    public var connection: Int

    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// What the server does with one.
public enum ScriptedReply: Sendable {
    case answer(Int, [(String, String)] = [], String = "")
    /// These bytes, and the end of the connection.
    case raw(String)
    /// The end of the connection by RST.
    case reset
    case silence
    /// These bytes, and one more every 50 ms.
    case drip(String)

    public static func json(_ status: Int, _ body: String, _ headers: [(String, String)] = []) -> Self {
        .answer(status, [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-requestid", "r-1")] + headers, body)
    }
}

/// A real HTTP server on 127.0.0.1 that does what a test tells it, also what no server should.
public final class ScriptedServer: Sendable {
    public let port: Int
    private let listener: Int32
    private let answer: @Sendable (ReceivedRequest, Int) -> ScriptedReply
    private let greeting: String?
    private let received = Mutex<[ReceivedRequest]>([])

    public var url: String { "http://127.0.0.1:\(port)/" }
    public var requests: [ReceivedRequest] { received.withLock { $0 } }

    /// - Parameter answer: given the request and how many came before it.
    public static func with<Result>(
        answer: @escaping @Sendable (ReceivedRequest, Int) -> ScriptedReply,
        _ body: (ScriptedServer) async throws -> Result
    ) async throws -> Result {
        let server = try ScriptedServer(answer: answer)
        defer { shutdown(server.listener, Int32(SHUT_RDWR)) }
        return try await body(server)
    }

    /// The replies in their order; the last one for all that follow.
    public static func with<Result>(
        _ replies: [ScriptedReply], _ body: (ScriptedServer) async throws -> Result
    ) async throws -> Result {
        try await with(answer: { _, index in replies[min(index, replies.count - 1)] }, body)
    }

    /// Says this to everybody who connects, without being asked, which is no TLS.
    public static func with<Result>(
        greeting: String, _ body: (ScriptedServer) async throws -> Result
    ) async throws -> Result {
        let server = try ScriptedServer(greeting: greeting) { _, _ in .reset }
        defer { shutdown(server.listener, Int32(SHUT_RDWR)) }
        return try await body(server)
    }

    private init(
        greeting: String? = nil, answer: @escaping @Sendable (ReceivedRequest, Int) -> ScriptedReply
    ) throws {
        self.greeting = greeting
        self.answer = answer
        let (listener, port) = try Self.bound()
        guard listen(listener, 64) == 0 else { throw POSIXError(.EADDRINUSE) }
        (self.listener, self.port) = (listener, port)
        Thread.detachNewThread {
            var count = 0
            while true {
                let client = accept(listener, nil, nil)
                if client < 0 {
                    // Here and not where it is shut down: the number may be another test's socket a moment later.
                    close(listener)
                    return
                }
                count += 1
                let number = count
                Thread.detachNewThread {
                    self.serve(client, number: number)
                    close(client)
                }
            }
        }
    }

    /// A port that is taken, so that no other test gets it, and where nobody listens.
    public static func withClosedPort<Result>(_ body: (Int) async throws -> Result) async throws -> Result {
        let (holder, port) = try bound()
        defer { close(holder) }
        return try await body(port)
    }

    private static func bound() throws -> (socket: Int32, port: Int) {
        let holder = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe bind(holder, generic, length) == 0 && getsockname(holder, generic, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRINUSE) }
        return (holder, Int(UInt16(bigEndian: address.sin_port)))
    }

    private func serve(_ client: Int32, number: Int) {
        var buffer = Data()
        if let greeting {
            Self.send(client, greeting)
            shutdown(client, Int32(SHUT_WR))
        }
        while let request = Self.next(client, &buffer, number: number) {
            let index = received.withLock { list in
                list.append(request)
                return list.count - 1
            }
            switch answer(request, index) {
            case .answer(let status, let headers, let body):
                let lines = (headers + [("Content-Length", String(body.utf8.count))]).map { "\($0.0): \($0.1)\r\n" }
                Self.send(client, "HTTP/1.1 \(status) Said\r\n" + lines.joined() + "\r\n" + body)
            case .raw(let text):
                Self.send(client, text)
                return
            case .reset:
                var linger = linger(l_onoff: 1, l_linger: 0)
                unsafe _ = setsockopt(
                    client, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
                return
            case .silence:
                var byte: UInt8 = 0
                while unsafe recv(client, &byte, 1, 0) > 0 {}
                return
            case .drip(let text):
                Self.send(client, text)
                // A byte every 50 ms until the client hangs up: never silent, and never done.
                while Self.send(client, " "), IPv4Socket(descriptor: client).isThere(after: 50) {}
                return
            }
        }
    }

    @discardableResult private static func send(_ client: Int32, _ text: String) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let part = Array(bytes)
            let count = unsafe Foundation.send(client, part, part.count, Int32(MSG_NOSIGNAL))
            if count <= 0 { return false }
            bytes = bytes.dropFirst(count)
        }
        return true
    }

    /// `nil` when the client has gone.
    private static func next(_ client: Int32, _ buffer: inout Data, number: Int) -> ReceivedRequest? {
        let end = Data("\r\n\r\n".utf8)
        func more() -> Bool {
            var chunk = [UInt8](repeating: 0, count: 65536)
            let count = unsafe recv(client, &chunk, chunk.count, 0)
            if count > 0 { buffer.append(contentsOf: chunk[..<count]) }
            return count > 0
        }
        while buffer.firstRange(of: end) == nil { if !more() { return nil } }
        guard let range = buffer.firstRange(of: end) else { return nil }
        let lines = String(decoding: buffer[buffer.startIndex..<range.lowerBound], as: UTF8.self)
            .components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count == 3 else { return nil }
        let headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: String(parts[0]), value: String(parts[1].drop { $0 == " " }))
        }
        var request = ReceivedRequest(
            method: String(words[0]), target: String(words[1]), headers: headers, body: Data(), connection: number)
        let length = request.header("content-length").flatMap(Int.init) ?? 0
        buffer = Data(buffer[range.upperBound...])
        while buffer.count < length { if !more() { return nil } }
        request.body = Data(buffer.prefix(length))
        buffer = Data(buffer.dropFirst(length))
        return request
    }
}
