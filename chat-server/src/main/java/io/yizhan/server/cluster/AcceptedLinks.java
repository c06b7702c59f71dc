package io.yizhan.server.cluster;

import io.netty.channel.Channel;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The links that peers have opened to this worker: one per peer, the newest. Safe from any thread. */
final class AcceptedLinks {
    private final ConcurrentMap<NodeId, Link> links = new ConcurrentHashMap<>();

    /** Takes a link in the place of an older one, which is closed; false if a newer one, or the same, stands. */
    boolean admit(Incarnation peer, long linkEpoch, Channel channel) {
        var fresh = new Link(peer, linkEpoch, channel);
        Link standing = links.putIfAbsent(peer.node(), fresh);
        while (standing != null) {
            if (!fresh.isNewerThan(standing)) {
                return false;
            }
            if (links.replace(peer.node(), standing, fresh)) {
                standing.channel().close(); // its listener finds another in its place
                break;
            }
            standing = links.putIfAbsent(peer.node(), fresh);
        }
        channel.closeFuture().addListener(closed -> links.remove(peer.node(), fresh));
        return true;
    }

    int size() {
        return links.size();
    }

    void closeAll() {
        links.values().forEach(link -> link.channel().close());
    }

    private record Link(Incarnation peer, long epoch, Channel channel) {
        boolean isNewerThan(Link other) {
            return peer.epoch() != other.peer().epoch()
                    ? peer.epoch() > other.peer().epoch()
                    : epoch > other.epoch();
        }
    }
}
