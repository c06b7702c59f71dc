package io.yizhan.server.group;

import static io.yizhan.server.group.GroupWorld.answer;
import static io.yizhan.server.group.GroupWorld.creation;
import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.group.GroupAnswer;
import io.yizhan.group.GroupCommand;
import io.yizhan.group.GroupCommand.Put;
import io.yizhan.group.GroupCommand.Remove;
import io.yizhan.group.GroupRole;
import io.yizhan.group.JoinPolicy;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A desk, and what users ask of it about one group. */
abstract class GroupDeskFixture {
    static final GroupId CLUB = new GroupId("club");
    static final UserId ANN = new UserId("ann");
    static final UserId BOB = new UserId("bob");
    static final UserId CAROL = new UserId("carol");
    static final UserId DAVE = new UserId("dave");

    final GroupWorld world = new GroupWorld();
    final GroupDesk desk = world.desk();

    @BeforeEach
    void register() {
        List.of(ANN, BOB, CAROL, DAVE).forEach(world.users::add);
    }

    @AfterEach
    void close() {
        world.close();
    }

    GroupAnswer ask(GroupCommand command) {
        return answer(desk.handle(command));
    }

    void create(JoinPolicy policy, UserId... members) {
        assertThat(ask(creation(CLUB, ANN, policy, members))).isInstanceOf(GroupAnswer.Done.class);
    }

    GroupAnswer join(UserId user) {
        return put(user, user);
    }

    GroupAnswer put(UserId by, UserId user) {
        return ask(new Put(by, CLUB, user, Optional.empty()));
    }

    GroupAnswer role(UserId by, UserId user, GroupRole role) {
        return ask(new Put(by, CLUB, user, Optional.of(role)));
    }

    GroupAnswer remove(UserId by, UserId user) {
        return ask(new Remove(by, CLUB, user));
    }

    static void assertDone(GroupAnswer answer) {
        assertThat(answer).isInstanceOf(GroupAnswer.Done.class);
    }

    String members() {
        return world.groups.members(CLUB, Optional.empty(), 100).toCompletableFuture().join().stream()
                .map(member -> member.user() + " " + member.role())
                .collect(Collectors.joining(", "));
    }
}
