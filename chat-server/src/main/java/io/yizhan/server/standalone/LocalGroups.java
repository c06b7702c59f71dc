package io.yizhan.server.standalone;

import io.yizhan.group.GroupAnswer;
import io.yizhan.group.GroupCommand;
import io.yizhan.group.GroupForms;
import io.yizhan.group.GroupForms.Changes;
import io.yizhan.group.GroupForms.GroupPage;
import io.yizhan.group.GroupForms.MemberPage;
import io.yizhan.group.GroupForms.Members;
import io.yizhan.group.GroupForms.NewGroup;
import io.yizhan.group.GroupForms.Role;
import io.yizhan.group.GroupForms.Told;
import io.yizhan.group.GroupForms.ToldMember;
import io.yizhan.group.GroupProfile;
import io.yizhan.group.GroupRefusal;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Group;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.group.Groups;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The calls about groups, as the gate's; they wait for their answers. */
public final class LocalGroups {
    private static final String PATH = "/api/v1/groups";
    private static final int ANSWERED_WITHIN_S = 20;
    private static final int PAGE = 1_000;

    private final LocalCalls calls;
    private final Groups groups;
    private final GroupStore store;
    private final LocalReads reads;
    private final LocalJson json = new LocalJson();

    /** @param calls knows who makes a call */
    public LocalGroups(LocalCalls calls, Groups groups, GroupStore store, LocalReads reads) {
        this.calls = calls;
        this.groups = groups;
        this.store = store;
        this.reads = reads;
    }

    /** A call as it came. */
    record Asked(String method, String path, String query, String token, byte[] body) {}

    /** @param body JSON, or empty */
    record Reply(int status, String body) {}

    static boolean isFor(String path) {
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }

    Reply answer(Asked asked) {
        String[] parts = Arrays.stream(asked.path().substring(PATH.length()).split("/"))
                .filter(part -> !part.isEmpty())
                .toArray(String[]::new);
        boolean ofReads = parts.length == 2 && parts[1].equals("reads");
        if (parts.length > 3 || (parts.length > 1 && !parts[1].equals("members") && !ofReads)) {
            throw LocalRefusal.notFound();
        }
        try {
            return switch (parts.length) {
                case 0 -> all(asked);
                case 1 -> one(asked, parts[0]);
                case 2 -> ofReads ? reads(asked, parts[0]) : members(asked, parts[0]);
                default -> member(asked, parts[0], parts[2]);
            };
        } catch (GroupForms.InvalidFormException e) {
            throw LocalRefusal.invalid(String.valueOf(e.getMessage()));
        }
    }

    private Reply all(Asked asked) {
        if (asked.method().equals("POST")) {
            UserId by = calls.caller(asked.token());
            GroupId free = new GroupId(UUID.randomUUID().toString());
            return told(201, handle(json.read(asked.body(), NewGroup.class).by(by, free)));
        }
        only("GET", asked);
        UserId by = calls.caller(asked.token());
        Map<String, String> query = parameters(asked.query());
        int limit = GroupForms.limit(query.get("limit"));
        List<Told> found = present(by, GroupForms.afterGroup(query.get("cursor")), limit + 1);
        return told(200, GroupPage.of(found, limit));
    }

    private List<Told> present(UserId by, Optional<GroupId> after, int limit) {
        return Stream.iterate(
                        wait(store.membershipsOf(by, after, PAGE)),
                        page -> !page.isEmpty(),
                        page -> wait(store.membershipsOf(
                                by, Optional.of(page.get(page.size() - 1).group()), PAGE)))
                .flatMap(List::stream)
                .filter(Membership::isPresent)
                .limit(limit)
                .map(membership -> profile(wait(store.find(membership.group())).orElseThrow()))
                .toList();
    }

    private Reply one(Asked asked, String id) {
        if (asked.method().equals("PATCH")) {
            UserId by = calls.caller(asked.token());
            return told(200, handle(json.read(asked.body(), Changes.class).by(by, GroupForms.group(id))));
        }
        only("GET", asked);
        return told(200, profile(found(GroupForms.group(id), calls.caller(asked.token()))));
    }

    private Reply members(Asked asked, String id) {
        if (asked.method().equals("POST")) {
            UserId by = calls.caller(asked.token());
            return done(handle(json.read(asked.body(), Members.class).by(by, GroupForms.group(id))));
        }
        only("GET", asked);
        Group group = found(GroupForms.group(id), calls.caller(asked.token()));
        Map<String, String> query = parameters(asked.query());
        int limit = GroupForms.limit(query.get("limit"));
        List<ToldMember> found =
                wait(store.members(group.id(), GroupForms.afterUser(query.get("cursor")), limit + 1)).stream()
                        .map(member -> new ToldMember(
                                member.user().value(), member.role().name()))
                        .toList();
        return told(200, MemberPage.of(found, limit));
    }

    private Reply reads(Asked asked, String id) {
        only("GET", asked);
        UserId by = calls.caller(asked.token());
        Group group = found(GroupForms.group(id), by);
        return told(
                200,
                reads.find(
                        group.id(), by, GroupForms.seq(parameters(asked.query()).get("seq"))));
    }

    private Reply member(Asked asked, String id, String name) {
        if (asked.method().equals("PUT")) {
            UserId by = calls.caller(asked.token());
            Role role = json.read(asked.body(), Role.class);
            return done(handle(role.by(by, GroupForms.group(id), GroupForms.user(name))));
        }
        only("DELETE", asked);
        UserId by = calls.caller(asked.token());
        return done(handle(new GroupCommand.Remove(by, GroupForms.group(id), GroupForms.user(name))));
    }

    private static void only(String method, Asked asked) {
        if (!asked.method().equals(method)) {
            throw LocalRefusal.methodNotAllowed();
        }
    }

    private Group found(GroupId id, UserId by) {
        Group group = wait(store.find(id))
                .filter(its -> !its.ended())
                .orElseThrow(() -> LocalRefusal.of(GroupRefusal.NO_SUCH_GROUP, "There is no such group"));
        if (wait(store.latest(id, List.of(by))).stream().noneMatch(Membership::isPresent)) {
            throw LocalRefusal.of(GroupRefusal.NOT_A_MEMBER, "You are not in this group");
        }
        return group;
    }

    private Told handle(GroupCommand command) {
        GroupAnswer answer = wait(groups.handle(command));
        if (answer instanceof GroupAnswer.Refused refused) {
            throw LocalRefusal.of(refused.why(), refused.detail());
        }
        return Told.of(((GroupAnswer.Done) answer).group());
    }

    private static Told profile(Group group) {
        return Told.of(new GroupProfile(group.id(), group.name(), group.owner(), group.joinPolicy(), group.history()));
    }

    private Reply told(int status, Object what) {
        return new Reply(status, json.write(what));
    }

    private static Reply done(Told told) {
        return new Reply(204, "");
    }

    static <T> T wait(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(ANSWERED_WITHIN_S, TimeUnit.SECONDS)
                .join();
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return parameters;
    }
}
