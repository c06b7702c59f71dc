package io.yizhan.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedZooKeeperIT {

    private static final int SESSION_MILLIS = 10_000;

    @TempDir
    private Path dir;

    @Test
    void answersOnLoopbackOnly_whenStarted() throws Exception {
        try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(dir, 0);
                ZooKeeper client = connect(server)) {
            assertThat(server.isAlive()).isTrue();
            assertThat(client.getChildren("/", false)).containsExactly("zookeeper");
            assertThat(Listeners.of(ProcessHandle.current().pid())).isNotEmpty();
            assertThat(Listeners.outsideLoopback(ProcessHandle.current().pid())).isEmpty();
        }
    }

    @Test
    void keepsItsData_whenStoppedAndStartedAgain() throws Exception {
        int port;
        try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(dir, 0);
                ZooKeeper client = connect(server)) {
            port = server.port();
            client.create("/kept", "你好".getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
        try (EmbeddedZooKeeper again = EmbeddedZooKeeper.start(dir, port);
                Stream<Path> files = Files.list(dir);
                ZooKeeper client = connect(again)) {
            assertThat(client.getData("/kept", false, null)).asString(UTF_8).isEqualTo("你好");
            assertThat(files).as("the data and one file of settings").hasSize(2);
        }
    }

    @Test
    void freesThePort_whenClosedTwice() {
        EmbeddedZooKeeper server = EmbeddedZooKeeper.start(dir, 0);
        long started = System.nanoTime();
        server.close();
        server.close();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
        assertThat(server.isAlive()).isFalse();
        assertThat(LoopbackPorts.isFree(server.port())).isTrue();
    }

    @Test
    void namesThePort_whenItIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedZooKeeper.start(dir, taken.getLocalPort()))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessage("ZooKeeper cannot listen: port " + taken.getLocalPort() + " is taken");
        }
    }

    @Test
    void leavesTheHandlerOfTheJvmAlone_whenStarted() {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(dir, 0)) {
            assertThat(server.isAlive()).isTrue();
            assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
        }
    }

    @Test
    void servesTwoSideBySide_whenEachHasItsDirectory() throws Exception {
        try (EmbeddedZooKeeper one = EmbeddedZooKeeper.start(dir.resolve("one"), 0);
                EmbeddedZooKeeper two = EmbeddedZooKeeper.start(dir.resolve("two"), 0);
                ZooKeeper client = connect(one);
                ZooKeeper other = connect(two)) {
            client.create("/mine", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            assertThatThrownBy(() -> other.getData("/mine", false, null))
                    .isInstanceOf(KeeperException.NoNodeException.class);
        }
    }

    private static ZooKeeper connect(EmbeddedZooKeeper server) throws IOException {
        return new ZooKeeper(server.connectString(), SESSION_MILLIS, event -> {});
    }
}
