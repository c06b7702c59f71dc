package io.yizhan.discovery;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;

/** The nodes of a cluster that was started without a user, which everybody gets at. Calls block; one thread. */
public final class OpenNodes {
    private final CuratorFramework curator;

    /** @param zookeeper started, with the user who is to have them */
    public OpenNodes(ZooKeeperClient zookeeper) {
        this.curator = zookeeper.curator();
    }

    /**
     * Gives them to the user alone. When it is broken off, it may be done again.
     *
     * @return how many there were
     * @throws IllegalStateException while a worker or gate is there: what it made would go on being everybody's, and
     *     those without the user would not get at the rest
     */
    public int claim() {
        ask(this::whoIsThere).ifPresent(path -> {
            throw new IllegalStateException(
                    "Stop all workers and gates, which stay for a session's time-out when killed; here is one: "
                            + path);
        });
        return ask(() -> claim(ClusterPaths.ROOT));
    }

    private Optional<String> whoIsThere() throws Exception {
        for (String path : List.of(ClusterPaths.NODES, ClusterPaths.GATES)) {
            List<String> there = children(path);
            if (!there.isEmpty()) {
                return Optional.of(path + "/" + there.get(0));
            }
        }
        return Optional.empty();
    }

    private static <T> T ask(Callable<T> question) {
        try {
            return question.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while ZooKeeper was to give nodes away", e);
        } catch (Exception e) {
            throw new IllegalStateException("ZooKeeper did not give its nodes away: " + e.getMessage(), e);
        }
    }

    private int claim(String path) throws Exception {
        int claimed = 0;
        for (String child : children(path)) {
            claimed += claim(path + "/" + child);
        }
        try {
            if (isOpen(curator, path)) {
                curator.setACL().withACL(ZooDefs.Ids.CREATOR_ALL_ACL).forPath(path);
                claimed++;
            }
        } catch (KeeperException.NoNodeException e) {
            return claimed; // gone meanwhile, or never there
        }
        return claimed;
    }

    private List<String> children(String path) throws Exception {
        try {
            return curator.getChildren().forPath(path);
        } catch (KeeperException.NoNodeException e) {
            return List.of();
        }
    }

    /** Whether everybody gets at a node. */
    static boolean isOpen(CuratorFramework curator, String path) throws Exception {
        return curator.getACL().forPath(path).stream()
                .anyMatch(entry -> entry.getId().equals(ZooDefs.Ids.ANYONE_ID_UNSAFE));
    }
}
