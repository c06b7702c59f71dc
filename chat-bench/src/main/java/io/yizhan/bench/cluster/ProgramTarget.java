package io.yizhan.bench.cluster;

import io.yizhan.bench.machine.LocalProcess;
import io.yizhan.bench.relay.RelayMain;
import io.yizhan.embedded.LoopbackPorts;
import io.yizhan.quickstart.ChildJvm;
import io.yizhan.server.ChatServerMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One program with a gate of its own, started for the run: the bare relay, or a worker that keeps all in memory. */
public final class ProgramTarget implements Target {
    private static final List<String> FAST = List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_MS = 50;

    private final ChildJvm program;
    private final int gatePort;
    private final boolean believing;

    private ProgramTarget(ChildJvm program, int gatePort, boolean believing) {
        this.program = program;
        this.gatePort = gatePort;
        this.believing = believing;
    }

    /**
     * The floor: stores nothing, knows nothing, passes on. Blocks until users can log in.
     *
     * @param more options of its virtual machine
     */
    public static ProgramTarget relay(Path home, List<String> more) throws InterruptedException {
        int gatePort = LoopbackPorts.free();
        List<String> arguments = List.of(Integer.toString(gatePort));
        List<String> jvm = new ArrayList<>(FAST);
        jvm.add("-Xmx512m");
        jvm.addAll(more);
        return start("relay", RelayMain.class, jvm, arguments, home, gatePort);
    }

    /**
     * One worker as it runs alone, with everything in memory: as much of it as Java takes by itself, since no message
     * is ever given up. Blocks until users can log in.
     *
     * @param workerJvm more options of its virtual machine
     */
    public static ProgramTarget standalone(Path home, List<String> workerJvm) throws InterruptedException {
        int gatePort = LoopbackPorts.free();
        List<String> jvm = new ArrayList<>(FAST);
        jvm.add("-Dlogback.configurationFile=io/yizhan/server/logback.xml");
        jvm.addAll(workerJvm);
        return start(
                "standalone",
                ChatServerMain.class,
                jvm,
                List.of("--mode", "standalone", "--client.port", "0", "--standalone.gate-port", "" + gatePort),
                home,
                gatePort);
    }

    private static ProgramTarget start(
            String name, Class<?> main, List<String> jvm, List<String> arguments, Path home, int gatePort)
            throws InterruptedException {
        ChildJvm program = ChildJvm.start(name, main.getName(), jvm, false, arguments, home.toAbsolutePath());
        ProgramTarget target = new ProgramTarget(program, gatePort, main == RelayMain.class);
        boolean ready = false;
        try {
            target.awaitGate();
            ready = true;
            return target;
        } finally {
            if (!ready) {
                target.close();
            }
        }
    }

    private void awaitGate() throws InterruptedException {
        long deadline = System.nanoTime() + START_NANOS;
        while (!gateListens()) {
            if (!program.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("Did not start: " + program.name() + ", see " + program.log());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    private boolean gateListens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gatePort)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false; // not yet
        }
    }

    /** Whether it takes everybody for who he says he is. */
    public boolean isBelieving() {
        return believing;
    }

    @Override
    public List<URI> gates() {
        return List.of(URI.create("http://127.0.0.1:" + gatePort));
    }

    @Override
    public List<LocalProcess> processes() {
        return List.of(new LocalProcess(program.name(), program.pid()));
    }

    @Override
    public Optional<LaneRecording> endWorkers() {
        return Optional.empty();
    }

    @Override
    public void close() {
        program.close();
    }
}
