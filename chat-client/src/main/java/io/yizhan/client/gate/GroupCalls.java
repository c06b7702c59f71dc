package io.yizhan.client.gate;

import com.google.errorprone.annotations.CheckReturnValue;
import io.yizhan.group.GroupReads;
import io.yizhan.group.GroupRole;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What a user does to groups, over the gate. Each call may be repeated without harm. Futures fail with
 * {@link GateException}: NO_SUCH_GROUP, NOT_A_MEMBER, FORBIDDEN, GROUP_FULL, GROUP_EXISTS, NO_SUCH_USER,
 * INVALID_ARGUMENT, or UNAVAILABLE when it is not known whether it was done.
 */
@CheckReturnValue
public final class GroupCalls {
    private static final String GROUPS = "/api/v1/groups";

    private final GateClient gate;
    private final Session session;

    /** Gives the calls a token. */
    public interface Session {
        <T> CompletableFuture<T> with(Function<String, CompletableFuture<T>> call);
    }

    public GroupCalls(GateClient gate, Session session) {
        this.gate = gate;
        this.session = session;
    }

    /**
     * Makes a group that everybody may join, of which this user is the owner.
     *
     * @param groupId never used before; if it is empty, the server takes one
     * @param memberIds who is in it from the beginning, at most 500
     */
    public CompletableFuture<GroupInfo> create(Optional<String> groupId, String name, Collection<String> memberIds) {
        return create(groupId, name, memberIds, Map.of());
    }

    /** @param settings {@code joinPolicy} and {@code history}; what is left out is as the server's default */
    public CompletableFuture<GroupInfo> create(
            Optional<String> groupId, String name, Collection<String> memberIds, Map<String, String> settings) {
        Map<String, Object> body = new HashMap<>(settings);
        body.put("name", name);
        body.put("memberIds", List.copyOf(memberIds));
        groupId.ifPresent(id -> body.put("groupId", id));
        return ask("POST", GROUPS, Optional.of(body), GroupInfo.class);
    }

    /** @param changes of {@code name}, {@code joinPolicy} and {@code history} */
    public CompletableFuture<GroupInfo> change(String groupId, Map<String, String> changes) {
        return ask("PATCH", path(groupId), Optional.of(changes), GroupInfo.class);
    }

    public CompletableFuture<GroupInfo> find(String groupId) {
        return ask("GET", path(groupId), Optional.empty(), GroupInfo.class);
    }

    /**
     * The groups that this user is in.
     *
     * @param cursor of the page before; empty for the first
     * @param limit 1 to 1,000
     */
    public CompletableFuture<GroupPage> mine(String cursor, int limit) {
        return ask("GET", GROUPS + "?cursor=" + cursor + "&limit=" + limit, Optional.empty(), GroupPage.class);
    }

    /** As {@link #mine}, of a group. */
    public CompletableFuture<MemberPage> members(String groupId, String cursor, int limit) {
        String page = path(groupId) + "/members?cursor=" + cursor + "&limit=" + limit;
        return ask("GET", page, Optional.empty(), MemberPage.class);
    }

    /** Up to where each member has received and read, as the database has it, behind by a second. */
    public CompletableFuture<GroupReads> reads(String groupId) {
        return ask("GET", path(groupId) + "/reads", Optional.empty(), GroupReads.class);
    }

    /**
     * Who of today's members, if he was one at this number, has received and read it; its sender has.
     *
     * @param seq a number of the group's from when this user was a member, or NOT_A_MEMBER
     */
    public CompletableFuture<GroupReads> reads(String groupId, long seq) {
        return ask("GET", path(groupId) + "/reads?seq=" + seq, Optional.empty(), GroupReads.class);
    }

    /** Makes somebody a member; with oneself: joins. */
    public CompletableFuture<Void> add(String groupId, String userId) {
        return tell("PUT", member(groupId, userId), Optional.empty());
    }

    /** Makes all of them members, at most 500, or none. */
    public CompletableFuture<Void> addAll(String groupId, Collection<String> userIds) {
        return tell("POST", path(groupId) + "/members", Optional.of(Map.of("userIds", List.copyOf(userIds))));
    }

    /** Gives a role, and makes the user a member if he is none; by the owner. */
    public CompletableFuture<Void> role(String groupId, String userId, GroupRole role) {
        return tell("PUT", member(groupId, userId), Optional.of(Map.of("role", role.name())));
    }

    /** Ends somebody's membership; with oneself: leaves. */
    public CompletableFuture<Void> remove(String groupId, String userId) {
        return tell("DELETE", member(groupId, userId), Optional.empty());
    }

    private static String path(String groupId) {
        return GROUPS + "/" + new GroupId(groupId);
    }

    private static String member(String groupId, String userId) {
        return path(groupId) + "/members/" + new UserId(userId);
    }

    private <T> CompletableFuture<T> ask(String method, String path, Optional<Object> body, Class<T> type) {
        return session.with(token -> gate.ask(method, path, token, body, type));
    }

    private CompletableFuture<Void> tell(String method, String path, Optional<Object> body) {
        return session.with(token -> gate.tell(method, path, token, body));
    }
}
