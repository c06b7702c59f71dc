package io.yizhan.quickstart;

import io.yizhan.embedded.EmbeddedRocketMq;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to start.
 *
 * @param data everything the cluster keeps is below it
 * @param fresh forget what an earlier start has left there
 * @param workers how many, at least one
 * @param admin a user to make, with the role ADMIN
 * @param users to make, each with the password name + {@code -pass}
 * @param workerSettings for every worker, as {@code --key=value}
 * @param workerJvm options of every worker's virtual machine, after those that make it small, so that they win
 * @param gateJvm options of every gate's virtual machine, likewise
 * @param redisCluster a Redis Cluster of three masters, fresh each time, takes the place of the one Redis
 * @param flush when the broker answers; whatever else than SYNC loses to a power cut what was acknowledged
 * @param zookeeper the addresses of an ensemble that runs already, to be used in the place of ours
 */
public record ClusterOptions(
        Path data,
        boolean fresh,
        int workers,
        Optional<String> admin,
        List<String> users,
        List<String> workerSettings,
        List<String> workerJvm,
        List<String> gateJvm,
        Ports ports,
        boolean redisCluster,
        EmbeddedRocketMq.Flush flush,
        Optional<String> zookeeper) {
    /** The users that the quickstart makes. */
    public static final List<String> EVERYBODY = List.of("alice", "bob", "carol");

    /** @throws IllegalArgumentException for less than one worker */
    public ClusterOptions {
        if (workers < 1) {
            throw new IllegalArgumentException("A cluster needs a worker: " + workers);
        }
        users = List.copyOf(users);
        workerSettings = List.copyOf(workerSettings);
        workerJvm = List.copyOf(workerJvm);
        gateJvm = List.copyOf(gateJvm);
    }
}
