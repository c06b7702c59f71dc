package io.yizhan.server.archive.mysql;

import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Relation;
import io.yizhan.server.archive.RelationDirectory;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.ibatis.session.SqlSession;

/** The tables {@code friendship} and {@code user_block}. */
public final class MySqlRelationDirectory implements RelationDirectory {
    private final MySqlDatabase database;

    public MySqlRelationDirectory(MySqlDatabase database) {
        this.database = database;
    }

    @Override
    public CompletionStage<Relation> find(UserId user, UserId other) {
        return ask("how two users stand to each other", session -> {
            boolean ascending = user.compareTo(other) <= 0;
            List<String> found = session.getMapper(RelationMapper.class)
                    .relation(
                            user.value(),
                            other.value(),
                            (ascending ? user : other).value(),
                            (ascending ? other : user).value());
            return new Relation(found.contains("BLOCKS"), found.contains("FRIEND"));
        });
    }

    @Override
    public CompletionStage<Set<UserId>> blockersOf(UserId other, Collection<UserId> among) {
        if (among.isEmpty()) {
            return CompletableFuture.completedStage(Set.of());
        }
        List<String> users = among.stream().map(UserId::value).toList();
        return ask(
                "who has blocked a user",
                session -> session.getMapper(RelationMapper.class).blockers(other.value(), users).stream()
                        .map(UserId::new)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private <T> CompletionStage<T> ask(String what, Function<SqlSession, T> question) {
        return database.ask(what, question)
                .toCompletableFuture()
                .orTimeout(database.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .minimalCompletionStage();
    }
}
