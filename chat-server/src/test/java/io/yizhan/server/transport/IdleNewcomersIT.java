package io.yizhan.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Thousands who connect and never say who they are: their time is over soon, and nobody else notices. */
class IdleNewcomersIT extends ListenerFixture {
    private static final int MANY = 5_000;
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(7);
    private static final Duration LOGIN_EVERY = Duration.ofSeconds(1);

    private final ByteBuffer nothing = ByteBuffer.allocate(64);
    private final List<Duration> stayed = new ArrayList<>();

    @Test
    void areAllEndedInTime_whileOthersLogIn() throws Exception {
        int logins = 0;
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < MANY; i++) {
                SocketChannel idle = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
                idle.configureBlocking(false);
                idle.register(selector, SelectionKey.OP_READ, System.nanoTime());
            }
            while (!selector.keys().isEmpty()) {
                logIn("user-" + logins);
                logins++;
                long next = System.nanoTime() + LOGIN_EVERY.toNanos();
                while (System.nanoTime() < next && !selector.keys().isEmpty()) {
                    selector.select(this::look, 100);
                }
            }
        }

        assertThat(stayed)
                .hasSize(MANY)
                .allSatisfy(time -> assertThat(time)
                        .as("none is turned away at once, none stays")
                        .isBetween(Duration.ofSeconds(4), ENDED_WITHIN));
        assertThat(logins).isGreaterThanOrEqualTo(4);
        assertThat(listener.refusedNewcomers()).isZero();
    }

    private void logIn(String user) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.loggedIn(user);
        }
    }

    private void look(SelectionKey key) {
        SocketChannel idle = (SocketChannel) key.channel();
        if (hasEnded(idle)) {
            stayed.add(Duration.ofNanos(System.nanoTime() - (long) key.attachment()));
            try {
                idle.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private boolean hasEnded(SocketChannel idle) {
        try {
            return idle.read(nothing.clear()) < 0;
        } catch (IOException e) {
            return true; // a reset is an end, too
        }
    }
}
