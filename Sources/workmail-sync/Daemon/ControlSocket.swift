// SPDX-License-Identifier: Apache-2.0
import CPOSIX
import Dispatch
import Foundation
import Glibc
import ServiceLifecycle

/// The socket by which commands on this machine reach the service: one request and one answer a connection.
///
/// Who may open it is a matter of the file: its mode is 0660, so its owner, root and the group.
struct ControlSocket: Service {
    let path: String
    let bell: Bell
    private static let mostBytes = 65_536
    private static let secondsToAsk: Int32 = 5

    func run() async throws {
        // What an earlier service left that was killed; one that lives holds the lock that this process has by now.
        unsafe unlink(path)
        let descriptor = unsafe cposix_listen_unix(path, 0o660)
        guard descriptor >= 0 else {
            throw CommandFailure(
                "socket", "\(path): \(PrivateFile.reason(errno))",
                remedy: "make its folder, writable for this user, or set service.socket", exit: .configuration)
        }
        let queue = DispatchQueue(label: "control socket", attributes: .concurrent)
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        let bell = bell
        source.setEventHandler {
            while true {
                let caller = cposix_accept(descriptor, Self.secondsToAsk)
                guard caller >= 0 else { return }
                queue.async { Self.serve(caller, bell) }
            }
        }
        source.setCancelHandler { close(descriptor) }
        source.activate()
        try? await gracefulShutdown()
        source.cancel()
        unsafe unlink(path)
    }

    private static func serve(_ caller: Int32, _ bell: Bell) {
        @Sendable func answer(_ answer: ControlAnswer) {
            let text = (try? JSONEncoder().encode(answer)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            _ = SocketText.send(text, to: caller)
            close(caller)
        }
        guard let peer = Peer(ofSocket: caller), let line = line(from: caller),
            let request = try? JSONDecoder().decode(ControlRequest.self, from: Data(line))
        else {
            answer(ControlAnswer(error: "the service does not understand this request", exit: Exit.usage.rawValue))
            return
        }
        bell.ring(.request(request, from: peer, answer: answer, isAwaited: { SocketText.isOpen(caller) }))
    }

    private static func line(from caller: Int32) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count < mostBytes {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(caller, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            bytes += buffer.prefix(count)
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) { return Array(bytes[..<end]) }
        }
        return nil
    }
}
