package io.yizhan.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.UserId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every directory of relations promises. */
public abstract class RelationDirectoryContract {
    private final String unique = UUID.randomUUID().toString().substring(0, 13);
    private final UserId ann = new UserId("ann-" + unique);
    private final UserId bob = new UserId("Bob-" + unique); // before ann, in bytes
    private final UserId cid = new UserId("cid-" + unique);

    protected abstract RelationDirectory directory();

    /** From now on the first has blocked the second. */
    protected abstract void block(UserId user, UserId other) throws Exception;

    /** From now on they are friends; or one has only asked. */
    protected abstract void befriend(UserId asking, UserId other, boolean accepted) throws Exception;

    private static <T> T value(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void knowsNothing_ofThoseWhoHaveSaidNothing() {
        assertThat(value(directory().find(ann, bob))).isEqualTo(Relation.NONE);
        assertThat(value(directory().blockersOf(ann, List.of(bob, cid)))).isEmpty();
        assertThat(value(directory().blockersOf(ann, List.of()))).isEmpty();
    }

    @Test
    void aBlockIsOneSided() throws Exception {
        block(bob, ann);

        assertThat(value(directory().find(bob, ann))).isEqualTo(new Relation(true, false));
        assertThat(value(directory().find(ann, bob))).isEqualTo(Relation.NONE);
        assertThat(value(directory().blockersOf(ann, List.of(cid, bob)))).containsExactly(bob);
        assertThat(value(directory().blockersOf(bob, List.of(ann)))).isEmpty();
    }

    @Test
    void aFriendshipIsBoths_onceTheOtherHasSaidYes() throws Exception {
        befriend(ann, bob, false);
        assertThat(value(directory().find(ann, bob))).isEqualTo(Relation.NONE);
        assertThat(value(directory().find(bob, ann))).isEqualTo(Relation.NONE);

        befriend(cid, ann, true);
        assertThat(value(directory().find(cid, ann))).isEqualTo(new Relation(false, true));
        assertThat(value(directory().find(ann, cid))).isEqualTo(new Relation(false, true));
    }
}
