package io.yizhan.embedded;

import io.yizhan.embedded.EmbeddedRocketMq.Admin;
import io.yizhan.embedded.EmbeddedRocketMq.Flush;
import io.yizhan.embedded.rocketmq.RocketMqMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command line of RocketMQ's child JVM: small, quick to start, and with all its files under one directory. */
record RocketMqCommand(
        Path home,
        Path ready,
        int nameServerPort,
        int brokerPort,
        Flush flush,
        Optional<Admin> admin,
        Map<String, Integer> topics) {

    private static final String LOGGING = "io/yizhan/embedded/rocketmq/logging.xml";

    List<String> line() {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // From JDK 24 on, the broker cannot unmap its files without the next two; 17 does not know the first.
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dio.netty.noUnsafe=false",
                "-Xms64m",
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-Duser.home=" + home,
                "-Djava.io.tmpdir=" + ready.getParent(),
                "-Djava.net.preferIPv4Stack=true",
                // Otherwise it makes itself a certificate at each start, which takes a second and a half.
                "-Dtls.server.mode=disabled",
                // How long the queues of a worker that died stay its own; by default 60 s. Consumers must renew more
                // often.
                "-Drocketmq.broker.rebalance.lockMaxLiveTime=10000",
                // RocketMQ's own shaded Logback, and that of the program that starts it.
                "-Drmq.logback.configurationFile=" + LOGGING,
                "-Dlogback.configurationFile=" + LOGGING,
                "-cp",
                classPath(),
                RocketMqMain.class.getName(),
                home.toString(),
                Integer.toString(nameServerPort),
                Integer.toString(brokerPort),
                flush.name(),
                admin.map(user -> user.name() + ":" + user.secret()).orElse("")));
        topics.forEach((topic, queues) -> line.add(topic + "=" + queues));
        return line;
    }

    /** Under Maven's tests the JVM's own class path is one jar with a manifest, and the real one a property. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
