package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import chat.status.v1.GetChatServerRequest;
import chat.status.v1.GetChatServerResponse;
import chat.status.v1.StatusServiceGrpc;
import chat.status.v1.StatusServiceGrpc.StatusServiceBlockingStub;
import chat.v2.Frame;
import chat.v2.LoginRequest;
import chat.v2.Platform;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.LoopbackPorts;
import io.yizhan.embedded.fault.Direction;
import io.yizhan.embedded.fault.FaultProxy;
import io.yizhan.embedded.fault.Toxic;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * 10,000 users log in through the status services of three gates that hear of the workers' load late, and must not run
 * to one worker after the other. As hard as 10,000 within 10 s and reports that are 2 s old, on a machine of any speed:
 * those who log in before tell how long 2,000 logins take here, and so old are the reports then, at least. Logins are
 * due a millisecond apart, whether those before are done or not; where the machine cannot do so many, they come later.
 * The line that is printed says how long all took and where the time went. No password is hashed on this way.
 */
@Tag("long")
class LateReportsIT {
    private static final int LOGINS = 10_000;
    /** As many log in while a report is on its way. */
    private static final int UNSEEN = 2_000;

    private static final int BEFORE = 2 * UNSEEN;
    /** Netty tells of a buffer that was lost when another is made after a collection. */
    private static final int AFTERWARDS = 100;

    private static final int AT_ONCE = 48;
    private static final String SECRET = "of-the-status-service-32-bytes-..";

    @RegisterExtension
    static final TestCluster cluster =
            TestCluster.withJvm(List.of("-Dio.netty.leakDetection.level=paranoid"), 4, "--client.login-timeout=30s");

    private static final List<FaultProxy> WAYS = new ArrayList<>();
    private static final List<ManagedChannel> GATES = new ArrayList<>();

    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Integer> sessions = new ConcurrentHashMap<>();
    private final LongAdder gateNanos = new LongAdder();
    private final LongAdder workerNanos = new LongAdder();
    private final AtomicLong latestNanos = new AtomicLong();

    @BeforeAll
    static void startGates() throws Exception {
        makeUsers();
        for (int i = 0; i < 3; i++) {
            FaultProxy way =
                    FaultProxy.to(cluster.running().middleware().zookeeper().port());
            WAYS.add(way);
            int port = LoopbackPorts.free();
            cluster.running()
                    .startGate(
                            "--yizhan.status.secret=" + SECRET,
                            "--yizhan.status.port=" + port,
                            "--yizhan.zookeeper.session-timeout=40s",
                            "--yizhan.zookeeper.connect=127.0.0.1:" + way.port());
            GATES.add(NettyChannelBuilder.forAddress("127.0.0.1", port)
                    .usePlaintext()
                    .directExecutor()
                    .build());
        }
    }

    /** Without passwords: nobody logs in by one. */
    private static void makeUsers() throws Exception {
        EmbeddedMariaDb database = cluster.running().middleware().mariadb();
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO users (user_id, password_hash) VALUES "
                    + IntStream.range(0, BEFORE + LOGINS + AFTERWARDS)
                            .mapToObj(i -> "('storm-" + i + "', '-')")
                            .collect(Collectors.joining(", ")));
        }
    }

    @AfterAll
    static void stop() {
        GATES.forEach(ManagedChannel::shutdownNow);
        WAYS.forEach(FaultProxy::close);
    }

    @Test
    void aStormSpreadsEvenly_thoughReportsAreOld() throws Exception {
        logIn(0, UNSEEN); // which warms everything up
        Duration late = logIn(UNSEEN, UNSEEN);
        // A gate hears that a load has changed, asks for it, and hears it: what it knows is between one and two of
        // these
        // times old, and half a second more that lie between a worker's reports.
        WAYS.forEach(way -> way.poison(Direction.FROM_TARGET, new Toxic.Latency(late)));
        sessions.clear();
        gateNanos.reset();
        workerNanos.reset();
        latestNanos.set(0);
        Duration usedBefore = processorTime();

        Duration took = logIn(BEFORE, LOGINS);

        System.out.printf(
                "  %d logins in %d ms, reports %d ms late; on average %.1f ms at a gate and %.1f ms at a worker, begun up"
                        + " to %d ms late; %d ms of processors for all; sessions by worker: %s%n",
                LOGINS,
                took.toMillis(),
                late.toMillis(),
                gateNanos.sum() / 1e6 / LOGINS,
                workerNanos.sum() / 1e6 / LOGINS,
                TimeUnit.NANOSECONDS.toMillis(latestNanos.get()),
                processorTime().minus(usedBefore).toMillis(),
                sessions);
        Collection<Integer> each = sessions.values();
        int most = each.stream().mapToInt(Integer::intValue).max().orElseThrow();
        int least = each.stream().mapToInt(Integer::intValue).min().orElseThrow();
        assertThat(each.stream().mapToInt(Integer::intValue).sum()).isEqualTo(LOGINS);
        assertThat(sessions).hasSize(4);
        assertThat((double) most / least).as(sessions.toString()).isLessThanOrEqualTo(1.2);

        leave();
        collectGarbage();
        logIn(BEFORE + LOGINS, AFTERWARDS);
        try (Stream<Path> logs = Files.list(cluster.running().logs())) {
            assertThat(logs.filter(Files::isRegularFile))
                    .allSatisfy(log -> assertThat(log).content().doesNotContain("LEAK: "));
        }
    }

    /** In all that this test has started. */
    private static void collectGarbage() throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        List<ProcessHandle> programs = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .toList();
        for (ProcessHandle program : programs) {
            Process collection = new ProcessBuilder(jcmd, Long.toString(program.pid()), "GC.run").start();
            assertThat(collection.waitFor()).isZero();
        }
    }

    /** How long it took until all of them were logged in; they stay. */
    private Duration logIn(int first, int count) throws Exception {
        List<StatusServiceBlockingStub> gates =
                GATES.stream().map(LateReportsIT::stub).toList();
        ScheduledExecutorService crowd = Executors.newScheduledThreadPool(AT_ONCE);
        try {
            long begin = System.nanoTime();
            List<Future<Void>> logins = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String user = "storm-" + (first + i);
                StatusServiceBlockingStub gate = gates.get(i % gates.size());
                long due = begin + TimeUnit.MILLISECONDS.toNanos(i);
                logins.add(crowd.schedule(
                        () -> {
                            latestNanos.accumulateAndGet(System.nanoTime() - due, Math::max);
                            return logIn(gate, user);
                        },
                        i,
                        TimeUnit.MILLISECONDS));
            }
            for (Future<Void> login : logins) {
                login.get();
            }
            return Duration.ofNanos(System.nanoTime() - begin);
        } finally {
            crowd.shutdownNow();
        }
    }

    @AfterEach
    void leave() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** Of this test and all that it has started: if it is near all that there was, the machine is the bound. */
    private static Duration processorTime() {
        ProcessHandle self = ProcessHandle.current();
        return Stream.concat(Stream.of(self), self.descendants())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static StatusServiceBlockingStub stub(ManagedChannel channel) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + SECRET);
        return StatusServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private Void logIn(StatusServiceBlockingStub gate, String user) throws IOException {
        long begin = System.nanoTime();
        GetChatServerResponse place = gate.getChatServer(
                GetChatServerRequest.newBuilder().setUid(user).build());
        assertThat(place.getError()).isZero();
        long chosen = System.nanoTime();
        gateNanos.add(chosen - begin);
        Socket socket = new Socket(place.getHost(), place.getPort());
        open.add(socket);
        socket.setTcpNoDelay(true);
        byte[] body = Frame.newBuilder()
                .setRequestId(1)
                .setLoginRequest(LoginRequest.newBuilder()
                        .setToken(place.getToken())
                        .setUserId(user)
                        .setDeviceId("phone")
                        .setPlatform(Platform.BOT))
                .build()
                .toByteArray();
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(OutsideClient.header(0x86, 2, body.length));
        frame.write(body);
        frame.writeTo(socket.getOutputStream()); // at once: two small writes would wait for each other
        DataInputStream in = new DataInputStream(socket.getInputStream());
        assertThat(in.readInt()).isEqualTo(0x86 << 16 | 2);
        assertThat(Frame.parseFrom(in.readNBytes(in.readInt())).hasLoginResponse())
                .isTrue();
        workerNanos.add(System.nanoTime() - chosen);
        sessions.merge(place.getPort(), 1, Integer::sum);
        return null;
    }
}
