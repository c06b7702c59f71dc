package io.yizhan.gate.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;

/** Refuses settings that are out of range, naming the key. */
final class Check {
    /** RFC 4193: the first seven bits of a private address. */
    private static final int PRIVATE_IPV6 = 0xfc;

    private Check() {}

    static void notBlank(String key, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(key + " is not set");
        }
    }

    static void between(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " is not between " + least + " and " + most + ": " + value);
        }
    }

    static void between(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(key + " is not between " + least + " and " + most + ": " + value);
        }
    }

    /** Of this machine or of a private network. */
    static void isPrivate(String key, InetAddress address) {
        boolean unique = address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == PRIVATE_IPV6;
        if (!unique && !address.isLoopbackAddress() && !address.isSiteLocalAddress() && !address.isLinkLocalAddress()) {
            throw new IllegalArgumentException(key + " is not a private address: " + address.getHostAddress());
        }
    }
}
