package io.yizhan.server.archive;

import io.yizhan.identity.UserId;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Who is whose friend, and who has blocked whom. Asked anew each time. No method blocks or throws; stages fail when the
 * store cannot be reached.
 */
public interface RelationDirectory {
    /** How {@code user} stands to {@code other}. */
    CompletionStage<Relation> find(UserId user, UserId other);

    /** Those of {@code among} who have blocked {@code other}. */
    CompletionStage<Set<UserId>> blockersOf(UserId other, Collection<UserId> among);
}
