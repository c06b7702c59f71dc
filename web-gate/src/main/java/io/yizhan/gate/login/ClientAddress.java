package io.yizhan.gate.login;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where a request came from, as far as it tells one customer of a network from another: an IPv4 address, or the first
 * 64 bits of an IPv6 address, since whoever has one has all the rest.
 *
 * @param value the address, or the bits in hexadecimal
 */
public record ClientAddress(String value) {
    private static final int NETWORK_BYTES = 8;

    /** @param remote a literal address as the HTTP server names it */
    static ClientAddress of(String remote) {
        if (remote.indexOf(':') < 0) {
            return new ClientAddress(remote);
        }
        try {
            InetAddress address = InetAddress.getByName(remote); // a literal: no look-up
            return address instanceof Inet6Address
                    ? new ClientAddress(HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES)))
                    : new ClientAddress(address.getHostAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Not an address: " + remote, e);
        }
    }
}
