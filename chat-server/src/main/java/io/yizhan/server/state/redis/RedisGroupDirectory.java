package io.yizhan.server.state.redis;

import io.yizhan.group.MemberPart;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.ArchivedMembers;
import io.yizhan.server.state.GroupDirectory;
import io.yizhan.server.state.StateUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Members in Redis, in parts that are read from the archive when somebody of them sends, and interested workers, whose
 * word expires. All of a group lies in the slot of its counter. Read again in each life of Redis.
 */
public final class RedisGroupDirectory implements GroupDirectory {
    /** Of a part after it was last read or changed; then it is read again. */
    private static final Duration KEPT = Duration.ofDays(1);

    private static final int TRIES = 5;
    private static final LuaScript LOOK = LuaScript.load("member", "member-look");
    private static final LuaScript BRING = LuaScript.load("member", "slices", "member-bring");
    private static final LuaScript TAKE = LuaScript.load("member", "slices", "member-take");
    private static final LuaScript INTEREST = LuaScript.load("clock", "interest");
    private static final LuaScript INTERESTED = LuaScript.load("clock", "interested");

    private final RedisCalls calls;
    private final ArchivedMembers archived;
    private final Times times;

    public RedisGroupDirectory(RedisCalls calls, ArchivedMembers archived, Times times) {
        this.calls = calls;
        this.archived = archived;
        this.times = times;
    }

    @Override
    public CompletionStage<Void> shut(GroupId group, Collection<UserId> users) {
        return take(group, users, times.shut());
    }

    @Override
    public CompletionStage<Void> refresh(GroupId group, Collection<UserId> users) {
        return take(group, users, Duration.ZERO);
    }

    private CompletionStage<Void> take(GroupId group, Collection<UserId> users, Duration shut) {
        List<ScriptCall> scripts = Batches.of(List.copyOf(users), MemberPart::of)
                .map((part, some) -> TAKE.call(
                        List.of(key(group, part)),
                        Stream.concat(
                                        Stream.of(Long.toString(KEPT.toMillis()), Long.toString(shut.toSeconds())),
                                        some.stream().map(UserId::value))
                                .toList()));
        return calls.run("Taking members out", scripts).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Standing> admit(GroupId group, UserId user) {
        return admit(group, user, TRIES);
    }

    /** @param tries how often to ask the archive again where something is taken out meanwhile */
    private CompletionStage<Standing> admit(GroupId group, UserId user, int tries) {
        String key = key(group, MemberPart.of(user));
        List<String> keys = List.of(key, ConversationKeys.counter(ConversationId.group(group)));
        return calls.run("Looking at a member", List.of(LOOK.call(keys, List.of(user.value()))))
                .thenCompose(answers -> {
                    List<?> seen = (List<?>) answers.get(0);
                    String version = (String) seen.get(1);
                    return switch ((String) seen.get(0)) {
                        case "M" -> CompletableFuture.completedStage(Standing.MEMBER);
                        case "S" -> CompletableFuture.completedStage(Standing.SHUT_OUT);
                        case "A" ->
                            archived.isMember(group, user, Long.parseLong((String) seen.get(2)))
                                    .thenCompose(member -> member
                                            ? bring(group, user, version, false, Set.of(user), tries)
                                            : CompletableFuture.completedStage(Standing.STRANGER));
                        default ->
                            archived.members(group, MemberPart.of(user))
                                    .thenCompose(all -> bring(group, user, version, true, all, tries));
                    };
                });
    }

    private CompletionStage<Standing> bring(
            GroupId group, UserId user, String version, boolean whole, Set<UserId> members, int tries) {
        List<String> arguments = new ArrayList<>(members.size() + 3);
        arguments.add(version);
        arguments.add(Long.toString(KEPT.toMillis()));
        arguments.add(whole ? "1" : "0");
        members.forEach(member -> arguments.add(member.value()));
        ScriptCall bring = BRING.call(List.of(key(group, MemberPart.of(user))), arguments);
        return calls.run("Bringing members in", List.of(bring)).thenCompose(answers -> {
            if (answers.get(0).equals(1L)) {
                return CompletableFuture.completedStage(members.contains(user) ? Standing.MEMBER : Standing.STRANGER);
            }
            return tries > 1
                    ? admit(group, user, tries - 1)
                    : CompletableFuture.failedStage(new StateUnavailableException(
                            "Bringing members in failed", new IllegalStateException("They change all the time")));
        });
    }

    @Override
    public CompletionStage<Void> interest(Incarnation worker, Collection<GroupId> begun, Collection<GroupId> ended) {
        List<ScriptCall> scripts = new ArrayList<>(begun.size() + ended.size());
        ended.forEach(group -> scripts.add(interest(group, worker, Duration.ZERO)));
        begun.forEach(group -> scripts.add(interest(group, worker, times.interest())));
        return calls.run("Telling interest", scripts).thenAccept(done -> {});
    }

    private static ScriptCall interest(GroupId group, Incarnation worker, Duration time) {
        return INTEREST.call(
                List.of(ConversationKeys.interest(ConversationId.group(group))),
                List.of(nameOf(worker), Long.toString(time.toMillis())));
    }

    @Override
    public CompletionStage<Map<GroupId, Set<Incarnation>>> interested(Collection<GroupId> groups) {
        List<GroupId> asked = List.copyOf(groups);
        List<ScriptCall> scripts = asked.stream()
                .map(group ->
                        INTERESTED.call(List.of(ConversationKeys.interest(ConversationId.group(group))), List.of()))
                .toList();
        return calls.run("Reading interest", scripts).thenApply(answers -> {
            Map<GroupId, Set<Incarnation>> found = new LinkedHashMap<>();
            for (int i = 0; i < asked.size(); i++) {
                found.put(
                        asked.get(i),
                        ((List<?>) answers.get(i))
                                .stream().map(name -> worker((String) name)).collect(Collectors.toUnmodifiableSet()));
            }
            return found;
        });
    }

    private static String key(GroupId group, int part) {
        return ConversationKeys.members(ConversationId.group(group), part);
    }

    private static String nameOf(Incarnation worker) {
        return worker.node() + ":" + worker.epoch();
    }

    /** The worker that a script names. */
    static Incarnation worker(String name) {
        int colon = name.indexOf(':');
        return new Incarnation(
                new NodeId(Long.parseLong(name.substring(0, colon))), Long.parseLong(name.substring(colon + 1)));
    }
}
