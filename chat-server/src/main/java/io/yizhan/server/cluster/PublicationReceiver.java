package io.yizhan.server.cluster;

import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.mesh.NotHere;
import io.yizhan.server.mesh.NumberedBatch;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerPublication;
import io.yizhan.server.mesh.SessionTarget;
import io.yizhan.server.mesh.StreamPosition;
import io.yizhan.server.session.PeerTransport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what other workers publish for this one: only what a member of the cluster made, for this very life of this
 * worker, and each batch once and in order. Answers what was taken, what is missing, and whose sessions are not here.
 */
final class PublicationReceiver implements PeerEntrance {
    private static final Logger log = LoggerFactory.getLogger(PublicationReceiver.class);

    private final PeerChannels channels;
    private final PublicationSeal seal;
    private final Membership membership;
    private final PeerTransport.Receiver receiver;
    private final PeerPublisher publisher;
    private final MeshRefusals refusals = new MeshRefusals();
    private final AtomicBoolean alive = new AtomicBoolean();
    private final Map<Incarnation, IncomingStream> streams = new ConcurrentHashMap<>();

    PublicationReceiver(
            PeerChannels channels,
            PublicationSeal seal,
            Membership membership,
            PeerTransport.Receiver receiver,
            PeerPublisher publisher) {
        this.channels = channels;
        this.seal = seal;
        this.membership = membership;
        this.receiver = receiver;
        this.publisher = publisher;
    }

    /** Who is who. Safe from any thread. */
    record Membership(Supplier<Incarnation> self, Predicate<Incarnation> members) {}

    /** Nothing to do: there is no channel before there is a life. */
    @Override
    public void start() {}

    @Override
    public int port() {
        return NodeEndpoint.NO_MESH;
    }

    @Override
    public void begin() {
        channels.listen(PublicationSeal.channel(membership.self().get()), bytes -> guarded(() -> take(bytes)));
        if (!alive.getAndSet(true)) {
            publisher.start();
        }
    }

    /** How many publications were of no worker of this cluster. */
    long refused() {
        return refusals.count();
    }

    @Override
    public void close() {
        publisher.close();
        channels.close();
    }

    private void take(byte[] bytes) {
        Optional<PeerPublication> opened = seal.open(bytes);
        if (opened.isEmpty()) {
            refusals.refuse("a publication", "no proof, or too large; bytes: " + bytes.length);
            return;
        }
        PeerPublication publication = opened.get();
        Incarnation self = membership.self().get();
        Optional<Incarnation> from = MeshFraming.life(publication.getFrom());
        if (!MeshFraming.life(publication.getTo()).equals(Optional.of(self))) {
            log.debug("Not taken, for another life than {}: {}", self, publication.getTo());
        } else if (from.isPresent()
                && membership.members().test(from.get())
                && !from.get().equals(self)) {
            take(from.get(), publication);
        }
        // otherwise from this worker itself, or not yet in our view: it comes again
    }

    private void take(Incarnation from, PeerPublication publication) {
        switch (publication.getBodyCase()) {
            case NUMBERED -> take(from, publication.getNumbered());
            case ENDED_AT -> endedAt(from, publication.getEndedAt());
            case CONFIRMED -> tell(from, publication.getConfirmed(), PublishedLink::confirmed);
            case MISSED -> tell(from, publication.getMissed(), PublishedLink::missed);
            case NOT_HERE ->
                guarded(() -> receiver.notHere(from, publication.getNotHere().getTargetsList()));
            case BODY_NOT_SET -> log.debug("A worker of another version published something unknown: {}", from);
        }
    }

    private void take(Incarnation from, NumberedBatch numbered) {
        publisher.link(from).ifPresent(PublishedLink::spoke);
        IncomingStream stream = streamOf(from);
        switch (stream.batch(numbered.getAt())) {
            case TAKE -> {
                guarded(() -> receive(from, numbered.getBatch()));
                if (numbered.getConfirm()) {
                    publisher.answer(from, PeerPublication.newBuilder().setConfirmed(stream.position()));
                }
            }
            case ASK_AGAIN -> askAgain(from, stream);
            case IGNORE -> log.debug("Not taken, repeated or to come again: {} {}", from, numbered.getAt());
        }
    }

    private void endedAt(Incarnation from, StreamPosition at) {
        publisher.link(from).ifPresent(PublishedLink::spoke);
        IncomingStream stream = streamOf(from);
        switch (stream.endedAt(at)) {
            case TAKE -> publisher.answer(from, PeerPublication.newBuilder().setConfirmed(stream.position()));
            case ASK_AGAIN -> askAgain(from, stream);
            case IGNORE -> log.debug("Overtaken by what came since: {} {}", from, at);
        }
    }

    private void askAgain(Incarnation from, IncomingStream stream) {
        log.debug("Something was lost on the way here, after {}, from: {}", stream.position(), from);
        publisher.answer(from, PeerPublication.newBuilder().setMissed(stream.position()));
    }

    private IncomingStream streamOf(Incarnation from) {
        IncomingStream known = streams.get(from);
        if (known != null) {
            return known;
        }
        streams.keySet().removeIf(life -> !membership.members().test(life)); // nothing of theirs is taken any more
        return streams.computeIfAbsent(from, fresh -> new IncomingStream());
    }

    private void receive(Incarnation from, PeerBatch batch) {
        List<SessionTarget> absent = receiver.receive(from.node(), batch);
        if (!absent.isEmpty()) {
            publisher.answer(
                    from,
                    PeerPublication.newBuilder().setNotHere(NotHere.newBuilder().addAllTargets(absent)));
        }
    }

    private void tell(Incarnation from, StreamPosition what, BiConsumer<PublishedLink, StreamPosition> how) {
        publisher.link(from).ifPresent(PublishedLink::answered);
        publisher.execute(() -> publisher.link(from).ifPresent(link -> how.accept(link, what)));
    }

    /** One bad batch must not take the good ones with it. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("Could not take what a worker published", e);
        }
    }
}
