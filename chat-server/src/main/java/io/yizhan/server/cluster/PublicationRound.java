package io.yizhan.server.cluster;

import io.yizhan.identity.Incarnation;
import io.yizhan.server.mesh.PeerPublication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is published in one go, and by which link. One thread. */
final class PublicationRound {
    private final PublicationSeal seal;
    private final Incarnation from;
    private final List<PeerChannels.Publication> publications = new ArrayList<>();
    private final List<Optional<PublishedLink>> origins = new ArrayList<>();

    /** @param from who this worker is, at this moment */
    PublicationRound(PublicationSeal seal, Incarnation from) {
        this.seal = seal;
        this.from = from;
    }

    /**
     * Adds what a link has to say, or what nobody has to hear of if it is lost.
     *
     * @return how many bytes it takes
     */
    int add(Optional<PublishedLink> origin, Incarnation to, PeerPublication.Builder what) {
        byte[] bytes = seal.seal(
                what.setFrom(MeshFraming.node(from)).setTo(MeshFraming.node(to)).build());
        publications.add(new PeerChannels.Publication(PublicationSeal.channel(to), bytes));
        origins.add(origin);
        return bytes.length;
    }

    boolean isEmpty() {
        return publications.isEmpty();
    }

    /** Blocks; see {@link PeerChannels#publish}. Links that nobody listens to hear of it. */
    void publishTo(PeerChannels channels) {
        List<Boolean> heard = channels.publish(publications);
        for (int number = 0; number < heard.size(); number++) {
            if (!heard.get(number)) {
                origins.get(number).ifPresent(PublishedLink::unheard);
            }
        }
    }
}
