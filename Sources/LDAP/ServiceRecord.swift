// SPDX-License-Identifier: Apache-2.0

/// One SRV record (RFC 2782): where a service is, and how willingly.
public struct ServiceRecord: Sendable, Hashable {
    /// The lowest comes first.
    public var priority: UInt16
    /// Among equals, how often it is the first.
    public var weight: UInt16
    public var port: UInt16
    /// A name, without the dot at its end.
    public var target: String

    public init(priority: UInt16, weight: UInt16, port: UInt16, target: String) {
        self.priority = priority
        self.weight = weight
        self.port = port
        self.target = target
    }

    /// The order in which a client tries them (RFC 2782, “Usage rules”): by priority, and among equals by lot, in which the
    /// weight is the share of tickets.
    public static func ordered(
        _ records: [ServiceRecord], using generator: inout some RandomNumberGenerator
    ) -> [ServiceRecord] {
        var ordered: [ServiceRecord] = []
        for priority in Set(records.map(\.priority)).sorted() {
            // Those with weight 0 first, so that they have a small chance at all.
            var equals = records.filter { $0.priority == priority }.sorted { $0.weight == 0 && $1.weight != 0 }
            while !equals.isEmpty {
                let sum = equals.reduce(0) { $0 + Int($1.weight) }
                let lot = Int.random(in: 0...sum, using: &generator)
                var running = 0
                let index =
                    equals.firstIndex { record in
                        running += Int(record.weight)
                        return running >= lot
                    } ?? 0
                ordered.append(equals.remove(at: index))
            }
        }
        return ordered
    }

    /// The records of an answer (RFC 1035 §4.1). What is cut off or makes no sense is left out: a server's bytes are not to
    /// be trusted. A lone target “.” says that there is no such service.
    public static func records(in answer: [UInt8]) -> [ServiceRecord] {
        guard answer.count >= 12 else { return [] }
        func word(_ at: Int) -> Int? { at + 1 < answer.count ? Int(answer[at]) << 8 | Int(answer[at + 1]) : nil }
        guard let questions = word(4), let answers = word(6) else { return [] }
        var place = 12
        for _ in 0..<questions {
            guard DNSName(in: answer, at: &place) != nil else { return [] }
            place += 4
        }
        var records: [ServiceRecord] = []
        for _ in 0..<answers {
            guard DNSName(in: answer, at: &place) != nil, let type = word(place), let length = word(place + 8) else {
                break
            }
            let data = place + 10
            var name = data + 6
            place = data + length
            guard place <= answer.count else { break }
            if type == 33, length >= 7,
                let priority = word(data), let weight = word(data + 2), let port = word(data + 4),
                let target = DNSName(in: answer, at: &name)?.host, port > 0
            {
                records.append(
                    ServiceRecord(
                        priority: UInt16(priority), weight: UInt16(weight), port: UInt16(port), target: target))
            }
        }
        return records
    }
}

extension DNSName {
    /// As the name of a host; `nil` for one that no host has.
    fileprivate var host: String? {
        guard !labels.isEmpty, labels.allSatisfy({ $0.allSatisfy(Self.isHostByte) }) else { return nil }
        return text
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
