// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import Testing

@testable import workmail_sync

/// A socket whose other end does not do what is expected of it.
struct SocketTextTests {
    private static func withPair(_ body: (_ ours: Int32, _ theirs: Int32) throws -> Void) throws {
        var pair: [Int32] = [0, 0]
        try #require(unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
        defer { close(pair[0]) }
        try body(pair[0], pair[1])
    }

    @Test func `what is sent to somebody who has gone ends nothing`() throws {
        try Self.withPair { ours, theirs in
            #expect(SocketText.isOpen(ours) && SocketText.send("a", to: ours) && SocketText.isOpen(ours))
            close(theirs)
            #expect(!SocketText.isOpen(ours) && !SocketText.send("b", to: ours))
        }
    }

    @Test func `somebody who does not read is given up when the socket's time is over`() throws {
        try Self.withPair { ours, theirs in
            defer { close(theirs) }
            var limit = timeval(tv_sec: 0, tv_usec: 50_000)
            _ = unsafe setsockopt(ours, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            #expect(!SocketText.send(String(repeating: "x", count: 10_000_000), to: ours))
            #expect(SocketText.isOpen(ours))
        }
    }
}
