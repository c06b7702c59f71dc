package io.yizhan.quickstart;

import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.LoopbackPorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Starts workers and gates as processes that use the given middleware. */
final class Programs {
    private static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k", "-XX:+ExitOnOutOfMemoryError");

    private final ClusterFiles files;
    private final Path workerSettings;
    private final Path gateSettings;
    private final boolean usual;

    /**
     * @param statusPort of the status service of the gates, if they are to have one
     * @param usual whether the programs do what they always do, but for those with settings of their own
     */
    Programs(ClusterFiles files, Middleware middleware, OptionalInt statusPort, boolean usual) {
        this.files = files;
        this.usual = usual;
        EmbeddedMariaDb database = middleware.mariadb();
        String zookeeper = middleware.ensemble();
        String redis = middleware.redisServers().uri();
        this.workerSettings = files.settings(
                "chat-server.properties",
                new TreeMap<>(Map.of(
                        "client.port", "0",
                        "mesh.secret", files.secret(),
                        "zookeeper.connect", zookeeper,
                        "zookeeper.session-timeout", "6s",
                        "redis.uri", redis,
                        "rocketmq.name-servers", middleware.rocketmq().nameServers(),
                        "database.url", database.jdbcUrl(),
                        "database.user", database.user(),
                        "database.password", database.password())));
        Map<String, String> gate = new TreeMap<>(Map.of(
                "yizhan.zookeeper.connect", zookeeper,
                "yizhan.redis.uri", redis,
                "spring.datasource.url", database.jdbcUrl(),
                "spring.datasource.username", database.user(),
                "spring.datasource.password", database.password()));
        statusPort.ifPresent(port -> {
            requireFree("Status service", port);
            gate.put("yizhan.status.secret", files.statusSecret());
            gate.put("yizhan.status.port", "0"); // the first gate is told its own; any further one takes what is free
        });
        this.gateSettings = files.settings("web-gate.properties", gate);
    }

    /** @param jvm options of the virtual machine, after ours */
    Worker worker(String name, int port, List<String> settings, List<String> jvm) {
        requireFree("Worker", port);
        List<String> arguments =
                new ArrayList<>(List.of("--config", workerSettings.toString(), "--client.port=" + port));
        arguments.addAll(settings);
        List<String> all = new ArrayList<>(SMALL);
        all.addAll(List.of("-Xmx256m", "-Dlogback.configurationFile=io/yizhan/server/logback.xml"));
        all.addAll(jvm);
        return new Worker(
                ChildJvm.start(
                        name,
                        "io.yizhan.server.ChatServerMain",
                        all,
                        usual && settings.isEmpty() && jvm.isEmpty(),
                        arguments,
                        files.logs()),
                port);
    }

    /** @param more options of the virtual machine, after ours */
    ChildJvm gate(String name, int port, List<String> settings, List<String> more) {
        requireFree("Gate", port);
        List<String> arguments = new ArrayList<>(
                List.of("--server.port=" + port, "--spring.config.additional-location=file:" + gateSettings));
        arguments.addAll(settings);
        List<String> jvm = new ArrayList<>(SMALL);
        jvm.add("-Xmx192m");
        jvm.addAll(more);
        return ChildJvm.start(
                name,
                "io.yizhan.gate.WebGateApplication",
                jvm,
                usual && settings.isEmpty() && more.isEmpty(),
                arguments,
                files.logs());
    }

    /** A free port, unless one is asked for. */
    static int choose(int wanted) {
        return wanted == 0 ? LoopbackPorts.free() : wanted;
    }

    Path workerSettings() {
        return workerSettings;
    }

    private static void requireFree(String part, int port) {
        if (!LoopbackPorts.isFree(port)) {
            throw new ClusterStartException(part + " cannot listen: port " + port + " is taken");
        }
    }
}
