// SPDX-License-Identifier: Apache-2.0

/// An entry as a search returned it: the attributes asked for that it has and the reader may see.
///
/// All values lie in one block of bytes, and are made into arrays or strings when asked for: a directory of 100,000
/// people is millions of values, most of which nobody looks at twice.
public struct LDAPEntry: Sendable {
    /// Exactly as the server wrote it. For comparisons, parse it: `DN(parsing:)`.
    public let dn: String
    private let bytes: [UInt8]
    /// Where each value ends in `bytes`; it begins where the one before ends.
    private let ends: [Int]
    private let slots: [Slot]

    /// One attribute: its values are those from the previous slot's `end` up to its own.
    struct Slot: Sendable {
        let description: AttributeDescription
        let end: Int
    }

    /// One attribute of an entry.
    public struct Attribute: Sendable {
        public let description: AttributeDescription
        public let values: [[UInt8]]

        public var name: String { description.name }
        public var options: [String] { description.options }
    }

    init(dn: String, bytes: [UInt8], ends: [Int], slots: [Slot]) {
        self.dn = dn
        self.bytes = bytes
        self.ends = ends
        self.slots = slots
    }

    /// An entry made by hand, for tests and tools; descriptions may have options.
    public init(dn: String, attributes: [(description: String, values: [[UInt8]])]) {
        var bytes: [UInt8] = []
        var ends: [Int] = []
        var slots: [Slot] = []
        for attribute in attributes {
            for value in attribute.values {
                bytes += value
                ends.append(bytes.count)
            }
            slots.append(Slot(description: AttributeDescription(attribute.description), end: ends.count))
        }
        self.init(dn: dn, bytes: bytes, ends: ends, slots: slots)
    }

    /// All attributes in the server's order, with their values. An attribute may be present with no values.
    public var attributes: [Attribute] {
        slots.indices.map { Attribute(description: slots[$0].description, values: valueIndices(ofSlot: $0).map(value)) }
    }

    /// The values of an attribute, byte for byte; none when it is absent.
    ///
    /// Case does not count. A plain name finds the attribute under any options (`userCertificate` finds
    /// `userCertificate;binary`) but not a part of its values (`member;range=0-1499`), which would pass for all of
    /// them; see `rangedValues(_:)`. A name with options finds exactly these.
    public func values(_ attribute: String) -> [[UInt8]] {
        slotIndices(of: attribute).flatMap { valueIndices(ofSlot: $0).map(value) }
    }

    /// The values as text; `nil` when one of them is not UTF-8.
    public func strings(_ attribute: String) -> [String]? {
        var strings: [String] = []
        for slot in slotIndices(of: attribute) {
            for index in valueIndices(ofSlot: slot) {
                guard let text = String(validating: bytes[range(ofValue: index)], as: UTF8.self) else { return nil }
                strings.append(text)
            }
        }
        return strings
    }

    /// The first value as text; `nil` when there is none or it is not UTF-8.
    public func string(_ attribute: String) -> String? {
        firstValueIndex(of: attribute).flatMap { String(validating: bytes[range(ofValue: $0)], as: UTF8.self) }
    }

    /// The first value; `nil` when there is none.
    public func first(_ attribute: String) -> [UInt8]? {
        firstValueIndex(of: attribute).map(value)
    }

    /// True when the attribute is there, with or without values.
    public func contains(_ attribute: String) -> Bool {
        !slotIndices(of: attribute).isEmpty
    }

    /// A part of a large attribute's values, when the server sent only a part.
    public func rangedValues(_ attribute: String) -> (range: AttributeRange, values: [[UInt8]])? {
        for (index, slot) in slots.enumerated() where ASCIICase.isEqual(slot.description.name, attribute) {
            if let range = slot.description.range { return (range, valueIndices(ofSlot: index).map(value)) }
        }
        return nil
    }

    private func slotIndices(of attribute: String) -> [Int] {
        if attribute.utf8.contains(UInt8(ascii: ";")) {
            let wanted = AttributeDescription(attribute)
            return slots.indices.filter { slots[$0].description.matches(wanted) }
        }
        return slots.indices.filter { isWhole($0, attribute) }
    }

    private func firstValueIndex(of attribute: String) -> Int? {
        // The common case of a plain name, without an array for the answer.
        if !attribute.utf8.contains(UInt8(ascii: ";")) {
            for slot in slots.indices where isWhole(slot, attribute) {
                if let index = valueIndices(ofSlot: slot).first { return index }
            }
            return nil
        }
        return slotIndices(of: attribute).lazy.compactMap { valueIndices(ofSlot: $0).first }.first
    }

    private func isWhole(_ slot: Int, _ name: String) -> Bool {
        let description = slots[slot].description
        return ASCIICase.isEqual(description.name, name) && (description.options.isEmpty || description.range == nil)
    }

    private func valueIndices(ofSlot slot: Int) -> Range<Int> {
        (slot == 0 ? 0 : slots[slot - 1].end)..<slots[slot].end
    }

    private func range(ofValue index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }

    private func value(_ index: Int) -> [UInt8] {
        Array(bytes[range(ofValue: index)])
    }
}
