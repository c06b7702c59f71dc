package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HolderLivenessTest {
    private static final Incarnation OLDER = new Incarnation(new NodeId(1), 10);
    private static final Incarnation NEWER = new Incarnation(new NodeId(2), 20);

    private final FakeNodeView view = new FakeNodeView();
    private final Set<Incarnation> linked = new HashSet<>();
    private final HolderLiveness liveness = new HolderLiveness(view, () -> linked);

    @Test
    void lives_whileItIsNotHeardOf_andWhileItIsRegistered() {
        assertThat(liveness.mayLive(OLDER)).isTrue();

        view.join(OLDER);
        view.join(NEWER);

        assertThat(liveness.mayLive(OLDER)).isTrue();
        assertThat(liveness.mayLive(NEWER)).isTrue();
    }

    @Test
    void isDead_onceItIsGone_alsoIfNobodyCameAfterIt() {
        view.join(OLDER);
        view.join(NEWER);
        view.leave(NEWER);
        view.leave(OLDER);

        assertThat(liveness.mayLive(NEWER)).isFalse();
        assertThat(liveness.mayLive(OLDER)).isFalse();
        assertThat(liveness.mayLive(new Incarnation(new NodeId(2), 30))).isTrue();
    }

    @Test
    void lives_whileALinkToItAnswers_thoughItsRegistrationIsGone() {
        view.join(OLDER);
        view.join(NEWER);
        linked.add(OLDER);
        view.leave(OLDER);
        assertThat(liveness.mayLive(OLDER)).isTrue();

        linked.clear();

        assertThat(liveness.mayLive(OLDER)).isFalse();
    }
}
