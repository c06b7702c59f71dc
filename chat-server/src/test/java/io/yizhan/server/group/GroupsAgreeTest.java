package io.yizhan.server.group;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Message;
import io.yizhan.group.GroupAnswer;
import io.yizhan.group.GroupCommand;
import io.yizhan.group.GroupHistory;
import io.yizhan.group.GroupRole;
import io.yizhan.group.JoinPolicy;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.GroupEvent;
import io.yizhan.server.archive.Membership;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever is done to groups: their lists, the lists of their members and what was told say the same. */
class GroupsAgreeTest {
    private static final int OPERATIONS = 10_000;
    private static final List<UserId> USERS =
            IntStream.range(0, 14).mapToObj(i -> new UserId("u" + i)).toList();
    private static final List<GroupId> GROUPS =
            IntStream.range(0, 40).mapToObj(i -> new GroupId("g" + i)).toList();

    private final Random random = new Random(20_260_711);

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private GroupCommand command() {
        UserId by = any(USERS);
        GroupId group = any(GROUPS);
        UserId user = random.nextBoolean() ? by : any(USERS);
        return switch (random.nextInt(9)) {
            case 0 ->
                new GroupCommand.Create(
                        by, group, "G", Set.of(any(USERS)), any(List.of(JoinPolicy.values())), GroupHistory.ALL);
            case 1 -> new GroupCommand.Add(by, group, Set.copyOf(Set.of(user)));
            case 2 -> new GroupCommand.Put(by, group, user, Optional.of(GroupRole.ADMIN));
            case 3 -> new GroupCommand.Put(by, group, user, Optional.of(GroupRole.MEMBER));
            case 4, 5 -> new GroupCommand.Remove(by, group, user);
            default -> new GroupCommand.Put(by, group, user, Optional.empty());
        };
    }

    @Test
    void sayTheSame_afterTenThousandOperations() {
        try (GroupWorld world = new GroupWorld()) {
            USERS.forEach(world.users::add);
            GroupDesk desk = world.desk();
            int done = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                done += GroupWorld.answer(desk.handle(command())) instanceof GroupAnswer.Done ? 1 : 0;
            }
            assertThat(done).isGreaterThan(OPERATIONS / 10);

            Map<UserId, Set<GroupId>> groupsOf = new TreeMap<>();
            for (GroupId group : GROUPS) {
                List<Membership> members = world.groups
                        .members(group, Optional.empty(), 1_000)
                        .toCompletableFuture()
                        .join();
                assertThat(replay(world.told(group))).isEqualTo(roles(members));
                assertThat(members.stream().filter(member -> member.role() == GroupRole.OWNER))
                        .hasSize(members.isEmpty() ? 0 : 1);
                members.forEach(member -> groupsOf.computeIfAbsent(member.user(), user -> new TreeSet<>())
                        .add(group));
            }
            for (UserId user : USERS) {
                assertThat(listed(world, user)).isEqualTo(groupsOf.getOrDefault(user, Set.of()));
            }
        }
    }

    private static Set<GroupId> listed(GroupWorld world, UserId user) {
        Set<GroupId> listed = new TreeSet<>();
        Optional<GroupId> after = Optional.empty();
        List<Membership> page;
        do {
            page = world.groups
                    .membershipsOf(user, after, 7)
                    .toCompletableFuture()
                    .join();
            page.stream().filter(Membership::isPresent).map(Membership::group).forEach(listed::add);
            after = page.isEmpty()
                    ? after
                    : Optional.of(page.get(page.size() - 1).group());
        } while (!page.isEmpty());
        return listed;
    }

    private static Map<UserId, GroupRole> roles(List<Membership> members) {
        Map<UserId, GroupRole> roles = new TreeMap<>();
        members.forEach(member -> roles.put(member.user(), member.role()));
        return roles;
    }

    /** As a client would that knows nothing but what it was told. */
    private static Map<UserId, GroupRole> replay(List<Message> told) {
        Map<UserId, GroupRole> roles = new TreeMap<>();
        for (Message message : told) {
            GroupEvent event = GroupEvent.in(message).orElseThrow();
            if (event instanceof GroupEvent.Created) {
                roles.put(event.user(), GroupRole.OWNER);
            } else if (event instanceof GroupEvent.Joined) {
                assertThat(roles.put(event.user(), GroupRole.MEMBER)).isNull();
            } else if (event instanceof GroupEvent.RoleGiven given) {
                if (given.role() == GroupRole.OWNER) {
                    roles.replaceAll((user, role) -> role == GroupRole.OWNER ? GroupRole.ADMIN : role);
                }
                assertThat(roles.put(event.user(), given.role())).isNotNull();
            } else if (event instanceof GroupEvent.Left || event instanceof GroupEvent.Removed) {
                assertThat(roles.remove(event.user())).isNotNull();
            }
        }
        return roles;
    }
}
