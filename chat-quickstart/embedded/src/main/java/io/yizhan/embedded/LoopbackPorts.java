package io.yizhan.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;

/** Chooses and checks ports on loopback. */
public final class LoopbackPorts {

    /** Below 32768, where systems begin to give ports to outgoing connections, which would take a chosen one away. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;
    private static final int TRIES = 1_000;
    private static final int STARTS = 3;

    private LoopbackPorts() {}

    /** Looks without listening: one that listens, if only for a moment, would take the port from whoever looks now. */
    public static boolean isFree(int port) {
        try (Socket socket = new Socket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** One that nobody listens on now, and that no outgoing connection is given. */
    public static int free() {
        return free(LoopbackPorts::isFree);
    }

    static int free(IntPredicate suits) {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (suits.test(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port found: " + LOWEST + " to " + HIGHEST);
    }

    static void requireFree(String part, int port) {
        if (!isFree(port)) {
            throw EmbeddedStartException.taken(part, port);
        }
    }

    /** Starts on the wanted port, or for 0 on a free one, again when somebody else was faster to take that. */
    static <T> T startOn(int wanted, IntFunction<T> start) {
        return startOn(wanted, LoopbackPorts::free, start);
    }

    static <T> T startOn(int wanted, IntSupplier free, IntFunction<T> start) {
        if (wanted != 0) {
            return start.apply(wanted);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return start.apply(free.getAsInt());
            } catch (EmbeddedStartException e) {
                if (!e.portTaken() || attempt == STARTS) {
                    throw e;
                }
            }
        }
    }
}
