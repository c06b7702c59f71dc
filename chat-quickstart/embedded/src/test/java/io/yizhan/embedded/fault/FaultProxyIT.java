package io.yizhan.embedded.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultProxyIT {
    private static final int QUIET_MS = 300;

    private EchoServer echo;
    private FaultProxy proxy;
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        echo = new EchoServer();
        proxy = FaultProxy.to(echo.port());
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        proxy.close();
        echo.close();
    }

    @Test
    void passesEverythingOn_bothWaysAndInOrder() throws IOException {
        Socket socket = dial();
        byte[] much = new byte[5_000_000];
        new Random(1).nextBytes(much);
        Thread writer = new Thread(() -> write(socket, much));
        writer.start();

        assertThat(socket.getInputStream().readNBytes(much.length)).isEqualTo(much);
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void passesTheEndOn_andForgetsTheConnection() throws IOException {
        Socket socket = dial();
        say(socket, "last words");
        socket.shutdownOutput();

        assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                .isEqualTo("last words");
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void passesAResetOn() throws IOException {
        Socket socket = dial();
        say(socket, "x");
        assertThat(hear(socket, 1)).isEqualTo("x");
        socket.setSoLinger(true, 0);
        socket.close();

        await().until(echo::ended);
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void resetsAtOnce_whoeverDials_whenTheTargetIsAway() throws IOException {
        echo.close();

        Socket socket = dial();

        assertThatThrownBy(() -> hear(socket, 1)).isInstanceOf(SocketException.class);
    }

    @Test
    void delays_inOneDirectionOnly() throws IOException {
        Socket socket = dial();
        proxy.poison(Direction.FROM_TARGET, new Toxic.Latency(Duration.ofMillis(400)));

        long begun = System.nanoTime();
        say(socket, "late");
        await().atMost(Duration.ofMillis(300)).until(() -> echo.heard().equals("late"));

        assertThat(hear(socket, 4)).isEqualTo("late");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(400), Duration.ofMillis(2_000));
    }

    @Test
    void letsGoAtOnceWhatWasDelayed_whenItHeals() throws IOException {
        Socket socket = dial();
        proxy.poison(new Toxic.Latency(Duration.ofSeconds(60)));
        say(socket, "a");
        hearsNothing(socket);

        proxy.heal();
        say(socket, "b");

        assertThat(hear(socket, 2)).isEqualTo("ab");
    }

    @Test
    void passesNoMoreThanTheBandwidth() throws IOException {
        Socket socket = dial();
        proxy.poison(Direction.TO_TARGET, new Toxic.Bandwidth(100_000));

        long begun = System.nanoTime();
        say(socket, "x".repeat(50_000));

        assertThat(hear(socket, 50_000)).hasSize(50_000);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(400), Duration.ofMillis(3_000));
    }

    @Test
    void cutsIntoSlices() throws IOException {
        Socket socket = dial();
        proxy.poison(Direction.TO_TARGET, new Toxic.Slices(2, Duration.ofMillis(20)));

        say(socket, "0123456789");

        assertThat(hear(socket, 10)).isEqualTo("0123456789");
        assertThat(echo.reads()).isGreaterThan(1);
    }

    @Test
    void holdsBack_andLosesNothing_whileStalled() throws IOException {
        Socket socket = dial();
        proxy.poison(Direction.TO_TARGET, new Toxic.Stall());

        say(socket, "held");
        hearsNothing(socket);
        assertThat(echo.heard()).isEmpty();
        proxy.heal();

        assertThat(hear(socket, 4)).isEqualTo("held");
    }

    @Test
    void stopsReading_whenMuchIsHeldBack() throws Exception {
        Socket socket = dial();
        proxy.poison(new Toxic.Stall());
        byte[] much = new byte[20_000_000];
        Thread writer = new Thread(() -> write(socket, much));
        writer.start();

        writer.join(QUIET_MS);
        assertThat(writer.isAlive()).as("the sender feels the stall").isTrue();
        proxy.heal();

        assertThat(socket.getInputStream().readNBytes(much.length)).isEqualTo(much);
    }

    @Test
    void hidesTheEndOfTheTarget_whileStalled() throws IOException {
        Socket socket = dial();
        say(socket, "x");
        assertThat(hear(socket, 1)).isEqualTo("x");
        proxy.poison(new Toxic.Stall());

        echo.close();
        hearsNothing(socket);
        proxy.heal();

        assertThat(endOf(socket)).isTrue();
    }

    @Test
    void losesWhatOneSideSays_andResetsOnHealing_whenSilenced() throws IOException {
        Socket socket = dial();
        proxy.poison(Direction.FROM_TARGET, new Toxic.Silence());

        say(socket, "heard, not answered");
        await().until(() -> echo.heard().equals("heard, not answered"));
        hearsNothing(socket);
        proxy.heal();

        assertThatThrownBy(() -> hear(socket, 1)).isInstanceOf(SocketException.class);
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void leavesAConnectionAlone_thatLostNothingInTheSilence() throws IOException {
        Socket socket = dial();
        say(socket, "a");
        assertThat(hear(socket, 1)).isEqualTo("a");

        proxy.poison(new Toxic.Silence());
        proxy.heal();
        say(socket, "b");

        assertThat(hear(socket, 1)).isEqualTo("b");
    }

    @Test
    void resetsWhoIsThere_andTakesNobody_whileCut() throws IOException {
        Socket before = dial();
        say(before, "x");
        assertThat(hear(before, 1)).isEqualTo("x");

        proxy.cut();
        assertThatThrownBy(() -> hear(before, 1)).isInstanceOf(SocketException.class);
        Socket during = dial();
        assertThatThrownBy(() -> hear(during, 1)).isInstanceOf(SocketException.class);
        assertThat(echo.accepted()).isEqualTo(1);
        proxy.heal();

        Socket after = dial();
        say(after, "y");
        assertThat(hear(after, 1)).isEqualTo("y");
    }

    @Test
    void resetsWhoIsThere_andTakesTheNext() throws IOException {
        Socket before = dial();
        say(before, "x");
        assertThat(hear(before, 1)).isEqualTo("x");

        proxy.reset();

        assertThatThrownBy(() -> hear(before, 1)).isInstanceOf(SocketException.class);
        Socket after = dial();
        say(after, "y");
        assertThat(hear(after, 1)).isEqualTo("y");
    }

    private Socket dial() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new AssertionError("Could not write", e);
        }
    }

    private static String hear(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), ISO_8859_1);
    }

    private static void hearsNothing(Socket socket) throws IOException {
        socket.setSoTimeout(QUIET_MS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(0);
    }

    private static boolean endOf(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }
}
