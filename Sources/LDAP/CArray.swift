// SPDX-License-Identifier: Apache-2.0

import CLDAP
import Glibc

/// Lends Swift arrays to libldap in its form: arrays of pointers with a null pointer at the end, freed after the call.
enum CArray {
    /// No strings are lent as no array.
    static func withStrings<T>(
        _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> T
    ) -> T {
        guard !strings.isEmpty else { return body(nil) }
        var pointers: [UnsafeMutablePointer<CChar>?] = unsafe strings.map { unsafe ber_strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe ber_memfree($0) } }
        return unsafe pointers.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress) }
    }

    /// No controls are lent as no array.
    static func withControls<T>(
        _ controls: [LDAPControl], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<ldapcontrol>?>?) -> T
    ) -> T {
        guard !controls.isEmpty else { return body(nil) }
        var pointers: [UnsafeMutablePointer<ldapcontrol>?] = unsafe controls.map { control in
            var copy: UnsafeMutablePointer<ldapcontrol>?
            var bytes = control.value ?? []
            unsafe bytes.withUnsafeMutableBytes { buffer in
                var value = unsafe berval(
                    bv_len: ber_len_t(buffer.count), bv_val: buffer.baseAddress?.assumingMemoryBound(to: CChar.self))
                if control.value == nil { unsafe value.bv_val = nil }
                unsafe _ = ldap_control_create(control.oid, control.critical ? 1 : 0, &value, 1, &copy)
            }
            return unsafe copy
        }
        unsafe pointers.append(nil)
        defer { unsafe pointers.forEach { unsafe ldap_control_free($0) } }
        return unsafe pointers.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress) }
    }

    /// Values with their lengths (LDAP_MOD_BVALUES), so that NUL is a byte like any other.
    static func withModifications<T>(
        _ modifications: [Modification], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<ldapmod>?>?) -> T
    ) -> T {
        var pointers: [UnsafeMutablePointer<ldapmod>?] = unsafe modifications.map { modification in
            let copy = UnsafeMutablePointer<ldapmod>.allocate(capacity: 1)
            unsafe copy.initialize(to: ldapmod())
            unsafe copy.pointee.mod_op = modification.operation.rawValue | LDAP_MOD_BVALUES
            unsafe copy.pointee.mod_type = ber_strdup(modification.attribute)
            unsafe copy.pointee.mod_vals.modv_bvals = values(modification.values)
            return unsafe copy
        }
        unsafe pointers.append(nil)
        defer {
            unsafe pointers.forEach { pointer in
                guard let pointer = unsafe pointer else { return }
                unsafe ber_memfree(pointer.pointee.mod_type)
                // A value may be a password.
                unsafe overwrite(pointer.pointee.mod_vals.modv_bvals)
                unsafe ber_bvecfree(pointer.pointee.mod_vals.modv_bvals)
                unsafe pointer.deallocate()
            }
        }
        return unsafe pointers.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress) }
    }

    private static func overwrite(_ values: UnsafeMutablePointer<UnsafeMutablePointer<berval>?>?) {
        guard var next = unsafe values else { return }
        while let value = unsafe next.pointee {
            if let bytes = unsafe value.pointee.bv_val { unsafe explicit_bzero(bytes, Int(value.pointee.bv_len)) }
            unsafe next += 1
        }
    }

    /// No values are no array: a deletion of the whole attribute.
    private static func values(_ values: [[UInt8]]) -> UnsafeMutablePointer<UnsafeMutablePointer<berval>?>? {
        var array: UnsafeMutablePointer<UnsafeMutablePointer<berval>?>?
        for value in values {
            // `ber_mem2bv` copies, and needs an address even for nothing: libldap takes none for the end. Nothing is copied
            // here, where it would not be overwritten.
            unsafe value.withUnsafeBytes { buffer in
                unsafe withUnsafeBytes(of: UInt8(0)) { nothing in
                    let start = unsafe (buffer.baseAddress ?? nothing.baseAddress)?.assumingMemoryBound(to: CChar.self)
                    unsafe _ = ber_bvecadd(&array, ber_mem2bv(start, ber_len_t(value.count), 1, nil))
                }
            }
        }
        return unsafe array
    }
}
