package io.yizhan.server.transport;

import io.yizhan.server.config.NewcomerConfig;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections that are not logged in, counted by where they come from. Safe from any thread, never blocks. */
final class Newcomers {
    private static final Logger log = LoggerFactory.getLogger(Newcomers.class);
    private static final long WARN_GAP_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** Whoever has one IPv6 address has all others of its network. */
    private static final int NETWORK_BYTES = 8;

    private final NewcomerConfig limits;
    private final AtomicInteger present = new AtomicInteger();
    private final Map<InetAddress, Integer> byOrigin = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();
    private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

    Newcomers(NewcomerConfig limits) {
        this.limits = limits;
    }

    /** Whether there is room for one more; it is counted then until {@link #leave}. */
    boolean admit(InetAddress address) {
        InetAddress origin = origin(address);
        int here = byOrigin.merge(origin, 1, Integer::sum);
        if (present.incrementAndGet() > limits.total() || here > limits.perAddress()) {
            leave(address);
            tell(origin, here);
            return false;
        }
        return true;
    }

    /** One that was admitted has logged in or has gone. */
    void leave(InetAddress address) {
        present.decrementAndGet();
        byOrigin.computeIfPresent(origin(address), (origin, count) -> count == 1 ? null : count - 1);
    }

    /** How many there are. */
    int present() {
        return present.get();
    }

    /** How many found no room, ever. */
    long refused() {
        return refused.sum();
    }

    private void tell(InetAddress origin, int here) {
        refused.increment();
        long due = nextWarning.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextWarning.compareAndSet(due, now + WARN_GAP_NANOS)) {
            log.warn(
                    "Too many connections are not logged in, closed in all so far {}: {} (from there {})",
                    refused,
                    origin.getHostAddress(),
                    here);
        }
    }

    private static InetAddress origin(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Not an address: " + address, e);
        }
    }
}
