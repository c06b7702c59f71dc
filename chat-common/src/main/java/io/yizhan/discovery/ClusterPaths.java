package io.yizhan.discovery;

import io.yizhan.identity.NodeId;
import java.util.Locale;

/** The cluster's footprint in ZooKeeper that other programs read. */
public final class ClusterPaths {
    /** Above all there is. */
    public static final String ROOT = "/im";

    /** Parent of the workers' ephemeral sequential znodes. */
    public static final String NODES = "/im/nodes";

    /** Parent of the gates' ephemeral sequential znodes. */
    public static final String GATES = "/im/gates";

    /** What a worker's znode name begins with; the sequence follows. */
    public static final String NODE_PREFIX = "seq-";

    private ClusterPaths() {}

    /** What a worker's znode is called. */
    public static String nodeName(NodeId node) {
        return String.format(Locale.ROOT, "%s%010d", NODE_PREFIX, node.value());
    }
}
