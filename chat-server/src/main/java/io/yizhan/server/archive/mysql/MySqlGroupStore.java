package io.yizhan.server.archive.mysql;

import io.yizhan.group.GroupHistory;
import io.yizhan.group.GroupRole;
import io.yizhan.group.JoinPolicy;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Group;
import io.yizhan.server.archive.GroupRegister;
import io.yizhan.server.archive.GroupState;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.archive.Membership;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.SqlSession;

/** Groups in MySQL or MariaDB; what the log decides is written by {@link WriteTransaction}. */
public final class MySqlGroupStore implements GroupStore, GroupRegister {
    private final MySqlDatabase database;

    public MySqlGroupStore(MySqlDatabase database) {
        this.database = database;
    }

    @Override
    public CompletionStage<Optional<Group>> find(GroupId group) {
        return state(group)
                .thenApply(found ->
                        found.filter(state -> state.createdSeq().isPresent()).map(GroupState::group));
    }

    @Override
    public CompletionStage<Optional<GroupState>> state(GroupId group) {
        return database.ask(
                "what a group is",
                session -> Optional.ofNullable(mapper(session).find(group)).map(GroupMapper.GroupRow::state));
    }

    @Override
    public CompletionStage<List<Membership>> memberships(GroupId group, UserId user) {
        return database.ask(
                "when a user was a member",
                session -> memberships(mapper(session).memberships(group, user)));
    }

    @Override
    public CompletionStage<Map<GroupId, Long>> mentions(UserId user, Collection<GroupId> groups) {
        List<GroupId> asked = List.copyOf(groups);
        return database.ask("where a user is mentioned", session -> {
            Map<GroupId, Long> found = new HashMap<>();
            List<GroupMapper.MentionRow> rows =
                    asked.isEmpty() ? List.of() : mapper(session).mentions(user, asked);
            rows.forEach(row -> found.merge(new GroupId(row.groupId()), row.seq(), Math::max));
            return found;
        });
    }

    @Override
    public CompletionStage<List<Membership>> latest(GroupId group, Collection<UserId> users) {
        List<UserId> asked = List.copyOf(users);
        return database.ask(
                "which users are members",
                session -> asked.isEmpty()
                        ? List.of()
                        : memberships(mapper(session).latest(group, asked)));
    }

    @Override
    public CompletionStage<List<Membership>> membershipsOf(UserId user, Optional<GroupId> after, int limit) {
        String from = after.map(GroupId::value).orElse("");
        return database.ask(
                "which groups a user is in",
                session -> memberships(mapper(session).membershipsOf(user, from, limit)));
    }

    @Override
    public CompletionStage<List<Membership>> members(GroupId group, Optional<UserId> after, int limit) {
        String from = after.map(UserId::value).orElse("");
        return database.ask(
                "who is in a group", session -> memberships(mapper(session).members(group, from, limit)));
    }

    @Override
    public CompletionStage<List<Membership>> part(GroupId group, int part) {
        return database.ask(
                "who is in a part of a group",
                session -> memberships(mapper(session).part(group, part)));
    }

    @Override
    public CompletionStage<List<Membership>> heirs(GroupId group, int limit) {
        return database.ask(
                "who follows an owner",
                session -> Stream.of(GroupRole.ADMIN, GroupRole.MEMBER)
                        .flatMap(role -> memberships(mapper(session).longestStanding(group, role, limit)).stream())
                        .toList());
    }

    @Override
    public CompletionStage<Reservation> reserve(Draft draft, Turn turn) {
        return database.ask("whether a group's id is free", session -> reserve(mapper(session), draft, turn));
    }

    private static Reservation reserve(GroupMapper mapper, Draft draft, Turn turn) {
        try {
            mapper.reserve(draft, turn);
            return Reservation.RESERVED;
        } catch (PersistenceException e) {
            if (!SqlFailure.of(e).isDuplicate()) {
                throw e;
            }
        }
        if (mapper.reserveAgain(draft, turn) > 0) {
            return Reservation.RESERVED;
        }
        GroupMapper.CreationRow standing = mapper.creation(draft.id());
        if (standing == null) {
            throw new IllegalStateException("A group's row went away: " + draft.id());
        }
        return Reservation.of(draft, standing.created(), new UserId(standing.ownerId()), standing.creation());
    }

    @Override
    public CompletionStage<Void> set(GroupId group, JoinPolicy joinPolicy, GroupHistory history) {
        return done("that a group is set", mapper -> mapper.set(group, joinPolicy, history));
    }

    @Override
    public CompletionStage<Boolean> begin(GroupId group, Turn turn) {
        return database.ask("whose turn it is", session -> mapper(session).begin(group, turn) > 0);
    }

    @Override
    public CompletionStage<Void> end(GroupId group, Turn turn) {
        return done("that a turn is over", mapper -> mapper.end(group, turn));
    }

    private CompletionStage<Void> done(String what, Consumer<GroupMapper> call) {
        return database.ask(what, session -> {
                    call.accept(mapper(session));
                    return true;
                })
                .thenAccept(done -> {});
    }

    private static List<Membership> memberships(List<GroupMapper.MembershipRow> rows) {
        return rows.stream().map(GroupMapper.MembershipRow::membership).toList();
    }

    private static GroupMapper mapper(SqlSession session) {
        return session.getMapper(GroupMapper.class);
    }
}
