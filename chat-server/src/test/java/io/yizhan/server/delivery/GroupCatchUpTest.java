package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.PHONE;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.text;
import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.ErrorCode;
import chat.v2.Head;
import chat.v2.Message;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import chat.v2.SyncRequest;
import io.yizhan.group.GroupHistory;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.Positions;
import io.yizhan.server.state.Stages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What members may read of a group: by pull and by sync. */
class GroupCatchUpTest extends GroupScene {
    @Test
    void pullsWhatLiesInTheTimesOfMembership() {
        create(GroupHistory.SINCE_JOIN);
        says(ANN);
        join(BOB);
        says(ANN);
        leave(BOB);
        says(ANN);

        PullResponse bobs = Stages.get(catchUp.pull(BOB, pull(false)));
        assertThat(bobs.getMessagesList()).extracting(Message::getSeq).containsExactly(3L, 4L, 5L);
        assertThat(bobs.getHeadSeq()).isEqualTo(5);
        assertThat(bobs.getCompleteToSeq()).isEqualTo(5);

        join(BOB);
        says(ANN);
        assertThat(all(BOB, false)).containsExactly(3L, 4L, 5L, 7L, 8L);
        assertThat(all(BOB, true)).containsExactly(8L, 7L, 5L, 4L, 3L);
        assertThat(refusal(catchUp.pull(CAROL, pull(false)))).isEqualTo(ErrorCode.NOT_A_MEMBER);
    }

    @Test
    void pullsAll_whereTheHistoryIsOpen() {
        create(GroupHistory.ALL);
        says(ANN);
        join(BOB);

        assertThat(all(BOB, false)).containsExactly(1L, 2L, 3L);
        leave(BOB);
        assertThat(all(BOB, false)).containsExactly(3L, 4L);
    }

    private static PullRequest pull(boolean backwards) {
        return PullRequest.newBuilder()
                .setConversationId(CONVERSATION.value())
                .setBackwards(backwards)
                .build();
    }

    /** Page by page. */
    private List<Long> all(UserId user, boolean backwards) {
        List<Long> seqs = new ArrayList<>();
        PullRequest next = pull(backwards).toBuilder().setLimit(2).build();
        while (true) {
            PullResponse page = Stages.get(catchUp.pull(user, next));
            page.getMessagesList().forEach(message -> seqs.add(message.getSeq()));
            long last = seqs.isEmpty() ? 0 : seqs.get(seqs.size() - 1);
            if (backwards ? !page.getMore() : page.getCompleteToSeq() >= page.getHeadSeq()) {
                return seqs;
            }
            next = backwards
                    ? next.toBuilder().setToSeq(last - 1).build()
                    : next.toBuilder().setFromSeq(page.getCompleteToSeq() + 1).build();
        }
    }

    @Test
    void tellsInTheHead_thatOneIsMentionedBeyondWhatHeRead() {
        create(GroupHistory.SINCE_JOIN);
        mention("@all,bob");
        join(BOB);
        World.Device bob = online(BOB, PHONE);
        assertThat(heads(bob, 0)).extracting(Head::getMentioned).containsExactly(false);

        mention("carol,bob");
        assertThat(heads(bob, 0)).extracting(Head::getMentioned).containsExactly(true);
        Stages.get(world.positions.advance(List.of(new Positions.Move(CONVERSATION, BOB, 4, 4))));
        assertThat(heads(bob, 0)).extracting(Head::getMentioned).containsExactly(false);
        mention("@all");
        assertThat(heads(bob, 0)).extracting(Head::getMentioned).containsExactly(true);
    }

    private void mention(String names) {
        chat.v2.Content content =
                text("x").toBuilder().putProperties("mention", names).build();
        Stages.get(door.admit(GROUP, ANN, content));
        stored(lanes.send(new SendCommand(ANN, PHONE, new Recipient.Group(GROUP), ++ids, content)));
    }

    @Test
    void listsGroups_andOneThatWasLeftUntilThatWasRead() {
        create(GroupHistory.SINCE_JOIN);
        join(BOB);
        World.Device bob = online(BOB, PHONE);
        says(ANN);
        assertThat(heads(bob, 0)).extracting(Head::getHeadSeq).containsExactly(3L);
        assertThat(heads(bob, 3)).isEmpty();

        leave(BOB);
        says(ANN);
        assertThat(heads(bob, 3)).extracting(Head::getHeadSeq).containsExactly(4L);
        Stages.get(new PositionReceipts(
                        world.ports(), online, new ReceiptPacer(world.registry, world.locator, world.clock))
                .read(
                        bob.address(),
                        List.of(chat.v2.Position.newBuilder()
                                .setConversationId(CONVERSATION.value())
                                .setSeq(4)
                                .build())));
        assertThat(heads(bob, 0)).isEmpty();
    }

    @Test
    void refusesMorePositionsThanTheProtocolAllows_alsoWhereAGroupHasMoved() {
        create(GroupHistory.SINCE_JOIN);
        join(BOB);
        World.Device bob = online(BOB, PHONE);
        chat.v2.Position position =
                chat.v2.Position.newBuilder().setConversationId("d:bob:x").build();
        SyncRequest request = SyncRequest.newBuilder()
                .addAllHave(Collections.nCopies(SyncPages.MOST_HAVE + 1, position))
                .build();

        assertThat(refusal(catchUp.sync(BOB, bob.session().device(), request))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    private List<Head> heads(World.Device device, long have) {
        SyncRequest request = SyncRequest.newBuilder()
                .addHave(chat.v2.Position.newBuilder()
                        .setConversationId(CONVERSATION.value())
                        .setSeq(have))
                .build();
        return Stages.get(catchUp.sync(device.session().user(), device.session().device(), request))
                .getHeadsList();
    }
}
