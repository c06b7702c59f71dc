package io.yizhan.embedded.rocketmq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.common.MQVersion;
import org.apache.rocketmq.common.TopicConfig;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;

/**
 * The child's main program. Arguments: directory, port of the name server, port of the broker, {@code SYNC} or
 * {@code ASYNC}, {@code name:secret} of an administrator or nothing, then {@code topic=queues} any number of times.
 * Ends on SIGTERM or at the end of its standard input.
 */
public final class RocketMqMain {

    /** The file in {@code java.io.tmpdir} that appears when messages are taken. */
    public static final String READY = "ready";

    private RocketMqMain() {}

    public static void main(String[] args) {
        try {
            // Without it the name server registers the broker with no topic at all.
            System.setProperty(RemotingCommand.REMOTING_VERSION_KEY, Integer.toString(MQVersion.CURRENT_VERSION));
            RocketMqNode node = new RocketMqNode(
                    new RocketMqSettings(
                            Path.of(args[0]),
                            Integer.parseInt(args[1]),
                            Integer.parseInt(args[2]),
                            args[3].equals("SYNC"),
                            args[4]),
                    topics(args));
            node.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "rocketmq-stop"));
            Files.createFile(Path.of(System.getProperty("java.io.tmpdir"), READY));
            awaitEndOfInput();
            System.exit(0);
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static List<TopicConfig> topics(String[] args) {
        List<TopicConfig> topics = new ArrayList<>();
        for (int i = 5; i < args.length; i++) {
            int equals = args[i].lastIndexOf('=');
            int queues = Integer.parseInt(args[i].substring(equals + 1));
            topics.add(new TopicConfig(args[i].substring(0, equals), queues, queues));
        }
        return topics;
    }

    private static void awaitEndOfInput() throws IOException {
        while (System.in.read() != -1) {
            // Nothing is said here: the pipe only tells when the parent is gone.
            continue;
        }
    }

    /** What the broker leaves running would hold the JVM for another eight seconds, and has nothing left to write. */
    private static void stop(RocketMqNode node) {
        try {
            node.stop();
            Runtime.getRuntime().halt(0);
        } catch (RuntimeException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }
}
