package io.yizhan.server.group;

import static io.yizhan.server.group.GroupWorld.answer;
import static io.yizhan.server.group.GroupWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.ErrorCode;
import io.yizhan.group.GroupAnswer;
import io.yizhan.group.GroupCommand.Put;
import io.yizhan.group.GroupCommand.Remove;
import io.yizhan.group.GroupRefusal;
import io.yizhan.group.GroupRole;
import io.yizhan.group.JoinPolicy;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.delivery.SendOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Changes of one group wait for each other, and for what becomes of those before. */
class GroupDeskTurnsTest extends GroupDeskFixture {
    @Test
    void shutsOutWhoGoes_beforeItIsTold_andForgetsHimAfterwards() {
        create(JoinPolicy.OPEN, BOB);
        world.atHand.clear();

        remove(ANN, BOB);

        assertThat(world.atHand).containsExactly("shut [bob]", "told removed", "refresh [bob]");
    }

    @Test
    void doesTogetherWhatWaitsTogether_eachAsIfAlone() {
        create(JoinPolicy.OPEN, BOB, CAROL);
        CompletableFuture<SendOutcome> held = new CompletableFuture<>();
        world.sends(command -> held.thenCompose(outcome -> world.store(command)));
        CompletionStage<GroupAnswer> first = desk.handle(new Put(DAVE, CLUB, DAVE, Optional.empty()));
        List<CompletionStage<GroupAnswer>> waiting = new ArrayList<>();
        waiting.add(desk.handle(new Remove(ANN, CLUB, ANN)));
        waiting.add(desk.handle(new Put(BOB, CLUB, CAROL, Optional.of(GroupRole.ADMIN))));
        waiting.add(desk.handle(new Remove(ANN, CLUB, BOB)));
        waiting.add(desk.handle(new Remove(BOB, CLUB, BOB)));

        held.complete(new SendOutcome.Refused(ErrorCode.UNAVAILABLE, "not used", 0));

        assertDone(answer(first));
        assertDone(answer(waiting.get(0)));
        assertDone(answer(waiting.get(1)));
        assertThat(refusal(answer(waiting.get(2)))).isEqualTo(GroupRefusal.NOT_A_MEMBER);
        assertDone(answer(waiting.get(3)));
        assertThat(members()).isEqualTo("carol OWNER, dave MEMBER");
        assertThat(world.events(CLUB))
                .endsWith(
                        "joined dave",
                        "role bob OWNER",
                        "left ann",
                        "role carol ADMIN",
                        "role carol OWNER",
                        "left bob");
    }

    @Test
    void says_thatNothingWasDone_whenNothingIsTakenIn() {
        create(JoinPolicy.OPEN, BOB);
        world.sends(command ->
                CompletableFuture.completedStage(new SendOutcome.Refused(ErrorCode.OVERLOADED, "Too much waits", 500)));
        assertThat(refusal(join(CAROL))).isEqualTo(GroupRefusal.OVERLOADED);

        world.sends(world::store);
        assertDone(join(CAROL));
    }

    @Test
    void letsNobodyElseChangeAGroup_whileSomethingMayYetBeStored() {
        create(JoinPolicy.OPEN, BOB);
        world.sends(command -> CompletableFuture.completedStage(
                new SendOutcome.Refused(ErrorCode.UNAVAILABLE, "Nobody knows", 1_000)));
        assertThat(refusal(remove(ANN, BOB))).isEqualTo(GroupRefusal.UNAVAILABLE);

        world.sends(world::store);
        assertThat(refusal(answer(world.desk().handle(new Put(CAROL, CLUB, CAROL, Optional.empty())))))
                .isEqualTo(GroupRefusal.UNAVAILABLE);
        assertThat(world.atHand).endsWith("shut [bob]");
    }

    @Test
    void changesOneGroupInTurns_overTwoWorkers() {
        create(JoinPolicy.OPEN);
        GroupDesk other = world.desk();
        List<CompletionStage<GroupAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            UserId user = i % 2 == 0 ? BOB : CAROL;
            answers.add((i % 3 == 0 ? desk : other).handle(new Put(user, CLUB, user, Optional.empty())));
            answers.add((i % 3 == 0 ? other : desk).handle(new Remove(user, CLUB, user)));
        }
        answers.forEach(each -> assertDone(answer(each)));

        for (UserId user : List.of(BOB, CAROL)) {
            List<String> its = world.events(CLUB).stream()
                    .filter(event -> event.endsWith(" " + user))
                    .toList();
            assertThat(IntStream.range(0, its.size())
                            .allMatch(i -> its.get(i).startsWith(i % 2 == 0 ? "joined" : "left")))
                    .as("%s", its)
                    .isTrue();
            List<Membership> times =
                    world.groups.memberships(CLUB, user).toCompletableFuture().join();
            assertThat(times).hasSize((its.size() + 1) / 2);
        }
    }
}
