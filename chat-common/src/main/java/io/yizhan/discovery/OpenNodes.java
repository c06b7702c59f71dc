package io.yizhan.discovery;

import java.util.List;
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
        try {
            for (String path : List.of(ClusterPaths.NODES, ClusterPaths.GATES)) {
                if (!children(path).isEmpty()) {
                    throw new IllegalStateException(
                            "Stop all workers and gates, which stay for a session's time-out when killed; here is one: "
                                    + path + "/" + children(path).get(0));
                }
            }
            return claim(ClusterPaths.ROOT);
        } catch (IllegalStateException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("ZooKeeper did not take the new owner of its nodes: " + e.getMessage(), e);
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
