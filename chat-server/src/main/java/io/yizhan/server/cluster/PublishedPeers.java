package io.yizhan.server.cluster;

import io.yizhan.identity.Incarnation;
import io.yizhan.server.config.MeshConfig;
import io.yizhan.server.session.PeerTransport;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The ways to other workers and from them where nobody is dialled: each worker listens on a channel of its own, and a
 * batch for it is one publication there. Ends with its entrance.
 */
public final class PublishedPeers {
    private final WorkerRouter router;
    private final PublicationReceiver entrance;

    /**
     * Nothing is published, and nobody listened to, before the entrance begins.
     *
     * @param channels for this worker alone; closed with the entrance
     * @param config of it the secret, the bound of what waits for one peer, and the patience with one that is silent
     * @param self who this worker is, asked from the first life on
     * @param alive whether a registration is one of a live worker
     * @throws IllegalArgumentException if the secret is too short
     */
    public PublishedPeers(
            PeerChannels channels,
            MeshConfig config,
            Supplier<Incarnation> self,
            Predicate<Incarnation> alive,
            PeerTransport.Receiver receiver) {
        PublicationSeal seal = new PublicationSeal(new MeshProof(config.secret()));
        ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "peer-publisher"));
        PeerPublisher publisher = new PeerPublisher(channels, seal, config, self, thread);
        this.router = new WorkerRouter(publisher, self, config.pingTimeout(), publisher.timer());
        this.entrance = new PublicationReceiver(
                channels,
                seal,
                new PublicationReceiver.Membership(self, life -> alive.test(life) || router.knows(life)),
                receiver,
                publisher);
    }

    public WorkerRouter router() {
        return router;
    }

    public PeerEntrance entrance() {
        return entrance;
    }

    /** How many publications were of no worker of this cluster, and not taken. */
    public long refused() {
        return entrance.refused();
    }
}
